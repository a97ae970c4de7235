"""Bytes -> Feed, for every dialect. Pure: nothing here opens, fetches or asks the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from newsletter.errors import PageInstead, ParseError
from newsletter.model.feeds import Feed, Fetched
from newsletter.parse import feed, jsonfeed
from newsletter.parse.cut import Cut, cut
from newsletter.parse.discover import feeds_of
from newsletter.parse.identity import identify
from newsletter.parse.sniff import which
from newsletter.parse.urls import clean_url, url_key

#: Which parser reads what. The bytes decide (`sniff.which`), a source's `format:` overrides them.
FORMATS: Mapping[str, Callable[[Fetched], Feed]] = MappingProxyType(
    {
        "feed": feed.read,  # RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, RDF, CDF
        "json": jsonfeed.read,  # JSON Feed 1.0, 1.1
    }
)


def parse(fetched: Fetched, *, format: str | None = None) -> Feed:
    """What `fetched.body` says, with everything in it made safe to print: links absolute and http(s) or mailto,
    HTML sanitised, text plain, dates in UTC.

    Malformed feeds give what can be read, and warnings. ParseError in words for what is no feed, or too broken to give
    one entry; PageInstead, with the feeds that it names, for a web page; no other error. A sound feed without entries
    is a Feed.
    """
    name = format or which(fetched.body)
    if name not in FORMATS:
        raise ParseError(f"there is no format {name!r}", hint=f"format: can be {' or '.join(FORMATS)}")
    if not fetched.body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ParseError("the document is empty")
    try:
        return FORMATS[name](fetched)
    except PageInstead as page:
        # Looked for here, not by whoever asked: a page is as hostile as a feed, and here it costs one source.
        page.feeds = feeds_of(fetched, comments=False)
        raise


def parse_rest(left: Cut, *, format: str | None = None) -> Feed:
    """`parse` for what `cut` has left; the feed says which entries the whole body holds."""
    read = parse(left.rest, format=format)
    said = left.warnings
    if left.left_over:
        said = (*said, f"it is very long: {left.left_over:,} more entries are left for the next polls")
    return replace(
        read,
        entry_hashes=left.hashes,
        known=left.known,
        left_over=left.left_over,
        warnings=(*said, *read.warnings),
    )


__all__ = ["FORMATS", "Cut", "clean_url", "cut", "identify", "parse", "parse_rest", "url_key"]
