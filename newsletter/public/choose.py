"""Which reviews a patron receives: what the form asks for -> the patron as he wants to be. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from newsletter.model.base import ReviewId
from newsletter.model.patrons import Patron


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A review that patrons may choose."""

    id: ReviewId
    title: str
    language: str


def received(patron: Patron) -> tuple[ReviewId, ...]:
    """What the patron gets now; nothing after leaving."""
    return () if patron.left else patron.reviews


def chosen(patron: Patron, offered: Sequence[Offered], wanted: Collection[str], now: dt.datetime) -> Patron:
    """The patron with those of `offered` that are `wanted`; reviews that are not offered stay as they are.

    Who adds a review joins anew, or the memory of having left it would keep it away (`ports.Patrons.put`); who wants
    none has left. Unknown names in `wanted` count for nothing.
    """
    before = received(patron)
    asked = [o.id for o in offered]
    after = tuple(r for r in before if r not in asked) + tuple(r for r in asked if r in wanted)
    if set(after) == set(before):
        return patron
    if not after:
        return replace(patron, left=now)
    added = any(r not in before for r in after)
    joined = max(now, patron.left or patron.joined) + dt.timedelta(microseconds=1) if added else patron.joined
    return replace(patron, reviews=after, joined=joined, left=None)
