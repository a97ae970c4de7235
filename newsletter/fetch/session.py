"""One request, with its redirects, to its outcome."""

from __future__ import annotations

import asyncio
import socket
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from yarl import URL

from newsletter.errors import FetchError
from newsletter.fetch.addresses import networks, permitted
from newsletter.fetch.bodies import decoder
from newsletter.fetch.bounds import Reach
from newsletter.fetch.faults import Blocked, in_words, status_in_words
from newsletter.fetch.headers import conditions, fresh_until, freshness, retry_after, retry_at, validators
from newsletter.fetch.manners import Manners
from newsletter.model.feeds import Failed, Fetched, FetchOutcome, FetchRequest, Gone, Unchanged

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9,"
    " application/json;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_READ = 64 * 1024

#: Addresses that were refused on behalf of the running request.
_refused: ContextVar[list[str]] = ContextVar("refused")


@dataclass(slots=True)
class _Trip:
    """One request on its way through its redirects."""

    request: FetchRequest
    url: str
    left: float  #: seconds
    hops: int = 0
    permanent: bool = True
    refused: list[str] = field(default_factory=list)

    @property
    def moved_to(self) -> str | None:
        """Where it lives from now on, if every redirect on the way was permanent."""
        return _without_user(self.url) if self.hops and self.permanent else None


class Session:
    """An aiohttp session that keeps no cookies, follows nothing by itself, and connects to public addresses only."""

    def __init__(self, reach: Reach, room: asyncio.Semaphore) -> None:
        self._reach = reach
        self._room = room
        self._manners = Manners(reach.network, reach.bounds.at_once, reach.starts)
        self._allow = networks(reach.network.allow)

    async def __aenter__(self) -> Session:
        self._client = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, socket_factory=self._socket),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._reach.agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate, br"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # one deadline over all, see `_hop`
            auto_decompress=False,  # bounded in bodies.py
            trust_env=False,  # a proxy would be asked instead of the address that was checked
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def ask(self, request: FetchRequest) -> FetchOutcome:
        """The outcome, whatever happens: one source's failure costs that source."""
        trip = _Trip(request=request, url=urldefrag(request.url)[0], left=self._reach.bounds.seconds)
        _refused.set(trip.refused)
        try:
            while True:
                outcome = await self._hop(trip)
                if outcome is not None:
                    return outcome
        except Exception as error:  # the one place where foreign exceptions become words
            words = in_words(error, trip.refused, self._reach.bounds.seconds)
            return Failed(source=request.source, error=words)

    async def _hop(self, trip: _Trip) -> FetchOutcome | None:
        """One request; None when it was a redirect, and `trip` has moved on."""
        host = _check(trip.url, first=trip.hops == 0)
        async with self._manners.turn(host):
            # What is left of the source's seconds; waiting for one's turn does not count.
            start = asyncio.get_running_loop().time()
            async with asyncio.timeout(trip.left) as deadline:
                outcome = await self._answer(trip, deadline)
            trip.left -= asyncio.get_running_loop().time() - start
            return outcome

    async def _answer(self, trip: _Trip, deadline: asyncio.Timeout) -> FetchOutcome | None:
        url = URL(trip.url, encoded=True) if trip.url.isascii() and " " not in trip.url else URL(trip.url)
        headers = conditions(trip.request.validators)
        async with self._client.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS:
                self._follow(trip, answer)
                return None
            if answer.status == 200:
                return await self._take(trip, answer, deadline)
            return _without_body(trip, answer)

    def _follow(self, trip: _Trip, answer: aiohttp.ClientResponse) -> None:
        target = answer.headers.get("Location", "").strip()
        if not target:
            raise FetchError(f"the server redirects ({answer.status}), but does not say where to")
        trip.hops += 1
        if trip.hops > self._reach.bounds.redirects:
            raise FetchError(f"more than {self._reach.bounds.redirects} redirects")
        trip.permanent = trip.permanent and answer.status in _PERMANENT
        trip.url = urldefrag(urljoin(trip.url, target))[0]

    async def _take(self, trip: _Trip, answer: aiohttp.ClientResponse, deadline: asyncio.Timeout) -> FetchOutcome:
        if self._room.locked():  # our own slowness is not the server's
            when, now = deadline.when(), asyncio.get_running_loop().time()
            deadline.reschedule(None)
            await self._room.acquire()
            deadline.reschedule(asyncio.get_running_loop().time() + (when or now) - now)
        else:
            await self._room.acquire()
        try:
            body = await self._body(answer)
        except BaseException:
            self._room.release()  # nobody will take it
            raise
        return Fetched(
            source=trip.request.source,
            body=body,
            url=_without_user(trip.url),
            moved_to=trip.moved_to,
            content_type=answer.headers.get("Content-Type", "")[:200] or None,
            validators=validators(answer.raw_headers),
            ask_again=freshness(answer.headers),
            ask_again_at=fresh_until(answer.headers),
        )

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        """The whole body, decompressed; FetchError when it is too large, empty or cut off."""
        limit = self._reach.bounds.size
        pieces: list[bytes] = []
        size = raw = 0
        unpack = decoder(answer.headers.get("Content-Encoding", ""))
        async for data in answer.content.iter_chunked(_READ):
            raw += len(data)
            for piece in unpack.feed(data):
                size += len(piece)
                pieces.append(piece)
                if max(size, raw) > limit:
                    raise FetchError(f"the answer is larger than {limit / 1024 / 1024:.3g} MB")
        if not size:
            raise FetchError("the answer is empty")
        if not unpack.whole():
            raise FetchError("the answer broke off")
        return b"".join(pieces)

    def _socket(self, info: Any) -> socket.socket:
        """Security: the last moment before connecting, for every hop, name and literal address alike."""
        family, kind, protocol, _, address = info
        if not permitted(str(address[0]), self._allow):
            _refused.get([]).append(str(address[0]))
            raise Blocked(str(address[0]))
        return socket.socket(family, kind, protocol)


def _check(url: str, *, first: bool) -> str:
    """The host of `url`; FetchError unless it is http(s)."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        where = "the address" if first else "a redirect leads to an address that"
        raise FetchError(f"{where} is neither http nor https ({parts.scheme[:20] or 'no scheme'})")
    if not parts.hostname:
        raise FetchError("the address names no host")
    return parts.hostname


def _without_body(trip: _Trip, answer: aiohttp.ClientResponse) -> FetchOutcome:
    """Every status but 200 and the redirects."""
    source = trip.request.source
    if answer.status == 304 and conditions(trip.request.validators):
        return Unchanged(
            source=source,
            validators=validators(answer.raw_headers),
            moved_to=trip.moved_to,
            ask_again=freshness(answer.headers),
            ask_again_at=fresh_until(answer.headers),
        )
    if answer.status == 410 and trip.permanent:  # behind a temporary redirect only that target is gone
        return Gone(source=source)
    return Failed(
        source=source,
        error=status_in_words(answer.status),
        status=answer.status,
        ask_again=retry_after(answer.headers),
        ask_again_at=retry_at(answer.headers),
    )


def _without_user(url: str) -> str:
    """Name and password are for the server, not for the links that start here."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
