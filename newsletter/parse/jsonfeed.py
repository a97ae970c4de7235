"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1): our own adapter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from newsletter.errors import ParseError
from newsletter.model.decode import decode
from newsletter.model.feeds import Enclosure, Feed, Fetched, Image, ParsedEntry
from newsletter.parse.clean import from_plain, plain, sanitise, tidy, visible_text
from newsletter.parse.dates import from_text
from newsletter.parse.fields import language_tag, number, unique
from newsletter.parse.pictures import first_in
from newsletter.parse.urls import absolute, clean_url

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(1(?:\.1)?)/?$")
_FORMATS = {"1": "json10", "1.1": "json11"}


def read(fetched: Fetched) -> Feed:
    """Bytes of JSON -> Feed; ParseError in words when they are no JSON Feed."""
    text, odd = decode(fetched.body, "application/json; charset=utf-8")
    try:
        head = loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError(
            f"this looks like JSON, but it is broken ({tidy(str(error))[:80]})", hint="it may have been cut off"
        ) from error
    if not isinstance(head, dict):
        raise ParseError("this is JSON, but no JSON Feed")
    version = _VERSION.match(str(head.get("version") or "").strip())
    items = head.get("items")
    if not version and not (isinstance(items, list) and "version" in head):
        raise ParseError("this is JSON, but no JSON Feed: it names no version of jsonfeed.org")
    if not isinstance(items, list):
        items, odd = [], (*odd, "it holds no list of entries")
    base = absolute(fetched.url) or absolute(head.get("home_page_url")) or absolute(head.get("feed_url")) or ""
    wrong = sum(not isinstance(i, dict) for i in items)
    odd = (*odd, f"entries that are no objects: {wrong}") if wrong else odd
    return Feed(
        format=_FORMATS[version[1]] if version else "json",
        title=_text(head.get("title")),
        url=_url(head.get("home_page_url"), base),
        language=language_tag(head.get("language")),
        entries=tuple(_entry(i, base, _authors(head)) for i in items if isinstance(i, dict)),
        warnings=odd if version else (*odd, "it names no known version of JSON Feed"),
    )


def loads(text: str) -> Any:
    """JSON as publishers write it: line breaks inside texts are let pass. ValueError, RecursionError."""
    return json.loads(text, strict=False, parse_int=_int)


def _int(digits: str) -> int | str:
    """Numbers longer than Python converts (4,300 digits) stay text: some publishers use them as ids."""
    return int(digits) if len(digits) < 1_000 else digits


def _entry(item: Mapping[str, Any], base: str, inherited: tuple[str, ...]) -> ParsedEntry:
    url = _url(item.get("url"), base) or _url(item.get("external_url"), base) or _url(item.get("id"), "")
    content = _html(item.get("content_html"), item.get("content_text"), base)
    summary = _html(None, item.get("summary"), base)
    if not summary:
        summary, content = "", content
    return ParsedEntry(
        guid=_guid(item.get("id")),
        url=url,
        clean_url=clean_url(url),
        title=_text(item.get("title")),
        summary_html=summary or None,
        summary_text=visible_text(summary),
        content_html=content or None,
        content_text=visible_text(content),
        authors=_authors(item) or inherited,
        published=from_text(item.get("date_published")),
        updated=from_text(item.get("date_modified")),
        language=language_tag(item.get("language")),
        tags=unique(_list(item.get("tags")), 100),
        image=_image(item, base) or first_in(content),
        enclosures=_enclosures(item, base),
    )


def _guid(value: object) -> str | None:
    """The specification wants a string, and lets readers turn numbers into one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return tidy(str(value))[:2000] or None


def _text(value: object) -> str | None:
    return plain(value) if isinstance(value, str) else None


def _url(value: object, base: str) -> str | None:
    return absolute(value, base) if isinstance(value, str) else None


def _html(markup: object, text: object, base: str) -> str:
    if isinstance(markup, str) and markup.strip():
        return sanitise(markup, base)
    return sanitise(from_plain(text)) if isinstance(text, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    """`authors` of 1.1, else `author` of 1.0."""
    people = _list(holder.get("authors")) or [holder.get("author")]
    return unique((p.get("name") for p in people if isinstance(p, dict)), 50)


def _image(item: Mapping[str, Any], base: str) -> Image | None:
    url = _url(item.get("image"), base) or _url(item.get("banner_image"), base)
    return Image(url=url) if url else None


def _enclosures(item: Mapping[str, Any], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for part in _list(item.get("attachments")):
        url = _url(part.get("url"), base) if isinstance(part, dict) else None
        if url:
            length = number(part.get("size_in_bytes"))
            found.setdefault(url, Enclosure(url=url, type=_text(part.get("mime_type")), length=length))
    return tuple(found.values())[:50]
