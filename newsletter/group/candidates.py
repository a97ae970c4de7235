"""Which entries are compared at all: those that share a word which is not common. Never all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

#: So many of an entry's rarest words look for others.
RAREST = 5
#: Of the entries that have such a word, so many that came last before are compared.
RECENT = 16


def candidates(found: Sequence[Mapping[str, float]]) -> Iterator[tuple[int, int]]:
    """Pairs of indices (smaller, larger), each once; work grows with the number of entries and no faster."""
    having = Counter(f for weights in found for f in weights)
    posted: dict[str, list[int]] = defaultdict(list)
    for n, weights in enumerate(found):
        shared = sorted((f for f in weights if having[f] > 1), key=lambda f: (having[f], f))[:RAREST]
        met: set[int] = set()
        for f in shared:
            met.update(posted[f][-RECENT:])
            posted[f].append(n)
        for m in sorted(met):
            yield m, n
