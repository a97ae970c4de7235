"""Fetch -> parse -> which are unseen -> their pages -> store. One source's failure costs that source."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from newsletter import ports, timetable
from newsletter.errors import ParseError
from newsletter.language import detect
from newsletter.model.feeds import (
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
) -> CollectReport:
    """Ask every source that is due, and store what is new. One source's failure costs that source.

    `languages` are those of the newsroom's reviews, for entries whose alphabet alone does not decide.
    `now_please` ignores our own interval, never what a server asked for.
    """
    at = clock()
    states = archive.sources()
    requests, resting = timetable.due_sources(at, sources, states, now_please=now_please)
    by_name = {s.name: s for s in sources}
    reports = {s.name: _report(s, "gone") for s in sources if s.name in states and states[s.name].gone}
    reports |= {r.source: _report(by_name[r.source], "resting", next_at=r.until) for r in resting}
    waiting: list[Brought] = []

    def done(report: SourceReport) -> None:
        progress("polled", source=report.name, status=report.status, new=report.new, error=report.error)
        reports[report.name] = report

    for outcome in fetch(requests):
        source = by_name[outcome.source]
        known = states.get(source.name)
        # A source whose line got another address starts with no validators, but keeps its account.
        state = known if known and known.url == source.url else _first_state(source, known)
        taken = _take(outcome, source, state, parse=parse, archive=archive, languages=languages, now=clock())
        if isinstance(taken, SourceReport):
            done(taken)
        elif source.article == "fetch":
            waiting.append(taken)
        else:
            done(_store_brought(taken, archive, clock()))
    for brought in with_articles(waiting, fetch=fetch, archive=archive, now=clock()):
        done(_store_brought(brought, archive, clock()))
    return CollectReport(at=at, sources=tuple(reports[s.name] for s in sources if s.name in reports))


def _first_state(source: Source, known: SourceState | None) -> SourceState:
    if known is None:
        return SourceState(name=source.name, url=source.url)
    return SourceState(name=source.name, url=source.url, first_visit=known.first_visit, last_new=known.last_new)


def _take(
    outcome: FetchOutcome,
    source: Source,
    state: SourceState,
    *,
    parse: ports.Parse,
    archive: ports.Archive,
    languages: Sequence[str],
    now: dt.datetime,
) -> SourceReport | Brought:
    """What became of one request; entries come back unstored, because their pages may have to be read first."""
    state = replace(state, last_try=now, next_at=timetable.next_poll(outcome, state, source, now))
    match outcome:
        case Fetched():
            digest = hashlib.sha256(outcome.body).hexdigest()
            if digest == state.body_hash:
                return _store_unchanged(state, outcome, archive, source, now)
            try:
                feed = parse(outcome, format=source.format)
            except ParseError as error:
                failed = Failed(source=source.name, error=str(error))
                return _store_failure(state, failed, archive, source, now)
            return _brought(state, outcome, digest, feed, source, languages, now)
        case Unchanged():
            return _store_unchanged(state, outcome, archive, source, now)
        case Failed():
            return _store_failure(state, outcome, archive, source, now)
        case Gone():
            archive.take_in(replace(state, gone=True, error="the server says it is gone for good (410)"), (), now)
            return _report(source, "gone")
        case Resting():
            return _report(source, "resting", next_at=outcome.until)


def _brought(
    state: SourceState,
    fetched: Fetched,
    digest: str,
    feed: Feed,
    source: Source,
    languages: Sequence[str],
    now: dt.datetime,
) -> Brought:
    since = state.first_visit or now
    entries = tuple(
        _entry(parsed, source, feed.language, languages, first_seen=now, source_since=since) for parsed in feed.entries
    )
    state = replace(
        state,
        moved_to=fetched.moved_to or state.moved_to,
        validators=fetched.validators,
        body_hash=digest,
        language=feed.language,
        first_visit=since,
        last_success=now,
        error=None,
        errors=0,
        gone=False,
    )
    return Brought(source=source, state=state, entries=entries, warnings=feed.warnings)


def _store_brought(brought: Brought, archive: ports.Archive, now: dt.datetime) -> SourceReport:
    new, changed = archive.take_in(brought.state, brought.entries, now)
    status = "new" if new or changed else "unchanged"
    fields = {"new": new, "changed": changed, "warnings": brought.warnings, "next_at": brought.state.next_at}
    return _report(brought.source, status, **fields)


def _store_unchanged(
    state: SourceState, outcome: Fetched | Unchanged, archive: ports.Archive, source: Source, now: dt.datetime
) -> SourceReport:
    # RFC 9110, 15.4.5: a 304 repeats the validators or leaves them out; what is left out still holds.
    sent = outcome.validators
    kept = replace(
        state.validators,
        etag=sent.etag or state.validators.etag,
        last_modified=sent.last_modified or state.validators.last_modified,
    )
    validators = sent if isinstance(outcome, Fetched) else kept
    state = replace(state, validators=validators, last_success=now, error=None, errors=0)
    archive.take_in(state, (), now)
    return _report(source, "unchanged", next_at=state.next_at)


def _store_failure(
    state: SourceState, failed: Failed, archive: ports.Archive, source: Source, now: dt.datetime
) -> SourceReport:
    archive.take_in(replace(state, error=failed.error, errors=state.errors + 1), (), now)
    return _report(source, "failed", error=failed.error, next_at=state.next_at)


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
