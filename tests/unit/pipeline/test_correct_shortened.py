"""Corrections of an edition whose mail shows less than the edition has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from newsletter.model.corrections import Noted
from newsletter.model.editions import Edition, NoticeBlock, Section, StoryBlock
from newsletter.model.shortened import for_mail, left_out
from newsletter.pipeline.correct import Target, with_note, withdrawn
from newsletter.render import Renderer
from newsletter.shorten import shorten
from tests.support import editions

ROOT = Path(__file__).resolve().parents[3]
WORDS = "We wrote 2013. It was 2014."


def cut(edition: Edition) -> Section:
    """The section that the mail does not show whole."""
    return next(s for s in edition.sections if s.mailed is not None)


def last(edition: Edition) -> Target:
    """The last story of that section."""
    block = [b for b in cut(edition).blocks if isinstance(b, StoryBlock)][-1]
    entries = frozenset({block.credit.entry})
    return Target(
        story=block.story,
        entry=block.credit.entry,
        entries=entries,
        title=block.headline.printed,
        audience=cut(edition).audience,
    )


def notice(number: int = 1, *, gone: bool = False) -> NoticeBlock:
    noted = Noted(number=number, on=dt.date(2022, 1, 11))
    return NoticeBlock(notice="withdrawn" if gone else "correction", detail=WORDS, noted=noted)


def test_what_was_corrected_in_a_story_that_left_the_mail_stands_behind_no_other_one() -> None:
    """It goes with its story to the patrons' page; the list of corrections below names the story and is in both."""
    edition = shorten(editions.edition(20), 3)
    target = last(edition)
    corrected = with_note(edition, target, notice())
    section = next(s for s in for_mail(corrected).sections if s.key == cut(edition).key)
    assert not any(isinstance(b, NoticeBlock) and b.noted for b in section.blocks)
    rendered = Renderer([ROOT / "templates"])(corrected)
    assert rendered.html.count(target.title) == 1 and rendered.html.count(WORDS) == 1
    assert target.title in rendered.whole and rendered.whole.count(WORDS) == 2


def test_the_patrons_page_stays_where_nothing_has_to_leave_the_mail_any_more() -> None:
    """Mails that were sent lead there, however many stories are withdrawn."""
    edition = shorten(editions.edition(20), 3)
    for number in range(1, 5):
        edition, _ = withdrawn(edition, last(edition), notice(number, gone=True), frozenset())
    assert left_out(cut(edition)) == ()
    assert WORDS in Renderer([ROOT / "templates"])(edition).whole
