"""What an HTML page says of itself for machines: schema.org in JSON-LD, Open Graph, meta, time and html elements.

Read with patterns of bounded width and no backtracking: a parser would have to build the whole page first.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from newsletter.article.lines import tidy
from newsletter.model.feeds import Image

_ATTRIBUTES = r"((?:[^<>\"']|\"[^\"]{0,5000}\"|'[^']{0,5000}'){0,400}+)"
_ELEMENT = re.compile(rf"<(meta|html|time|base)\b{_ATTRIBUTES}>", re.IGNORECASE)
_PAIR = re.compile(
    r"([a-zA-Z][\w:.-]{0,40})\s{0,9}=\s{0,9}(?:\"([^\"]{0,5000})\"|'([^']{0,5000})'|([^\s\"'<>]{1,2000}))"
)
_SCRIPT = re.compile(r"<script\b[^<>]{0,500}application/ld\+json[^<>]{0,500}>", re.IGNORECASE)
_HEADING = re.compile(r"<h1\b[^<>]{0,2000}>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,3000}>")
_ARTICLES = re.compile(
    r"(?:news|opinion|analysis|report|background|review|blog|live|social|scholarly|tech)?\w{0,20}(?:article|posting|page)",
    re.I,
)
_SUFFIX = re.compile(r"\s+(?:[|·•«»‹›]|[-–—])\s+")

_MOST_ELEMENTS, _MOST_NODES, _DEEPEST = 20, 2_000, 12
_LONGEST_SCRIPT, _LONGEST_HEADING = 300_000, 3_000
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_URL = 500, 100, 4_096
_NEAR = 4_000  #: code points behind the headline in which a time element is the article's


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """None and () where the page says nothing."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: dt.datetime | None = None
    changed: dt.datetime | None = None
    language: str | None = None
    american: bool = False  #: declared as en-US: 10/01 is in October
    image: Image | None = None


def read_head(text: str, url: str | None, *, seen: dt.datetime) -> Head:
    """The facts of a page's head and of its JSON-LD. A date after `seen` is none."""
    elements = [(m[1].lower(), _pairs(m[2]), m.end()) for m in _ELEMENT.finditer(text)]
    meta: dict[str, str] = {}
    for name, pairs, _ in elements:
        key = (pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or "").casefold()
        if name == "meta" and key and pairs.get("content"):
            meta.setdefault(key, pairs["content"])
    linked = _article(text)
    published = _first(
        seen, linked.get("datePublished"), meta, "article:published_time", "datepublished", "dcterms.created"
    )
    published = published or _time_element(text, elements, seen)
    changed = _first(seen, linked.get("dateModified"), meta, "article:modified_time", "og:updated_time", "datemodified")
    declared = next((p["lang"] for n, p, _ in elements if n == "html" and p.get("lang")), "")
    declared = declared or _string(linked.get("inLanguage")) or meta.get("og:locale", "")
    base = urljoin(url or "", next((p["href"] for n, p, _ in elements if n == "base" and p.get("href")), "")) or url
    return Head(
        title=_title(text, linked, meta),
        authors=_authors(linked, meta),
        published=published,
        changed=changed if changed and (published is None or changed > published) else None,
        language=_primary(declared),
        american=declared.replace("_", "-").casefold() == "en-us",
        image=_image(linked, meta, base),
    )


def page_address(url: str, base: str | None) -> str | None:
    """`url` made absolute; None unless it is http(s). Asked before and after resolving, because a cleaner lets
    javascript: through and urljoin keeps whatever scheme it is given."""
    text = re.sub(r"[\x00-\x20\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", "", url)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", text)
    if not text or len(text) > _LONGEST_URL or (scheme and scheme[1].lower() not in ("http", "https")):
        return None
    try:
        whole = urljoin(base, text) if base else text
        parts = urlsplit(whole)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\"'<>\\`{}]", whole):
        return None
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _pairs(attributes: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _PAIR.finditer(attributes):
        value = next((v for v in match.groups()[1:] if v is not None), "")
        found.setdefault(match[1].casefold(), tidy(html.unescape(value)))
    return found


def _article(text: str) -> Mapping[str, Any]:
    """The first thing in the page's JSON-LD that is an article."""
    for script in _inside(_SCRIPT, text, "script", _LONGEST_SCRIPT):
        try:
            data = json.loads(script.strip().removeprefix("<![CDATA[").removesuffix("]]>"), strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(data):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(k, str) and _ARTICLES.fullmatch(k) for k in names) and (
                node.get("datePublished") or node.get("headline")
            ):
                return node
    return {}


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    waiting, count = deque([(data, 0)]), 0
    while waiting and count < _MOST_NODES:
        thing, depth = waiting.popleft()
        count += 1
        if isinstance(thing, dict):
            yield thing
            thing = [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]
        if isinstance(thing, list) and depth < _DEEPEST:
            waiting += [(one, depth + 1) for one in thing[:_MOST_NODES]]


def _inside(opening: re.Pattern[str], text: str, name: str, longest: int) -> Iterator[str]:
    """What stands between the tags of the first few such elements."""
    for match in islice(opening.finditer(text), _MOST_ELEMENTS):
        end = re.compile(f"</{name}", re.IGNORECASE).search(text, match.end(), match.end() + longest)
        if end:
            yield text[match.end() : end.start()]


def _string(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("url") or value.get("alternateName")
    return tidy(html.unescape(value)) if isinstance(value, str) else ""


def _title(text: str, linked: Mapping[str, Any], meta: Mapping[str, str]) -> str | None:
    heads = [_visible(inside) for inside in _inside(_HEADING, text, "h1", _LONGEST_HEADING)]
    whole = next((_visible(inside) for inside in _inside(_TITLE, text, "title", _LONGEST_HEADING)), "")
    site = meta.get("og:site_name", "")
    for candidate in (_string(linked.get("headline")), meta.get("og:title", ""), *_in_title(heads, whole), whole):
        stripped = _without_site(candidate, site, heads)[:_LONGEST_TITLE].strip()
        if stripped:
            return stripped
    return None


def _in_title(heads: list[str], whole: str) -> list[str]:
    """Headings that the window's title repeats; else a single one."""
    return [h for h in heads if h and h.casefold() in whole.casefold()] or (heads if len(heads) == 1 else [])


def _without_site(title: str, site: str, heads: list[str]) -> str:
    cuts = list(_SUFFIX.finditer(title))
    for cut in cuts:
        front, tail = title[: cut.start()], title[cut.end() :]
        if front in heads or (site and tail.casefold() == site.casefold()):
            return front
    if cuts and title not in heads:
        front, tail = title[: cuts[-1].start()], title[cuts[-1].end() :]
        if len(front.split()) >= 4 and len(tail.split()) <= 3 and tail[:1].isupper():
            return front
    return title


def _visible(fragment: str) -> str:
    return tidy(html.unescape(_TAG.sub(" ", fragment)))


def _authors(linked: Mapping[str, Any], meta: Mapping[str, str]) -> tuple[str, ...]:
    given = linked.get("author") or linked.get("creator")
    names = [_string(a) for a in (given if isinstance(given, list) else [given])]
    names = [n for n in names if n] or [meta.get(k, "") for k in ("author", "article:author", "dc.creator")]
    sound = [n for n in names if n and "://" not in n and "@" not in n and len(n) <= _LONGEST_NAME]
    return tuple(dict.fromkeys(sound))[:20]


def _first(seen: dt.datetime, linked: Any, meta: Mapping[str, str], *keys: str) -> dt.datetime | None:
    for value in (linked, *(meta.get(key) for key in keys)):
        when = _iso(value, seen)
        if when is not None:
            return when
    return None


def _time_element(text: str, elements: list[tuple[str, dict[str, str], int]], seen: dt.datetime) -> dt.datetime | None:
    """The first time element behind the headline; those of tickers and related pieces stand further off."""
    heading = next((m.start() for m in re.finditer(r"<h1\b", text, re.IGNORECASE)), None)
    if heading is None:
        return None
    for name, pairs, end in elements:
        if name == "time" and heading < end < heading + _NEAR and (when := _iso(pairs.get("datetime"), seen)):
            return when
    return None


def _iso(value: Any, seen: dt.datetime) -> dt.datetime | None:
    if not isinstance(value, str) or len(value) > 60:
        return None
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", value.strip().upper())
    try:
        time = dt.datetime.fromisoformat(text)
        time = (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None
    return time if time.year >= 1990 and time <= seen + dt.timedelta(days=1) else None


def _primary(tag: str) -> str | None:
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", tag.strip())
    return found[0].lower() if found else None


def _image(linked: Mapping[str, Any], meta: Mapping[str, str], base: str | None) -> Image | None:
    given = linked.get("image")
    first = given[0] if isinstance(given, list) and given else given
    url = first.get("url") if isinstance(first, dict) else first
    for candidate in (meta.get("og:image:secure_url"), meta.get("og:image"), url, meta.get("twitter:image")):
        address = page_address(candidate, base) if isinstance(candidate, str) else None
        if address:
            alt = meta.get("og:image:alt") or meta.get("twitter:image:alt")
            return Image(url=address, alt=alt[:_LONGEST_TITLE] if alt else None)
    return None
