"""What bytes are: which parser reads them; or what they are instead of a feed, in words."""

from __future__ import annotations

import re

from newsletter.errors import PageInstead, ParseError
from newsletter.parse.prolog import is_html
from newsletter.parse.urls import absolute

#: Root elements that are feeds, with the format when nothing more is known.
ROOTS = {"rss": "rss", "rdf": "rss", "feed": "atom", "channel": "cdf"}

_BINARY = (
    (b"\x1f\x8b", "compressed (gzip) twice, or without saying so"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a film"),
    (b"ID3", "a sound file"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
)
_NAMED = {
    "opml": ("an OPML list of feeds, not a feed", "import it with: newsletter sources import"),
    "html": ("an HTML page, not a feed", "look for the address of its feed"),
    "urlset": ("a sitemap, not a feed", ""),
    "sitemapindex": ("a sitemap, not a feed", ""),
    "svg": ("a picture (SVG), not a feed", ""),
    "error": ("an error message of the server, not a feed", ""),
}
_ALTERNATE = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_FEED_TYPE = re.compile(r"""type\s*=\s*["']?application/(?:rss\+xml|atom\+xml|feed\+json|json)""", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)


def which(body: bytes) -> str:
    """The name of the parser in FORMATS; ParseError when no parser can read `body`."""
    for magic, what in _BINARY:
        if body.startswith(magic):
            raise ParseError(f"this is {what}, not a feed")
    start = body[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xfe\xff \t\r\n")
    if not start.strip():
        raise ParseError("the document is empty")
    return "json" if start[:1] in b"{[" else "feed"


def refusal(text: str, root: str) -> ParseError:
    """The error that names what `text` is."""
    start = text[:2000]
    if root == "html" or is_html(start) or re.search(r"<(?:!doctype\s+html|html)\b", start, re.IGNORECASE):
        return _page(text)
    if root in _NAMED:
        what, hint = _NAMED[root]
        return ParseError(f"this is {what}", hint=hint)
    if root:
        return ParseError(f"this is XML, but no feed: it begins with <{root[:40]}>")
    return ParseError("this is plain text, not a feed" if text.strip() else "the document is empty")


def _page(text: str) -> PageInstead:
    """An HTML page; if it names its feed, the hint does too (RSS autodiscovery)."""
    what, hint = _NAMED["html"]
    for link in _ALTERNATE.finditer(text[:200_000]):
        href = _HREF.search(link[0])
        if href and _FEED_TYPE.search(link[0]):
            address = next(g for g in href.groups() if g is not None)
            if absolute(address, "https://site.example/"):
                hint = f"the page names this feed: {address[:300]}"
                break
    return PageInstead(f"this is {what}", hint=hint)
