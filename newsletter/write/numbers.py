"""Numbers of a report: digits as a language writes them, words of numbers, and what makes a number doubtful.

A number that is not said plainly ("about 20", "2-3", "another 2", "2 thousand", a date, a year) is doubtful, and a
doubtful number is never printed. The tables are English, Ukrainian and Russian; other languages have digits only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

#: Longer runs of digits are telephone numbers, account numbers, or meant to harm.
_LONGEST = 12
_PLAIN = re.compile(r"\d+")
_GROUPED = {
    "en": re.compile(r"\d{1,3}(?:,\d{3})+"),
    "uk": re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+"),
}
_DECIMAL = {"en": re.compile(r"\d+\.(?:\d{1,2}|\d{4})"), "uk": re.compile(r"\d+,(?:\d{1,2}|\d{4})")}

_UNITS_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TEENS_EN = " seventeen eighteen nineteen"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"


def _listed(*rows: str, step: int = 1, first: int = 0) -> dict[str, int]:
    """Each row holds the forms of one number, separated by blanks."""
    return {form: first + n * step for n, row in enumerate(rows) for form in row.split()}


_EN = _listed(*f"{_UNITS_EN}{_TEENS_EN}".split()) | {"twice": 2}
_EN_TENS = _listed(*_TENS_EN.split(), step=10, first=20)
_UK = _listed(
    "нуль нуля",
    "один одна одне одного одну одним одній одному однієї",
    "два дві двох двом двома двічі двоє",
    "три трьох трьом трьома тричі троє",
    "чотири чотирьох чотирьом чотирма четверо",
    "п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятеро",
    "шість шести шістьох шістьма шестеро",
    "сім семи сімох сьома семеро",
    "вісім восьми вісьмох вісьма восьмеро",
    "дев'ять дев'яти дев'ятьох дев'ятьма",
    "десять десяти десятьох десятьма",
    "одинадцять одинадцяти",
    "дванадцять дванадцяти",
    "тринадцять тринадцяти",
    "чотирнадцять чотирнадцяти",
    "п'ятнадцять п'ятнадцяти",
    "шістнадцять шістнадцяти",
    "сімнадцять сімнадцяти",
    "вісімнадцять вісімнадцяти",
    "дев'ятнадцять дев'ятнадцяти",
)
_UK_TENS = _listed(
    "двадцять двадцяти двадцятьох",
    "тридцять тридцяти тридцятьох",
    "сорок сорока",
    "п'ятдесят п'ятдесяти п'ятдесятьох",
    "шістдесят шістдесяти шістдесятьох",
    "сімдесят сімдесяти сімдесятьох",
    "вісімдесят вісімдесяти вісімдесятьох",
    "дев'яносто дев'яноста",
    step=10,
    first=20,
)
_RU = _listed(
    "ноль нуля",
    "один одна одно одного одну одним одной одному",
    "два две двух двум двумя дважды двое",
    "три трех трёх трем трём тремя трижды трое",
    "четыре четырех четырёх четырьмя четверо",
    "пять пяти пятью пятеро",
    "шесть шести шестью шестеро",
    "семь семи семью семеро",
    "восемь восьми восемью",
    "девять девяти девятью",
    "десять десяти",
    *"одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать".split(),
    "девятнадцать",
)
_RU_TENS = _listed(
    *"двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто".split(), step=10, first=20
)

#: Directly before a number these make it a bound, a part, a guess, or the number of a thing.
_BEFORE: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "about around nearly almost over above under below some approximately roughly least most than many up by"
        " another further additional more other not no nor every each per circa maximum minimum half as".split()
    ),
    "uk": frozenset(
        "близько майже понад більше менше до приблизно орієнтовно щонайменше щонайбільше принаймні мінімум максимум"
        " ще не ні ніж більш менш над біля № по кожні від".split()
    ),
    "ru": frozenset(
        "около почти более больше менее меньше до примерно минимум максимум еще ещё не ни свыше чем № по от".split()
    ),
}
#: Directly behind a number these say that it is not the whole of it.
_BEHIND: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "thousand thousands million millions billion hundred hundreds dozen dozens percent per to as".split()
    ),
    "uk": frozenset(
        "тисяч тисячі тисяча тис млн мільйон мільйони мільйонів млрд сот десятків відсотків відсотки".split()
    ),
    "ru": frozenset(
        "тысяч тысячи тысяча тыс млн миллион миллиона миллионов млрд сотен десятков процентов процента".split()
    ),
}
#: Two numbers with one of these between them are a range or a share: "2 or 3", "2 of 3".
_BETWEEN = frozenset("or to and of from out або чи до і й та з із или и из".split())
#: Before the statement these take it back, or make it somebody's guess.
_UNSAID: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "not denied denies deny false fake falsely if would could may might should will never claims".split()
    ),
    "uk": frozenset(
        "не спростував спростувала спростували заперечив заперечує якщо якби може можуть могли фейк".split()
    ),
    "ru": frozenset("не опроверг опровергли отрицает отрицают если может могут могли бы фейк".split()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How a language writes numbers, and what makes one doubtful there. All words are folded (model/lines.py)."""

    spelled: Mapping[str, int]
    tens: Mapping[str, int]
    digits: str  #: whose marks: "en" or "uk"
    before: frozenset[str]
    behind: frozenset[str]
    unsaid: frozenset[str]


def _counting(language: str, spelled: Mapping[str, int], tens: Mapping[str, int]) -> Counting:
    marks = "en" if language == "en" else "uk"
    return Counting(
        spelled=spelled,
        tens=tens,
        digits=marks,
        before=_BEFORE[language],
        behind=_BEHIND[language],
        unsaid=_UNSAID[language],
    )


COUNTING: Mapping[str, Counting] = {
    "en": _counting("en", _EN, _EN_TENS),
    "uk": _counting("uk", _UK, _UK_TENS),
    "ru": _counting("ru", _RU, _RU_TENS),
}
#: A language without tables: plain digits only, and every doubtful word that we know in any language.
_UNKNOWN = Counting(
    spelled={},
    tens={},
    digits="",
    before=frozenset().union(*_BEFORE.values()),
    behind=frozenset().union(*_BEHIND.values()),
    unsaid=frozenset().union(*_UNSAID.values()),
)


def counting(language: str) -> Counting:
    return COUNTING.get(language, _UNKNOWN)


def of_digits(text: str, rules: Counting) -> Decimal | None:
    """The number that is written so; None where the marks could mean two things ("1.500") or too much."""
    if len(text) > _LONGEST:
        return None
    if _PLAIN.fullmatch(text) and text.isascii():
        return Decimal(text)
    grouped, decimal = _GROUPED.get(rules.digits), _DECIMAL.get(rules.digits)
    if grouped and grouped.fullmatch(text) and text.replace("\u00a0", " ").isprintable():
        return Decimal(re.sub(r"\D", "", text))
    if decimal and decimal.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def of_words(words: tuple[str, ...], rules: Counting) -> tuple[Decimal, int] | None:
    """The number that the first one or two of these folded words name, and how many it takes."""
    if not words:
        return None
    first, hyphen, rest = words[0].partition("-")
    if hyphen:
        return (Decimal(rules.tens[first] + rules.spelled[rest]), 1) if _tens(first, rest, rules) else None
    if first in rules.tens:
        if len(words) > 1 and _tens(first, words[1], rules):
            return Decimal(rules.tens[first] + rules.spelled[words[1]]), 2
        return Decimal(rules.tens[first]), 1
    return (Decimal(rules.spelled[first]), 1) if first in rules.spelled else None


def _tens(first: str, second: str, rules: Counting) -> bool:
    return first in rules.tens and 1 <= rules.spelled.get(second, 0) <= 9


def is_range(between: str) -> bool:
    """Does this folded word between two numbers make them one statement?"""
    return between in _BETWEEN
