"""The ledger: what became of every entry in a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from newsletter.model.base import EntryId, ReviewId
from newsletter.model.feeds import Entry
from newsletter.model.rendered import EditionState
from newsletter.model.stories import SUPPORTS, Cause, LedgerRow, Outcome, ToldEntry
from newsletter.store.changed import changed, current, told_since
from newsletter.store.database import Database, chunks
from newsletter.store.rows import ENTRY, entry_of
from newsletter.store.schema import decisions, editions, entries


class StoredDecisions:
    """ports.Decisions on a database.

    An entry's current outcome is the decision of its latest day; of a day with several revisions, the newest
    counts alone (`valid`). An entry without a decision, or held, is undecided.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def undecided(self, review: ReviewId, cutoff: dt.datetime) -> Sequence[Entry]:
        """Entries seen up to and including `cutoff`; in order of first_seen, then id.

        What was told and has changed since is among them: its later version is undecided.
        """
        with self._db.read() as connection:
            again = changed(connection, review, cutoff)
            found = [
                entry_of(row)
                for chunk in chunks([*_open(connection, review, entries.c.first_seen <= cutoff), *again])
                for row in connection.execute(
                    select(*ENTRY).where(entries.c.id.in_(chunk)).order_by(entries.c.first_seen, entries.c.id)
                ).mappings()
            ]
        return sorted(found, key=lambda e: (e.first_seen, e.id)) if again else found

    def told(self, review: ReviewId, since: dt.date) -> Sequence[ToldEntry]:
        """Told and merged entries of editions of `since` and later, by day, then in order of the archive; each as
        its edition had it."""
        with self._db.read() as connection:
            return told_since(connection, review, since)

    def passed(self, review: ReviewId, since: dt.date) -> Sequence[Entry]:
        """Entries whose decision, of `since` or later, is that a rule or a limit left them out. In order of the
        archive. What was told before, too old, waited for in vain or taken out by hand supports nothing."""
        query = (
            select(*ENTRY)
            .join(decisions, decisions.c.entry == entries.c.id)
            .where(
                decisions.c.review == review,
                decisions.c.outcome == Outcome.PASSED.value,
                decisions.c.valid.is_(True),
                decisions.c.day >= since,
                decisions.c.cause.in_([c.value for c in SUPPORTS]),
            )
            .order_by(entries.c.first_seen, entries.c.id)
        )
        with self._db.read() as connection:
            return [entry_of(row) for row in connection.execute(query).mappings()]

    def held_since(self, review: ReviewId) -> Mapping[EntryId, dt.date]:
        """Entries now held -> the first day of the run of days on which they were held without a break."""
        was_held = select(decisions.c.entry).where(
            decisions.c.review == review,
            decisions.c.outcome == Outcome.HELD.value,
            decisions.c.valid.is_(True),
        )
        query = (
            select(decisions.c.entry, decisions.c.outcome, decisions.c.day)
            .where(decisions.c.review == review, decisions.c.valid.is_(True), decisions.c.entry.in_(was_held))
            .order_by(decisions.c.entry, decisions.c.day)
        )
        runs: dict[EntryId, dt.date] = {}
        with self._db.read() as connection:
            for entry, outcome, day in connection.execute(query):
                if outcome == Outcome.HELD:
                    runs.setdefault(entry, day)
                else:
                    runs.pop(entry, None)
        return runs

    def of(self, review: ReviewId, entry: EntryId) -> Sequence[LedgerRow]:
        """Every decision about the entry that counts, by day."""
        with self._db.read() as connection:
            return _decided(connection, review, decisions.c.entry == entry)

    def rows(self, review: ReviewId, day: dt.date) -> Iterator[LedgerRow]:
        """In order of first_seen, then id. A quiet day has decided nothing."""
        published = select(editions.c.day).where(
            editions.c.review == review, editions.c.day == day, editions.c.state != EditionState.QUIET.value
        )
        with self._db.read() as connection:
            if connection.execute(published.limit(1)).first() is not None:
                return iter(_decided(connection, review, decisions.c.day == day))
            return iter(_still_open(connection, review, day))


def _open(connection: Connection, review: ReviewId, *where: ColumnElement[bool]) -> list[EntryId]:
    """Ids of what is undecided. Answered from two indexes; no decided entry is read (measured, see the tests)."""
    outcome = func.coalesce(current(review, decisions.c.outcome), Outcome.HELD.value)
    query = select(entries.c.id).where(*where, outcome == Outcome.HELD.value)
    return list(connection.execute(query.order_by(entries.c.first_seen, entries.c.id)).scalars())


def _decided(connection: Connection, review: ReviewId, where: ColumnElement[bool]) -> list[LedgerRow]:
    query = (
        select(decisions, entries.c.title, entries.c.source)
        .join(entries, entries.c.id == decisions.c.entry)
        .where(decisions.c.review == review, where, decisions.c.valid.is_(True))
        .order_by(decisions.c.day, entries.c.first_seen, entries.c.id)
    )
    return [
        LedgerRow(
            review=review,
            day=row["day"],
            entry=row["entry"],
            title=row["title"],
            source=row["source"],
            outcome=row["outcome"],
            story=row["story"],
            section=row["section"],
            reason=row["reason"],
            cause=Cause(row["cause"]) if row["cause"] else None,
            rule=row["rule"] or "",
        )
        for row in connection.execute(query).mappings()
    ]


def _still_open(connection: Connection, review: ReviewId, day: dt.date) -> list[LedgerRow]:
    reason = current(review, decisions.c.reason)
    rows: list[LedgerRow] = []
    for chunk in chunks(_open(connection, review)):
        query = (
            select(entries.c.id, entries.c.title, entries.c.source, reason.label("reason"))
            .where(entries.c.id.in_(chunk))
            .order_by(entries.c.first_seen, entries.c.id)
        )
        rows += [
            LedgerRow(
                review=review,
                day=day,
                entry=row["id"],
                title=row["title"],
                source=row["source"],
                outcome="undecided",
                story=None,
                section=None,
                reason=f"held before: {row['reason']}" if row["reason"] else "",
            )
            for row in connection.execute(query).mappings()
        ]
    return rows
