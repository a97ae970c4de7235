"""Which of the undecided entries an edition may use."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.feeds import Entry
from newsletter.model.stories import Aside, Cause, Outcome, Selection
from newsletter.select import select
from tests.support.make import day, entry, window

TODAY = day("2022-01-11")
#: From 10 January, 04:30 UTC, to 11 January, 04:30 UTC.
WINDOW = window()


def chosen(*entries: Entry, held: dict[str, str] | None = None, on: str = "2022-01-11") -> Selection:
    moved = day(on) - TODAY
    shifted = window(WINDOW.opens + moved, WINDOW.cutoff + moved)
    by_title = {e.title: e.id for e in entries}
    since = {by_title[title]: day(first) for title, first in (held or {}).items()}
    return select(entries, window=shifted, day=day(on), held_since=since)


def aside(*entries: Entry, held: dict[str, str] | None = None, on: str = "2022-01-11") -> Aside:
    selection = chosen(*entries, held=held, on=on)
    assert not selection.candidates
    (only,) = selection.asides
    return only


def test_news_of_the_window_is_a_candidate() -> None:
    """Published and seen between the last cutoff and this one."""
    news = entry("Talks end", at="2022-01-10T20:40Z")
    assert chosen(news).candidates == (news,)


def test_what_was_seen_after_the_cutoff_belongs_to_the_next_edition() -> None:
    """It is neither candidate nor aside: this edition decides nothing about it."""
    assert chosen(entry("x", seen="2022-01-11T04:31Z")) == Selection(candidates=(), asides=())


def test_what_was_seen_at_the_cutoff_is_ours() -> None:
    """The window includes its cutoff."""
    assert len(chosen(entry("x", seen="2022-01-11T04:30Z")).candidates) == 1


def test_old_entries_of_a_first_visit_are_before_our_time() -> None:
    """Older than 48 hours when the source was first visited, and there at that visit."""
    old = entry("x", at="2022-01-08T03:00Z", seen="2022-01-10T05:00Z", since="2022-01-10T05:00Z")
    found = aside(old)
    assert (found.entry, found.outcome, found.cause) == (old.id, Outcome.PASSED, Cause.EARLY)
    assert found.reason == "before our time: published 8 January 2022"


def test_an_entry_of_a_first_visit_that_is_47_hours_old_is_not_before_our_time() -> None:
    """48 hours is the line; here the window reaches far enough back."""
    young = entry("x", at="2022-01-08T17:00Z", seen="2022-01-10T05:00Z", since="2022-01-10T05:00Z")
    assert chosen(young).candidates == (young,)


def test_an_old_entry_that_a_known_source_brings_later_is_late() -> None:
    """It is no part of the first visit, so an editor sees it."""
    late = entry("x", at="2022-01-05T12:00Z", seen="2022-01-10T12:00Z", since="2022-01-10T05:00Z")
    found = aside(late)
    assert (found.outcome, found.flag, found.reason) == (
        Outcome.HELD,
        "late",
        "came late: published 5 January 2022; kept for an editor",
    )


@pytest.mark.parametrize(("at", "late"), [("2022-01-08T16:29Z", True), ("2022-01-08T16:30Z", False)])
def test_late_is_more_than_36_hours_before_the_window(at: str, late: bool) -> None:
    """The window opens on 10 January at 04:30."""
    assert bool(chosen(entry("x", at=at, seen="2022-01-10T12:00Z")).asides) is late


def test_what_is_dated_after_the_cutoff_waits_for_its_time() -> None:
    """Held with the flag; on the day after, when its time has come, it is a candidate."""
    future = entry("x", at="2022-01-12T08:00Z", seen="2022-01-10T12:00Z")
    found = aside(future)
    assert (found.outcome, found.flag) == (Outcome.HELD, "future")
    assert found.reason == "dated 12 January 2022, 08:00 UTC, which is after the cutoff"
    assert aside(future, held={"x": "2022-01-11"}, on="2022-01-12").flag == "future"
    assert chosen(future, held={"x": "2022-01-11"}, on="2022-01-13").candidates == (future,)


def test_an_update_stands_in_for_a_missing_publication() -> None:
    """Only without both is an entry undated."""
    updated = entry("x", at=None, updated=dt.datetime(2022, 1, 10, 9, tzinfo=dt.UTC))
    assert chosen(updated).candidates == (updated,)


def test_an_undated_entry_is_kept_for_an_editor() -> None:
    """Held and flagged, never a candidate."""
    found = aside(entry("x", at=None))
    assert (found.outcome, found.flag, found.reason) == (Outcome.HELD, "undated", "no date; kept for an editor")


@pytest.mark.parametrize("flag", ["undated", "late"])
def test_patience_ends_after_three_days(flag: str) -> None:
    """Held for more than three days, what is late or undated is passed over, with the reason."""
    made = entry("x", at=None if flag == "undated" else "2022-01-01T12:00Z", seen="2022-01-10T12:00Z")
    assert aside(made, held={"x": "2022-01-08"}).outcome is Outcome.HELD
    found = aside(made, held={"x": "2022-01-07"})
    assert (found.outcome, found.reason) == (Outcome.PASSED, f"{flag}, and no editor took it in three days")


def test_waiting_does_not_make_news_late() -> None:
    """Held by an editor on 5 January, in time then, it is a candidate again a week later."""
    kept = entry("x", at="2022-01-04T12:00Z", seen="2022-01-04T12:10Z")
    assert chosen(kept, held={"x": "2022-01-05"}).candidates == (kept,)
    assert aside(kept).flag == "late"


def test_late_news_does_not_become_a_candidate_by_waiting() -> None:
    """Late on the day on which it was first held, it stays late on the next ones."""
    late = entry("x", at="2022-01-05T12:00Z", seen="2022-01-10T12:00Z")
    assert aside(late).flag == "late"
    assert aside(late, held={"x": "2022-01-11"}, on="2022-01-12").flag == "late"


def test_a_new_review_does_not_print_the_archive_on_its_second_day() -> None:
    """What was seen long before the review's first window was late then, although it was new when it was seen."""
    archived = entry("x", at="2022-01-03T12:00Z", seen="2022-01-03T12:10Z")
    assert aside(archived).flag == "late"
    assert aside(archived, held={"x": "2022-01-11"}, on="2022-01-12").flag == "late"
