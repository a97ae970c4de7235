"""Nothing slips between polls, and what is wrong with a source reaches a person once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.loopback import Loopback, answer, in_turn
from tests.support.newsroom import Piece, Room, piece
from tests.support.polling import Polling, feed, later

T = "2022-01-11T06:00:00+00:00"


def pieces(first: int, count: int, *, hours: float = 1) -> list[Piece]:
    """Pieces number first..first+count-1, one every so many hours, the last at T plus its number."""
    return [piece(f"Report number {n}", at=later(T, hours=n * hours)) for n in range(first, first + count)][::-1]


def attention(out: str) -> list[str]:
    return [line for line in out.splitlines() if line.startswith("attention:")]


# --- between polls -------------------------------------------------------------------------------


def test_a_feed_that_rolled_over_is_noticed_and_named(room: Room) -> None:
    """Nothing in it was known: entries may have come and gone."""
    bodies = [feed(*pieces(-5, 5, hours=0.1)), feed(*pieces(20, 5, hours=0.1))]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        report = wire.poll(later(T, hours=4))
        assert "come and gone" in report["warnings"][0]
        assert "rolls over faster than it is asked" in wire.status(later(T, hours=4)).out


def test_one_known_entry_is_overlap_enough(room: Room) -> None:
    """Also when the feed is cut into entries and only the new ones are read."""
    bodies = [feed(*pieces(-5, 5)), feed(*pieces(-1, 5))]
    with Loopback({"/feed": in_turn(bodies)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        report = wire.poll(later(T, hours=4))
        assert report["new"] == 4 and report["warnings"] == []
        assert "rolls over" not in wire.status(later(T, hours=4)).out


def test_a_feed_that_rolled_over_is_asked_more_often_within_its_limits(room: Room) -> None:
    """every: 4h becomes hourly; every: 1h stays, for nobody is asked more often than hourly unprompted."""
    for every, hours in (("4h", 1), ("1h", 1), ("30m", 0.5)):
        bodies = [feed(*pieces(-5, 5)), feed(*pieces(20, 5)), feed(*pieces(21, 5))]
        sub = Room(folder=room.folder / every)
        with Loopback({"/feed": in_turn(bodies)}) as server:
            wire = Polling(sub, server, every=every)
            wire.poll(T)
            at = later(T, hours=24)
            assert wire.poll(at)["next_at"] == later(at, hours=hours).replace("+00:00", "Z")


def test_a_slow_feed_is_asked_less_often_but_not_before_an_edition(room: Room) -> None:
    """Ten entries, one a day: every fourth hour is enough; a build asks as `every:` allows."""
    slow = feed(*pieces(-10, 10, hours=24))
    with Loopback({"/feed": slow}) as server:
        wire = Polling(room, server)
        assert wire.poll(T)["next_at"] == later(T, hours=4).replace("+00:00", "Z")
        assert "less often than every 60 min" in wire.status(T).out
        assert wire.poll(later(T, hours=2))["asked"] == 0
        room.run("build", at=later(T, hours=2))
        assert len(server.requests) == 2


def test_a_busy_feed_is_asked_every_hour(room: Room) -> None:
    """Its rhythm asks for no more."""
    with Loopback({"/feed": feed(*pieces(-20, 20, hours=0.5))}) as server:
        assert Polling(room, server).poll(T)["next_at"] == later(T, hours=1).replace("+00:00", "Z")


# --- health --------------------------------------------------------------------------------------


def test_status_tells_success_new_entry_error_and_next_poll_with_its_reason(room: Room) -> None:
    """One line a source."""

    def replies() -> Iterator[bytes]:
        yield feed(*pieces(-3, 3))
        yield answer(status=404)
        while True:
            yield answer(status=503, headers={"Retry-After": "7200"})

    left = replies()
    with Loopback({"/feed": lambda _: next(left)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        line = wire.status(later(T, minutes=30)).out
        assert "last success 30 min ago, last new entry 30 min ago, next poll 11 Jan 07:00 UTC (every 60 min)" in line
        wire.poll(later(T, hours=1))
        line = wire.status(later(T, hours=1)).out
        assert "failing (1 in a row): there is nothing at this address (404)" in line
        assert "next poll 11 Jan 08:00 UTC (after a failure)" in line
        wire.poll(later(T, hours=3))
        line = wire.status(later(T, hours=3)).out
        assert "next poll 11 Jan 11:00 UTC (the server or the feed asked for it)" in line


def test_a_source_that_fails_for_three_days_is_put_before_the_editor_once(room: Room) -> None:
    """Not on the first day, then once; once again when it has recovered and fails anew."""
    replies = {"now": answer(status=500)}
    with Loopback({"/feed": lambda _: replies["now"]}) as server:
        wire = Polling(room, server)
        said = []
        for day in range(6):
            wire.poll(later(T, days=day))
            said.append(len(attention(wire.status(later(T, days=day)).out)))
        assert said == [0, 0, 0, 1, 0, 0]
        replies["now"] = feed(*pieces(-3, 3))
        wire.poll(later(T, days=7))
        replies["now"] = answer(status=500)
        for day in range(8, 13):
            wire.poll(later(T, days=day))
        assert "the server has an error (500)" in attention(wire.status(later(T, days=12)).out)[0]


def test_a_build_says_it_and_status_does_not_repeat_it(room: Room) -> None:
    """Whoever comes first; a quiet call and a program that asks are not a person."""
    with Loopback({"/feed": answer(status=404)}) as server:
        wire = Polling(room, server)
        for day in range(4):
            wire.poll(later(T, days=day))
        at = later(T, days=4)
        data = room.run("status", "--json", at=at).json
        assert "fails since 11 January 2022" in data["sources"][0]["trouble"]
        room.run("-q", "build", at=at)
        assert attention(room.run("build", at=at).err) == [
            "attention: wire fails since 11 January 2022: there is nothing at this address (404)"
        ]
        assert attention(wire.status(at).out) == []


def test_a_source_quiet_against_its_own_rhythm_is_put_before_the_editor_once(room: Room) -> None:
    """One that told something every hour and is silent for three days; a weekly one is not quiet then."""
    hourly, weekly = feed(*pieces(-12, 12)), feed(*pieces(-12, 12, hours=168))
    with Loopback({"/feed": hourly, "/weekly": weekly}) as server:
        wire = Polling(room, server, {"wire": "/feed", "weekly": "/weekly"})
        said = []
        for day in range(6):
            wire.polls(later(T, days=day))
            said.append(attention(wire.status(later(T, days=day, minutes=1)).out))
    assert [len(s) for s in said] == [0, 0, 0, 1, 0, 0]
    assert "wire has brought nothing new since 11 January 2022" in said[3][0]
    assert "usually brings something every 60 min" in said[3][0]


def test_our_own_sleep_is_no_silence_of_the_source(room: Room) -> None:
    """Nobody polled for five days: neither quiet nor failing."""
    with Loopback({"/feed": feed(*pieces(-12, 12))}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert attention(wire.status(later(T, days=5)).out) == []


def test_a_retired_source_is_put_before_the_editor_once(room: Room) -> None:
    """410 needs a person, not patience."""
    with Loopback({"/feed": lambda _: answer(status=410)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert len(attention(wire.status(T).out)) == 1
        assert attention(wire.status(T).out) == []
