"""What editors said about entries: kept with the draft whose edits say it, and read for every grouping."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, RowMapping, and_, delete, select

from newsletter.model.base import ReviewId
from newsletter.model.bonds import Bond
from newsletter.store.database import Database, upsert_all
from newsletter.store.schema import bonds


class StoredBonds:
    """ports.Bonds on a database. One newsroom, whatever the review: who says that two are one says it for all."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> Sequence[Bond]:
        """Every bond, the earliest first; the same said twice is there once, as it was said last."""
        with self._db.read() as connection:
            rows = connection.execute(select(bonds)).mappings().all()
        said = sorted((_bond(row) for row in rows), key=lambda b: b.order)
        last = {(b.kind, b.one, b.other): b for b in said}
        return sorted(last.values(), key=lambda b: b.order)

    def put(self, review: ReviewId, day: dt.date, made: Sequence[Bond]) -> None:
        """Bonds that no edit of a draft makes; repeated they are the same row, with the later hand and time."""
        with self._db.write() as connection:
            upsert_all(connection, bonds, [_row(review, day, 0, bond) for bond in made])

    def forget(self, made: Sequence[Bond]) -> int:
        """Take back every bond of these kinds and entries, whoever said it; how many there were."""
        with self._db.write() as connection:
            return sum(
                connection.execute(
                    delete(bonds).where(bonds.c.kind == b.kind, bonds.c.one == b.one, bonds.c.other == b.other)
                ).rowcount
                for b in made
            )


def replace_bonds(connection: Connection, review: ReviewId, day: dt.date, made: Sequence[tuple[int, Bond]]) -> None:
    """The bonds of a draft's edits are exactly these: (revision, bond). Called where an edit is stored."""
    here = and_(bonds.c.review == review, bonds.c.day == day, bonds.c.revision > 0)
    connection.execute(delete(bonds).where(here))
    upsert_all(connection, bonds, [_row(review, day, revision, bond) for revision, bond in made])


def _row(review: ReviewId, day: dt.date, revision: int, bond: Bond) -> dict[str, object]:
    return {
        "review": review,
        "day": day,
        "revision": revision,
        "kind": bond.kind,
        "one": bond.one,
        "other": bond.other,
        "text": bond.text,
        "by": bond.by,
        "at": bond.at,
    }


def _bond(row: RowMapping) -> Bond:
    fields = {name: row[name] for name in ("kind", "one", "other", "text", "by", "at")}
    return Bond(**fields, turn=row["revision"])
