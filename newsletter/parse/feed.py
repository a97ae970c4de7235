"""RSS, Atom, RDF and CDF through feedparser: the only module that knows its shapes.

feedparser gets UTF-8 without a document type, and neither resolves links inside HTML nor sanitises: both are done
here (half of its time is its HTML passes, and they let `<svg><a xlink:href>` and `<form>` through).
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urljoin

from newsletter.errors import ParseError
from newsletter.model.decode import decode
from newsletter.model.feeds import Feed, Fetched, ParsedEntry
from newsletter.parse.clean import plain, sanitise, tidy, visible_text
from newsletter.parse.entry import Setting, authors_of, read_entry
from newsletter.parse.fields import language_tag
from newsletter.parse.limits import check
from newsletter.parse.media import OwnWords
from newsletter.parse.prolog import Document, prepare
from newsletter.parse.rests import ends, skipped_days, skipped_hours
from newsletter.parse.sniff import ROOTS, refusal
from newsletter.parse.urls import absolute

_GUID = re.compile(r"<(?:guid|id)\b[^<>]{0,200}>([^<>]{1,2000})</", re.IGNORECASE)
_CAPTION = re.compile(
    r"<media:(?:description|text)\b[^<>]{0,500}>([^<]{1,5000}|<!\[CDATA\[[^<]{1,5000})", re.IGNORECASE
)
_C1 = re.compile("[\x80-\x9f]")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
# Only then do bases differ inside a document, and feedparser has to join addresses at every element.
_OWN_BASE = re.compile(r"[\s:]base\s*=", re.IGNORECASE)
#: What a feed says of its own rhythm is believed up to here.
_LONGEST_TTL = dt.timedelta(days=7)


def read(fetched: Fetched) -> Feed:
    """Bytes of XML -> Feed; ParseError in words when they are no feed, or too broken to give one entry."""
    text, odd = decode(fetched.body, fetched.content_type)
    document = prepare(text)
    document = replace(document, text=check(document.text))
    if document.root not in ROOTS:
        raise refusal(text, document.root)
    base = absolute(fetched.url) or ""
    told = base if _OWN_BASE.search(document.text) else ""
    try:
        raw = _feedparser(document, told)
    except Exception as error:  # feedparser raises whatever its handlers run into; one feed, one named error
        raise ParseError(
            f"the feed is broken in a way that its parser does not survive ({type(error).__name__})",
            hint="its publisher should run it through validator.w3.org/feed",
        ) from error
    return _feed(raw, document, base, told, odd)


def _feedparser(document: Document, base: str) -> Any:
    # Media type and encoding are settled already; told so, feedparser guesses nothing. Never pass it bare bytes or
    # text: it would open them as a file or fetch them as an address.
    import feedparser  # 0.1 s: only where there is something to parse

    feedparser.api.PREFERRED_XML_PARSERS[:] = ["newsletter.parse.sax"]
    feedparser.api.StrictFeedParser = _handlers()
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": base}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return feedparser.parse(
            io.BytesIO(document.text.encode("utf-8")),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )


class _Text(str):
    """A text that feedparser has found. It looks up every character of it in a table of the 27 that Windows-1252 has
    where Unicode has control characters: 0.14 µs for each, a fifth of reading a Ukrainian feed."""

    __slots__ = ()

    def translate(self, table: Any) -> str:
        return super().translate(table) if _C1.search(self) else self


@cache
def _handlers() -> Any:
    """feedparser's own, with texts that know when there is nothing to look up."""
    import feedparser

    found = getattr(feedparser.mixin, "_cp1252", {})
    if not found or min(found) < 0x80 or max(found) > 0x9F:  # another table than we know: nothing is assumed
        return _with_own_words(feedparser.api.StrictFeedParser)

    def text_of(element: str, data: str) -> str:
        return _Text(data)

    strict = _with_own_words(feedparser.api.StrictFeedParser)
    return type(strict.__name__, (strict,), {"decode_entities": staticmethod(text_of)})


def _with_own_words(strict: Any) -> Any:
    return strict if issubclass(strict, OwnWords) else type(strict.__name__, (OwnWords, strict), {})


def _feed(raw: Any, document: Document, base: str, told: str, odd: tuple[str, ...]) -> Feed:
    head: Mapping[str, Any] = raw["feed"]
    version = raw.get("version") or ROOTS[document.root]
    broken = _broken(raw.get("bozo_exception"), document.line)
    site = absolute(head.get("link"), base)
    detail = head.get("title_detail") or {}
    setting = Setting(
        base=base or site or "",
        atom=version.startswith("atom"),
        authors=authors_of(head, True) if version.startswith("atom") else (),
        guids=_guids(document.text, told),
        captions=_captions(document.text),
        lenient=bool(broken),
    )
    entries, lost = _entries(raw["entries"], setting)
    if broken and not entries:
        raise ParseError(f"{broken[0]}, and no entry could be read", hint="try again later; it may have been cut off")
    return Feed(
        format=version,
        title=plain(head.get("title"), kind=detail.get("type", "text/plain")),
        url=site,
        language=language_tag(head.get("language")),
        ttl=_ttl(head),
        skip_hours=skipped_hours(document.text),
        skip_days=skipped_days(document.text),
        cut_off=bool(broken) and not ends(document.text, document.root),
        entries=entries,
        warnings=(*odd, *document.warnings, *broken, *lost),
    )


def _entries(raws: list[Any], setting: Setting) -> tuple[tuple[ParsedEntry, ...], tuple[str, ...]]:
    entries = tuple(read_entry(raw, setting) for raw in raws)
    kept = tuple(e for e in entries if e != ParsedEntry())
    lost = len(entries) - len(kept)
    return kept, (f"entries that hold nothing at all: {lost}",) if lost else ()


def _broken(error: BaseException | None, start: int) -> tuple[str, ...]:
    if error is None:
        return ()
    found = getattr(error, "getLineNumber", lambda: None)()
    line = found + start - 2 if found else 0  # it counts from 1, and feedparser writes an XML declaration before it
    what = tidy(str(getattr(error, "getMessage", lambda: str(error))()))[:100]
    return (f"its XML is broken{f' in line {line}' if line else ''} ({what or type(error).__name__})",)


def _guids(text: str, base: str) -> dict[str, str]:
    """Resolved guid -> the guid as it stands.

    feedparser resolves guids like links; but a guid must not change when the feed moves to another host.
    """
    raw = (html.unescape(m[1]).strip() for m in _GUID.finditer(text) if base)
    found: dict[str, str] = {}
    for guid in raw:
        try:
            found[urljoin(base, guid)] = guid
        except ValueError:
            continue
    return found


def _captions(text: str) -> frozenset[str]:
    """Captions of pictures, which feedparser takes for the entry's own description."""
    found = (m[1].removeprefix("<![CDATA[").removesuffix("]]>") for m in _CAPTION.finditer(text))
    return frozenset(visible_text(sanitise(html.unescape(c))) for c in found)


def _ttl(head: Mapping[str, Any]) -> dt.timedelta | None:
    """RSS 2.0 `<ttl>` in minutes, else the syndication module's period divided by its frequency."""
    try:
        if head.get("ttl"):
            minutes = float(head["ttl"])
        else:
            hours = _PERIODS[str(head.get("sy_updateperiod", "")).strip().lower()]
            minutes = hours * 60 / max(1.0, float(head.get("sy_updatefrequency") or 1))
        ttl = dt.timedelta(minutes=min(minutes, 10**6))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return min(ttl, _LONGEST_TTL) if ttl > dt.timedelta(0) else None
