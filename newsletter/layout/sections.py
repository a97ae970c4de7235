"""Stories -> sections; the rest unplaced, each with its reason.

The order in which sections choose is not their order on the page: `fill: first`, then those with `take:` and the
day's topics, then `fill: last`, then what takes all that is left. Every story ends in exactly one place.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.editions import (
    Audience,
    Block,
    Extract,
    Layout,
    LinkItem,
    LinksBlock,
    QuoteBlock,
    Section,
    StoryBlock,
    Unplaced,
)
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, SectionRule, Style, Take, TopicsRule
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Aside, Story, Topic, Window
from newsletter.model.written import Unwritable, Written

#: Sentences of a story that each style shows.
SENTENCES = {Style.BULLETS: 1, Style.BRIEFS: 2, Style.CARDS: 3, Style.TEXT: 3, Style.LINKS: 0}
#: At most in one section: quotations (cards only), own articles, stories of a topic.
QUOTES, OURS, TOPIC_STORIES = 2, 3, 6
CAPPED_FROM = 4  #: from this limit on no publisher fills more than half of a section while others wait


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A story that may be printed, with what sections ask of it."""

    story: Story
    written: Written
    publisher: str  #: of the lead
    importance: float
    at: dt.datetime | None
    ours: bool
    publishers: int
    tags: frozenset[str]
    sources: frozenset[str]
    voices: frozenset[str]
    languages: frozenset[str]
    text: str  #: headlines and first sentences, for `words`

    @property
    def id(self) -> StoryId:
        return self.story.id

    @property
    def rank(self) -> tuple[float, float, StoryId]:
        return (-self.importance, -(self.at.timestamp() if self.at else 0.0), self.id)


@dataclass(slots=True)
class _Desk:
    """What is still to be placed, and why it was not so far."""

    window: Window
    free: dict[StoryId, _Candidate]  #: in order of importance
    ours: dict[StoryId, _Candidate]
    full: dict[StoryId, list[str]] = field(default_factory=dict)  #: sections that would have taken it


def lay_out(
    stories: Sequence[Story],
    *,
    written: Mapping[StoryId, Written | Unwritable],
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    topics: Sequence[Topic],
    review: Review,
    window: Window,
    asides: Sequence[Aside],
) -> Layout:
    """Sections in the order of the page, without those that stayed empty. Does not depend on the order of `stories`."""
    unplaced: list[Unplaced] = []
    candidates: list[_Candidate] = []
    for story in sorted(stories, key=lambda s: s.id):
        result = written[story.id]
        if isinstance(result, Unwritable):
            unplaced.append(Unplaced(block=result.block, reason=result.reason, outcome=result.outcome))
        elif story.told:
            unplaced.append(Unplaced(block=result.block, reason=f"told on {story.told.day} {story.told:%B}"))
        else:
            candidates.append(_candidate(story, result, entries, sources, window))
    candidates.sort(key=lambda c: c.rank)
    desk = _Desk(
        window=window,
        free={c.id: c for c in candidates if not c.ours},
        ours={c.id: c for c in candidates if c.ours},
    )
    chosen = _choose(desk, review, topics)
    _attach_ours(desk, chosen, topics)
    for candidate in (*desk.free.values(), *desk.ours.values()):
        unplaced.append(Unplaced(block=candidate.written.block, reason=_left(candidate, desk)))
    return Layout(
        sections=tuple(s for choice in chosen if (s := _section(choice)) is not None),
        unplaced=tuple(unplaced),
        stories=tuple(sorted(stories, key=lambda s: s.id)),
        asides=tuple(sorted(asides, key=lambda a: a.entry)),
    )


def _candidate(
    story: Story,
    written: Written,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    window: Window,
) -> _Candidate:
    members = [entries[e] for e in story.entries if e in entries]
    origins = {e.source: sources[e.source] for e in members if e.source in sources}
    block = written.block
    lead = entries.get(block.credit.entry)
    origin = sources.get(lead.source) if lead else None
    voices = {s.publisher.casefold() for s in origins.values() if not s.ours and s.trust is not Trust.LABELLED}
    printed = [block.headline.printed, *(s.printed for s in block.sentences[:2])]
    return _Candidate(
        story=story,
        written=written,
        publisher=block.credit.publisher.casefold(),
        importance=_importance(written, len(voices), any(s.must_read for s in origins.values()), window),
        at=block.credit.at,
        ours=bool(origin and origin.ours),
        publishers=len(voices),
        tags=frozenset(t.casefold() for e in members for t in e.tags)
        | frozenset(t.casefold() for s in origins.values() for t in s.tags),
        sources=frozenset(n.casefold() for n in origins),
        voices=frozenset(s.publisher.casefold() for s in origins.values()),
        languages=frozenset(_primary(e.language) for e in members if e.language),
        text=_fold("\n".join([*printed, *sorted(e.title for e in members if e.title)])),
    )


def _importance(written: Written, publishers: int, must_read: bool, window: Window) -> float:
    """How much a story asks for its place: one point per publisher (the sixth adds little), the source's weight, up
    to one for freshness, up to one for words that can be printed, two for a source that must be read."""
    at = written.block.credit.at
    age = (window.cutoff - at) / dt.timedelta(hours=max(24, window.hours)) if at else 1.0
    complete = min(len(written.block.sentences), 2) / 2
    voices = min(publishers, 5) + math.log1p(max(0, publishers - 5)) / 2
    return voices + written.weight + (1 - min(max(age, 0.0), 1.0)) + complete + 2 * must_read


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].casefold()


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _takes(take: Take, story: _Candidate, window: Window) -> bool:
    """All keys, any value of each. `within` never cuts into the edition's own window: after a skipped day the
    stories of both days are new."""
    since = min(window.cutoff - take.within, window.opens) if take.within else None
    return (
        _fits(take, story)
        and (since is None or (story.at is not None and story.at >= since))
        and story.publishers >= take.min_publishers
    )


def _fits(take: Take, story: _Candidate) -> bool:
    """The keys that say what a story is about and who carries it."""
    return (
        _any(take.tags, story.tags)
        and _any(take.sources, story.sources)
        and _any(take.publishers, story.voices)
        and (not take.languages or bool(story.languages & {_primary(x) for x in take.languages}))
        and (not take.words or any(_word(w).search(story.text) for w in take.words))
    )


def _any(wanted: Sequence[str], found: frozenset[str]) -> bool:
    return not wanted or not found.isdisjoint(w.casefold() for w in wanted)


def _word(word: str) -> re.Pattern[str]:
    """A word or phrase with the endings that names take: Kazakhstan also finds Kazakhstan's and Kazakhstani.

    Cyrillic names lose their last vowel and take up to three letters (Женева, Женеві). What is short and in
    capitals is found in capitals only: US is not us.
    """
    clean = _fold(" ".join(word.split()))
    exact = len(clean) <= 3 and clean.isupper()
    if re.search(r"[а-яіїєґ]$", clean, re.IGNORECASE) and len(clean) > 4:
        body = re.escape(re.sub(r"[аеиіїоуюяйь]$", "", clean, flags=re.IGNORECASE)) + "[а-яіїєґ']{0,3}"
    elif exact:
        body = re.escape(clean) + "(?:'s)?"
    else:
        stem = re.escape(clean[:-1]) if clean[-1:] in "eyEY" else re.escape(clean)
        body = f"(?:{re.escape(clean)}(?:s|'s|s'|i|is|n|ns|ian|ians)?|{stem}(?:ians?|ies))"
    return re.compile(rf"(?<!\w){body}(?!\w)", 0 if exact else re.IGNORECASE)


@dataclass(slots=True)
class _Choice:
    """A section and what it took."""

    key: str
    title: str  #: as printed
    style: Style
    take: Take | None = None
    topic: frozenset[StoryId] = frozenset()
    leftovers: bool = False
    public: bool = True
    stories: list[_Candidate] = field(default_factory=list)
    ours: list[_Candidate] = field(default_factory=list)


def _choose(desk: _Desk, review: Review, topics: Sequence[Topic]) -> list[_Choice]:
    """Sections in the order of the page, filled in the order of choosing."""
    chosen: dict[int, list[_Choice]] = {}
    keys = {rule.key for rule in review.sections}
    for place, rule in sorted(enumerate(review.sections), key=lambda r: (_turn(r[1]), r[0])):
        if isinstance(rule, TopicsRule):
            chosen[place] = _choose_topics(desk, rule, topics, keys)
            continue
        title = rule.title.replace("{hours}", str(desk.window.hours))
        choice = _Choice(
            key=rule.key,
            title=title,
            style=rule.style,
            take=rule.take,
            leftovers=rule.take is None,
            public=rule.public,
        )
        fits = [c for c in desk.free.values() if rule.take is None or _takes(rule.take, c, desk.window)]
        _fill(desk, choice, fits, rule.limit)
        chosen[place] = [choice]
    return [choice for place in sorted(chosen) for choice in chosen[place]]


def _turn(rule: SectionRule | TopicsRule) -> int:
    if isinstance(rule, TopicsRule):
        return 1
    if rule.fill != "normal":
        return 0 if rule.fill == "first" else 2
    return 1 if rule.take is not None else 3


def _choose_topics(desk: _Desk, rule: TopicsRule, topics: Sequence[Topic], keys: set[str]) -> list[_Choice]:
    """The weightiest topics that still have enough stories."""

    def left(topic: Topic) -> list[_Candidate]:
        return [c for c in desk.free.values() if c.id in topic.stories]

    made: list[_Choice] = []
    for topic in sorted(topics, key=lambda t: (-sum(c.importance for c in left(t)), t.title, t.stories)):
        fits = left(topic)
        if len(made) == rule.limit or len(fits) < max(1, rule.min_stories):
            continue
        key = _free_key("topic-" + re.sub(r"[\W_]+", "-", topic.title.casefold()).strip("-"), keys)
        choice = _Choice(
            key=key, title=topic.title, style=rule.style, topic=frozenset(topic.stories), public=rule.public
        )
        _fill(desk, choice, fits, TOPIC_STORIES)
        made.append(choice)
    return made


def _free_key(key: str, taken: set[str]) -> str:
    """Remembers the key that it gives."""
    free, number = key, 1
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free)
    return free


def _fill(desk: _Desk, choice: _Choice, fits: Sequence[_Candidate], limit: int | None) -> None:
    """The most important first; a publisher that has its half waits until the others have been asked."""
    room = len(fits) if limit is None else limit
    cap = math.ceil(room / 2) if limit is not None and limit >= CAPPED_FROM else room
    share: Counter[str] = Counter()
    taken: set[StoryId] = set()
    for only_within_cap in (True, False):
        for candidate in fits:
            if len(taken) == room:
                break
            if candidate.id not in taken and not (only_within_cap and share[candidate.publisher] >= cap):
                taken.add(candidate.id)
                share[candidate.publisher] += 1
    for candidate in fits:
        if candidate.id in taken:
            choice.stories.append(desk.free.pop(candidate.id))
        else:
            desk.full.setdefault(candidate.id, []).append(f"{choice.title} takes {room}")


def _attach_ours(desk: _Desk, chosen: Sequence[_Choice], topics: Sequence[Topic]) -> None:
    """Our own articles go to the end of the section they belong to, else of the last that takes what is left."""
    filled = [c for c in chosen if c.stories and not c.leftovers]
    rest = [c for c in chosen if c.leftovers]
    for article in sorted(desk.ours.values(), key=lambda c: c.rank):
        kin = {s for t in topics if article.id in t.stories for s in t.stories}
        fits = [c for c in filled if article.id in c.topic or (c.take is not None and _fits_ours(c.take, article))]
        fits += [c for c in filled if c not in fits and any(s.id in kin for s in c.stories)]
        for choice in (*fits, *reversed(rest)):
            if len(choice.ours) < OURS:
                choice.ours.append(desk.ours.pop(article.id))
                break
            desk.full.setdefault(article.id, []).append(f"{choice.title} takes {OURS} of our own")


def _fits_ours(take: Take, article: _Candidate) -> bool:
    """An article of ours fits by what it is about; how fresh it is and how many report it is not asked."""
    return bool(take.words or take.tags) and _fits(take, article)


def _left(candidate: _Candidate, desk: _Desk) -> str:
    full = desk.full.get(candidate.id)
    return f"no room: {'; '.join(full[:3])}" if full else "no section takes it"


def _section(choice: _Choice) -> Section | None:
    if not choice.stories and not choice.ours:
        return None
    quotes = _pick_quotes(choice)
    blocks: list[Block] = []
    for candidate in choice.stories:
        spoken = [q for q in quotes if q.story == candidate.id]
        blocks += [_cut(candidate.written.block, spoken, SENTENCES[choice.style]), *spoken]
    if choice.ours:
        items = (c.written.block for c in choice.ours)
        blocks.append(LinksBlock(label="ours", items=tuple(LinkItem(title=b.headline, credit=b.credit) for b in items)))
    audience = Audience.ALL if choice.public else Audience.PATRONS
    return Section(key=choice.key, title=choice.title, style=choice.style, blocks=tuple(blocks), audience=audience)


def _pick_quotes(choice: _Choice) -> list[QuoteBlock]:
    """One of each story, the most important first; then a second voice of the same story; no speaker twice."""
    if choice.style is not Style.CARDS:
        return []
    picked: list[QuoteBlock] = []
    for turn in (0, 1):
        for candidate in choice.stories:
            fresh = [q for q in candidate.written.quotes if q.speaker not in {p.speaker for p in picked}]
            if fresh and len(picked) < QUOTES and sum(p.story == candidate.id for p in picked) == turn:
                picked.append(fresh[0])
    return picked


def _cut(block: StoryBlock, spoken: Iterable[QuoteBlock], most: int) -> StoryBlock:
    """The block with as many sentences as the style shows; what is printed as a quotation is no sentence again."""
    said = [q.quote.span for q in spoken]
    kept = []
    for sentence in block.sentences:
        span = sentence.span if isinstance(sentence, Extract) else None
        again = span and any(
            (s.entry, s.field) == (span.entry, span.field) and s.start < span.end and span.start < s.end for s in said
        )
        if not again:
            kept.append(sentence)
    return replace(block, sentences=tuple(kept[:most]))
