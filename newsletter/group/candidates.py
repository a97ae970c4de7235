"""Which entries are compared at all: those that share a word which is not common. Never all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

#: So many of an entry's rarest words look for others.
RAREST = 5
#: The rarest words of a text are as often chance ("late", "other") as names: so many of the headline's look as well.
#: Its words weigh more: at least this part of the heaviest one. (Russian pairs: 2 as without, 3 precision .80.)
HEADLINE, HEAVY = 2, 0.6
#: Of so few entries every shared word looks: on a small day all of them are rare, and five are chance.
FEW = 100
#: Of the entries that have such a word, so many that came last before are compared.
RECENT = 16


def candidates(found: Sequence[Mapping[str, float]]) -> Iterator[tuple[int, int]]:
    """Pairs of indices (smaller, larger), each once; work grows with the number of entries and no faster."""
    having = Counter(f for weights in found for f in weights)
    posted: dict[str, list[int]] = defaultdict(list)
    for n, weights in enumerate(found):
        shared = sorted((f for f in weights if having[f] > 1), key=lambda f: (having[f], f))
        heavy = HEAVY * max(weights.values(), default=0.0)
        headline = [f for f in shared if weights[f] > heavy][:HEADLINE]
        met: set[int] = set()
        looking = shared if len(found) <= FEW else (*shared[:RAREST], *headline)
        for f in dict.fromkeys(looking):
            met.update(posted[f][-RECENT:])
            posted[f].append(n)
        for m in sorted(met):
            yield m, n
