"""What sources.yaml says of a report: sentence patterns with slots, and the lines that are printed from them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

#: What a slot takes: a number, a few words between two words of the pattern, or names ("Popasna and Katerynivka").
SlotKind = Literal["number", "words", "names"]


def fold_word(word: str) -> str:
    """A word for comparing: case, apostrophes and hyphens of one kind, composed letters."""
    folded = unicodedata.normalize("NFC", word).casefold()
    return folded.translate({0x2019: "'", 0x02BC: "'", 0x2018: "'", 0x2011: "-", 0x2010: "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of a pattern: any of `forms`, folded; a form that ends in * stands for all its endings."""

    forms: tuple[str, ...]
    kind: Literal["word"] = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A place of a pattern whose words are taken."""

    name: str
    takes: SlotKind
    kind: Literal["slot"] = "slot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Any words of the same sentence, or none: written as three dots."""

    kind: Literal["gap"] = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What a sentence must say; begins and ends with a word or a slot."""

    text: str  #: as it was written
    parts: tuple[Word | Slot | Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of a printed line: the newsroom's words, or (slot) the name of a slot."""

    text: str
    slot: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """How a line reads in one language."""

    language: str  #: primary tag
    #: plural category of CLDR (one, few, many, other, ...) -> the line; "" for a line that is the same for any number
    forms: tuple[tuple[str, tuple[Stretch, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a figures block: the first of `match` is not preferred, all of them must say the same."""

    match: tuple[Pattern, ...]
    prints: tuple[Print, ...]
    counts: str = ""  #: the number that chooses the plural form: the first one of `match`; "" without numbers
