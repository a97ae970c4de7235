"""One entry of feedparser -> ParsedEntry."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsletter.model.feeds import Enclosure, ParsedEntry
from newsletter.parse.clean import from_plain, looks_like_html, plain, sanitise, tidy, visible_text
from newsletter.parse.dates import from_parts
from newsletter.parse.fields import language_tag, number, unique
from newsletter.parse.pictures import best_picture, first_in
from newsletter.parse.urls import absolute, clean_url

Raw = Mapping[str, Any]

_MOST_TAGS = 100
_MOST_AUTHORS = 50
_MOST_ENCLOSURES = 50
_LONGEST_GUID = 2_000
_LONGEST_AUTHOR = 500

_ADDRESS = re.compile(r"<?\b(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,253}>?")


@dataclass(frozen=True, slots=True)
class Setting:
    """What an entry inherits from its feed."""

    base: str  #: where relative links start; "" when nothing is known
    atom: bool
    authors: tuple[str, ...] = ()  #: RFC 4287, 4.2.1: an entry without an author has its feed's
    guids: Mapping[str, str] = field(default_factory=dict)  #: resolved -> as it stands
    captions: frozenset[str] = frozenset()  #: visible text of captions
    lenient: bool = False  #: read by feedparser's lenient half, which leaves references as they stand


def read_entry(raw: Raw, setting: Setting) -> ParsedEntry:
    """Whatever is missing or unreadable is None or empty; never raises for it."""
    raw = dict(raw)  # feedparser's own dictionaries look for old names at every look: a tenth of all the time
    raw["links"] = [dict(link) for link in raw.get("links") or ()]
    url = _link(raw, setting)
    summary, content = _texts(raw, setting)
    published, updated = _dates(raw, setting)
    return ParsedEntry(
        guid=_guid(raw, setting),
        url=url,
        clean_url=clean_url(url),
        title=plain(raw.get("title"), kind=(raw.get("title_detail") or {}).get("type", "text/plain")),
        summary_html=summary or None,
        summary_text=visible_text(summary),
        content_html=content or None,
        content_text=visible_text(content),
        authors=authors_of(raw, setting.atom) or setting.authors,
        published=published,
        updated=updated,
        language=_language(raw),
        tags=_tags(raw),
        image=best_picture(raw, setting.base) or first_in(content or summary),
        enclosures=_enclosures(raw, setting.base),
        original=_original(raw),
    )


def _guid(raw: Raw, setting: Setting) -> str | None:
    guid = _resolved_guid(raw, setting)
    return tidy(setting.guids.get(guid, guid))[:_LONGEST_GUID] or None


def _resolved_guid(raw: Raw, setting: Setting) -> str:
    guid = str(raw.get("id") or "").strip()
    return html.unescape(guid) if setting.lenient else guid


def _link(raw: Raw, setting: Setting) -> str | None:
    """The page of the entry: what FeedBurner replaced, else the alternate link, else any that is no other kind."""
    guid = _resolved_guid(raw, setting)
    links = raw.get("links") or ()
    wanted = [raw.get("feedburner_origlink"), raw.get("link")]
    wanted += [link.get("href") for link in links if link.get("rel") == "alternate"]
    wanted += [link.get("href") for link in links if link.get("rel") in (None, "related", "via")]
    for address in wanted:
        # A guid is a link unless it says otherwise; but "4711" is none, whatever it does not say.
        if address and not (html.unescape(address) == guid and "/" not in setting.guids.get(guid, guid)):
            url = absolute(address, setting.base)
            if url:
                return url
    return None


def _texts(raw: Raw, setting: Setting) -> tuple[str, str]:
    """Sanitised summary and content; "" for what is missing.

    feedparser copies a lone content to the summary and takes captions of pictures for descriptions.
    """
    contents = [_html(part.get("value"), part, setting) for part in raw.get("content") or ()]
    copied = "summary_detail" not in raw and any(contents)
    summary = "" if copied else _html(raw.get("summary"), raw.get("summary_detail"), setting)
    told = [t for t in contents if t and visible_text(t) not in setting.captions]
    if summary and told and visible_text(summary) in setting.captions:
        summary = told.pop(0)  # the caption stood before the description
    content = max(told, key=len, default="")
    if summary and visible_text(content) == visible_text(summary) and "<img" not in content:
        content = ""  # it says nothing more
    return summary, content


def _html(value: object, detail: Raw | None, setting: Setting) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    detail = detail or {}
    kind = str(detail.get("type") or "text/html")
    if not kind.startswith("text/") and "html" not in kind:
        return ""  # a picture or a document in base64
    if "html" not in kind and not looks_like_html(value):
        return sanitise(from_plain(value))
    return sanitise(value, absolute(detail.get("base"), setting.base) or setting.base)


def _dates(raw: Raw, setting: Setting) -> tuple[dt.datetime | None, dt.datetime | None]:
    published, updated, created = (
        from_parts(raw.get(f"{name}_parsed")) for name in ("published", "updated", "created")
    )
    if published is None and not setting.atom:
        # RSS has no date of change: its dc:date is that of publication (RSS 1.0 modules, Dublin Core).
        published, updated = updated, None
    return published or created, updated


def _language(raw: Raw) -> str | None:
    details = [raw.get("title_detail"), raw.get("summary_detail"), *(raw.get("content") or ())]
    declared = [raw.get("language"), *(d.get("language") for d in details if d)]
    return next((tag for d in declared if (tag := language_tag(d))), None)


def authors_of(raw: Raw, atom: bool) -> tuple[str, ...]:
    """Names; an address only where there is no name.

    RSS wants "address (name)" in one text. feedparser splits it, but knows no top-level domain of five letters, so
    the last one, which it also keeps as a whole, is split here.
    """
    people = [a.get("name") or a.get("email") for a in raw.get("authors") or () if a]
    whole = raw.get("author")
    if isinstance(whole, str) and not (atom and people):
        people[-1:] = [_name(whole[:_LONGEST_AUTHOR])]
    return unique(people, _MOST_AUTHORS)


def _name(author: str) -> str:
    """desk@post.example (The Desk) -> The Desk; The Desk <desk@post.example> -> The Desk."""
    name = _ADDRESS.sub("", html.unescape(author))
    return name.strip().removeprefix("(").removesuffix(")").strip() or author


def _tags(raw: Raw) -> tuple[str, ...]:
    tags = raw.get("tags") or ()
    return unique((t.get("label") or t.get("term") for t in tags), _MOST_TAGS)


def _enclosures(raw: Raw, base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for link in raw.get("links") or ():
        url = absolute(link.get("href"), base) if link.get("rel") == "enclosure" else None
        if url:
            kind = tidy(str(link.get("type") or ""))[:100] or None
            found.setdefault(url, Enclosure(url=url, type=kind, length=number(link.get("length"))))
    return tuple(found.values())[:_MOST_ENCLOSURES]


def _original(raw: Raw) -> str | None:
    source = raw.get("source") or {}
    return plain(source.get("title")) or absolute(source.get("href")) if isinstance(source, Mapping) else plain(source)
