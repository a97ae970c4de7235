"""How an edition greets, and which ways out it shows."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from newsletter.assemble import filled
from newsletter.model.rendered import PLACEHOLDER
from newsletter.model.rules import StandingWords
from newsletter.render.context import context
from newsletter.render.phrases import Phrases
from newsletter.render.renderer import Renderer
from tests.support import make
from tests.support.editions import SITE, edition

DAY = make.day("2022-01-11")


def test_a_greeting_and_thanks_make_one_paragraph_in_the_mail_only() -> None:
    """The public page has the greeting and its call; nobody is thanked there."""
    mail, web = context(edition(1), "mail"), context(edition(1), "web")
    first = mail["opening"][0].runs[0].blocks[0]
    assert first.html.count("<p>") == 1 and "Good morning" in first.html and "<strong>Thank you" in first.html
    assert [b.slot for s in web["opening"] for r in s.runs for b in r.blocks if b.kind == "prose"] == [
        "opening",
        "call",
    ]


@pytest.mark.parametrize(("pages", "shown"), [("", False), (SITE, False), (f"{SITE}/uk", True)])
def test_the_way_to_other_reviews_is_shown_where_there_are_some(pages: str, shown: bool, render: Renderer) -> None:
    """In both parts; with one review there is nothing to choose; never on the public page."""
    made = render(dataclasses.replace(edition(1), pages=pages))
    link = f"{SITE}/s/{PLACEHOLDER}"
    assert (link in made.html, link in made.text) == (shown, shown)
    assert PLACEHOLDER not in made.web


@pytest.mark.parametrize(
    ("language", "last", "made", "said"),
    [
        ("en", None, 0, "none so far"),
        ("en", make.day("2022-01-10"), 0, "none for the edition of 10 January"),
        ("en", make.day("2021-12-31"), 0, "none for the edition of 31 December 2021"),
        ("en", make.day("2022-01-10"), 2, "each with its date"),
        ("uk", make.day("2022-01-10"), 0, "у випуску від 10 січня немає"),
    ],
)
def test_the_corrections_line_names_the_edition_before(
    language: str, last: dt.date | None, made: int, said: str
) -> None:
    """It never says "none" where a correction is printed."""
    assert Phrases(language, "Europe/Kyiv").corrections(last, made, DAY) == said


def test_the_words_file_says_where_the_corrections_line_stands() -> None:
    """Other braces are the editor's own."""
    words = (StandingWords(slot="corrections", path="c.md", markdown="**Corrections:** {corrections}. {x}"),)
    review = filled(make.review(words=words), "none so far")
    assert review.words[0].markdown == "**Corrections:** none so far. {x}"


@pytest.mark.parametrize(
    ("title", "broken"), [("Daily Review", False), ("D" * 25, True), ("每" * 30, False), ("每" + "D" * 25, True)]
)
def test_words_are_broken_only_where_one_is_wider_than_a_phone(title: str, broken: bool) -> None:
    """`word-break` is what mail programs know least, so that an edition that needs none has none."""
    assert context(dataclasses.replace(edition(3), title=title), "mail")["wide_words"] is broken


def test_a_headline_of_wide_characters_with_a_blank_stays_in_one_piece(render: Renderer) -> None:
    """Broken anywhere it would break words; its address follows it."""
    from newsletter.render.plain import fit, underline

    assert fit(underline("美" * 45 + " (10)", "-", "https://a.example/x")) == "美" * 45 + " (10)<https://a.example/x>\n"
