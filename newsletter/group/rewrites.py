"""One event in different words: rewrites are joined by average link over weighted words.

A group of reports is the sum of its members' weights, and two groups are as near as the angle between their sums
says: the average likeness of all pairs across, in proportion to how alike each group is within itself. The plain
average shatters large stories, whose members are far from each other too (measured at one threshold, .2: days .80 and
a window .63, against .87 and .85 and more); single link chains. Pairs against which something speaks count nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from newsletter.group.candidates import candidates
from newsletter.group.likeness import Weights, dot, vectors
from newsletter.group.same import ALIKE_WITHIN, EQUAL_WITHIN, contradict
from newsletter.group.sets import Sets
from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import KIN

#: So many words two entries must share to be compared; more where a text is among them.
_SHARED, _SHARED_TEXT = 2, 4

Nearly = tuple[float, int, int]  #: likeness, and the first index of either set
_Offer = tuple[float, int, int, int, int]


@dataclass(slots=True)
class _Part:
    """A group of entries while it grows."""

    members: list[int]
    sum: Weights  #: of the members' weights
    square: float  #: of the length of `sum`
    sources: frozenset[str]
    near: dict[int, float] = field(default_factory=dict)  #: part -> sum of the likenesses of all pairs across
    changed: int = 0


def rewrites(all_of_them: Sequence[Traits], sets: Sets, by: Thresholds) -> None:
    """Join sets that report one event.

    Sets with a told entry stay as they are: what is new about a story that was told is news.
    """
    parts = _parts(all_of_them, sets, vectors(all_of_them, by))
    heap: list[_Offer] = [o for a in parts for b in parts[a].near if a < b for o in _offer(parts, a, b, by.join)]
    heapq.heapify(heap)
    while heap:
        _, a, b, seen_a, seen_b = heapq.heappop(heap)
        if a not in parts or b not in parts or (parts[a].changed, parts[b].changed) != (seen_a, seen_b):
            continue
        if _in_time(parts[a], parts[b], all_of_them):
            _merge(parts, a, b)
            sets.join(a, b)
            for c in parts[a].near:
                for offer in _offer(parts, min(a, c), max(a, c), by.join):
                    heapq.heappush(heap, offer)


def nearly(all_of_them: Sequence[Traits], sets: Sets, by: Thresholds) -> list[Nearly]:
    """Sets that may report one event, between the two thresholds; the likest first."""
    parts = _parts(all_of_them, sets, vectors(all_of_them, by))
    found = (
        (round(_likeness(one, parts[b], across), 9), a, b)
        for a, one in parts.items()
        for b, across in one.near.items()
        if a < b and _in_time(one, parts[b], all_of_them)
    )
    return sorted((f for f in found if by.maybe <= f[0] < by.join), key=lambda f: (-f[0], f[1], f[2]))


def _parts(all_of_them: Sequence[Traits], sets: Sets, found: Sequence[Weights]) -> dict[int, _Part]:
    parts: dict[int, _Part] = {}
    where: dict[int, int] = {}
    for group in sets.all():
        usable = [n for n in group if not all_of_them[n].generic and found[n]]
        if not usable or any(all_of_them[n].told for n in group):
            continue
        total: Weights = {}
        for n in usable:
            for f, w in found[n].items():
                total[f] = total.get(f, 0.0) + w
        where |= dict.fromkeys(usable, group[0])
        parts[group[0]] = _Part(
            members=group,
            sum=total,
            square=dot(total, total),
            sources=frozenset(all_of_them[n].source for n in usable),
        )
    _bond(parts, where, all_of_them, found)
    return parts


def _bond(
    parts: Mapping[int, _Part], where: Mapping[int, int], all_of_them: Sequence[Traits], found: Sequence[Weights]
) -> None:
    """What is compared at all, and how alike it is."""
    against: dict[tuple[int, int], float] = {}
    for m, n in candidates([weights if n in where else {} for n, weights in enumerate(found)]):
        one, other, a, b = all_of_them[m], all_of_them[n], where[m], where[n]
        if a == b or not _comparable(one, other):
            continue
        shared = len(found[m].keys() & found[n].keys())
        if shared < (_SHARED_TEXT if one.opening or other.opening else _SHARED):
            continue
        pair = (min(a, b), max(a, b))
        against[pair] = against.get(pair, 0.0) + (dot(found[m], found[n]) if contradict(one, other) else 0.0)
    for (a, b), likeness in against.items():
        parts[a].near[b] = parts[b].near[a] = dot(parts[a].sum, parts[b].sum) - likeness


def _comparable(a: Traits, b: Traits) -> bool:
    """Near in time, and in one language or two close ones."""
    if abs(a.at - b.at) > ALIKE_WITHIN:
        return False
    return a.language == b.language or {a.language, b.language} <= KIN or None in (a.language, b.language)


def _likeness(one: _Part, other: _Part, across: float) -> float:
    # Who reports both under two headlines holds them for two events (Russian pairs: precision .74 -> .85).
    apart = 1 - len(one.sources & other.sources) / sqrt(len(one.sources) * len(other.sources))
    return apart * across / sqrt(one.square * other.square)


def _offer(parts: Mapping[int, _Part], a: int, b: int, least: float) -> Iterator[_Offer]:
    one, other = parts[a], parts[b]
    across = one.near[b]
    if across >= least * sqrt(one.square * other.square):  # the same without looking at the sources
        likeness = _likeness(one, other, across)
        if likeness >= least:
            # Rounded, so that the order in which sums were made decides nothing.
            yield -round(likeness, 9), a, b, one.changed, other.changed


def _merge(parts: dict[int, _Part], a: int, b: int) -> None:
    """`b` goes into `a`, the smaller index."""
    one, other = parts[a], parts.pop(b)
    for c, across in other.near.items():
        if c != a:
            third = parts[c]
            one.near[c] = across + (one.near[c] if c in one.near else dot(one.sum, third.sum))
            third.near[a] = one.near[c]
            del third.near[b]
    one.square += other.square + 2 * one.near.pop(b)
    for c in one.near.keys() - other.near.keys():
        one.near[c] += dot(other.sum, parts[c].sum)
        parts[c].near[a] = one.near[c]
    for f, w in other.sum.items():
        one.sum[f] = one.sum.get(f, 0.0) + w
    one.members += other.members
    one.sources |= other.sources
    one.changed += 1


def _in_time(one: _Part, other: _Part, all_of_them: Sequence[Traits]) -> bool:
    times = [all_of_them[n].at for n in (*one.members, *other.members)]
    return max(times) - min(times) <= EQUAL_WITHIN
