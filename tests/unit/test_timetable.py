"""A day's bounds, what is due, and when a source may be asked again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from newsletter import timetable
from newsletter.model.base import MAIN
from newsletter.model.editions import Draft, Hold, Layout, SignedEdit
from newsletter.model.feeds import Failed, Fetched, FetchRequest, Gone, Resting, SourceState, Unchanged, Validators
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.rules import Approval
from newsletter.model.stories import Window
from newsletter.timetable import Task, day_of, due, due_sources, has_edition, next_poll
from tests.support.make import at, day, entry, review, source, window

KYIV = review(timezone="Europe/Kyiv", deliver=True)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


# --- days ----------------------------------------------------------------------------------------


def test_the_day_is_that_of_the_reviews_zone() -> None:
    """22:30 UTC is tomorrow in Kyiv."""
    assert day_of(at("2022-01-10T22:30Z"), KYIV) == day("2022-01-11")
    assert day_of(at("2022-01-10T21:30Z"), KYIV) == day("2022-01-10")


def test_a_naive_time_is_no_time() -> None:
    """An error here and not a wrong day later."""
    with pytest.raises(ValueError, match="aware UTC"):
        day_of(dt.datetime(2022, 1, 10), KYIV)


@pytest.mark.parametrize(
    ("date", "time", "instant"),
    [
        ("2022-01-11", "06:30", "2022-01-11T04:30Z"),
        ("2022-07-11", "06:30", "2022-07-11T03:30Z"),
        ("2022-03-27", "03:30", "2022-03-27T01:30Z"),  # 03:00 to 04:00 is left out: an hour later on the clock
        ("2022-10-30", "03:30", "2022-10-30T00:30Z"),  # 03:00 to 04:00 comes twice: the first
    ],
)
def test_a_local_time_is_one_instant(date: str, time: str, instant: str) -> None:
    """Also on the days on which the clocks change."""
    assert timetable.at(day(date), dt.time.fromisoformat(time), KYIV) == at(instant)


def test_an_edition_reaches_back_to_the_last_cutoff() -> None:
    """After two days, two days; and never more than seven."""
    cutoff = at("2022-01-11T04:30Z")
    assert timetable.window(cutoff, at("2022-01-09T04:30Z")).hours == 48
    assert timetable.window(cutoff, at("2021-12-01T04:30Z")).hours == 7 * 24


def test_the_first_edition_reaches_back_a_day() -> None:
    """There is no last cutoff."""
    cutoff = at("2022-01-11T04:30Z")
    assert timetable.window(cutoff, None) == Window(opens=cutoff - 24 * HOUR, cutoff=cutoff)


def test_a_window_never_ends_before_it_opens() -> None:
    """A rebuild for an instant before the last cutoff has an empty one."""
    cutoff = at("2022-01-11T04:30Z")
    assert timetable.window(cutoff, cutoff + HOUR) == Window(opens=cutoff, cutoff=cutoff)


def test_days_without_an_edition() -> None:
    """Weekends where the review has none, and what it skips."""
    weekdays = review(days=(0, 1, 2, 3, 4), skip=(day("2022-01-07"),))
    assert has_edition(day("2022-01-06"), weekdays)
    assert not has_edition(day("2022-01-07"), weekdays)
    assert not has_edition(day("2022-01-08"), weekdays)


# --- what is due ---------------------------------------------------------------------------------


def record(state: EditionState, date: str = "2022-01-11") -> EditionRecord:
    return EditionRecord(
        review=MAIN,
        day=day(date),
        number=1,
        revision=1,
        state=state,
        cutoff=at("2022-01-11T04:31Z"),
        stories=9,
        entries=20,
        files={},
    )


@pytest.mark.parametrize(
    ("now", "tasks"),
    [
        ("2022-01-11T04:29Z", ()),
        ("2022-01-11T04:30Z", (Task.BUILD,)),
        ("2022-01-11T21:59Z", (Task.BUILD,)),  # a late start
        ("2022-01-11T22:01Z", ()),  # the next day has begun; this one is over
    ],
)
def test_an_edition_is_due_from_the_end_of_its_news_to_the_end_of_its_day(now: str, tasks: tuple[Task, ...]) -> None:
    """News until 06:30 in Kyiv; whether it was missed or forgotten makes no difference."""
    assert due(at(now), KYIV, record=None) == tasks


@pytest.mark.parametrize("state", [EditionState.PUBLISHED, EditionState.SENT, EditionState.QUIET])
def test_what_is_built_is_not_built_again(state: EditionState) -> None:
    """A restart, or a clock that is set back, changes nothing."""
    for now in ("2022-01-11T04:30Z", "2022-01-11T04:45Z"):
        assert due(at(now), KYIV, record=record(state)) == ()


def test_yesterdays_edition_is_not_todays() -> None:
    """Only a record of this day counts."""
    assert due(at("2022-01-11T04:30Z"), KYIV, record=record(EditionState.SENT, "2022-01-10")) == (Task.BUILD,)


def test_what_was_left_in_publishing_is_finished() -> None:
    """Also before the day's news is in: the process died after the decision."""
    assert due(at("2022-01-11T04:00Z"), KYIV, record=record(EditionState.PUBLISHING)) == (Task.BUILD,)


@pytest.mark.parametrize(
    ("now", "state", "deliver", "tasks"),
    [
        ("2022-01-11T04:59Z", EditionState.PUBLISHED, True, ()),
        ("2022-01-11T05:00Z", EditionState.PUBLISHED, True, (Task.SEND,)),
        ("2022-01-11T15:00Z", EditionState.SENDING, True, (Task.SEND,)),  # interrupted, or deferred
        ("2022-01-11T05:00Z", EditionState.PUBLISHED, False, ()),
        ("2022-01-11T05:00Z", EditionState.SENT, True, ()),
        ("2022-01-11T05:00Z", EditionState.QUIET, True, ()),
    ],
)
def test_a_published_edition_is_sent_at_its_time(
    now: str, state: EditionState, deliver: bool, tasks: tuple[Task, ...]
) -> None:
    """At 07:00 in Kyiv, if the newsroom delivers at all."""
    assert due(at(now), replace(KYIV, deliver=deliver), record=record(state)) == tasks


def test_no_edition_is_made_on_a_day_without_one() -> None:
    """The calendar in sources.yaml says which days have one."""
    assert due(at("2022-01-11T06:00Z"), replace(KYIV, days=(0,)), record=None) == ()


def test_a_task_is_its_name() -> None:
    """So that a log and a timer can ask for it in words."""
    assert "build" in due(at("2022-01-11T04:30Z"), KYIV, record=None)


def drafted(*edits: SignedEdit, cutoff: str = "2022-01-11T04:30Z") -> Draft:
    return Draft(review=MAIN, day=day("2022-01-11"), window=window(cutoff=cutoff), base=Layout(), edits=edits)


def test_a_required_approval_is_waited_for() -> None:
    """One draft is made when the news is in; nobody's answer means that it stays one."""
    required = replace(KYIV, approval=Approval.REQUIRED)
    now = at("2022-01-11T04:40Z")
    assert due(now, required, record=None) == (Task.BUILD,)
    assert due(now, required, record=None, draft=drafted()) == ()
    assert due(at("2022-01-11T06:00Z"), required, record=None, draft=drafted()) == ()


def test_a_draft_of_the_small_hours_is_made_again_unless_somebody_worked_at_it() -> None:
    """The base of an edited draft is frozen."""
    required = replace(KYIV, approval=Approval.REQUIRED)
    now = at("2022-01-11T04:40Z")
    edited = SignedEdit(edit=Hold(entry=entry().id), by="Desk", at=now, revision=1)
    assert due(now, required, record=None, draft=drafted(cutoff="2022-01-11T01:00Z")) == (Task.BUILD,)
    assert due(now, required, record=None, draft=drafted(edited, cutoff="2022-01-11T01:00Z")) == ()


@pytest.mark.parametrize("rule", ["send", "short"])
def test_without_an_answer_in_time_the_rule_decides(rule: str) -> None:
    """At 06:55 in Kyiv."""
    required = review(timezone="Europe/Kyiv", approval=Approval.REQUIRED, no_answer=rule)
    assert due(at("2022-01-11T04:54Z"), required, record=None, draft=drafted()) == ()
    assert due(at("2022-01-11T04:55Z"), required, record=None, draft=drafted()) == (Task.BUILD,)


@pytest.mark.parametrize(
    ("midnight", "hours"),
    [("2022-03-26T22:00Z", 23), ("2022-10-29T21:00Z", 25)],
)
def test_a_day_on_which_the_clocks_change_has_one_edition(midnight: str, hours: int) -> None:
    """Ticking every ten minutes from midnight to midnight, with an edition in the changed hour itself."""
    night = review(timezone="Europe/Kyiv", news_until=dt.time(3, 30), edition_at=dt.time(3, 40))
    built: dict[dt.date, EditionRecord] = {}
    for tick in range(hours * 6):
        now = at(midnight) + tick * 10 * MINUTE
        today = day_of(now, night)
        if Task.BUILD in due(now, night, record=built.get(today)):
            assert today not in built
            built[today] = record(EditionState.PUBLISHED, today.isoformat())
    assert list(built) == [day_of(at(midnight), night)]
    assert day_of(at(midnight) + hours * HOUR, night) != day_of(at(midnight), night)


# --- sources -------------------------------------------------------------------------------------

NOW = at("2022-01-11T04:30Z")
WIRE = source("wire", url="https://wire.example/feed")


def state(next_at: dt.datetime | None = None, **more: Any) -> SourceState:
    return SourceState(**({"name": WIRE.name, "url": WIRE.url, "next_at": next_at} | more))


def requests(known: SourceState | None, *, now_please: bool = False) -> list[FetchRequest]:
    states = {WIRE.name: known} if known else {}
    return list(due_sources(NOW, [WIRE], states, now_please=now_please)[0])


def test_a_new_source_is_asked_at_once() -> None:
    """Without validators."""
    assert requests(None) == [FetchRequest(source=WIRE.name, url=WIRE.url)]


def test_a_source_is_asked_when_its_time_has_come() -> None:
    """With its validators, at the address it has moved to; before, it rests."""
    sent = Validators(etag='"a"')
    moved = state(NOW, validators=sent, moved_to="https://new.example/feed")
    assert requests(moved) == [FetchRequest(source=WIRE.name, url="https://new.example/feed", validators=sent)]
    later = NOW + MINUTE
    assert due_sources(NOW, [WIRE], {WIRE.name: state(later)}) == ((), (Resting(source=WIRE.name, until=later),))


def test_a_source_that_is_gone_is_not_asked() -> None:
    """Unless its line has got another address."""
    gone = state(gone=True, validators=Validators(etag='"a"'))
    assert due_sources(NOW, [WIRE], {WIRE.name: gone}) == ((), ())
    assert requests(replace(gone, url="https://old.example/feed")) == [FetchRequest(source=WIRE.name, url=WIRE.url)]


def test_a_wrong_clock_does_not_put_a_source_to_sleep() -> None:
    """Nobody is asked to wait for more than a day."""
    assert requests(state(NOW + 24 * HOUR + MINUTE))
    assert not requests(state(NOW + 24 * HOUR))


def test_now_please_ignores_our_own_interval_but_no_servers_wish() -> None:
    """Own interval: an hour after the last try."""
    assert requests(state(NOW + 50 * MINUTE, last_try=NOW - 10 * MINUTE), now_please=True)
    assert not requests(state(NOW + 3 * HOUR, asked_until=NOW + 3 * HOUR), now_please=True)
    assert requests(state(NOW + 8 * HOUR, asked_until=NOW, errors=4), now_please=True)


def fetched(ask_again: dt.timedelta | None = None) -> Fetched:
    return Fetched(source=WIRE.name, body=b"", url=WIRE.url, ask_again=ask_again)


def test_a_source_is_asked_again_after_its_interval() -> None:
    """An hour by default, also after a 304."""
    assert next_poll(fetched(), state(), WIRE, NOW) == NOW + HOUR
    assert next_poll(Unchanged(source=WIRE.name), state(errors=5), WIRE, NOW) == NOW + HOUR
    assert next_poll(fetched(), state(), replace(WIRE, every=dt.timedelta(minutes=15)), NOW) == NOW + 15 * MINUTE


def test_a_server_that_wants_longer_gets_it_up_to_a_day() -> None:
    """And one that wants shorter is not asked sooner than our own interval."""
    assert next_poll(fetched(3 * HOUR), state(), WIRE, NOW) == NOW + 3 * HOUR
    assert next_poll(fetched(400 * HOUR), state(), WIRE, NOW) == NOW + 24 * HOUR
    assert next_poll(fetched(MINUTE), state(), WIRE, NOW) == NOW + HOUR


def test_failures_double_the_interval_up_to_a_day() -> None:
    """From the usual one."""
    failed = Failed(source=WIRE.name, error="no answer")
    waits = [next_poll(failed, state(errors=n), WIRE, NOW) - NOW for n in (0, 1, 2, 3, 4, 5, 50, 10**6)]
    assert waits == [h * HOUR for h in (1, 2, 4, 8, 16, 24, 24, 24)]
    asked = Failed(source=WIRE.name, error="busy", status=429, ask_again=5 * HOUR)
    assert next_poll(asked, state(), WIRE, NOW) == NOW + 5 * HOUR


def test_a_weekly_source_that_fails_is_not_asked_daily() -> None:
    """Backing off never shortens the interval."""
    weekly = replace(WIRE, every=dt.timedelta(days=7))
    assert next_poll(Failed(source=WIRE.name, error="x"), state(errors=3), weekly, NOW) == NOW + dt.timedelta(days=7)


def test_no_source_is_asked_more_often_than_once_a_minute() -> None:
    """Whatever its line says."""
    assert next_poll(fetched(), state(), replace(WIRE, every=dt.timedelta(0)), NOW) == NOW + MINUTE


def test_resting_and_gone_move_nothing_nearer() -> None:
    """A resting source rests on; one that is gone is a day away and not asked then."""
    assert next_poll(Resting(source=WIRE.name, until=NOW + HOUR), state(), WIRE, NOW) == NOW + HOUR
    assert next_poll(Gone(source=WIRE.name), state(), WIRE, NOW) == NOW + 24 * HOUR
