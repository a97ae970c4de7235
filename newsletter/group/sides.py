"""Who goes with whom where an editor keeps two entries of one story apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsletter.group.bonds import groups_of, settle
from newsletter.group.likeness import dot, vectors
from newsletter.group.thresholds import THRESHOLDS
from newsletter.group.traits import traits
from newsletter.group.voices import copied
from newsletter.model.base import EntryId, SourceName
from newsletter.model.bonds import Bond
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source


def goes_along(
    one: EntryId,
    other: EntryId,
    entries: Sequence[Entry],
    *,
    sources: Mapping[SourceName, Source],
    bonds: Sequence[Bond] = (),
) -> tuple[EntryId, ...]:
    """Of a story's `entries` those that go with `other`, when it is kept apart from `one`; in their order.

    First what `bonds` join with one of the two (those that hold, so the last of them is what keeps the two apart);
    then copies of one text; then whom each is most alike. Who is like neither stays with `one`.
    """
    joined = groups_of(settle(bonds).joins)
    sides = {e.id: _by_bonds(e.id, one, other, joined) for e in entries}
    found = sorted(entries, key=lambda e: (e.first_seen, e.id))
    words = dict(
        zip((e.id for e in found), vectors([traits(e, sources.get(e.source)) for e in found], THRESHOLDS), strict=True)
    )
    known = {e.id: e for e in found}
    if not {one, other} <= known.keys():
        return ()
    for entry in found:
        if sides[entry.id] is None:
            copy = [copied(entry, known[e]) for e in (one, other)]
            like = [dot(words[entry.id], words[e]) for e in (one, other)]
            sides[entry.id] = copy[1] if copy[0] != copy[1] else like[1] > like[0]
    return tuple(e.id for e in entries if sides[e.id] and e.id != other)


def _by_bonds(
    entry: EntryId, one: EntryId, other: EntryId, joined: Mapping[EntryId, frozenset[EntryId]]
) -> bool | None:
    """Does it go with `other`? None: nobody said so."""
    if entry in (one, other):
        return entry == other
    held = joined.get(entry, frozenset())
    return None if one not in held and other not in held else other in held
