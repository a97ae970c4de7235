"""The closed account: one decision for every entry of a layout, and what they come to in one sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import Layout, LinkItem, StoryBlock, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rules import Quiet
from newsletter.model.stories import Decision, Outcome, Story

#: So many reasons are named one by one; the others are counted together.
_REASONS = 8
_TOLD_BEFORE = "told on "
_CUT_OFF = "before our time"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a story is printed, and which entry its words are from."""

    lead: EntryId
    section: str


def account(layout: Layout, *, entries: Mapping[EntryId, Entry]) -> tuple[Decision, ...]:
    """Exactly one decision for each entry of the layout's stories and asides, in order of entry id.

    What the page says is decided by the page: a story in a section was told, whatever else is known of it. A story
    that is neither on the page nor among the unplaced (a layout should have none) is held, so that it comes back.
    """
    places = _places(layout)
    unplaced = {u.block.story: u for u in layout.unplaced}
    decisions = [Decision(entry=a.entry, outcome=a.outcome, reason=a.reason) for a in layout.asides]
    for story in layout.stories:
        decisions += _of(story, places.get(story.id), unplaced.get(story.id), entries)
    return tuple(sorted(decisions, key=lambda d: d.entry))


def _places(layout: Layout) -> dict[StoryId, _Place]:
    """A block goes before a line in a list, and an unplaced story is not told by a line that points to it."""
    places: dict[StoryId, _Place] = {}
    lines: dict[StoryId, _Place] = {}
    for section, part, story in layout.placed():
        found = places if isinstance(part, StoryBlock) else lines
        assert isinstance(part, StoryBlock | LinkItem)
        found.setdefault(story, _Place(lead=part.credit.entry, section=section.title))
    left = {u.block.story for u in layout.unplaced}
    return {s: p for s, p in lines.items() if s not in left} | places


def _of(
    story: Story, place: _Place | None, unplaced: Unplaced | None, entries: Mapping[EntryId, Entry]
) -> Iterator[Decision]:
    if place is not None:
        yield from _told(story, place, entries)
        return
    outcome, reason = Outcome.HELD, "in no section and not among the unplaced: kept, so that it is not lost"
    if unplaced is not None:
        outcome, reason = Outcome(unplaced.outcome), unplaced.reason
    if story.told is not None and outcome is not Outcome.SPIKED:
        # Even where a rule would hold it: what was told and came back every day would one day be told again.
        outcome, reason = Outcome.PASSED, _told_before(story, story.told, entries)
    for member in story.members:
        yield Decision(entry=member.entry, outcome=outcome, reason=reason, story=story.id)


def _told(story: Story, place: _Place, entries: Mapping[EntryId, Entry]) -> Iterator[Decision]:
    lead = place.lead if place.lead in story.entries else story.lead
    source = entries[lead].source if lead in entries else lead
    for member in story.members:
        if member.entry == lead:
            outcome, reason = Outcome.TOLD, f"told in “{place.section}”"
        else:
            outcome, reason = Outcome.MERGED, f"also reported by: {source} leads; {member.why}"
        yield Decision(entry=member.entry, outcome=outcome, reason=reason, story=story.id, section=place.section)


def _told_before(story: Story, day: dt.date, entries: Mapping[EntryId, Entry]) -> str:
    """A story is called by the entry that was seen first; only where that is unknown by today's."""
    first = entries.get(EntryId(story.id))
    title = (first.title if first else None) or story.title
    return f"{_TOLD_BEFORE}{day.day} {day:%B %Y}" + (f" in “{title}”" if title else "")


def summary(decisions: Sequence[Decision]) -> str:
    """One sentence whose numbers add up: 214 collected, 31 used in 18 stories, 9 held, 174 passed over: ..."""
    by = Counter(d.outcome for d in decisions)
    used = by[Outcome.TOLD] + by[Outcome.MERGED]
    stories = len({d.story for d in decisions if d.outcome in (Outcome.TOLD, Outcome.MERGED)})
    parts = [f"{len(decisions)} collected", f"{used} used in {stories} {'story' if stories == 1 else 'stories'}"]
    parts.append(f"{by[Outcome.HELD]} held")
    if by[Outcome.SPIKED]:
        parts.append(f"{by[Outcome.SPIKED]} spiked by an editor")
    passed = f"{by[Outcome.PASSED]} passed over"
    reasons = _reasons(d.reason for d in decisions if d.outcome is Outcome.PASSED)
    return ", ".join([*parts, passed + (f": {reasons}" if reasons else "")])


def _reasons(reasons: Iterable[str]) -> str:
    counted = Counter(_kind(r) for r in reasons)
    ranked = sorted(counted.items(), key=lambda rc: (-rc[1], rc[0]))
    named = [f"{n} {'repeat' if kind == 'repeats' and n == 1 else kind}" for kind, n in ranked[:_REASONS]]
    rest = sum(n for _, n in ranked[_REASONS:])
    return ", ".join([*named, *([f"{rest} for other reasons"] if rest else [])])


def _kind(reason: str) -> str:
    """What is the same about reasons that name a day or a title of their own."""
    if reason.startswith(_TOLD_BEFORE):
        return "repeats"
    return _CUT_OFF if reason.startswith(_CUT_OFF) else reason.partition(";")[0]


def too_quiet(layout: Layout, quiet: Quiet) -> bool:
    """Too little for an edition: fewer stories on the page, or fewer publishers behind them, than `quiet` asks for."""
    stories, publishers = set(), set()
    for _, block, story in layout.placed():
        stories.add(story)
        also = block.also if isinstance(block, StoryBlock) else ()
        publishers |= {credit.publisher for credit in (block.credit, *also)}
    return len(stories) < quiet.below or len(publishers) < quiet.publishers
