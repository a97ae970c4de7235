"""What the site knows of an edition: its public page, and what that page says of itself in its head."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsletter.model.base import check_utc
from newsletter.render.clean import visible
from newsletter.render.phrases import Phrases

_HEAD_ENDS = re.compile(r"</head\s*>|<body[\s>]", re.I)
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main\s*>", re.I | re.S)
_BODY = re.compile(r"<body\b[^>]*>(.*)</body\s*>", re.I | re.S)
_IMG = re.compile(r'<img\b[^>]*?\bsrc="([^"]+)"', re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """One published edition, as everybody may see it."""

    day: dt.date
    number: int
    revision: int
    cutoff: dt.datetime
    revised: dt.datetime | None = None  #: when a correction made this revision; None for the first, or unknown
    page: bytes  #: web.html, UTF-8
    pictures: Mapping[str, bytes] = field(default_factory=dict)  #: images/NAME -> bytes; only what the page shows
    earlier: Mapping[int, bytes] = field(default_factory=dict)  #: revision -> the page as it stood before a correction

    def __post_init__(self) -> None:
        check_utc(self.cutoff, self.revised)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An edition with all that lists, feeds and machines say of it."""

    edition: PublicEdition
    html: str
    language: str  #: BCP 47, as the page itself says
    title: str  #: the public subject; the date where the page has none of its own
    summary: str  #: the public preheader; "" when there is none
    date: str  #: Tuesday, 11 January 2022
    path: str  #: 2022-01-11/, from the site's root
    url: str
    picture: str  #: the first picture of the page that stands on this site; "" without one
    described: frozenset[str]  #: names of the meta tags that the page has already
    published: dt.datetime
    updated: dt.datetime

    @property
    def main(self) -> str:
        """The HTML of what the page is about, without masthead and foot."""
        found = _MAIN.search(self.html) or _BODY.search(self.html)
        return found[1] if found else ""


def shown(edition: PublicEdition, *, title: str, site: str, language: str, timezone: str) -> Shown:
    """Read a public page. `title` and `language` are the review's, for pages of a theme that says neither."""
    html = edition.page.decode("utf-8", "replace")
    head = _Head()
    end = _HEAD_ENDS.search(html)
    head.feed(html[: end.start()] if end else html[:20_000])
    head.close()
    language = head.language or language
    phrases = Phrases(language, timezone)
    own = visible(head.metas.get("og:title") or head.title.rpartition(" · ")[0] or head.title)
    url = f"{site}/{edition.day.isoformat()}/"
    date = phrases.date(edition.day)
    return Shown(
        edition=edition,
        html=html,
        language=phrases.tag,
        title=own if own and own != title else date,
        summary=visible(head.metas.get("og:description") or head.metas.get("description") or ""),
        date=date,
        path=f"{edition.day.isoformat()}/",
        url=url,
        picture=_picture(html, url),
        described=frozenset(head.metas),
        published=edition.cutoff,
        # RFC 4287, 4.2.15: a correction changes `updated`. Of one from before its time was noted a second tells.
        updated=edition.revised or edition.cutoff + dt.timedelta(seconds=max(0, edition.revision - 1)),
    )


def newest_first(all_shown: Sequence[Shown]) -> list[Shown]:
    return sorted(all_shown, key=lambda s: s.edition.day, reverse=True)


def rfc3339(time: dt.datetime) -> str:
    """2022-01-11T04:30:00Z"""
    return time.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _picture(html: str, url: str) -> str:
    return next((src for src in _IMG.findall(html) if src.startswith(url)), "")


class _Head(HTMLParser):
    """`lang`, `title` and the meta tags; of one that stands there twice the first counts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.title = ""
        self.metas: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        elif tag == "meta" and (name := values.get("property") or values.get("name")):
            self.metas.setdefault(name, values.get("content") or "")
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
