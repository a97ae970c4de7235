"""Who speaks with a voice of their own: a reprint, or the copy of a wire text, repeats somebody else's.

Two texts are one when four fifths of the shorter one's runs of four words stand in the other: a headline of their own
and a paragraph more or less make no second report. Two that name the same agency in their dateline are that agency's,
however much each has cut. Headlines alone say nothing: everybody who reports an event may call it the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newsletter.group.words import words_of
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry

#: Shorter texts may be alike by chance; of longer ones the beginning is enough. In words, and in characters.
_SHORTEST, _READ = 12, 6_000
_RUN, _SHARE = 4, 0.8
#: So many members are compared with each other.
_COMPARED = 40
_AGENCIES = (
    ("reuters", r"Reuters|Рейтер(?:с)?"),
    ("afp", r"AFP|Agence France-Presse|АФП"),
    ("ap", r"AP|Associated Press"),
    ("dpa", r"dpa|DPA"),
    ("interfax-ukraine", r"Interfax-Ukraine|Інтерфакс-Україна|Интерфакс-Украина"),
    ("interfax", r"Interfax|Інтерфакс|Интерфакс"),
    ("ukrinform", r"Ukrinform|Укрінформ|Укринформ"),
    ("tass", r"TASS|ТАСС"),
)
#: "KYIV, Jan 10 (Reuters) - …" at the head, "(Reuters)" or "— Reuters" at the end.
_HEAD = tuple((name, re.compile(rf"\((?:{words})\)\s*[-–—:.]")) for name, words in _AGENCIES)
_TAIL = tuple((name, re.compile(rf"(?:\((?:{words})\)|[-–—]\s?(?:{words}))\s*\.?\s*$")) for name, words in _AGENCIES)
_BY = tuple((name, re.compile(rf"(?:{words})", re.IGNORECASE)) for name, words in _AGENCIES)


def copies(entries: Sequence[Entry]) -> dict[EntryId, EntryId]:
    """Copy -> the first of `entries` that has the same text; who comes first is copied."""
    found: dict[EntryId, EntryId] = {}
    firsts: list[Entry] = []
    for entry in entries[:_COMPARED]:
        first = next((f for f in firsts if copied(f, entry)), None)
        if first is None:
            firsts.append(entry)
        else:
            found[entry.id] = first.id
    return found


def copied(one: Entry, other: Entry) -> bool:
    """Are both texts one report: the same words, or the same agency's?"""
    by = _agency(one)
    if by and by == _agency(other):
        return True
    return same_text(one, other)


def same_text(one: Entry, other: Entry) -> bool:
    """Do both have the same words, whoever signs them?"""
    a, b = sorted((_runs(one.text), _runs(other.text)), key=len)
    return len(a) > _SHORTEST - _RUN and len(a & b) >= _SHARE * len(a)


def _agency(entry: Entry) -> str:
    text = entry.text
    head, tail = text[:200], text[-60:]
    for table, words in ((_HEAD, head), (_TAIL, tail)):
        if name := next((n for n, pattern in table if pattern.search(words)), ""):
            return name
    return next((n for n, pattern in _BY if any(pattern.fullmatch(a.strip()) for a in entry.authors)), "")


@lru_cache(maxsize=512)
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = words_of(text[:_READ])
    return frozenset(tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))
