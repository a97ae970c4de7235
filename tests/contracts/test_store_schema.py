"""The schema: migrations lead to exactly what the code says, on every database, once."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from newsletter.errors import ConfigError, StoreError
from newsletter.store import Store, open_store
from newsletter.store.database import Database
from newsletter.store.schema import HEAD, metadata
from tests.support import databases
from tests.support.make import entry
from tests.unit.store.vocabulary import take


def test_migrations_lead_to_the_schema_that_the_code_says(store: Store) -> None:
    """Alembic finds nothing to add, change or remove."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_make_the_same_keys_in_the_same_order(store: Store) -> None:
    """What Alembic does not compare: primary keys, uniqueness, what refers to what, columns of indexes."""
    with store.database.read() as connection:
        found = inspect(connection)
        for table in metadata.sorted_tables:
            assert found.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
            links = {(k["constrained_columns"][0], k["referred_table"]) for k in found.get_foreign_keys(table.name)}
            assert links == {(k.parent.name, k.column.table.name) for k in table.foreign_keys}
            indexes = {i["name"]: i["column_names"] for i in found.get_indexes(table.name)}
            wanted = {str(i.name): [c.name for c in i.columns] for i in table.indexes}
            assert {name: indexes.get(name) for name in wanted} == wanted


def test_sqlite_is_made_the_same_by_migrations_as_by_the_tables_themselves(tmp_path: Path) -> None:
    """Word by word of each statement, in whatever order the columns and constraints were written."""

    def statements(path: Path) -> list[list[str]]:
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE sql NOT LIKE '%alembic%'")).scalars()
            found = sorted(sorted(re.findall(r'[\w"]+', row)) for row in rows)
        engine.dispose()
        return found

    open_store("sqlite:///migrated.db", tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(engine)
    engine.dispose()
    assert statements(tmp_path / "migrated.db") == statements(tmp_path / "made.db")


def test_the_newest_migration_is_the_one_that_the_code_knows() -> None:
    """HEAD stands in the code so that an up-to-date database needs no Alembic."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "newsletter.store:migrations")
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_up_to_date_database_is_opened_without_alembic(tmp_path: Path) -> None:
    """Every command opens the store; only the first pays for migrating."""
    open_store("sqlite:///var/newsletter.db", tmp_path).close()
    script = (
        "import sys; from pathlib import Path; from newsletter.store import open_store;"
        "open_store('sqlite:///var/newsletter.db', Path(sys.argv[1])).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, timeout=60, cwd=root)


def test_what_was_stored_is_there_when_the_store_is_opened_again(url: str, tmp_path: Path) -> None:
    """And `check` counts it in one line."""
    with open_store(url, tmp_path) as store:
        take(store, entry("Talks end"), entry("Snow"))
    with open_store(url, tmp_path) as store:
        line = store.check()
    assert f"schema {HEAD} (up to date), 2 entries of 1 sources, 0 editions, 0 patrons" in line
    assert "\n" not in line


def test_a_schema_from_a_newer_program_is_left_alone(url: str, tmp_path: Path) -> None:
    """An older program would not know what it destroys."""
    with open_store(url, tmp_path) as store:
        _set_version(store.database, "9999")
        try:
            with pytest.raises(StoreError, match="newer version of this program") as caught:
                open_store(url, tmp_path)
            assert "newer version" in caught.value.hint
        finally:
            _set_version(store.database, HEAD)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    """A path that was mistyped shall not cost somebody's data."""
    engine = create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bookmarks (id INTEGER)"))
    engine.dispose()
    with pytest.raises(StoreError, match="belongs to another program"):
        open_store("sqlite:///other.db", tmp_path)


def test_a_relative_path_starts_at_the_newsroom_and_its_folder_is_made(tmp_path: Path) -> None:
    """Wherever the command is called."""
    with open_store("sqlite:///deep/down/n.db", tmp_path / "room") as store:
        assert store.check().startswith("SQLite deep/down/n.db:")
    assert (tmp_path / "room" / "deep" / "down" / "n.db").is_file()


def test_an_absolute_path_stays_absolute(tmp_path: Path) -> None:
    """Four slashes."""
    open_store(f"sqlite:///{tmp_path}/n.db", tmp_path / "room").close()
    assert (tmp_path / "n.db").is_file()


def test_a_database_in_memory_serves_for_trying_things(tmp_path: Path) -> None:
    """Nothing is written anywhere."""
    with open_store("sqlite://", tmp_path) as store:
        assert take(store, entry("Talks end")) == (1, 0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "newsletter.db", "mysql://u:secret@h/d", "postgresql://u:secret@h:port/d"])
def test_a_url_that_names_no_database_is_a_fault_of_the_configuration(url: str, tmp_path: Path) -> None:
    """With what is allowed, and without the password."""
    with pytest.raises(ConfigError, match="`store:`") as caught:
        open_store(url, tmp_path)
    assert "sqlite:///PATH" in caught.value.hint
    assert "secret" not in str(caught.value)


def test_every_spelling_of_postgresql_is_understood(postgres: databases.Server, tmp_path: Path) -> None:
    """With and without the driver; what providers write, too."""
    url = postgres.database()
    for scheme in ("postgresql", "postgres", "postgresql+psycopg"):
        with open_store(url.replace("postgresql", scheme, 1), tmp_path) as store:
            assert store.check().startswith("PostgreSQL newsletter_")


def _set_version(database: Database, version: str) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
