"""`draft show` prints every block that the edition would, and offers nothing that was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from newsletter.cli.blocks import lines_of
from newsletter.cli.console import short
from newsletter.cli.draft import markdown, open_differences
from newsletter.model.base import MAIN
from newsletter.model.editions import (
    Block,
    Differing,
    Draft,
    Extract,
    Figure,
    FiguresBlock,
    Folded,
    HeadingBlock,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Side,
    Span,
)
from newsletter.model.feeds import Image
from newsletter.model.stories import Difference, Stated
from newsletter.pipeline.differing import Apart
from newsletter.render.phrases import Phrases
from tests.support.make import at, block, credit, day, entry, layout, link_item, review, section, story, window

TALKS = entry("Talks end", text="Nearly eight hours of talks ended.")
OURS = entry("Four ways to help", source="review")


def extract(text: str) -> Extract:
    return Extract(text=text, span=Span(entry=TALKS.id, version=1, field="summary", start=0, end=len(text)))


UPDATE = replace(block(TALKS), since=day("2022-01-10"), sentences=(extract("A second round is set."),))
KINDS: dict[str, tuple[Block, str]] = {
    "story": (UPDATE, "New since 10 January: A second round is set."),
    "quote": (
        QuoteBlock(
            quote=extract("We go on."), speaker="Anna Example", role="envoy", credit=credit(TALKS), story=UPDATE.story
        ),
        "> “We go on.” — Anna Example, envoy",
    ),
    "prose": (ProseBlock(markdown="Good morning."), "Good morning."),
    "heading": (HeadingBlock(text="Elsewhere"), "### Elsewhere"),
    "picture": (
        PictureBlock(image=Image(url="https://wire.example/a.jpg"), credit=credit(TALKS), caption="The hall"),
        "[picture] The hall",
    ),
    "figures": (
        FiguresBlock(figures=(Figure(label="shellings", value="4"),), credit=credit(TALKS)),
        "- 4 shellings",
    ),
    "ours": (LinksBlock(label="ours", items=(link_item(OURS),)), "From us:"),
    "ahead": (LinksBlock(label="ahead", items=(link_item(OURS),)), "Still ahead:"),
    "notice": (
        NoticeBlock(notice="no-report", detail="Joint Forces", until=at("2022-01-11T04:30Z")),
        "(No report by 06:30 from Joint Forces.)",
    ),
}


def shown(*blocks: Block) -> str:
    page = layout(section("News flash", *blocks), stories=[story(TALKS), story(OURS)])
    draft = Draft(review=MAIN, day=day("2022-01-11"), window=window(), base=page)
    return markdown(draft, Folded(layout=page), review(timezone="Europe/Kyiv"))


def test_an_update_whose_headline_alone_is_new_says_so() -> None:
    """Behind the headline, since no sentence follows."""
    assert "New since 10 January." in shown(replace(UPDATE, sentences=()))


def test_every_kind_of_block_is_shown_to_the_editor() -> None:
    """Labels, quotations, links, figures and notices, in the edition's own words."""
    text = shown(*(made for made, _ in KINDS.values()))
    for _, words in KINDS.values():
        assert words in text
    phrases = Phrases("en", "Europe/Kyiv")
    assert all(lines_of(made, phrases, dt.date(2022, 1, 11)) for made, _ in KINDS.values())


def test_figures_without_a_report_say_that_none_had_come() -> None:
    """A section that shows nothing else does not look empty."""
    assert "(No report had come when this edition was closed.)" in shown(FiguresBlock(figures=(), credit=None))


def test_a_title_of_six_hundred_characters_is_shortened() -> None:
    """Behind a whole word, with an ellipsis; a usual one stays."""
    long = "word " * 120
    assert len(short(long)) <= 160
    assert short(long).endswith("word…")
    assert len(short("x" * 600)) == 160
    assert short("Talks end") == "Talks end"
    wordy = entry(long.strip())
    assert long.strip() not in shown(block(wordy))


def test_a_difference_that_is_printed_is_not_offered_again() -> None:
    """The others keep their numbers."""
    one = story(TALKS)
    values = [("122,000", "90,000"), ("10 January", "11 January")]
    found = tuple(
        Difference(kind="number", what="", values=tuple(Stated(value=v, members=(TALKS.id,), sentence="") for v in two))
        for two in values
    )
    sides = tuple(Side(value=v, credits=(credit(TALKS),)) for v in values[0])
    said = replace(block(TALKS), differs=(Differing(what="", sides=sides, by="ed"),))
    page = layout(section("News flash", said), stories=[one])
    notes = open_differences(Folded(layout=page), {one.id: Apart(story=one, differences=found)}, {TALKS.id: TALKS})
    (line,) = notes[one.id]
    assert "10 January" in line
    assert line.endswith(" 2")
