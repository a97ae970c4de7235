"""Stopping a server is no accident."""

from __future__ import annotations

import subprocess

import pytest

from tests.support.newsroom import Room, piece
from tests.support.preview import free_port


@pytest.mark.parametrize("command", ["public", "preview"])
def test_a_server_that_is_stopped_says_so(room: Room, command: str) -> None:
    """SIGTERM: one word, exit 0, and no hint that something is to be run again."""
    room.feed("wire", piece("Envoys open talks in Geneva"))
    room.env["NEWSLETTER_SECRET"] = "0123456789abcdef0123456789abcdef"
    process = subprocess.Popen(
        room.command(command, "--port", str(free_port())),
        env=room.environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert process.stderr
    said = ""
    while "Ctrl+C ends" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    process.terminate()
    rest = process.communicate(timeout=20)[1]
    assert process.returncode == 0 and "stopped" in rest and "rolled back" not in rest
