"""Revisions of editions, their states, and the decisions that each brings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, insert, select, update

from newsletter.errors import Busy, StoreError
from newsletter.model.base import ReviewId, to_json
from newsletter.model.editions import Edition
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.stories import Decision
from newsletter.store.database import Database
from newsletter.store.schema import decisions, editions

#: What `finish` may lead to from where; a repeated step changes nothing.
_STEPS: Mapping[EditionState, tuple[EditionState, ...]] = {
    EditionState.PUBLISHED: (EditionState.PUBLISHING,),
    EditionState.SENDING: (EditionState.PUBLISHING, EditionState.PUBLISHED, EditionState.SENT),
    EditionState.SENT: (EditionState.PUBLISHING, EditionState.PUBLISHED, EditionState.SENDING),
}
_COLUMNS = [c for c in editions.c if c.name != "edition"]


class StoredEditions:
    """ports.Editions on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, record: EditionRecord, edition: Edition | None, decisions: Sequence[Decision]) -> None:
        """One transaction. Busy when the day has this revision, or a later one, already.

        A quiet day is remembered with state QUIET, number and revision 0, no edition and no decisions; the ledger
        stays as it is, a repetition replaces it, and the first edition of that day is revision 1 all the same.
        """
        row = _row(record) | {"edition": None if edition is None else to_json(Edition, edition)}
        with self._db.write() as connection:
            newest = connection.execute(
                select(func.max(editions.c.revision)).where(_of_day(record.review, record.day))
            ).scalar_one()
            if record.state == EditionState.QUIET:
                _begin_quiet(connection, record, newest, row)
                return
            if newest is not None and newest >= record.revision:
                raise Busy(
                    f"revision {record.revision} of the edition of {record.day} exists already",
                    hint="another build was faster; look at `newsletter status`",
                )
            connection.execute(insert(editions).values(row))
            _decide(connection, record, decisions)

    def finish(self, review: ReviewId, day: dt.date, revision: int, state: str, at: dt.datetime) -> None:
        """Move on to published, sending or sent; what is there already, or further, stays. `at`: of publishing."""
        target = EditionState(state)
        here = and_(_of_day(review, day), editions.c.revision == revision)
        with self._db.write() as connection:
            found = connection.execute(select(editions.c.state).where(here)).scalar_one_or_none()
            if found is None or found == EditionState.QUIET or target not in _STEPS:
                raise StoreError(
                    f"there is no revision {revision} of the edition of {day} that could become {state}",
                    hint="look at `newsletter status`; build the edition first",
                )
            if EditionState(found) in _STEPS[target]:
                connection.execute(update(editions).where(here).values(state=target.value))
            if found == EditionState.PUBLISHING:
                connection.execute(update(editions).where(here).values(published_at=at))

    def undo(self, review: ReviewId, day: dt.date, revision: int) -> None:
        """Take back what is still `publishing`; the decisions of the revision before count again.

        Nothing happens when there is no such revision; StoreError when it has been published.
        """
        here = and_(_of_day(review, day), editions.c.revision == revision)
        with self._db.write() as connection:
            found = connection.execute(select(editions.c.state).where(here)).scalar_one_or_none()
            if found is None:
                return
            if found != EditionState.PUBLISHING:
                raise StoreError(
                    f"revision {revision} of the edition of {day} is {found}: it cannot be taken back",
                    hint="publish a further revision instead",
                )
            connection.execute(delete(decisions).where(_decided(review, day), decisions.c.revision == revision))
            connection.execute(delete(editions).where(here))
            newest = connection.execute(
                select(func.max(editions.c.revision)).where(_of_day(review, day))
            ).scalar_one_or_none()
            _let_count(connection, review, day, newest or 0)

    def find(
        self, review: ReviewId, *, day: dt.date | None = None, before: dt.date | None = None
    ) -> EditionRecord | None:
        """The newest revision of `day`, in any state, a quiet day included; or the newest edition published
        before `before` (published, sending or sent). With neither: the newest published one of all."""
        query = select(*_COLUMNS).where(editions.c.review == review)
        if day is not None:
            query = query.where(editions.c.day == day)
        else:
            query = query.where(editions.c.state.in_([state.value for state in _STEPS]))
        if before is not None:
            query = query.where(editions.c.day < before)
        with self._db.read() as connection:
            row = connection.execute(
                query.order_by(editions.c.day.desc(), editions.c.revision.desc()).limit(1)
            ).mappings()
            found = row.first()
        return None if found is None else _record(found)

    def unfinished(self) -> Sequence[EditionRecord]:
        """All that is still `publishing`, by review, day and revision."""
        query = select(*_COLUMNS).where(editions.c.state == EditionState.PUBLISHING.value)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(editions.c.review, editions.c.day, editions.c.revision))
            return [_record(row) for row in rows.mappings()]


def _begin_quiet(connection: Connection, record: EditionRecord, newest: int | None, row: dict[str, Any]) -> None:
    if newest:  # an edition of the day is there: looking again does not make it quiet
        return
    connection.execute(delete(editions).where(_of_day(record.review, record.day)))
    connection.execute(insert(editions).values(row | {"revision": 0, "number": 0}))


def _decide(connection: Connection, record: EditionRecord, made: Sequence[Decision]) -> None:
    _let_count(connection, record.review, record.day, record.revision)
    rows = [
        {
            "review": record.review,
            "day": record.day,
            "revision": record.revision,
            "entry": decision.entry,
            "valid": True,
            "outcome": decision.outcome.value,
            "story": decision.story,
            "section": decision.section,
            "reason": decision.reason,
        }
        for decision in made
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def _let_count(connection: Connection, review: ReviewId, day: dt.date, revision: int) -> None:
    """Of the day's decisions, those of `revision` count and no others."""
    connection.execute(update(decisions).where(_decided(review, day)).values(valid=decisions.c.revision == revision))


def _of_day(review: ReviewId, day: dt.date) -> ColumnElement[bool]:
    return and_(editions.c.review == review, editions.c.day == day)


def _decided(review: ReviewId, day: dt.date) -> ColumnElement[bool]:
    return and_(decisions.c.review == review, decisions.c.day == day)


def _row(record: EditionRecord) -> dict[str, Any]:
    row = {column.name: getattr(record, column.name) for column in _COLUMNS}
    files = json.dumps(record.files, sort_keys=True, separators=(",", ":"))
    return row | {"state": record.state.value, "files": files}


def _record(row: RowMapping) -> EditionRecord:
    fields = {column.name: row[column.name] for column in _COLUMNS}
    return EditionRecord(**fields | {"state": EditionState(row["state"]), "files": json.loads(row["files"])})
