"""What editors said, before and against what the words say: must be one story, must not be one.

Later words count. Of a contradiction (joined and kept apart, over however many steps) the earlier sentence is
overruled, and whoever groups can say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsletter.group.sets import Sets
from newsletter.group.traits import Traits
from newsletter.group.voices import same_text
from newsletter.model.base import EntryId, day_in_words
from newsletter.model.bonds import Bond, Overruled


@dataclass(frozen=True, slots=True)
class Said:
    """The bonds that hold, found by entry."""

    joins: tuple[Bond, ...] = ()  #: the earliest first, as all of these
    aparts: tuple[Bond, ...] = ()
    leads: Mapping[EntryId, Bond] = field(default_factory=dict)
    overruled: tuple[Overruled, ...] = ()


def settle(bonds: Sequence[Bond]) -> Said:
    """Which bonds hold: from the latest back, each that does not contradict those after it. In any order given."""
    said = sorted(set(bonds), key=lambda b: b.order)
    know = _Know()
    lost = []
    for bond in reversed(said):
        if bond.kind in ("join", "apart"):
            against = know.against(bond)
            if against is None:
                know.take(bond)
            else:
                lost.append(Overruled(bond=bond, by=against))
    kept = sorted(know.kept, key=lambda b: b.order)
    return Said(
        joins=tuple(b for b in kept if b.kind == "join"),
        aparts=tuple(b for b in kept if b.kind == "apart"),
        leads={b.one: b for b in said if b.kind == "lead"},
        overruled=tuple(reversed(lost)),
    )


def groups_of(joins: Iterable[Bond]) -> Mapping[EntryId, frozenset[EntryId]]:
    """Entry -> all that these bonds make one with it, itself too."""
    know = _Know()
    ids = set()
    for bond in joins:
        know.take(bond)
        ids |= {bond.one, bond.other}
    return {e: frozenset(know.group(e)) for e in ids}


def said_in_words(bond: Bond, titles: Mapping[EntryId, str]) -> str:
    """never “Talks end” and “Court rules” of 11 January 2022 (Olena)."""
    both = " and ".join(f"“{titles.get(e, e)}”" for e in dict.fromkeys((bond.one, bond.other)))
    kind = "never" if bond.kind == "apart" else bond.kind
    return f"{kind} {both} of {day_in_words(bond.at)} ({bond.by or 'an editor'})"


class _Know:
    """Which entries are one by what was said so far, and which may not be."""

    def __init__(self) -> None:
        self.kept: list[Bond] = []
        self._group: dict[EntryId, set[EntryId]] = {}
        self._apart: dict[EntryId, list[Bond]] = defaultdict(list)
        self._joins: dict[EntryId, list[Bond]] = defaultdict(list)

    def group(self, entry: EntryId) -> set[EntryId]:
        return self._group.setdefault(entry, {entry})

    def against(self, bond: Bond) -> Bond | None:
        """The latest bond that was taken and says otherwise."""
        one, other = self.group(bond.one), self.group(bond.other)
        if bond.kind == "apart":
            if one is not other:
                return None
            return max((b for e in one for b in self._joins[e]), key=lambda b: b.order)
        found = [b for e in one for b in self._apart[e] if (b.other if b.one in one else b.one) in other]
        return max(found, key=lambda b: b.order, default=None)

    def take(self, bond: Bond) -> None:
        self.kept.append(bond)
        by = self._joins if bond.kind == "join" else self._apart
        by[bond.one].append(bond)
        by[bond.other].append(bond)
        if bond.kind == "join":
            one, other = self.group(bond.one), self.group(bond.other)
            if one is not other:
                one |= other
                for entry in other:
                    self._group[entry] = one


def bound(said: Said, all_of_them: Sequence[Traits]) -> Sets:
    """Sets in which what must be one is one, and that refuse what must not be. The rest each by itself.

    A join holds also where the entry between two is not there: A and B, B and C make A and C one without B.
    """
    sets = Sets(len(all_of_them))
    index = {t.id: n for n, t in enumerate(all_of_them)}
    groups = _Know()
    for bond in said.joins:
        groups.take(bond)
    # An article of ours is nobody's report: no sentence of an editor makes one story of it and of others' reports.
    first: dict[tuple[EntryId, bool], int] = {}
    for entry, n in index.items():
        sets.join(first.setdefault((min(groups.group(entry)), all_of_them[n].ours), n), n)
    for bond in said.aparts:
        one = [index[e] for e in groups.group(bond.one) if e in index]
        other = [index[e] for e in groups.group(bond.other) if e in index]
        if one and other:  # what must not be one with an entry must not be one with those that are joined with it
            sets.forbid(one[0], other[0])
    _copies_go_along(said, index, all_of_them, sets)
    return sets


def _copies_go_along(said: Said, index: Mapping[EntryId, int], all_of_them: Sequence[Traits], sets: Sets) -> None:
    """A reprint of what is kept apart says what that says: it goes with it, unless it is a reprint of both sides."""
    spoken = sorted({index[e] for bond in said.aparts for e in (bond.one, bond.other) if e in index})
    copies = {
        n: [m for m in range(len(all_of_them)) if m != n and _copy(all_of_them[n], all_of_them[m])] for n in spoken
    }
    for n, found in copies.items():
        for m in found:
            if not any(m in copies[k] and sets.kept_apart(n, k) for k in spoken):
                sets.join(n, m)


def _copy(one: Traits, other: Traits) -> bool:
    """Asked of openings first: that costs little."""
    few = min(len(one.opening), len(other.opening))
    return 2 * len(one.opening & other.opening) > few and same_text(one.entry, other.entry)


def why_bound(n: int, found: Collection[int], all_of_them: Sequence[Traits], said: Said) -> str:
    """Who joined entry `n` with another of its set; "" when nobody did."""
    mine = all_of_them[n].id
    there = {all_of_them[m].id: m for m in found}
    for bond in reversed(said.joins):
        if bond.of(mine):
            other = there.get(bond.other if bond.one == mine else bond.one)
            if other is not None:
                return f"joined with {all_of_them[other].source}'s by {signed(bond)}"
    return ""


def signed(bond: Bond) -> str:
    """Olena on 11 January 2022."""
    return f"{bond.by or 'an editor'} on {day_in_words(bond.at)}"
