"""Fetch and read a source without storing anything; find the feed of a site's address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from newsletter import ports
from newsletter.errors import FetchError, ParseError, SourceError
from newsletter.model.base import SourceName
from newsletter.model.feeds import Body, Failed, Feed, Fetched, FetchRequest, Gone
from newsletter.parse.discover import feeds_of
from newsletter.parse.opml import read_opml

#: Addresses that a page names and that are tried.
_MOST = 5
#: Where sites keep a feed that they do not name.
_USUAL = ("feed", "rss.xml", "feed.xml", "atom.xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a source would give."""

    asked: str  #: the address
    fetched: Fetched
    feed: Feed
    named_by: str | None = None  #: the page that named this feed, if that is how it was found
    guessed: bool = False  #: no page named it: it is where sites usually keep one

    @property
    def address(self) -> str:
        """Where it lives for good."""
        return self.fetched.moved_to or self.asked


def try_source(url: str, *, fetch: ports.Fetch, parse: ports.Parse, format: str | None = None) -> Tried:
    """One address, asked once; FetchError or ParseError in words."""
    fetched = _fetched(url, fetch)
    return Tried(asked=url, fetched=fetched, feed=_read(fetched, parse, format))


def find_feed(url: str, *, fetch: ports.Fetch, parse: ports.Parse) -> Tried:
    """The feed at `url`, else the first sound one that the page there names, else one where sites usually keep it.

    ParseError when there is none; FetchError when `url` itself cannot be had.
    """
    page = _fetched(url, fetch)
    try:
        return Tried(asked=url, fetched=page, feed=_read(page, parse, None))
    except ParseError as error:
        refusal = error
    _no_list(page)
    named = feeds_of(page)[:_MOST]
    for candidate in named or _usual(page):
        try:
            found = try_source(candidate, fetch=fetch, parse=parse)
        except SourceError:
            continue
        return replace(found, named_by=page.url if named else None, guessed=not named)
    raise ParseError(f"{url}: {refusal}, and no feed of it could be found", hint="look for the address of its feed")


def _no_list(page: Fetched) -> None:
    """A list of feeds names its sources itself; another feed of its site is not what was asked for."""
    try:
        outlines, _ = read_opml(page.body)
    except ParseError:
        return
    count = f"{len(outlines)} source{'' if len(outlines) == 1 else 's'}"
    hint = "save it, then: newsletter sources import FILE takes it"
    raise ParseError(f"{page.url}: this is an OPML list of {count}, not a feed", hint=hint)


def _usual(page: Fetched) -> Iterator[str]:
    if urlsplit(page.url).scheme in ("http", "https"):
        yield from (urljoin(page.url, f"/{place}") for place in _USUAL)


def _fetched(url: str, fetch: ports.Fetch) -> Fetched:
    outcome = next(iter(fetch([FetchRequest(source=SourceName(url), url=url)])))
    match outcome:
        case Fetched():
            return outcome
        case Failed():
            raise FetchError(f"{url}: {outcome.error}")
        case Gone():
            raise FetchError(f"{url}: the server says it is gone for good (410)")
        case _:  # without validators nothing is unchanged, and nothing rests
            raise FetchError(f"{url}: nothing came")


def _read(fetched: Fetched, parse: ports.Parse, format: str | None) -> Feed:
    for _, feed in parse([Body(fetched=fetched, digest="", format=format)]):
        if isinstance(feed, Feed):
            return feed
        if feed is not None:
            raise feed
    raise ParseError("nothing was read")
