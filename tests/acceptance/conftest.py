"""What the acceptance tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.newsroom import Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty newsroom; its first feed writes sources.yaml."""
    return Room(folder=tmp_path / "room")


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real inputs beside the repository; a test that needs them is skipped with a reason where they are not."""
    named = os.environ.get("NEWSLETTER_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared"
    if not (folder / "feeds").is_dir():
        pytest.skip("needs real feeds: set NEWSLETTER_SHARED to a folder with feeds/real and feeds/feedparser")
    return folder


@pytest.fixture
def kill_every_write(request: pytest.FixtureRequest) -> bool:
    """True under `make kill`."""
    return bool(request.config.getoption("--kill-every-write"))
