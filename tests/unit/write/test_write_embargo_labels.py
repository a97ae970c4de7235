"""An embargo before a headline is for editors; news about an embargo is a headline."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from newsletter.write.extracts import Refused, Setting, headline
from tests.support import make

SETTING = Setting(language="en", tongue=None, zone=ZoneInfo("UTC"), today=dt.date(2022, 1, 11))


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("Embargoed: Reuters report on steel plants", "Reuters report on steel plants"),
        ("EMBARGOED UNTIL 10:30 GMT: Prices fall", "Prices fall"),
        ("embargoed until 6 May 10:00: Prices fall", "Prices fall"),
        ("Under embargo until noon: Prices fall", "Prices fall"),
        ("EMBARGO 11 Jan 06:00 GMT: Prices fall", "Prices fall"),
        ("EMBARGO: the Union bans oil", "EMBARGO: the Union bans oil"),
        ("Embargo: the Union bans oil", "Embargo: the Union bans oil"),
        ("Embargoed goods reach the front: report", "Embargoed goods reach the front: report"),
        ("Under embargo, the island looks east: a visit", "Under embargo, the island looks east: a visit"),
    ],
)
def test_the_label_goes_and_news_of_an_embargo_stays(title: str, printed: str) -> None:
    """In any case of letters, with and without an hour."""
    found = headline(make.entry(title), make.source(), SETTING)
    assert not isinstance(found, Refused) and found.text == printed
