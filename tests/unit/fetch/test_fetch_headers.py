"""What an answer's headers say about asking again."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.fetch.headers import conditions, fresh_until, freshness, retry_after, retry_at, validators
from newsletter.model.feeds import Validators

NOW = "Mon, 10 Jan 2022 08:00:00 GMT"
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "date", "expected"),
    [
        ("120", "", dt.timedelta(minutes=2)),
        ("0", "", None),
        ("-5", "", None),
        ("+5", "", None),
        ("1.5", "", None),
        ("soon", NOW, None),
        ("", NOW, None),
        ("86401", "", DAY),
        ("9" * 40, "", DAY),
        ("Mon, 10 Jan 2022 09:00:00 GMT", NOW, dt.timedelta(hours=1)),
        ("Mon, 10 Jan 2022 11:00:00 +0200", NOW, dt.timedelta(hours=1)),
        ("Mon, 10 Jan 2022 07:00:00 GMT", NOW, None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", NOW, DAY),
        ("Mon, 10 Jan 2022 09:00:00 GMT", "", None),
        ("Mon, 10 Jan 2022 09:00:00 GMT", "yesterday", None),
        ("Mon, 99 Jan 2022 09:00:00 GMT", NOW, None),
        ("٣٠", NOW, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(
    value: str, date: str, expected: dt.timedelta | None
) -> None:
    """Garbage, the past and a date without a Date beside it say nothing."""
    assert retry_after({"Retry-After": value, "Date": date}) == expected


@pytest.mark.parametrize(
    ("control", "expires", "expected"),
    [
        ("max-age=600", "", dt.timedelta(minutes=10)),
        ("public, Max-Age = 600", "", dt.timedelta(minutes=10)),
        ('max-age="600"', "", dt.timedelta(minutes=10)),
        ("s-maxage=600", "", None),
        ("max-age=0", "", None),
        ("max-age=-1", "", None),
        ("max-age=31536000", "", DAY),
        ("no-cache, max-age=600", "", None),
        ("no-store", "Mon, 10 Jan 2022 09:00:00 GMT", None),
        ("max-age=600", "Mon, 10 Jan 2022 09:00:00 GMT", dt.timedelta(minutes=10)),
        ("", "Mon, 10 Jan 2022 09:00:00 GMT", dt.timedelta(hours=1)),
        ("", "0", None),
        ("", "-1", None),
    ],
)
def test_freshness_is_max_age_or_else_expires(control: str, expires: str, expected: dt.timedelta | None) -> None:
    """RFC 9111, 4.2.1."""
    assert freshness({"Cache-Control": control, "Expires": expires, "Date": NOW}) == expected


def test_validators_that_cannot_be_echoed_are_not_kept() -> None:
    """What is no UTF-8 could not be sent back byte for byte; the first of two counts."""
    raw = ((b"ETag", b'"\xff"'), (b"last-modified", b"a"), (b"Last-Modified", b"b"))
    assert validators(raw) == Validators(last_modified="a")


def test_conditions_are_only_what_is_known() -> None:
    """No empty header is ever sent."""
    assert conditions(Validators()) == {}
    assert conditions(Validators(etag='W/"1"')) == {"If-None-Match": 'W/"1"'}


@pytest.mark.parametrize(
    ("headers", "retry", "fresh"),
    [
        ({"Retry-After": "Tue, 11 Jan 2022 09:00:00 GMT"}, True, False),
        ({"Retry-After": "Tue, 11 Jan 2022 09:00:00 GMT", "Date": "Tue, 11 Jan 2022 08:00:00 GMT"}, False, False),
        ({"Retry-After": "120"}, False, False),
        ({"Expires": "Tue, 11 Jan 2022 09:00:00 GMT"}, False, True),
        ({"Expires": "Tue, 11 Jan 2022 09:00:00 GMT", "Cache-Control": "max-age=5"}, False, False),
        ({"Expires": "Tue, 11 Jan 2022 09:00:00 GMT", "Cache-Control": "no-store"}, False, False),
        ({"Expires": "0"}, False, False),
    ],
)
def test_without_a_date_to_count_from_an_instant_is_handed_on(
    headers: dict[str, str], retry: bool, fresh: bool
) -> None:
    """Whoever knows the time counts from it."""
    nine = dt.datetime(2022, 1, 11, 9, tzinfo=dt.UTC)
    assert retry_at(headers) == (nine if retry else None)
    assert fresh_until(headers) == (nine if fresh else None)
