"""Disjoint sets of indices (union-find with path halving), some of which may never become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


class Sets:
    """Every index is in exactly one set, named by its smallest index: the same whatever the order of joining."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))
        self._apart: dict[int, set[int]] = {}  # root -> indices that its set may not hold
        self._aside: list[bool] = []  # by root: is it set aside? empty: nothing is

    def root(self, n: int) -> int:
        while self._parent[n] != n:
            self._parent[n] = self._parent[self._parent[n]]
            n = self._parent[n]
        return n

    def join(self, a: int, b: int) -> int:
        """Make one set of two; its root. Sets that are kept apart stay as they are: the root of `a`."""
        a, b = self.root(a), self.root(b)
        if a == b or (not self.free and self.kept_apart(a, b)):
            return a
        a, b = sorted((a, b))
        self._parent[b] = a
        if b in self._apart:
            self._apart.setdefault(a, set()).update(self._apart.pop(b))
        return a

    def forbid(self, a: int, b: int) -> None:
        """These two never come into one set; nothing happens where they are in one already."""
        a, b = self.root(a), self.root(b)
        if a != b:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def set_aside(self, some: Iterable[int]) -> None:
        """The sets of these never become one with any that is not set aside."""
        roots = {self.root(n) for n in some}
        if roots:
            self._aside = [n in roots for n in range(len(self._parent))]

    def is_aside(self, n: int) -> bool:
        return bool(self._aside) and self._aside[self.root(n)]

    def kept_apart(self, a: int, b: int) -> bool:
        """May the sets of these two not become one?"""
        if self.free:
            return False
        a, b = self.root(a), self.root(b)
        if self._aside and self._aside[a] != self._aside[b]:
            return True
        return a != b and any(self.root(n) == b for n in self._apart.get(a, ()))

    @property
    def free(self) -> bool:
        """Is nothing forbidden?"""
        return not self._apart and not self._aside

    def all(self) -> list[list[int]]:
        """The sets, each in ascending order, by their smallest index."""
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._parent)):
            found[self.root(n)].append(n)
        return list(found.values())
