"""Every database that the store knows, each test with an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.outbox import FolderOutbox
from newsletter.store import Store, open_store
from newsletter.store.schema import metadata
from tests.support import databases


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Server]:
    """A PostgreSQL server of our own."""
    if why := databases.missing():
        pytest.skip(why)
    with databases.server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: databases.Server) -> str:
    """One database for all tests that want theirs merely empty: making a new one costs half a second."""
    return postgres.database()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """`store:` for a database without rows; the relative path starts at tmp_path."""
    if request.param == "sqlite":
        return "sqlite:///var/newsletter.db"
    url: str = request.getfixturevalue("postgres_url")
    with open_store(url, tmp_path) as store, store.database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return url


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(url, tmp_path) as opened:
        yield opened


@pytest.fixture
def box(tmp_path: Path) -> FolderOutbox:
    """An outbox of one review, which does not exist yet."""
    return FolderOutbox(tmp_path / "outbox", several_reviews=False)
