"""What editors chose for topics: a title, and that one is closed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from newsletter.model.base import EntryId, ReviewId
from newsletter.model.topics import Choice
from newsletter.store.database import Database, upsert
from newsletter.store.schema import topics


class StoredTopics:
    """ports.Topics on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def choices(self, review: ReviewId) -> Sequence[Choice]:
        """All of them, the earliest first."""
        query = select(topics).where(topics.c.review == review).order_by(topics.c.at, topics.c.id)
        with self._db.read() as connection:
            rows = connection.execute(query).mappings().all()
        return [
            Choice(
                review=row["review"],
                id=row["id"],
                entries=tuple(EntryId(e) for e in json.loads(row["entries"])),
                title=row["title"],
                titled_by=row["titled_by"],
                closed=row["closed"],
                first=row["first"],
                at=row["at"],
            )
            for row in rows
        ]

    def choose(self, choice: Choice) -> None:
        """One transaction; a later word on the same topic takes the place of the earlier one."""
        row = {
            "review": choice.review,
            "id": choice.id,
            "entries": json.dumps(choice.entries, separators=(",", ":")),
            "title": choice.title,
            "titled_by": choice.titled_by,
            "closed": choice.closed,
            "first": choice.first,
            "at": choice.at,
        }
        with self._db.write() as connection:
            upsert(connection, topics, row)
