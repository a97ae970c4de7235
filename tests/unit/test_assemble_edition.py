"""The edition: standing words around the body, a subject, a preheader, an audience."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from newsletter.assemble import assemble
from newsletter.model.editions import Audience, Edition, Layout, LinksBlock, NoticeBlock, ProseBlock
from newsletter.model.rules import SectionRule, StandingWords, Style, Take, WordSlot
from tests.support import make

SLOTS: tuple[WordSlot, ...] = ("reuse", "corrections", "support", "sponsor", "call", "thanks", "opening")
DAY = dt.date(2022, 1, 11)


def edition(layout: Layout, *, read_by: str = "", short: bool = False, **more: Any) -> Edition:
    return assemble(
        layout,
        review=make.review(**more),
        window=make.window(),
        day=DAY,
        number=612,
        revision=1,
        read_by=read_by,
        short=short,
    )


def flash(*titles: str, title: str = "Flash", style: Style = Style.BRIEFS) -> Any:
    return make.section(title, *(make.block(make.entry(t)) for t in titles), style=style)


def keys(made: Edition) -> list[str]:
    return [s.key for s in made.sections]


WORDS = tuple(StandingWords(slot=s, path=f"words/{s}.md", markdown=f"The {s}.") for s in SLOTS)


def test_standing_words_stand_around_the_body() -> None:
    """In their own order, whatever that of the configuration."""
    made = edition(make.layout(flash("Talks end")), words=WORDS)
    assert keys(made) == [
        "opening",
        "thanks",
        "call",
        "notices",
        "flash",
        "sponsor",
        "support",
        "corrections",
        "reuse",
    ]
    assert [s.place for s in made.sections] == ["opening"] * 4 + ["body"] + ["closing"] * 4
    prose = made.sections[0].blocks[0]
    assert isinstance(prose, ProseBlock)
    assert (prose.markdown, prose.slot) == ("The opening.", "opening")


def test_an_empty_file_of_words_makes_no_section() -> None:
    """Blank lines are nothing."""
    words = (StandingWords(slot="opening", path="words/opening.md", markdown=" \n"),)
    assert keys(edition(make.layout(), words=words, read_by="Ann")) == []


def test_an_edition_that_no_editor_has_read_says_so() -> None:
    """And one that is short says that."""
    (notices,) = edition(make.layout(), short=True).sections
    assert [b.notice for b in notices.blocks if isinstance(b, NoticeBlock)] == ["unread", "short"]
    assert keys(edition(make.layout(), read_by="Ann")) == []


def test_patrons_are_thanked_and_the_public_is_called() -> None:
    """Each sees its own sections."""
    made = edition(make.layout(), words=WORDS, read_by="Ann")
    audience = {s.key: s.audience for s in made.sections}
    assert (audience["thanks"], audience["call"]) == (Audience.PATRONS, Audience.PUBLIC)
    assert {a for key, a in audience.items() if key not in ("thanks", "call")} == {Audience.ALL}


def test_the_subject_is_the_first_headline_and_the_preheader_the_next_two() -> None:
    """Within one section: in its order."""
    made = edition(make.layout(flash("Talks end", "Storm comes", "Court rules", "Vote held")))
    assert made.subject == "Talks end"
    assert made.preheader == "Storm comes · Court rules"


def test_the_preheader_goes_on_with_the_first_stories_of_other_sections() -> None:
    """Three headlines about three things."""
    made = edition(
        make.layout(
            flash("Talks end", "Envoy speaks", title="A"), flash("Troops leave", title="B"), flash("Storm", title="C")
        )
    )
    assert (made.subject, made.preheader) == ("Talks end", "Troops leave · Storm")


def test_a_headline_too_long_or_asking_is_no_subject() -> None:
    """61 characters, a question mark; 60 are fine, and nothing is cut."""
    made = edition(make.layout(flash("x" * 61, "Will talks end?", "y" * 60)))
    assert made.subject == "y" * 60


def test_what_asks_or_shouts_stands_in_neither_subject_nor_preheader() -> None:
    """It is printed as its source writes it, below."""
    made = edition(make.layout(flash("POLICE DETAIN A MAN IN LVIV", "Talks end", "Will they meet?", "Storm in Lviv")))
    assert (made.subject, made.preheader) == ("Talks end", "Storm in Lviv")


def test_the_subject_comes_from_a_section_about_something() -> None:
    """Not from the bullets above it nor from the flash, which took what was left."""
    rules = (
        SectionRule(key="front", title="Front", style=Style.BULLETS, take=Take(tags=("front",))),
        SectionRule(key="flash", title="Flash", fill="last"),
        SectionRule(key="week", title="Week", style=Style.CARDS, take=Take(words=("talks",))),
    )
    layout = make.layout(
        flash("Two attacks", title="Front", style=Style.BULLETS),
        flash("Storm comes"),
        flash("Talks end", title="Week", style=Style.CARDS),
    )
    made = edition(layout, sections=rules)
    assert (made.subject, made.preheader) == ("Talks end", "Storm comes · Two attacks")


def test_without_a_fitting_headline_the_subject_is_title_and_date() -> None:
    """In the edition's language."""
    assert edition(make.layout()).subject == "Daily Review, 11 January 2022"
    assert edition(make.layout(flash("Why?")), language="uk", title="Огляд").subject == "Огляд, 11 січня 2022"


def test_an_editors_subject_stands_and_what_it_tells_is_not_told_again() -> None:
    """Its leads are shorter than the headlines that they are about."""
    layout = make.layout(
        flash("Geneva talks end without result", title="A"), flash("Kyiv court rules on the freeze", "Storm", title="B")
    )
    made = edition(replace(layout, subject="Geneva talks end; Kyiv court rules"))
    assert (made.subject, made.preheader) == ("Geneva talks end; Kyiv court rules", "Storm")


def test_line_breaks_and_invisible_characters_never_reach_the_subject() -> None:
    """A header cannot be smuggled in, nor a text turned round."""
    made = edition(make.layout(flash("Talks\r\nBcc: x@example.org\u202e end\u0000", "Storm\u2028comes")))
    assert made.subject == "Talks Bcc: x@example.org end"
    assert made.preheader == "Storm comes"


def test_the_preheader_keeps_headlines_whole_and_stays_short() -> None:
    """140 characters at most; the next that fits."""
    made = edition(make.layout(flash("Talks end", "a" * 100, "b" * 100, "Storm")))
    assert made.preheader == "a" * 100 + " · Storm"


def test_the_edition_carries_what_the_review_says() -> None:
    """Sender, site, zone, numbers."""
    made = edition(make.layout(), timezone="Europe/Kyiv", imprint="1 Example Street", reply_to="e@example.org")
    assert (made.timezone, made.imprint, made.reply_to) == ("Europe/Kyiv", "1 Example Street", "e@example.org")
    assert (made.number, made.revision, made.day, made.read_by) == (612, 1, DAY, "")


def test_the_preheader_names_the_newest_of_what_two_publishers_report() -> None:
    """Of the sections for the rest as many as there are; of a section about something one."""
    rules = (
        SectionRule(key="week", title="Week", style=Style.CARDS, take=Take(words=("talks",))),
        SectionRule(key="east", title="East", style=Style.CARDS, take=Take(words=("east",))),
        SectionRule(key="flash", title="Flash", fill="last"),
    )

    def two(title: str, at: str) -> Any:
        return make.block(make.entry(title, at=at), make.entry(title, source="post", at=at))

    layout = make.layout(
        make.section("Week", two("Talks end", "2022-01-10T20:00Z"), two("Envoy speaks", "2022-01-10T21:00Z")),
        make.section("East", two("Troops leave", "2022-01-10T18:00Z"), two("General named", "2022-01-10T17:00Z")),
        make.section(
            "Flash",
            make.block(make.entry("Alone and newest", at="2022-01-10T22:00Z")),
            two("Storm comes", "2022-01-10T16:00Z"),
            two("Court rules", "2022-01-10T19:00Z"),
        ),
    )
    made = edition(layout, sections=rules)
    assert (made.subject, made.preheader) == ("Talks end", "Court rules · Troops leave")


def test_what_is_sensitive_or_disputed_stands_in_neither_subject_nor_preheader() -> None:
    """Also where an editor placed it."""
    blocks = [make.block(make.entry(t)) for t in ("Talks end", "Storm comes", "Court rules")]
    made = edition(make.layout(make.section("Flash", replace(blocks[0], reserved="sensitive"), *blocks[1:])))
    assert (made.subject, made.preheader) == ("Storm comes", "Court rules")


def test_what_a_line_stands_for_is_not_in_the_edition() -> None:
    """Words that are not printed are not in edition.json either."""
    block = make.block(make.entry("Sherman speaks"))
    item = replace(make.link_item(make.entry("Meeting on 12 January")), stands_for=block)
    made = edition(make.layout(make.section("Talks", block, LinksBlock(label="ahead", items=(item,)))))
    (lines,) = [b for s in made.sections for b in s.blocks if isinstance(b, LinksBlock)]
    assert [i.stands_for for i in lines.items] == [None]
