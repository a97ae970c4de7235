"""One headline with another count: reports of one event that counted differently, or two events made alike."""

from __future__ import annotations

import datetime as dt

from newsletter.group.claims import Claim, claims
from newsletter.group.traits import Traits

#: So much of both headlines, numbers left out, is the same.
_ALIKE = 0.9
#: Counts of one thing on one day: published so near to each other, and no farther apart than this factor.
_WITHIN, _FACTOR = dt.timedelta(hours=12), 1.5
#: The texts must be there, and so much of their openings be the same words.
_OPENING, _OPENING_WORDS = 0.5, 8
#: A smaller number is as often that of a season, a round or a day; and "Flight 122 of the fleet" counts nothing.
_LEAST = 10
#: What is measured in these can be measured of anything.
_MEASURES = frozenset({"%", "money", "~percent", "~dollar", "~euro"})


def recounted(a: Traits, b: Traits) -> bool:
    """Do two headlines say the same, but for a number that both have?"""
    if a.fixed == b.fixed or _without_numbers(a.fixed) != _without_numbers(b.fixed):
        return False
    if len(a.fixed) != len(b.fixed):
        return False
    ones, others = _without_numbers(a.stems), _without_numbers(b.stems)
    return bool(ones) and len(ones & others) >= _ALIKE * max(len(ones), len(others))


def same_but_counted(a: Traits, b: Traits) -> bool:
    """Is that sure to be one event? Two sources, one half of a day, one thing that is counted, counts that are not far
    apart, and texts that open alike. In doubt it is not: "wins 100 metres" and "wins 200 metres" are two races."""
    if a.source == b.source or abs(a.at - b.at) > _WITHIN or not recounted(a, b):
        return False
    few = min(len(a.opening), len(b.opening))
    if few < _OPENING_WORDS or len(_without_numbers(a.opening & b.opening)) < _OPENING * few:
        return False
    said = list(zip(_counts(a), _counts(b), strict=False))
    apart = [(one, other) for one, other in said if one.size != other.size]
    # Every number that differs is a count of the same thing; a day, a flight or a round is none.
    return len(apart) == len(a.fixed - b.fixed) and all(_near(one, other) for one, other in apart)


def _without_numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(w for w in words if not w[0].isdigit())


def _counts(one: Traits) -> list[Claim]:
    found = (c for c in claims(one.entry.title or "", "") if c.kind == "number" and c.size >= _LEAST)
    return [c for c in found if f"{c.value.split()[0]} of" not in c.sentence]


def _near(one: Claim, other: Claim) -> bool:
    low, high = sorted((one.size, other.size))
    return one.key == other.key and one.key[0] not in _MEASURES and high <= _FACTOR * low
