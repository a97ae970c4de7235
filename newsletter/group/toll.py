"""How many died, as a report says it: of one event the latest count leads, for nobody wants to read the oldest."""

from __future__ import annotations

import re

from newsletter.group.names import first_sentence
from newsletter.group.words import words_of
from newsletter.model.feeds import Entry

#: More is a war's count, not an event's; and a year.
_MOST = 1_900
#: In counts the genitive stands, too.
_GENITIVE = {
    word: str(n)
    for n, words in enumerate(
        (
            "двох двух",
            "трьох трех трёх",
            "чотирьох четырех четырёх",
            "пяти",
            "шести",
            "семи",
            "восьми",
            "девяти",
            "десяти",
        ),
        2,
    )
    for word in words.split()
}
_N = r"(\d{1,4})(?![\d.])"
_FEW = r"(?: (?!and\b|wound|injur|hurt|поран|ранен|і\b|та\b|и\b)[^\W\d]+){0,3}"
_ON = r"(?: [^\W\d]+){0,8}?"
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:kill(?:s|ed|ing)|claim(?:s|ed) the lives of)(?: at least| up to| about| some| more than)? {_N}",
        rf"(?<!\bof )\b{_N}{_FEW} (?:were |was |have been |are )?(?:killed|dead|died|die|dies)\b",
        rf"\b(?:death )?toll\b{_ON} (?:to|at|of|is|reaches|reached|hits|passes)(?: at least)? {_N}",
        rf"\b(?:загинул[иао]|загинув|погибли|погиб|вбило|вбито|убило|убиты)(?: щонайменше| как минимум| понад)? {_N}",
        rf"\b{_N}{_FEW} (?:загинули|загинуло|загиблих|загиблі|погибли|погибло|погибших|жертв)\b",
        rf"\b(?:кількість|число) (?:загиблих|жертв|погибших)\b{_ON} (?:до|сягнула|становить|достигло) {_N}",
    )
)


def toll(entry: Entry) -> int | None:
    """The highest count of dead in headline and first sentence; None where none is given."""
    found: list[int] = []
    for text in (entry.title or "", first_sentence(entry.text)):
        said = " ".join(_GENITIVE.get(w, w) for w in words_of(text))
        found += [int(n) for pattern in _COUNTS for n in pattern.findall(said)]
    return max((n for n in found if n < _MOST), default=None)
