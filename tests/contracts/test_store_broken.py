"""Databases that cannot be used: one line in words and a hint, whatever is wrong; nothing foreign leaks."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.errors import StoreError
from newsletter.store import Store, open_store
from tests.support import databases
from tests.support.make import entry
from tests.unit.store.vocabulary import take

ROOT = Path(__file__).resolve().parents[2]
URL = "sqlite:///n.db"


def filled(folder: Path) -> Path:
    """A database with some entries, closed; its file."""
    with open_store(URL, folder) as store:
        take(store, *(entry(f"Title {n}", text="words " * 200) for n in range(100)))
    return folder / "n.db"


def failure(folder: Path, url: str = URL) -> StoreError:
    """What opening, looking and reading say."""
    with pytest.raises(StoreError) as caught, open_store(url, folder) as store:
        store.check()
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"\0" * 100_000, b"PK\x03\x04" + b"x" * 5000])
def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    """And stays as it is."""
    (tmp_path / "n.db").write_bytes(content)
    assert "the database n.db is not a database" in str(failure(tmp_path))
    assert (tmp_path / "n.db").read_bytes() == content


def test_a_truncated_database_is_damaged(tmp_path: Path) -> None:
    """A copy that broke off in the middle."""
    path = filled(tmp_path)
    os.truncate(path, path.stat().st_size // 2)
    error = failure(tmp_path)
    assert "is damaged" in str(error)
    assert "restore" in error.hint


@pytest.mark.parametrize("page", [1, 2, 5, 20, 40])
def test_a_page_of_garbage_is_found_by_check(tmp_path: Path, page: int) -> None:
    """`check` looks at every page, not only at the first ones."""
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.seek(page * 4096)
        file.write(b"\xa5" * 4096)
    assert "is damaged" in str(failure(tmp_path))


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    """Not a traceback."""
    (tmp_path / "n.db").mkdir()
    assert "cannot be opened" in str(failure(tmp_path))


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    """The folder of the database is made, unless something is in its way."""
    (tmp_path / "var").write_text("")
    assert "cannot be opened" in str(failure(tmp_path, "sqlite:///var/n.db"))


def test_a_database_that_is_in_use_for_too_long_is_said(tmp_path: Path) -> None:
    """The wait is bounded, and reading goes on meanwhile."""
    filled(tmp_path)
    other = sqlite3.connect(tmp_path / "n.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with open_store(URL, tmp_path, busy_wait=0.2) as store:
            assert len(list(store.archive.entries())) == 100
            with pytest.raises(StoreError, match="in use by another process for too long"):
                take(store, entry("Snow"))
        other.execute("COMMIT")
        with open_store(URL, tmp_path, busy_wait=0.2) as store:
            assert take(store, entry("Snow")) == (1, 0)
    finally:
        other.close()


def as_somebody_else(folder: Path) -> str:
    """What a user is told whom permissions bind (root may write everywhere) and who wants to store an entry."""
    script = f"""
import os
from pathlib import Path
from newsletter.errors import StoreError
from newsletter.store import open_store
from tests.support.make import entry
from tests.unit.store.vocabulary import take
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with open_store({URL!r}, Path({str(folder)!r})) as store:
        take(store, entry("Snow"))
except StoreError as error:
    print(error, "|", error.hint)
"""
    return "\n".join(run(script))


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike tmp_path."""
    folder = Path(tempfile.mkdtemp(prefix="newsletter-open-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o777), (0o444, 0o555), (0o000, 0o777), (0o666, 0o555)])
def test_a_database_that_may_not_be_written_is_said(open_folder: Path, file: int, folder: int) -> None:
    """The file or its folder: SQLite needs both, for the log beside the file."""
    filled(open_folder).chmod(file)
    open_folder.chmod(folder)
    said = as_somebody_else(open_folder)
    assert said.startswith("the database n.db ")
    assert "may not be" in said or "cannot be opened" in said
    assert "permissions" in said or "may be read and written" in said


def small_disk_script(folder: Path, before: str) -> str:
    """Store entries until the disk says no; say what was said, and what is there afterwards."""
    return f"""
import resource, sys
from pathlib import Path
from newsletter.errors import StoreError
from newsletter.store import open_store
from tests.support.make import entry
from tests.unit.store.vocabulary import state
folder = Path({str(folder)!r})
with open_store("{URL}", folder) as store:
    {before}
    kept = 0
    try:
        for n in range(2000):
            store.archive.take_in(state(), [entry(f"Title {{n}}", text="words " * 2000)], entry().first_seen)
            kept += 1
    except StoreError as error:
        print(error, "|", error.hint)
    print(kept, len(list(store.archive.entries())))
"""


def run(script: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_a_file_that_may_not_grow_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    """ulimit -f stands for a quota: the error is said in words, every transaction that ended is there."""
    limit = 4 * 1024 * 1024
    before = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {resource.RLIM_INFINITY}))"
    said, counts = run(small_disk_script(tmp_path, before))
    assert "cannot be" in said
    assert "disk" in said
    kept, found = counts.split()
    assert kept == found != "0"
    with open_store(URL, tmp_path) as store:
        assert len(list(store.archive.entries())) == int(kept)
        assert take(store, entry("Snow")) == (1, 0)


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    """A disk of two megabytes: the error is said in words, every transaction that ended is there."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs root that may mount: sudo make test, outside of a container")
    try:
        said, counts = run(small_disk_script(disk, "pass"))
        assert "cannot be written: the disk is full" in said
        assert "make room" in said
        kept, found = counts.split()
        assert kept == found != "0"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_server_that_does_not_answer_is_said(postgres: databases.Server, tmp_path: Path) -> None:
    """Without the password, of course."""
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_store("postgresql://ann:secret@127.0.0.1:1/news", tmp_path)
    assert "secret" not in str(caught.value) + caught.value.hint
    assert "look whether the server runs" in caught.value.hint


def test_a_postgresql_database_that_does_not_exist_is_said(postgres: databases.Server, tmp_path: Path) -> None:
    """One line."""
    with pytest.raises(StoreError, match=r"no_such") as caught:
        open_store(postgres.url("no_such"), tmp_path)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


def test_a_postgresql_database_that_is_in_use_for_too_long_is_said(postgres_url: str, tmp_path: Path) -> None:
    """Writers take turns, and the wait is bounded, as on SQLite."""
    with open_store(postgres_url, tmp_path) as one, open_store(postgres_url, tmp_path, busy_wait=0.2) as other:
        with one.database.write(), pytest.raises(StoreError, match="in use by another process for too long"):
            take(other, entry("Snow"))
        take(other, entry("Snow"))


def test_a_postgresql_connection_that_was_cut_is_made_anew(postgres: databases.Server, tmp_path: Path) -> None:
    """A process that runs for months sees its server restarted."""
    url = postgres.database()
    name = url.split("/@/")[-1].split("?")[0].rsplit("/", 1)[-1]
    with open_store(url, tmp_path) as store:
        take(store, entry("Talks end"))
        cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        postgres.run("psql", "-h", str(postgres.folder), "-d", "postgres", "-c", cut)
        assert take(store, entry("Snow")) == (1, 0)


def test_a_closed_store_has_let_everything_go(tmp_path: Path) -> None:
    """The file can be moved, and no log lies beside it."""
    filled(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["n.db"]


def test_a_store_is_closed_when_opening_fails(tmp_path: Path) -> None:
    """Nothing stays open: warnings are errors here."""
    (tmp_path / "n.db").write_bytes(b"garbage " * 1000)
    for _ in range(3):
        failure(tmp_path)
    store: Store = open_store("sqlite:///other.db", tmp_path)
    store.close()
