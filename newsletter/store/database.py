"""One way to read and one way to write, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, Table, event, text

from newsletter.store.failures import translating

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

#: Values in one IN list. SQLite allows 32,766 parameters, PostgreSQL 65,535; short lists keep statements cached.
CHUNK = 500
#: The advisory lock that makes writers on PostgreSQL take turns, as BEGIN IMMEDIATE does on SQLite.
_WRITERS = 0x6E6577736C7472


class Database:
    """An engine and its two kinds of transaction."""

    def __init__(self, engine: Engine, label: str) -> None:
        self.engine = engine
        self.label = label  #: names the database to people; no password in it
        self.postgres = engine.dialect.name == "postgresql"
        if self.postgres:
            # Several queries of one method see one state, as they do on SQLite.
            self._reader: Engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            self._writer: Engine = engine
        else:
            self._reader = engine
            self._writer = engine.execution_options(newsletter_write=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state throughout."""
        with translating(self.label), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Connection]:
        """A transaction that is durable when it has ended.

        Nothing slow belongs inside: on SQLite, and with `alone` on PostgreSQL, there is one at a time. Without
        `alone` the rows' own uniqueness has to be enough.
        """
        with translating(self.label), self._writer.begin() as connection:
            if alone and self.postgres:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
            yield connection

    def scrub(self, tables: Sequence[str]) -> None:
        """Make the files forget what was deleted or replaced in these tables: a database only marks such space as free.

        Takes as long as writing it anew, two seconds for 200 MB. On SQLite all tables; what a reader still looks at
        stays in the log beside the file until the last connection ends.
        """
        steps = [f"VACUUM (FULL) {table}" for table in tables]
        with translating(self.label):
            connection = self.engine.raw_connection()
            driver = connection.driver_connection
            assert driver is not None
            try:
                if self.postgres:
                    driver.autocommit = True  # VACUUM stands in no transaction
                cursor = connection.cursor()
                for step in steps if self.postgres else ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    cursor.execute(step)
                cursor.close()
            finally:
                (connection.invalidate if self.postgres else connection.close)()

    def close(self) -> None:
        self.engine.dispose()


def prepare(engine: Engine, busy_wait: float) -> None:
    """Teach every new connection the rules of this store; `busy_wait` in seconds."""
    wait = int(busy_wait * 1000)
    if engine.dialect.name == "postgresql":

        @event.listens_for(engine, "connect")
        def on_connect_postgres(connection: Any, record: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = {wait}")
                cursor.execute("SET TIME ZONE 'UTC'")
            connection.commit()

        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # sqlite3 shall not begin transactions by itself
        for pragma in (f"busy_timeout = {wait}", "foreign_keys = ON", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A transaction that reads first and then writes cannot wait for its turn (SQLITE_BUSY_SNAPSHOT), so
        # every writer takes its turn at the start: https://www.sqlite.org/lang_transaction.html
        write = connection.get_execution_options().get("newsletter_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """INSERT with ON CONFLICT, which both databases have but SQLAlchemy spells per database."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgres_insert  # 30 ms: only for whom it is

        return postgres_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)


def upsert(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert `row`, or make the row with the same primary key equal to it."""
    keys = [c.name for c in table.primary_key]
    values = {name: value for name, value in row.items() if name not in keys}
    connection.execute(insert(connection, table).values(row).on_conflict_do_update(index_elements=keys, set_=values))


def upsert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """`upsert` for rows that all have the same columns."""
    if not rows:
        return
    keys = [c.name for c in table.primary_key]
    statement = insert(connection, table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), list(rows))


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`values` in lists of at most `size`."""
    everything = list(values)
    for start in range(0, len(everything), size):
        yield everything[start : start + size]
