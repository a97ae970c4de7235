"""The feeds that a page names (RSS autodiscovery: <link rel=alternate>), the likeliest first."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser

from newsletter.model.decode import decode
from newsletter.model.feeds import Fetched
from newsletter.parse.clean import plain
from newsletter.parse.urls import absolute

_TYPES = ("application/atom+xml", "application/rss+xml", "application/feed+json", "application/rdf+xml")
#: A page names its feeds in its head; what comes after this is its text.
_HEAD = 500_000
_MOST = 10
#: Feeds of what readers say, which a review is not made of.
_ASIDE = ("comment", "коментар", "комментар", "kommentar", "comentario", "replies")


def feeds_of(page: Fetched, *, comments: bool = True) -> tuple[str, ...]:
    """Absolute http(s) addresses, each once; those of comments after everything else, or not at all."""
    text, _ = decode(page.body, page.content_type)
    parser = _Links(absolute(page.url) or "")
    with suppress(AssertionError):  # html.parser's answer to "<![x"; what stands before that is found
        parser.feed(text[:_HEAD])
    return tuple(dict.fromkeys((*parser.feeds, *(parser.aside if comments else ()))))[:_MOST]


class _Links(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self._base = base
        self.feeds: list[str] = []
        self.aside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "base":
            self._base = absolute(values.get("href"), self._base) or self._base
        if tag != "link" or "alternate" not in values.get("rel", "").lower().split():
            return
        url = absolute(values.get("href"), self._base)
        kind = values.get("type", "").split(";")[0].strip().lower()
        # A JSON that is no feed (WordPress names its API so) is told by its address.
        if url and (kind in _TYPES or (kind == "application/json" and "wp-json" not in url)):
            words = f"{plain(values.get('title')) or ''} {url}".lower()
            (self.aside if any(w in words for w in _ASIDE) else self.feeds).append(url)
