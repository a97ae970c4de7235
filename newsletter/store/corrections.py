"""Corrections of published editions, each stored together with the revision that says it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, func, insert, select, update

from newsletter.errors import Busy
from newsletter.model.base import ReviewId
from newsletter.model.corrections import EditionCorrection, Made
from newsletter.model.editions import Edition
from newsletter.model.rendered import EditionRecord
from newsletter.store.database import Database
from newsletter.store.editions import insert_revision, let_count
from newsletter.store.schema import corrections, decisions

_FIELDS = tuple(f.name for f in dataclasses.fields(EditionCorrection))


class StoredCorrections:
    """ports.EditionCorrections on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(
        self, review: ReviewId, *, day: dt.date | None = None, since: dt.date | None = None
    ) -> Sequence[EditionCorrection]:
        """Those of one edition, or of the editions of `since` and later, taken back or not, in order of number."""
        query = select(corrections).where(corrections.c.review == review)
        if day is not None:
            query = query.where(corrections.c.day == day)
        if since is not None:
            query = query.where(corrections.c.day >= since)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(corrections.c.number)).mappings().all()
        return [EditionCorrection(**{name: row[name] for name in _FIELDS}) for row in rows]

    def begin(self, correction: EditionCorrection, record: EditionRecord, edition: Edition, made: Made | None) -> None:
        """One transaction. Busy when the day has this revision already, or the number is another correction's."""
        here = and_(corrections.c.review == correction.review, corrections.c.number == correction.number)
        with self._db.write() as connection:
            insert_revision(connection, record, edition, made)
            if correction.undone == record.revision:
                connection.execute(update(corrections).where(here).values(undone=record.revision))
            else:
                last = select(func.max(corrections.c.number)).where(corrections.c.review == correction.review)
                if (connection.execute(last).scalar_one() or 0) >= correction.number:
                    raise Busy(f"there is a correction {correction.number} already", hint="repeat the command")
                row = {name: getattr(correction, name) for name in _FIELDS}
                connection.execute(insert(corrections).values(row))
            of_day = and_(decisions.c.review == record.review, decisions.c.day == record.day)
            before = connection.execute(select(decisions).where(of_day, decisions.c.valid.is_(True))).mappings().all()
            let_count(connection, record.review, record.day, record.revision)
            rows = [{**row, "revision": record.revision, "valid": True} for row in before]
            if rows:
                connection.execute(insert(decisions), rows)
