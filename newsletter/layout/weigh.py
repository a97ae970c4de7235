"""How much a story asks for its place, and what sections ask of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence

from newsletter.layout.candidate import Candidate
from newsletter.layout.takes import fold
from newsletter.model.base import EntryId, SourceName, StoryId, primary
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Story, Topic, Window
from newsletter.model.written import Written

#: So many publishers count a point each; every further one adds less.
_VOICES = 5
#: The age at which news counts as old, in hours; a longer window counts as a whole.
_DAY = 24
#: Of an own article, whose words are not printed, so many code points say what it is about.
_READ = 2_000
#: Of what was told before, so many say what the story is about.
_OPENING = 300


def importance(
    *, publishers: int, weight: float, age: dt.timedelta | None, window: Window, sentences: int, topic: int, must: bool
) -> float:
    """How much a story asks for its place, in points that add up:

    - publishers (not feeds; neither ours nor state media, nor who prints another's text): one each up to five, then
      the logarithm of the rest, halved;
    - the largest `weight` among its sources, as sources.yaml gives it (1 for most);
    - freshness: one for news of the cutoff, none for what is a window old (at least a day), or undated;
    - the size of its topic: the binary logarithm of its stories, a fifth each, at most one;
    - words: half a point each for two sentences that may be printed;
    - two where a source must be read.

    So publishers decide first, and a single voice needs weight or freshness to pass another single voice.
    """
    span = dt.timedelta(hours=max(_DAY, window.hours))
    fresh = 1 - min(max(age / span, 0.0), 1.0) if age is not None else 0.0
    voices = min(publishers, _VOICES) + math.log1p(max(0, publishers - _VOICES)) / 2
    of_topic = min(math.log2(topic) / 5, 1.0) if topic > 1 else 0.0
    return voices + weight + fresh + of_topic + min(sentences, 2) / 2 + 2 * must


def topic_sizes(topics: Iterable[Topic]) -> dict[StoryId, int]:
    """Story -> how many stories the largest topic has that it is in."""
    sizes: dict[StoryId, int] = {}
    for topic in topics:
        for story in topic.stories:
            sizes[story] = max(sizes.get(story, 0), len(topic.stories))
    return sizes


def candidate(
    story: Story,
    written: Written,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    window: Window,
    topic: int,
    before: Sequence[Entry] = (),
) -> Candidate:
    """`before` are the entries by which it was told: an update is about what its whole story is about."""
    members = [entries[e] for e in story.entries if e in entries]
    origins = {e.source: sources[e.source] for e in members if e.source in sources}
    block = written.block
    lead = entries.get(block.credit.entry)
    origin = sources.get(lead.source) if lead else None
    ours = bool(origin and origin.ours)
    copies = {m.entry for m in story.members if m.copy_of}
    own = {e.source for e in members if e.id not in copies}
    voices = {
        s.publisher.casefold() for n, s in origins.items() if n in own and not s.ours and s.trust is not Trust.LABELLED
    }
    printed = [block.headline.printed, *(s.printed for s in block.sentences[:2])]
    printed += [f"{e.title or ''}\n{e.text[:_OPENING]}" for e in (*before, *([lead] if before and lead else ()))]
    if ours and lead:
        printed.append(f"{lead.summary_text} {lead.content_text}"[:_READ])
    at = block.credit.at
    return Candidate(
        story=story,
        written=written,
        publisher=block.credit.publisher.casefold(),
        importance=importance(
            publishers=len(voices),
            weight=written.weight,
            age=window.cutoff - at if at else None,
            window=window,
            sentences=len(block.sentences),
            topic=topic,
            must=any(s.must_read for s in origins.values()),
        ),
        at=written.happened or at,
        published=at,
        ours=ours,
        publishers=len(voices),
        tags=frozenset(t.casefold() for e in members for t in e.tags)
        | frozenset(t.casefold() for s in origins.values() for t in s.tags),
        sources=frozenset(n.casefold() for n in origins),
        voices=frozenset(s.publisher.casefold() for s in origins.values()),
        languages=frozenset(primary(e.language) for e in members if e.language),
        text=fold("\n".join([*printed, *sorted(e.title for e in members if e.title)])),
    )
