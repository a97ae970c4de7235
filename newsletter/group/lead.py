"""Which entry leads a story, and in what order the others come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from newsletter.group.traits import Traits
from newsletter.model.base import EntryId, SourceName
from newsletter.model.sources import Source, Trust

#: Code points of a headline; what is longer is a paragraph that a feed has put there (as preflight's `long-headline`).
_LONGEST = 200
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


def lead(members: Sequence[Traits], sources: Mapping[SourceName, Source], language: str) -> Traits:
    """The member that speaks for the story: the smallest by `_rank`. Independent of the order of `members`."""
    return min(members, key=lambda m: _rank(m, sources.get(m.source), language))


def _rank(
    one: Traits, source: Source | None, language: str
) -> tuple[int, int, bool, bool, float, bool, dt.datetime, dt.datetime, EntryId]:
    """Trusted before others, the edition's language before others, others before us; then by weight, completeness
    and who was first. A source that the configuration no longer names has no terms to quote under: it never leads
    where another can."""
    trusted = 0 if source is not None and source.trust is Trust.FULL else 1
    speaks = 0 if one.language == language else 1 if one.language is None else 2
    published = one.entry.published or one.entry.updated or _LATEST
    return (
        trusted if source is not None else 2,
        speaks,
        source.ours if source else False,
        not one.entry.title or len(one.entry.title) > _LONGEST,
        -(source.weight if source else 0.0),
        not one.entry.text,
        published,
        one.entry.first_seen,
        one.id,
    )
