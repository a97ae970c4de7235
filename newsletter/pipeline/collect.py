"""Fetch -> parse -> which are unseen -> their pages -> store. One source's failure costs that source."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from newsletter import ports, timetable
from newsletter.errors import FetchError, PageInstead, ParseError
from newsletter.language import detect
from newsletter.model.base import SourceName
from newsletter.model.feeds import (
    Body,
    CollectReport,
    Entry,
    Failed,
    Feed,
    Fetched,
    FetchOutcome,
    FetchRequest,
    Gone,
    Lull,
    ParsedEntry,
    Resting,
    SourceReport,
    SourceState,
    Unchanged,
)
from newsletter.model.sources import Source
from newsletter.parse import identify, url_key
from newsletter.pipeline.articles import Brought, FetchRound, with_articles

#: What is stored in one transaction at most, and how long a source waits for it; whichever comes first.
SOURCES = 200
ENTRIES = 1_000
LONGEST_WAIT = dt.timedelta(seconds=1)
#: A `ports.Parse` that passes on when nothing comes.
ParseRound: TypeAlias = Callable[
    [Iterable[FetchOutcome | Body | Lull]], Iterator[tuple[FetchOutcome | Body | Lull, Feed | ParseError | None]]
]


def collect(
    sources: Sequence[Source],
    *,
    fetch: FetchRound,
    parse: ParseRound,
    read_pages: ports.ReadPages,
    archive: ports.Archive,
    languages: Sequence[str],
    clock: ports.Clock,
    progress: ports.Progress,
    now_please: bool = False,
    edition: bool = False,
) -> CollectReport:
    """Ask every source that is due, and store what is new. One source's failure costs that source.

    `languages` are those of the newsroom's reviews, for entries whose alphabet alone does not decide.
    `now_please` ignores our own interval, never what a server asked for; `edition` only what was added to it because
    a source is slow.
    """
    at = clock()
    states = archive.sources()
    requests, resting = timetable.due_sources(at, sources, states, now_please=now_please, edition=edition)
    by_name = {s.name: s for s in sources}
    reports = {s.name: _report(s, "gone") for s in sources if s.name in states and states[s.name].gone}
    reports |= {r.source: _report(by_name[r.source], "resting", next_at=r.until) for r in resting}

    def done(report: SourceReport) -> None:
        found = {"found": report.found} if report.found else {}
        progress("polled", source=report.name, status=report.status, new=report.new, error=report.error, **found)
        for line in report.continued:
            progress("continued", source=report.name, what=line)
        reports[report.name] = report

    # A source whose line got another address starts with no validators, but keeps its account.
    mine = {s.name: k if (k := states.get(s.name)) and k.url == s.url else _first_state(s, k) for s in sources}
    waiting: list[Brought] = []
    with _Batch(archive, clock, done) as batch:

        def add(brought: Brought) -> None:
            if brought.entries and brought.source.article == "fetch":
                waiting.append(brought)
            else:
                batch.add(brought)

        for source, outcome, feed in _answers(requests, fetch, parse, by_name, mine, batch.store):
            add(_take(outcome, feed, source, mine[source.name], languages, clock()))
    with _Batch(archive, clock, done) as batch:
        for brought in with_articles(waiting, fetch=fetch, read_pages=read_pages, archive=archive, now=clock()):
            batch.add(brought)
    return CollectReport(at=at, sources=tuple(reports[s.name] for s in sources if s.name in reports))


class _Batch:
    """Stores sources some at a time: a transaction waits for the disk, and there may be thousands of sources.

    What is in it when somebody interrupts is stored too.
    """

    def __init__(self, archive: ports.Archive, clock: ports.Clock, done: Callable[[SourceReport], None]) -> None:
        self._archive, self._clock, self._done = archive, clock, done
        self._held: list[Brought] = []
        self._entries = 0

    def __enter__(self) -> _Batch:
        return self

    def __exit__(self, *exc: object) -> None:
        self.store()

    def add(self, brought: Brought) -> None:
        self._held.append(brought)
        self._entries += len(brought.entries)
        since = self._held[0].state.last_try
        late = since is not None and self._clock() - since >= LONGEST_WAIT
        if late or len(self._held) >= SOURCES or self._entries >= ENTRIES:
            self.store()

    def store(self) -> None:
        """All that is held: also when nothing more comes for a while, or a kill would make us ask it all again."""
        held, self._held, now = self._held, [], self._clock()
        self._entries = 0
        counts = self._archive.take_in_all([(b.state, b.entries, now) for b in held])
        for brought, (new, changed) in zip(held, counts, strict=True):
            self._done(_stored(brought, new, changed, self._archive, now))


@dataclass(frozen=True, slots=True)
class _Page:
    """A source's address answered with a web page that names its feed."""

    body: Body
    refusal: PageInstead
    feed: str  #: the address that it names


def _answers(
    requests: Sequence[FetchRequest],
    fetch: FetchRound,
    parse: ParseRound,
    sources: Mapping[SourceName, Source],
    states: Mapping[SourceName, SourceState],
    lull: Callable[[], None],
) -> Iterator[tuple[Source, FetchOutcome | Body, Feed | ParseError | None]]:
    """What each source answered, read; pages that name feeds come last, with those. `lull`: nothing comes just now."""
    pages: list[_Page] = []
    for outcome, feed in parse(_unread(fetch(requests), sources, states)):
        if isinstance(outcome, Lull):
            lull()
            continue
        source = sources[_source_of(outcome)]
        page = _page(outcome, feed, source)
        if page is None:
            yield source, outcome, feed
        else:
            pages.append(page)
    for page, answer, found in _followed(pages, fetch, parse, states, lull):
        yield sources[page.body.fetched.source], answer, found


def _source_of(outcome: FetchOutcome | Body) -> SourceName:
    return outcome.fetched.source if isinstance(outcome, Body) else outcome.source


def _page(outcome: FetchOutcome | Body, feed: Feed | ParseError | None, source: Source) -> _Page | None:
    """None for everything that is no page, and for a page that is followed to nowhere new.

    A page that names the very address at which it stands is a feed's failure and no move.
    """
    if not isinstance(outcome, Body) or not isinstance(feed, PageInstead) or not feed.feeds:
        return None
    here = {url_key(address) for address in (source.url, outcome.fetched.url)}
    if any(url_key(address) in here for address in feed.feeds):
        return None
    return _Page(outcome, feed, feed.feeds[0])


def _followed(
    pages: Sequence[_Page],
    fetch: FetchRound,
    parse: ParseRound,
    states: Mapping[SourceName, SourceState],
    lull: Callable[[], None],
) -> Iterator[tuple[_Page, FetchOutcome | Body, Feed | ParseError | None]]:
    """The feeds that pages name, each asked for once. What is no feed either is the page's own error again.

    A feed that was found so is one that has moved: from now on it is asked for at its own address.
    """
    by_name = {page.body.fetched.source: page for page in pages}
    requests = [FetchRequest(source=name, url=page.feed) for name, page in by_name.items()]
    left = dict(by_name)
    try:
        for outcome, feed in parse(_found_all(fetch(requests), by_name, states)) if requests else ():
            if isinstance(outcome, Lull):
                lull()
                continue
            page = left.pop(_source_of(outcome))
            if isinstance(feed, Feed):
                yield page, outcome, feed
            else:
                why = str(feed) if feed is not None else getattr(outcome, "error", "it could not be had")
                yield page, page.body, _refused(page, why)
    except FetchError as error:  # the fetcher itself broke down: the pages are still what they are
        yield from ((page, page.body, _refused(page, str(error))) for page in left.values())


def _found_all(
    outcomes: Iterable[FetchOutcome | Lull],
    pages: Mapping[SourceName, _Page],
    states: Mapping[SourceName, SourceState],
) -> Iterator[FetchOutcome | Body | Lull]:
    for o in outcomes:
        yield o if isinstance(o, Lull) else _found(o, pages[o.source], states[o.source])


def _found(outcome: FetchOutcome, page: _Page, state: SourceState) -> FetchOutcome | Body:
    if not isinstance(outcome, Fetched):
        return outcome
    moved = replace(outcome, moved_to=outcome.moved_to or page.feed, found_on=page.body.fetched.url)
    digest = hashlib.sha256(outcome.body).hexdigest()
    return Body(fetched=moved, digest=digest, format=page.body.format, known=state.entry_hashes)


def _refused(page: _Page, why: str) -> ParseError:
    return ParseError(f"{page.refusal}; the feed that it names, {page.feed}, is of no use: {why}")


def _unread(
    outcomes: Iterable[FetchOutcome | Lull],
    sources: Mapping[SourceName, Source],
    states: Mapping[SourceName, SourceState],
) -> Iterator[FetchOutcome | Body | Lull]:
    """The outcomes; a body that is not the one of last time with what is needed to read it."""
    for outcome in outcomes:
        if isinstance(outcome, Fetched):
            state = states[outcome.source]
            digest = hashlib.sha256(outcome.body).hexdigest()
            if digest != state.body_hash:
                format_ = sources[outcome.source].format
                yield Body(fetched=outcome, digest=digest, format=format_, known=state.entry_hashes)
                continue
        yield outcome


def _first_state(source: Source, known: SourceState | None) -> SourceState:
    if known is None:
        return SourceState(name=source.name, url=source.url)
    return SourceState(name=source.name, url=source.url, first_visit=known.first_visit, last_new=known.last_new)


def _take(
    outcome: FetchOutcome | Body,
    feed: Feed | ParseError | None,
    source: Source,
    state: SourceState,
    languages: Sequence[str],
    now: dt.datetime,
) -> Brought:
    """What became of one request; not stored yet, because the entries' pages may have to be read first."""
    match outcome:
        case Body():
            if isinstance(feed, Feed):
                return _brought(state, outcome, feed, source, languages, now)
            failed = Failed(source=source.name, error=f"{feed}{_led(outcome.fetched, source, state)}")
            return Brought(source=source, state=timetable.after_failure(state, failed, source, now), status="failed")
        case Fetched() | Unchanged():
            return Brought(source=source, state=timetable.after_unchanged(state, outcome, source, now))
        case Failed():
            return Brought(source=source, state=timetable.after_failure(state, outcome, source, now), status="failed")
        case Gone():
            return Brought(source=source, state=timetable.after_gone(state, outcome, source, now), status="gone")
        case Resting():
            return Brought(source=source, state=replace(state, next_at=outcome.until), status="resting")


def _led(fetched: Fetched, source: Source, state: SourceState) -> str:
    """Where a redirect has led, in words: what is wrong with a body is of no use without the address it stands at."""
    asked = {url_key(address) for address in (source.url, state.moved_to) if address}
    return "" if url_key(fetched.url) in asked else f"; a redirect led there: {fetched.url}"


def _brought(
    state: SourceState, body: Body, feed: Feed, source: Source, languages: Sequence[str], now: dt.datetime
) -> Brought:
    since = state.first_visit or now
    entries = tuple(
        _entry(parsed, source, feed.language, languages, first_seen=now, source_since=since) for parsed in feed.entries
    )
    state = timetable.after_feed(state, body.fetched, feed, body.digest, source, now)
    return Brought(
        source=source,
        state=state,
        entries=entries,
        known=feed.known,
        warnings=feed.warnings if feed.entries or feed.known else (*feed.warnings, "no entries"),
        found=state.moved_to if body.fetched.found_on else None,
        status="new",
    )


def _stored(brought: Brought, new: int, changed: int, archive: ports.Archive, now: dt.datetime) -> SourceReport:
    """The report of what was just stored."""
    state, warnings, status = brought.state, brought.warnings, brought.status
    seen_before = state.last_new is not None and state.last_new < now
    unknown = not brought.known and new == len({e.id for e in brought.entries})
    if status == "new" and seen_before and new >= 2 and unknown:
        state = timetable.after_overrun(state, brought.source, now)
        archive.take_in(state, (), now)
        warnings = (*warnings, "nothing in it was known: entries may have come and gone since the last poll")
    return SourceReport(
        name=brought.source.name,
        url=brought.source.url,
        status="unchanged" if status == "new" and not new and not changed else status,
        new=new,
        changed=changed,
        error=state.error if status == "failed" else None,
        warnings=warnings,
        found=brought.found,
        continued=brought.continued,
        next_at=None if status == "gone" else state.next_at,
    )


def _report(source: Source, status: Literal["resting", "gone"], next_at: dt.datetime | None = None) -> SourceReport:
    return SourceReport(name=source.name, url=source.url, status=status, next_at=next_at)


def _entry(
    parsed: ParsedEntry,
    source: Source,
    feed_language: str | None,
    languages: Sequence[str],
    *,
    first_seen: dt.datetime,
    source_since: dt.datetime,
) -> Entry:
    declared = source.language or parsed.language or feed_language
    words = f"{parsed.title or ''} {parsed.summary_text or parsed.content_text}"
    return Entry(
        id=identify(source.name, parsed),
        source=source.name,
        guid=parsed.guid,
        url=parsed.url,
        clean_url=parsed.clean_url,
        title=parsed.title,
        summary_html=parsed.summary_html,
        summary_text=parsed.summary_text,
        content_html=parsed.content_html,
        content_text=parsed.content_text,
        authors=parsed.authors,
        published=parsed.published,
        updated=parsed.updated,
        first_seen=first_seen,
        source_since=source_since,
        language=detect(words, declared=declared, among=languages),
        tags=parsed.tags,
        image=parsed.image,
        enclosures=parsed.enclosures,
        original=parsed.original,
    )
