"""Who goes with whom where an editor keeps two entries of one story apart, or takes one out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from newsletter.group.stories import group
from newsletter.group.voices import same_text
from newsletter.model.base import EntryId, SourceName
from newsletter.model.bonds import Bond
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source


def goes_along(
    other: EntryId,
    held: Collection[EntryId],
    entries: Sequence[Entry],
    *,
    sources: Mapping[SourceName, Source],
    language: str,
    bonds: Sequence[Bond],
) -> tuple[EntryId, ...]:
    """Of a story's entries (`held`) those that go with `other`, which the last of `bonds` keeps apart.

    `entries` are the day's: it is what grouping makes of them with these bonds, so that tomorrow agrees with today.
    Who goes with neither stays.
    """
    stories = group(entries, told=(), sources=sources, language=language, bonds=bonds)
    home = next((s for s in stories if other in s.entries), None)
    return tuple(e for e in home.entries if e in held and e != other) if home else ()


def reprints(of: Collection[EntryId], entries: Sequence[Entry]) -> tuple[EntryId, ...]:
    """Further `entries` that have the text of one that is named in `of`; in their order."""
    named = [e for e in entries if e.id in of]
    return tuple(e.id for e in entries if e.id not in of and any(same_text(e, one) for one in named))
