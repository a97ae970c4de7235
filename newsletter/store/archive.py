"""Entries and what is remembered of their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select, update

from newsletter.errors import StoreError
from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry, SourceState
from newsletter.store.database import Database, chunks
from newsletter.store.identity import known
from newsletter.store.intake import Intake, store
from newsletter.store.rows import ENTRY, clean, entry_of, state_of
from newsletter.store.schema import entries, sources

#: Entries that one query brings when somebody walks through the archive.
PAGE = 500


class StoredArchive:
    """ports.Archive on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def sources(self) -> Mapping[SourceName, SourceState]:
        """Every source that was ever asked, by name."""
        with self._db.read() as connection:
            states = [state_of(row) for row in connection.execute(select(sources)).mappings()]
        return {state.name: state for state in sorted(states, key=lambda s: s.name)}

    def take_in(self, state: SourceState, entries: Sequence[Entry], now: dt.datetime) -> tuple[int, int]:
        """One transaction: the state, new entries, changed ones with their old version kept; (new, changed).

        `state.last_new` becomes `now` when something is new. ValueError for entries of another source.
        """
        one = _intake(state, entries, now)
        with self._db.write() as connection:
            return store(connection, [one])[0]

    def take_in_all(
        self, batch: Sequence[tuple[SourceState, Sequence[Entry], dt.datetime]]
    ) -> Sequence[tuple[int, int]]:
        """The same for several sources in one transaction. Where that fails, each for itself, up to one that fails."""
        intakes = [_intake(*one) for one in batch]  # before the transaction: it costs the most
        if len({one.source for one in intakes}) < len(intakes):
            return [self.take_in(*one) for one in batch]
        try:
            with self._db.write() as connection:
                return store(connection, intakes) if intakes else []
        except StoreError:
            if len(batch) == 1:
                raise
            return [self.take_in(*one) for one in batch]

    def warned(self, source: SourceName, key: str) -> bool:
        """Remember that a person was told of this trouble; False when that had been done before."""
        told = or_(sources.c.warned.is_(None), sources.c.warned != key)
        with self._db.write() as connection:
            done = connection.execute(update(sources).where(sources.c.name == source, told).values(warned=key))
        return done.rowcount > 0

    def entries(
        self,
        *,
        source: SourceName | None = None,
        since: dt.datetime | None = None,
        ids: Sequence[EntryId] | None = None,
    ) -> Iterator[Entry]:
        """Current versions, in order of first_seen, then id; conditions combine.

        Walks in pages, each its own short transaction: a caller that takes its time keeps nobody waiting.
        """
        query = select(*ENTRY)
        if source is not None:
            query = query.where(entries.c.source == source)
        if since is not None:
            query = query.where(entries.c.first_seen >= since)
        if ids is None:
            return self._walk(query)
        return iter(self._pick(query, list(dict.fromkeys(ids))))

    def _walk(self, query: Select[Any]) -> Iterator[Entry]:
        page = query.order_by(entries.c.first_seen, entries.c.id).limit(PAGE)
        rest = page
        while True:
            with self._db.read() as connection:
                found = [entry_of(row) for row in connection.execute(rest).mappings()]
            yield from found
            if len(found) < PAGE:
                return
            seen, last = found[-1].first_seen, found[-1].id
            rest = page.where(
                or_(
                    entries.c.first_seen > seen,
                    and_(entries.c.first_seen == seen, entries.c.id > last),
                )
            )

    def _pick(self, query: Select[Any], ids: Sequence[EntryId]) -> list[Entry]:
        with self._db.read() as connection:
            found = [
                entry_of(row)
                for chunk in chunks(ids)
                for row in connection.execute(query.where(entries.c.id.in_(chunk))).mappings()
            ]
        return sorted(found, key=lambda e: (e.first_seen, e.id))


def _intake(state: SourceState, entries: Sequence[Entry], now: dt.datetime) -> Intake:
    if any(entry.source != state.name for entry in entries):
        raise ValueError(f"entries of another source than {state.name}")
    return Intake(state, [known(clean(entry)) for entry in entries], now)
