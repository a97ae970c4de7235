"""Values between two processes of ours, over a pipe."""

from __future__ import annotations

import pickle
from typing import IO


def send(pipe: IO[bytes], what: object) -> None:
    """Write one, whole; OSError when nobody reads any more."""
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> object:
    """The next one; EOFError when there is none. Only from a process that we have started ourselves."""
    size = pipe.read(8)
    data = pipe.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    if not data:
        raise EOFError
    return pickle.loads(data)  # noqa: S301  our own process wrote it
