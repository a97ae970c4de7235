"""Entries of one source or of many into the archive, in one transaction that somebody else has opened.

Every step looks at all sources at once: a statement costs as much as twenty rows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry, SourceState
from newsletter.store.database import chunks, upsert_all
from newsletter.store.identity import WEAK, KeyPair, Kind, Known, Piece, fresh_id, merged, sort_out, strangers
from newsletter.store.rows import ENTRY, entry_of, entry_row, state_row
from newsletter.store.schema import entries, entry_keys, entry_versions, sources

_VERSIONED = ("title", "summary_html", "summary_text", "content_html", "content_text")


@dataclasses.dataclass(frozen=True, slots=True)
class Intake:
    """What one source brought. Each source at most once in a transaction."""

    state: SourceState
    given: Sequence[Known]
    now: dt.datetime

    @property
    def source(self) -> SourceName:
        return self.state.name


def store(connection: Connection, intakes: Sequence[Intake]) -> list[tuple[int, int]]:
    """(new, changed) of each, in the same order."""
    # The sources' rows come first: entries refer to them.
    upsert_all(connection, sources, [state_row(one.state) for one in intakes])
    busy = {one.source: one.given for one in intakes if one.given}
    stored = _stored(connection, busy)
    unknown = {name: strangers(given, stored[name]) for name, given in busy.items()}
    weak = _stored(connection, unknown, weak=True)
    pieces = {name: sort_out(given, stored[name] | weak[name]) for name, given in busy.items()}
    times = {one.source: one.now for one in intakes}
    new = _add(connection, pieces, times)
    changed = _change(connection, {n: [p for p in ps if id(p) not in new] for n, ps in pieces.items()}, times)
    _add_keys(connection, [piece for some in pieces.values() for piece in some])
    counts = {name: sum(id(piece) in new for piece in some) for name, some in pieces.items()}
    rows = [{"that": name, "then": times[name]} for name, count in counts.items() if count]
    if rows:
        that = update(sources).where(sources.c.name == bindparam("that"))
        connection.execute(that.values(last_new=bindparam("then")), rows)
    return [(counts.get(one.source, 0), changed.get(one.source, 0)) for one in intakes]


def _stored(
    connection: Connection, given: Mapping[SourceName, Sequence[Known]], *, weak: bool = False
) -> dict[SourceName, dict[KeyPair, Entry]]:
    """What each source brought before under any key of its entries: those that they state, or the weak ones."""
    wanted: dict[Kind, set[str]] = {}
    for some in given.values():
        for one in some:
            for kind, digest in one.keys.values():
                if (kind in WEAK) is weak:
                    wanted.setdefault(kind, set()).add(digest)
    query = select(entry_keys.c.source, entry_keys.c.key, entry_keys.c.entry)
    if len(given) == 1:  # else the index over all sources serves better than one look for each
        query = query.where(entry_keys.c.source == next(iter(given)))
    found: dict[tuple[SourceName, KeyPair], EntryId] = {}
    for kind, digests in wanted.items():
        for chunk in chunks(sorted(digests)):
            rows = connection.execute(query.where(entry_keys.c.kind == kind, entry_keys.c.key.in_(chunk)))
            found.update({(source, (kind, key)): entry for source, key, entry in rows if source in given})
    stored = {
        row["id"]: entry_of(row)
        for chunk in chunks(sorted(set(found.values())))
        for row in connection.execute(select(*ENTRY).where(entries.c.id.in_(chunk))).mappings()
    }
    result: dict[SourceName, dict[KeyPair, Entry]] = {name: {} for name in given}
    for (source, key), entry in found.items():
        result[source][key] = stored[entry]
    return result


def _add(
    connection: Connection, pieces: Mapping[SourceName, Sequence[Piece]], times: Mapping[SourceName, dt.datetime]
) -> set[int]:
    """Insert what is not stored yet; which pieces these are, by `id()`."""
    newest = {id(piece): piece.latest for some in pieces.values() for piece in some if piece.stored is None}
    if not newest:
        return set()
    taken: set[EntryId] = set()
    for chunk in chunks(one.entry.id for one in newest.values()):
        taken.update(connection.execute(select(entries.c.id).where(entries.c.id.in_(chunk))).scalars())
    carriers = _carriers(connection, {one.link for one in newest.values() if one.link is not None})
    rows = []
    for source, some in pieces.items():
        for piece in some:
            one = newest.get(id(piece))
            if one is None:
                continue
            earlier = min((c for c in carriers.get(one.link or "", ()) if c[2] != source), default=None)
            entry = dataclasses.replace(
                one.entry, id=fresh_id(one.entry, taken), version=1, repeat_of=earlier[1] if earlier else None
            )
            taken.add(entry.id)
            piece.stored = entry
            rows.append(entry_row(entry) | {"version_seen": times[source]})
        for piece in some:  # a source that follows may repeat what this one has brought just now
            for kind, digest in piece.keys:
                if kind == "link":
                    carriers.setdefault(digest, []).append((piece.face.first_seen, piece.face.id, source))
    connection.execute(insert(entries), rows)
    return set(newest)


def _carriers(connection: Connection, links: set[str]) -> dict[str, list[tuple[dt.datetime, EntryId, SourceName]]]:
    """Digest of a link -> when which entry of which source brought it."""
    found: dict[str, list[tuple[dt.datetime, EntryId, SourceName]]] = {}
    for chunk in chunks(sorted(links)):
        rows = connection.execute(
            select(entry_keys.c.key, entries.c.first_seen, entries.c.id, entries.c.source)
            .join(entries, entries.c.id == entry_keys.c.entry)
            .where(entry_keys.c.kind == "link", entry_keys.c.key.in_(chunk))
        )
        for key, seen, entry, source in rows:
            found.setdefault(key, []).append((seen, entry, source))
    return found


def _change(
    connection: Connection, pieces: Mapping[SourceName, Sequence[Piece]], times: Mapping[SourceName, dt.datetime]
) -> dict[SourceName, int]:
    """Write what is no longer as stored; how many of it are new versions."""
    rewritten: list[dict[str, Any]] = []
    touched: list[dict[str, Any]] = []
    counts: dict[SourceName, int] = {}
    for source, some in pieces.items():
        for piece in some:
            after, changed = merged(piece.face, piece.latest.entry)
            if changed:
                rewritten.append(entry_row(after) | {"version_seen": times[source]})
                counts[source] = counts.get(source, 0) + 1
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
    return counts


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
