"""One edition to one patron: claimed before it is sent, settled afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update

from newsletter.errors import StoreError
from newsletter.model.base import PatronId, ReviewId
from newsletter.model.patrons import Delivery, DeliveryState
from newsletter.store.database import Database, insert
from newsletter.store.schema import deliveries

#: Of the table; each is a field of the record.
_COLUMNS = tuple(column.name for column in deliveries.c)


class StoredDeliveries:
    """ports.Deliveries on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def claim(self, delivery: Delivery) -> bool:
        """True when this delivery is now the caller's, and nobody else's; durable on return.

        Also True for a row that was released after a temporary error; its tries count up by one. A claim without
        an error is somebody's who is at it or died at it: see `of` and `Delivery.at`.
        """
        row: dict[str, Any] = {name: getattr(delivery, name) for name in _COLUMNS}
        row |= {"state": DeliveryState.CLAIMED.value, "error": None}
        released = and_(
            _row(delivery.review, delivery.day, delivery.patron),
            deliveries.c.state == DeliveryState.CLAIMED.value,
            deliveries.c.error.is_not(None),
        )
        again = {"error": None, "at": delivery.at, "message_id": delivery.message_id, "tries": deliveries.c.tries + 1}
        with self._db.write(alone=False) as connection:
            if connection.execute(update(deliveries).where(released).values(again)).rowcount:
                return True
            # Not by rowcount, which drivers need not know after an INSERT (psycopg's is -1 here).
            fresh = insert(connection, deliveries).values(row).on_conflict_do_nothing().returning(deliveries.c.patron)
            return connection.execute(fresh).first() is not None

    def settle(self, delivery: Delivery) -> None:
        """Write down state, time and error of a claimed (or unsure) delivery; `tries` stays as counted here.

        What was sent or failed for good stays so. StoreError when it was never claimed.
        """
        values = {"state": delivery.state.value, "at": delivery.at, "error": delivery.error}
        here = _row(delivery.review, delivery.day, delivery.patron)
        unsettled = deliveries.c.state.in_([DeliveryState.CLAIMED.value, DeliveryState.UNSURE.value])
        with self._db.write(alone=False) as connection:
            if connection.execute(update(deliveries).where(here, unsettled).values(values)).rowcount:
                return
            if connection.execute(select(deliveries.c.state).where(here)).first() is None:
                raise StoreError(f"the delivery of {delivery.day} to {delivery.patron} was never claimed")

    def of(self, review: ReviewId, day: dt.date) -> Sequence[Delivery]:
        """All deliveries of one edition, by patron; claims without an error among them."""
        query = select(deliveries).where(deliveries.c.review == review, deliveries.c.day == day)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(deliveries.c.patron)).mappings().all()
        return [Delivery(**{**row, "state": DeliveryState(row["state"])}) for row in rows]


def _row(review: ReviewId, day: dt.date, patron: PatronId) -> ColumnElement[bool]:
    return and_(deliveries.c.review == review, deliveries.c.day == day, deliveries.c.patron == patron)
