"""Commands with a fault put below them, without a start of the program for each: every one is a fork of a warm process.

    with warm_process(folder) as warm:
        warm.run(room, "build", strace=("-e", "inject=fsync:signal=KILL:when=3"))

A fork is a process of its own, so a kill is a kill. strace is attached before it does anything, so that the faults
are in the system calls themselves: SQLite writes in C, and patching Python would not see it.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from newsletter.cli.main import main
from tests.support.newsroom import MORNING, Result, Room, piece

ROOT = Path(__file__).resolve().parents[2]
#: Seconds after which a command hangs; the kernel ends it then, and its test fails.
LONGEST = 60
_PR_SET_PTRACER, _ANY = 0x59616D61, ctypes.c_ulong(-1)
_STREAMS = ((0, os.devnull, os.O_RDONLY), (1, "out", os.O_WRONLY), (2, "err", os.O_WRONLY))


@dataclass(frozen=True, kw_only=True)
class Warm:
    """The warm process, and where the forks' streams go."""

    folder: Path
    orders: IO[str]
    answers: IO[str]

    def run(
        self, room: Room, *words: str, at: str = MORNING, strace: Sequence[str], log: str | Path = os.devnull
    ) -> Result:
        """`newsletter WORDS` in a fork under strace; a killed one has the exit code of its signal, below 0."""
        for name in ("out", "err"):
            (self.folder / name).write_bytes(b"")
        self._tell({"arguments": room.command(*words, at=at)[3:], "environment": room.environment()})
        number = self.answers.readline().strip()
        tracer = subprocess.Popen(
            ["strace", "-f", "-o", str(log), *strace, "-p", number], stderr=subprocess.PIPE, text=True
        )
        assert tracer.stderr is not None
        attached = tracer.stderr.readline()
        self._tell("go")
        code = int(self.answers.readline())
        tracer.communicate(timeout=LONGEST)
        assert "attached" in attached, attached
        out, err = ((self.folder / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return Result(code=code, out=out, err=err)

    def _tell(self, what: object) -> None:
        print(json.dumps(what), file=self.orders, flush=True)


@contextlib.contextmanager
def warm_process(folder: Path) -> Iterator[Warm]:
    """Starts it: a first small edition, built in `folder`, has everything imported that a build needs."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace: apt-get install strace")
    room = Room(folder=folder / "room")
    room.feed("wire", piece("Snow closes a road"))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.warm", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**room.environment(), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        assert process.stdout.readline() == "warm\n"
        yield Warm(folder=folder, orders=process.stdin, answers=process.stdout)
    finally:
        process.communicate(timeout=LONGEST)  # no more orders: it ends


def serve(folder: Path) -> None:
    """Each order is a fork: its number is said, then, when its tracer is there and it has run, how it ended."""
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(Room(folder=folder / "room").command("-q", "build")[3:]) == 0
    assert threading.active_count() == 1, "only a process with one thread can be forked"
    print("warm", flush=True)
    while line := sys.stdin.readline():
        held, release = os.pipe()
        number = os.fork()
        if number == 0:
            _obey(folder, json.loads(line), held)
        print(number, flush=True)
        sys.stdin.readline()
        os.write(release, b"go")
        _, status = os.waitpid(number, 0)
        os.close(held)
        os.close(release)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _obey(folder: Path, order: dict[str, Any], held: int) -> None:
    """The fork: as the command would be in a fresh process, once it is let go."""
    # Where only ancestors may trace (Yama), a process may name others.
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANY, 0, 0, 0)
    for stream, name, mode in _STREAMS:
        os.dup2(os.open(folder / name, mode), stream)
    os.environ.clear()
    os.environ.update(order["environment"])
    os.read(held, 2)
    signal.alarm(LONGEST)
    sys.exit(main(order["arguments"]))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
