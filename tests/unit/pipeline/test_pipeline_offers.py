"""Between writing and laying out: our articles of the week, disputed headlines, the end of waiting for a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest

from newsletter.model.feeds import Entry
from newsletter.model.stories import Story
from newsletter.model.written import Unwritable, Written
from newsletter.pipeline.offers import alone, ours_again, settle
from newsletter.write import write
from tests.support import make

DAY = dt.date(2022, 1, 11)
SOURCES = make.sources("wire", "post", make.source("review", ours=True))

BORDER = "The ministry counts {} soldiers near the northern border of the country, its spokesman says."


@pytest.mark.parametrize(
    ("source", "published", "told", "offered"),
    [
        ("review", "2022-01-06T12:00Z", "2022-01-07", True),
        ("review", "2022-01-10T12:00Z", "2022-01-11", False),
        ("review", "2022-01-03T12:00Z", "2022-01-04", False),
        ("wire", "2022-01-06T12:00Z", "2022-01-07", False),
    ],
    ids=["of the week", "of today", "older than a week", "not ours"],
)
def test_our_articles_are_offered_for_a_week_after_publication(
    source: str, published: str, told: str, offered: bool
) -> None:
    """From the day after they were told; not told twice on one day."""
    entry = make.entry("On Geneva", source=source, at=published)
    found = ours_again([make.told(entry, day=told)], sources=SOURCES, window=make.window(), day=DAY)
    assert set(found) == ({entry.id} if offered else set())


def settled(entries: list[Entry], story: Story, held: dict[str, str] | None = None) -> Written | Unwritable:
    known = {e.id: e for e in entries}
    tell = partial(write, entries=known, sources=SOURCES, review=make.review(), window=make.window())
    since = {e.id: make.day(d) for e in entries if (d := (held or {}).get(e.source))}
    return settle(tell, stories=[story], entries=known, held_since=since, day=DAY, sources=SOURCES)[story.id]


MANY = make.entry("122,000 soldiers stand at the border", text=BORDER.format("122,000"))


def test_a_headline_with_a_disputed_number_gives_way_to_another() -> None:
    """One speaks of 122,000 soldiers, the other of 90,000, and its headline of none."""
    other = make.entry("Soldiers stand at the border", source="post", text=BORDER.format("90,000"))
    result = settled([MANY, other], make.story(MANY, other))
    assert isinstance(result, Written)
    assert (result.block.headline.printed, result.block.reserved) == ("Soldiers stand at the border", "")
    assert result.block.credit.entry == other.id
    alone_ = settled([MANY], make.story(MANY))
    assert isinstance(alone_, Written)
    assert (alone_.block.headline.printed, alone_.block.reserved) == (MANY.title, "")


@pytest.mark.parametrize("lead_by", ["", "Olena"], ids=["every headline states it", "an editor chose the lead"])
def test_one_that_cannot_give_way_stands_in_no_subject(lead_by: str) -> None:
    """The block says so, and nothing else changes."""
    title = "Border: soldiers stand there" if lead_by else "90,000 soldiers stand at the border"
    other = make.entry(title, source="post", text=BORDER.format("90,000"))
    result = settled([MANY, other], replace(make.story(MANY, other), lead_by=lead_by))
    assert isinstance(result, Written)
    assert (result.block.headline.printed, result.block.reserved) == (MANY.title, "sources differ")


@pytest.mark.parametrize(
    ("since", "outcome"), [(None, "held"), ("2022-01-08", "held"), ("2022-01-07", "passed")], ids=str
)
def test_a_sensitive_story_waits_three_days_for_a_person(since: str | None, outcome: str) -> None:
    """As long as what came late; then it is passed, so that nothing is held for ever."""
    entry = make.entry("Two die", text="Police in the city of Lviv have opened an inquiry into a suicide.")
    result = settled([entry], alone(entry, "alone"), {"wire": since} if since else None)
    assert isinstance(result, Unwritable)
    assert result.outcome == outcome
