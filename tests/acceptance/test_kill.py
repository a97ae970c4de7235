"""The kill loop: after SIGKILL at any rename, fsync (or, with --kill-every-write, write) of `build`, nothing is lost,
repeated or torn; after ENOSPC or EIO there, the error is said in words and the next build is whole.

The faults are injected into the system calls themselves, below a fork of a warm process: see tests/support/warm.py.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.newsroom import Result, Room, piece
from tests.support.warm import Warm

pytestmark = pytest.mark.kill

TUESDAY = "2022-01-11T04:30:00Z"
WEDNESDAY = "2022-01-12T04:30:00Z"
#: Every way to make a change durable or visible that the program and SQLite use.
DURABLE = ("rename", "renameat", "renameat2", "fsync", "fdatasync", "unlink", "unlinkat", "rmdir")
WRITES = ("write", "pwrite64", "ftruncate")
#: One place in a run: the nth call of one kind. strace counts each kind by itself, and each thread by itself.
Point = tuple[str, int]
PARTS = 4
Recorder = Callable[[str, object], None]
MESSAGE = "the edition is as if nothing had happened"


@dataclass(frozen=True)
class Scene:
    """A newsroom as it stood before the build, and what an undisturbed build makes of it."""

    warm: Warm
    before: Path
    edition: dict[str, str]
    ledger: list[str]
    durable: list[Point]
    writes: list[Point]


def fresh(scene: Scene, folder: Path) -> Room:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scene.before, folder)
    return Room(folder=folder)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Scene:
    """Monday is published; Tuesday's news is in the feeds."""
    room = Room(folder=tmp_path_factory.mktemp("kill") / "room")
    monday = piece("Envoys open a round of talks in Geneva", at="2022-01-09T12:00:00Z")
    room.feed("wire", monday)
    room.feed("post", piece("Court freezes the property of a former president", at="2022-01-09T13:00:00Z"))
    assert room.run("build", at="2022-01-10T04:30:00Z").code == 0
    room.feed("wire", piece("Monitors stopped at a checkpoint"), monday)
    room.feed("post", piece("A general is to lead the mission"), piece("Council meets in Brussels", at=None))
    before = room.folder.parent / "before"
    shutil.copytree(room.folder, before)
    log = room.folder.parent / "trace"
    calls = ",".join((*DURABLE, *WRITES))
    traced = warm.run(room, "-q", "build", at=TUESDAY, strace=("-e", f"trace={calls}"), log=log)
    assert traced.code == 0, traced.err
    text = log.read_text(errors="replace")
    return Scene(
        warm=warm,
        before=before,
        edition=hashes(room, "2022-01-11"),
        ledger=ledger(room),
        durable=points(text, DURABLE),
        writes=points(text, WRITES),
    )


def points(trace: str, calls: tuple[str, ...]) -> list[Point]:
    """Every (call, n) that the run makes; the busiest thread's count bounds n."""
    made = Counter(re.findall(r"^(\d+) +(\w+)\(", trace, re.M))
    most = {call: max((n for (_, name), n in made.items() if name == call), default=0) for call in calls}
    return [(call, n) for call in calls for n in range(1, most[call] + 1)]


def hashes(room: Room, day: str) -> dict[str, str]:
    folder = room.folder / "outbox" / day
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()}


def ledger(room: Room) -> list[str]:
    rows = room.run("ledger", "--json", "--day", "2022-01-11", at=TUESDAY).lines
    return sorted(f"{r['outcome']} {r['title']}" for r in rows)


def whole_or_absent(room: Room, day: str) -> str:
    """What a reader finds: a whole edition, or none; anything else fails."""
    folder = room.folder / "outbox" / day
    if not folder.exists():
        return "absent"
    manifest = json.loads((folder / "manifest.json").read_text())
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, f"{name} is torn"
    return "whole"


def sound(room: Room) -> None:
    database = sqlite3.connect(room.folder / "var" / "newsletter.db")
    assert database.execute("pragma integrity_check").fetchone() == ("ok",)
    database.close()


def disturbed(scene: Scene, folder: Path, point: Point, fault: str) -> tuple[Room, Result]:
    room = fresh(scene, folder)
    call, when = point
    strace = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={when}")
    return room, scene.warm.run(room, "-q", "build", at=TUESDAY, strace=strace)


def mended(scene: Scene, room: Room) -> None:
    """The next build finishes or repeats the work, to the byte; the day after repeats nothing."""
    again = room.run("-q", "build", at=TUESDAY)
    assert again.code == 0, again.err
    assert hashes(room, "2022-01-11") == scene.edition
    assert ledger(room) == scene.ledger
    staged = [p.name for p in (room.folder / "outbox").iterdir() if "staged" in p.name]
    assert not staged


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_rename_or_fsync_loses_repeats_and_tears_nothing(
    scene: Scene, tmp_path: Path, part: int, record_property: Recorder
) -> None:
    """Every point of one build, in four parts so that they can run side by side."""
    kill_at_every(scene.durable[part::PARTS], scene, tmp_path, record_property)


@pytest.mark.parametrize("part", range(PARTS))
def test_a_kill_at_any_write_loses_repeats_and_tears_nothing(
    scene: Scene, tmp_path: Path, part: int, record_property: Recorder, kill_every_write: bool
) -> None:
    """The long loop."""
    if not kill_every_write:
        pytest.skip("takes long: make kill runs it")
    kill_at_every(scene.writes[part::PARTS], scene, tmp_path, record_property)


def kill_at_every(wanted: list[Point], scene: Scene, tmp_path: Path, record_property: Recorder) -> None:
    table = []
    for point in wanted:
        room, result = disturbed(scene, tmp_path / "room", point, "signal=KILL")
        name = f"{point[0]} {point[1]}"
        if result.code == 0:
            table.append(f"{name:<14} not reached: the calls are spread over threads otherwise this time")
            continue
        assert result.code == -signal.SIGKILL, result
        found = whole_or_absent(room, "2022-01-11")
        assert whole_or_absent(room, "2022-01-10") == "whole"
        mended(scene, room)
        sound(room)
        table.append(f"{name:<14} killed, edition {found:<7} next build: {MESSAGE}")
    assert any("killed" in line for line in table)
    record_property("table", "\n".join(table))
    print("\n".join(table))


@pytest.mark.parametrize(("error", "first"), [("ENOSPC", 0), ("EIO", 3)])
def test_a_disk_that_fails_is_said_in_words_and_the_next_build_is_whole(
    scene: Scene, tmp_path: Path, error: str, first: int, kill_every_write: bool
) -> None:
    """A full or broken disk at a rename or an fsync: exit 1 and a hint, or no harm at all.

    Every third point fails in one of the two ways; `make kill` has every point fail in both.
    """
    failed = 0
    for point in scene.durable if kill_every_write else scene.durable[first::6]:
        room, result = disturbed(scene, tmp_path / "room", point, f"error={error}")
        assert result.code in (0, 1), result
        assert "Traceback" not in result.err
        if result.code == 1:
            failed += 1
            assert "hint:" in result.err, result.err
        whole_or_absent(room, "2022-01-11")
        assert whole_or_absent(room, "2022-01-10") == "whole"
        mended(scene, room)
        sound(room)
    assert failed, "the faults reached the program"


def test_the_day_after_a_kill_repeats_nothing(scene: Scene, tmp_path: Path) -> None:
    """Killed in the middle of publishing, and nobody called build again that day."""
    room, result = disturbed(scene, tmp_path / "room", ("rename", 1), "signal=KILL")
    assert result.code != 0
    result = room.run("-q", "build", at=WEDNESDAY)
    assert result.code == 0, result.err
    told = [room.told(d.name) for d in sorted((room.folder / "outbox").iterdir()) if d.name.startswith("2022")]
    flat = [title for day in told for title in day]
    assert len(flat) == len(set(flat))
    assert "Monitors stopped at a checkpoint" in flat
