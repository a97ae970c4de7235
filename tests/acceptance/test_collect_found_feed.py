"""A source whose address is a web page: the feed that the page names is followed once, reported, and remembered."""

from __future__ import annotations

import pytest

from tests.support.loopback import Loopback, Route, answer, redirect
from tests.support.newsroom import Room, piece
from tests.support.polling import Polling, feed, later

T = "2022-01-11T06:00:00+00:00"
TALKS = piece("Talks end in Geneva", at="2022-01-11T05:00:00Z")
SNOW = piece("Snow closes a road", at="2022-01-11T05:30:00Z")
FEED = '<link rel="alternate" type="application/rss+xml" title="News" href="{}">'


def page(*links: str) -> bytes:
    """A front page that names feeds in its head."""
    html = f"<!doctype html><html><head><title>River</title>{''.join(links)}</head><body><p>Welcome</p></body></html>"
    return answer(html.encode(), headers={"Content-Type": "text/html", "ETag": '"page"'})


def named(*addresses: str) -> bytes:
    return page(*(FEED.format(a) for a in addresses))


def test_the_feed_that_a_page_names_is_followed_once_and_remembered(room: Room) -> None:
    """The source stays the same, with its account; the next process asks at the new place, with its validators."""
    routes: dict[str, Route] = {"/": named("/new.xml"), "/new.xml": feed(TALKS, ETag='"feed"')}
    with Loopback(routes) as server:
        wire = Polling(room, server, {"wire": "/"})
        config = (room.folder / "sources.yaml").read_bytes()
        report = wire.poll(T)
        assert (report["status"], report["new"], report["error"]) == ("new", 1, None)
        assert report["found"] == f"{server.url}/new.xml"
        again = wire.poll(later(T, hours=2))
        assert (again["new"], again["found"]) == (0, None)
        assert server.paths == ["/", "/new.xml", "/new.xml"]
        assert [r.headers.get("If-None-Match") for r in server.requests] == [None, None, '"feed"']
        assert (room.folder / "sources.yaml").read_bytes() == config
    assert wire.titles() == ["Talks end in Geneva"]


def test_a_source_that_became_a_page_keeps_its_entries(room: Room) -> None:
    """A redesign: what the old feed brought is known in the new one."""
    routes: dict[str, Route] = {"/feed": feed(TALKS, ETag='"a"'), "/new.xml": feed(SNOW, TALKS)}
    with Loopback(routes) as server:
        wire = Polling(room, server)
        wire.poll(T)
        routes["/feed"] = named("/new.xml")
        assert wire.poll(later(T, hours=2))["new"] == 1
        assert wire.poll(later(T, hours=4))["new"] == 0
    assert server.paths == ["/feed", "/feed", "/new.xml", "/new.xml"]


def test_a_feed_that_was_found_is_said_in_words_and_put_before_the_editor_once(room: Room) -> None:
    """By `collect` when it is found; by `status` once as attention, and in the source's line as long as it holds."""
    with Loopback({"/": named("/new.xml"), "/new.xml": feed(TALKS)}) as server:
        wire = Polling(room, server, {"wire": "/"})
        collected = room.run("collect", at=T)
        assert (
            f"its address is a page; the feed that it names is read from now on: {server.url}/new.xml" in collected.out
        )
        first, second = wire.status(T).out, wire.status(T).out
    line = f"attention: wire answers with a page; the feed that it names is read instead: {server.url}/new.xml"
    assert (line in first, line in second) == (True, False)
    assert all(
        f"moved to {server.url}/new.xml, which the page at {server.url}/ names" in out for out in (first, second)
    )


def test_a_source_that_is_back_at_its_own_address_is_read_there(room: Room) -> None:
    """After some failures of the place that was found, the old address is tried; a feed there ends the move."""
    routes: dict[str, Route] = {"/feed": named("/new.xml"), "/new.xml": feed(TALKS)}
    with Loopback(routes) as server:
        wire, now = Polling(room, server), T
        now = wire.poll(now)["next_at"]
        routes |= {"/feed": feed(TALKS, SNOW), "/new.xml": answer(status=404)}
        for _ in range(5):
            now = wire.poll(now)["next_at"]
        assert server.paths == ["/feed", *["/new.xml"] * 4, "/feed", "/feed"]
        assert "moved to" not in wire.status(now).out


@pytest.mark.parametrize(
    ("links", "target", "paths", "words"),
    [
        ((), feed(TALKS), ["/"], "this is an HTML page, not a feed"),
        (("/new.xml",), answer(status=404), ["/", "/new.xml"], "nothing at this address"),
        (("/new.xml",), answer(b"<html><body>no</body></html>"), ["/", "/new.xml"], "this is an HTML page, not a feed"),
        (("/new.xml",), named("/other.xml"), ["/", "/new.xml"], "this is an HTML page, not a feed"),
        (("/new.xml",), answer(status=410), ["/", "/new.xml"], "this is an HTML page, not a feed"),
        (("/new.xml",), redirect("http://169.254.169.254/latest"), ["/", "/new.xml"], "169.254.169.254"),
        (("/",), feed(TALKS), ["/"], "this is an HTML page, not a feed"),
        (("http://10.0.0.1/feed",), feed(TALKS), ["/"], "10.0.0.1"),
        (("http://[::ffff:169.254.169.254]/feed",), feed(TALKS), ["/"], "169.254.169.254"),
        (("file:///etc/passwd",), feed(TALKS), ["/"], "this is an HTML page, not a feed"),
        (("javascript:alert(1)",), feed(TALKS), ["/"], "this is an HTML page, not a feed"),
    ],
    ids=[
        "none named", "404", "a page", "a page that names another", "410", "redirected inside", "itself",
        "a private address", "a metadata address", "a file", "a script",
    ],
)  # fmt: skip
def test_a_page_that_leads_to_no_feed_is_the_error_that_it_is(
    room: Room, links: tuple[str, ...], target: bytes, paths: list[str], words: str
) -> None:
    """Never a loop, never to a private address, never two steps; nothing is remembered of it."""
    with Loopback({"/": named(*links), "/new.xml": target, "/other.xml": feed(SNOW)}) as server:
        wire = Polling(room, server, {"wire": "/"})
        report = wire.poll(T)
        assert (report["status"], report["found"]) == ("failed", None)
        assert report["error"].startswith("this is an HTML page, not a feed")
        assert words in report["error"]
        assert server.paths == paths
        assert "moved to" not in wire.status(T).out


def test_the_feed_of_comments_is_no_feed_of_a_review(room: Room) -> None:
    """Some pages name nothing else."""
    link = '<link rel="alternate" type="application/rss+xml" title="River: comments feed" href="/comments/feed">'
    with Loopback({"/": page(link), "/comments/feed": feed(TALKS)}) as server:
        assert Polling(room, server, {"wire": "/"}).poll(T)["status"] == "failed"
    assert server.paths == ["/"]


def test_two_pages_that_name_each_other_end_at_once(room: Room) -> None:
    """One step in each poll, and the next poll begins at the source's own address."""
    with Loopback({"/a": named("/b"), "/b": named("/a")}) as server:
        wire = Polling(room, server, {"wire": "/a"})
        assert [wire.poll(later(T, hours=h))["asked"] for h in (0, 3)] == [2, 2]
    assert server.paths == ["/a", "/b", "/a", "/b"]


def test_one_page_that_is_followed_costs_no_other_source(room: Room) -> None:
    """The others are stored whatever becomes of it."""
    with Loopback({"/": named("http://10.0.0.1/feed"), "/feed": feed(TALKS)}) as server:
        wire = Polling(room, server, {"page": "/", "wire": "/feed"})
        assert [s["status"] for s in wire.polls(T)] == ["failed", "new"]
