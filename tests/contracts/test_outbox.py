"""What the outbox owes: an edition is whole or absent, whatever is torn, in the way, or left from before."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsletter.errors import NotPublished, OutboxError
from newsletter.model.base import MAIN, ReviewId
from newsletter.outbox import FolderOutbox
from newsletter.ports import Outbox
from tests.support.outboxes import EVENING, TUESDAY, manifest, names, publish, rendered, text_of

FILES = ["edition.eml", "edition.html", "edition.json", "edition.txt", "manifest.json", "web.html"]


def test_an_edition_comes_back_as_it_went_in(box: FolderOutbox) -> None:
    """Every byte; the manifest names every file with its hash."""
    hashes = publish(box)
    found, files = box.read(MAIN, TUESDAY)
    assert files == rendered().files()
    assert found == manifest(files={n: hashlib.sha256(b).hexdigest() for n, b in rendered().files().items()})
    assert names(box.folder / "2022-01-11") == FILES == sorted(hashes)
    for name, digest in hashes.items():
        assert hashlib.sha256((box.folder / "2022-01-11" / name).read_bytes()).hexdigest() == digest


def test_the_manifest_is_json_that_a_person_can_read(box: FolderOutbox) -> None:
    """One key a line, files sorted, a line break at the end; the same edition gives the same bytes."""
    publish(box)
    text = (box.folder / "2022-01-11" / "manifest.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert list(data["files"]) == sorted(data["files"])
    assert (data["day"], data["revision"], data["cutoff"]) == ("2022-01-11", 1, "2022-01-11T04:30:00Z")
    assert text.endswith("\n}\n")
    assert "«…»" in text
    again = FolderOutbox(box.folder.parent / "again", several_reviews=False)
    assert publish(again) == publish(box)


def test_what_is_staged_is_no_edition_yet(box: FolderOutbox) -> None:
    """A reader finds nothing; the outbox knows where it is."""
    files = box.stage(manifest(), rendered())
    with pytest.raises(NotPublished, match="no edition of 2022-01-11"):
        box.read(MAIN, TUESDAY)
    assert names(box.folder) == [".2022-01-11.r1.staged"]
    assert box.holds(MAIN, TUESDAY, files) == "staged"
    box.put(MAIN, TUESDAY, 1)
    assert names(box.folder) == ["2022-01-11"]
    assert box.holds(MAIN, TUESDAY, files) == "placed"


def test_a_further_revision_takes_the_place_of_the_one_before(box: FolderOutbox) -> None:
    """And nothing of that remains."""
    first = publish(box)
    second = publish(box, 2, "Talks failed")
    assert text_of(box) == "Talks failed"
    assert names(box.folder) == ["2022-01-11"]
    assert (box.holds(MAIN, TUESDAY, first), box.holds(MAIN, TUESDAY, second)) == ("", "placed")


def test_putting_again_changes_nothing(box: FolderOutbox) -> None:
    """A command that was killed afterwards repeats it."""
    publish(box)
    publish(box, 2, "Talks failed")
    box.put(MAIN, TUESDAY, 2)
    assert text_of(box) == "Talks failed"


def test_what_was_not_staged_cannot_be_put(box: FolderOutbox) -> None:
    """The edition that is there stays; a damaged one that was staged does not take its place."""
    publish(box)
    with pytest.raises(OutboxError, match="revision 2 of the edition of 2022-01-11 was not staged"):
        box.put(MAIN, TUESDAY, 2)
    box.stage(manifest(2), rendered("Talks failed"))
    (box.folder / ".2022-01-11.r2.staged" / "web.html").write_text("torn")
    with pytest.raises(OutboxError, match="was not staged"):
        box.put(MAIN, TUESDAY, 2)
    assert text_of(box) == "Talks end"


def test_with_several_reviews_each_has_its_folder(tmp_path: Path) -> None:
    """One day, two editions."""
    box = FolderOutbox(tmp_path / "outbox", several_reviews=True)
    publish(box, words="Morning")
    publish(box, words="Evening", review=EVENING)
    assert (box.folder / "main" / "2022-01-11" / "edition.txt").read_text() == "Morning"
    assert box.read(EVENING, TUESDAY)[1]["edition.txt"] == b"Evening"
    assert box.path(EVENING, TUESDAY) == box.folder / "evening" / "2022-01-11"


@pytest.mark.parametrize("review", ["../up", "a/b", ".hidden", "", "site"])
def test_a_review_s_name_cannot_lead_elsewhere(tmp_path: Path, review: str) -> None:
    """Nor into the public pages."""
    box = FolderOutbox(tmp_path / "outbox", several_reviews=True)
    with pytest.raises(OutboxError, match="no folder can be called"):
        box.stage(manifest(review=ReviewId(review)), rendered())


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("fault", ["torn", "missing"])
def test_a_torn_edition_is_said_to_be_torn(box: FolderOutbox, name: str, fault: str) -> None:
    """Every file counts, the manifest too."""
    files = publish(box)
    path = box.folder / "2022-01-11" / name
    if fault == "torn":
        path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    else:
        path.unlink()
    with pytest.raises(OutboxError, match=r"outbox/2022-01-11 is damaged: .*(edition|web|manifest)") as caught:
        box.read(MAIN, TUESDAY)
    assert caught.value.hint
    assert box.holds(MAIN, TUESDAY, files) == ""


def test_a_manifest_cannot_name_a_file_elsewhere(box: FolderOutbox) -> None:
    """Whoever can write there shall not make us read /etc/passwd."""
    publish(box)
    path = box.folder / "2022-01-11" / "manifest.json"
    data = json.loads(path.read_text())
    data["files"] = {"../../secret": "0" * 64}
    path.write_text(json.dumps(data))
    with pytest.raises(OutboxError, match="names a file outside the folder"):
        box.read(MAIN, TUESDAY)


def test_leftovers_of_a_killed_try_do_not_get_into_the_edition(box: FolderOutbox) -> None:
    """Staging begins with an empty folder."""
    left = box.folder / ".2022-01-11.r1.staged"
    left.mkdir(parents=True)
    (left / "edition.html").write_text("half")
    (left / "old.txt").write_text("old")
    publish(box)
    assert names(box.folder / "2022-01-11") == FILES


def test_sweeping_removes_what_was_staged_and_nothing_else(tmp_path: Path) -> None:
    """What is to be kept stays; so do editions, public pages and whatever else lies there."""
    box = FolderOutbox(tmp_path / "outbox", several_reviews=True)
    publish(box)
    for review in (MAIN, EVENING):
        box.stage(manifest(2, review), rendered())
        box.stage(manifest(3, review), rendered())
    (box.folder / "site").mkdir()
    (box.folder / "notes.txt").write_text("mine")
    box.sweep([(EVENING, TUESDAY, 3)])
    assert names(box.folder / "main") == ["2022-01-11"]
    assert names(box.folder / "evening") == [".2022-01-11.r3.staged"]
    assert names(box.folder) == ["evening", "main", "notes.txt", "site"]
    box.sweep(())
    assert names(box.folder / "evening") == []


def test_sweeping_before_anything_was_published_does_nothing(box: FolderOutbox) -> None:
    """The folder is not even made."""
    box.sweep(())
    assert not box.folder.exists()


def test_files_are_readable_by_whom_the_umask_lets(box: FolderOutbox) -> None:
    """0644 and 0755, less the umask."""
    before = os.umask(0o027)
    try:
        publish(box)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(p.stat().st_mode) for p in (box.folder / "2022-01-11").iterdir()}
    assert modes == {0o640}
    assert stat.S_IMODE((box.folder / "2022-01-11").stat().st_mode) == 0o750


@pytest.mark.parametrize("where", ["outbox", "outbox/2022-01-11"])
def test_a_file_in_the_way_is_said(box: FolderOutbox, where: str) -> None:
    """And is left alone."""
    path = box.folder.parent / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    with pytest.raises(OutboxError) as caught:
        publish(box)
    assert "no folder" in str(caught.value)
    assert "move" in caught.value.hint
    assert path.read_text() == "mine"


def test_reading_where_a_file_is_in_the_way_is_said(box: FolderOutbox) -> None:
    """It is not the same as nothing."""
    box.folder.mkdir()
    (box.folder / "2022-01-11").write_text("mine")
    with pytest.raises(OutboxError, match="is no folder"):
        box.read(MAIN, TUESDAY)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    may = shutil.which("mount") is not None and os.geteuid() == 0
    if not may or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs root that may mount: sudo make test, outside of a container")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_edition_that_was_there(box: FolderOutbox) -> None:
    """Nothing half is left, and there is room again."""
    with small_disk(box.folder, "256k"):
        publish(box)
        with pytest.raises(OutboxError, match="the disk is full") as caught:
            publish(box, 2, "long " * 100_000)
        assert "make room" in caught.value.hint
        assert names(box.folder) == ["2022-01-11"]
        assert text_of(box) == "Talks end"
        publish(box, 2, "Talks failed")
        assert text_of(box) == "Talks failed"


def test_the_folder_is_the_port(box: FolderOutbox) -> None:
    """The type checker holds it to the protocol."""
    port: Outbox = box
    assert port.holds(MAIN, TUESDAY, {}) == ""
