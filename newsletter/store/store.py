"""Opens the store: which database, which schema, and the ports on it."""

from __future__ import annotations

import sqlite3
from functools import cached_property
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from newsletter.errors import ConfigError, StoreError
from newsletter.store.archive import StoredArchive
from newsletter.store.database import Database, prepare
from newsletter.store.failures import translating
from newsletter.store.migrate import bring_up_to_date, version
from newsletter.store.schema import HEAD, editions, entries, patrons, sources

if TYPE_CHECKING:
    from newsletter.store.bonds import StoredBonds
    from newsletter.store.corrections import StoredCorrections
    from newsletter.store.decisions import StoredDecisions
    from newsletter.store.deliveries import StoredDeliveries
    from newsletter.store.drafts import StoredDrafts
    from newsletter.store.editions import StoredEditions
    from newsletter.store.patrons import StoredPatrons
    from newsletter.store.topics import StoredTopics
    from newsletter.store.vectors import StoredVectors
    from newsletter.store.versions import StoredVersions

#: Seconds that a command waits for another one's write transaction. They last milliseconds, a migration seconds.
BUSY_WAIT = 30.0
#: How often the change to write-ahead logging is tried, 20 ms apart.
_TRIES = 50
#: Schemes of `store:` -> driver. What SQLAlchemy would take beyond these is not tested.
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Store:
    """What we remember. Every method of every part is one transaction and raises StoreError, nothing foreign."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.archive = StoredArchive(database)

    # What polling does not need, loaded when it is first needed: it brings the records of editions, 0.1 s.

    @cached_property
    def decisions(self) -> StoredDecisions:
        from newsletter.store.decisions import StoredDecisions

        return StoredDecisions(self.database)

    @cached_property
    def editions(self) -> StoredEditions:
        from newsletter.store.editions import StoredEditions

        return StoredEditions(self.database)

    @cached_property
    def corrections(self) -> StoredCorrections:
        from newsletter.store.corrections import StoredCorrections

        return StoredCorrections(self.database)

    @cached_property
    def versions(self) -> StoredVersions:
        from newsletter.store.versions import StoredVersions

        return StoredVersions(self.database)

    @cached_property
    def topics(self) -> StoredTopics:
        from newsletter.store.topics import StoredTopics

        return StoredTopics(self.database)

    @cached_property
    def bonds(self) -> StoredBonds:
        from newsletter.store.bonds import StoredBonds

        return StoredBonds(self.database)

    @cached_property
    def drafts(self) -> StoredDrafts:
        from newsletter.store.drafts import StoredDrafts

        return StoredDrafts(self.database)

    @cached_property
    def patrons(self) -> StoredPatrons:
        from newsletter.store.patrons import StoredPatrons

        return StoredPatrons(self.database)

    @cached_property
    def deliveries(self) -> StoredDeliveries:
        from newsletter.store.deliveries import StoredDeliveries

        return StoredDeliveries(self.database)

    @cached_property
    def vectors(self) -> StoredVectors:
        from newsletter.store.vectors import StoredVectors

        return StoredVectors(self.database)

    def check(self) -> str:
        """One line: which database, its schema, how much it holds. On SQLite every page is looked at."""
        with self.database.read() as connection:
            schema = version(connection)
            if not self.database.postgres:
                _look_through(connection, self.database.label)
            counts = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (("entries", entries), ("sources", sources), ("patrons", patrons))
            }
            days = connection.execute(
                select(func.count()).select_from(
                    select(editions.c.review, editions.c.day).where(editions.c.revision > 0).distinct().subquery()
                )
            ).scalar_one()
        kind = "PostgreSQL" if self.database.postgres else "SQLite"
        state = "up to date" if schema == HEAD else f"expected {HEAD}"
        return (
            f"{kind} {self.database.label}: schema {schema} ({state}), {counts['entries']} entries of"
            f" {counts['sources']} sources, {days} editions, {counts['patrons']} patrons"
        )

    def close(self) -> None:
        """Give all connections back. The store cannot be used afterwards."""
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str, newsroom: Path, *, busy_wait: float = BUSY_WAIT) -> Store:
    """The store at `url`, migrated to the newest schema.

    `sqlite:///var/newsletter.db` starts at `newsroom` (four slashes: an absolute path); its folder is made.
    `postgresql://…` needs the optional extra `postgres`. `busy_wait` is in seconds. ConfigError for a URL that
    names no database, StoreError for a database that cannot be used.
    """
    parsed = _parsed(url)
    label = _label(parsed)
    with translating(label):
        if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
            path = newsroom / str(parsed.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            parsed = parsed.set(database=str(path.absolute()))
    store = Store(Database(_engine(parsed, busy_wait), label))
    try:
        _log_ahead(store.database, busy_wait)
        bring_up_to_date(store.database)
    except BaseException:
        store.close()
        raise
    return store


def _parsed(url: str) -> URL:
    allowed = "sqlite:///PATH or postgresql://USER@HOST/DATABASE"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Neither the text nor SQLAlchemy's message: there may be a password in it.
        raise ConfigError("`store:` is no database URL", hint=f"allowed: {allowed}") from None
    if parsed.drivername not in _DRIVERS:
        raise ConfigError(
            f"`store:` names an unknown kind of database: {parsed.drivername}", hint=f"allowed: {allowed}"
        )
    return parsed.set(drivername=_DRIVERS[parsed.drivername])


def _label(url: URL) -> str:
    if url.drivername == "sqlite":
        return url.database or ":memory:"
    return f"{url.database or url.username or ''}@{url.host or 'localhost'}"


def _engine(url: URL, busy_wait: float) -> Engine:
    try:
        if url.drivername == "sqlite":
            engine = create_engine(url)
        else:
            # A server may be restarted under a process that runs for months.
            engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
    except (ImportError, NoSuchModuleError) as error:
        raise ConfigError(
            "`store:` names PostgreSQL, and its driver is not installed", hint='pip install "newsletter[postgres]"'
        ) from error
    prepare(engine, busy_wait)
    return engine


def _log_ahead(database: Database, busy_wait: float) -> None:
    """Write-ahead logging, so that readers and the writer do not stop each other. The file remembers it."""
    if database.postgres:
        return
    with translating(database.label):
        connection = database.engine.raw_connection()
        try:
            cursor = connection.cursor()
            # Two processes that change the mode at once do not wait for each other by themselves: SQLite sees a
            # deadlock and gives up at once. The wait here is short, for the change is.
            for attempt in range(_TRIES):
                try:
                    cursor.execute("PRAGMA journal_mode = WAL")
                    break
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or attempt == _TRIES - 1:
                        raise
                    Event().wait(min(0.02, busy_wait))
            cursor.close()
        finally:
            connection.close()


def _look_through(connection: Connection, label: str) -> None:
    found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if found != "ok":
        detail = " ".join(str(found).split())
        raise StoreError(f"the database {label} is damaged ({detail})", hint="restore the last backup; keep this file")
