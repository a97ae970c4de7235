"""Revisions of editions, their states, and the decisions that each brings."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, insert, select, update

from newsletter.errors import Busy, StoreError
from newsletter.model.base import ReviewId, from_json, to_json
from newsletter.model.corrections import Made
from newsletter.model.editions import Edition
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.stories import Decision
from newsletter.store.database import Database
from newsletter.store.schema import corrections, decisions, editions, materials
from newsletter.store.withdrawn import forget_withdrawn

#: What `finish` may lead to from where; a repeated step changes nothing.
_STEPS: Mapping[EditionState, tuple[EditionState, ...]] = {
    EditionState.PUBLISHED: (EditionState.PUBLISHING,),
    EditionState.SENDING: (EditionState.PUBLISHING, EditionState.PUBLISHED, EditionState.SENT),
    EditionState.SENT: (EditionState.PUBLISHING, EditionState.PUBLISHED, EditionState.SENDING),
}
_COLUMNS = [c for c in editions.c if c.name not in ("edition", "manifest", "versions", "templates", "config")]


class StoredEditions:
    """ports.Editions on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(
        self,
        record: EditionRecord,
        edition: Edition | None,
        decisions: Sequence[Decision],
        made: Made | None = None,
    ) -> None:
        """One transaction. Busy when the day has this revision, or a later one, already.

        A quiet day is remembered with state QUIET, number and revision 0, no edition and no decisions; the ledger
        stays as it is, a repetition replaces it, and the first edition of that day is revision 1 all the same.
        """
        with self._db.write() as connection:
            if record.state == EditionState.QUIET:
                _begin_quiet(connection, record, _newest(connection, record), _row(record) | {"edition": None})
                return
            insert_revision(connection, record, edition, made)
            _decide(connection, record, decisions)

    def finish(self, review: ReviewId, day: dt.date, revision: int, state: str, at: dt.datetime) -> None:
        """Move on to published, sending or sent; what is there already, or further, stays. `at`: of publishing.

        What the revision has withdrawn is forgotten first, so that a kill in between lets all of it be done again.
        """
        target = EditionState(state)
        here = and_(_of_day(review, day), editions.c.revision == revision)
        self._forget(here, review, day, revision)
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

    def _forget(self, here: ColumnElement[bool], review: ReviewId, day: dt.date, revision: int) -> None:
        """What a revision that is being published has withdrawn; also where the database has only let go of it."""
        publishing = select(editions.c.day).where(here, editions.c.state == EditionState.PUBLISHING.value)
        with self._db.write() as connection:
            if connection.execute(publishing).first() is None:
                return
            withdrawn = forget_withdrawn(connection, review, day, revision)
        if withdrawn:
            self._db.scrub(("editions", "corrections", "drafts", "edits", "bonds"))

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
            of_day = and_(corrections.c.review == review, corrections.c.day == day)
            connection.execute(delete(corrections).where(of_day, corrections.c.revision == revision))
            connection.execute(update(corrections).where(of_day, corrections.c.undone == revision).values(undone=None))
            newest = connection.execute(
                select(func.max(editions.c.revision)).where(_of_day(review, day))
            ).scalar_one_or_none()
            let_count(connection, review, day, newest or 0)

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

    def revisions(self, review: ReviewId, day: dt.date) -> Sequence[EditionRecord]:
        """All of one day, the first one first; none of a quiet day."""
        query = select(*_COLUMNS).where(_of_day(review, day), editions.c.revision > 0).order_by(editions.c.revision)
        with self._db.read() as connection:
            return [_record(row) for row in connection.execute(query).mappings()]

    def holding(self, words: Sequence[str]) -> Sequence[tuple[EditionRecord, Edition]]:
        """The editions, of every review and each day's newest revision, in whose record any of these words stands."""
        newest = func.max(editions.c.revision).over(partition_by=(editions.c.review, editions.c.day)).label("newest")
        query = select(*_COLUMNS, editions.c.edition, newest).order_by(editions.c.day, editions.c.review)
        found = []
        with self._db.read() as connection:
            for row in connection.execution_options(yield_per=20).execute(query).mappings():
                text = row["edition"] or ""
                if row["revision"] == row["newest"] and any(word in text for word in words):
                    found.append((_record(row), from_json(Edition, text)))
        return found

    def files(self) -> frozenset[str]:
        """The names of all files of every revision that is kept, in whichever review."""
        query = select(editions.c.files).where(editions.c.edition.is_not(None))
        with self._db.read() as connection:
            return frozenset(name for files in connection.execute(query).scalars() for name in json.loads(files))

    def kept(self, review: ReviewId, day: dt.date, revision: int) -> tuple[Edition | None, Made | None]:
        """The edition of that revision as it was rendered, and what it was made with; None for what is not kept."""
        here = and_(_of_day(review, day), editions.c.revision == revision)
        columns = (
            editions.c.edition,
            editions.c.manifest,
            editions.c.versions,
            editions.c.templates,
            editions.c.config,
        )
        with self._db.read() as connection:
            row = connection.execute(select(*columns).where(here)).mappings().first()
            if row is None:
                return None, None
            hashes = [h for h in (row["templates"], row["config"]) if h]
            query = select(materials.c.hash, materials.c.body).where(materials.c.hash.in_(hashes))
            bodies = {row.hash: row.body for row in connection.execute(query)}
        edition = from_json(Edition, row["edition"]) if row["edition"] else None
        if row["versions"] is None:
            return edition, None
        made = Made(
            versions=json.loads(row["versions"]),
            templates=json.loads(bodies.get(row["templates"], "{}")),
            config=bodies.get(row["config"], ""),
            manifest=row["manifest"] or "",
        )
        return edition, made


def insert_revision(connection: Connection, record: EditionRecord, edition: Edition | None, made: Made | None) -> None:
    """A further revision, and what it is made with. Busy when the day has this one, or a later one, already."""
    newest = _newest(connection, record)
    if newest is not None and newest >= record.revision:
        raise Busy(
            f"revision {record.revision} of the edition of {record.day} exists already",
            hint="another build was faster; look at `newsletter status`",
        )
    row = _row(record) | {"edition": None if edition is None else to_json(Edition, edition)}
    if made is not None:
        row |= {"manifest": made.manifest, "versions": _json(made.versions)}
        row |= {"templates": _material(connection, _json(made.templates)), "config": _material(connection, made.config)}
    connection.execute(insert(editions).values(row))


def _newest(connection: Connection, record: EditionRecord) -> int | None:
    query = select(func.max(editions.c.revision)).where(_of_day(record.review, record.day))
    newest: int | None = connection.execute(query).scalar_one()
    return newest


def _material(connection: Connection, body: str) -> str:
    """Store a text once, under its own hash."""
    digest = sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    if connection.execute(select(materials.c.hash).where(materials.c.hash == digest)).first() is None:
        connection.execute(insert(materials).values(hash=digest, body=body))
    return digest


def _json(value: Mapping[str, str]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _begin_quiet(connection: Connection, record: EditionRecord, newest: int | None, row: dict[str, Any]) -> None:
    if newest:  # an edition of the day is there: looking again does not make it quiet
        return
    connection.execute(delete(editions).where(_of_day(record.review, record.day)))
    connection.execute(insert(editions).values(row | {"revision": 0, "number": 0}))


def _decide(connection: Connection, record: EditionRecord, made: Sequence[Decision]) -> None:
    let_count(connection, record.review, record.day, record.revision)
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
            "cause": decision.cause.value if decision.cause else None,
            "rule": decision.rule or None,
        }
        for decision in made
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def let_count(connection: Connection, review: ReviewId, day: dt.date, revision: int) -> None:
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
