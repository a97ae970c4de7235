"""When a feed wants to be left alone (RSS 2.0 <skipHours>, <skipDays>), and whether it came to its end.

feedparser keeps only the last of several <hour>, so they are read from the text.
"""

from __future__ import annotations

import re

_HOURS = re.compile(r"<skipHours\b[^<>]{0,200}>(.{0,4000}?)</skipHours\s*>", re.IGNORECASE | re.DOTALL)
_DAYS = re.compile(r"<skipDays\b[^<>]{0,200}>(.{0,2000}?)</skipDays\s*>", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour\b[^<>]{0,200}>\s*(\d{1,2})\s*</hour", re.IGNORECASE)
_DAY = re.compile(r"<day\b[^<>]{0,200}>\s*([A-Za-z]{3})[A-Za-z]*\s*</day", re.IGNORECASE)
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def skipped_hours(text: str) -> tuple[int, ...]:
    """Hours of the day (0-23, UTC). RSS 0.91 counts 1-24: 24 is midnight too."""
    block = _HOURS.search(text)
    found = {int(hour) for hour in _HOUR.findall(block[1])} if block else set()
    return tuple(sorted({hour % 24 for hour in found if hour <= 24}))


def skipped_days(text: str) -> tuple[int, ...]:
    """Weekdays (0 is Monday)."""
    block = _DAYS.search(text)
    found = {day.lower() for day in _DAY.findall(block[1])} if block else set()
    return tuple(number for number, name in enumerate(_NAMES) if name in found)


def ends(text: str, root: str) -> bool:
    """Does the root element's end tag stand anywhere? A document that broke off has none."""
    return re.search(rf"</(?:[A-Za-z_][\w.-]*:)?{re.escape(root)}\s*>", text, re.IGNORECASE) is not None
