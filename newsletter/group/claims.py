"""What a sentence states: a number of something, or the date of an event, with how firmly it is said.

A value is a range: "up to 100,000" is at most that, "more than seven" at least; a round number stands for what
rounds to it. Only what is said plainly is taken: a sentence with two dates, a number without a noun, a year, an age
or a time of day state nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from newsletter.group.names import mentions, sentences
from newsletter.group.translations import meaning
from newsletter.group.vocabulary import ACRONYMS, COMMON_STEMS, EVERYDAY, HEDGES, MONTHS, SCALES, SPELLED, WEEKDAYS
from newsletter.group.words import stems, words_of

#: A round number is what rounds to it, but never more than this share away.
_ROUND = 0.1
#: Meanings whose day can be told: they are once, and announced.
_EVENTS = {"~talks": "talks", "~summit": "talks", "~meet": "talks", "~election": "election", "~visit": "visit"}
#: What happened to people, openings of words: those killed are not those wounded, whatever word counts them.
_FATES = {
    fate: tuple(openings.split())
    for fate, openings in (
        ("killed", "kill dead death die dying fatal загин загиб помер вбит убит погиб умер смерт жертв летальн"),
        ("wounded", "wound injur поран травм ранен пострад постражд"),
        ("held", "arrest detain custod jail arest заареш арешт арест затрим задерж"),
        ("missing", "missing зник пропал безвіст"),
        ("moved", "evacuat rescue flee fled displac евакуй эвакуир врятов спасен спасл"),
        ("infected", "infect test sick інфік захвор зараз забол covid"),
    )
}
#: Words that count people, whoever they are; and those that count soldiers.
_PEOPLE = ("people", "person", "human", "man", "men", "осіб", "особ", "люд", "челов")
_SOLDIERS = ("~troops", "~military")
#: What happened to people is itself what is counted.
_FATEFUL = ("~human", "~dead", "~wound", "~arrest")
#: Behind one of these another thing is counted.
_PARTED = frozenset("and or but while as with і й та або а и или но with".split())
#: Spans of time are measured by everybody from another moment.
_NO_UNITS = frozenset(
    "day week month year minute second time am pm день дня днів дней тижн недел місяц меся год годин час років рок"
    " лет хвилин минут раз".split()
)

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan січня января",
            "february feb лютого февраля",
            "march mar березня марта",
            "april apr квітня апреля",
            "may травня мая",
            "june jun червня июня",
            "july jul липня июля",
            "august aug серпня августа",
            "september sep sept вересня сентября",
            "october oct жовтня октября",
            "november nov листопада ноября",
            "december dec грудня декабря",
        ),
        1,
    )
    for name in names.split()
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{_NAMES})\b"
    rf"|(?P<m2>{_NAMES})\.? (?P<d2>\d{{1,2}})(?!\d|[.,:]\d))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.,:/-])(?:[$€£])?(\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+(?:\.\d+)?)(?![\d:/]|[.,]\d)")
#: Small numbers are as often written in words; in Ukrainian п'ять and дев'ять have an apostrophe.
_SMALL = sorted((w for w, n in SPELLED.items() if n.isdigit() and 2 <= int(n) <= 20), key=len, reverse=True)
_SPELLED = re.compile(rf"\b(?:{'|'.join(_SMALL)})\b".replace("вя", "в['’ʼ]?я").replace("пя", "п['’ʼ]?я"), re.IGNORECASE)
#: An English plural may be counted, though its meaning is in no list; so many words behind the number.
_PLURAL, _NEAR = re.compile(r"[a-z]{4,}s"), 2
#: Of these there are so many of anything: they measure, and count nothing.
_MEASURED = frozenset(
    "cents pence pounds points metres meters kilometres kilometers miles yards inches degrees tonnes tons barrels"
    " litres goals games rounds times sides parts countries others sources minutes".split()
)
#: "Season 4", "No. 3": which one, not how many.
_NUMBERED = re.compile(r"(?:#|\bNo\. ?|№ ?|[^.!?:;,–—-]\s[A-ZА-ЯІЇЄҐ][^\W\d_]+ )$")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*|%")
#: 122.000 is a hundred and twenty-two thousand to half of Europe, and a hundred and twenty-two to the other half.
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
_HUMAN = "~human"
_SIGNS = re.compile(r"[,;:!?()]|(?<!тис)(?<!тыс)(?<!млн)(?<!bn)(?<!млрд)\. |[–—]")
_FIRST = re.compile(r"^[\W_]*([A-ZА-ЯІЇЄҐ][^\W\d_]+) $")
#: What is longer, in characters, is a table or a list and no sentence.
_LONGEST = 1_000
_DIGIT = re.compile(r"\d")
_LONG_NAMES = (
    (re.compile(r"\bUnited States\b"), "US"),
    (re.compile(r"\bUnited Nations\b"), "UN"),
    (re.compile(r"\bEuropean Union\b"), "EU"),
    (re.compile(r"\bU\.S\.|\bU\. S\."), "US"),
    (re.compile(r"\bU\.N\."), "UN"),
)
#: From here on a sentence tells what the event is about, where it is, or who says so; not who takes part.
_ABOUT = re.compile(
    r"\b(?:to discuss|over|amid|about|according|said|says|told|for|in|at|щодо|через|про|у|в|на|заявив|сказав|о|об|из-за"
    r"|по|заявил|сказал)\b",
    re.IGNORECASE,
)
_KNOWN = COMMON_STEMS | frozenset(ACRONYMS.values())


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one sentence."""

    kind: str  #: "number" or "date"
    key: tuple[str, ...]  #: what it is about; only equal keys can differ
    what: str  #: the same in words
    value: str  #: as it is written there
    size: float  #: the number as written
    low: float  #: the least that agrees; of a date month * 100 + day
    high: float
    sentence: str
    said: frozenset[str]  #: what the sentence speaks of
    names: frozenset[str]  #: whom and where, without those that everybody names

    def agrees(self, other: Claim) -> bool:
        return self.low <= other.high and other.low <= self.high


def claims(title: str, text: str) -> Iterator[Claim]:
    """What headline and text state, in their order."""
    for sentence in (title, *sentences(text)):
        if len(sentence) > _LONGEST or not (_DIGIT.search(sentence) or _SPELLED.search(sentence)):
            continue
        plain = sentence
        for pattern, short in _LONG_NAMES:
            plain = pattern.sub(short, plain)
        said = frozenset(meaning(w) or s for w in words_of(plain) for s in stems((w,)))
        names = frozenset(m.stem for m in mentions(plain, "") if m.sure) - _KNOWN
        dates = list(_DATE.finditer(plain))
        if len(dates) == 1:
            yield from _date(dates[0], plain, sentence, said, names)
        yield from _numbers(_DATE.sub(" ", plain), sentence, said, names)


def _date(
    found: re.Match[str], plain: str, sentence: str, said: frozenset[str], names: frozenset[str]
) -> Iterator[Claim]:
    day = int(found["d1"] or found["d2"])
    month = _MONTHS[(found["m1"] or found["m2"]).casefold()]
    events = {_EVENTS[s] for s in said if s in _EVENTS}
    if not 1 <= day <= 31 or len(events) != 1:
        return
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    parties = _parties(rest)
    if len(parties) < 2:
        return
    event = events.pop()
    at = float(month * 100 + day)
    yield Claim("date", (event, *sorted(parties)), event, found.group().rstrip(", "), at, at, at, sentence, said, names)


def _parties(sentence: str) -> frozenset[str]:
    """Who takes part: the names before it is said what it is about."""
    names: set[str] = set()
    start = 0
    for stop in (*_ABOUT.finditer(sentence), None):
        piece = sentence[start : stop.start() if stop else len(sentence)]
        names |= {m.stem for m in mentions(piece, "") if m.sure or m.stem in _KNOWN}
        if len(names) > 1:
            break
        start = stop.end() if stop else start
    return frozenset(names)


def _numbers(plain: str, sentence: str, said: frozenset[str], names: frozenset[str]) -> Iterator[Claim]:
    for found in (*_NUMBER.finditer(plain), *_SPELLED.finditer(plain)):
        if _NUMBERED.search(plain, max(0, found.start() - 40), found.start()):
            continue
        written = found.group(found.re.groups)  # of the whole where nothing stands before it
        plainly = written if _DIGIT.search(written) else words_of(written)[0]
        value = float(re.sub(r"[^\d.]", "", plainly))
        behind = _SIGNS.split(plain[found.end() : found.end() + 60], maxsplit=1)[0]
        after = [w.group() for w in _WORD.finditer(behind)][:4]
        scale = SCALES.get(after[0].casefold().rstrip("."), 1) if after else 1
        if scale > 1:
            after = after[1:]
        money = found.group()[0] in "$€£"
        unit = ("money", "") if money else _unit(after)
        if unit is None or (1900 <= value <= 2100 and scale == 1 and "," not in found.group()):
            continue
        if _named_so(plain, found.start(), after) or _THOUSANDS.fullmatch(written):
            continue
        fate = _fate(plain, found.start(), found.end(), unit[0])
        before = " ".join(words_of(plain[max(0, found.start() - 30) : found.start()])[-3:])
        low, high = _range(value * scale, before)
        key, noun = unit
        about = (_HUMAN if key in _FATEFUL else key, fate) if fate else (key,)
        what = " ".join(after[: after.index(noun) + 1]) if noun in after else noun
        shown = " ".join(w for w in (found.group(), _scale_word(plain, found.end()) if scale > 1 else "", what) if w)
        yield Claim("number", about, what or key, shown, value * scale, low, high, sentence, said - {key}, names)


def _scale_word(plain: str, at: int) -> str:
    found = _WORD.search(plain, at)
    return found.group() if found else ""


def _unit(after: list[str]) -> tuple[str, str] | None:
    """The noun that is counted: the first of three words whose meaning is known, else the word itself if it is one."""
    if after and (after[0] == "%" or after[0].casefold() in ("percent", "per", "відсотків", "процентов")):
        return "%", "%"
    for word in after[:3]:
        low = word.casefold()
        if low in MONTHS or low in WEEKDAYS or any(low.startswith(u) for u in _NO_UNITS):
            return None
        if low in _PARTED:
            break
        if low.startswith(_PEOPLE):
            return _HUMAN, word
        means = meaning("".join(words_of(word)))
        if means:
            return ("~troops" if means in _SOLDIERS else means), word
    plural = next((w for w in after[:_NEAR] if _PLURAL.fullmatch(w) and w not in _MEASURED), None)
    return (plural, plural) if plural else None


def _named_so(plain: str, at: int, after: list[str]) -> bool:
    """ "Nexus 6 Release": a name, at the head of a headline that writes every word with a capital."""
    first = _FIRST.match(plain[:at])
    if first is None or not after or not after[0][:1].isupper():
        return False
    word = first.group(1).casefold()
    return not meaning(word) and word not in HEDGES and not any(h.startswith(f"{word} ") for h in HEDGES)


def _fate(plain: str, start: int, end: int, unit: str) -> str:
    """What happened to those who are counted: the word that is nearest, not beyond another number; "" for none."""
    before = [w.group().casefold() for w in _WORD.finditer(plain[max(0, start - 60) : start])][::-1]
    after = [w.group().casefold() for w in _WORD.finditer(plain, end, min(len(plain), end + 60))]
    best = (9, "")
    for words in (after, before):
        for n, word in enumerate(words[:8]):
            if _DIGIT.search(word) or (word in _PARTED and n):
                break
            fate = next((f for f, openings in _FATES.items() if word.startswith(openings)), "")
            if fate and n < best[0]:
                best = (n, fate)
    return best[1]


def _range(value: float, before: str) -> tuple[float, float]:
    for words, (low, high) in HEDGES.items():
        if f" {before} ".endswith(f" {words} "):
            return value * low, value * high if high < 9 else inf
    digits = f"{value:.0f}"
    unit = 10.0 ** (len(digits) - len(digits.rstrip("0"))) if value >= 1 else 1.0
    slack = min(unit / 2, _ROUND * value)
    return value - slack, value + slack


def meant_by(said: frozenset[str], other: frozenset[str]) -> float:
    """How much two sentences have in common: a point a word, half a point for what half of the news is about."""
    return sum(0.5 if s in EVERYDAY else 1.0 for s in said & other if not s[0].isdigit() and s not in SPELLED)
