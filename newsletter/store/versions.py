"""What entries said before, which editions printed it, and what a person was told once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from newsletter.model.base import EntryId, ReviewId, SourceName
from newsletter.model.feeds import Entry, Version
from newsletter.model.rendered import EditionState
from newsletter.model.stories import Rewritten
from newsletter.store.changed import brought
from newsletter.store.columns import storable
from newsletter.store.database import Database, chunks, insert
from newsletter.store.rows import ENTRY, entry_of
from newsletter.store.schema import decisions, editions, entries, entry_versions, said

_SAYS = ("title", "summary_text", "content_text")


class StoredVersions:
    """ports.Versions on a database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def versions(self, ids: Sequence[EntryId]) -> Mapping[EntryId, Sequence[Version]]:
        """Every version, the first one first and the current one last; unknown ids are left out."""
        earlier, current = entry_versions.c, entries.c
        before = select(earlier.entry, earlier.version, earlier.seen, *(earlier[n] for n in _SAYS))
        now = select(
            current.id.label("entry"), current.version, current.version_seen.label("seen"), *(current[n] for n in _SAYS)
        )
        found: dict[EntryId, list[Version]] = {}
        with self._db.read() as connection:
            for chunk in chunks(list(dict.fromkeys(ids))):
                for query in (before.where(earlier.entry.in_(chunk)), now.where(current.id.in_(chunk))):
                    for row in connection.execute(query).mappings():
                        fields = {name: row[name] for name in ("entry", "seen", *_SAYS)}
                        found.setdefault(row["entry"], []).append(Version(number=row["version"], **fields))
        return {entry: sorted(some, key=lambda v: v.number) for entry, some in sorted(found.items())}

    def changed(self, *, source: SourceName | None = None, since: dt.datetime | None = None) -> Sequence[Entry]:
        """Entries with more than one version, the current one seen at `since` or later; the newest first."""
        query = select(*ENTRY).where(entries.c.version > 1)
        if source is not None:
            query = query.where(entries.c.source == source)
        if since is not None:
            query = query.where(entries.c.version_seen >= since)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(entries.c.version_seen.desc(), entries.c.id)).mappings()
            return [entry_of(row) for row in rows]

    def rewritten(self, review: ReviewId, since: dt.date) -> Sequence[Rewritten]:
        """By day, then id. Which version an edition printed stands in the edition itself."""
        with self._db.read() as connection:
            candidates = _candidates(connection, review, since)
            found = []
            for (day, number, revision), some in candidates.items():
                text = connection.execute(_edition(review, day, revision)).scalar_one()
                printed = _printed(json.loads(text))
                for entry in some:
                    version, words = printed.get(entry.id, (entry.version, ()))
                    if version < entry.version:
                        found.append(
                            Rewritten(day=day, number=number, entry=entry, version=version, printed=tuple(words))
                        )
        return found

    def say(self, keys: Sequence[str], at: dt.datetime) -> frozenset[str]:
        """Those that were not said before; a transaction that another process repeats says nothing twice."""
        wanted = [storable(key) for key in dict.fromkeys(keys)]
        if not wanted:
            return frozenset()
        with self._db.read() as connection:  # nearly always all is said: nobody has to wait for a turn to write
            told = _told(connection, wanted)
        if told.issuperset(wanted):
            return frozenset()
        with self._db.write() as connection:
            told = _told(connection, wanted)
            fresh = [key for key in wanted if key not in told]
            for key in fresh:
                connection.execute(insert(connection, said).values(key=key, at=at).on_conflict_do_nothing())
        return frozenset(fresh)


def _told(connection: Connection, keys: Sequence[str]) -> set[str]:
    return {
        key
        for chunk in chunks(keys)
        for key in connection.execute(select(said.c.key).where(said.c.key.in_(chunk))).scalars()
    }


def _candidates(
    connection: Connection, review: ReviewId, since: dt.date
) -> dict[tuple[dt.date, int, int], list[Entry]]:
    """Day, number and revision of each edition, with those of its entries that have more than one version."""
    query = (
        select(*ENTRY, decisions.c.day, editions.c.number, editions.c.revision)
        .join(entries, entries.c.id == decisions.c.entry)
        .join(editions, brought())
        .where(
            decisions.c.review == review,
            decisions.c.day >= since,
            decisions.c.valid.is_(True),
            decisions.c.story.is_not(None),
            editions.c.state != EditionState.PUBLISHING.value,
            editions.c.edition.is_not(None),
            entries.c.version > 1,
        )
        .order_by(decisions.c.day, entries.c.id)
    )
    found: dict[tuple[dt.date, int, int], list[Entry]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault((row["day"], row["number"], row["revision"]), []).append(entry_of(row))
    return found


def _edition(review: ReviewId, day: dt.date, revision: int) -> Select[Any]:
    """Its JSON, half a megabyte: read once for an edition, and not with each of its entries."""
    here = and_(editions.c.review == review, editions.c.day == day, editions.c.revision == revision)
    return select(editions.c.edition).where(here)


def _printed(edition: Any) -> dict[EntryId, tuple[int, list[str]]]:
    """Entry -> (the version that was printed, its words) for all extracts of an edition."""
    found: dict[EntryId, tuple[int, list[str]]] = {}
    for span, words in _extracts(edition):
        version, some = found.setdefault(EntryId(span["entry"]), (span["version"], []))
        if words not in some:
            some.append(words)
        found[EntryId(span["entry"])] = (min(version, span["version"]), some)
    return found


def _extracts(node: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Every extract in an edition's JSON, wherever it stands: this needs no knowledge of the kinds of blocks."""
    if isinstance(node, dict):
        span = node.get("span")
        if isinstance(span, dict) and "version" in span and isinstance(node.get("text"), str):
            yield span, node["text"]
        for value in node.values():
            yield from _extracts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _extracts(value)
