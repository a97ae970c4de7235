""" "Still ahead" and "From us": what hangs on the end of a section."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from newsletter.account import account
from newsletter.layout import ease, lay_out
from newsletter.model.editions import Layout, LinksBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Style, Take
from newsletter.model.stories import Outcome, Story
from newsletter.write import write
from tests.support import make

TALKS = SectionRule(key="talks", title="Talks", style=Style.CARDS, take=Take(words=("Geneva",)))
FLASH = SectionRule(key="flash", title="Flash", fill="last", limit=5)
SOURCES = make.sources("wire", "post", make.source("review", ours=True))

TALK = make.entry(
    "Geneva talks end without result",
    text="The talks in Geneva ended on Monday evening without any result for Ukraine. Diplomats wait for the meeting "
    "with NATO on 12 January and the OSCE Permanent Council on 13 January, according to Example Wire.",
)
AGENDA = make.entry(
    "NATO sits down with Russia on 12 January",
    source="post",
    text="Representatives of NATO and Russia meet in Brussels on 12 January for the second round of talks.",
)


def laid(*entries: Entry, again: Sequence[Entry] = (), sources: Any = SOURCES) -> Layout:
    """A day on which every entry is a story of its own; `again` are own articles that were offered before."""
    known = {e.id: e for e in (*entries, *again)}
    stories = [make.story(e) for e in entries]
    offered: list[Story] = [make.story(e) for e in again]
    review = make.review(sections=(TALKS, FLASH))
    return lay_out(
        stories,
        written={
            s.id: write(s, entries=known, sources=sources, review=review, window=make.window())
            for s in (*stories, *offered)
        },
        entries=known,
        sources=sources,
        topics=(),
        review=review,
        window=make.window(),
        asides=(),
        again=offered,
    )


def lines(layout: Layout, label: str) -> list[str]:
    return [
        i.title.printed
        for s in layout.sections
        for b in s.blocks
        if isinstance(b, LinksBlock) and b.label == label
        for i in b.items
    ]


def heads(layout: Layout) -> list[str]:
    return [b.headline.printed for s in layout.sections for b in s.blocks if isinstance(b, StoryBlock)]


def test_announcements_hang_on_the_section_that_they_belong_to_in_the_order_of_their_days() -> None:
    """The clause goes before the bare name of the meeting, and its story is told by the line alone."""
    layout = laid(TALK, AGENDA)
    assert lines(layout, "ahead") == ["Representatives of NATO and Russia meet in Brussels on 12 January"]
    assert heads(layout) == ["Geneva talks end without result"]
    decided = {d.entry: d.outcome for d in account(layout, entries={e.id: e for e in (TALK, AGENDA)})}
    assert set(decided.values()) == {Outcome.TOLD}


def test_a_bare_name_that_a_printed_sentence_holds_is_not_announced_again() -> None:
    """The card's own sentence names both meetings; a clause from its beginning may stand in the list, too."""
    layout = laid(TALK)
    assert lines(layout, "ahead") == ["Diplomats wait for the meeting with NATO on 12 January"]
    short = make.source("wire", terms=make.source().terms)
    assert heads(laid(TALK, sources=make.sources(short))) == ["Geneva talks end without result"]


START = "The Kyiv marathon on 26 January will start at Sofiiska Square, the organisers said on Tuesday."
MARATHON = make.entry("Kyiv marathon route announced", text=START)


def test_what_no_section_is_about_is_announced_once_at_the_end() -> None:
    """Two stories announce it; neither headline says the day."""
    twin = make.entry("Runners sign up", source="post", text=START)
    layout = laid(MARATHON, twin)
    assert lines(layout, "ahead") == ["The Kyiv marathon on 26 January will start at Sofiiska Square"]
    assert layout.sections[-1].title == "Flash"


def test_a_day_that_the_headline_above_names_is_not_announced_again() -> None:
    """The list would say the headline once more."""
    assert lines(laid(make.entry("Kyiv marathon is on 26 January", text=START)), "ahead") == []


def test_a_day_on_which_two_reports_differ_is_not_announced() -> None:
    """Nobody knows which is right."""
    later = make.entry(
        "Runners sign up", source="post", text="The Kyiv marathon on 27 January will start at Sofiiska Square."
    )
    assert lines(laid(MARATHON, later), "ahead") == []


def test_an_announcement_that_belongs_to_no_section_stays_a_story() -> None:
    """No topic speaks of a meeting on that day."""
    other = make.entry(
        "Parliament votes on 14 January",
        source="post",
        text="Lawmakers in Kyiv vote on the budget for schools on 14 January in a late session.",
    )
    layout = laid(TALK, other)
    assert "Parliament votes on 14 January" in heads(layout)


def test_a_line_that_has_to_go_leaves_its_story_with_the_editor() -> None:
    """Held as the whole story that it stood for."""
    layout = laid(TALK, AGENDA)
    story = next(s.id for s in layout.stories if AGENDA.id in s.entries)
    (held,) = ease(layout, story, reason="no link").unplaced
    assert (held.block.headline.printed, held.outcome) == (AGENDA.title, "held")
    assert lines(ease(layout, story, reason="no link"), "ahead") == []


OURS = make.entry("What Geneva cannot give", source="review", at="2022-01-06T12:00Z")


def test_our_article_of_the_week_is_offered_again_under_its_topic_only() -> None:
    """It is in no account, and a section of leftovers never gets it."""
    layout = laid(TALK, again=[OURS])
    assert lines(layout, "ours") == ["What Geneva cannot give"]
    assert [s.lead for s in layout.stories] == [TALK.id]
    elsewhere = make.entry("Storm hits Odesa", text="A storm has hit the city of Odesa and cut the power of 300 homes.")
    assert lines(laid(elsewhere, again=[OURS]), "ours") == []


def test_a_new_article_of_ours_goes_before_one_that_was_offered() -> None:
    """Three of a section at most."""
    new = [make.entry(f"Ours on Geneva {n}", source="review") for n in range(3)]
    assert lines(laid(TALK, *new, again=[OURS]), "ours") == [f"Ours on Geneva {n}" for n in range(3)]


def test_what_our_article_is_about_is_read_in_its_text() -> None:
    """Its sentences are not printed, so they need not stand alone to lead it to its topic."""
    essay = make.entry(
        "A lesson in plain words", source="review", text="Our essay asks what they in Geneva could learn from him."
    )
    layout = laid(TALK, essay)
    assert layout.sections[0].title == "Talks"
    assert lines(layout, "ours") == ["A lesson in plain words"]


def test_an_offered_article_that_may_not_stay_just_goes() -> None:
    """It is no story of the day: nothing is held."""
    layout = laid(TALK, again=[OURS])
    eased = ease(layout, make.story(OURS).id, reason="no link")
    assert lines(eased, "ours") == []
    assert eased.unplaced == layout.unplaced


def test_four_days_to_come_at_most() -> None:
    """The nearest."""
    many = [
        make.entry(f"Geneva notes {n}", text=f"Envoys of Norway and Chile meet in Geneva on {n} January for talks.")
        for n in range(12, 18)
    ]
    found = lines(laid(*(e for e in many)), "ahead")
    assert len(found) <= 4
    assert dt.date(2022, 1, 11) < dt.date(2022, 1, 12)
