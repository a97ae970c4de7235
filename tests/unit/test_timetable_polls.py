"""What a source's rhythm teaches, and when it needs a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from newsletter.model.feeds import Feed, Fetched, ParsedEntry, SourceState, Unchanged, Validators, Wishes
from newsletter.timetable import after_feed, due_sources, interval, next_poll, trouble, why
from newsletter.timetable.polls import rhythm
from tests.support.make import at, source

NOW = at("2022-01-11T04:30Z")  # a Tuesday
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
WIRE = source("wire", url="https://wire.example/feed")


def state(**more: Any) -> SourceState:
    return SourceState(**({"name": WIRE.name, "url": WIRE.url} | more))


@pytest.mark.parametrize(
    ("known", "every", "expected"),
    [
        ({}, HOUR, HOUR),
        ({"rhythm": HOUR}, HOUR, HOUR),
        ({"rhythm": 12 * HOUR}, HOUR, 3 * HOUR),
        ({"rhythm": 300 * HOUR}, HOUR, 4 * HOUR),
        ({"last_new": NOW - DAY}, HOUR, HOUR),
        ({"last_new": NOW - 2 * DAY}, HOUR, 2 * HOUR),
        ({"last_new": NOW - 30 * DAY}, HOUR, 4 * HOUR),
        ({"rhythm": 300 * HOUR}, 12 * HOUR, DAY),
        ({"rhythm": 300 * HOUR}, 48 * HOUR, 48 * HOUR),
        ({"overran": NOW - HOUR}, HOUR, HOUR),
        ({"overran": NOW - HOUR}, 6 * HOUR, HOUR),
        ({"overran": NOW - HOUR}, HOUR / 4, HOUR / 4),
        ({"overran": NOW - 8 * DAY}, 6 * HOUR, 6 * HOUR),
    ],
)
def test_the_interval_follows_the_rhythm_within_its_limits(
    known: dict[str, object], every: dt.timedelta, expected: dt.timedelta
) -> None:
    """Between hourly (or `every`, if that is shorter) and four times `every`, at most a day (or `every`)."""
    assert interval(replace(WIRE, every=every), state(**known), NOW) == expected


def test_a_rhythm_is_the_middle_of_the_gaps_between_the_newest_dates() -> None:
    """Fewer than eight dates tell nothing; what is dated in the future or not at all does not count."""
    dates = [NOW - n * 2 * HOUR for n in range(8)]
    assert rhythm(dates, NOW) == 2 * HOUR
    assert rhythm(dates[:7], NOW) is None
    assert rhythm([*dates[:7], NOW + DAY, None], NOW) is None
    assert rhythm([*dates, NOW - 900 * DAY], NOW) == 2 * HOUR


def test_what_a_cut_off_document_says_of_itself_is_not_kept() -> None:
    """Its validators and its hash; the entries and the rest are."""
    before = state(validators=Validators(etag="old"), body_hash="old", first_visit=NOW - DAY, last_new=NOW - DAY)
    fetched = Fetched(source=WIRE.name, body=b"x", url=WIRE.url, validators=Validators(etag="new"))
    feed = Feed(format="rss20", entries=(ParsedEntry(title="Talks end"),), cut_off=True)
    after = after_feed(before, fetched, feed, "new", WIRE, NOW)
    assert (after.validators.etag, after.body_hash, after.last_success) == ("old", "old", NOW)
    whole = after_feed(before, fetched, replace(feed, cut_off=False), "new", WIRE, NOW)
    assert (whole.validators.etag, whole.body_hash) == ("new", "new")


def test_all_hours_skipped_is_no_reason_never_to_ask() -> None:
    """A day at most, whatever a feed says."""
    never = state(wishes=Wishes(skip_hours=tuple(range(24))), last_try=NOW - HOUR, next_at=NOW)
    assert len(due_sources(NOW, [WIRE], {WIRE.name: never})[0]) == 1
    weekend = state(wishes=Wishes(skip_days=tuple(range(7))))
    assert next_poll(Unchanged(source=WIRE.name), weekend, WIRE, NOW) <= NOW + DAY


def test_an_edition_waits_for_servers_but_not_for_what_was_learned() -> None:
    """A slow source is asked before an edition if `every:` allows it."""
    slow = state(last_try=NOW - 2 * HOUR, next_at=NOW + 2 * HOUR, rhythm=300 * HOUR)
    states = {WIRE.name: slow}
    assert not due_sources(NOW, [WIRE], states)[0]
    assert due_sources(NOW, [WIRE], states, edition=True)[0]
    assert not due_sources(NOW, [WIRE], {WIRE.name: replace(slow, asked_until=NOW + HOUR)}, edition=True)[0]
    assert not due_sources(NOW, [WIRE], {WIRE.name: replace(slow, errors=2)}, edition=True)[0]


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({}, "every 60 min"),
        ({"asked_until": NOW + HOUR}, "the server or the feed asked for it"),
        ({"errors": 1}, "after a failure"),
        ({"errors": 3}, "waiting longer after each of 3 failures"),
        ({"rhythm": 99 * HOUR}, "asked less often than every 60 min: it seldom brings something new"),
    ],
)
def test_the_next_poll_has_a_reason_in_words(known: dict[str, object], words: str) -> None:
    """One for each clock."""
    assert why(WIRE, state(next_at=NOW + HOUR, last_try=NOW, **known), NOW) == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"error": "x", "error_since": NOW - 2 * DAY}, None),
        ({"error": "x", "error_since": NOW - 3 * DAY}, "fails since 8 January 2022: x"),
        ({"gone": True}, "is gone for good"),
        ({"rhythm": HOUR, "last_new": NOW - 2 * DAY, "last_success": NOW}, None),
        ({"rhythm": HOUR, "last_new": NOW - 3 * DAY, "last_success": NOW}, "has brought nothing new since 8 January"),
        ({"rhythm": HOUR, "last_new": NOW - 9 * DAY, "last_success": NOW - 8 * DAY}, None),
        ({"rhythm": 7 * DAY, "last_new": NOW - 34 * DAY, "last_success": NOW}, None),
        ({"rhythm": 7 * DAY, "last_new": NOW - 35 * DAY, "last_success": NOW}, "every 7 days"),
        ({"last_new": NOW - 99 * DAY, "last_success": NOW}, None),
    ],
)
def test_trouble_is_what_a_day_does_not_mend(known: dict[str, object], words: str | None) -> None:
    """Three days of failures; silence of five times the usual gap and at least three days; 410."""
    found = trouble(state(**known), NOW)
    assert (words or "") in found.words if found else words is None
