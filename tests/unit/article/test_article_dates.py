"""Dates as they stand on pages."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.article.dates import calendar, find_dates

SEEN = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("UPDATE 13/01/2022", utc(2022, 1, 13)),
        ("January 10, 2022", utc(2022, 1, 10)),
        ("Jan. 10, 2022 7:24 PM", utc(2022, 1, 10, 19, 24)),
        ("December 27, 2021 12:05 AM", utc(2021, 12, 27, 0, 5)),
        ("10.01.2022", utc(2022, 1, 10)),
        ("10.01.22, 09:15", utc(2022, 1, 10, 9, 15)),
        ("10 січня 2022 року, 14:30", utc(2022, 1, 10, 14, 30)),
        ("понеділок, 3 жовтня 2022", utc(2022, 10, 3)),
        ("10 января 2022", utc(2022, 1, 10)),
        ("10. Januar 2022 um 18:00", utc(2022, 1, 10, 18)),
        ("2022-01-10T23:30:00+02:00", utc(2022, 1, 10, 21, 30)),
        ("2022-01-10T00:30:00+02:00", utc(2022, 1, 9, 22, 30)),
        ("10th of January 2022 at 18:05 UTC", utc(2022, 1, 10, 18, 5)),
        ("9 January 2022 | 18:05 EET", utc(2022, 1, 9, 16, 5)),
        ("2022/01/10", utc(2022, 1, 10)),
        ("February 29, 2020", utc(2020, 2, 29)),
    ],
)
def test_a_date_is_read_as_it_is_written(text: str, when: dt.datetime) -> None:
    """Month names, numbers, clocks and zones; without a zone it is taken as UTC."""
    (found,) = find_dates(text)
    assert calendar([text], seen=SEEN).when(found) == when


@pytest.mark.parametrize(
    "text", ["31/31/2022", "February 30, 2022", "10:30", "1.2.3.4", "version 2.10", "2022", "0/0/2022"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """Impossible days, versions, addresses, bare years."""
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("page", "day"),
    [
        (["10/01/2022", "13/01/2022"], dt.date(2022, 1, 10)),
        (["10/01/2022", "01/13/2022"], dt.date(2022, 10, 1)),
        (["10/01/2022", "January 9, 2022"], dt.date(2022, 1, 10)),
        (["10/01/2022", "30 September 2022"], dt.date(2022, 10, 1)),
        (["10/01/2022"], dt.date(2022, 1, 10)),
        (["10/01/2022", "10.02.2022", "02/14/2022"], dt.date(2022, 10, 1)),
    ],
)
def test_the_other_dates_of_a_page_decide_between_day_and_month(page: list[str], day: dt.date) -> None:
    """One date that can be read in one way only decides; else the nearer reading; else day first."""
    when = calendar(page, seen=SEEN).when(find_dates(page[0])[0])
    assert when is not None
    assert when.date() == day


def test_an_american_page_without_other_dates_is_read_month_first() -> None:
    """As it declares itself: en-US."""
    when = calendar(["10/01/2022"], seen=SEEN, american=True).when(find_dates("10/01/2022")[0])
    assert when == utc(2022, 10, 1)


def test_nothing_was_written_after_the_page_was_fetched() -> None:
    """A day in the future is no date of an article, and of two readings the past one is meant."""
    assert calendar([], seen=SEEN).when(find_dates("1 May 2024")[0]) is None
    assert calendar(["3 April 2024"], seen=SEEN).when(find_dates("04/05/2024")[0]) == utc(2024, 4, 5)


def test_a_date_without_a_year_is_near_the_others_of_its_page() -> None:
    """Else it would be in the year in which the page was fetched."""
    days = calendar(["UPDATE 21/12/2021"], seen=SEEN)
    assert days.when(find_dates("Jan. 3")[0]) == utc(2022, 1, 3) or days.known == (dt.date(2021, 12, 21),)
    assert calendar(["UPDATE 21/12/2021"], seen=SEEN).when(find_dates("Dec. 23")[0]) == utc(2021, 12, 23)
