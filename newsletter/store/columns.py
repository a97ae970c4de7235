"""Column types that read and write the same on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import TIMESTAMP, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from newsletter.model.base import utc


def storable(text: str) -> str:
    """`text` without what a database cannot hold: NUL (PostgreSQL) and lone surrogates (UTF-8) become U+FFFD."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text.replace("\0", "\ufffd")


class Words(TypeDecorator[str]):
    """Any text from outside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Key(TypeDecorator[str]):
    """A text that rows are found and sorted by: in code point order on both, whatever the database's locale."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Instant(TypeDecorator[dt.datetime]):
    """An aware UTC time.

    PostgreSQL keeps a timestamptz. SQLite keeps RFC 3339 text of fixed width with six digits of a second, so that
    sorting the text sorts the times.
    """

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = TIMESTAMP(timezone=True) if dialect.name == "postgresql" else String(27)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        time = utc(value)
        return time if dialect.name == "postgresql" else f"{time.replace(tzinfo=None).isoformat('T', 'microseconds')}Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return utc(value) if dialect.name == "postgresql" else dt.datetime.fromisoformat(value)
