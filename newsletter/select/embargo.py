"""Until when an embargo holds: "0600 GMT, Tuesday 11 January 2022", "6 a.m. ET Jan. 11", "2022-01-11 06:00"."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan січ", "feb лют", "mar бер", "apr кві", "may тра", "jun чер",
            "jul лип", "aug сер", "sep вер", "oct жов", "nov лис", "dec гру",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(_MONTHS) + r")[^\W\d_]*\.?"
#: "12 January 2000 GMT" and "12 January 0600" are hours.
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b(?!\s*(?:gmt|utc|z|bst|c?e?e?s?t|msk|[ecp]d?t)\b))?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<number>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.(?P<number>\d{1,2})\.(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}",
    )
)
_TIME = re.compile(
    r"(?<![\d.-])(?:(?P<hour>\d{1,2})[:.](?P<minute>\d\d)|(?P<both>\d{4})(?!\d)|(?P<bare>\d{1,2})(?=\s*[ap]\.?m\b))"
    r"\s*(?P<half>[ap])?(?:\.?m\b\.?)?|\b(?P<word>noon|midnight)\b",
    re.IGNORECASE,
)
#: Hours ahead of UTC. Where a name means two (ET in winter and in summer) the later instant: too late does no harm.
_ZONES = {
    "gmt": 0, "utc": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "kyiv": 2, "київ": 2,
    "києв": 2, "london": 0, "et": -5, "est": -5, "edt": -4, "ct": -6, "cst": -6, "pt": -8, "pst": -8, "pdt": -7,
}  # fmt: skip
_ZONE = re.compile(r"\b(" + "|".join(sorted(_ZONES, key=len, reverse=True)) + r")(?:\b|(?=ом\b))", re.IGNORECASE)
_OFFSET = re.compile(r"(?:gmt|utc)?\s*([+-])(\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
_DAY = dt.timedelta(days=1)


def until(words: str, said: dt.datetime) -> dt.datetime | None:
    """The instant that `words` name, in UTC; None when they name none, or one that can be read in two ways.

    `said` is when they were published: what they leave out (the year, the day) is the next one after it. A time
    without a zone is UTC, a day without a time begins at midnight.
    """
    date = _date(words, said)
    rest = words if date is None else words[: date[1]] + " " * (date[2] - date[1]) + words[date[2] :]
    clock = _TIME.search(rest)
    if date is None and clock is None:
        return None
    offset = _offset(rest[clock.end() :] if clock else rest)
    try:
        time = _time(clock) if clock else dt.time()
        day = date[0] if date else (said + offset).date()
        found = dt.datetime.combine(day, time, tzinfo=dt.UTC) - offset
    except (ValueError, OverflowError):
        return None
    return found if date or found > said else found + _DAY


def _date(words: str, said: dt.datetime) -> tuple[dt.date, int, int] | None:
    for pattern in _DATES:
        found = pattern.search(words)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["number"]) if parts.get("number") else _MONTHS[parts["month"].lower()]
        try:
            day = dt.date(int(parts["year"] or said.year), month, int(parts["day"]))
        except ValueError:
            continue
        if not parts["year"] and day < said.date() - 180 * _DAY:
            day = day.replace(year=day.year + 1, day=min(day.day, 28) if month == 2 else day.day)
        return day, found.start(), found.end()
    return None


def _time(found: re.Match[str]) -> dt.time:
    if found["word"]:
        return dt.time(12 if found["word"].lower() == "noon" else 0)
    if found["both"]:
        hour, minute = int(found["both"][:2]), int(found["both"][2:])
    else:
        hour, minute = int(found["hour"] or found["bare"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return dt.time(hour, minute)


def _offset(words: str) -> dt.timedelta:
    if number := _OFFSET.match(words.strip()):
        hours = dt.timedelta(hours=int(number[2]), minutes=int(number[3] or 0))
        return hours if number[1] == "+" else -hours
    zone = _ZONE.search(words[:40])
    return dt.timedelta(hours=_ZONES[zone[1].lower()]) if zone else dt.timedelta(0)
