"""A source's bytes, politely and safely. The scheme of its address picks the transport."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from newsletter.fetch.bounds import Bounds, Reach
from newsletter.model.feeds import Failed, FetchOutcome, FetchRequest, Lull
from newsletter.model.rules import Network

Transport = Callable[[Sequence[FetchRequest], Reach], Iterator[FetchOutcome | Lull]]


def _files(requests: Sequence[FetchRequest], reach: Reach) -> Iterator[FetchOutcome]:
    from newsletter.fetch.files import fetch_files

    return fetch_files(requests, reach)


def _http(requests: Sequence[FetchRequest], reach: Reach) -> Iterator[FetchOutcome | Lull]:
    from newsletter.fetch.http import fetch_http  # aiohttp costs 0.3 s: only where something is fetched

    return fetch_http(requests, reach)


#: Which transport serves what.
SCHEMES: Mapping[str, Transport] = MappingProxyType({"file": _files, "http": _http, "https": _http})


class Fetcher:
    """A `ports.Fetch`: one outcome per request as each comes in; never raises for one source.

    Closing the iterator early ends what is still under way.
    """

    def __init__(self, newsroom: Path, network: Network, agent: str, *, bounds: Bounds | None = None) -> None:
        self._reach = Reach(newsroom=newsroom, network=network, agent=agent, bounds=bounds or Bounds())

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        with closing(self.with_lulls(requests)) as outcomes:
            yield from (outcome for outcome in outcomes if not isinstance(outcome, Lull))

    def with_lulls(self, requests: Sequence[FetchRequest]) -> Generator[FetchOutcome | Lull, None, None]:
        """The same, and a Lull for every second in which nothing comes: for those who store what is there."""
        by_transport: dict[Transport, list[FetchRequest]] = {}
        for request in requests:
            scheme = request.url.split(":", 1)[0].lower() if ":" in request.url else ""
            transport = SCHEMES.get(scheme)
            if transport is None:
                allowed = ", ".join(f"{name}:" for name in SCHEMES)
                yield Failed(source=request.source, error=f"its address begins with none of {allowed}")
            else:
                by_transport.setdefault(transport, []).append(request)
        for transport, some in by_transport.items():
            yield from transport(some, self._reach)


__all__ = ["SCHEMES", "Bounds", "Fetcher"]
