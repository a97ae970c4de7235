"""Days in a text: those it names, those it only points at ("on Monday"), and plans that are past."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.write.tongue import WORD, Tongue

_ISO = re.compile(r"(?<![\w./-])(?P<y>(?:19|20)\d\d)-(?P<mo>\d\d)-(?P<d>\d\d)(?![\w/-])")
_DOTTED = re.compile(r"(?<![\w./-])(?P<d>\d{1,2})\.(?P<mo>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)")
#: A plan's verb group: in "will be formally signed on 11 January" the participle is not what happened.
_VERB_GROUP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A day in a text."""

    start: int
    end: int
    day: dt.date | None  #: None: it can only be said when this was said
    insert: str = ""  #: what is printed behind it in brackets; "" where the text names the day itself


def named(text: str, tongue: Tongue, near: dt.date) -> list[Mention]:
    """Days with a date. Where no year is given it is the one that brings the day closest to `near`."""
    found = []
    for pattern in (tongue.date, _ISO, _DOTTED):
        for match in pattern.finditer(text):
            day = _day(match, tongue, near)
            if day:
                found.append(Mention(start=match.start(), end=match.end(), day=day))
    return sorted(found, key=lambda m: m.start)


def _day(match: re.Match[str], tongue: Tongue, near: dt.date) -> dt.date | None:
    groups = match.groupdict()
    number = int(groups.get("d") or groups.get("d2") or 0)
    name = groups.get("m") or groups.get("m2")
    month = tongue.month_of[name[:3].casefold()] if name else int(groups["mo"])
    years = [int(groups["y"])] if groups["y"] else [near.year - 1, near.year, near.year + 1]
    days = [day for year in years if (day := _date(year, month, number))]
    return min(days, key=lambda d: abs(d - near), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def pointed(text: str, tongue: Tongue, said: dt.date, beside: Sequence[Mention] = ()) -> list[Mention]:
    """Days that only the day of writing (`said`) explains, except where the date stands beside them already."""
    found: list[Mention] = []
    for match in tongue.relative.finditer(text):
        if any(0 <= d.start - match.end() <= 3 or 0 <= match.start() - d.end <= 3 for d in beside):
            continue
        if found and found[-1].day and match.lastgroup == "weekday" and match.start() - found[-1].end <= 2:
            continue  # "today, Thursday": said once
        day = _resolve(match, text, tongue, said)
        insert = tongue.day(day.month, day.day) if day else tongue.said_on.format(date=tongue.day(said.month, said.day))
        found.append(Mention(start=match.start(), end=match.end(), day=day, insert=insert))
    return found


def _resolve(match: re.Match[str], text: str, tongue: Tongue, said: dt.date) -> dt.date | None:
    kind = match.lastgroup
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1}
    try:
        if kind in steps:
            return said + dt.timedelta(days=steps[kind])
        if kind == "weekday":
            return _weekday(match, text, tongue, said)
    except OverflowError:
        return None
    return None


def _weekday(match: re.Match[str], text: str, tongue: Tongue, said: dt.date) -> dt.date | None:
    """The last such day, today included, where the clause tells what was; the coming one behind "will"; else undecided:
    whoever "meets ministers on Thursday" may do so the day after."""
    names = [w.casefold() for w in WORD.findall(match.group())]
    wanted = next(tongue.weekday_of[n[:3]] for n in names if n[:3] in tongue.weekday_of)
    last = said - dt.timedelta(days=(said.weekday() - wanted) % 7)
    start, end = _clause(text, match, tongue)
    plans = [m for m in tongue.future.finditer(text) if start <= m.start() < end]
    words = WORD.findall(text[plans[-1].end() if plans else start : end])
    behind = WORD.findall(text[match.end() : match.end() + 60])[:1]
    until = tongue.future.search(match.group()) is not None  # «до п’ятниці»: the preposition belongs to the day
    if until or (plans and not _past(words[_VERB_GROUP:], tongue)):
        return said + dt.timedelta(days=(wanted - said.weekday()) % 7)
    if _past([*(words[-1:] if plans else words), *behind], tongue):
        return last
    return last if last == said and not tongue.future.search(text) else None


def _clause(text: str, match: re.Match[str], tongue: Tongue) -> tuple[int, int]:
    """Where what stands before this day in its clause begins and ends; what stands behind, where the day opens it."""
    start = max((m.end() for m in tongue.clause.finditer(text, 0, match.start())), default=0)
    if WORD.search(text, start, match.start()):
        return start, match.start()
    found = tongue.clause.search(text, match.end() + 2)
    return match.end(), found.start() if found else len(text)


def _past(words: Sequence[str], tongue: Tongue) -> bool:
    return any(tongue.past.fullmatch(w) for w in words)


def overtaken(
    text: str, days: Sequence[Mention], tongue: Tongue, today: dt.date, *, headline: bool = False
) -> dt.date | None:
    """The day before `today` of which the text says that something will be then; None when there is none."""
    plans = list((tongue.future_headline if headline else tongue.future).finditer(text))
    for mention in days if plans else ():
        if mention.day and mention.day < today and _planned(text, mention, plans, tongue):
            return mention.day
    return None


def _planned(text: str, mention: Mention, plans: Sequence[re.Match[str]], tongue: Tongue) -> bool:
    """Is the day that of the plan, and not of something told beside it ("said on 10 January that it will …")?"""
    before = [p for p in plans if p.end() <= mention.start]
    if before:
        between = text[before[-1].end() : mention.start]
        skip = _VERB_GROUP
        if not _told(between, tongue, skip):
            return True
    later = [p for p in plans if p.start() >= mention.end]
    if not later:
        return False
    clause = re.split(r"[,;:—]", text[: mention.start])[-1]
    lead = " ".join(WORD.findall(clause)[-6:])
    return not _told(lead, tongue, 0) and not _told(text[mention.end : later[0].start()], tongue, 0)


def _told(text: str, tongue: Tongue, skip: int) -> bool:
    """Does the stretch tell what was, or what came after something?"""
    words = WORD.findall(text)[skip:]
    return any(tongue.past.fullmatch(w) for w in words) or bool(tongue.after.search(text.rstrip()))
