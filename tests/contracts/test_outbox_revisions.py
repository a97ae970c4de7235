"""One revision takes another's place: for a reader meanwhile, on every file system, killed at any step."""

from __future__ import annotations

import ctypes
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.model.base import MAIN
from newsletter.outbox import FolderOutbox, disk
from tests.support.outboxes import TUESDAY, names, publish, text_of

ROOT = Path(__file__).resolve().parents[2]


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
from newsletter.model.base import MAIN
from tests.support.outboxes import TUESDAY, manifest, rendered
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
