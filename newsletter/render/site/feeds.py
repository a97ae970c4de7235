"""The feeds of editions: Atom (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import nh3

from newsletter.render.site.shown import Shown, rfc3339

#: How many editions a feed has.
LENGTH = 30
ATOM = "http://www.w3.org/2005/Atom"
#: What XML 1.0 cannot hold (2.2), escaped or not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAGS = set(
    "p a strong em b i s code ul ol li blockquote br hr h2 h3 h4 table tr td th img figure figcaption time".split()
)
_ATTRIBUTES = {"a": {"href"}, "img": {"src", "width", "height", "alt"}, "time": {"datetime"}, "th": {"scope"}}
#: A link to write to the editors for every story is for the page; in a feed reader it is noise.
_WRONG = re.compile(r'<span class="wrong">.*?</span>', re.S)
_EMPTY = re.compile(r"<p\b[^>]*>\s*</p>")


def content(shown: Shown) -> str:
    """What the page is about, for a feed reader: no styles, no classes, no furniture."""
    # Sanitising is always last.
    safe = nh3.clean(
        _EMPTY.sub("", _WRONG.sub("", shown.main)),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return re.sub(r"\s*\n\s*", "\n", safe).strip()


def atom(editions: Sequence[Shown], *, title: str, site: str, language: str) -> bytes:
    """feed.xml: the newest LENGTH `editions`, which come newest first; at least one.

    An edition's id is the address of its page; `updated` comes from its cutoff.
    """
    newest = editions[:LENGTH]
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(feed, "title", title)
    _add(feed, "id", f"{site}/")
    _add(feed, "updated", rfc3339(max(e.updated for e in newest)))
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{site}/feed.xml")
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{site}/")
    _add(SubElement(feed, "author"), "name", title)
    for edition in newest:
        entry = SubElement(feed, "entry", {"xml:lang": edition.language})
        _add(entry, "title", edition.title)
        _add(entry, "id", edition.url)
        SubElement(entry, "link", rel="alternate", type="text/html", href=edition.url)
        _add(entry, "published", rfc3339(edition.published))
        _add(entry, "updated", rfc3339(edition.updated))
        if edition.summary:
            _add(entry, "summary", edition.summary)
        _add(entry, "content", content(edition), type="html")
    indent(feed, " ")
    text: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def json_feed(editions: Sequence[Shown], *, title: str, site: str, language: str) -> bytes:
    """feed.json: the same editions."""
    items = []
    for edition in editions[:LENGTH]:
        item = {"id": edition.url, "url": edition.url, "title": edition.title, "content_html": content(edition)}
        item |= {"summary": edition.summary} if edition.summary else {}
        item |= {"image": edition.picture} if edition.picture else {}
        item |= {"date_published": rfc3339(edition.published), "date_modified": rfc3339(edition.updated)}
        items.append(item | {"language": edition.language})
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{site}/",
        "feed_url": f"{site}/feed.json",
        "language": language,
        "authors": [{"name": title, "url": f"{site}/"}],
        "items": items,
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = _NO_XML.sub("\ufffd", text)
