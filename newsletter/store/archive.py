"""Entries and what is remembered of their sources."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry, SourceState
from newsletter.store.database import Database, chunks, upsert
from newsletter.store.identity import KeyPair, Kind, Known, Piece, fresh_id, known, merged, sort_out
from newsletter.store.rows import ENTRY, clean, entry_of, entry_row, state_of, state_row
from newsletter.store.schema import entries, entry_keys, entry_versions, sources

#: Entries that one query brings when somebody walks through the archive.
PAGE = 500
_VERSIONED = ("title", "summary_html", "summary_text", "content_html", "content_text")


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
        if any(entry.source != state.name for entry in entries):
            raise ValueError(f"entries of another source than {state.name}")
        batch = [known(clean(entry)) for entry in entries]  # before the transaction: it costs the most
        with self._db.write() as connection:
            # The source's row comes first: entries refer to it.
            upsert(connection, sources, state_row(state))
            pieces = sort_out(batch, _stored(connection, state.name, batch))
            new = _add(connection, [p for p in pieces if p.stored is None], now)
            changed = _change(connection, [p for p in pieces if p.stored is not None], now)
            _add_keys(connection, pieces)
            if new:
                connection.execute(update(sources).where(sources.c.name == state.name).values(last_new=now))
        return new, changed

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


def _stored(connection: Connection, source: SourceName, batch: Sequence[Known]) -> dict[KeyPair, Entry]:
    """What this source brought before under any key of `batch`."""
    wanted: dict[Kind, set[str]] = {}
    for one in batch:
        for kind, digest in one.keys.values():
            wanted.setdefault(kind, set()).add(digest)
    found: dict[KeyPair, EntryId] = {}
    for kind, digests in wanted.items():
        for chunk in chunks(sorted(digests)):
            rows = connection.execute(
                select(entry_keys.c.key, entry_keys.c.entry).where(
                    entry_keys.c.source == source, entry_keys.c.kind == kind, entry_keys.c.key.in_(chunk)
                )
            )
            found.update({(kind, key): entry for key, entry in rows})
    stored = {
        row["id"]: entry_of(row)
        for chunk in chunks(sorted(set(found.values())))
        for row in connection.execute(select(*ENTRY).where(entries.c.id.in_(chunk))).mappings()
    }
    return {key: stored[entry] for key, entry in found.items()}


def _add(connection: Connection, pieces: Sequence[Piece], now: dt.datetime) -> int:
    if not pieces:
        return 0
    newest = [piece.latest for piece in pieces]
    taken: set[EntryId] = set()
    for chunk in chunks(one.entry.id for one in newest):
        taken.update(connection.execute(select(entries.c.id).where(entries.c.id.in_(chunk))).scalars())
    earlier = _elsewhere(connection, newest)
    rows = []
    for piece, one in zip(pieces, newest, strict=True):
        new_id, repeated = fresh_id(one.entry, taken), earlier.get(one.link or "")
        entry = dataclasses.replace(one.entry, id=new_id, version=1, repeat_of=repeated)
        taken.add(entry.id)
        piece.stored = entry
        rows.append(entry_row(entry) | {"version_seen": now})
    connection.execute(insert(entries), rows)
    return len(rows)


def _elsewhere(connection: Connection, newest: Sequence[Known]) -> dict[str, EntryId]:
    """Digest of a link -> the earliest entry of another source that has it."""
    source = newest[0].entry.source
    links = {one.link for one in newest if one.link is not None}
    earliest: dict[str, EntryId] = {}
    for chunk in chunks(sorted(links)):
        rows = connection.execute(
            select(entry_keys.c.key, entries.c.id)
            .join(entries, entries.c.id == entry_keys.c.entry)
            .where(entry_keys.c.kind == "link", entry_keys.c.key.in_(chunk), entry_keys.c.source != source)
            .order_by(entries.c.first_seen, entries.c.id)
        )
        for key, entry in rows:
            earliest.setdefault(key, entry)
    return earliest


def _change(connection: Connection, pieces: Sequence[Piece], now: dt.datetime) -> int:
    """Write what is no longer as stored; how many of it are new versions."""
    rewritten, touched = [], []
    for piece in pieces:
        after, changed = merged(piece.face, piece.latest.entry)
        if changed:
            rewritten.append(entry_row(after) | {"version_seen": now})
        elif after != piece.face:
            touched.append(entry_row(after))
    _keep_versions(connection, [row["id"] for row in rewritten])
    for rows in (rewritten, touched):
        if rows:
            values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
            connection.execute(
                update(entries).where(entries.c.id == bindparam("new_id")).values(values),
                [{f"new_{name}": value for name, value in row.items()} for row in rows],
            )
    return len(rewritten)


def _keep_versions(connection: Connection, ids: Sequence[EntryId]) -> None:
    columns = [entries.c.id, entries.c.version, entries.c.version_seen, *(entries.c[name] for name in _VERSIONED)]
    for chunk in chunks(ids):
        copied = select(*columns).where(entries.c.id.in_(chunk))
        connection.execute(insert(entry_versions).from_select(["entry", "version", "seen", *_VERSIONED], copied))


def _add_keys(connection: Connection, pieces: Sequence[Piece]) -> None:
    rows = [
        {"source": piece.face.source, "kind": kind, "key": digest, "entry": piece.face.id}
        for piece in pieces
        for kind, digest in sorted(piece.keys)
    ]
    if rows:
        connection.execute(insert(entry_keys), rows)
