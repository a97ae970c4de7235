"""One source through a week, each poll a process of its own: all that is remembered stands in the store."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from tests.support.loopback import Loopback, Route, answer, redirect
from tests.support.newsroom import Room, piece
from tests.support.polling import Polling, body, feed, later

T = "2022-01-11T06:00:00+00:00"
TALKS = piece("Talks end in Geneva", at="2022-01-11T05:00:00Z")
SNOW = piece("Snow closes a road", at="2022-01-11T05:30:00Z")


def poll(room: Room, at: str) -> dict[str, Any]:
    """One call of the command in a process of its own."""
    result = room.run("collect", "--json", at=at, prefix=("env",))
    assert result.code in (0, 1), result.err
    source: dict[str, Any] = json.loads(result.out)["sources"][0]
    return source


def test_a_source_is_remembered_from_process_to_process(room: Room) -> None:
    """Validators, a server's wish, backing off, a move and a page that names its feed."""
    routes: dict[str, Route] = {"/feed": feed(TALKS, ETag='W/"1"')}
    with Loopback(routes) as server:
        Polling(room, server)
        assert poll(room, T)["new"] == 1
        routes["/feed"] = answer(status=503, headers={"Retry-After": "7200"})
        assert poll(room, later(T, hours=1))["status"] == "failed"
        # Too soon: nothing is asked.
        assert poll(room, later(T, hours=2))["status"] == "resting"
        routes |= {"/feed": redirect("/new", status=308), "/new": feed(SNOW, TALKS, ETag='"2"')}
        assert poll(room, later(T, hours=5))["new"] == 1
        link = b"<html><head><link rel=alternate type=application/atom+xml href=/third></head><body>Moved</body></html>"
        routes |= {"/new": answer(link), "/third": feed(SNOW, TALKS, ETag='"3"')}
        assert poll(room, later(T, hours=9))["found"] == f"{server.url}/third"
        assert poll(room, later(T, hours=20))["status"] == "unchanged"
    asked = [(r.path, r.headers.get("If-None-Match")) for r in server.requests]
    assert asked == [
        ("/feed", None),
        ("/feed", 'W/"1"'),
        ("/feed", 'W/"1"'),
        ("/new", 'W/"1"'),
        ("/new", '"2"'),
        ("/third", None),
        ("/third", '"3"'),
    ]


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


@pytest.mark.parametrize("encoding", ["identity", "gzip", "deflate", "raw deflate", "br"])
def test_fifty_megabytes_end_at_the_limit_and_leave_no_validators(room: Room, encoding: str) -> None:
    """However they are packed; the other source is stored, and the next poll asks without what came with them."""
    large = body(TALKS, end=" " * 50_000_000 + "</channel></rss>")
    pack: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.compress, "deflate": zlib.compress, "br": _brotli}
    headers = {"ETag": '"large"', "Content-Encoding": encoding.removeprefix("raw ")}
    if encoding == "identity":
        del headers["Content-Encoding"]
    routes = {
        "/large": answer((pack | {"raw deflate": raw_deflate}).get(encoding, bytes)(large), headers=headers),
        "/feed": feed(SNOW),
    }
    with Loopback(routes) as server:
        wire = Polling(room, server, {"large": "/large", "wire": "/feed"})
        found = {s["name"]: s for s in wire.polls(T)}
        assert found["large"]["error"] == "the answer is larger than 15 MB"
        assert found["wire"]["new"] == 1
        wire.polls(later(T, hours=2))
    assert [r.headers.get("If-None-Match") for r in server.requests if r.path == "/large"] == [None, None]


def _brotli(data: bytes) -> bytes:
    packed: bytes = brotli.compress(data, quality=3)
    return packed
