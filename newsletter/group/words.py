"""Headlines as words: folded, without the site's name, numbers written alike.

Two headlines are compared as what a reader would call the same words: case, punctuation, white space, quotation
marks and the site's own name behind them do not count; "Two killed" and "2 killed" are one, "Five killed" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from newsletter.group.vocabulary import (
    GENERIC,
    MONTHS,
    NEGATIONS,
    ORDINALS,
    OUTLET,
    PHRASES,
    SMALL_WORDS,
    SPELLED,
    TURNS,
    WEEKDAYS,
)

#: Letters of a word that are compared between headlines that say one thing in different words.
_LETTERS = 6

_APOSTROPHES = re.compile("['’ʼ‘`´]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")  # U.S. -> US
_NARROW_GAP = re.compile("(?<=\\d)[\u00a0\u202f\u2009](?=\\d{3}(?!\\d))")  # 100 000
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")

#: Between a headline and the name of its site; the dash needs more evidence than the bar, see `without_site`.
_SEPARATOR = re.compile(r"\s+(\||::|»|•|[-–—−])\s+")
_DASHES = frozenset("-–—−")
_LABEL = re.compile(r"^\s*(?:breaking(?: news)?|update(?: \d+)?|updated|exclusive|urgent|just in)\s*[:\-–—|]\s*", re.I)

#: "War live: air raid alerts", "Live | …": whatever happens while it is open.
_LIVE = re.compile(r"(?:^|\s)(?:live|наживо)\s*[:|]", re.IGNORECASE)


def words_of(title: str) -> tuple[str, ...]:
    """The folded words of a headline in their order; numbers as digits."""
    text = unicodedata.normalize("NFKC", _NARROW_GAP.sub("", title)).casefold()
    text = _DOTTED.sub(lambda m: m.group().replace(".", "") + " ", _APOSTROPHES.sub("", text))
    return tuple(_number(token) for token in _TOKEN.findall(text))


def _number(token: str) -> str:
    if token[0].isdigit():
        return re.sub(r"[.,]", "", token) if _THOUSANDS.fullmatch(token) else token.replace(",", ".")
    return SPELLED.get(token, token)


def stems(words: Iterable[str]) -> Iterator[str]:
    """The words that carry meaning, cut to six letters; numbers whole."""
    for word in words:
        if word not in SMALL_WORDS and (len(word) > 1 or word.isdigit()):
            yield word if word[0].isdigit() else word[:_LETTERS]


def is_number(word: str) -> bool:
    """Digits or an ordinal in words."""
    return word[0].isdigit() or word in ORDINALS


def must_agree(words: Iterable[str]) -> frozenset[str]:
    """Of the words of a headline those in which two reports of one event do not differ: numbers, days, turns; and
    whether it negates."""
    kept = {w for w in words if is_number(w) or w in TURNS or w in MONTHS or w in WEEKDAYS}
    if any(w in NEGATIONS for w in words):
        kept.add("not")
    return frozenset(kept)


def is_generic(words: Iterable[str]) -> bool:
    """Does this headline name a kind of piece ("Live updates", "News in brief, 10 January") and no event?

    Under three words there is too little to go by, whatever they are.
    """
    said = tuple(words)
    if _is_column(said):
        return True
    content = {w for w in said if not (w in GENERIC or w in MONTHS or w in WEEKDAYS or is_number(w))}
    return len(said) < 3 or len(content) < 2


def is_roundup(title: str) -> bool:
    """Does this headline stand above several events: "War briefing: what we know", "Live: air raid alerts"?"""
    return bool(_LIVE.search(title)) or _is_column(words_of(title))


def _is_column(words: Iterable[str]) -> bool:
    said = f" {' '.join(words)} "
    return any(f" {phrase} " in said for phrase in PHRASES)


def without_site(title: str, names: Iterable[str]) -> str:
    """The headline without "| Wire" behind it and without "BREAKING:" before it.

    `names` are what the site may be called: source, publisher, the labels of its host. Behind a bar anything of up
    to four words is the site's name or a rubric. Behind a dash it must look like one of `names` or be built like an
    outlet's name, because "Talks were useful – Sherman" says who spoke.
    """
    title = _LABEL.sub("", title)
    known = [frozenset(words_of(n)) for n in names]
    squeezed = {"".join(words_of(n)) for n in names}
    for _ in range(2):  # "Headline | World | Wire"
        found = list(_SEPARATOR.finditer(title))
        if not found:
            break
        rest, suffix = title[: found[-1].start()], title[found[-1].end() :]
        if not rest.strip() or not _is_site(suffix, found[-1].group(1) in _DASHES, known, squeezed):
            break
        title = rest
    return title


def _is_site(suffix: str, dash: bool, known: list[frozenset[str]], squeezed: set[str]) -> bool:
    said = words_of(suffix)
    if not said or len(said) > 5:
        return False
    if "".join(said) in squeezed:
        return True
    words = frozenset(said)
    if any(name and name < words and len(words) <= len(name) + 2 for name in known):
        return True
    if len(said) > 4 or not suffix.strip()[0].isupper():
        return False
    return not dash or (len(said) > 1 and bool(words & OUTLET) and all(w[0].isupper() for w in suffix.split()))
