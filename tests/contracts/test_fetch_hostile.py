"""Servers that want to keep us: endless answers, dripping headers, resets, redirects into the inside."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, Fetched, FetchRequest, Unchanged, Validators
from newsletter.model.rules import Network
from tests.support.loopback import Loopback, Request, answer, redirect

HERE = Network(allow=("127.0.0.1/32",), gap=dt.timedelta(0), connections=8)
SHORT = Bounds(seconds=3.0, size=100_000)
OK = b"HTTP/1.1 200 OK\r\n"


def ask(url: str, known: Validators | None = None) -> Failed | Fetched | Unchanged:
    request = FetchRequest(source=SourceName("wire"), url=url, validators=known or Validators())
    (outcome,) = Fetcher(Path("/nowhere"), HERE, "newsletter/1", bounds=SHORT)([request])
    assert isinstance(outcome, Failed | Fetched | Unchanged)
    return outcome


def endless_chunks() -> Iterator[bytes]:
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n"
    while True:
        yield b"400\r\n" + b"x" * 1024 + b"\r\n"


def endless_body() -> Iterator[bytes]:
    yield OK + b"\r\n"
    while True:
        yield b"x" * 1024


def endless_gzip() -> Iterator[bytes]:
    yield OK + b"Content-Encoding: gzip\r\n\r\n"
    squeeze = zlib.compressobj(wbits=31)
    while True:
        yield squeeze.compress(bytes(1_000_000)) + squeeze.flush(zlib.Z_SYNC_FLUSH)


def endless_members() -> Iterator[bytes]:
    yield OK + b"Content-Encoding: gzip\r\n\r\n"
    while True:
        yield gzip.compress(b"x" * 10_000)


def endless_headers() -> Iterator[bytes]:
    yield OK
    for number in itertools.count():
        yield b"X-%d: a\r\n" % number


def endless_interim() -> Iterator[bytes]:
    while True:
        yield b"HTTP/1.1 100 Continue\r\n\r\n" * 10


def one_long_chunk_extension() -> Iterator[bytes]:
    yield OK + b"Transfer-Encoding: chunked\r\n\r\n5;"
    while True:
        yield b"a" * 1024


@pytest.mark.parametrize(
    "reply",
    [
        endless_chunks,
        endless_body,
        endless_gzip,
        endless_members,
        endless_headers,
        endless_interim,
        one_long_chunk_extension,
    ],
)
def test_what_does_not_end_is_ended(reply: Callable[[], Iterator[bytes]]) -> None:
    """By the limit of size or by the deadline; in words."""
    start = time.monotonic()
    with Loopback({"/feed": lambda _: reply()}) as server:
        outcome = ask(server.url + "/feed")
    assert isinstance(outcome, Failed) and "Error" not in outcome.error
    assert time.monotonic() - start < 4


@pytest.mark.parametrize(
    "first",
    [b"HTTP/1.1 200 ", OK + b"X-", OK + b"Content-Length: 100\r\n\r\n"],
    ids=["in the status line", "in a header", "in the body"],
)
def test_a_byte_at_a_time_does_not_outlast_the_deadline_anywhere(first: bytes) -> None:
    """However busy the server seems."""

    def drip(_: Request) -> Iterator[bytes]:
        yield first
        while True:
            server.wait(0.05)
            yield b"x"

    with Loopback({"/feed": drip}) as server:
        outcome = ask(server.url + "/feed")
    assert isinstance(outcome, Failed)
    assert outcome.error == "no complete answer within 3 seconds"


@pytest.mark.parametrize("before", [b"", OK + b"Content-Length: 100\r\n\r\nhalf"], ids=["at once", "in the body"])
def test_a_connection_that_is_reset_is_a_failure_in_words(before: bytes) -> None:
    """RST instead of an end; nobody tries for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            # Twice where nothing came: RFC 9112, 9.3.1 has a client repeat a request once that got no answer at all.
            for _ in range(1 if before else 2):
                connection, _ = listening.accept()
                connection.recv(1)
                connection.sendall(before)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        outcome = ask(f"http://127.0.0.1:{listening.getsockname()[1]}/feed")
        thread.join()
    assert isinstance(outcome, Failed)
    assert any(words in outcome.error for words in ("broke", "hung up")), outcome.error


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://2130706434/",
        "http://0x7f.0.0.2/",
        "http://0177.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a00:1]/",
        "http://[fe80::1]/",
        "http://0.0.0.0/",
        "http://metadata@10.0.0.1/",
        "//10.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
    ],
)
@pytest.mark.parametrize("status", [301, 302])
def test_no_redirect_leads_inside(target: str, status: int) -> None:
    """However the address is written; nothing is moved there."""
    with Loopback({"/feed": redirect(target, status=status)}) as server:
        outcome = ask(server.url + "/feed")
    assert isinstance(outcome, Failed)
    assert any(words in outcome.error for words in ("not a public one", "neither http nor https", "not usable"))


def test_a_304_behind_permanent_redirects_says_where_the_source_lives() -> None:
    """Behind a temporary one it does not."""
    routes = {"/feed": redirect("/a", status=301), "/a": redirect("/b", status=308), "/b": answer(status=304)}
    known = Validators(etag='"a"')
    with Loopback(routes) as server:
        outcome = ask(server.url + "/feed", known)
        assert isinstance(outcome, Unchanged) and outcome.moved_to == server.url + "/b"
    with Loopback({**routes, "/a": redirect("/b", status=302)}) as server:
        outcome = ask(server.url + "/feed", known)
        assert isinstance(outcome, Unchanged) and outcome.moved_to is None
