"""Entries as weighted words: how much two reports have in common when they say it in different words.

TF-IDF with a gentle IDF (Spärck Jones 1972): a word that d entries have weighs d ** -fade. That depends on nothing but
the entries that have the word, so news of something else changes no weight. Words are cut to six letters, which
serves Ukrainian and Russian without a stemmer; numbers are kept whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import EVERYDAY
from newsletter.group.words import stems
from newsletter.model.meanings import Meanings, Vector

Weights = dict[str, float]  #: feature -> weight; of length 1 where there is any


@dataclass(slots=True)
class Bag:
    """An entry's words, and its meaning where one is known; or the sum of several entries'."""

    words: Weights
    meaning: Vector | None = None

    def dot(self, other: Bag) -> float:
        """How much both have in common: a cosine, where both are one entry."""
        words = dot(self.words, other.words)
        if self.meaning is None or other.meaning is None:
            return words
        return words + float(self.meaning @ other.meaning)

    def add(self, other: Bag) -> None:
        for f, w in other.words.items():
            self.words[f] = self.words.get(f, 0.0) + w
        if other.meaning is not None:
            self.meaning = other.meaning if self.meaning is None else self.meaning + other.meaning


def total(bags: Iterable[Bag]) -> Bag:
    """The sum of all of them."""
    found = Bag({})
    for bag in bags:
        found.add(bag)
    return found


def bags(all_of_them: Sequence[Traits], by: Thresholds, meanings: Meanings | None) -> list[Bag]:
    """Words, and beside them meanings in the proportion that `by.meaning` says."""
    words = vectors(all_of_them, by)
    known = meanings.vectors if meanings is not None and by.meaning else {}
    found = []
    for one, weights in zip(all_of_them, words, strict=True):
        vector = known.get(one.id)
        if vector is None or not weights:
            found.append(Bag(weights))
        else:
            scaled = {f: w * sqrt(1 - by.meaning) for f, w in weights.items()}
            found.append(Bag(scaled, vector * sqrt(by.meaning)))
    return found


def vectors(all_of_them: Sequence[Traits], by: Thresholds) -> list[Weights]:
    """The headline's words and, for less, those with which the text opens. Empty for what has no words."""
    bags = [_bag(t, by) for t in all_of_them]
    having = Counter(f for bag in bags for f in bag)
    found = []
    for bag in bags:
        weights = {f: w * having[f] ** -by.fade for f, w in bag.items()}
        length = sqrt(sum(w * w for w in weights.values()))
        found.append({f: w / length for f, w in weights.items()})
    return found


def _bag(one: Traits, by: Thresholds) -> Weights:
    bag = dict.fromkeys(stems(one.opening), by.text)
    bag |= dict.fromkeys(one.stems, 1.0)
    return {f: w * by.known if f in EVERYDAY else w for f, w in bag.items()}


def dot(a: Weights, b: Weights) -> float:
    """The sum of the products of what both have, in one order whichever comes first."""
    if len(a) > len(b):
        a, b = b, a
    total = 0.0
    for f, w in a.items():
        if f in b:
            total += w * b[f]
    return total
