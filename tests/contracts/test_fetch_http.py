"""The HTTP transport against a real server: manners, and what comes of every kind of answer."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import re
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, Fetched, FetchOutcome, FetchRequest, Gone, Unchanged, Validators
from newsletter.model.rules import Network
from tests.support.loopback import Loopback, Request, Route, answer, redirect

AGENT = "newsletter/1 (+https://review.example.org)"
HERE = Network(allow=("127.0.0.0/8",), gap=dt.timedelta(0), connections=8)
RSS = b'<rss version="2.0"><channel><title>t</title></channel></rss>'
SHORT = Bounds(seconds=3.0, size=100_000)


def ask(
    server: Loopback,
    path: str = "/feed",
    *,
    known: Validators | None = None,
    network: Network = HERE,
    bounds: Bounds | None = None,
) -> FetchOutcome:
    """The one outcome of asking for one path."""
    url = path if ":" in path else server.url + path
    request = FetchRequest(source=SourceName("wire"), url=url, validators=known or Validators())
    (outcome,) = Fetcher(Path("/nowhere"), network, AGENT, bounds=bounds)([request])
    return outcome


def asked(route: Route, *, known: Validators | None = None, bounds: Bounds | None = None) -> FetchOutcome:
    with Loopback({"/feed": route}) as server:
        return ask(server, known=known, bounds=bounds)


def error_of(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, Failed), outcome
    assert "\n" not in outcome.error and "Error" not in outcome.error
    return outcome.error


# --- what is sent --------------------------------------------------------------------------------


def test_a_request_says_who_asks_and_nothing_else() -> None:
    """An honest User-Agent; no cookies, no Referer, no conditions without validators."""
    with Loopback({"/feed": answer(RSS, headers={"Set-Cookie": "a=b"})}) as server:
        ask(server)
        ask(server)
    for request in server.requests:
        assert request.headers["User-Agent"] == AGENT
        assert set(request.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


@pytest.mark.parametrize(
    "etag", ['"plain"', 'W/"weak"', "unquoted", '"with spaces, and commas"', "W/unquoted", '"é"', "'single'", '""']
)
def test_validators_go_back_byte_for_byte(etag: str) -> None:
    """What a server sends as ETag and Last-Modified it gets back exactly, however odd."""
    odd_date = "Monday the 10th, about 8"
    first = answer(RSS, headers={"ETag": etag, "Last-Modified": odd_date})
    with Loopback({"/feed": lambda r: answer(status=304) if "If-None-Match" in r.headers else first}) as server:
        fetched = ask(server)
        assert isinstance(fetched, Fetched)
        assert ask(server, known=fetched.validators) == Unchanged(source=SourceName("wire"))
    assert f"If-None-Match: {etag}".encode() in server.requests[1].lines
    assert f"If-Modified-Since: {odd_date}".encode() in server.requests[1].lines


def test_validators_are_gone_when_the_server_sends_none() -> None:
    """A new body without validators takes the old ones away."""
    outcome = asked(answer(RSS), known=Validators(etag='"old"'))
    assert isinstance(outcome, Fetched) and outcome.validators == Validators()


def test_validators_with_line_breaks_are_never_sent() -> None:
    """Stored validators cannot smuggle a header into a request."""
    with Loopback({"/feed": answer(RSS)}) as server:
        assert isinstance(ask(server, known=Validators(etag='"a"\r\nX-Evil: 1')), Fetched)
    assert "X-Evil" not in server.requests[0].headers


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would be asked instead of the address that was checked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert isinstance(asked(answer(RSS)), Fetched)


# --- what comes of an answer ---------------------------------------------------------------------


def test_a_body_comes_with_what_the_server_said_of_it() -> None:
    """Body, address, content type, validators and max-age."""
    headers = {"Content-Type": "application/rss+xml; charset=x", "ETag": '"1"', "Cache-Control": "public, max-age=900"}
    with Loopback({"/feed?a=1&b=%2F": answer(RSS, headers=headers)}) as server:
        outcome = ask(server, "/feed?a=1&b=%2F")
    assert outcome == Fetched(
        source=SourceName("wire"),
        body=RSS,
        url=server.url + "/feed?a=1&b=%2F",
        content_type="application/rss+xml; charset=x",
        validators=Validators(etag='"1"'),
        ask_again=dt.timedelta(minutes=15),
    )


def test_a_304_keeps_new_validators_and_freshness() -> None:
    """What a 304 brings replaces what was known."""
    headers = {"ETag": '"2"', "Cache-Control": "max-age=60"}
    outcome = asked(answer(status=304, headers=headers), known=Validators(etag='"1"'))
    assert outcome == Unchanged(
        source=SourceName("wire"), validators=Validators(etag='"2"'), ask_again=dt.timedelta(minutes=1)
    )


def test_a_304_to_an_unconditional_request_is_a_failure() -> None:
    """Without validators there is nothing that could be unchanged."""
    assert "nothing was known" in error_of(asked(answer(status=304)))


def test_410_retires_a_source() -> None:
    assert asked(answer(status=410)) == Gone(source=SourceName("wire"))


@pytest.mark.parametrize(("status", "moved"), [(301, True), (302, False)])
def test_410_behind_a_redirect_retires_only_what_had_moved_for_good(status: int, moved: bool) -> None:
    """Behind a temporary redirect only that target is gone."""
    with Loopback({"/feed": redirect("/b", status=status), "/b": answer(status=410)}) as server:
        outcome = ask(server)
    assert isinstance(outcome, Gone) if moved else "temporary redirect" in error_of(outcome)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "wants a password"),
        (403, "refuses to let us read"),
        (404, "nothing at this address"),
        (418, "refuses"),
        (429, "too often"),
        (500, "has an error"),
        (503, "not available now"),
        (599, "has an error"),
        (204, "something else"),
        (206, "something else"),
        (300, "redirects oddly"),
    ],
)
def test_every_other_status_is_said_in_words(status: int, words: str) -> None:
    """Words and the number."""
    outcome = asked(answer(b"x" if status != 204 else b"", status=status))
    assert words in error_of(outcome) and str(status) in error_of(outcome)
    assert isinstance(outcome, Failed) and outcome.status == status


def test_retry_after_is_handed_on() -> None:
    """429 and 503 say when to come back."""
    outcome = asked(answer(status=503, headers={"Retry-After": "120"}))
    assert isinstance(outcome, Failed) and outcome.ask_again == dt.timedelta(minutes=2)


def test_interim_answers_are_skipped() -> None:
    """103 Early Hints come before the real answer."""
    outcome = asked(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + answer(RSS))
    assert isinstance(outcome, Fetched) and outcome.body == RSS


# --- redirects -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((307, 308), False), ((303,), False)],
)
def test_only_permanent_redirects_all_the_way_move_a_source(statuses: tuple[int, ...], moved: bool) -> None:
    """301 and 308 move it, any other kind among them does not."""
    routes: dict[str, Route] = {f"/{i}": redirect(f"/{i + 1}#x", status=s) for i, s in enumerate(statuses)}
    last = f"/{len(statuses)}"
    with Loopback({**routes, last: answer(RSS)}) as server:
        outcome = ask(server, "/0")
    assert isinstance(outcome, Fetched)
    assert outcome.url == server.url + last
    assert outcome.moved_to == (server.url + last if moved else None)


def test_five_redirects_are_followed_and_six_are_not() -> None:
    """RFC 9110 leaves the number open; five were asked for."""
    routes: dict[str, Route] = {f"/{i}": redirect(f"/{i + 1}") for i in range(6)}
    with Loopback({**routes, "/6": answer(RSS)}) as server:
        assert isinstance(ask(server, "/1"), Fetched)
        assert "more than 5 redirects" in error_of(ask(server, "/0"))


def test_a_redirect_in_a_circle_ends() -> None:
    with Loopback({"/feed": redirect("/feed", status=301)}) as server:
        assert "more than 5 redirects" in error_of(ask(server))
    assert len(server.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "data:,x"])
def test_a_redirect_never_leaves_http(target: str) -> None:
    """Whatever a server says, no file is opened."""
    assert "neither http nor https" in error_of(asked(redirect(target)))


def test_a_redirect_without_a_target_is_a_failure() -> None:
    assert "does not say where" in error_of(asked(answer(status=301)))


def test_a_password_in_an_address_stays_out_of_what_comes_back() -> None:
    """Links start at `url`: they must not carry the password; nor may an error."""
    with Loopback({"/feed": answer(RSS), "/no": answer(status=403)}) as server:
        secret = f"http://me:s3cret@127.0.0.1:{server.port}"
        outcome = ask(server, secret + "/feed")
        assert isinstance(outcome, Fetched) and outcome.url == server.url + "/feed"
        assert "s3cret" not in repr(outcome) + error_of(ask(server, secret + "/no"))
        assert server.requests[0].headers["Authorization"].startswith("Basic ")


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]"])
def test_a_private_address_is_not_connected_to_however_it_is_written(host: str) -> None:
    """Decimal, octal, short and mapped forms all mean this machine; no request arrives."""
    with Loopback({"/feed": answer(RSS)}) as server:
        outcome = ask(server, f"http://{host}:{server.port}/feed", network=Network(gap=dt.timedelta(0)))
    assert re.search("not a public one|address is not usable", error_of(outcome))
    assert server.requests == []


def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    """The check stands at every hop, not at the first."""
    only_here = Network(allow=("127.0.0.1/32",), gap=dt.timedelta(0))
    with Loopback({"/feed": answer(RSS)}) as inside:
        target = f"http://127.0.0.2:{inside.port}/feed"
        with Loopback({"/feed": redirect(target)}) as outside:
            outcome = ask(outside, network=only_here)
    assert "127.0.0.2 is not a public one" in error_of(outcome)
    assert inside.requests == []


# --- bodies --------------------------------------------------------------------------------------


def raw_deflate(data: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(data) + squeeze.flush()


PACKED = {
    "gzip": gzip.compress(RSS),
    "x-gzip": gzip.compress(RSS[:20]) + gzip.compress(RSS[20:]),
    "GZIP ": gzip.compress(RSS) + b"\0\0\0",
    "deflate": zlib.compress(RSS),
    "deflate, identity": raw_deflate(RSS),
    "br": brotli.compress(RSS),
    "gzip, br": brotli.compress(gzip.compress(RSS)),
    "gzip, gzip": gzip.compress(gzip.compress(RSS)),
    "identity": RSS,
    "UTF-8": RSS,
    "x-gzip, none": RSS,
}


@pytest.mark.parametrize("encoding", PACKED)
def test_every_usual_compression_is_undone(encoding: str) -> None:
    """gzip with several members, deflate as zlib and raw, brotli, one around the other, and false labels."""
    outcome = asked(answer(PACKED[encoding], headers={"Content-Encoding": encoding}))
    assert isinstance(outcome, Fetched), outcome
    assert outcome.body == RSS


def test_a_compression_that_was_not_asked_for_is_named() -> None:
    assert "zstd" in error_of(asked(answer(RSS, headers={"Content-Encoding": "zstd"})))


BOMBS = {
    "gzip": gzip.compress(bytes(300_000_000 // 10)),
    "deflate": zlib.compress(bytes(30_000_000)),
    "deflate, identity": raw_deflate(bytes(30_000_000)),
    "br": brotli.compress(bytes(30_000_000), quality=5),
    "gzip, gzip": gzip.compress(gzip.compress(bytes(30_000_000))),
    "": bytes(200_000),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_ends_at_the_limit(encoding: str) -> None:
    """The size is counted after decompression, while reading."""
    outcome = asked(answer(BOMBS[encoding], headers={"Content-Encoding": encoding}), bounds=SHORT)
    assert "larger than" in error_of(outcome)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "deflate, identity", "br"])
def test_a_compressed_body_that_is_cut_off_is_a_failure(encoding: str) -> None:
    """Its validators must never be stored, or the rest would never come."""
    assert "broke off" in error_of(asked(answer(PACKED[encoding][:-6], headers={"Content-Encoding": encoding})))


def test_broken_compression_is_a_failure() -> None:
    broken = b"\x1f\x8b" + b"nonsense" * 10
    assert "compression is broken" in error_of(asked(answer(broken, headers={"Content-Encoding": "gzip"})))


def test_an_empty_body_is_a_failure() -> None:
    """Also a gzip of nothing."""
    assert "is empty" in error_of(asked(answer(b"", headers={"ETag": '"x"'})))
    assert "is empty" in error_of(asked(answer(gzip.compress(b""), headers={"Content-Encoding": "gzip"})))


BROKEN = {
    "fewer bytes than promised": (answer(RSS, length=len(RSS) + 10), "broke off"),
    "chunks without an end": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n",
        "broke off",
    ),
    "chunks of no size": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n", ""),
    "a garbage status line": (b"HELLO I AM A SERVER\r\n\r\n", "no proper HTTP"),
    "a status that is no number": (b"HTTP/1.1 abc OK\r\n\r\n", "no proper HTTP"),
    "no answer": (b"", "hung up without an answer"),
    "half a header": (b"HTTP/1.1 200 OK\r\nContent-Le", ""),
    "a header without end": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", "no proper HTTP"),
    "a flood of headers": (
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(20_000)) + b"\r\n",
        "no proper HTTP",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_http_is_a_failure_in_words(case: str) -> None:
    """And nothing else: no exception, no body."""
    reply, words = BROKEN[case]
    assert words in error_of(asked(reply, bounds=SHORT))


def test_a_reset_connection_is_a_failure_in_words() -> None:
    """A server that nobody runs any more."""
    with Loopback() as server:
        pass
    assert "refuses the connection" in error_of(ask(server))


def test_a_host_that_does_not_exist_is_a_failure_in_words() -> None:
    with Loopback() as server:
        error = error_of(ask(server, "http://no-such-host.invalid/feed"))
    assert "cannot be looked up" in error


@pytest.mark.parametrize("url", ["http:///feed", "http://[::1/feed", "http://a b/feed", "http://x:99999/", "http://.."])
def test_an_unusable_address_is_a_failure_in_words(url: str) -> None:
    with Loopback() as server:
        assert error_of(ask(server, url))


def test_a_byte_a_moment_does_not_outlast_the_deadline() -> None:
    """The deadline is for the whole source, however busy the server seems."""

    def drip(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        for _i in range(1000):
            server.wait(0.05)
            yield b"x"

    with Loopback({"/feed": drip}) as server:
        outcome = ask(server, bounds=Bounds(seconds=0.5))
    assert error_of(outcome) == "no complete answer within 0.5 seconds"


def test_redirects_share_one_deadline() -> None:
    """Five slow hops do not get five deadlines."""

    def slow(request: Request) -> bytes:
        server.wait(0.3)
        return redirect(f"/{int(request.path[1:]) + 1}")

    with Loopback({f"/{i}": slow for i in range(5)}) as server:
        outcome = ask(server, "/0", bounds=Bounds(seconds=0.5))
    assert "within 0.5 seconds" in error_of(outcome)
    assert 1 <= len(server.requests) <= 2  # of five: the deadline is one for all hops


# --- many at once --------------------------------------------------------------------------------


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
    import time

    stamps: list[float] = []

    def stamp(request: Request) -> bytes:
        stamps.append(time.monotonic())
        return redirect("/end") if request.path == "/0" else answer(RSS)

    spaced = Network(allow=("127.0.0.0/8",), gap=dt.timedelta(seconds=0.2), connections=8)
    with Loopback(dict.fromkeys(("/0", "/1", "/2", "/end"), stamp)) as server:
        outcomes = list(Fetcher(Path("/nowhere"), spaced, AGENT, bounds=Bounds(seconds=0.4))(requests_for(server, 3)))
    assert [o.kind for o in outcomes] == ["fetched"] * 3
    assert len(stamps) == 4
    assert all(b - a > 0.15 for a, b in itertools.pairwise(stamps))


def test_a_second_round_is_spaced_from_the_first() -> None:
    """Pages of entries, and feeds that pages name, are asked for right after the feeds."""
    import time

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
        assert isinstance(outcomes, Iterator) and next(outcomes).kind == "fetched"
        outcomes.close()  # type: ignore[attr-defined]
        assert not [t for t in threading.enumerate() if t.name == "fetch"]


def test_an_address_with_letters_of_any_script_is_asked_for_encoded() -> None:
    """What is typed into sources.yaml is what a browser would take."""
    with Loopback({"/%D1%81%D1%82%D1%80%D1%96%D1%87%D0%BA%D0%B0": answer(RSS)}) as server:
        assert isinstance(ask(server, "/стрічка"), Fetched)


def test_no_error_names_a_python_class() -> None:
    """Errors are for people: the whole vocabulary reads like sentences."""
    from newsletter.fetch.faults import status_in_words

    for status in range(300, 600):
        assert re.fullmatch(r"[a-z][a-z ,]+\(\d{3}\)", status_in_words(status))
