"""Who receives editions. Nobody who left comes back by an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from newsletter.errors import StoreError
from newsletter.model.base import PatronId, ReviewId
from newsletter.model.patrons import Patron
from newsletter.store.columns import storable
from newsletter.store.database import Database
from newsletter.store.schema import patron_reviews, patrons


class StoredPatrons:
    """ports.Patrons on a database. One patron per address, in any case."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def active(self, review: ReviewId) -> Sequence[Patron]:
        """Who receives this review now, in order of joining, then id."""
        return [p for p in self.everybody() if p.left is None and review in p.reviews]

    def find(self, key: str) -> Patron | None:
        """By id or by address (any case)."""
        with self._db.read() as connection:
            found = _read(connection, or_(patrons.c.id == key, patrons.c.address == _address(key)))
        # An address is never an id, but the id has the say.
        return next((p for p in found if p.id == key), found[0] if found else None)

    def put(self, patron: Patron) -> bool:
        """Add, or change name, reviews and spelling of the address; False when nothing changed.

        A known address keeps its id and the time when it joined. Who left (or left one review) stays away unless
        `patron.joined` is later than that; a patron who comes back has joined anew. StoreError when the id
        belongs to another address.
        """
        with self._db.write() as connection:
            found = _read(connection, patrons.c.address == _address(patron.email))
            if not found:
                _refuse_other_id(connection, patron)
                _write(connection, patron)
                return True
            before = found[0]
            after = _joined(before, patron, _left_reviews(connection, before.id))
            if after is None or after == before:
                return False
            _write(connection, after)
        return True

    def leave(self, patron: PatronId, review: ReviewId | None, at: dt.datetime) -> bool:
        """Leave one review, or all; False when that had been done before. Leaving the last one is leaving."""
        with self._db.write() as connection:
            found = _read(connection, patrons.c.id == patron)
            if not found or found[0].left is not None:
                return False
            if review is not None:
                row = (patron_reviews.c.patron == patron) & (patron_reviews.c.review == review)
                here = update(patron_reviews).where(row, patron_reviews.c.left.is_(None))
                if connection.execute(here.values(left=at)).rowcount == 0:
                    return False
            if review is None or found[0].reviews == (review,):
                connection.execute(update(patrons).where(patrons.c.id == patron).values(left=at))
        return True

    def everybody(self) -> Sequence[Patron]:
        """Also those who left, in order of joining, then id."""
        with self._db.read() as connection:
            return _read(connection, None)


def _joined(before: Patron, given: Patron, left: Mapping[ReviewId, dt.datetime]) -> Patron | None:
    """What `before` becomes by `given`; None when it stays as it is. `left`: reviews that were left, and when."""
    if before.left is not None:
        if given.left is not None or given.joined <= before.left:
            return None
        return replace(given, id=before.id)
    away = given.left if given.left is not None and given.left >= before.joined else None
    reviews = tuple(dict.fromkeys(r for r in given.reviews if r not in left or given.joined > left[r]))
    name, email = storable(given.name), storable(given.email)
    return replace(before, email=email, name=name, reviews=reviews, left=away)


def _left_reviews(connection: Connection, patron: PatronId) -> dict[ReviewId, dt.datetime]:
    rows = connection.execute(
        select(patron_reviews.c.review, patron_reviews.c.left).where(
            patron_reviews.c.patron == patron, patron_reviews.c.left.is_not(None)
        )
    )
    return {row.review: row.left for row in rows}


def _refuse_other_id(connection: Connection, patron: Patron) -> None:
    if connection.execute(select(patrons.c.id).where(patrons.c.id == patron.id)).first() is not None:
        raise StoreError(f"the patron id {patron.id} belongs to another address", hint="leave the id out")


def _write(connection: Connection, patron: Patron) -> None:
    row: dict[str, Any] = {"email": patron.email, "address": _address(patron.email), "name": patron.name}
    row |= {"joined": patron.joined, "left": patron.left}
    here = patrons.c.id == patron.id
    if connection.execute(update(patrons).where(here).values(row)).rowcount == 0:
        connection.execute(insert(patrons).values(row | {"id": patron.id}))
    mine = patron_reviews.c.patron == patron.id
    # Rows of reviews that were left stay: they are the memory of it.
    stale = or_(patron_reviews.c.left.is_(None), patron_reviews.c.review.in_(patron.reviews))
    connection.execute(delete(patron_reviews).where(mine, stale))
    reviews = [
        {"patron": patron.id, "review": review, "position": position}
        for position, review in enumerate(dict.fromkeys(patron.reviews))
    ]
    if reviews:
        connection.execute(insert(patron_reviews), reviews)


def _read(connection: Connection, where: Any) -> list[Patron]:
    query = (
        select(patrons, patron_reviews.c.review)
        .outerjoin(patron_reviews, (patron_reviews.c.patron == patrons.c.id) & patron_reviews.c.left.is_(None))
        .order_by(patrons.c.joined, patrons.c.id, patron_reviews.c.position)
    )
    rows: dict[PatronId, Any] = {}
    reviews: dict[PatronId, list[ReviewId]] = {}
    for row in connection.execute(query if where is None else query.where(where)).mappings():
        rows[row["id"]] = row
        reviews.setdefault(row["id"], []).extend([row["review"]] if row["review"] is not None else [])
    return [
        Patron(
            id=row["id"],
            email=row["email"],
            name=row["name"],
            reviews=tuple(reviews[row["id"]]),
            joined=row["joined"],
            left=row["left"],
        )
        for row in rows.values()
    ]


def _address(email: str) -> str:
    return storable(email.strip().lower())
