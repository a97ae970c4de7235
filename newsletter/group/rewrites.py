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
from newsletter.group.likeness import Bag, bags, total
from newsletter.group.same import ALIKE_WITHIN, EQUAL_WITHIN, contradict
from newsletter.group.sets import Sets
from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import EVERYDAY, KIN, SPORT
from newsletter.group.words import stems
from newsletter.model.meanings import Meanings

#: So many words two entries must share to be compared; more where a text is among them.
_SHARED, _SHARED_TEXT = 2, 4
#: Headlines that share no more than one telling word (a name) may be of two events: then the openings must share so
#: many more that tell something (3 to 4: Russian pairs as before; 5: .84). Not asked
#: of kindred languages, which share fewer.
_ONE, _MORE_TEXT, _SHORT = 1, 4, 12

_Offer = tuple[float, int, int, int, int]


@dataclass(slots=True)
class Part:
    """A group of entries while it grows."""

    members: list[int]
    usable: list[int]  #: of them those that name an event
    sum: Bag  #: of the members' words and meanings
    square: float  #: of the length of `sum`
    sources: frozenset[str]
    text: bool  #: does a text stand behind some headline?
    near: dict[int, float] = field(default_factory=dict)  #: part -> sum of the likenesses of all pairs across
    changed: int = 0


def rewrites(all_of_them: Sequence[Traits], sets: Sets, by: Thresholds, meanings: Meanings | None = None) -> None:
    """Join sets that report one event.

    Sets with a told entry stay as they are: what is new about a story that was told is news.
    """
    parts, found = parts_of(all_of_them, sets, by, meanings)
    _bond(parts, all_of_them, found, near_in_meaning(all_of_them, meanings))
    heap: list[_Offer] = [o for a in parts for b in parts[a].near if a < b for o in _offer(parts, a, b, by)]
    heapq.heapify(heap)
    while heap:
        _, a, b, seen_a, seen_b = heapq.heappop(heap)
        if a not in parts or b not in parts or (parts[a].changed, parts[b].changed) != (seen_a, seen_b):
            continue
        if in_time(parts[a], parts[b], all_of_them) and not sets.kept_apart(a, b):
            _merge(parts, a, b)
            sets.join(a, b)
            for c in parts[a].near:
                for offer in _offer(parts, min(a, c), max(a, c), by):
                    heapq.heappush(heap, offer)


def parts_of(
    all_of_them: Sequence[Traits], sets: Sets, by: Thresholds, meanings: Meanings | None
) -> tuple[dict[int, Part], list[Bag]]:
    """What may be joined with something: first index -> the set; and every entry's words."""
    found = bags(all_of_them, by, meanings)
    parts: dict[int, Part] = {}
    for group in sets.all():
        usable = [n for n in group if not all_of_them[n].generic and found[n].words]
        if not usable or sets.is_aside(group[0]) or any(all_of_them[n].told for n in group):
            continue
        whole = total(found[n] for n in usable)
        parts[group[0]] = Part(
            members=group,
            usable=usable,
            sum=whole,
            square=whole.dot(whole),
            sources=frozenset(all_of_them[n].source for n in usable),
            text=any(all_of_them[n].opening for n in usable),
        )
    return parts, found


def near_in_meaning(all_of_them: Sequence[Traits], meanings: Meanings | None) -> set[tuple[int, int]]:
    """Pairs of indices, the smaller first, that mean nearly the same, whatever their words."""
    if meanings is None:
        return set()
    index = {t.id: n for n, t in enumerate(all_of_them)}
    pairs = ((index[a], index[b]) for a, b in meanings.near if a in index and b in index)
    return {(min(pair), max(pair)) for pair in pairs}


def _bond(
    parts: Mapping[int, Part],
    all_of_them: Sequence[Traits],
    found: Sequence[Bag],
    near: set[tuple[int, int]],
) -> None:
    """What is compared at all, and how alike it is."""
    where = {n: first for first, part in parts.items() for n in part.usable}
    against: dict[tuple[int, int], float] = {}
    by_words = candidates([bag.words if n in where else {} for n, bag in enumerate(found)])
    for m, n in sorted(near.union(by_words)) if near else by_words:
        if m not in where or n not in where:
            continue
        one, other, a, b = all_of_them[m], all_of_them[n], where[m], where[n]
        if a == b or not (comparable(one, other) or ((m, n) in near and _in_reach(one, other))):
            continue
        if (m, n) not in near:
            shared = len(found[m].words.keys() & found[n].words.keys())
            enough = _SHARED_TEXT if one.opening or other.opening else _SHARED
            if shared < enough or not _shares_more(one, other):
                continue
        pair = (min(a, b), max(a, b))
        against[pair] = against.get(pair, 0.0) + (found[m].dot(found[n]) if contradict(one, other) else 0.0)
    for (a, b), likeness in against.items():
        parts[a].near[b] = parts[b].near[a] = parts[a].sum.dot(parts[b].sum) - likeness


def _shares_more(a: Traits, b: Traits) -> bool:
    """Do two reports with a text share more than a name and what half of the news is about?"""
    if not (a.opening or b.opening) or a.language != b.language:
        return True
    named = (a.stems & b.stems) - EVERYDAY
    if len(named) > _ONE:
        return True
    read_a, read_b = (t.stems.union(stems(t.opening)) for t in (a, b))
    shared = read_a & read_b
    # Of a sentence or less little can be shared: there only what every match report says is no evidence.
    if min(len(a.opening), len(b.opening)) < _SHORT and not shared & SPORT:
        return True
    # "3-1" is one thing that is shared, not two; who speaks of a match is no report of it.
    telling = {s for s in shared - EVERYDAY - SPORT - named if len(s) > 1}
    return len(telling) >= _MORE_TEXT


def comparable(a: Traits, b: Traits) -> bool:
    """Near in time, and in one language or two close ones."""
    if not _in_reach(a, b):
        return False
    return a.language == b.language or {a.language, b.language} <= KIN or None in (a.language, b.language)


def _in_reach(a: Traits, b: Traits) -> bool:
    return abs(a.at - b.at) <= ALIKE_WITHIN


def likeness(one: Part, other: Part, across: float) -> float:
    # Who reports both under two headlines holds them for two events (Russian pairs: precision .74 -> .85).
    apart = 1 - len(one.sources & other.sources) / sqrt(len(one.sources) * len(other.sources))
    return apart * across / sqrt(one.square * other.square)


def _offer(parts: Mapping[int, Part], a: int, b: int, by: Thresholds) -> Iterator[_Offer]:
    one, other = parts[a], parts[b]
    enough = least(one, other, by)
    across = one.near[b]
    if across >= enough * sqrt(one.square * other.square):  # the same without looking at the sources
        alike = likeness(one, other, across)
        if alike >= enough:
            # Rounded, so that the order in which sums were made decides nothing.
            yield -round(alike, 9), a, b, one.changed, other.changed


def least(one: Part, other: Part, by: Thresholds) -> float:
    """From which likeness on two groups are one event."""
    return by.join_text if by.join_text is not None and (one.text or other.text) else by.join


def _merge(parts: dict[int, Part], a: int, b: int) -> None:
    """`b` goes into `a`, the smaller index."""
    one, other = parts[a], parts.pop(b)
    for c, across in other.near.items():
        if c != a:
            third = parts[c]
            one.near[c] = across + (one.near[c] if c in one.near else one.sum.dot(third.sum))
            third.near[a] = one.near[c]
            del third.near[b]
    one.square += other.square + 2 * one.near.pop(b)
    for c in one.near.keys() - other.near.keys():
        one.near[c] += other.sum.dot(parts[c].sum)
        parts[c].near[a] = one.near[c]
    one.sum.add(other.sum)
    one.text = one.text or other.text
    one.members += other.members
    one.sources |= other.sources
    one.changed += 1


def in_time(one: Part, other: Part, all_of_them: Sequence[Traits]) -> bool:
    times = [all_of_them[n].at for n in (*one.members, *other.members)]
    return max(times) - min(times) <= EQUAL_WITHIN
