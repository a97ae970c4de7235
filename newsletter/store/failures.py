"""What a database says when it fails -> one StoreError in words. The only place that knows its codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from newsletter.errors import StoreError

#: Primary result code (https://www.sqlite.org/rescode.html) -> what to say, what to do.
_SQLITE: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_PERM: ("may not be read", "look at the owner and the permissions of the file"),
    sqlite3.SQLITE_BUSY: (
        "is in use by another process for too long",
        "wait for the other command to end; if none runs, look for one that hangs",
    ),
    sqlite3.SQLITE_LOCKED: ("is in use by another process for too long", "wait for the other command to end"),
    sqlite3.SQLITE_READONLY: (
        "may not be written",
        "look at the owner and the permissions of the file and of its folder",
    ),
    sqlite3.SQLITE_IOERR: ("cannot be read or written: the disk reports an error", "look at the disk and its quota"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", "restore the last backup; keep the damaged file"),
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "make room, then repeat the command"),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "look whether the path is right, is a file, and may be read and written",
    ),
    sqlite3.SQLITE_NOTADB: ("is not a database", "look whether `store:` names the right file; else restore a backup"),
}

#: SQLSTATE or its class (https://www.postgresql.org/docs/15/errcodes-appendix.html).
_POSTGRES: dict[str, tuple[str, str]] = {
    "28": ("refuses the login", "look at the name and password in `store:` or $NEWSLETTER_STORE"),
    "3D": ("does not exist", "create it, or correct `store:`"),
    "42501": ("does not allow this", "the database user needs to own the schema"),
    "25006": ("is read-only", "look whether `store:` names the primary server"),
    "53100": ("cannot be written: its disk is full", "make room, then repeat the command"),
    "53300": ("has no free connection", "raise max_connections, or run fewer commands at once"),
    "55P03": ("is in use by another process for too long", "wait for the other command to end"),
    "57": ("has closed the connection", "look whether the server is being restarted, then repeat the command"),
    "08": ("cannot be reached", "look whether the server runs and `store:` names it"),
}

_UNKNOWN = ("cannot be used", "look at the message; `newsletter check` tells more")


def _postgres(state: str) -> tuple[str, str]:
    # psycopg gives no state for a connection that never came about; the server's own words are in the message
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or (_UNKNOWN if state else _POSTGRES["08"])


def translated(error: BaseException, label: str) -> StoreError:
    """The same failure in words; `label` names the database without its password."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    detail = (str(cause).strip().splitlines() or [""])[0]
    if isinstance(error, PoolTimeout):
        return StoreError(f"the database {label} has no free connection", hint="too many pages are open at once")
    if isinstance(error, IntegrityError):
        return StoreError(
            f"the database {label} refuses what contradicts itself: {detail}",
            hint="nothing was stored; another process may have been faster: repeat the command",
        )
    if isinstance(cause, sqlite3.Error):
        words, hint = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF, _UNKNOWN)
    elif isinstance(cause, OSError):
        words, hint = "cannot be opened", "look at the path, its owner and its permissions"
        detail = cause.strerror or detail
    else:
        words, hint = _postgres(getattr(cause, "sqlstate", None) or "")
    return StoreError(f"the database {label} {words} ({detail})", hint=hint)


@contextmanager
def translating(label: str) -> Iterator[None]:
    """Whatever the database raises inside leaves as StoreError."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise translated(error, label) from error
