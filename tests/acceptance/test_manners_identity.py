"""Identity that survives publishers: only what is truly new is new, whatever they do to their feeds."""

from __future__ import annotations

import pytest

from tests.support.loopback import Loopback, in_turn
from tests.support.newsroom import Piece, Room, piece
from tests.support.polling import Polling, feed, later

T = "2022-01-11T06:00:00+00:00"
WORDS = "Envoys of both sides left the hall on the lake late in the evening and said that they would meet again."


def entry(title: str, *, link: str, guid: str | None = None, at: str | None = "2022-01-11T05:00:00Z") -> Piece:
    return piece(title, at=at, link=link, guid=guid if guid is not None else link, text=f"{title}. {WORDS}")


A = entry("Talks end in Geneva", link="https://wire.example/2022/talks-end", guid="4711")
B = entry("Snow closes a road", link="https://wire.example/2022/snow-closes-road", guid="4712")

CHANGED = {
    "a new guid scheme": [
        entry("Talks end in Geneva", link="https://wire.example/2022/talks-end", guid="urn:wire:4711"),
        entry("Snow closes a road", link="https://wire.example/2022/snow-closes-road", guid="urn:wire:4712"),
    ],
    "http to https": [
        entry("Talks end in Geneva", link="http://wire.example/2022/talks-end"),
        entry("Snow closes a road", link="http://wire.example/2022/snow-closes-road"),
    ],
    "known tracking parameters": [
        entry("Talks end in Geneva", link="https://wire.example/2022/talks-end?utm_source=rss&utm_id=9"),
        entry("Snow closes a road", link="https://wire.example/2022/snow-closes-road?fbclid=1"),
    ],
    "rotating parameters, guids too": [
        entry("Talks end in Geneva", link="https://wire.example/2022/talks-end?r=8812"),
        entry("Snow closes a road", link="https://wire.example/2022/snow-closes-road?r=8813"),
    ],
    "another host and new guids": [
        entry("Talks end in Geneva", link="https://news.new.example/2022/talks-end"),
        entry("Snow closes a road", link="https://news.new.example/2022/snow-closes-road"),
    ],
    "another host, other paths, new guids": [
        entry("Talks end in Geneva", link="https://news.new.example/a/90001"),
        entry("Snow closes a road", link="https://news.new.example/a/90002"),
    ],
    "another order": [B, A],
    "everything twice": [A, A, B, B],
    "an old entry with a new date": [
        entry(
            "Talks end in Geneva", link="https://wire.example/2022/talks-end", guid="4711", at="2022-01-11T07:30:00Z"
        ),
        B,
    ],
}


@pytest.mark.parametrize("how", CHANGED)
def test_what_a_publisher_does_to_its_feed_makes_nothing_new(room: Room, how: str) -> None:
    """Nothing new then, nothing at the poll after it, and one new entry is still seen."""
    fresh = entry("Prices rise again", link="https://wire.example/2022/prices-rise", guid="4713")
    bodies = [feed(A, B), feed(*CHANGED[how]), feed(*CHANGED[how]), feed(fresh, *CHANGED[how])]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        assert [wire.poll(later(T, hours=2 * n))["new"] for n in range(4)] == [2, 0, 0, 1]
    assert sorted(wire.titles()) == ["Prices rise again", "Snow closes a road", "Talks end in Geneva"]


def test_old_entries_that_a_feed_restores_are_known(room: Room) -> None:
    """They had gone for a while."""
    bodies = [feed(A, B), feed(B), feed(B, A)]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        assert [wire.poll(later(T, hours=2 * n))["new"] for n in range(3)] == [2, 0, 0]


def test_old_entries_that_were_never_seen_are_kept_and_told_by_nobody(room: Room) -> None:
    """A publisher restores its archive: new to us, but no news."""
    old = entry("A bridge was opened", link="https://wire.example/2021/bridge", at="2021-06-01T10:00:00Z")
    bodies = [feed(A), feed(A, old)]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert wire.poll(later(T, hours=2))["new"] == 1
        assert room.run("build", "--offline", at=later(T, hours=3)).code == 0
    assert room.told("2022-01-11") == ["Talks end in Geneva"]


def test_an_old_entry_with_a_new_date_is_not_told_as_news(room: Room) -> None:
    """It was there before our time, and stays as old as it was."""
    old = {"link": "https://wire.example/2021/bridge", "guid": "1"}
    before = entry("A bridge was opened", at="2021-12-01T10:00:00Z", **old)
    again = entry("A bridge was opened", at="2022-01-11T07:00:00Z", **old)
    bodies = [feed(A, before), feed(A, again)]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        wire.poll(later(T, hours=2))
        room.run("build", "--offline", at=later(T, hours=3))
    assert room.told("2022-01-11") == ["Talks end in Geneva"]


def test_one_guid_in_two_feeds_is_a_repetition_only_if_it_is_one_page(room: Room) -> None:
    """ "4711" means another piece elsewhere; one link in two feeds is one piece."""
    other = entry("Snow closes a road", link="https://post.example/2022/snow", guid="4711")
    same = entry("Talks end", link="https://wire.example/2022/talks-end?utm_source=partner", guid="x")
    with Loopback({"/feed": feed(A), "/post": feed(other, same)}) as server:
        wire = Polling(room, server, {"wire": "/feed", "post": "/post"})
        reports = {r["name"]: r["new"] for r in wire.polls(T)}
    rows = room.run("entries", "--json").lines
    repeats = {r["title"]: r["repeat_of"] for r in rows}
    assert reports == {"wire": 1, "post": 2}
    assert repeats["Snow closes a road"] is None
    assert (repeats["Talks end"] is None) != (repeats["Talks end in Geneva"] is None)


def test_a_daily_briefing_under_one_headline_is_new_every_day(room: Room) -> None:
    """Same title, same words, another link and another day: nothing is missed."""
    days = [
        entry("The morning briefing", link=f"https://wire.example/briefing/{n}", at=f"2022-01-{n}T05:00:00Z")
        for n in (11, 12, 13)
    ]
    bodies = [feed(days[0]), feed(days[1], days[0]), feed(days[2])]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        assert [wire.poll(later(T, days=n))["new"] for n in range(3)] == [1, 1, 1]


def test_a_changed_text_is_one_entry_with_another_version(room: Room) -> None:
    """Counted as changed, not as new."""
    rewritten = piece("Talks end without a deal", link="https://wire.example/2022/talks-end", guid="4711", text=WORDS)
    bodies = [feed(A), feed(rewritten)]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        report = wire.poll(later(T, hours=2))
    assert (report["new"], report["changed"]) == (0, 1)
    assert wire.titles() == ["Talks end without a deal"]


def test_a_source_that_moves_keeps_its_account(room: Room) -> None:
    """Another address in sources.yaml, the same name: nothing is new."""
    with Loopback({"/feed": feed(A, B), "/other": feed(B, A)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        wire.paths = {"wire": "/other"}
        wire.write()
        assert wire.poll(later(T, minutes=5))["new"] == 0


def test_equal_bytes_are_not_read_again(room: Room) -> None:
    """A server without validators; the state of the source moves on all the same."""
    with Loopback({"/feed": feed(A)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert wire.poll(later(T, hours=2))["status"] == "unchanged"
