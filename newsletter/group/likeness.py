"""Entries as weighted words: how much two reports have in common when they say it in different words.

TF-IDF with a gentle IDF (Spärck Jones 1972): a word that d entries have weighs d ** -fade. That depends on nothing but
the entries that have the word, so news of something else changes no weight. Words are cut to six letters, which
serves Ukrainian and Russian without a stemmer; numbers are kept whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import EVERYDAY
from newsletter.group.words import stems

Weights = dict[str, float]  #: feature -> weight; of length 1 where there is any


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
