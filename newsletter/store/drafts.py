"""Drafts: a base, and edits that are only ever appended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from newsletter.errors import EditRefused, StaleRevision
from newsletter.model.base import ReviewId, from_json, to_json
from newsletter.model.bonds import Bond
from newsletter.model.editions import Draft, Edit, Layout, SignedEdit, StoryBlock
from newsletter.model.stories import Window
from newsletter.store.bonds import replace_bonds
from newsletter.store.database import Database, upsert
from newsletter.store.schema import drafts, edits

_Edit: Any = Edit  # a union is no type[T] to mypy
_Arrivals: Any = tuple[StoryBlock, ...]


class StoredDrafts:
    """ports.Drafts on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, review: ReviewId, day: dt.date) -> Draft | None:
        """The draft of that day with all its edits."""
        with self._db.read() as connection:
            return _read(connection, review, day)

    def put_base(self, draft: Draft) -> Draft:
        """Store base, window and arrivals; once there are edits only the arrivals. Returns what is stored.

        Edits and approval are not taken from `draft`. A base that differs from the one that was approved voids
        the approval: nobody has read it.
        """
        arrivals = to_json(_Arrivals, draft.arrivals)
        base = to_json(Layout, draft.base)
        here = _at(drafts, draft.review, draft.day)
        with self._db.write() as connection:
            if _revision(connection, draft.review, draft.day):
                connection.execute(update(drafts).where(here).values(arrivals=arrivals))
            else:
                found = connection.execute(select(drafts).where(here)).mappings().first()
                row = {"review": draft.review, "day": draft.day, "base": base, "arrivals": arrivals}
                row |= {"opens": draft.window.opens, "cutoff": draft.window.cutoff}
                kept = found is not None and found["base"] == base
                approval = {name: found[name] if found and kept else None for name in ("approved", "approved_at")}
                by = found["approved_by"] if found and kept else ""
                upsert(connection, drafts, row | approval | {"approved_by": by})
            stored = _read(connection, draft.review, draft.day)
        assert stored is not None
        return stored

    def append(
        self, review: ReviewId, day: dt.date, edit: SignedEdit, bonds: Sequence[tuple[int, Bond]] | None = None
    ) -> None:
        """StaleRevision unless `edit.revision` is the next one; EditRefused without a draft. Voids an approval.

        `bonds` are those of all edits of the draft that count now, with the revision of each; None leaves them alone.
        """
        row = {"review": review, "day": day, "revision": edit.revision, "by": edit.by, "at": edit.at}
        with self._db.write() as connection:
            _check(connection, review, day, edit.revision - 1)
            try:
                connection.execute(insert(edits).values(row | {"edit": to_json(_Edit, edit.edit)}))
            except IntegrityError as error:  # not reached while writers take turns; the key is what guarantees it
                raise StaleRevision(expected=edit.revision - 1, found=edit.revision) from error
            if bonds is not None:
                replace_bonds(connection, review, day, bonds)
            _approve(connection, review, day, None, "", None)

    def approve(self, review: ReviewId, day: dt.date, revision: int, by: str, at: dt.datetime) -> None:
        """StaleRevision unless `revision` is the draft's; EditRefused without a draft."""
        with self._db.write() as connection:
            _check(connection, review, day, revision)
            _approve(connection, review, day, revision, by, at)

    def unapprove(self, review: ReviewId, day: dt.date) -> None:
        """Take an approval back; nothing happens when there is none."""
        with self._db.write() as connection:
            _approve(connection, review, day, None, "", None)


def _check(connection: Connection, review: ReviewId, day: dt.date, expected: int) -> None:
    if connection.execute(select(drafts.c.day).where(_at(drafts, review, day))).first() is None:
        raise EditRefused(f"there is no draft of {day}", hint="build it first: `newsletter build`")
    found = _revision(connection, review, day)
    if found != expected:
        raise StaleRevision(expected=expected, found=found)


def _approve(
    connection: Connection, review: ReviewId, day: dt.date, revision: int | None, by: str, at: dt.datetime | None
) -> None:
    values = {"approved": revision, "approved_by": by, "approved_at": at}
    connection.execute(update(drafts).where(_at(drafts, review, day)).values(values))


def _revision(connection: Connection, review: ReviewId, day: dt.date) -> int:
    newest = connection.execute(select(func.max(edits.c.revision)).where(_at(edits, review, day))).scalar_one()
    return newest or 0


def _read(connection: Connection, review: ReviewId, day: dt.date) -> Draft | None:
    row = connection.execute(select(drafts).where(_at(drafts, review, day))).mappings().first()
    if row is None:
        return None
    made = connection.execute(select(edits).where(_at(edits, review, day)).order_by(edits.c.revision)).mappings()
    return Draft(
        review=review,
        day=day,
        window=Window(opens=row["opens"], cutoff=row["cutoff"]),
        base=from_json(Layout, row["base"]),
        arrivals=from_json(_Arrivals, row["arrivals"]),
        edits=tuple(
            SignedEdit(edit=from_json(_Edit, e["edit"]), by=e["by"], at=e["at"], revision=e["revision"]) for e in made
        ),
        approved=row["approved"],
        approved_by=row["approved_by"],
    )


def _at(table: Table, review: ReviewId, day: dt.date) -> ColumnElement[bool]:
    return and_(table.c.review == review, table.c.day == day)
