"""Many requests at once: each has its outcome, each host its pauses, and nothing is left behind."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path

from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import SourceName
from newsletter.model.feeds import Fetched, FetchRequest
from newsletter.model.rules import Network
from tests.support.asking import AGENT, HERE, RSS
from tests.support.loopback import Loopback, Request, Route, answer, redirect


def requests_for(server: Loopback, count: int) -> list[FetchRequest]:
    return [FetchRequest(source=SourceName(f"s{i}"), url=f"{server.url}/{i}") for i in range(count)]


def test_one_failure_costs_one_source() -> None:
    """Every request gets exactly one outcome, whatever the others get."""
    routes: dict[str, Route] = {
        "/0": answer(RSS),
        "/1": b"garbage\r\n\r\n",
        "/2": answer(RSS),
        "/3": redirect("file:x"),
    }
    with Loopback(routes) as server:
        outcomes = list(Fetcher(Path("/nowhere"), HERE, AGENT)(requests_for(server, 5)))
    kinds = {str(o.source): o.kind for o in outcomes}
    assert kinds == {"s0": "fetched", "s1": "failed", "s2": "fetched", "s3": "failed", "s4": "failed"}


def test_a_host_gets_no_more_connections_than_allowed() -> None:
    """Two at a time, however many sources it has."""

    def slow(_: Request) -> bytes:
        server.wait(0.05)
        return answer(RSS)

    polite = Network(allow=("127.0.0.0/8",), gap=dt.timedelta(0), connections=2)
    with Loopback({f"/{i}": slow for i in range(8)}) as server:
        outcomes = list(Fetcher(Path("/nowhere"), polite, AGENT)(requests_for(server, 8)))
    assert [o.kind for o in outcomes] == ["fetched"] * 8
    assert server.open_most == 2


def test_requests_to_one_host_are_spaced() -> None:
    """The gap lies between the starts of any two, redirects included; waiting does not count against the deadline."""
    stamps: list[float] = []

    def stamp(request: Request) -> bytes:
        stamps.append(time.monotonic())
        return redirect("/end") if request.path == "/0" else answer(RSS)

    spaced = Network(allow=("127.0.0.0/8",), gap=dt.timedelta(seconds=0.5), connections=8)
    with Loopback(dict.fromkeys(("/0", "/1", "/2", "/end"), stamp)) as server:
        outcomes = list(Fetcher(Path("/nowhere"), spaced, AGENT, bounds=Bounds(seconds=0.9))(requests_for(server, 3)))
    assert [o.kind for o in outcomes] == ["fetched"] * 3
    assert len(stamps) == 4
    assert all(b - a > 0.25 for a, b in itertools.pairwise(stamps))


def test_a_second_round_is_spaced_from_the_first() -> None:
    """Pages of entries, and feeds that pages name, are asked for right after the feeds."""
    stamps: list[float] = []

    def stamp(_: Request) -> bytes:
        stamps.append(time.monotonic())
        return answer(RSS)

    spaced = Network(allow=("127.0.0.0/8",), gap=dt.timedelta(seconds=0.3))
    with Loopback({"/0": stamp}) as server:
        fetch = Fetcher(Path("/nowhere"), spaced, AGENT)
        for _ in range(2):
            list(fetch(requests_for(server, 1)))
    assert stamps[1] - stamps[0] > 0.25


def test_bodies_wait_for_whoever_takes_them() -> None:
    """No more bodies are read ahead than there is room for, and all of them come in the end."""
    with Loopback({f"/{i}": answer(RSS) for i in range(12)}) as server:
        bounds = Bounds(waiting=2, seconds=5)
        outcomes = list(Fetcher(Path("/nowhere"), HERE, AGENT, bounds=bounds)(requests_for(server, 12)))
    assert sorted(str(o.source) for o in outcomes) == sorted(f"s{i}" for i in range(12))
    assert all(isinstance(o, Fetched) for o in outcomes)


def test_closing_early_ends_what_is_under_way() -> None:
    """No thread, no connection and no warning is left behind."""

    def endless(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            server.wait(0.02)
            yield b"x"

    with Loopback({"/0": answer(RSS), **{f"/{i}": endless for i in range(1, 6)}}) as server:
        outcomes = Fetcher(Path("/nowhere"), HERE, AGENT)(requests_for(server, 6))
        assert isinstance(outcomes, Generator) and next(outcomes).kind == "fetched"
        outcomes.close()
        assert not [t for t in threading.enumerate() if t.name == "fetch"]
