"""How politely sources are asked: each poll is a fresh call of the command, so all that counts is in the store."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable

import pytest

from tests.support.loopback import Loopback, Request, Route, answer, redirect
from tests.support.newsroom import Room, piece
from tests.support.polling import Polling, body, feed, later

T = "2022-01-11T06:00:00+00:00"  # a Tuesday
TALKS = piece("Talks end in Geneva", at="2022-01-11T05:00:00Z")
SNOW = piece("Snow closes a road", at="2022-01-11T05:30:00Z")


def in_turn(*replies: bytes) -> Callable[[Request], bytes]:
    """One reply after the other; the last one stays."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def wait_after(room: Room, *replies: bytes) -> float:
    """Hours that a source waits after the last of `replies`, which come one after the other."""
    with Loopback({"/feed": in_turn(*replies)}) as server:
        wire, now = Polling(room, server), T
        for _ in replies:
            report = wire.poll(now)
            assert report["asked"] == 1, report
            at, now = now, report["next_at"]
    return (_instant(now) - _instant(at)).total_seconds() / 3600


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


# --- validators ----------------------------------------------------------------------------------


@pytest.mark.parametrize("etag", ['W/"weak"', "unquoted", '"a, b"', "'odd'"])
def test_validators_survive_the_process_and_go_back_byte_for_byte(room: Room, etag: str) -> None:
    """Weak, unquoted, odd."""
    with Loopback(
        {"/feed": in_turn(feed(TALKS, ETag=etag, Last_Modified="on a Monday"), answer(status=304))}
    ) as server:
        wire = Polling(room, server)
        assert wire.poll(T)["status"] == "new"
        assert wire.poll(later(T, hours=2))["status"] == "unchanged"
        assert f"If-None-Match: {etag}".encode() in wire.last.lines
        assert b"If-Modified-Since: on a Monday" in wire.last.lines


@pytest.mark.parametrize(
    "error",
    [
        answer(status=500),
        answer(b"", status=200, headers={"ETag": '"empty"'}),
        answer(body(TALKS)[:-30], length=len(body(TALKS)), headers={"ETag": '"cut"'}),
        answer(b"<html><body>Sorry</body></html>", headers={"ETag": '"page"'}),
        b"garbage\r\n\r\n",
    ],
    ids=["500", "an empty body", "a cut-off body", "a page", "garbage"],
)
def test_validators_are_kept_through_errors(room: Room, error: bytes) -> None:
    """No request without them while they are stored; and none of what an error brought."""
    with Loopback({"/feed": in_turn(feed(TALKS, ETag='"a"'), error, error, answer(status=304))}) as server:
        wire = Polling(room, server)
        for hours in (0, 2, 5):
            wire.poll(later(T, hours=hours))
        assert wire.poll(later(T, hours=20))["status"] == "unchanged"
    assert [r.headers.get("If-None-Match") for r in server.requests] == [None, '"a"', '"a"', '"a"']


def test_validators_go_when_the_server_drops_them(room: Room) -> None:
    """A sound body without any."""
    with Loopback({"/feed": in_turn(feed(TALKS, ETag='"a"'), feed(SNOW, TALKS))}) as server:
        wire = Polling(room, server)
        for hours in (0, 2, 4):
            wire.poll(later(T, hours=hours))
    assert [r.headers.get("If-None-Match") for r in server.requests] == [None, '"a"', None]


def test_a_304_without_validators_keeps_them(room: Room) -> None:
    """RFC 9110, 15.4.5: what is left out still holds; what is sent anew replaces."""
    replies = (feed(TALKS, ETag='"a"'), answer(status=304), answer(status=304, headers={"ETag": '"b"'}))
    with Loopback({"/feed": in_turn(*replies, answer(status=304))}) as server:
        wire = Polling(room, server)
        for hours in (0, 2, 4, 6):
            wire.poll(later(T, hours=hours))
    assert [r.headers.get("If-None-Match") for r in server.requests] == [None, '"a"', '"a"', '"b"']


def test_a_document_that_broke_off_is_read_but_its_validators_are_not_kept(room: Room) -> None:
    """Its length was right, so only the missing end tells; with its ETag the rest would never come."""
    broken = answer(body(TALKS, end="<item><title>Sn"), headers={"ETag": '"half"'})
    with Loopback({"/feed": in_turn(broken, feed(SNOW, TALKS, ETag='"whole"'))}) as server:
        wire = Polling(room, server)
        assert wire.poll(T)["status"] == "new"
        wire.poll(later(T, hours=2))
        wire.poll(later(T, hours=4))
    assert [r.headers.get("If-None-Match") for r in server.requests] == [None, None, '"whole"']
    assert {"Talks end in Geneva", "Snow closes a road"} <= set(wire.titles())


# --- when ----------------------------------------------------------------------------------------


def test_a_feed_is_asked_once_an_hour_at_most(room: Room) -> None:
    """However often the command is called; `--now` may ask sooner, because no server minds."""
    with Loopback({"/feed": feed(TALKS)}) as server:
        wire = Polling(room, server)
        asked = [wire.poll(later(T, minutes=m))["asked"] for m in (0, 1, 30, 59, 60)]
        assert asked == [1, 0, 0, 0, 1]
        assert wire.poll(later(T, minutes=70), "--now")["asked"] == 1


@pytest.mark.parametrize(
    ("headers", "hours"),
    [
        ({"Retry-After": "10800"}, 3),
        ({"Retry-After": "Tue, 11 Jan 2022 09:00:00 GMT", "Date": "Tue, 11 Jan 2022 05:00:00 GMT"}, 4),
        ({"Retry-After": "Tue, 11 Jan 2022 09:00:00 GMT"}, 3),
        ({"Retry-After": "99999999999999999999"}, 24),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, 24),
        ({"Retry-After": "-5"}, 2),
        ({"Retry-After": "soon"}, 2),
        ({"Retry-After": "Mon, 10 Jan 2022 09:00:00 GMT"}, 2),
        ({}, 2),
    ],
    ids=["seconds", "date", "date without Date", "absurd", "absurd date", "negative", "garbage", "past", "none"],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_has_too_much_to_do_is_left_alone(
    room: Room, status: int, headers: dict[str, str], hours: float
) -> None:
    """Retry-After up to a day; without a sound one, twice our own interval."""
    assert wait_after(room, answer(status=status, headers=headers)) == hours


def test_what_a_server_asked_for_holds_against_now_please(room: Room) -> None:
    """Also in the next process; our own backing off does not."""
    with Loopback(
        {"/feed": in_turn(answer(status=503, headers={"Retry-After": "7200"}), answer(status=500))}
    ) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert wire.poll(later(T, minutes=119), "--now")["asked"] == 0
        assert wire.poll(later(T, minutes=120), "--now")["asked"] == 1
        assert wire.poll(later(T, minutes=121), "--now")["asked"] == 1


@pytest.mark.parametrize(
    ("made", "hours"),
    [
        (feed(TALKS, Cache_Control="public, max-age=14400"), 4),
        (feed(TALKS, Cache_Control="max-age=60"), 1),
        (feed(TALKS, Cache_Control="max-age=99999999"), 24),
        (feed(TALKS, Cache_Control="no-cache, max-age=14400"), 1),
        (feed(TALKS, Expires="Tue, 11 Jan 2022 11:00:00 GMT", Date="Tue, 11 Jan 2022 06:00:00 GMT"), 5),
        (feed(TALKS, Expires="Tue, 11 Jan 2022 11:00:00 GMT"), 5),
        (feed(TALKS, Expires="0"), 1),
        (feed(TALKS, head="<ttl>180</ttl>"), 3),
        (feed(TALKS, head="<ttl>999999</ttl>"), 24),
        (feed(TALKS, head="<ttl>-3</ttl>"), 1),
        (feed(TALKS, head="<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"), 6),
        (feed(TALKS, head="<sy:updatePeriod>weekly</sy:updatePeriod>"), 24),
        (feed(TALKS, head="<skipHours><hour>7</hour><hour>8</hour></skipHours>"), 3),
        (feed(TALKS, head="<skipDays><day>Tuesday</day></skipDays>"), 18),
        (feed(TALKS, head="<skipDays><day>Tuesday</day><day>Wednesday</day></skipDays>"), 24),
    ],
    ids=[
        "max-age", "a short max-age", "absurd max-age", "no-cache", "Expires", "Expires without Date", "Expires 0",
        "ttl", "absurd ttl", "negative ttl", "updatePeriod", "weekly", "skipHours", "skipDays", "two skipDays",
    ],
)  # fmt: skip
def test_a_server_and_a_feed_say_when_to_come_back(room: Room, made: bytes, hours: float) -> None:
    """Believed up to a day, and never a reason to ask more often than hourly."""
    assert wait_after(room, made) == hours


def test_hours_that_a_feed_skips_are_skipped_after_a_long_sleep_too(room: Room) -> None:
    """What it asked for days ago still holds."""
    night = "<skipHours>" + "".join(f"<hour>{h}</hour>" for h in range(6)) + "</skipHours>"
    with Loopback({"/feed": feed(TALKS, head=night)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        assert wire.poll("2022-01-12T03:00:00Z", "--now")["asked"] == 0
        assert wire.poll("2022-01-12T06:00:00Z")["asked"] == 1


def test_what_a_feed_asks_holds_after_a_304(room: Room) -> None:
    """Its <ttl> was in the body of the time before."""
    assert wait_after(room, feed(TALKS, head="<ttl>300</ttl>", ETag='"a"'), answer(status=304)) == 5


def test_errors_back_off_by_doubling_to_a_day(room: Room) -> None:
    """And one success forgets them."""
    waits = []
    with Loopback({"/feed": in_turn(*[answer(status=500)] * 7, feed(TALKS))}) as server:
        wire, now = Polling(room, server), T
        for _ in range(8):
            then = wire.poll(now)["next_at"]
            waits.append((_instant(then) - _instant(now)).total_seconds() / 3600)
            now = then
    assert waits == [1, 2, 4, 8, 16, 24, 24, 1]


def test_a_body_that_is_no_feed_backs_off_like_any_error(room: Room) -> None:
    """Nobody reads a page every hour."""
    page = answer(b"<html><body>Sorry</body></html>")
    assert wait_after(room, page, page, page) == 4


# --- where ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_moves_a_source_for_good(room: Room, status: int) -> None:
    """Kept in the store; sources.yaml is not rewritten, and the source stays the same."""
    routes: dict[str, Route] = {"/feed": redirect("/new", status=status), "/new": feed(TALKS)}
    with Loopback(routes) as server:
        wire = Polling(room, server)
        config = (room.folder / "sources.yaml").read_bytes()
        wire.poll(T)
        assert wire.poll(later(T, hours=2))["new"] == 0
        assert server.paths == ["/feed", "/new", "/new"]
        assert (room.folder / "sources.yaml").read_bytes() == config
        assert "moved to" in wire.status(later(T, hours=2)).out


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_moves_nothing(room: Room, status: int) -> None:
    """The next poll begins at the old address."""
    with Loopback({"/feed": redirect("/new", status=status), "/new": feed(TALKS)}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        wire.poll(later(T, hours=2))
    assert server.paths == ["/feed", "/new"] * 2


def test_a_source_never_moves_to_a_page_that_is_no_feed(room: Room) -> None:
    """A domain that was sold answers everything with its front page."""
    page = answer(b"<html><body>Domain for sale</body></html>", headers={"ETag": '"sale"'})
    with Loopback({"/feed": redirect("/sale", status=301), "/sale": page}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        wire.poll(later(T, hours=3))
        assert server.paths == ["/feed", "/sale"] * 2
        assert "moved" not in wire.status(later(T, hours=3)).out


def test_a_move_is_noticed_behind_a_304_too(room: Room) -> None:
    """The server says that the feed there is the one that was read."""
    routes: dict[str, Route] = {
        "/feed": in_turn(feed(TALKS, ETag='"a"'), redirect("/new", status=301)),
        "/new": answer(status=304),
    }
    with Loopback(routes) as server:
        wire = Polling(room, server)
        for hours in (0, 2, 4):
            wire.poll(later(T, hours=hours))
    assert server.paths == ["/feed", "/feed", "/new", "/new"]


def test_a_place_that_a_source_moved_to_and_that_is_lost_is_not_the_end(room: Room) -> None:
    """After some failures the old address is tried again."""
    routes: dict[str, Route] = {
        "/feed": in_turn(redirect("/new", status=301), feed(TALKS)),
        "/new": in_turn(feed(TALKS), answer(status=404)),
    }
    with Loopback(routes) as server:
        wire, now = Polling(room, server), T
        for _ in range(5):
            now = wire.poll(now)["next_at"]
    assert server.paths == ["/feed", "/new", "/new", "/new", "/new", "/feed"]


def test_410_retires_a_source(room: Room) -> None:
    """It is not asked again, not even with --now; the status says what to do."""
    with Loopback({"/feed": answer(status=410)}) as server:
        wire = Polling(room, server)
        assert wire.poll(T)["status"] == "gone"
        assert wire.poll(later(T, days=9), "--now")["status"] == "gone"
        assert "gone for good" in wire.status(later(T, days=9)).out
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("status", "words"), [(404, "nothing at this address"), (401, "wants a password"), (403, "refuses to let us read")]
)
def test_an_error_is_said_in_words(room: Room, status: int, words: str) -> None:
    """In the report and in the status."""
    with Loopback({"/feed": answer(status=status)}) as server:
        wire = Polling(room, server)
        assert words in wire.poll(T)["error"]
        assert words in wire.status(T).out


# --- how -----------------------------------------------------------------------------------------


def test_a_request_is_honest_and_bare(room: Room) -> None:
    """The site's address in the User-Agent; no cookies, no Referer, no parameters of our own."""
    with Loopback({"/feed": feed(TALKS, Set_Cookie="id=1")}) as server:
        wire = Polling(room, server)
        wire.poll(T)
        wire.poll(later(T, hours=2))
    assert server.paths == ["/feed", "/feed"]
    for request in server.requests:
        assert "+https://review.example.org" in request.headers["User-Agent"]
        assert set(request.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_after_three_days_asleep_every_feed_is_asked_once_and_spaced(room: Room) -> None:
    """No catching up: one poll each, two connections at most, a pause between the starts."""
    stamps: list[float] = []

    def stamped(_: Request) -> bytes:
        stamps.append(time.monotonic())
        return feed(TALKS)

    with Loopback({f"/{n}": stamped for n in range(3)}) as server:
        wire = Polling(room, server, {f"wire{n}": f"/{n}" for n in range(3)}, gap="1s", connections=2)
        wire.polls(T)
        stamps.clear()
        assert wire.polls(later(T, days=3))[0]["asked"] == 3
    assert all(b - a > 0.9 for a, b in itertools.pairwise(stamps))
    assert server.open_most <= 2
