"""When a source may be asked again: our own interval, what it has learned, and what the server asked for.

Three clocks, kept apart. Our own interval starts from `every:` and follows the feed's rhythm. What a server or a
feed asked for is stored by itself (`asked_until`), so that `collect --now` can ignore the one and keep the other.
What a feed says of hours and days (`wishes`) holds whenever it is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import assert_never

from newsletter.model.base import SourceName
from newsletter.model.feeds import (
    Failed,
    Fetched,
    FetchOutcome,
    FetchRequest,
    Gone,
    Resting,
    SourceState,
    Unchanged,
    Wishes,
)
from newsletter.model.sources import Source

#: Neither a server's wish nor our own patience with a failing one goes beyond this (or the source's own interval).
LONGEST = dt.timedelta(hours=24)
#: No source is asked more often than this, whatever its line says.
SHORTEST = dt.timedelta(minutes=1)
#: What is learned shortens an interval to this at most; one that `every:` sets shorter stays as it is.
HOUR = dt.timedelta(hours=1)
#: What is learned stretches an interval so many times at most.
STRETCH = 4
#: A feed is asked so often in its usual time between two new entries.
_PER_ENTRY = 4
#: And so often in the time for which it has been silent: a day after its last new entry it is still asked hourly.
_PER_SILENCE = 24
#: For how long a feed that overran is asked as often as its limits allow.
ALERT = dt.timedelta(days=7)
#: The statuses of a server that has too much to do (RFC 6585, 4; RFC 9110, 15.6.4).
_TOO_MANY, _BUSY = 429, 503
#: So many failures in a row at a place where a source has moved to, and every so often its old address is tried.
_TRY_OLD = 4


def due_sources(
    now: dt.datetime,
    sources: Sequence[Source],
    states: Mapping[SourceName, SourceState],
    *,
    now_please: bool = False,
    edition: bool = False,
) -> tuple[tuple[FetchRequest, ...], tuple[Resting, ...]]:
    """Which sources to ask now, and which rest until when, in the given order. A source that is gone is in neither.

    A source whose line got another address is asked at once, and without the old address's validators.
    `now_please` ignores our own interval, never what a server asked for. `edition`: an edition is about to be made,
    so that an interval which was stretched because a source is slow counts as `every:` says.
    """
    requests: list[FetchRequest] = []
    resting: list[Resting] = []
    for source in sources:
        state = states.get(source.name)
        if state is None or state.url != source.url:
            requests.append(FetchRequest(source=source.name, url=source.url))
            continue
        if state.gone:
            continue
        until = _rests_until(now, state, source, now_please=now_please, edition=edition)
        if until is None:
            requests.append(FetchRequest(source=source.name, url=_address(state), validators=state.validators))
        else:
            resting.append(Resting(source=source.name, until=until))
    return tuple(requests), tuple(resting)


def _address(state: SourceState) -> str:
    """Where it has moved to; a domain that was given up may still be known under its old name."""
    if state.moved_to is None or state.errors % _TRY_OLD == _TRY_OLD - 1:
        return state.url
    return state.moved_to


def _rests_until(
    now: dt.datetime, state: SourceState, source: Source, *, now_please: bool, edition: bool
) -> dt.datetime | None:
    until = state.asked_until if now_please else state.next_at
    if edition and until is not None and state.last_try is not None and not state.errors:
        until = min(until, max(state.last_try + _usual(source), state.asked_until or state.last_try))
    if until is not None and (until <= now or until - now > max(LONGEST, source.every)):
        until = None  # nobody may wait longer than that: it was written by a clock that was wrong
    awake = _awake(until or now, state.wishes)
    if awake > (until or now) and state.last_try is not None:
        awake = max(until or now, min(awake, state.last_try + LONGEST))
    return awake if awake > now else None


def _awake(time: dt.datetime, wishes: Wishes) -> dt.datetime:
    """`time`, or the next full hour that the feed does not skip; `time` where it would skip them all."""
    for turn in range(24 * 8 + 1):
        hour = time if turn == 0 else time.replace(minute=0, second=0, microsecond=0) + turn * HOUR
        if hour.hour not in wishes.skip_hours and hour.weekday() not in wishes.skip_days:
            return hour
    return time


def next_poll(outcome: FetchOutcome, state: SourceState, source: Source, now: dt.datetime) -> dt.datetime:
    """When the source may be asked again; `state` is what is remembered but for the count of failures.

    Our own interval, never sooner than was asked for (`asked`). Failures double the interval from one to the next, up
    to a day; a server that has too much to do and does not say how long is left alone for one step longer.
    """
    match outcome:
        case Fetched() | Unchanged():
            until = now + interval(source, state, now)
        case Failed():
            busy = outcome.status in (_TOO_MANY, _BUSY) and _said(outcome, now) is None
            until = now + _backing_off(source, state.errors + 1 + busy)
        case Gone():
            return now + max(LONGEST, source.every)  # never asked, see due_sources
        case Resting():
            return outcome.until
        case _:
            assert_never(outcome)
    until = max(until, asked(outcome, state, source, now) or until)
    return max(until, min(_awake(until, state.wishes), now + max(LONGEST, source.every)))


def asked(outcome: FetchOutcome, state: SourceState, source: Source, now: dt.datetime) -> dt.datetime | None:
    """Until when the server (Retry-After, max-age, Expires) or the feed (<ttl>) asked to be left alone.

    Believed up to a day. A bare 429 says "too often" without saying how long: then as long as we wait by ourselves.
    """
    wishes: list[dt.timedelta] = [w for w in (_said(outcome, now),) if w]
    if isinstance(outcome, Failed):
        if outcome.status == _TOO_MANY and not wishes:
            wishes.append(_backing_off(source, state.errors + 2))
    elif state.wishes.ttl:
        wishes.append(state.wishes.ttl)
    return now + min(max(wishes), LONGEST) if wishes else None


def _said(outcome: FetchOutcome, now: dt.datetime) -> dt.timedelta | None:
    if isinstance(outcome, Gone | Resting):
        return None
    if outcome.ask_again is None and outcome.ask_again_at is not None and outcome.ask_again_at > now:
        return outcome.ask_again_at - now
    return outcome.ask_again


def interval(source: Source, state: SourceState, now: dt.datetime) -> dt.timedelta:
    """How long we wait by ourselves after a success: `every:`, as the feed's rhythm has taught.

    A slow feed is asked `_PER_ENTRY` times between two entries, a silent one less the longer it is silent, but never
    less often than every fourth `every:` and once a day. One that overran is asked hourly, whatever `every:` says.
    Nothing is ever asked more often than hourly unless `every:` says so.
    """
    usual = _usual(source)
    if state.overran is not None and now - state.overran < ALERT:
        return min(usual, HOUR)
    rhythm = state.rhythm or dt.timedelta(0)
    silence = now - state.last_new if state.last_new and state.last_new < now else dt.timedelta(0)
    wanted = max(rhythm / _PER_ENTRY, silence / _PER_SILENCE)
    most = max(usual, min(usual * STRETCH, LONGEST))
    return max(usual, min(wanted, most))


def rhythm(dates: Sequence[dt.datetime | None], now: dt.datetime) -> dt.timedelta | None:
    """The middle one of the times between a feed's newest entries; None when it dates fewer than eight."""
    known = sorted((d for d in dates if d is not None and d <= now), reverse=True)[:30]
    gaps = sorted(_gaps(known))
    return gaps[len(gaps) // 2] if len(gaps) >= 7 else None


def _gaps(newest_first: Sequence[dt.datetime]) -> Iterator[dt.timedelta]:
    for later, earlier in pairwise(newest_first):
        yield later - earlier


def why(source: Source, state: SourceState, now: dt.datetime) -> str:
    """Why the next poll is when it is, in words."""
    if state.next_at is None:
        return "nothing is known of it yet"
    if state.asked_until is not None and state.asked_until >= state.next_at:
        if state.unprompted:
            return f"the server is asked too often and does not say how long to wait: {_waiting(state)}"
        return "the server or the feed asked for it"
    if state.errors:
        return _waiting(state)
    if _awake(state.next_at - dt.timedelta(seconds=1), state.wishes) == state.next_at:
        return "the feed wants to be left alone before that"
    own, usual = interval(source, state, state.last_try or now), _usual(source)
    if own < usual:
        return "asked more often: it rolls over faster than it was asked"
    if own > usual:
        return f"asked less often than every {span(usual)}: it seldom brings something new"
    return f"every {span(usual)}"


def _waiting(state: SourceState) -> str:
    return f"waiting longer after each of {state.errors} failures" if state.errors > 1 else "after a failure"


def unprompted(outcome: FetchOutcome, now: dt.datetime) -> bool:
    """A bare 429: what `asked` gives for it is our own patience, and nobody's wish."""
    return isinstance(outcome, Failed) and outcome.status == _TOO_MANY and not _said(outcome, now)


def span(length: dt.timedelta) -> str:
    """A length of time in words: 45 min, 4 h, 3 days."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} min"
    return f"{round(minutes / 60)} h" if minutes < 2880 else f"{round(minutes / 1440)} days"


def _usual(source: Source) -> dt.timedelta:
    return max(source.every, SHORTEST)


def _backing_off(source: Source, errors: int) -> dt.timedelta:
    """The interval after so many failures in a row: the usual one after the first."""
    usual = _usual(source)
    doubled = usual * (1 << min(max(errors - 1, 0), 11))  # 2**11 minutes is more than a day
    return max(usual, min(doubled, LONGEST))
