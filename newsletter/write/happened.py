"""When it was, as the entry itself says."""

from __future__ import annotations

import datetime as dt
import re

from newsletter.model.feeds import Entry
from newsletter.write import days
from newsletter.write.extracts import Setting
from newsletter.write.tongue import Tongue

#: at 05:30, о 5:30; in the newsroom's zone, as nobody says which one is meant.
_CLOCK = re.compile(r"(?i)\b(?:at|о|об)\s(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d)(?!\d)(?:\s?(?P<half>[ap])\.?m\b)?")
#: "since 27 December": what stands so many words behind such a word is no day of the event.
_BEFORE = 3


def happened(entry: Entry, texts: tuple[str, ...], setting: Setting) -> dt.datetime | None:
    """The latest instant at which the first of `texts` that names a day says that something was; None: none does.

    The end of the newest day that is named and not to come, or the time of day beside it; never after publication.
    """
    if setting.tongue is None:
        return None
    at = entry.published
    said = at.astimezone(setting.zone).date() if at else setting.today
    for text in texts:
        day = _day(text, setting.tongue, said)
        if day is None:
            continue
        clock = _CLOCK.search(text)
        local = dt.datetime.combine(day, _time(clock), tzinfo=setting.zone) if clock else _end(day, setting)
        instant = local.astimezone(dt.UTC)
        return min(instant, at) if at else instant
    return None


def _day(text: str, tongue: Tongue, said: dt.date) -> dt.date | None:
    dated = days.named(text, tongue, said)
    mentions = [*dated, *days.pointed(text, tongue, said, dated)]
    past = (m for m in mentions if m.day and m.day <= said and not _is_background(text[: m.start], tongue))
    return max((m.day for m in past if m.day), default=None)


def _is_background(before: str, tongue: Tongue) -> bool:
    return bool(tongue.after.search(" ".join(before.split()[-_BEFORE:])))


def _end(day: dt.date, setting: Setting) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=setting.zone)


def _time(clock: re.Match[str]) -> dt.time:
    hour = int(clock["h"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].casefold() == "p" else 0)
    return dt.time(hour, int(clock["m"]))
