"""What every record shares: identifiers, aware times, and the way to JSON and back.

Records are frozen dataclasses with tuples for sequences. Times are aware UTC and checked where a record is
made, because a naive time is an error that shows a day later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, NewType, TypeVar, cast

SourceName = NewType("SourceName", str)
EntryId = NewType("EntryId", str)
StoryId = NewType("StoryId", str)
ReviewId = NewType("ReviewId", str)
PatronId = NewType("PatronId", str)

#: The review of a newsroom that names no other.
MAIN = ReviewId("main")

T = TypeVar("T")


def check_utc(*times: dt.datetime | None) -> None:
    """Raise ValueError unless every given time is None or aware with offset zero."""
    for time in times:
        if time is not None and time.utcoffset() != dt.timedelta(0):
            raise ValueError(f"not an aware UTC time: {time!r}")


def utc(time: dt.datetime) -> dt.datetime:
    """The same instant in UTC; ValueError for a naive time."""
    if time.tzinfo is None:
        raise ValueError(f"a time without a zone: {time!r}")
    return time.astimezone(dt.UTC)


def day_in_words(day: dt.date) -> str:
    """11 January 2022: as the program's own English names a day, or the day of an instant."""
    return f"{day.day} {day:%B %Y}"


def primary(language: str) -> str:
    """The primary tag (BCP 47), case folded: en for en-GB and en_GB."""
    return language.replace("_", "-").partition("-")[0].casefold()


def find(items: Iterable[T], **fields: Any) -> T | None:
    """The first item whose attributes equal `fields`, or None."""
    return next((i for i in items if all(getattr(i, k) == v for k, v in fields.items())), None)


@cache
def _adapter(kind: Hashable) -> Any:
    from pydantic import TypeAdapter  # costs 60 ms: only where something is written or read

    return TypeAdapter(cast(Any, kind))


def to_json(kind: type[T], record: T) -> str:
    """`record` as one line of JSON: keys in the order of the fields, times as RFC 3339, so equal means same bytes."""
    return str(_adapter(cast(Hashable, kind)).dump_json(record).decode("utf-8"))


def to_data(kind: type[T], record: T) -> Any:
    """`record` as what json.dumps takes."""
    return _adapter(cast(Hashable, kind)).dump_python(record, mode="json")


def from_json(kind: type[T], text: str | bytes) -> T:
    """The record that `to_json` wrote; pydantic.ValidationError (a ValueError) for anything else."""
    record: T = _adapter(cast(Hashable, kind)).validate_json(text)
    return record
