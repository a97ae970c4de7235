"""What the outbox owes: an edition is whole or absent, whatever happens in between."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsletter.errors import Busy, NotPublished, OutboxError
from newsletter.model.base import MAIN, ReviewId
from newsletter.model.rendered import Finding, Manifest, Rendered, Severity
from newsletter.outbox import FolderOutbox, disk, lock
from newsletter.ports import Outbox
from tests.support.make import at, day

TUESDAY = day("2022-01-11")
EVENING = ReviewId("evening")
ROOT = Path(__file__).resolve().parents[2]


def rendered(words: str = "Talks end") -> Rendered:
    return Rendered(
        html=f"<p>{words}</p>", text=words, web=f"<h1>{words}</h1>", message=words.encode() + b"\r\n", data="{}"
    )


def manifest(revision: int = 1, review: ReviewId = MAIN, **more: Any) -> Manifest:
    fields: dict[str, Any] = {
        "day": TUESDAY,
        "state": "published",
        "number": 7,
        "cutoff": at("2022-01-11T04:30Z"),
        "stories": 1,
        "entries": 2,
        "files": {},
        "findings": (Finding(severity=Severity.WARNING, code="long", message="too long «…»", remedy="shorten"),),
    }
    return Manifest(review=review, revision=revision, **(fields | more))


@pytest.fixture
def box(tmp_path: Path) -> FolderOutbox:
    return FolderOutbox(tmp_path / "outbox", several_reviews=False)


def publish(box: FolderOutbox, revision: int = 1, words: str = "Talks end", review: ReviewId = MAIN) -> dict[str, str]:
    files = box.stage(manifest(revision, review), rendered(words))
    box.put(review, TUESDAY, revision)
    return files


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def text_of(box: FolderOutbox) -> str:
    return box.read(MAIN, TUESDAY)[1]["edition.txt"].decode()


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


# --- a reader meanwhile --------------------------------------------------------------------------


def test_a_reader_never_sees_two_revisions_mixed(box: FolderOutbox) -> None:
    """While revisions follow each other, every reading is one whole edition."""
    publish(box, 1, "revision 1")
    done = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            found, files = box.read(MAIN, TUESDAY)
            assert {files["edition.txt"], files["edition.html"][3:-4], files["web.html"][4:-5]} == {
                f"revision {found.revision}".encode()
            }
            seen.add(f"revision {found.revision}")

    failures: list[BaseException] = []

    def guarded() -> None:
        try:
            read()
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=guarded) for _ in range(2)]
    for reader in readers:
        reader.start()
    for revision in range(2, 40):
        publish(box, revision, f"revision {revision}")
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert len(seen) > 1


# --- file systems that cannot exchange -----------------------------------------------------------


@pytest.fixture(params=["exchange", "two steps"])
def any_box(request: pytest.FixtureRequest, box: FolderOutbox, monkeypatch: pytest.MonkeyPatch) -> FolderOutbox:
    """The outbox where two folders can be exchanged at once, and where they cannot."""
    if request.param == "two steps":
        monkeypatch.setattr(disk, "exchange", lambda one, other: False)
    return box


def test_a_revision_takes_its_place_on_every_file_system(any_box: FolderOutbox) -> None:
    """With the exchange or without, nothing else is left."""
    publish(any_box)
    publish(any_box, 2, "Talks failed")
    publish(any_box, 2, "Talks failed again")
    assert text_of(any_box) == "Talks failed again"
    assert names(any_box.folder) == ["2022-01-11"]


def test_linux_exchanges_two_folders_in_one_step(tmp_path: Path) -> None:
    """Here, at least; without the call, False."""
    if not hasattr(ctypes.CDLL(None), "renameat2"):
        pytest.skip("needs Linux and glibc 2.28")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "which").write_text(name)
    assert disk.exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "which").read_text() == "b"
    with pytest.raises(FileNotFoundError):
        disk.exchange(tmp_path / "a", tmp_path / "none")


# --- killed at any step --------------------------------------------------------------------------

SCRIPT = """
import sys
from pathlib import Path
from newsletter import outbox
from tests.contracts.test_outbox import MAIN, TUESDAY, manifest, rendered
box = outbox.FolderOutbox(Path(sys.argv[1]), several_reviews=False)
if sys.argv[2] == "two steps":
    outbox.disk.exchange = lambda one, other: False
box.stage(manifest(2), rendered("Talks failed"))
box.put(MAIN, TUESDAY, 2)
"""
CALLS = ("fsync", "rename", "renameat2", "unlinkat")
MORE_CALLS = ("mkdir", "rmdir", "unlink")


@pytest.mark.kill
@pytest.mark.parametrize("way", ["exchange", "two steps"])
def test_a_kill_at_any_call_leaves_a_whole_edition_and_can_be_repeated(
    box: FolderOutbox, way: str, record_property: Callable[[str, object], None], pytestconfig: pytest.Config
) -> None:
    """At every system call from the first of `stage` to the last of `put`: the edition before, or the new one."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace: apt-get install strace")
    every = pytestconfig.getoption("--kill-every-write")
    wanted = {"edition": publish(box, 2, "Talks failed")}
    shutil.rmtree(box.folder)
    found: list[str] = []
    for call in (*CALLS, *MORE_CALLS) if every else CALLS:
        # What happens many times in a row happens alike: every fifth is enough unless all are asked for.
        for when in range(1, 40, 5 if call in ("fsync", "unlinkat") and not every else 1):
            publish(box)
            command = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}"]
            command += ["-e", f"inject={call}:signal=KILL:when={when}"]
            command += [sys.executable, "-c", SCRIPT, str(box.folder), way]
            code = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60).returncode
            if code == 0:
                break
            assert code in (-signal.SIGKILL, 128 + signal.SIGKILL)
            found.append(f"{call} {when}: {state_after(box, wanted['edition'])}")
            box.sweep(())
            assert names(box.folder) == ["2022-01-11"], found
            shutil.rmtree(box.folder)
        shutil.rmtree(box.folder, ignore_errors=True)
    record_property("table", found)
    assert any("before" in line for line in found)
    assert any("placed" in line for line in found)


def state_after(box: FolderOutbox, wanted: dict[str, str]) -> str:
    """What a command finds after a kill; finishes what can be finished, as `recover` does."""
    where = box.holds(MAIN, TUESDAY, wanted)
    if where == "staged":
        box.put(MAIN, TUESDAY, 2)
        assert text_of(box) == "Talks failed"
    elif where == "placed":
        assert text_of(box) == "Talks failed"
    else:
        box.sweep(())
        assert text_of(box) == "Talks end"
        where = "before"
    return where


# --- the lock ------------------------------------------------------------------------------------


def test_a_lock_is_one_process_s_until_it_lets_go(tmp_path: Path) -> None:
    """The second waits, then is told; afterwards it gets it. Another name is another lock."""
    folder = tmp_path / "outbox"
    with lock(folder, "build", 0):
        with pytest.raises(Busy, match=r"another process has been at it \(build\)"), lock(folder, "build", 0.2):
            pass
        with lock(folder, "send", 0):
            pass
    with lock(folder, "build", 0):
        pass


def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    """No longer than needed."""
    got = threading.Event()

    def second() -> None:
        with lock(tmp_path, "build", 30):
            got.set()

    with lock(tmp_path, "build", 0):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not got.wait(0.3)
    assert got.wait(10)
    waiting.join()


def test_the_kernel_lets_go_when_the_process_dies(tmp_path: Path) -> None:
    """A kill leaves no lock behind."""
    script = (
        "import sys; from pathlib import Path; from newsletter.outbox import lock\n"
        "with lock(Path(sys.argv[1]), 'build', 0):\n    print('locked', flush=True)\n    sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"locked\n"
    with pytest.raises(Busy), lock(tmp_path, "build", 0):
        pass
    process.kill()
    process.communicate()
    with lock(tmp_path, "build", 0):
        pass


def test_an_error_inside_the_lock_leaves_it_as_it_was(tmp_path: Path) -> None:
    """Neither changed nor held on to."""
    with pytest.raises(OSError, match="mine"), lock(tmp_path, "build", 0):
        raise OSError("mine")
    with lock(tmp_path, "build", 0):
        pass


def test_a_lock_where_no_folder_can_be_is_said(tmp_path: Path) -> None:
    """In words."""
    (tmp_path / "outbox").write_text("")
    with pytest.raises(OutboxError, match="no folder"), lock(tmp_path / "outbox", "build", 0):
        pass


def test_the_folder_is_the_port(box: FolderOutbox) -> None:
    """The type checker holds it to the protocol."""
    port: Outbox = box
    assert port.holds(MAIN, TUESDAY, {}) == ""
