"""Fetch -> parse -> which are unseen -> their pages -> store. One source's failure costs that source."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from newsletter import ports, timetable
from newsletter.errors import ParseError
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
    Gone,
    ParsedEntry,
    Resting,
    SourceReport,
    SourceState,
    Unchanged,
)
from newsletter.model.sources import Source
from newsletter.parse import identify
from newsletter.pipeline.articles import Brought, with_articles

#: What is stored in one transaction at most, and how long a source waits for it; whichever comes first.
SOURCES = 200
ENTRIES = 1_000
LONGEST_WAIT = dt.timedelta(seconds=2)


def collect(
    sources: Sequence[Source],
    *,
    fetch: ports.Fetch,
    parse: ports.Parse,
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
        progress("polled", source=report.name, status=report.status, new=report.new, error=report.error)
        reports[report.name] = report

    # A source whose line got another address starts with no validators, but keeps its account.
    mine = {s.name: k if (k := states.get(s.name)) and k.url == s.url else _first_state(s, k) for s in sources}
    waiting: list[Brought] = []
    with _Batch(archive, clock, done) as batch:
        for outcome, feed in parse(_unread(fetch(requests), by_name, mine)):
            fetched = outcome.fetched if isinstance(outcome, Body) else outcome
            source = by_name[fetched.source]
            brought = _take(outcome, feed, source, mine[source.name], languages, clock())
            if brought.entries and source.article == "fetch":
                waiting.append(brought)
            else:
                batch.add(brought)
    with _Batch(archive, clock, done) as batch:
        for brought in with_articles(waiting, fetch=fetch, archive=archive, now=clock()):
            batch.add(brought)
    return CollectReport(at=at, sources=tuple(reports[s.name] for s in sources if s.name in reports))


class _Batch:
    """Stores sources some at a time: a transaction waits for the disk, and there may be thousands of sources.

    What is in it when somebody interrupts is stored too.
    """

    def __init__(self, archive: ports.Archive, clock: ports.Clock, done: Callable[[SourceReport], None]) -> None:
        self._archive, self._clock, self._done = archive, clock, done
        self._held: list[Brought] = []

    def __enter__(self) -> _Batch:
        return self

    def __exit__(self, *exc: object) -> None:
        self._store()

    def add(self, brought: Brought) -> None:
        self._held.append(brought)
        since = self._held[0].state.last_try
        late = since is not None and self._clock() - since >= LONGEST_WAIT
        if late or len(self._held) >= SOURCES or sum(len(b.entries) for b in self._held) >= ENTRIES:
            self._store()

    def _store(self) -> None:
        held, self._held, now = self._held, [], self._clock()
        counts = self._archive.take_in_all([(b.state, b.entries, now) for b in held])
        for brought, (new, changed) in zip(held, counts, strict=True):
            self._done(_stored(brought, new, changed, self._archive, now))


def _unread(
    outcomes: Iterable[FetchOutcome], sources: Mapping[SourceName, Source], states: Mapping[SourceName, SourceState]
) -> Iterator[FetchOutcome | Body]:
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
            failed = Failed(source=source.name, error=str(feed))
            return Brought(source=source, state=timetable.after_failure(state, failed, source, now), status="failed")
        case Fetched() | Unchanged():
            return Brought(source=source, state=timetable.after_unchanged(state, outcome, source, now))
        case Failed():
            return Brought(source=source, state=timetable.after_failure(state, outcome, source, now), status="failed")
        case Gone():
            return Brought(source=source, state=timetable.after_gone(state, outcome, source, now), status="gone")
        case Resting():
            return Brought(source=source, state=replace(state, next_at=outcome.until), status="resting")


def _brought(
    state: SourceState, body: Body, feed: Feed, source: Source, languages: Sequence[str], now: dt.datetime
) -> Brought:
    since = state.first_visit or now
    entries = tuple(
        _entry(parsed, source, feed.language, languages, first_seen=now, source_since=since) for parsed in feed.entries
    )
    state = timetable.after_feed(state, body.fetched, feed, body.digest, source, now)
    return Brought(source=source, state=state, entries=entries, known=feed.known, warnings=feed.warnings, status="new")


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
        next_at=None if status == "gone" else state.next_at,
    )


def _report(source: Source, status: str, **fields: object) -> SourceReport:
    return SourceReport(name=source.name, url=source.url, status=status, **fields)  # type: ignore[arg-type]


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
