"""What is remembered of a source after a poll: one state and one outcome give the next state."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from newsletter.model.feeds import Failed, Feed, Fetched, Gone, SourceState, Unchanged, Validators, Wishes
from newsletter.model.sources import Source
from newsletter.timetable.polls import asked, interval, next_poll, rhythm, unprompted


def after_feed(
    state: SourceState, fetched: Fetched, feed: Feed, digest: str, source: Source, now: dt.datetime
) -> SourceState:
    """A body came and is a feed: only now does a move count.

    The validators of a document that broke off are not kept: with them its rest would never come. The earlier ones
    are, for what they stand for is known. The same of one that holds more than was read at once.
    """
    kept = (state.validators, state.body_hash) if feed.cut_off or feed.left_over else (fetched.validators, digest)
    state = replace(
        state,
        validators=kept[0],
        body_hash=kept[1],
        entry_hashes=feed.entry_hashes,
        language=feed.language,
        first_visit=state.first_visit or now,
        wishes=Wishes(ttl=feed.ttl, skip_hours=feed.skip_hours, skip_days=feed.skip_days),
        rhythm=_rhythm(state, feed, now),
    )
    return _success(state, fetched, source, now, brought=True)


def after_unchanged(state: SourceState, outcome: Fetched | Unchanged, source: Source, now: dt.datetime) -> SourceState:
    """304, or the body that was read last: what it stands for is known to be a feed, so a move counts."""
    found = _validators(state, outcome)
    if found != state.validators:  # hardly ever; a copy of a state costs as much as all the rest here
        state = replace(state, validators=found)
    return _success(state, outcome, source, now, brought=False)


def after_failure(state: SourceState, failed: Failed, source: Source, now: dt.datetime) -> SourceState:
    """Everything that was known stays known."""
    return replace(
        state,
        last_try=now,
        next_at=next_poll(failed, state, source, now),
        asked_until=asked(failed, state, source, now),
        unprompted=unprompted(failed, now),
        error=failed.error,
        errors=state.errors + 1,
        error_since=state.error_since or now,
    )


def after_gone(state: SourceState, gone: Gone, source: Source, now: dt.datetime) -> SourceState:
    """410: retired."""
    error = "the server says it is gone for good (410)"
    return replace(state, last_try=now, next_at=next_poll(gone, state, source, now), gone=True, error=error)


def after_overrun(state: SourceState, source: Source, now: dt.datetime) -> SourceState:
    """Nothing in the feed was known: something may have come and gone between the two polls."""
    state = replace(state, overran=now, last_new=now)
    return replace(state, next_at=max(now + interval(source, state, now), state.asked_until or now))


def _success(
    state: SourceState, outcome: Fetched | Unchanged, source: Source, now: dt.datetime, *, brought: bool
) -> SourceState:
    # A body that changed most likely brings something new; the store says later whether it did.
    lively = replace(state, errors=0, last_new=now if brought else state.last_new) if brought or state.errors else state
    moved_to, found_on = state.moved_to, state.found_on
    if outcome.moved_to:
        moved_to = outcome.moved_to
        found_on = outcome.found_on if isinstance(outcome, Fetched) else None
    elif isinstance(outcome, Fetched) and outcome.url == state.url:
        moved_to = found_on = None  # it is back at its own address
    return replace(
        state,
        moved_to=moved_to,
        found_on=found_on,
        last_try=now,
        last_success=now,
        next_at=next_poll(outcome, lively, source, now),
        asked_until=asked(outcome, lively, source, now),
        unprompted=False,
        error=None,
        errors=0,
        error_since=None,
        gone=False,
    )


def _validators(state: SourceState, outcome: Fetched | Unchanged) -> Validators:
    sent = outcome.validators
    if isinstance(outcome, Fetched):
        return sent
    # RFC 9110, 15.4.5: a 304 repeats the validators or leaves them out; what is left out still holds.
    return Validators(
        etag=sent.etag or state.validators.etag, last_modified=sent.last_modified or state.validators.last_modified
    )


def _rhythm(state: SourceState, feed: Feed, now: dt.datetime) -> dt.timedelta | None:
    """From the feed's own dates; where it has none, from when it brought something, the newest half and half."""
    dates = [entry.published or entry.updated for entry in feed.entries]
    if feed.known:  # only what is new was read
        return _blended(state, len(dates), now) if dates and state.rhythm is not None else state.rhythm
    dated = rhythm(dates, now)
    if dated is not None or any(dates):
        return dated or state.rhythm
    return _blended(state, 1, now)


def _blended(state: SourceState, new: int, now: dt.datetime) -> dt.timedelta | None:
    if state.last_new is None or state.last_new >= now:
        return state.rhythm
    seen = (now - state.last_new) / new
    return seen if state.rhythm is None else (state.rhythm + seen) / 2
