"""The ledger's rows of one edition, and their sum."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from newsletter.account import account, summary
from newsletter.model.base import StoryId
from newsletter.model.editions import Layout, LinksBlock, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.stories import Aside, Cause, Decision, Outcome
from tests.support.make import block, entry, layout, link_item, section, story

LEAD = entry("Talks end", source="wire")
COPY = entry("Talks end", source="post", at="2022-01-10T13:00Z")
OTHER = entry("Court freezes property", source="desk")


def decided(page: Layout, *entries: Entry) -> dict[str, Decision]:
    decisions = account(page, entries={e.id: e for e in entries})
    assert len({d.entry for d in decisions}) == len(decisions)
    return {d.entry: d for d in decisions}


def test_the_lead_is_told_and_the_others_are_merged() -> None:
    """With story and section, and a reason that names who leads."""
    page = layout(section("News flash", block(LEAD, COPY)), stories=[story(LEAD, COPY)])
    found = decided(page, LEAD, COPY)
    assert found[LEAD.id] == Decision(
        entry=LEAD.id,
        outcome=Outcome.TOLD,
        reason="told in “News flash”",
        story=StoryId(LEAD.id),
        section="News flash",
    )
    assert found[COPY.id].outcome is Outcome.MERGED
    assert found[COPY.id].reason == "also reported by: wire leads; same headline"


def test_the_entry_whose_words_are_printed_is_the_one_that_was_told() -> None:
    """A block that had to be written from another member than the lead says so by its credit."""
    page = layout(section("News flash", block(COPY, LEAD)), stories=[story(LEAD, COPY)])
    found = decided(page, LEAD, COPY)
    assert (found[COPY.id].outcome, found[LEAD.id].outcome) == (Outcome.TOLD, Outcome.MERGED)


def test_a_line_in_a_list_tells_its_story() -> None:
    """Own articles stand under "From us" as one line."""
    page = layout(section("Talks", LinksBlock(label="ours", items=(link_item(LEAD),))), stories=[story(LEAD)])
    assert decided(page, LEAD)[LEAD.id].outcome is Outcome.TOLD


def test_a_line_that_points_to_an_unplaced_story_does_not_tell_it() -> None:
    """Among the unplaced it has its outcome, whatever list its date stands in."""
    ahead = LinksBlock(label="ahead", items=(link_item(LEAD),))
    page = layout(section("Talks", block(OTHER), ahead), stories=[story(LEAD), story(OTHER)], unplaced=[block(LEAD)])
    assert decided(page, LEAD, OTHER)[LEAD.id].outcome is Outcome.PASSED


@pytest.mark.parametrize("outcome", ["passed", "held", "spiked"])
def test_an_unplaced_story_gets_its_outcome_and_reason(outcome: Literal["passed", "held", "spiked"]) -> None:
    """All of its entries, without a section."""
    left = Unplaced(block=block(LEAD, COPY), reason="no room: News flash takes 10", outcome=outcome)
    found = decided(layout(stories=[story(LEAD, COPY)], unplaced=[left]), LEAD, COPY)
    assert {(d.outcome, d.reason, d.section) for d in found.values()} == {
        (Outcome(outcome), "no room: News flash takes 10", None)
    }


@pytest.mark.parametrize("outcome", ["passed", "held"])
def test_what_was_told_before_is_passed_with_the_day(outcome: Literal["passed", "held"]) -> None:
    """Also where a rule would keep it: kept, it would be told again one day."""
    left = Unplaced(block=block(COPY), reason="no sentence", outcome=outcome)
    page = layout(stories=[story(COPY, told="2022-01-10", id=LEAD.id)], unplaced=[left])
    found = decided(page, COPY, entry("Talks have ended", id=LEAD.id))[COPY.id]
    assert (found.outcome, found.reason) == (Outcome.PASSED, "told on 10 January 2022 in “Talks have ended”")


def test_what_was_told_is_named_by_the_headline_that_was_told() -> None:
    """Not by today's, which continues it; where it is unknown, by the day."""
    today = story(COPY, told="2022-01-10")
    today = replace(today, continues=(StoryId(LEAD.id),))
    page = layout(stories=[today], unplaced=[Unplaced(block=block(COPY), reason="no sentence", outcome="passed")])
    known = decided(page, COPY, entry("Talks have ended", id=LEAD.id))[COPY.id]
    assert known.reason == "told on 10 January 2022 in “Talks have ended”"
    assert decided(page, COPY)[COPY.id].reason == "told on 10 January 2022"


def test_an_editor_may_tell_it_again() -> None:
    """A told story that stands on the page is told: the page decides."""
    page = layout(
        section("News flash", block(COPY, story=LEAD.id)), stories=[story(COPY, told="2022-01-10", id=LEAD.id)]
    )
    assert decided(page, COPY)[COPY.id].outcome is Outcome.TOLD


def test_a_story_that_the_layout_forgot_is_held() -> None:
    """A fault in a layout loses nothing."""
    assert decided(layout(stories=[story(LEAD)]), LEAD)[LEAD.id].outcome is Outcome.HELD


def test_asides_are_decided_too() -> None:
    """As `select` said."""
    page = layout(asides=[Aside(entry=LEAD.id, outcome=Outcome.HELD, reason="no date", flag="undated")])
    assert decided(page, LEAD)[LEAD.id] == Decision(entry=LEAD.id, outcome=Outcome.HELD, reason="no date")


def test_the_sum_is_one_sentence_whose_numbers_add_up() -> None:
    """Repeats are counted together, whatever they repeat."""
    many = [entry(f"Story number {n}") for n in range(8)]
    stories = [
        story(many[0], many[1]),
        story(many[2]),
        *(story(e, told="2022-01-10") for e in many[3:6]),
        story(many[6]),
    ]
    full = Unplaced(block=block(many[6]), reason="no room", cause=Cause.LIMIT, rule="Sport")
    page = layout(
        section("News flash", block(many[0], many[1]), block(many[2])),
        stories=stories,
        unplaced=[
            *(block(e) for e in many[3:6]),
            full,
        ],
        asides=[Aside(entry=many[7].id, outcome=Outcome.HELD, reason="no date", flag="undated")],
    )
    assert summary(account(page, entries={})) == (
        "8 collected, 3 used in 2 stories, 1 held, 4 passed over: 3 repeats, 1 by rule 'Sport'"
    )


def test_one_of_each_is_said_in_the_singular() -> None:
    """1 story, 1 repeat; what an editor took out was passed over by hand."""
    stories = [story(LEAD), story(COPY, told="2022-01-10"), story(OTHER)]
    spiked = Unplaced(block=block(OTHER), reason="spiked by an editor", outcome="spiked")
    page = layout(section("News flash", block(LEAD)), stories=stories, unplaced=[block(COPY), spiked])
    assert summary(account(page, entries={})) == (
        "3 collected, 1 used in 1 story, 0 held, 2 passed over: 1 by hand, 1 repeat"
    )


def test_nothing_is_a_sentence_too() -> None:
    """An empty day has an account."""
    assert summary(()) == "0 collected, 0 used in 0 stories, 0 held, 0 passed over"


def test_rare_reasons_are_counted_together() -> None:
    """At most eight are named, and the numbers still add up."""
    decisions = [
        Decision(entry=entry(f"{n} {m}").id, outcome=Outcome.PASSED, reason="no room", cause=Cause.LIMIT, rule=str(n))
        for n in range(10)
        for m in range(n + 1)
    ]
    assert summary(decisions).endswith("4 by rule '3', 3 by rule '2', 3 for other reasons")
