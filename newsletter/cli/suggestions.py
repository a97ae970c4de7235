"""What may be one story: pairs of today's stories between the two thresholds, for whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsletter.model.base import EntryId

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.editions import Layout
    from newsletter.model.rules import Review


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two stories that may be one."""

    entries: tuple[EntryId, EntryId]  #: the leads
    short: tuple[str, str]  #: as much of their ids as tells them apart
    titles: tuple[str, str]
    likeness: float
    why: str


def suggestions(room: Newsroom, review: Review, layout: Layout | None = None) -> tuple[Suggestion, ...]:
    """Of `layout`, or of today's draft as it stands; the likest pair first."""
    from newsletter.group import maybe

    if layout is None:
        layout = room.fold(room.compose(review, room.day(review))).layout
    stories = {s.id: s for s in layout.stories}
    entries = list(room.store.archive.entries(ids=[e for s in layout.stories for e in s.entries]))
    joining = room.joining
    found = maybe(
        entries,
        layout.stories,
        sources=room.sources,
        bonds=room.store.bonds.all(),
        by=joining.by,
        meanings=joining.meanings(entries),
    )
    ids = [e.id for e in entries]
    made = []
    for one in found:
        pair = [stories[s] for s in one.stories]
        leads = (pair[0].lead, pair[1].lead)
        short = (shortened(leads[0], ids), shortened(leads[1], ids))
        titles = (pair[0].title or "(no title)", pair[1].title or "(no title)")
        made.append(Suggestion(leads, short, titles, one.likeness, one.why))
    return tuple(made)


def shortened(entry: EntryId, among: list[EntryId]) -> str:
    """At least eight characters of an id, and as many as no other one of `among` begins with."""
    for length in range(8, len(entry)):
        if sum(other.startswith(entry[:length]) for other in among) == 1:
            return entry[:length]
    return entry
