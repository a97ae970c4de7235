"""The public pages as files: replaced whole, whatever happens in between."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.errors import OutboxError
from newsletter.outbox import FolderOutbox, SiteFolder, disk
from newsletter.ports import Site

OLD = {"index.html": b"old", "archive/index.html": b"all", "2022-01-10/index.html": b"Monday"}
NEW = {"index.html": b"new", "archive/index.html": b"all", "2022-01-11/index.html": b"Tuesday"}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return SiteFolder(tmp_path / "outbox")


def content(site: SiteFolder) -> dict[str, bytes]:
    """Every public file; what begins with a dot is none."""
    files = (p for p in site.folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    return {str(p.relative_to(site.folder)): p.read_bytes() for p in files}


def test_a_folder_of_pages_is_a_site(site: SiteFolder) -> None:
    """ports.Site"""
    port: Site = site
    assert port.state() == ""


def test_what_is_put_is_there_and_nothing_else(site: SiteFolder) -> None:
    """Pages that came, changed and went are counted; the state is what was told."""
    assert site.put(OLD, "one") == 3
    assert (content(site), site.state()) == (OLD, "one")
    assert site.put(NEW, "two") == 3
    assert (content(site), site.state()) == (NEW, "two")
    assert [p.name for p in site.outbox.iterdir()] == ["site"]


def test_the_same_again_touches_nothing(site: SiteFolder) -> None:
    """Not even the folder."""
    site.put(OLD, "one")
    before = site.folder.stat().st_ino
    assert site.put(OLD, "one") == 0
    assert site.folder.stat().st_ino == before


def test_a_page_that_did_not_change_keeps_its_time(site: SiteFolder) -> None:
    """So that a web server goes on answering 304; a changed one is another file."""
    site.put(OLD, "one")
    os.utime(site.folder / "archive" / "index.html", (1, 1))
    held = (site.folder / "index.html").open("rb")
    site.put(NEW, "two")
    assert (site.folder / "archive" / "index.html").stat().st_mtime == 1
    with held:
        assert held.read() == b"old"


def test_without_exchange_it_takes_two_steps(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """overlayfs, NFS"""
    monkeypatch.setattr(disk, "exchange", lambda one, other: False)
    site.put(OLD, "one")
    site.put(NEW, "two")
    assert content(site) == NEW and [p.name for p in site.outbox.iterdir()] == ["site"]


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a/../../b", ""])
def test_no_page_stands_outside(site: SiteFolder, name: str) -> None:
    """Whatever a renderer might say."""
    site.put(OLD, "one")
    with pytest.raises(OutboxError):
        site.put({name: b"x"}, "two")
    assert content(site) == OLD


def test_a_link_of_that_name_is_not_followed(site: SiteFolder, tmp_path: Path) -> None:
    """Somebody's folder elsewhere stays as it is."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine").write_text("mine")
    site.outbox.mkdir()
    site.folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutboxError, match="is no folder"):
        site.put(OLD, "one")
    assert (tmp_path / "elsewhere" / "mine").read_text() == "mine"


def test_a_full_disk_leaves_the_old_pages(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, and nothing half done is left."""
    site.put(OLD, "one")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OutboxError, match="the disk is full"):
            site.put(NEW, "two")
    assert content(site) == OLD and [p.name for p in site.outbox.iterdir()] == ["site"]


def test_sweeping_the_outbox_clears_what_a_kill_left(site: SiteFolder) -> None:
    """Staged pages go; pages moved aside and not replaced come back."""
    site.put(OLD, "one")
    (site.outbox / ".site.staged").mkdir()
    (site.outbox / ".site.staged" / "index.html").write_text("half")
    FolderOutbox(site.outbox, several_reviews=False).sweep(())
    assert content(site) == OLD and [p.name for p in site.outbox.iterdir()] == ["site"]
    site.folder.rename(site.outbox / ".site.replaced")
    FolderOutbox(site.outbox, several_reviews=True).sweep(())
    assert content(site) == OLD and [p.name for p in site.outbox.iterdir()] == ["site"]


READER = """
import sys
from pathlib import Path
from newsletter.outbox import SiteFolder
from tests.contracts.test_outbox_site import NEW, OLD
site = SiteFolder(Path(sys.argv[1]))
for turn in range(60):
    site.put(NEW if turn % 2 else OLD, str(turn))
"""


def test_a_reader_never_finds_the_pages_missing(site: SiteFolder) -> None:
    """While they are exchanged sixty times under its hands."""
    site.put(OLD, "one")
    writer = subprocess.Popen([sys.executable, "-c", READER, str(site.outbox)], cwd=ROOT)
    seen = set()
    try:
        while writer.poll() is None:
            seen.add((site.folder / "index.html").read_bytes())
    finally:
        writer.wait(60)
    assert writer.returncode == 0 and seen == {b"old", b"new"}
