"""The HTTP transport against a real server: what comes of every kind of answer, redirect and address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from newsletter.fetch import Bounds
from newsletter.fetch.faults import status_in_words
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, Fetched, Gone, Validators
from newsletter.model.rules import Network
from tests.support.asking import RSS, SHORT, ask, asked, error_of
from tests.support.loopback import Loopback, Request, Route, answer, redirect


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


def test_410_retires_a_source() -> None:
    """Gone is for good."""
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


def test_no_error_names_a_python_class() -> None:
    """Errors are for people: the whole vocabulary reads like sentences."""
    for status in range(300, 600):
        assert re.fullmatch(r"[a-z][a-z ,]+\(\d{3}\)", status_in_words(status))


# --- redirects ------------------------------------------------------------------------------------


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
    """As any chain of more than five does."""
    with Loopback({"/feed": redirect("/feed", status=301)}) as server:
        assert "more than 5 redirects" in error_of(ask(server))
    assert len(server.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "data:,x"])
def test_a_redirect_never_leaves_http(target: str) -> None:
    """Whatever a server says, no file is opened."""
    assert "neither http nor https" in error_of(asked(redirect(target)))


def test_a_redirect_without_a_target_is_a_failure() -> None:
    """And no body of it is read."""
    assert "does not say where" in error_of(asked(answer(status=301)))


def test_a_password_in_an_address_stays_out_of_what_comes_back() -> None:
    """Links start at `url`: they must not carry the password; nor may an error."""
    with Loopback({"/feed": answer(RSS), "/no": answer(status=403)}) as server:
        secret = f"http://me:s3cret@127.0.0.1:{server.port}"
        outcome = ask(server, secret + "/feed")
        assert isinstance(outcome, Fetched) and outcome.url == server.url + "/feed"
        assert "s3cret" not in repr(outcome) + error_of(ask(server, secret + "/no"))
        assert server.requests[0].headers["Authorization"].startswith("Basic ")


# --- addresses ------------------------------------------------------------------------------------


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


def test_an_address_with_letters_of_any_script_is_asked_for_encoded() -> None:
    """What is typed into sources.yaml is what a browser would take."""
    with Loopback({"/%D1%81%D1%82%D1%80%D1%96%D1%87%D0%BA%D0%B0": answer(RSS)}) as server:
        assert isinstance(ask(server, "/стрічка"), Fetched)


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would be asked instead of the address that was checked."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert isinstance(asked(answer(RSS)), Fetched)


# --- broken answers -------------------------------------------------------------------------------


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
    """.invalid never exists (RFC 6761, 6.4)."""
    with Loopback() as server:
        error = error_of(ask(server, "http://no-such-host.invalid/feed"))
    assert "cannot be looked up" in error


@pytest.mark.parametrize("url", ["http:///feed", "http://[::1/feed", "http://a b/feed", "http://x:99999/", "http://.."])
def test_an_unusable_address_is_a_failure_in_words(url: str) -> None:
    """What nobody can connect to is no exception."""
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
