"""Disjoint sets of indices (union-find with path halving)."""

from __future__ import annotations

from collections import defaultdict


class Sets:
    """Every index is in exactly one set, named by its smallest index: the same whatever the order of joining."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, a: int, b: int) -> int:
        """Make one set of two; its root."""
        a, b = sorted((self.root(a), self.root(b)))
        self._parent[b] = a
        return a

    def all(self) -> list[list[int]]:
        """The sets, each in ascending order, by their smallest index."""
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._parent)):
            found[self.root(n)].append(n)
        return list(found.values())
