"""The account closes: over whole sequences of days, whatever comes and whatever editors do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.account import account, summary
from newsletter.edit import apply
from newsletter.errors import EditRefused
from newsletter.group import group
from newsletter.model.base import EntryId
from newsletter.model.editions import Edit, Hold, Layout, Place, Spike
from newsletter.model.feeds import Entry
from newsletter.model.stories import Decision, Outcome, Story, ToldEntry, Window
from newsletter.select import select
from tests.support.days import SOURCES, START, entries
from tests.support.make import block, layout, section, sources

DAY = dt.timedelta(days=1)
USED = (Outcome.TOLD, Outcome.MERGED)
KNOWN = sources(*SOURCES)


@dataclass
class Ledger:
    """What a newsroom remembers, as the store does: one current decision per entry."""

    archive: dict[EntryId, Entry] = field(default_factory=dict)
    rows: dict[EntryId, tuple[dt.date, Decision]] = field(default_factory=dict)
    held: dict[EntryId, dt.date] = field(default_factory=dict)
    last_cutoff: dt.datetime | None = None

    def undecided(self, cutoff: dt.datetime) -> list[Entry]:
        """Seen, and not decided for good."""
        return [
            e
            for e in self.archive.values()
            if e.first_seen <= cutoff and (e.id not in self.rows or self.rows[e.id][1].outcome is Outcome.HELD)
        ]

    def told(self) -> list[ToldEntry]:
        return [
            ToldEntry(entry=self.archive[e], story=d.story, day=day)
            for e, (day, d) in self.rows.items()
            if d.outcome in USED and d.story is not None
        ]

    def publish(self, day: dt.date, cutoff: dt.datetime, decisions: Sequence[Decision]) -> None:
        for decision in decisions:
            self.rows[decision.entry] = (day, decision)
            if decision.outcome is Outcome.HELD:
                self.held.setdefault(decision.entry, day)
            else:
                self.held.pop(decision.entry, None)
        self.last_cutoff = cutoff


def page(stories: Sequence[Story], archive: dict[EntryId, Entry], room: int) -> Layout:
    """The first so many stories that were not told yet; the rest is left."""
    free = [s for s in stories if s.told is None]
    blocks = {s.id: block(archive[s.lead], story=s.id) for s in stories}
    placed = {s.id for s in free[:room]}
    return layout(
        section("News flash", *(blocks[s.id] for s in free[:room])),
        stories=stories,
        unplaced=[blocks[s.id] for s in stories if s.id not in placed],
    )


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    entry = EntryId(f"e{draw(st.integers(0, 15)):03}")
    kinds: tuple[Edit, ...] = (Spike(entry=entry), Hold(entry=entry), Place(entry=entry, section="news-flash"))
    return draw(st.sampled_from(kinds))


@dataclass(frozen=True)
class Day:
    """What happens until one cutoff."""

    arrivals: tuple[Entry, ...]
    room: int  #: stories that fit
    edits: tuple[Edit, ...]
    published: bool  #: False: skipped, quiet, or nobody was there


@st.composite
def weeks(draw: st.DrawFn) -> list[Day]:
    made, number = [], 0
    for n in range(draw(st.integers(1, 6))):
        arrivals = []
        for _ in range(draw(st.integers(0, 5))):
            seen = START + n * DAY - dt.timedelta(minutes=draw(st.integers(0, 23 * 60)))
            arrivals.append(draw(entries(number=number, seen=seen)))
            number += 1
        made.append(
            Day(
                arrivals=tuple(arrivals),
                room=draw(st.integers(0, 4)),
                edits=tuple(draw(st.lists(edits(), max_size=2))),
                published=draw(st.sampled_from((True, True, True, False))),
            )
        )
    return made


def edition(ledger: Ledger, today: Day, day: dt.date, cutoff: dt.datetime) -> tuple[Layout, tuple[Decision, ...]]:
    opens = ledger.last_cutoff or cutoff - DAY
    undecided = ledger.undecided(cutoff)
    chosen = select(undecided, window=Window(opens=opens, cutoff=cutoff), day=day, held_since=ledger.held)
    stories = group(chosen.candidates, told=ledger.told(), sources=KNOWN, language="en")
    made = page(stories, ledger.archive, today.room)
    made = layout(*made.sections, stories=stories, unplaced=made.unplaced, asides=chosen.asides)
    for edit in today.edits:
        try:
            made = apply(made, edit, by="Desk")
        except EditRefused:
            continue
    decisions = account(made, entries=ledger.archive)
    # Law: every undecided entry has exactly one decision.
    assert sorted(d.entry for d in decisions) == sorted(e.id for e in undecided)
    return made, decisions


@settings(deadline=None, max_examples=100)
@given(weeks())
def test_the_account_closes_over_any_sequence_of_days(week: list[Day]) -> None:
    """Nothing is told twice unless an editor says so, nothing is lost, only held comes back, and waiting ends."""
    ledger = Ledger()
    told_once: set[EntryId] = set()
    quiet = Day(arrivals=(), room=4, edits=(), published=True)
    for n, today in enumerate([*week, *[quiet] * 5]):
        cutoff, day = START + n * DAY, (START + n * DAY).date()
        ledger.archive |= {e.id: e for e in today.arrivals}
        final = {e for e, (_, d) in ledger.rows.items() if d.outcome is not Outcome.HELD}
        made, decisions = edition(ledger, today, day, cutoff)
        if not today.published:
            continue
        used = {d.entry for d in decisions if d.outcome in USED}
        assert not used & told_once
        assert not final & {d.entry for d in decisions}
        again = {e for s in made.stories if s.told for e in s.entries} & used
        assert again <= {e for s in made.stories for e in s.entries if _placed_by_hand(s, today)}
        told_once |= used
        ledger.publish(day, cutoff, decisions)
        assert summary(decisions).startswith(f"{len(decisions)} collected, {len(used)} used in ")
    assert set(ledger.rows) == set(ledger.archive)
    for entry, (_, decision) in ledger.rows.items():
        assert decision.reason
        if decision.outcome is Outcome.HELD:
            # Whatever is still held after five quiet days has not had its time yet.
            assert "after the cutoff" in decision.reason, (entry, decision)


def _placed_by_hand(story: Story, today: Day) -> bool:
    return any(isinstance(e, Place) and e.entry in story.entries for e in today.edits)


@settings(deadline=None, max_examples=60)
@given(weeks())
def test_nothing_late_undated_or_from_the_future_is_used(week: list[Day]) -> None:
    """Without an editor, on no day, however often it comes back."""
    ledger = Ledger()
    flagged: set[EntryId] = set()
    for n, today in enumerate(week):
        cutoff, day = START + n * DAY, (START + n * DAY).date()
        ledger.archive |= {e.id: e for e in today.arrivals}
        made, decisions = edition(ledger, Day(today.arrivals, today.room, (), today.published), day, cutoff)
        flagged |= {a.entry for a in made.asides if a.flag in ("late", "undated")}
        assert not flagged & {d.entry for d in decisions if d.outcome in USED}
        if today.published:
            ledger.publish(day, cutoff, decisions)
