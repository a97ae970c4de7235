"""What the acceptance tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.newsroom import Room
from tests.support.warm import Warm, warm_process


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """An empty newsroom; its first feed writes sources.yaml."""
    return Room(folder=tmp_path / "room")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, built once for all who only look at it, in a process of its own, as a person would."""
    room = Room(folder=tmp_path_factory.mktemp("demo") / "room")
    command = [sys.executable, "-m", "newsletter", "-q", "demo", str(room.folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=room.environment())
    assert done.returncode == 0, done.stderr
    return room.folder


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


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    """A process that has everything imported, forked for every command that a fault is put below."""
    with warm_process(tmp_path_factory.mktemp("warm")) as process:
        yield process
