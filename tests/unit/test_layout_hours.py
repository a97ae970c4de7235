"""A section that promises hours holds nothing outside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from newsletter import timetable
from newsletter.layout import lay_out
from newsletter.model.editions import Layout, StoryBlock
from newsletter.model.rules import SectionRule, Take
from newsletter.model.stories import Window
from newsletter.model.written import Written
from tests.support import make

HOURS = SectionRule(key="past", title="Past {hours} hours", fill="first")
REST = SectionRule(key="rest", title="Rest", fill="last")


def laid(
    *stories: tuple[str, str, str | None],
    window: Window | None = None,
    rule: SectionRule = HOURS,
) -> dict[str, list[str]]:
    """Section -> headlines, of stories (headline, published, when it was as its lead says)."""
    entries = [make.entry(title, at=at) for title, at, _ in stories]
    made = [make.story(e) for e in entries]
    written = {
        s.id: Written(block=make.block(e, story=s.id), happened=make.at(said) if said else None)
        for s, e, (_, _, said) in zip(made, entries, stories, strict=True)
    }
    layout: Layout = lay_out(
        made,
        written=written,
        entries={e.id: e for e in entries},
        sources=make.sources("wire"),
        topics=(),
        review=make.review(sections=(rule, REST)),
        window=window or make.window(),
        asides=(),
    )
    return {s.title: sorted(b.headline.printed for b in s.blocks if isinstance(b, StoryBlock)) for s in layout.sections}


@pytest.mark.parametrize("take", [None, Take(sources=("wire",)), Take(sources=("wire",), within=dt.timedelta(days=2))])
def test_what_was_before_the_window_stands_elsewhere_in_a_first_edition_too(take: Take | None) -> None:
    """A first visit brings news of two days; the title says 24 hours, with `take:` and without, `within:` or not."""
    found = laid(
        ("Shots on Sunday", "2022-01-09T08:00Z", None),
        ("Shots on Monday", "2022-01-10T08:00Z", None),
        rule=replace(HOURS, take=take),
    )
    assert found == {"Past 24 hours": ["Shots on Monday"], "Rest": ["Shots on Sunday"]}


def test_the_time_that_an_entry_states_goes_before_that_of_its_publication() -> None:
    """Reported today, happened on Friday: not of the last hours."""
    found = laid(
        ("Grave found", "2022-01-10T12:00Z", "2022-01-07T22:00Z"),
        ("Shots", "2022-01-10T12:00Z", "2022-01-10T09:00Z"),
    )
    assert found == {"Past 24 hours": ["Shots"], "Rest": ["Grave found"]}


@pytest.mark.parametrize(
    ("last", "cutoff", "title"),
    [
        ("2022-03-26T04:30Z", "2022-03-27T03:30Z", "Past 23 hours"),
        ("2022-10-29T03:30Z", "2022-10-30T04:30Z", "Past 25 hours"),
        ("2022-01-07T04:30Z", "2022-01-10T04:30Z", "Past 72 hours"),
    ],
    ids=["clocks forward", "clocks back", "weekend"],
)
def test_the_title_says_how_long_the_window_is(last: str, cutoff: str, title: str) -> None:
    """06:30 in Kyiv to 06:30 in Kyiv; what happened just after the last edition closed is in."""
    window = timetable.window(make.at(cutoff), make.at(last))
    early = make.at(last) + dt.timedelta(minutes=1)
    assert laid(("Shots", early.isoformat(), None), window=window) == {title: ["Shots"]}
