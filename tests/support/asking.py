"""One request through the fetcher to a loopback server: `asked(answer(RSS))` is its outcome."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, FetchOutcome, FetchRequest, Validators
from newsletter.model.rules import Network
from tests.support.loopback import Loopback, Route

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
    """The outcome of asking a server that answers like this."""
    with Loopback({"/feed": route}) as server:
        return ask(server, known=known, bounds=bounds)


def error_of(outcome: FetchOutcome) -> str:
    """The words of a failure; they are one line and name no class."""
    assert isinstance(outcome, Failed), outcome
    assert "\n" not in outcome.error and "Error" not in outcome.error
    return outcome.error
