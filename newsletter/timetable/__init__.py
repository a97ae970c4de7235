"""A day's bounds, what is due now, when a source may be asked again, and when it needs a person.

Pure: the clock is an argument.
"""

from __future__ import annotations

from newsletter.timetable.days import FIRST, REACH, Task, at, day_of, due, has_edition, window
from newsletter.timetable.health import Trouble, found_elsewhere, trouble
from newsletter.timetable.polls import ALERT, LONGEST, SHORTEST, due_sources, interval, next_poll, span, why
from newsletter.timetable.remember import after_failure, after_feed, after_gone, after_overrun, after_unchanged

__all__ = [
    "ALERT",
    "FIRST",
    "LONGEST",
    "REACH",
    "SHORTEST",
    "Task",
    "Trouble",
    "after_failure",
    "after_feed",
    "after_gone",
    "after_overrun",
    "after_unchanged",
    "at",
    "day_of",
    "due",
    "due_sources",
    "found_elsewhere",
    "has_edition",
    "interval",
    "next_poll",
    "span",
    "trouble",
    "why",
    "window",
]
