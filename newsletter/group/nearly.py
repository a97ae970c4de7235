"""Which stories may be one: for an editor's eyes; nothing is joined by it.

Asked more widely than joining asks, for a question costs a glance. What speaks against one event counts here too, but
for a number alone: two counts of one thing are what an editor wants to see.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import combinations, product

from newsletter.group.names import Names, stem
from newsletter.group.recount import recounted
from newsletter.group.rewrites import Part, comparable, in_time, least, likeness, near_in_meaning, parts_of
from newsletter.group.same import contradict
from newsletter.group.sets import Sets
from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import COMMON_STEMS, EVERYDAY
from newsletter.model.meanings import Meanings

Nearly = tuple[float, int, int]  #: likeness, and the first index of either set
#: A word that more sets have tells no two of them from the rest.
_COMMON = 40
#: So many telling words are shared. Of headlines one is enough, where both are as alike as what is joined.
_SHARED = 2
#: Of a large story so many members are asked.
_ASKED = 12
#: Names that half of the news has.
_EVERYBODY = COMMON_STEMS | {stem(word) for word in EVERYDAY}


def nearly(all_of_them: Sequence[Traits], sets: Sets, by: Thresholds, meanings: Meanings | None = None) -> list[Nearly]:
    """Sets that may report one event and were not joined; the likest first."""
    parts = parts_of(all_of_them, sets, by, meanings)[0]
    where = {n: first for first, part in parts.items() for n in part.usable}
    near = near_in_meaning(all_of_them, meanings)
    meant = {_ordered(where[m], where[n]) for m, n in near if m in where and n in where and where[m] != where[n]}
    words, names = _shared_words(parts), _Named(all_of_them)
    made = []
    for a, b in words.keys() | meant:
        one, other = parts[a], parts[b]
        if sets.kept_apart(a, b) or not in_time(one, other, all_of_them):
            continue
        alike = round(likeness(one, other, one.sum.dot(other.sum)), 9)
        # With a text behind the headlines the lower threshold moves as the upper one does.
        joined = least(one, other, by)
        if alike < by.maybe * joined / by.join:
            continue
        pairs = [(all_of_them[m], all_of_them[n]) for m, n in product(one.usable[:_ASKED], other.usable[:_ASKED])]
        telling = (a, b) in meant or _tells(one, other, words[a, b], alike >= joined, names)
        if (telling or any(recounted(*p) for p in pairs)) and _may_be_one(pairs):
            made.append((alike, a, b))
    return sorted(made, key=lambda f: (-f[0], f[1], f[2]))


def _tells(one: Part, other: Part, words: int, alike: bool, names: _Named) -> bool:
    """Do they share what tells one event from another: a name where there are texts, else two words, or a single one
    if both are as alike as what is joined?"""
    if one.text or other.text:
        return words >= _SHARED and names.shared(one, other)
    return words >= _SHARED or (words > 0 and alike)


def _may_be_one(pairs: Sequence[tuple[Traits, Traits]]) -> bool:
    """Near in time and of one language; nothing speaks against it but a number."""
    return any(comparable(a, b) for a, b in pairs) and all(not contradict(a, b) or recounted(a, b) for a, b in pairs)


def _shared_words(parts: Mapping[int, Part]) -> Counter[tuple[int, int]]:
    """Pairs of sets -> how many telling words both have."""
    having: dict[str, list[int]] = defaultdict(list)
    for first, part in sorted(parts.items()):
        for word in part.sum.words:
            if word not in EVERYDAY:
                having[word].append(first)
    return Counter(pair for some in having.values() if len(some) <= _COMMON for pair in combinations(some, 2))


class _Named:
    """The names of every set, looked up where they are asked for."""

    def __init__(self, all_of_them: Sequence[Traits]) -> None:
        self._all = all_of_them

    @cached_property
    def _names(self) -> Names:
        return Names((n, t.entry) for n, t in enumerate(self._all))

    def shared(self, one: Part, other: Part) -> bool:
        mine, theirs = ({s for n in part.usable for s in self._names.of(n)} for part in (one, other))
        return bool(mine & theirs - _EVERYBODY)


def _ordered(a: int, b: int) -> tuple[int, int]:
    return min(a, b), max(a, b)
