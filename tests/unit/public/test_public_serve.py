"""The patrons' pages on a real port."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask

from newsletter.errors import NewsletterError
from newsletter.public import serve
from tests.support.until import listens, until

PROGRAM = """
import datetime, sys
from newsletter.public import create_app, serve
class Nobody:
    def find(self, key): return None
app = create_app(patrons=Nobody(), secret="s", title="Daily Review", clock=lambda: None)
serve(app, int(sys.argv[1]))
"""


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(number)])
    try:
        until(lambda: listens(number) or process.poll() is not None)
        assert process.poll() is None
        yield number
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, request: bytes) -> bytes:
    """All that comes back; a server that refuses early may hang up while we are still sending."""
    with socket.create_connection(("127.0.0.1", port), 10) as asked:
        answer = b""
        with suppress(ConnectionError):
            asked.sendall(request)
        with suppress(ConnectionError):
            while more := asked.recv(65536):
                answer += more
        return answer


def test_the_pages_are_served_and_large_bodies_refused(port: int) -> None:
    """With and without a declared length; the server does not say what it is made of."""
    answer = ask(port, b"GET /u/nonsense HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404") and b"This link does not work" in answer
    assert b"\r\nserver:" not in answer.lower()
    post = b"POST /u/nonsense HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    assert ask(port, post + b"Content-Length: 16900\r\n\r\n" + b"x" * 16_900).startswith(b"HTTP/1.1 413")
    chunks = (b"3e8\r\n" + b"x" * 1000 + b"\r\n") * 18 + b"0\r\n\r\n"
    assert ask(port, post + b"Transfer-Encoding: chunked\r\n\r\n" + chunks).startswith(b"HTTP/1.1 413")


def test_a_port_that_is_taken_is_said_in_words() -> None:
    """Not a traceback from the depths of the server."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NewsletterError, match=f"127.0.0.1:{port}") as caught:
            serve(Flask("empty"), port)
    assert caught.value.hint
