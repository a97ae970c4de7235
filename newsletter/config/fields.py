"""The kinds of values that sources.yaml is made of, each with its own words for what is allowed.

Every kind is a function from what YAML gave to what the program needs; its errors are of `wrong`, and
pydantic collects them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator

from newsletter.config.addresses import address, mailer_url, network, page_url, site_url, source_url, store_url
from newsletter.config.wrong import did_you_mean, show, wrong
from newsletter.model.meanings import MeaningKind
from newsletter.model.pictures import Showing
from newsletter.model.rules import Approval, Style
from newsletter.model.sources import Trust
from newsletter.model.titles import around_hours, forms_in

#: Longer than any headline or address; keeps a pasted page out of a subject line.
MAX_LINE = 500
MAX_TEXT = 20_000
MAX_DURATION = dt.timedelta(days=366)

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DURATION = re.compile(r"(?:\d{1,7}[smhdw])+")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YES = {"yes": True, "true": True, "no": False, "false": False}


def _text(value: Any, allowed: str, limit: int = MAX_TEXT) -> str:
    if not isinstance(value, str):
        hint = "" if isinstance(value, (list, dict)) or value is None else "; in quotes, if it is meant as text"
        raise wrong(f"{show(value)} is not text", allowed + hint)
    if len(value) > limit:
        raise wrong(f"is too long: {len(value)} characters", f"up to {limit}")
    return value.strip()


def _line(value: Any) -> str:
    text = _text(value, "one line of text", MAX_LINE)
    if _CONTROL.search(text):
        raise wrong("holds a line break or a control character", "one line of text")
    return text


def _required_line(value: Any) -> str:
    text = _line(value)
    if not text:
        raise wrong("is empty", "one line of text")
    return text


def _flag(value: Any) -> bool:
    found = _YES.get(value.casefold()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise wrong(f"{show(value)} is neither yes nor no", "yes | no")
    return found


def _whole(low: int, high: int) -> Callable[[Any], int]:
    allowed = f"a whole number from {low} to {high}"

    def check(value: Any) -> int:
        if type(value) is not int:
            raise wrong(f"{show(value)} is not a whole number", allowed)
        if not low <= value <= high:
            raise wrong(f"{value} is out of range", allowed)
        return value

    return check


def _weight(value: Any) -> float:
    if type(value) not in (int, float):
        raise wrong(f"{show(value)} is not a number", "a number from 0 to 100")
    if not 0 <= value <= 100:
        raise wrong(f"{value} is out of range", "a number from 0 to 100")
    return float(value)


def _share(value: Any) -> float:
    if type(value) not in (int, float) or not 0 < value <= 1:
        raise wrong(f"{show(value)} is no share", "a number above 0, at most 1")
    return float(value)


def _duration(shortest: int) -> Callable[[Any], dt.timedelta]:
    allowed = "a number with s, m, h, d or w: 90s, 30m, 1h, 2d" + (
        f"; at least {shortest}s, at most 366d" if shortest else "; at most 366d"
    )

    def check(value: Any) -> dt.timedelta:
        if not isinstance(value, str) or not _DURATION.fullmatch(value.strip()):
            raise wrong(f"{show(value)} is not a length of time", allowed)
        length = dt.timedelta(seconds=sum(int(n) * _UNITS[u] for n, u in re.findall(r"(\d+)([smhdw])", value)))
        if not dt.timedelta(seconds=shortest) <= length <= MAX_DURATION:
            raise wrong(f"{show(value)} is out of range", allowed)
        return length

    return check


def _time_of_day(value: Any) -> dt.time:
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise wrong(f"{show(value)} is not a time of day", 'hours and minutes: "07:00"')
    return dt.time(int(match[1]), int(match[2]))


def _date(value: Any) -> dt.date:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong(f"{show(value)} is not a date", "year-month-day: 2022-01-07")


def _weekday(value: Any, at: int) -> int:
    name = value.strip().casefold() if isinstance(value, str) else ""
    for names in (_DAYS, _LONG_DAYS):
        if name in names:
            return names.index(name)
    raise wrong(f"{show(value)} is not a day of the week", " | ".join(_DAYS), at=at)


def _days(value: Any) -> tuple[int, ...]:
    allowed = "daily | mon-fri | a list such as [mon, wed, fri]"
    if isinstance(value, list) and value:
        return tuple(sorted({_weekday(v, n) for n, v in enumerate(value)}))
    text = value.strip().casefold() if isinstance(value, str) else ""
    if text == "daily":
        return tuple(range(7))
    first, dash, last = text.partition("-")
    if not dash or first not in _DAYS or last not in _DAYS:
        raise wrong(f"{show(value)} does not say on which days", allowed)
    start, end = _DAYS.index(first), _DAYS.index(last)
    return tuple(sorted((start + n) % 7 for n in range((end - start) % 7 + 1)))


@cache
def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown; no such kind of name; a folder of zones ("Europe")
        return False
    return True


def _timezone(value: Any) -> str:
    name = _text(value, "a name such as Europe/Kyiv", MAX_LINE)
    if not _zone_exists(name):
        meant = did_you_mean(name, sorted(available_timezones()))
        raise wrong(f"there is no time zone {show(name)}", "a name such as Europe/Kyiv", meant=meant)
    return name


@cache
def _locale(tag: str) -> str | None:
    from babel import Locale, UnknownLocaleError

    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", tag):
        return None
    try:
        known = Locale.parse(tag.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    parts = tag.replace("_", "-").split("-")
    # "eng" is read as en_US: keep what was asked for, in Babel's spelling of the language
    return "-".join([known.language, *(p.title() if len(p) == 4 else p.upper() for p in parts[1:])])


def _language(value: Any) -> str:
    tag = _text(value, "a language tag such as en, uk, pt-BR", MAX_LINE)
    known = _locale(tag)
    if known is None:
        raise wrong(f"{show(tag)} is no known language", "a language tag such as en, uk, pt-BR")
    return known


def _primary_language(value: Any) -> str:
    """What an entry's language is compared with: the first subtag only (BCP 47)."""
    return _language(value).partition("-")[0]


def _language_or_none(value: Any) -> str | None:
    return _primary_language(value) if value != "" else None


def _one_of(*words: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if isinstance(value, str) and value in words:
            return value
        meant = did_you_mean(value, words) if isinstance(value, str) else ""
        raise wrong(f"{show(value)} is not possible here", " | ".join(words), meant=meant)

    return check


def _enum(kind: type[StrEnum]) -> Callable[[Any], StrEnum]:
    check = _one_of(*kind)
    return lambda value: kind(check(value))


def _literal(kind: Any) -> PlainValidator:
    return PlainValidator(_one_of(*get_args(kind)))


def _link_required(value: Any) -> bool:
    if isinstance(value, bool) or value in ("yes", "no"):
        return _flag(value)
    return _one_of("required", "optional")(value) == "required"


def _title(value: Any) -> str:
    title = _required_line(value)
    if re.search(r"[{}]", "".join(around_hours(title))):
        allowed = "{hours}, {hours: hour|hours}, or no braces"
        raise wrong(f"{show(title)} holds braces with something other than hours in them", allowed)
    if not all(all(forms) for forms in forms_in(title)):
        raise wrong(f"{show(title)} leaves a form of {{hours: ...}} empty", "{hours: hour|hours}")
    return title


def _theme(value: Any) -> str:
    name = _required_line(value)
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", name):
        allowed = "a letter, then letters, digits and hyphens, all small"
        raise wrong(f"{show(name)} cannot be the name of a theme", allowed)
    return name


#: A kind of feed that the bytes are read as, whatever they say.
Format = Literal["feed", "json"]
#: Whether the pages behind a feed's entries are read.
Reading = Literal["no", "fetch"]
Fill = Literal["first", "normal", "last"]
Answer = Literal["hold", "send", "short"]
#: What a section does where a report with lines has not come.
NoReport = Literal["say", "silent"]

Text = Annotated[str, PlainValidator(lambda v: _text(v, "text"))]
Line = Annotated[str, PlainValidator(_line)]
RequiredLine = Annotated[str, PlainValidator(_required_line)]
Title = Annotated[str, PlainValidator(_title)]
Flag = Annotated[bool, PlainValidator(_flag)]
Count = Annotated[int, PlainValidator(_whole(0, 1_000_000))]
Limit = Annotated[int, PlainValidator(_whole(1, 1_000))]
Connections = Annotated[int, PlainValidator(_whole(1, 100))]
Weight = Annotated[float, PlainValidator(_weight)]
Share = Annotated[float, PlainValidator(_share)]
Duration = Annotated[dt.timedelta, PlainValidator(_duration(1))]
PicturesName = Annotated[Showing, PlainValidator(lambda v: _one_of(*get_args(Showing))("no" if v is False else v))]
Gap = Annotated[dt.timedelta, PlainValidator(_duration(0))]
TimeOfDay = Annotated[dt.time, PlainValidator(_time_of_day)]
Date = Annotated[dt.date, PlainValidator(_date)]
Days = Annotated[tuple[int, ...], PlainValidator(_days)]
Timezone = Annotated[str, PlainValidator(_timezone)]
Language = Annotated[str, PlainValidator(_language)]
PrimaryLanguage = Annotated[str, PlainValidator(_primary_language)]
LanguageOrNone = Annotated[str | None, PlainValidator(_language_or_none)]
StyleName = Annotated[Style, PlainValidator(_enum(Style))]
ApprovalName = Annotated[Approval, PlainValidator(_enum(Approval))]
TrustName = Annotated[Trust, PlainValidator(_enum(Trust))]
FillName = Annotated[Fill, _literal(Fill)]
MeaningName = Annotated[MeaningKind, _literal(MeaningKind)]
AnswerName = Annotated[Answer, _literal(Answer)]
ThemeName = Annotated[str, PlainValidator(_theme)]
FormatName = Annotated[Format, _literal(Format)]
ArticleName = Annotated[Reading, _literal(Reading)]
NoReportName = Annotated[NoReport, _literal(NoReport)]
LinkRequired = Annotated[bool, PlainValidator(_link_required)]
Address = Annotated[str, PlainValidator(lambda v: address(_required_line(v)))]
AddressOrEmpty = Annotated[str, PlainValidator(lambda v: v if v == "" else address(_required_line(v)))]
PageOrEmpty = Annotated[str, PlainValidator(lambda v: page_url(v) if _line(v) else "")]
Site = Annotated[str, PlainValidator(lambda v: site_url(_required_line(v)))]
SourceUrl = Annotated[str, PlainValidator(lambda v: source_url(_required_line(v)))]
Network = Annotated[str, PlainValidator(lambda v: network(_required_line(v)))]
StoreUrl = Annotated[str, PlainValidator(lambda v: store_url(_required_line(v)))]
MailerUrl = Annotated[str, PlainValidator(lambda v: mailer_url(_required_line(v)))]
