"""What a request says of us, and how "nothing has changed" is asked and answered."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.base import SourceName
from newsletter.model.feeds import Fetched, Unchanged, Validators
from tests.support.asking import AGENT, RSS, ask, asked, error_of
from tests.support.loopback import Loopback, answer


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
