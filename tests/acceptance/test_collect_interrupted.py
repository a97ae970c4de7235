"""What a newcomer's sources do: one is slow when somebody kills the program, one is endless, one empty, one moved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.support.loopback import Loopback, Reply, Request, answer, redirect
from tests.support.newsroom import Room, piece
from tests.support.polling import Polling, body, feed, later
from tests.support.until import until

T = "2022-01-11T06:00:00+00:00"


def test_a_kill_while_one_source_is_slow_forgets_nothing_that_the_others_said(room: Room) -> None:
    """The next poll asks one with its validators, and one that wants to be left alone not at all."""
    with Loopback() as server:

        def slow(_: Request) -> Reply:
            server.wait(60)
            return feed(piece("Late"))

        server.routes = {
            "/val": feed(piece("Talks end"), ETag='"a"'),
            "/busy": answer(b"", status=429, headers={"Retry-After": "7200"}),
            "/slow": slow,
        }
        wire = Polling(room, server, {"val": "/val", "busy": "/busy", "slow": "/slow"})
        call = [sys.executable, "-m", "newsletter", "-C", str(room.folder), "collect"]
        process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
        until(lambda: len(server.requests) == 3)
        until(lambda: room.run("status", at=None).out.count("never asked yet") == 1)
        process.send_signal(signal.SIGKILL)
        process.wait()
        server.routes = {**server.routes, "/slow": feed(piece("Late"))}
        before = len(server.requests)
        room.run("collect", "--now", at=None)
        asked = {request.path: request for request in server.requests[before:]}
        assert asked.keys() == {"/val", "/slow"}
        assert asked["/val"].headers["If-None-Match"] == '"a"'
        assert wire.titles("val") == ["Talks end"]


def test_a_feed_of_many_thousand_entries_is_read_in_parts(room: Room) -> None:
    """The newest first; the rest with the next polls, which are not told that nothing has changed."""
    pieces = [piece(f"Report number {n}", at=later(T, minutes=-n)) for n in range(4_500)]
    whole = feed(*pieces, ETag='"a"')
    with Loopback({"/feed": lambda r: answer(status=304) if "If-None-Match" in r.headers else whole}) as server:
        wire = Polling(room, server)
        first = wire.poll(T)
        assert (first["status"], first["new"]) == ("new", 2_000)
        assert first["warnings"] == ["it is very long: 2,500 more entries are left for the next polls"]
        assert "Report number 0" in wire.titles() and "Report number 4499" not in wire.titles()
        found = [wire.poll(later(T, hours=4 * n)) for n in (1, 2, 3)]
        assert [one["new"] for one in found] == [2_000, 500, 0]
        assert found[1]["warnings"] == []
        assert server.requests[-1].headers["If-None-Match"] == '"a"'


def test_a_feed_that_moved_onto_a_page_is_named_with_that_page(room: Room) -> None:
    """In the report and in the status: the address in sources.yaml shows nothing of it."""
    with Loopback({"/feed": redirect("/news", status=301), "/news": answer(b"<!doctype html><p>News</p>")}) as server:
        wire = Polling(room, server)
        report = wire.poll(T)
        assert report["error"] == f"this is an HTML page, not a feed; a redirect led there: {server.url}/news"
        assert f"{server.url}/news" in wire.status(T).out


def test_an_empty_feed_says_that_it_gave_no_entries(room: Room) -> None:
    """It is no failure; but a person who has just added it wants to know."""
    with Loopback({"/feed": answer(body())}) as server:
        wire = Polling(room, server)
        assert "no entries" in room.run("collect", at=T).out
        assert wire.poll(later(T, hours=4))["warnings"] == []


def test_who_asked_for_the_pause_is_told_rightly(room: Room) -> None:
    """Retry-After that is no length of time counts as none: the pause is our own, and it is kept."""
    said = {"/feed": answer(status=429, headers={"Retry-After": "-5"})}
    with Loopback(said) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert "does not say how long to wait: after a failure" in wire.status(T).out
        wire.poll(later(T, hours=3))
        assert "does not say how long to wait: waiting longer after each of 2 failures" in wire.status(T).out
        assert wire.poll(later(T, hours=4), "--now")["asked"] == 0
        server.routes = {"/feed": answer(status=429, headers={"Retry-After": "36000"})}
        wire.poll(later(T, hours=12))
        assert "(the server or the feed asked for it)" in wire.status(later(T, hours=12)).out
