"""The timer: what is due is decided anew at every tick, so that nothing is skipped or doubled."""

from __future__ import annotations

import signal
import subprocess

import pytest

from tests.support.newsroom import Room, piece
from tests.support.until import until

EARLY = "2022-01-11T04:00:00Z"  # 06:00 in Kyiv, before news_until
READY = "2022-01-11T04:31:00Z"
LATE = "2022-01-11T14:00:00Z"


def test_nothing_is_built_before_the_news_are_in(room: Room) -> None:
    """A tick at six polls, and builds nothing."""
    room.feed("wire", piece("Fresh news of the day"))
    result = room.run("run", "--once", at=EARLY)
    assert result.code == 0, result.err
    assert not (room.folder / "outbox" / "2022-01-11").exists()
    assert "Fresh news of the day" in room.run("entries").out


@pytest.mark.parametrize("at", [READY, LATE], ids=["on time", "a late start"])
def test_a_tick_builds_todays_edition_once(room: Room, at: str) -> None:
    """On time or hours late: one edition, and the next tick finds it."""
    room.feed("wire", piece("Fresh news of the day"))
    for _ in range(3):
        assert room.run("run", "--once", at=at).code == 0
    assert room.told("2022-01-11") == ["Fresh news of the day"]
    assert len([p for p in (room.folder / "outbox").iterdir() if p.name.startswith("2022")]) == 1


def test_one_source_that_is_broken_does_not_stop_the_timer(room: Room) -> None:
    """A failure of one task is a line, not the end."""
    room.feed("wire", piece("Fresh news of the day"))
    room.feed("post", piece("Other news of the day"))
    room.down("post")
    assert room.run("run", "--once", at=READY).code == 0
    assert room.told("2022-01-11") == ["Fresh news of the day"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(room: Room, number: signal.Signals) -> None:
    """systemctl stop, or Ctrl+C: the tick in work is finished, and it ends."""
    room.feed("wire", piece("Fresh news of the day"))
    command = room.command("run", "--tick", "1", at=READY)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=room.environment())
    try:
        edition = room.folder / "outbox" / "2022-01-11" / "manifest.json"
        until(edition.exists)
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert edition.exists()
    assert process.returncode in (0, 130, 143)
    assert b"Traceback" not in err


def test_status_begins_with_todays_edition_in_one_sentence(room: Room) -> None:
    """Then every source: last success, error in words, next poll and why."""
    room.feed("wire", piece("Fresh news of the day"))
    room.feed("post", piece("Other news of the day"))
    assert "not built yet" in room.run("status", at=EARLY).out.splitlines()[0]
    room.down("post")
    room.run("build", at=READY)
    lines = room.run("status", at=READY).out.splitlines()
    assert lines[0].startswith("Daily Review No. 1 of 2022-01-11 is published")
    assert any(line.strip().startswith("wire: last success just now") for line in lines)
    assert any("post: failing" in line and "next poll" in line for line in lines)
    assert "is late" in room.run("status", at="2022-01-12T14:00:00Z").out.splitlines()[0]
