"""Entries in other languages find the story that they support, by names and numbers.

Only support: two stories in the edition's language are never joined this way, and what is joined goes to its one
best match. Three shared names and numbers that not everybody has are asked for (two of them names, one of all of
them rare); or one of them with at least one word of the same meaning, three in all, which make up a good part of
what both say.
Published within 36 hours of each other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt

from newsletter.group.names import Names, first_sentence
from newsletter.group.sets import Sets
from newsletter.group.traits import Traits
from newsletter.group.translations import meaning
from newsletter.group.words import words_of

WITHIN = dt.timedelta(hours=36)
#: So many sentences behind a headline are read for names and numbers: who spoke stands in the second as often.
_SENTENCES = 2
#: So many names and numbers must be shared, and so many of them be names.
SHARED, SHARED_NAMES = 3, 2
#: With words of the same meaning less is asked for, if what is shared is so much of what both say (a cosine).
PART = 0.3
#: A word of the same meaning weighs so much of a name.
_MEANING = 0.5
#: A name in a larger share of the entries (on a small day: in more than so many) tells no event from another.
_COMMON, _COMMON_FEW = 0.2, 12
#: A day's entries in a middling newsroom. What a name is worth follows from how often it stands there, out of this
#: many, not out of those at hand: news of something else must not change what is joined.
_DAY = 300
#: One of what is shared must be rarer than this.
_RARE, _RARE_FEW = 0.03, 6


@dataclass(frozen=True, slots=True)
class Shared:
    """Why an entry supports one in another language."""

    other: int  #: index of the entry that it supports
    names: tuple[str, ...]  #: as that one writes them; the rarest first


@dataclass(frozen=True, slots=True)
class _Match:
    foreign: int
    host: int
    score: float
    apart: dt.timedelta

    @property
    def order(self) -> tuple[float, dt.timedelta, int, int]:
        """The best first; of equals the nearest in time, then the one seen first."""
        return -self.score, self.apart, self.host, self.foreign


def abroad(all_of_them: Sequence[Traits], sets: Sets, language: str) -> dict[int, Shared]:
    """Join what supports across languages; the evidence by the index of the supporting entry.

    First every set without an entry in the edition's language looks for one that has some. What is left then looks
    for each other in pairs: a Ukrainian and a Russian report of one event are one story even if nobody has it in
    English.
    """
    groups = sets.all()
    foreign = {
        n
        for group in groups
        if not any(all_of_them[m].told or all_of_them[m].language in (None, language) for m in group)
        for n in group
    }
    if not foreign:
        return {}
    first = min(all_of_them[n].at for n in foreign) - WITHIN
    last = max(all_of_them[n].at for n in foreign) + WITHIN
    near = [n for n, t in enumerate(all_of_them) if first <= t.at <= last]
    index = _Index(all_of_them, near)
    evidence: dict[int, Shared] = {}
    attached: set[int] = set()
    hosts = [n for n in near if n not in foreign]
    for match in sorted(index.matches(foreign, hosts), key=lambda m: m.order):
        root = sets.root(match.foreign)
        if root not in attached and not sets.kept_apart(match.foreign, match.host):
            attached |= {root, sets.join(root, match.host)}
            evidence[match.foreign] = Shared(other=match.host, names=index.shared_names(match.foreign, match.host))
    left = [n for n in near if n in foreign and sets.root(n) not in attached]
    for match in sorted(index.matches(left, left), key=lambda m: m.order):
        roots = {sets.root(match.foreign), sets.root(match.host)}
        if len(roots) == 2 and not roots & attached and not sets.kept_apart(match.foreign, match.host):
            attached |= {*roots, sets.join(match.foreign, match.host)}
            evidence[match.foreign] = Shared(other=match.host, names=index.shared_names(match.foreign, match.host))
    return evidence


class _Index:
    """Which entries have which names and numbers."""

    def __init__(self, all_of_them: Sequence[Traits], near: Sequence[int]) -> None:
        self._all = all_of_them
        self._names = Names([(n, all_of_them[n].entry) for n in near], _SENTENCES)
        self._count = Counter(s for n in near for s in self._names.of(n))
        self._size = len(near)
        self._meanings = {n: _meanings(all_of_them[n]) for n in near}
        self._count.update(m for n in near for m in self._meanings[n])

    def matches(self, foreign: Iterable[int], hosts: Sequence[int]) -> Iterator[_Match]:
        """Pairs in different languages that share enough, published near enough to each other."""
        rare = max(_RARE_FEW, _RARE * self._size)
        posted: dict[str, list[int]] = defaultdict(list)
        for host in hosts:
            for name in self._names.of(host):
                if self._count[name] <= rare:
                    posted[name].append(host)
        for one in sorted(foreign):
            met = {host for name in self._names.of(one) for host in posted.get(name, ())}
            for host in sorted(met):
                a, b = self._all[one], self._all[host]
                if a.language == b.language or abs(a.at - b.at) > WITHIN:
                    continue
                shared, meant = self._shared(one, host), self._meant(one, host)
                if self._enough(one, host, shared, meant):
                    score = sum(map(self._weight, shared)) + _MEANING * sum(map(self._weight, meant))
                    yield _Match(one, host, score, abs(a.at - b.at))

    def _enough(self, one: int, host: int, shared: Sequence[str], meant: Sequence[str]) -> bool:
        if len(shared) >= SHARED and sum(not s[0].isdigit() for s in shared) >= SHARED_NAMES:
            return True
        if not shared or not meant or len(shared) + len(meant) < SHARED:
            return False
        part = self._square(one, one), self._square(host, host)
        return self._square(one, host) >= PART * sqrt(part[0] * part[1])

    def _square(self, one: int, other: int) -> float:
        """What two have in common, names and numbers in full, meanings for less."""
        full = sum(self._weight(s) ** 2 for s in self._shared(one, other))
        return full + sum((_MEANING * self._weight(s)) ** 2 for s in self._meant(one, other))

    def shared_names(self, one: int, other: int) -> tuple[str, ...]:
        said = self._names.of(other)
        names = [said[s] for s in sorted(self._shared(one, other), key=lambda s: (self._count[s], s))]
        meant = self._meanings[other]
        return (*names, *(meant[s] for s in sorted(self._meant(one, other), key=lambda s: (self._count[s], s))))

    def _shared(self, one: int, other: int) -> list[str]:
        common = max(_COMMON_FEW, _COMMON * self._size)
        mine, theirs = self._names.of(one), self._names.of(other)
        return [s for s in mine if s in theirs and self._count[s] <= common]

    def _meant(self, one: int, other: int) -> list[str]:
        mine, theirs = self._meanings[one], self._meanings[other]
        return [s for s in mine if s in theirs]

    def _weight(self, name: str) -> float:
        return log(max(_DAY / self._count[name], 1.0)) + 0.1


def _meanings(one: Traits) -> dict[str, str]:
    """Meaning -> the word for it, of headline and first sentence."""
    words = (*one.words, *words_of(first_sentence(one.entry.text)))
    return {m: w for w in reversed(words) if (m := meaning(w))}
