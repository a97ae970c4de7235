"""Told entries and what became of their texts: as they were when they were told, and which have changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, select

from newsletter.model.base import EntryId, ReviewId
from newsletter.model.stories import MEMORY, Outcome, ToldEntry
from newsletter.store.database import chunks
from newsletter.store.rows import ENTRY, entry_of
from newsletter.store.schema import decisions, editions, entries, entry_versions

_TEXTS = ("title", "summary_html", "summary_text", "content_html", "content_text")
_USED = (Outcome.TOLD.value, Outcome.MERGED.value)


def changed(connection: Connection, review: ReviewId, cutoff: dt.datetime) -> list[EntryId]:
    """Entries told within memory whose current version came after the edition that decided about them last, and not
    after `cutoff`; in order of first_seen, then id. What an editor has spiked since stays away."""
    told = select(decisions.c.entry).where(
        decisions.c.review == review,
        decisions.c.outcome.in_(_USED),
        decisions.c.valid.is_(True),
        decisions.c.day >= (cutoff - MEMORY).date(),
    )
    last = current(review, editions.c.cutoff, of=decisions.join(editions, brought()))
    outcome = current(review, decisions.c.outcome)
    query = select(entries.c.id).where(
        entries.c.id.in_(told),
        entries.c.version > 1,
        entries.c.version_seen <= cutoff,
        entries.c.version_seen > last,
        outcome.not_in([Outcome.HELD.value, Outcome.SPIKED.value]),  # what is held comes back by itself
    )
    return list(connection.execute(query.order_by(entries.c.first_seen, entries.c.id)).scalars())


def current(review: ReviewId, what: ColumnElement[Any], *, of: FromClause = decisions) -> ColumnElement[Any]:
    """`what` of the current decision about the entry of the query around it."""
    return (
        select(what)
        .select_from(of)
        .where(decisions.c.review == review, decisions.c.entry == entries.c.id, decisions.c.valid.is_(True))
        .order_by(decisions.c.day.desc())
        .limit(1)
        .correlate(entries)
        .scalar_subquery()
    )


def told_since(connection: Connection, review: ReviewId, since: dt.date) -> list[ToldEntry]:
    """Told and merged entries of editions of `since` and later, by day, then in order of the archive, each with the
    headline and the texts that its edition had."""
    query = (
        select(*ENTRY, entries.c.version_seen, decisions.c.story, decisions.c.day, editions.c.cutoff)
        .join(entries, entries.c.id == decisions.c.entry)
        .join(editions, brought())
        .where(
            decisions.c.review == review,
            decisions.c.outcome.in_(_USED),
            decisions.c.valid.is_(True),
            decisions.c.day >= since,
            decisions.c.story.is_not(None),
        )
        .order_by(decisions.c.day, entries.c.first_seen, entries.c.id)
    )
    rows = connection.execute(query).mappings().all()
    found = [ToldEntry(entry=entry_of(row), story=row["story"], day=row["day"]) for row in rows]
    later = {
        n: row["cutoff"] for n, row in enumerate(rows) if row["version"] > 1 and row["version_seen"] > row["cutoff"]
    }
    return _as_told(connection, found, later) if later else found


def brought() -> ColumnElement[bool]:
    """The edition that brought the decision."""
    return and_(
        editions.c.review == decisions.c.review,
        editions.c.day == decisions.c.day,
        editions.c.revision == decisions.c.revision,
    )


def _as_told(connection: Connection, found: Sequence[ToldEntry], later: dict[int, dt.datetime]) -> list[ToldEntry]:
    """Those at the places `later` with the last version that came up to the cutoff beside them."""
    versions: dict[EntryId, list[tuple[dt.datetime, int, dict[str, Any]]]] = {}
    for chunk in chunks(sorted({found[n].entry.id for n in later})):
        query = select(entry_versions).where(entry_versions.c.entry.in_(chunk)).order_by(entry_versions.c.version)
        for row in connection.execute(query).mappings():
            texts = {name: row[name] for name in _TEXTS}
            versions.setdefault(row["entry"], []).append((row["seen"], row["version"], texts))
    made = list(found)
    for n, cutoff in later.items():
        kept = versions.get(found[n].entry.id, [])
        fitting = [v for v in kept if v[0] <= cutoff] or kept[:1]
        if fitting:
            _, number, texts = fitting[-1]
            as_told = replace(found[n].entry, version=number, **texts)
            made[n] = replace(found[n], entry=as_told)
    return made
