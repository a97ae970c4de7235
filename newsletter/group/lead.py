"""Which entry leads a story, and in what order the others come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from newsletter.group.takenback import takes_back
from newsletter.group.toll import toll
from newsletter.group.traits import Traits
from newsletter.model.base import EntryId, SourceName
from newsletter.model.sources import Source, Trust

#: Code points of a headline; what is longer is a paragraph that a feed has put there (as preflight's `long-headline`).
_LONGEST = 200
#: Trust, language, not ours, a headline: so much of its rank whoever leads for a later count must have, too.
_EQUAL = 4
_LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


def lead(members: Sequence[Traits], sources: Mapping[SourceName, Source], language: str) -> Traits:
    """The member that speaks for the story: the smallest by `_rank`; of those of its rank that were published later
    the one that counts most, where the dead are counted, or that takes back what the first announced. Independent of
    the order of `members`."""
    ranked = sorted(((_rank(m, sources.get(m.source), language), m) for m in members), key=lambda r: r[0])
    rank, first = ranked[0]
    later = [m for other, m in ranked if other[:_EQUAL] == rank[:_EQUAL] and m.entry.text and m.at > first.at]
    if not later:
        return first
    counted = toll(first.entry)
    if counted is not None:
        higher = [(n, m) for m in later if (n := toll(m.entry)) is not None and n > counted]
        return max(higher, key=lambda c: c[0])[1] if higher else first
    return first if takes_back(first.entry) else next((m for m in later if takes_back(m.entry)), first)


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
