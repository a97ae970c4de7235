"""What a language model made of entries, so that it is asked once for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.meanings import Model
from newsletter.store.database import Database, chunks, upsert_all
from newsletter.store.schema import vectors


class StoredVectors:
    """ports.Vectors on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, model: Model, entries: Sequence[Entry]) -> Mapping[EntryId, bytes]:
        """The vectors of these versions, as far as they are there."""
        wanted = {e.id: e.version for e in entries}
        found: dict[EntryId, bytes] = {}
        with self._db.read() as connection:
            for chunk in chunks(wanted):
                query = select(vectors.c.entry, vectors.c.version, vectors.c.vector).where(
                    vectors.c.model == model, vectors.c.entry.in_(chunk)
                )
                for entry, version, vector in connection.execute(query):
                    if wanted[entry] == version:
                        found[EntryId(entry)] = bytes(vector)
        return found

    def put(self, model: Model, made: Sequence[tuple[Entry, bytes]]) -> None:
        """One transaction; an entry's later version takes the place of the earlier one."""
        rows = [{"model": model, "entry": e.id, "version": e.version, "vector": vector} for e, vector in made]
        with self._db.write() as connection:
            upsert_all(connection, vectors, rows)
