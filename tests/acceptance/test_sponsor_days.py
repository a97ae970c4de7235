"""A partner's words: labelled, below the last news section, in both outlets, on their days and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsletter.app import bundled_templates
from newsletter.model.editions import ProseBlock, Section
from newsletter.model.rules import Style
from newsletter.render import Renderer
from tests.support.editions import edition as edition_of
from tests.support.newsroom import Room, piece

DAYS = {
    "2022-01-09": "2022-01-09T04:30:00Z",
    "2022-01-10": "2022-01-10T04:30:00Z",
    "2022-01-11": "2022-01-11T04:30:00Z",
}
WORDS = "**Example Reader**: a digest of the European press."


def edition(room: Room, day: str, sponsor: str) -> tuple[str, str]:
    """The mail and the public page of that day with this `sponsor:`."""
    hour = int(day[-2:]) - 1
    room.feed("wire", piece("Envoys open a round of talks in Geneva", at=f"2022-01-{hour:02}T10:00:00Z"))
    (room.folder / "partner.md").write_text(WORDS)
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text() + f"words: {{sponsor: {sponsor}}}\n")
    result = room.run("build", at=DAYS[day])
    assert result.code == 0, result.err
    return room.html(day), (room.folder / "outbox" / day / "web.html").read_text()


@pytest.mark.parametrize("day", DAYS)
def test_it_comes_and_goes_by_itself(room: Room, day: str) -> None:
    """From and until are days of the edition, both included."""
    for page in edition(room, day, "{file: partner.md, from: 2022-01-10, until: 2022-01-10}"):
        assert ("Example Reader" in page) == (day == "2022-01-10")
        if day == "2022-01-10":
            assert page.index("Envoys open") < page.index("Partner of this review") < page.index("Example Reader")


@pytest.mark.parametrize(("language", "label"), [("en", "Partner of this review"), ("uk", "Партнер цього огляду")])
@pytest.mark.parametrize("words", ["Example Reader", "- Example Reader", "# Example Reader", "1. Example Reader"])
def test_it_is_labelled_in_the_language_of_the_edition(language: str, label: str, words: str) -> None:
    """Whatever the words are, in all three outlets, before them."""
    block = ProseBlock(markdown=words, slot="sponsor")
    section = Section(key="sponsor", title="", style=Style.TEXT, blocks=(block,), place="closing")
    made = Renderer((bundled_templates(),))(replace(edition_of(language=language), sections=(section,)))
    for page in (made.html, made.text, made.web):
        assert page.index(label) < page.index("Example Reader") and "# Example" not in page


def test_one_word_takes_it_out(room: Room) -> None:
    """no."""
    mail, page = edition(room, "2022-01-10", "no")
    assert "Example Reader" not in mail + page and "Partner" not in mail + page


def test_a_last_day_before_the_first_is_an_error_with_its_place(room: Room) -> None:
    """Line, column, and what is allowed there."""
    room.feed("wire")
    (room.folder / "partner.md").write_text(WORDS)
    config = room.folder / "sources.yaml"
    config.write_text(
        config.read_text() + "words: {sponsor: {file: partner.md, from: 2022-02-01, until: 2022-01-01}}\n"
    )
    result = room.run("check")
    assert result.code == 2 and "until: 2022-01-01 is before from: 2022-02-01" in result.err + result.out
