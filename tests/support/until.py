"""Waiting for another process: no longer than needed, and never for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable


def until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    """Returns as soon as `holds()`; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it has not come to pass within {seconds:g} seconds"
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
