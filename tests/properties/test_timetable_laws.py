"""Laws of the timetable."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter import timetable
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, SourceState
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.timetable import Task, day_of, due, next_poll
from tests.support.make import review, source

ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago")
MINUTE = dt.timedelta(minutes=1)

instants = st.datetimes(
    min_value=dt.datetime(2021, 1, 1), max_value=dt.datetime(2026, 12, 31), timezones=st.just(dt.UTC)
)
dates = st.dates(min_value=dt.date(2021, 1, 1), max_value=dt.date(2026, 12, 31))
times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
zones = st.sampled_from(ZONES)


@settings(deadline=None, max_examples=300)
@given(dates, times, zones)
def test_a_local_time_is_on_its_day(date: dt.date, time: dt.time, zone: str) -> None:
    """And shows itself on the clock, or, where the clocks leave it out, at most an hour later."""
    local = timetable.at(date, time, review(timezone=zone)).astimezone(review(timezone=zone).zone)
    assert local.date() == date
    off = dt.datetime.combine(date, local.time()) - dt.datetime.combine(date, time)
    assert dt.timedelta(0) <= off <= dt.timedelta(hours=1)


@settings(deadline=None, max_examples=200)
@given(instants, st.none() | instants)
def test_a_window_is_never_negative_and_never_longer_than_a_week(cutoff: dt.datetime, last: dt.datetime | None) -> None:
    """Whatever the last cutoff was."""
    made = timetable.window(cutoff, last)
    assert dt.timedelta(0) <= made.cutoff - made.opens <= dt.timedelta(days=7)
    assert made.cutoff == cutoff


@settings(deadline=None, max_examples=60)
@given(
    instants,
    zones,
    st.lists(st.integers(-180, 500), min_size=1, max_size=60),
)
def test_no_clock_makes_an_edition_twice(start: dt.datetime, zone: str, steps: list[int]) -> None:
    """The clock is stopped, moved back, moved on: each day is built at most once, and never before its news is in."""
    here = review(timezone=zone)
    built: dict[dt.date, EditionRecord] = {}
    now = start
    for step in steps:
        now += step * MINUTE
        today = day_of(now, here)
        tasks = due(now, here, record=built.get(today))
        assert (Task.BUILD in tasks) == (today not in built and now >= timetable.at(today, here.news_until, here))
        if Task.BUILD in tasks:
            built[today] = EditionRecord(
                review=here.id,
                day=today,
                number=len(built) + 1,
                revision=1,
                state=EditionState.PUBLISHED,
                cutoff=now,
                stories=1,
                entries=1,
                files={},
            )


spans = st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=3))


@settings(deadline=None, max_examples=200)
@given(instants, st.integers(0, 10**6), spans, st.none() | spans)
def test_the_next_poll_is_later_but_never_out_of_sight(
    now: dt.datetime, errors: int, every: dt.timedelta, asked: dt.timedelta | None
) -> None:
    """At least a minute, at least what was asked for (believed up to a day), at most a day or the source's interval."""
    wire = source("wire", every=every)
    state = SourceState(name=SourceName("wire"), url=wire.url, errors=errors)
    wait = next_poll(Failed(source=wire.name, error="x", ask_again=asked), state, wire, now) - now
    day = dt.timedelta(days=1)
    assert max(MINUTE, every, min(asked or dt.timedelta(0), day)) <= wait <= max(day, every)
