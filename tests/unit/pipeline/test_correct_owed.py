"""What the next edition says of a correction: which story, where, and to whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from newsletter.assemble import with_corrections
from newsletter.model.base import ReviewId
from newsletter.model.corrections import EditionCorrection
from newsletter.model.editions import Audience, StoryBlock
from newsletter.pipeline.correct import owed
from newsletter.render import Renderer
from tests.support import editions, make

ROOT = Path(__file__).parents[3]
KYIV = ZoneInfo("Europe/Kyiv")
BEFORE = editions.edition(3)
STORY = next(b for s in BEFORE.sections for b in s.blocks if isinstance(b, StoryBlock))
MADE = EditionCorrection(
    review=ReviewId("main"),
    number=7,
    day=dt.date(2022, 1, 10),
    revision=2,
    story=STORY.story,
    entry=STORY.credit.entry,
    text="It was 2014.",
    by="Olena",
    at=make.at("2022-01-10T09:00Z"),
)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Correction to the edition of 10 January, “{}”: It was 2014."),
        ("uk", "Виправлення до випуску від 10 січня, «{}»: It was 2014."),
    ],
)
def test_a_correction_names_its_story_and_the_page_that_says_it(language: str, line: str) -> None:
    """In mail, text and public page alike."""
    edition = replace(editions.edition(1), language=language)
    edition = replace(edition, sections=with_corrections(edition.sections, [owed(MADE, BEFORE, KYIV)]))
    made = Renderer([ROOT / "templates"])(edition)
    there = f"{edition.home}/2022-01-10/#correction-7"
    assert line.format(STORY.headline.printed) in " ".join(made.text.split())
    for outlet in (made.html, made.web, made.text):
        assert there in outlet


def test_what_only_patrons_may_see_is_linked_on_no_public_page() -> None:
    """The notice is for them, and there is no page to lead to."""
    audience, notice = owed(replace(MADE, audience="patrons"), BEFORE, KYIV)
    assert audience is Audience.PATRONS and notice.noted is not None
    assert (notice.noted.title, notice.noted.linked) == (STORY.headline.printed, False)


def test_a_withdrawal_names_nothing_and_a_lost_edition_costs_the_name_only() -> None:
    """What was withdrawn is not said again."""
    _, gone = owed(replace(MADE, withdrawn=True), BEFORE, KYIV)
    _, unnamed = owed(MADE, None, KYIV)
    assert gone.noted is not None and (gone.noted.title, gone.noted.linked) == ("", False)
    assert unnamed.noted is not None and (unnamed.noted.title, unnamed.noted.linked) == ("", True)
