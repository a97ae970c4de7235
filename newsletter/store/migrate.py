"""Brings a database to the newest schema; costs one query when it is there already."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from newsletter.errors import StoreError
from newsletter.store.database import Database
from newsletter.store.schema import HEAD


def bring_up_to_date(database: Database) -> bool:
    """Migrate to HEAD; False when there was nothing to do. StoreError for a schema that is newer than the program."""
    with database.read() as connection:
        if version(connection) == HEAD:
            return False
    with database.write() as connection:
        found = version(connection)  # another process may have been faster
        if found == HEAD:
            return False
        _upgrade(connection, found, database.label)
    return True


def version(connection: Connection) -> str | None:
    """The schema's version; None for a database that holds none of our tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection, found: str | None, label: str) -> None:
    from alembic import command  # 0.1 s and some megabytes: only when there is something to migrate
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "newsletter.store:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"the database {label} was written by a newer version of this program (schema {found}, known up to {HEAD})",
            hint="install the newer version, or restore a backup from before",
        )
    if found is None and (tables := inspect(connection).get_table_names()):
        raise StoreError(
            f"the database {label} belongs to another program (it has a table {tables[0]!r})",
            hint="name another file or database in `store:`",
        )
    command.upgrade(config, "head")
