"""Lists of feeds (OPML 2.0, opml.org/spec2.opml): read from whoever wrote them, written for whoever reads them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from newsletter.errors import ParseError
from newsletter.model.decode import decode
from newsletter.parse.clean import plain
from newsletter.parse.prolog import prepare
from newsletter.parse.urls import absolute

#: Folders in folders; deeper ones are somebody's joke.
_DEEPEST = 20
_MOST = 10_000
_SHOWN = 120  # code points of an address that is none
_FEED = re.compile(r"^feed:(?://)?(https?:/?/?)?(?://)?(?=[^/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of a list."""

    url: str  #: absolute http(s)
    title: str = ""
    tags: tuple[str, ...] = ()  #: the folders that it is in, and its categories
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """An outline without an address that can be fetched."""

    title: str
    address: str  #: as it stands there, one line, cut


def read_opml(body: bytes) -> tuple[tuple[Outline, ...], tuple[Unusable, ...]]:
    """The feeds of a list, each address once, and the outlines that had no usable one; ParseError for no OPML."""
    text, _ = decode(body, None)
    document = prepare(text)
    if document.root != "opml":
        raise ParseError("this is no OPML list of feeds", hint="other readers export one as OPML")
    walk = _Walk()
    try:
        # Security: no document type is left in the text (`prepare`), so there is nothing to expand and to fetch.
        walk.parser.Parse(document.text.rstrip(), True)
    except expat.ExpatError as error:
        raise ParseError(f"its XML is broken ({error})", hint="export it once more") from error
    found: dict[str, Outline] = {}
    bad: list[Unusable] = []
    for outline in walk.found:
        if isinstance(outline, Unusable):
            bad.append(outline)
        elif len(found) < _MOST:
            found.setdefault(outline.url, outline)
    return tuple(found.values()), tuple(bad)


def web_address(text: str) -> str:
    """feed://x and feed:https://x, as browsers' subscription links write it, are http://x and https://x."""
    return _FEED.sub(lambda m: m[1] or "http://", text.strip())


class _Walk:
    """Follows the document; however deep it is, nothing here recurses."""

    def __init__(self) -> None:
        self.found: list[Outline | Unusable] = []
        self._folders: list[tuple[str, ...]] = [()]  # of each open element, what it is in
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, tag: str, given: dict[str, str]) -> None:
        attributes = {name.lower(): value for name, value in given.items()}
        folders = self._folders[-1]
        if tag.lower() == "outline" and len(folders) <= _DEEPEST:
            title = plain(attributes.get("title") or attributes.get("text") or "") or ""
            address = attributes.get("xmlurl")
            if address is not None:
                self.found.append(_outline(title, address, attributes, folders))
            elif title:
                folders = (*folders, title)
        self._folders.append(folders)

    def _end(self, tag: str) -> None:
        self._folders.pop()


def _outline(title: str, address: str, attributes: Mapping[str, str], folders: tuple[str, ...]) -> Outline | Unusable:
    url = absolute(web_address(address))
    if not url:
        return Unusable(title=title, address=(plain(address) or "")[:_SHOWN])
    categories = (plain(c.strip("/ ")) for c in attributes.get("category", "").split(","))
    tags = dict.fromkeys(t for t in (*folders, *categories) if t)
    return Outline(url=url, title=title, tags=tuple(tags), language=attributes.get("language", ""))


def write_opml(outlines: Sequence[Outline], *, title: str, now: dt.datetime) -> str:
    """The list as OPML 2.0; the same list at the same instant gives the same text."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_text(title)}</title><dateCreated>{format_datetime(now, usegmt=True)}</dateCreated></head>",
        "  <body>",
    ]
    for outline in outlines:
        fields = {"type": "rss", "text": outline.title, "title": outline.title, "xmlUrl": outline.url}
        fields |= {"language": outline.language} if outline.language else {}
        fields |= {"category": ",".join(t.replace(",", " ") for t in outline.tags)} if outline.tags else {}
        lines.append("    <outline " + " ".join(f"{k}={quoteattr(v)}" for k, v in fields.items()) + "/>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
