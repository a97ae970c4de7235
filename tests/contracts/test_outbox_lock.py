"""The lock beside the outbox: one process at a time, and no kill leaves it behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from newsletter.errors import Busy, OutboxError
from newsletter.outbox import lock

ROOT = Path(__file__).resolve().parents[2]


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
