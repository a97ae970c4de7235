"""Stories -> sections; the rest unplaced, each with its reason.

The order in which sections choose is not their order on the page: `fill: first`, then those with `take:` and the
day's topics, then `fill: last`, then what takes all that is left. Every story ends in exactly one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from newsletter.layout import ahead
from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Choice
from newsletter.layout.choose import Desk, choose
from newsletter.layout.cut import cut
from newsletter.layout.ours import OURS, attach, subject
from newsletter.layout.shares import fair
from newsletter.layout.statements import pick
from newsletter.layout.weigh import candidate, topic_sizes
from newsletter.model.base import EntryId, SourceName, StoryId, day_in_words
from newsletter.model.editions import Audience, Block, Layout, LinkItem, LinksBlock, Section, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rules import PerPublisher, Review, Style
from newsletter.model.sources import Source
from newsletter.model.stories import Aside, Cause, Story, ToldEntry, Topic, Window
from newsletter.model.written import Unwritable, Written

#: More than any edition holds.
NO_CAPS = PerPublisher(section=1_000_000, edition=1_000_000)


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
    again: Sequence[Story] = (),
    told: Sequence[ToldEntry] = (),
) -> Layout:
    """Sections in the order of the page, without those that stayed empty. Does not depend on the order of `stories`.

    `again` are our own articles of the last days: they were told, are no candidates and in no account, and may be
    offered once more under their topic. `written` and `entries` know them, too. An update stands where its whole
    story belongs, with what was `told` of it.
    """
    unplaced: list[Unplaced] = []
    candidates: list[Candidate] = []
    sizes = topic_sizes(topics)

    def weighed(story: Story, words: Written) -> Candidate:
        topic = sizes.get(story.id, 0)
        known = {story.id, *story.continues[:1]} if story.told else set()
        before = [t.entry for t in told if t.story in known]
        return candidate(story, words, entries=entries, sources=sources, window=window, topic=topic, before=before)

    for story in sorted(stories, key=lambda s: s.id):
        result = written[story.id]
        if isinstance(result, Written) and (not story.told or result.block.since):
            candidates.append(weighed(story, result))
        else:
            unplaced.append(_not_offered(story, result))
    candidates.sort(key=lambda c: c.rank)
    desk, chosen = _chosen(candidates, review, topics, window)
    offered = [weighed(s, w) for s in again if isinstance(w := written.get(s.id), Written)]
    for story_id, titles in attach(desk.ours, offered, chosen, topics).items():
        for title in titles:
            desk.refuse(story_id, f"{title} takes {OURS} of our own", title)
    for left in (*desk.free.values(), *desk.ours.values()):
        reason, cause, rule = desk.left(left.id)
        unplaced.append(Unplaced(block=left.written.block, reason=reason, cause=cause, rule=rule))
    sections = [s for choice in chosen if (s := _section(choice)) is not None]
    return Layout(
        sections=ahead.settle(sections, _limits(entries, sources)),
        unplaced=tuple(unplaced),
        stories=tuple(sorted(stories, key=lambda s: s.id)),
        asides=tuple(sorted(asides, key=lambda a: a.entry)),
    )


def _chosen(
    candidates: Sequence[Candidate], review: Review, topics: Sequence[Topic], window: Window
) -> tuple[Desk, list[Choice]]:
    """Chosen once more where a publisher led too much of the edition: how much is known when all have chosen."""
    # Where there is one publisher alone nobody is crowded out, and a limit would only shorten the edition.
    caps = review.per_publisher if len({c.publisher for c in candidates if not c.ours}) > 1 else NO_CAPS

    def choosing(most: Mapping[str, int]) -> tuple[Desk, list[Choice]]:
        desk = Desk(
            window=window,
            caps=caps,
            free={c.id: c for c in candidates if not c.ours},
            ours={c.id: c for c in candidates if c.ours},
            most=most,
        )
        return desk, choose(desk, review, topics)

    desk, chosen = choosing({})
    most = fair(desk.led, caps)
    too_much = any(desk.led[p] > n for p, n in most.items())
    return choosing(most) if too_much else (desk, chosen)


def _not_offered(story: Story, result: Written | Unwritable) -> Unplaced:
    if isinstance(result, Unwritable):
        words = Cause.LANGUAGE if result.foreign else Cause.WORDS
        cause = Cause.REPEAT if story.told else Cause.PERSON if result.block.reserved else words
        return Unplaced(block=result.block, reason=result.reason, outcome=result.outcome, cause=cause)
    told = f"told on {day_in_words(story.told)}" if story.told else ""
    return Unplaced(block=result.block, reason=told.rpartition(" ")[0], cause=Cause.REPEAT)


def _from_us(articles: Iterable[Candidate]) -> list[Block]:
    items = tuple(LinkItem(title=c.written.block.headline, credit=c.written.block.credit) for c in articles)
    return [LinksBlock(label="ours", items=items)] if items else []


def _limits(entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]) -> dict[EntryId, int]:
    """Code points that each entry may give."""
    return {e.id: s.terms.quote for e in entries.values() if (s := sources.get(e.source)) is not None}


def _section(choice: Choice) -> Section | None:
    if not choice.stories and not choice.ours:
        return None
    quotes = pick(choice)
    hanging = {b.candidate.id: b for b in choice.below}
    flows = choice.style in (Style.CARDS, Style.TEXT)  # a list is not taken apart for a link
    about = {c.id: s.id for c in choice.ours if flows and (s := subject(c, choice))}
    blocks: list[Block] = []
    for one in choice.stories:
        spoken = [q for q in quotes if q.story == one.id]
        blocks += [cut(one.written.block, spoken, choice.style), *spoken]
        # What a labelled source quotes comes after the words that the others do.
        for below in sorted(hanging.values(), key=lambda b: bool(b.quote.credit.label)):
            if below.under == one.id:
                blocks.append(replace(below.quote, under=one.id, stands_for=below.candidate.written.block))
        blocks += _from_us(c for c in choice.ours if about.get(c.id) == one.id)
    blocks += [b] if (b := ahead.block(choice)) else []
    blocks += _from_us(c for c in choice.ours if c.id not in about)
    audience = Audience.ALL if choice.public else Audience.PATRONS
    return Section(key=choice.key, title=choice.title, style=choice.style, blocks=tuple(blocks), audience=audience)
