"""How a field's check says that a value is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from pydantic_core import PydanticCustomError


def wrong(what: str, allowed: str = "", *, meant: str = "", at: int | None = None) -> PydanticCustomError:
    """What is wrong with a value, and what would be right there: an error that pydantic collects.

    `at` is the place in the value, if that is a list which is checked as one.
    """
    return PydanticCustomError("wrong", "{what}", {"what": what + meant, "allowed": allowed, "at": at})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word that `word` resembles most, as the end of a message; "" if none does.

    Ratcliff-Obershelp of at least 0.6 without regard to case; of equal ones, the one with the same letters (two of them
    exchanged is the commonest slip), then the one that begins alike.
    """
    folded, best, found = word[:80].casefold(), (0.6, False, False), ""
    matcher = SequenceMatcher(b=folded, autojunk=False)
    for candidate in known:
        other = candidate.casefold()
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() < best[0] or matcher.quick_ratio() < best[0]:
            continue
        score = (matcher.ratio(), sorted(other) == sorted(folded), other[:1] == folded[:1])
        if score > best or (score == best and not found):
            best, found = score, candidate
    return f"; did you mean {found}?" if found else ""


def show(value: Any) -> str:
    """A value as a person recognises it: short, on one line, nothing that moves a terminal's cursor."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = value if len(value) <= 60 else value[:57] + "..."
    return repr(text)
