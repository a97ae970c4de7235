"""One at a time: a lock that the kernel keeps."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from newsletter.errors import Busy
from newsletter.outbox.disk import in_words, make_folders

#: Seconds between two looks at a lock that somebody else holds.
LOCK_POLL = 0.1


@contextmanager
def lock(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold `folder`/.NAME.lock; Busy when somebody else holds it for more than `wait` seconds.

    The kernel lets go when the process dies, so a kill leaves nothing to clean up; the file stays. A process that
    was forked (not spawned) inside holds it too.
    """
    path = folder / f".{name}.lock"
    with in_words(folder):
        make_folders(folder)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with in_words(folder):
            _wait_for(handle, name, wait)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, name: str, wait: float) -> None:
    pause = Event()
    for left in range(max(0, round(wait / LOCK_POLL)), -1, -1):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if left:
                pause.wait(LOCK_POLL)
    raise Busy(
        f"another process has been at it ({name}) for more than {wait:g} seconds",
        hint="wait until it is done; `newsletter status` tells what it made",
    )
