"""The closed account: one decision for every entry of a layout, and what they come to in one sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsletter.model.base import EntryId, StoryId, day_in_words
from newsletter.model.editions import Layout, LinkItem, StoryBlock, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rules import Quiet
from newsletter.model.stories import Cause, Decision, LedgerRow, Outcome, Story

#: So many reasons are named one by one; the others are counted together.
_REASONS = 8
_TOLD_BEFORE = "told on "


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
    decisions = [Decision(entry=a.entry, outcome=a.outcome, reason=a.reason, cause=a.cause) for a in layout.asides]
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
    cause, rule = None, ""
    if unplaced is not None:
        outcome, reason = Outcome(unplaced.outcome), unplaced.reason
        cause, rule = unplaced.cause, unplaced.rule
    if story.told is not None and outcome is not Outcome.SPIKED:
        # Even where a rule would hold it: what was told and came back every day would one day be told again.
        outcome, reason = Outcome.PASSED, _again(story, story.told, unplaced, entries)
        cause, rule = Cause.REPEAT, ""
    for member in story.members:
        yield Decision(entry=member.entry, outcome=outcome, reason=reason, story=story.id, cause=cause, rule=rule)


def _told(story: Story, place: _Place, entries: Mapping[EntryId, Entry]) -> Iterator[Decision]:
    lead = place.lead if place.lead in story.entries else story.lead
    source = entries[lead].source if lead in entries else lead
    for member in story.members:
        if member.entry == lead:
            outcome, reason = Outcome.TOLD, f"told in “{place.section}”"
        else:
            outcome, reason = Outcome.MERGED, f"also reported by: {source} leads; {member.why}"
        yield Decision(entry=member.entry, outcome=outcome, reason=reason, story=story.id, section=place.section)


def _again(story: Story, day: dt.date, unplaced: Unplaced | None, entries: Mapping[EntryId, Entry]) -> str:
    """Nothing new since, or what is new found no place."""
    if unplaced is not None and unplaced.block.since:
        return f"{_told_before(story, day, entries)}; what is new since is not on the page: {unplaced.reason}"
    if unplaced is not None and unplaced.reason.startswith(_TOLD_BEFORE) and set(":;") & set(unplaced.reason):
        return unplaced.reason
    return _told_before(story, day, entries)


def _told_before(story: Story, day: dt.date, entries: Mapping[EntryId, Entry]) -> str:
    """By the headline that was told: of the entry that the story told then is called by. Where several stories were
    told, or that entry is unknown, by the day alone: today's headline is not what was told."""
    before = story.continues or (story.id,)
    first = entries.get(EntryId(before[0])) if len(before) == 1 else None
    title = first.title if first else ""
    return f"{_TOLD_BEFORE}{day_in_words(day)}" + (f" in “{title}”" if title else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """What the account comes to; every number adds up to the next larger one."""

    collected: int
    used: int
    stories: int
    held: int
    passed: int  #: what editors took out by hand included
    undecided: int  #: of a day that is not published
    why: tuple[tuple[str, int], ...]  #: what was passed over by kind of reason, in words; the most frequent first

    @property
    def sentence(self) -> str:
        """214 collected, 31 used in 18 stories, 9 held, 174 passed over: 120 repeats, 41 by rule 'Sport', 13 by hand"""
        stories = f"{self.stories} {'story' if self.stories == 1 else 'stories'}"
        parts = [f"{self.collected} collected", f"{self.used} used in {stories}", f"{self.held} held"]
        named = [f"{n} {_said(kind, n)}" for kind, n in self.why[:_REASONS]]
        rest = sum(n for _, n in self.why[_REASONS:])
        named += [f"{rest} for other reasons"] if rest else []
        passed = f"{self.passed} passed over"
        parts.append(passed + (f": {', '.join(named)}" if named else ""))
        return ", ".join([*parts, *([f"{self.undecided} undecided"] if self.undecided else [])])


#: What is said of a kind of reason, behind its number; LIMIT is said with its section.
_KINDS = {
    Cause.REPEAT: "repeats",
    Cause.EARLY: "before our time",
    Cause.WAITED: "that no editor took in three days",
    Cause.NOTICE: "advisories to editors",
    Cause.ADVERT: "advertisements",
    Cause.UNTAKEN: "that no section takes",
    Cause.OVERTAKEN: "overtaken by a newer report",
    Cause.WORDS: "without words that may be printed",
    Cause.LANGUAGE: "only in other languages than the edition's",
    Cause.PERSON: "that needed a person",
    Cause.HAND: "by hand",
}


def add_up(decisions: Iterable[Decision | LedgerRow]) -> Sum:
    """The sum of one edition's decisions."""
    made = list(decisions)
    by = Counter(str(d.outcome) for d in made)
    used = [d for d in made if d.outcome in (Outcome.TOLD, Outcome.MERGED)]
    out = Counter(_kind(d) for d in made if d.outcome in (Outcome.PASSED, Outcome.SPIKED))
    return Sum(
        collected=len(made),
        used=len(used),
        stories=len({d.story for d in used}),
        held=by[Outcome.HELD],
        passed=by[Outcome.PASSED] + by[Outcome.SPIKED],
        undecided=by["undecided"],
        why=tuple(sorted(out.items(), key=lambda kn: (-kn[1], kn[0]))),
    )


def summary(decisions: Iterable[Decision | LedgerRow]) -> str:
    """The account in one sentence whose numbers add up."""
    return add_up(decisions).sentence


def _kind(decision: Decision | LedgerRow) -> str:
    if decision.outcome == Outcome.SPIKED:
        return _KINDS[Cause.HAND]
    if decision.cause is Cause.LIMIT:
        return f"by rule '{decision.rule}'"
    return _KINDS[decision.cause] if decision.cause is not None else "for reasons in words"


def _said(kind: str, count: int) -> str:
    singular = {"repeats": "repeat", "advisories to editors": "advisory to editors", "advertisements": "advertisement"}
    return singular.get(kind, kind) if count == 1 else kind


def too_quiet(layout: Layout, quiet: Quiet) -> bool:
    """Too little for an edition: fewer stories on the page, or fewer publishers behind them, than `quiet` asks for.

    A reprint or wire copy is no voice: of entries that carry one text the one that is named first counts.
    """
    stories, publishers = set(), set()
    text = {m.entry: m.copy_of for s in layout.stories for m in s.members if m.copy_of}
    for _, block, story in layout.placed():
        stories.add(story)
        also = block.also if isinstance(block, StoryBlock) else ()
        voices: dict[EntryId, str] = {}
        for credit in (block.credit, *also):
            voices.setdefault(text.get(credit.entry, credit.entry), credit.publisher)
        publishers |= set(voices.values())
    return len(stories) < quiet.below or len(publishers) < quiet.publishers
