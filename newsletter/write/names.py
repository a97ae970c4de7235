"""A list of names in a sentence: "Popasna, Zolote and near Katerynivka".

In doubt there is none. A list with commas must be closed by a conjunction or by the end of the sentence, and what
follows a list must be something that a list can end before; else "near Popasna, Kyiv says" would give two places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

#: Names of one list, words of one name, characters of one name.
MOST, WORDS, CHARACTERS = 12, 4, 40

_AND = frozenset("and та і й и".split())
_NEAR = frozenset("near in at of around outside біля поблизу під у в на коло з із возле около вблизи под".split())
#: A part of a country behind a comma belongs to the place before it.
_REGION = frozenset(
    "oblast region district raion province county state область області район району районі регіон області"
    " области района районе".split()
)
#: What a sentence goes on with behind a place.
_GOES_ON = frozenset(
    """on at in with by from during after before using where while over that which as of within for since late
    early yesterday today overnight because when
    у в на з із зі від до під по за протягом внаслідок де які що під час після перед для через вчора сьогодні уночі
    во со из от по за в течение после перед для где которые что вчера сегодня""".split()
)


class Token(Protocol):
    @property
    def raw(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def between(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def names(
    tokens: Sequence[Token], t: int, *, fits: Callable[[int], bool], counts: Callable[[int], bool]
) -> tuple[tuple[int, int], ...]:
    """Token ranges of the names of the list that begins at `t`; () where there is none, or none that ends for sure.

    `fits` says whether a token is what the pattern expects behind the list, `counts` whether it is a number.
    """
    items: list[tuple[int, int]] = []
    bare, at = False, t
    while len(items) < MOST:
        end = _name(tokens, at)
        if end is None:
            return ()
        if items and bare and _region(tokens, at, end):
            items[-1] = (items[-1][0], end)
            bare = False
        else:
            items.append((at, end))
        following = _separated(tokens, end)
        if following is None:
            return tuple(items) if _closed(tokens, end, bare, fits, counts) else ()
        at, comma = following
        bare = comma
    return ()


def _name(tokens: Sequence[Token], at: int) -> int | None:
    """Where the name that begins here ends: up to four words in capitals."""
    end = at
    while (
        end < len(tokens)
        and end - at < WORDS
        and tokens[end].raw[0].isupper()
        and (end == at or not tokens[end].between)
        and tokens[end].end - tokens[at].start <= CHARACTERS
    ):
        end += 1
    while (
        end < len(tokens)
        and end > at
        and end - at < WORDS
        and tokens[end].folded in _REGION
        and not tokens[end].between
    ):
        end += 1  # Луганської області
    return end if end > at else None


def _region(tokens: Sequence[Token], at: int, end: int) -> bool:
    return any(token.folded in _REGION for token in tokens[at:end])


def _separated(tokens: Sequence[Token], end: int) -> tuple[int, bool] | None:
    """Where the next name begins, and whether only a comma stands between."""
    if end >= len(tokens):
        return None
    joined = tokens[end].folded in _AND and tokens[end].between in ("", ",")
    if not joined and tokens[end].between != ",":
        return None
    at = end + 1 if joined else end
    if at < len(tokens) and tokens[at].folded in _NEAR and (not joined or not tokens[at].between):
        at += 1
    if at >= len(tokens) or (tokens[at].between and (joined or at > end)) or _name(tokens, at) is None:
        return None
    return at, not joined


def _closed(
    tokens: Sequence[Token], end: int, bare: bool, fits: Callable[[int], bool], counts: Callable[[int], bool]
) -> bool:
    """Does the list end here for sure?"""
    if end >= len(tokens):
        return True
    token = tokens[end]
    if token.between:
        return not bare or token.between[0] in ";)"
    if fits(end):
        return True
    if token.folded in _AND:
        return end + 1 < len(tokens) and counts(end + 1)
    return not bare and (token.folded in _GOES_ON or counts(end))
