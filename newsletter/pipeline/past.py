"""A day that was published, as it was before: what was undecided then, and what had been told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from newsletter import ports
from newsletter.model.base import EntryId, ReviewId
from newsletter.model.feeds import Entry
from newsletter.model.stories import SUPPORTS, LedgerRow, Outcome, ToldEntry

#: Longer than anything is held by a rule.
_HELD = dt.timedelta(days=8)


class Past:
    """ports.Decisions as they were before the edition of `day` was published.

    What it decided about is what was undecided; entries are as they are now, whatever they said then.
    """

    def __init__(self, decisions: ports.Decisions, archive: ports.Archive, day: dt.date) -> None:
        self._decisions = decisions
        self._archive = archive
        self._day = day

    def undecided(self, review: ReviewId, cutoff: dt.datetime) -> Sequence[Entry]:
        ids = [row.entry for row in self._decisions.rows(review, self._day)]
        return [e for e in self._archive.entries(ids=ids) if e.first_seen <= cutoff]

    def told(self, review: ReviewId, since: dt.date) -> Sequence[ToldEntry]:
        return [t for t in self._decisions.told(review, since) if t.day < self._day]

    def passed(self, review: ReviewId, since: dt.date) -> Sequence[Entry]:
        ids = [
            row.entry
            for day in self._days(since)
            for row in self._decisions.rows(review, day)
            if row.outcome == Outcome.PASSED and row.cause in SUPPORTS
        ]
        return list(self._archive.entries(ids=ids))

    def held_since(self, review: ReviewId) -> Mapping[EntryId, dt.date]:
        runs: dict[EntryId, dt.date] = {}
        for day in self._days(self._day - _HELD):
            for row in self._decisions.rows(review, day):
                if row.outcome == Outcome.HELD:
                    runs.setdefault(row.entry, day)
                elif row.outcome != "undecided":
                    runs.pop(row.entry, None)
        return runs

    def rows(self, review: ReviewId, day: dt.date) -> Iterator[LedgerRow]:
        return self._decisions.rows(review, day)

    def _days(self, since: dt.date) -> Iterator[dt.date]:
        day = since
        while day < self._day:
            yield day
            day += dt.timedelta(days=1)


class Without:
    """ports.Decisions as they would be if some entries had never come."""

    def __init__(self, decisions: ports.Decisions, gone: AbstractSet[EntryId]) -> None:
        self._decisions = decisions
        self._gone = gone

    def undecided(self, review: ReviewId, cutoff: dt.datetime) -> Sequence[Entry]:
        return [e for e in self._decisions.undecided(review, cutoff) if e.id not in self._gone]

    def told(self, review: ReviewId, since: dt.date) -> Sequence[ToldEntry]:
        return [t for t in self._decisions.told(review, since) if t.entry.id not in self._gone]

    def passed(self, review: ReviewId, since: dt.date) -> Sequence[Entry]:
        return [e for e in self._decisions.passed(review, since) if e.id not in self._gone]

    def held_since(self, review: ReviewId) -> Mapping[EntryId, dt.date]:
        return self._decisions.held_since(review)

    def rows(self, review: ReviewId, day: dt.date) -> Iterator[LedgerRow]:
        return (r for r in self._decisions.rows(review, day) if r.entry not in self._gone)
