"""Pages behind entries: read for sources with `article: fetch`, and when somebody clips one."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from newsletter import ports
from newsletter.config.addresses import registered_name
from newsletter.errors import FetchError, ParseError
from newsletter.language import detect
from newsletter.model.articles import Article, Part
from newsletter.model.base import EntryId, SourceName, day_in_words
from newsletter.model.feeds import Entry, Fetched, FetchOutcome, FetchRequest, Gone, Lull, ParsedEntry, SourceState
from newsletter.model.sources import Source, Terms
from newsletter.parse import clean_url, identify
from newsletter.parse.clean import sanitise, visible_text

#: A `ports.Fetch` that also says when nothing comes.
FetchRound: TypeAlias = Callable[[Sequence[FetchRequest]], Iterator[FetchOutcome | Lull]]
#: Pages that one poll of one source may ask for.
MOST_PAGES = 20
#: Nobody places older news unattended, so its page is not asked for.
FRESH = dt.timedelta(days=3)
#: How far back an entry is looked for by its link, when its feed gives it another guid.
MEMORY = dt.timedelta(days=30)
#: How the sources of clipped pages are called: one per publisher, so that voice, credit and terms are that publisher's.
CLIPS = "clips: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a feed brought, before it is stored."""

    source: Source
    state: SourceState
    entries: tuple[Entry, ...] = ()
    known: int = 0  #: entries of its feed that are stored just as they stand, and were not read again
    warnings: tuple[str, ...] = ()
    found: str | None = None  #: the feed that was read, where the source's address is a page that names it
    continued: tuple[str, ...] = ()  #: new parts of rolling articles that were known, a line each
    status: Literal["new", "unchanged", "failed", "gone", "resting"] = "unchanged"  #: "new": as the store will tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipped:
    """A page that was read and stored."""

    entry: Entry
    article: Article
    status: str  #: new, changed, unchanged
    fresh: tuple[Part, ...] = ()  #: parts of a rolling article that an earlier clip did not have


def with_articles(
    brought: Sequence[Brought],
    *,
    fetch: FetchRound,
    read_pages: ports.ReadPages,
    archive: ports.Archive,
    now: dt.datetime,
) -> Iterator[Brought]:
    """The same, with the text of their pages where that is longer. All pages are asked for at once.

    A page that cannot be had or read costs its own text and nothing else.
    """
    stored = {b.source.name: _stored(b, archive, now) for b in brought}
    wanted: dict[SourceName, Entry] = {}
    for one in brought:
        for number, entry in enumerate(_wanted(one, stored[one.source.name], now)):
            wanted[SourceName(f"{one.source.name}: page {number + 1}")] = entry  # what tells the answers apart
    read = dict(_read(wanted, fetch, read_pages, now))
    for one in brought:
        known = stored[one.source.name]
        pages = [(e, known.get(e.id), read.get(e.link or "")) for e in one.entries]
        entries = tuple(_fuller(entry, stored, page, now) for entry, stored, page in pages)
        continued = tuple(line for _, stored, page in pages if stored and page for line in _continued(stored, page))
        yield replace(one, entries=entries, continued=continued)


def _stored(brought: Brought, archive: ports.Archive, now: dt.datetime) -> dict[EntryId, Entry]:
    """Proposed id -> the entry as it is in the archive."""
    ids = [e.id for e in brought.entries]
    found = {e.id: e for e in archive.entries(ids=ids) if e.source == brought.source.name}
    seen_before = brought.state.first_visit is not None and brought.state.first_visit < now
    if seen_before and any(i not in found for i in ids):
        recent = archive.entries(source=brought.source.name, since=now - MEMORY)
        by_link = {e.link: e for e in recent if e.link}
        found |= {e.id: by_link[e.link] for e in brought.entries if e.id not in found and e.link in by_link}
    return found


def _wanted(brought: Brought, stored: Mapping[EntryId, Entry], now: dt.datetime) -> list[Entry]:
    """New entries and rewritten ones, the newest first."""
    fresh = [
        e
        for e in brought.entries
        if e.link and e.link.startswith(("http://", "https://")) and _told_anew(e, stored.get(e.id))
    ]
    # A rolling article is weeks old where it began, and of today where it goes on.
    dated = [(max((d for d in (e.published, e.updated) if d), default=now), e) for e in fresh]
    dated = [(at, e) for at, e in dated if at >= now - FRESH]
    newest = [e for _, e in sorted(dated, key=lambda pair: (pair[0], pair[1].id), reverse=True)]
    return list({e.link: e for e in reversed(newest)}.values())[::-1][:MOST_PAGES]  # each page once


def _told_anew(entry: Entry, stored: Entry | None) -> bool:
    if stored is None:
        return True
    rewritten = (entry.title, entry.summary_text) != (stored.title, stored.summary_text)
    return rewritten or (entry.updated is not None and entry.updated != stored.updated)


def _read(
    wanted: Mapping[SourceName, Entry], fetch: FetchRound, read_pages: ports.ReadPages, now: dt.datetime
) -> Iterator[tuple[str, Article]]:
    """Link -> what its page says, for those that could be had and read."""
    requests = [FetchRequest(source=key, url=e.link) for key, e in wanted.items() if e.link]
    if not requests:
        return
    pages = (outcome for outcome in fetch(requests) if isinstance(outcome, Fetched))
    try:
        for page, found in read_pages(pages, now):
            if not isinstance(found, ParseError):
                yield wanted[page.source].link or "", found
    except FetchError:  # the fetcher itself broke down: the feeds are here all the same
        return


def _article_of(fetched: Fetched, read_pages: ports.ReadPages, now: dt.datetime) -> Article:
    for _, found in read_pages([fetched], now):
        if isinstance(found, ParseError):
            raise found
        return found
    raise ParseError("nothing was read")


def _continued(stored: Entry, found: Article) -> Iterator[str]:
    """A line for each part that the stored text does not hold yet."""
    for part in fresh_parts(stored, found):
        day = day_in_words(part.at) if part.at else "a further part"
        yield f"“{stored.title or found.title or stored.id}” goes on: {day}{f', {part.title}' if part.title else ''}"


def fresh_parts(stored: Entry | None, found: Article) -> tuple[Part, ...]:
    """What has been added to a rolling article since it was stored: news of the same story, not another entry."""
    if stored is None or not stored.content_text or not found.parts:
        return ()
    from newsletter.article.parts import new_parts

    return new_parts(stored.content_text, found)


def _kept(entry: Entry, stored: Entry | None) -> Entry:
    """The text that was read before stays: the feed, with its teaser, would take it away again."""
    if stored is None or len(stored.content_text) <= len(entry.content_text):
        return entry
    return replace(entry, content_text=stored.content_text, content_html=stored.content_html)


def _fuller(entry: Entry, stored: Entry | None, found: Article | None, now: dt.datetime) -> Entry:
    """`entry` with what its page adds. What the feed itself states goes first."""
    if found is None:
        return _kept(entry, stored)
    clean, text = texts(found)
    published = found.published if found.published and found.published <= now else None
    fuller = replace(
        entry,
        authors=entry.authors or found.authors,
        image=entry.image or found.image,
        published=entry.published or (None if entry.updated else published),
        language=entry.language or found.language,
    )
    # Compared with the feed, not with what was read before: a page that was rewritten may have become shorter.
    return replace(fuller, content_html=clean, content_text=text) if len(text) > len(entry.text) else fuller


def texts(found: Article) -> tuple[str, str]:
    """(HTML, visible text) of an article, as entries have them; of a rolling one the newest part first."""
    newest = [p for part in reversed(found.parts) for p in part.text.split("\n\n")]
    body = "".join(f"<p>{html.escape(p, quote=False)}</p>" for p in newest or found.paragraphs)
    # Security: sanitising is always last, here as for everything that strangers wrote.
    clean = sanitise(body)
    return clean, visible_text(clean)


# --- clips ---------------------------------------------------------------------------------------


def clip(
    url: str,
    *,
    fetch: ports.Fetch,
    read_pages: ports.ReadPages,
    archive: ports.Archive,
    languages: Sequence[str],
    now: dt.datetime,
) -> Clipped:
    """Fetch one page, read it, and store it as an entry of its publisher's clips.

    FetchError and ParseError in words. The same page again is the same entry; when it was continued, a new version.
    """
    fetched = _page(url, fetch)
    found = _article_of(fetched, read_pages, now)
    host = urlsplit(fetched.url).hostname or ""
    name = SourceName(CLIPS + registered_name(host))
    state = archive.sources().get(name) or SourceState(name=name, url=f"https://{host}/", first_visit=now)
    entry = _entry(found, fetched.url, name, languages, now)
    before = [e for e in archive.entries(source=name) if e.id == entry.id or e.link == entry.link]
    new, changed = archive.take_in(replace(state, last_try=now, last_success=now), (entry,), now)
    stored = [e for e in archive.entries(source=name) if e.id == entry.id or e.link == entry.link]
    status = "new" if new else "changed" if changed else "unchanged"
    fresh = fresh_parts(before[-1] if before else None, found)
    return Clipped(entry=stored[-1], article=found, status=status, fresh=fresh)


def read_page(url: str, *, fetch: ports.Fetch, read_pages: ports.ReadPages, now: dt.datetime) -> Article:
    """Fetch one page and read it; nothing is stored. FetchError and ParseError in words."""
    return _article_of(_page(url, fetch), read_pages, now)


def _page(url: str, fetch: ports.Fetch) -> Fetched:
    outcome = next(iter(fetch([FetchRequest(source=SourceName("clip"), url=url)])))
    if isinstance(outcome, Fetched):
        return outcome
    error = "it is gone for good (410)" if isinstance(outcome, Gone) else getattr(outcome, "error", "nothing came")
    raise FetchError(f"{url} could not be read: {error}", hint="does it open in a browser, without a login?")


def _entry(found: Article, url: str, name: SourceName, languages: Sequence[str], now: dt.datetime) -> Entry:
    clean, text = texts(found)
    cleaned = clean_url(url)
    published = found.published if found.published and found.published <= now else None
    return Entry(
        id=identify(name, ParsedEntry(url=url, clean_url=cleaned)),
        source=name,
        url=url,
        clean_url=cleaned,
        title=found.title,
        content_html=clean,
        content_text=text,
        authors=found.authors,
        published=published,
        updated=found.changed if found.changed and found.changed <= now else None,
        first_seen=now,
        # Somebody chose it, so it is never "before our time", however old it is.
        source_since=min(now, published or now),
        language=detect(f"{found.title or ''} {text}", declared=found.language, among=languages),
        image=found.image,
    )


def clip_sources(states: Mapping[SourceName, SourceState], sources: Sequence[Source]) -> dict[SourceName, Source]:
    """The sources of clipped pages. What a publisher in sources.yaml allows holds for its clips too."""
    return {n: _clip_source(s, sources) for n, s in states.items() if n.startswith(CLIPS)}


def _clip_source(state: SourceState, sources: Sequence[Source]) -> Source:
    publisher = state.name.removeprefix(CLIPS)
    for source in sources:
        host = urlsplit(source.url).hostname
        if host and registered_name(host) == publisher:
            terms = replace(source.terms, credit=source.terms.credit or source.name)
            return replace(source, name=state.name, url=state.url, format=None, article="no", terms=terms)
    return Source(url=state.url, name=state.name, publisher=publisher, terms=Terms(credit=publisher))
