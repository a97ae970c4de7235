"""What grouping looks at in one entry, worked out once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from newsletter.group.words import is_generic, is_roundup, must_agree, stems, without_site, words_of
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.notices import without_notice
from newsletter.model.sources import Source

#: The opening of a text that is compared, in words.
_OPENING = 40
#: Second-level labels below which names are registered: bbc.co.uk is "bbc".
_SECOND_LEVEL = frozenset(("co", "com", "org", "net", "ac", "gov", "edu"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """One entry as grouping sees it. Times are aware UTC."""

    entry: Entry  #: without what its agency says to editors before headline and text
    at: dt.datetime  #: published, else updated, else first seen
    language: str | None  #: of the entry, else of its source
    link: str | None  #: what the cleaned URL says without scheme, www. and trailing slash; None if it names no piece
    words: tuple[str, ...]  #: of the headline, folded, without the site's name
    bag: frozenset[str]  #: the same as a set
    stems: frozenset[str]  #: of those that carry meaning, cut to six letters
    fixed: frozenset[str]  #: those that may not differ: numbers, days, negation
    generic: bool  #: the headline names no event
    opening: frozenset[str]  #: the first words of the text
    told: tuple[StoryId, dt.date] | None = None  #: the story that told it, and when
    new: bool = True  #: one of today's
    ours: bool = False  #: of a source of our own: no news by itself, and no voice

    @property
    def id(self) -> EntryId:
        return self.entry.id

    @property
    def source(self) -> SourceName:
        return self.entry.source

    @property
    def order(self) -> tuple[dt.datetime, EntryId]:
        return self.entry.first_seen, self.entry.id


def traits(
    entry: Entry, source: Source | None, told: tuple[StoryId, dt.date] | None = None, *, new: bool = True
) -> Traits:
    """The traits of an entry; `source` is None where the configuration no longer names it."""
    entry = _for_readers(entry)
    language = entry.language or (source.language if source else None)
    words = words_of(without_site(entry.title or "", _names(entry, source)))
    return Traits(
        entry=entry,
        at=entry.published or entry.updated or entry.first_seen,
        language=language.split("-")[0].lower() if language else None,
        link=_link(entry.clean_url or entry.url),
        words=words,
        bag=frozenset(words),
        stems=frozenset(stems(words)),
        fixed=must_agree(words),
        generic=is_generic(words) or is_roundup(entry.title or ""),
        opening=frozenset(words_of(entry.text[:400])[:_OPENING]),
        told=told,
        new=new,
        ours=source is not None and source.ours,
    )


def _for_readers(entry: Entry) -> Entry:
    """Two embargoes of one hour make no two reports of one event."""
    said = entry.title or "", entry.summary_text, entry.content_text
    title, summary, content = map(without_notice, said)
    if (title, summary, content) == said:
        return entry
    return replace(entry, title=title or None, summary_text=summary, content_text=content)


def _link(url: str | None) -> str | None:
    """A front page is where a feed points that has no better link: it says nothing."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:  # "http://[": feeds hold anything
        return None
    path = parts.path.rstrip("/")
    if not host or parts.scheme not in ("http", "https") or not (path or parts.query):
        return None
    return f"{host}{port}{path}" + (f"?{parts.query}" if parts.query else "")


def _names(entry: Entry, source: Source | None) -> tuple[str, ...]:
    """What the site may call itself behind its headlines."""
    names = [entry.source, entry.original or ""]
    if source is not None:
        names += [source.publisher, *_host_names(source.url)]
    return tuple(n for n in dict.fromkeys([*names, *_host_names(entry.url)]) if n)


def _host_names(url: str | None) -> tuple[str, ...]:
    """https://news.capital-post.co.uk/x -> "capital-post"; and the host as it stands."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = host.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return (host, labels[-1]) if labels else ()
