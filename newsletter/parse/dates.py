"""Dates of feeds -> aware UTC. What cannot be read, or cannot be meant, is None."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

#: No feed is older than feeds are; and year 9000 is a bug, not a date.
EARLIEST, LATEST = 1990, 9000

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[Zz]|[+-]\d\d:?\d\d)?)?")


def from_parts(parts: Sequence[int] | None) -> dt.datetime | None:
    """A struct_time in UTC, as feedparser gives it."""
    if not parts:
        return None
    try:
        return sane(dt.datetime.fromtimestamp(calendar.timegm(tuple(parts)), dt.UTC))
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def from_text(text: object) -> dt.datetime | None:
    """An RFC 3339 date, as JSON Feed asks for; without a zone it is taken as UTC."""
    if not isinstance(text, str) or len(text) > 60 or not _RFC3339.fullmatch(text.strip()):
        return None
    try:
        time = dt.datetime.fromisoformat(text.strip().upper().replace(",", "."))
        return sane((time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC))
    except (ValueError, OverflowError):
        return None


def sane(time: dt.datetime) -> dt.datetime | None:
    """`time` in whole seconds if a publisher can have meant it."""
    return time.replace(microsecond=0) if EARLIEST <= time.year < LATEST else None
