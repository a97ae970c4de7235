"""Dates as they stand on pages: "UPDATE 13/01/2022", "January 10, 2022", "10.01.2022", "10 січня 2022, 14:30".

Whether 10/01 is in January or in October is decided by the page's other dates: dateparser and htmldate look at one
date at a time, and missed every heading of this kind that we tried.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

_MONTHS = {
    # English, Ukrainian, Russian (genitive and nominative), German, French, Polish: by how they begin
    1: ("january", "jan", "січня", "січень", "января", "январь", "januar", "jänner", "janvier", "stycznia"),
    2: ("february", "feb", "лютого", "лютий", "февраля", "февраль", "februar", "février", "lutego"),
    3: ("march", "mar", "березня", "березень", "марта", "март", "märz", "mars", "marca"),
    4: ("april", "apr", "квітня", "квітень", "апреля", "апрель", "avril", "kwietnia"),
    5: ("may", "травня", "травень", "мая", "май", "mai", "maja"),
    6: ("june", "jun", "червня", "червень", "июня", "июнь", "juni", "juin", "czerwca"),
    7: ("july", "jul", "липня", "липень", "июля", "июль", "juli", "juillet", "lipca"),
    8: ("august", "aug", "серпня", "серпень", "августа", "август", "août", "sierpnia"),
    9: ("september", "sept", "sep", "вересня", "вересень", "сентября", "сентябрь", "septembre", "września"),
    10: ("october", "oct", "жовтня", "жовтень", "октября", "октябрь", "oktober", "octobre", "października"),
    11: ("november", "nov", "листопада", "листопад", "ноября", "ноябрь", "novembre", "listopada"),
    12: ("december", "dec", "грудня", "грудень", "декабря", "декабрь", "dezember", "décembre", "grudnia"),
}
_MONTH_OF = {name: number for number, names in _MONTHS.items() for name in names}
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))
_MONTH = rf"(?:{_NAMES})\b\.?"

WEEKDAYS = (
    ("monday", "mon", "понеділок", "понедельник", "montag", "lundi", "poniedziałek"),
    ("tuesday", "tue", "tues", "вівторок", "вторник", "dienstag", "mardi", "wtorek"),
    ("wednesday", "wed", "середа", "среда", "mittwoch", "mercredi", "środa"),
    ("thursday", "thu", "thur", "thurs", "четвер", "четверг", "donnerstag", "jeudi", "czwartek"),
    ("friday", "fri", "п'ятниця", "п’ятниця", "пятница", "freitag", "vendredi", "piątek"),
    ("saturday", "sat", "субота", "суббота", "samstag", "samedi", "sobota"),
    ("sunday", "sun", "неділя", "воскресенье", "sonntag", "dimanche", "niedziela"),
)
WEEKDAY = re.compile(
    r"\b(?:" + "|".join(sorted((n for ns in WEEKDAYS for n in ns), key=len, reverse=True)) + r")\b\.?", re.IGNORECASE
)

_ZONES = {"utc": 0, "gmt": 0, "z": 0, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "est": -300}
_ZONES |= {"et": -300, "pt": -480, "edt": -240, "cst": -360, "cdt": -300, "pst": -480, "pdt": -420, "bst": 60}
_SHOUTED = {"et", "pt"}  # words, when they are not capitals
_CLOCK = (
    r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?(?P<zone>[+-]\d\d:?\d\d|(?:"
    + "|".join(sorted(_ZONES.keys() - _SHOUTED, key=len, reverse=True))
    + r")\b|(?-i:[EP]T)\b))?"
)
CLOCK = re.compile(_CLOCK, re.IGNORECASE)
_MOST = 100  # dates of one kind in one line

#: How a clock may follow a date.
_LINK = re.compile(r"T(?=\d)|(?:\s*(?:,|\||•|·|-|–|—|at|о|в|um|à|року|р\.|г\.)\s*){0,3}\s*", re.IGNORECASE)

_PATTERNS = (
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)(?!\d)"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)/(?P<month>0?\d|1[0-2])/(?P<day>[0-3]?\d)(?![\d/])"),
    re.compile(
        rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<name>{_MONTH}),?\s*"
        r"(?:(?P<year>(?:19|20)\d\d)(?!\d))?",
        re.I,
    ),
    re.compile(
        rf"\b(?P<name>{_MONTH})\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d:])(?:,?\s*(?P<year>(?:19|20)\d\d)(?!\d))?",
        re.I,
    ),
    re.compile(r"(?<![\d./-])(?P<one>[0-3]?\d)(?P<mark>[./-])(?P<two>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)?\d\d)(?!\d)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A date that stands in a text, not yet decided where it can be read in two ways."""

    start: int
    end: int
    readings: tuple[tuple[int, int], ...]  #: (month, day); two of them where both are possible, D/M first
    year: int | None
    clock: dt.timedelta | None = None  #: since midnight UTC; zone applied where one is given
    decides: str = ""  #: "dm" or "md": a numeric date that can be read in one way only


def find_dates(text: str) -> list[Found]:
    """All dates in `text`, in order, none overlapping another."""
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(text), _MOST):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            date = _found(match, text)
            if date is not None:
                found.append(date)
                taken.append((match.start(), match.end()))
    return sorted(found, key=lambda f: f.start)


def _found(match: re.Match[str], text: str) -> Found | None:
    groups = match.groupdict()
    year = _year(groups["year"])
    decides = ""
    if groups.get("one"):
        one, two = int(groups["one"]), int(groups["two"])
        pairs = [(two, one)] if groups["mark"] == "." else list(dict.fromkeys([(two, one), (one, two)]))
        pairs = [p for p in pairs if _possible(p, year)]
        if groups["mark"] != "." and len(pairs) == 1 and one != two:
            decides = "dm" if pairs[0] == (two, one) else "md"
    else:
        month = _MONTH_OF[groups["name"].rstrip(".").casefold()] if groups.get("name") else int(groups["month"])
        pairs = [p for p in [(month, int(groups["day"]))] if _possible(p, year)]
    if not pairs:
        return None
    end = match.start() + len(match[0].rstrip(" ,"))
    gap = _LINK.match(text, end)
    clock = CLOCK.match(text, gap.end() if gap else end)
    length = _clock(clock) if clock and _stands_apart(text, clock) else None
    if clock and length is not None:
        end = clock.end()
    return Found(start=match.start(), end=end, readings=tuple(pairs), year=year, clock=length, decides=decides)


def time_of_day(line: str) -> dt.timedelta | None:
    """10:26, 7:24 PM, 14:30 EET: since midnight UTC; None when `line` is nothing of the kind."""
    match = CLOCK.fullmatch(line.strip(" •·-–—*"))
    return _clock(match) if match else None


def midnight(time: dt.datetime) -> dt.datetime:
    """The beginning of its day."""
    return time.replace(hour=0, minute=0, second=0, microsecond=0)


def _stands_apart(text: str, clock: re.Match[str]) -> bool:
    """A clock, not the beginning of another number."""
    return not (clock.end() < len(text) and text[clock.end()].isdigit())


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _possible(pair: tuple[int, int], year: int | None) -> bool:
    try:
        dt.date(year or 2024, *pair)  # a leap year
    except ValueError:
        return False
    return True


def _clock(match: re.Match[str]) -> dt.timedelta | None:
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    zone = (match["zone"] or "utc").casefold()
    if zone in _ZONES:
        offset = _ZONES[zone]
    else:
        digits = zone[1:].replace(":", "")
        offset = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    return dt.timedelta(hours=hour, minutes=int(match["minute"]) - offset, seconds=int(match["second"] or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How this page writes dates."""

    day_first: bool | None  #: None: its dates leave it open
    known: tuple[dt.date, ...]  #: those that can be read in one way only
    seen: dt.datetime  #: when the page was fetched: nothing on it was written later

    def when(self, found: Found) -> dt.datetime | None:
        """The instant that is meant; None for one that cannot be (it is after the page was fetched)."""
        dates = [d for d in self._readings(found) if d <= self.seen.date() + dt.timedelta(days=1)]
        if not dates:
            return None
        return dt.datetime.combine(dates[0], dt.time(), dt.UTC) + (found.clock or dt.timedelta())

    def _readings(self, found: Found) -> list[dt.date]:
        """What it may be, the likeliest first."""
        years = [found.year] if found.year else self._years()
        dates = [_date(year, *pair) for year in years for pair in found.readings]
        sure = [d for d in dates if d is not None]
        if len(found.readings) == 2 and self.day_first is not None:
            wanted = found.readings[0 if self.day_first else 1]
            return [d for d in sure if (d.month, d.day) == wanted]
        if len(found.readings) == 2 and self.known:
            return sorted(sure, key=self._distance)
        return sure if found.year else sorted(sure, key=self._distance)

    def _years(self) -> list[int]:
        this = self.seen.year
        return sorted({this, this - 1, *(d.year for d in self.known)}, reverse=True)

    def _distance(self, day: dt.date) -> int:
        known = self.known or (self.seen.date(),)
        return min(abs((day - other).days) for other in known)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def calendar(
    lines: Iterable[str], *, seen: dt.datetime, american: bool = False, also: Sequence[dt.date] = ()
) -> Calendar:
    """What all dates of a page together say. `also` are those of its machine-readable head."""
    found = [date for line in lines for date in find_dates(line)]
    votes = [f.decides for f in found if f.decides]
    day_first: bool | None = None
    if votes.count("dm") != votes.count("md"):
        day_first = votes.count("dm") > votes.count("md")
    latest = seen.date() + dt.timedelta(days=1)
    dates = (_date(f.year, *f.readings[0]) for f in found if f.year and len(f.readings) == 1)
    known = sorted({d for d in (*dates, *also) if d is not None and d <= latest})
    if day_first is None and not known:
        day_first = not american
    return Calendar(day_first=day_first, known=tuple(known), seen=seen)
