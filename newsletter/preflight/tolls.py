"""How many died, were hurt or are missing: an older count printed beside a newer one of the same story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, Piece, short, warning
from newsletter.preflight.numbers import WORDS, numbers

_FATES = {
    "dead": r"dead|killed|killing|kills?|died|dies|death toll|deaths?|fatalities"
    r"|загинул\w*|загибл\w+|вбит\w+|убит\w+|жертв\w*",
    "hurt": r"wounded|wounding|injured|injuring|hurt|поранен\w*|травмован\w*",
    "missing": r"missing|зникл\w+",
}
_COUNT = r"\d[\d,. \u00a0]*\d|\d|" + "|".join(re.escape(word) for word in WORDS)
_UP_TO = (
    r"(?: (?:at|least|more|than|rises?|rose|rising|to|is|was|now|some|about|nearly|stands|reach(?:es|ed)|up|до)){0,4}"
)
_BETWEEN = r"(?: [^\W\d_]+){0,3}?"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
#: The count up to three words before what happened, or behind it ("the death toll rises to 12"), in one clause.
_STATED = {
    fate: (
        re.compile(rf"\b(?:{words})\b", re.IGNORECASE),
        re.compile(
            rf"\b(?P<a>{_COUNT})\b{_BETWEEN} (?:{words})\b|\b(?:{words}){_UP_TO} (?P<b>{_COUNT})\b(?![,.%]?\d)"
            rf"(?!%| (?:{_MONTHS}|years?|hours?|days?|per|percent|of)\b)",
            re.IGNORECASE,
        ),
    )
    for fate, words in _FATES.items()
}


def tolls(text: str) -> dict[str, int]:
    """What a text counts, by what happened; nothing where it gives two counts or none."""
    found = {}
    for fate, (word, pattern) in _STATED.items():
        if not word.search(text):
            continue
        starts = (m.start() for m in re.finditer(r"(?<![\w.,])\w", text))
        said = {n for at in starts if (m := pattern.match(text, at)) for n in numbers(m["a"] or m["b"])}
        if len(said) == 1 and (only := next(iter(said))).isdigit():
            found[fate] = int(only)
    return found


def stale_tolls(case: Case) -> Iterator[Finding]:
    """Tolls rise: where the headline says 12 dead, an older sentence that says 9 is a number of hours ago.

    Said and no more: both are their sources' words, with their times, and may count other people.
    """
    stated = [(p, case.story_of(p), tolls(p.words.printed)) for p in case.pieces]
    for older, story, counts in stated:
        for newer, other, theirs in stated:
            fate = next((f for f, n in counts.items() if n < theirs.get(f, 0)), "")
            if fate and story == other and _before(older, newer):
                yield warning(
                    "stale-toll",
                    f"“{short(older.words.printed)}” counts {counts[fate]} {fate}, and “{short(newer.words.printed)}”"
                    f" {theirs[fate]}",
                    "leave the older one out, or say as of when it is",
                    older.story,
                )
                break


def _before(older: Piece, newer: Piece) -> bool:
    """Of another report, and earlier; or of the same one, whose headline has moved on."""
    if older.credit.entry == newer.credit.entry:
        return older is not newer and newer.role == "headline"
    return bool(older.credit.at and newer.credit.at and older.credit.at < newer.credit.at)
