"""A subject that may not stand is replaced; the story stays, and the edition goes out."""

from __future__ import annotations

import pytest

from newsletter.model.editions import House
from newsletter.model.rendered import Finding, Severity
from newsletter.pipeline.beside import refused, reworded, settled
from tests.support import editions

SENSITIVE = Finding(
    severity=Severity.BLOCKING, code="sensitive-teaser", message="m", remedy="r", place="subject"
)  # fmt: skip


def test_the_next_headline_that_fits_takes_the_subjects_place() -> None:
    """Whole, short enough, no question, and not one that the preheader has."""
    heads = ["Guard beheaded in a village near the border", "Who did it?", "x" * 61, "In the preheader", "Talks end"]
    stories = [editions.story(n, headline=House(text=head)) for n, head in enumerate(heads)]
    edition = editions.bare(editions.section("s", *stories), subject=heads[0], preheader="In the preheader · More")
    changed = reworded(edition, refused(edition, [SENSITIVE]))
    assert changed.subject == "Talks end" and changed.preheader == edition.preheader
    assert changed.sections == edition.sections


def test_without_another_headline_the_title_and_the_day_are_the_subject() -> None:
    """They say nothing, and so nothing wrong."""
    edition = editions.bare(editions.section("s", editions.story(0)), subject=editions.NEWS["en"][0][0])
    assert reworded(edition, frozenset({edition.subject})).subject == "Daily Review, 11 January 2022"


def test_a_preheader_that_may_not_stand_is_left_out() -> None:
    """The theme fills its line with the day and the number."""
    edition = editions.edition(10)
    assert reworded(edition, frozenset({edition.preheader})).preheader == ""


@pytest.mark.parametrize(("code", "severity"), [("sensitive-teaser", Severity.WARNING), ("leak", Severity.BLOCKING)])
def test_a_teaser_never_costs_the_edition(code: str, severity: Severity) -> None:
    """What is left when nothing else fits is said; what concerns the whole still stops it."""
    found = Finding(severity=Severity.BLOCKING, code=code, message="m", remedy="r", place="subject")
    assert [f.severity for f in settled([found])] == [severity]
