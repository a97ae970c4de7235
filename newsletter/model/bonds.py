"""What editors have said about entries for every later grouping: bonds. And what became of contradictions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import EntryId, check_utc

#: join: one story. apart: never one story. lead: speaks for its story. title: the newsroom's headline of its story.
BondKind = Literal["join", "apart", "lead", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """One sentence of one editor about two entries, or about one."""

    kind: BondKind
    one: EntryId  #: of two the smaller id, so that nobody can say the same thing in two ways
    other: EntryId  #: for `lead` and `title` the same as `one`
    by: str
    at: dt.datetime
    text: str = ""  #: the headline of a `title`
    turn: int = 0  #: of two said at one instant the higher is the later: the revision of the draft that says it

    def __post_init__(self) -> None:
        check_utc(self.at)
        if self.one > self.other or (self.one == self.other) != (self.kind in ("lead", "title")):
            raise ValueError(f"no bond: {self.kind} of {self.one} and {self.other}")

    @property
    def order(self) -> tuple[dt.datetime, int, str, EntryId, EntryId, str, str]:
        """The later word counts; what was said at one instant has a fixed order too."""
        return self.at, self.turn, self.kind, self.one, self.other, self.by, self.text

    def of(self, entry: EntryId) -> bool:
        return entry in (self.one, self.other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """A bond that does not hold, because later ones say otherwise."""

    bond: Bond
    by: Bond  #: the later one; of several the latest


def bonds_between(
    kind: Literal["join", "apart"], ones: Sequence[EntryId], others: Sequence[EntryId], *, by: str, at: dt.datetime
) -> tuple[Bond, ...]:
    """A bond of every one with every other; in order, each once."""
    pairs = sorted({(min(a, b), max(a, b)) for a in ones for b in others if a != b})
    return tuple(Bond(kind=kind, one=a, other=b, by=by, at=at) for a, b in pairs)


def bond_of(kind: Literal["lead", "title"], entry: EntryId, *, by: str, at: dt.datetime, text: str = "") -> Bond:
    """A bond about one entry."""
    return Bond(kind=kind, one=entry, other=entry, by=by, at=at, text=text)
