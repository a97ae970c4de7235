"""What editors said comes before what words say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from newsletter.group import group, maybe, settle
from newsletter.model.base import EntryId, StoryId
from newsletter.model.bonds import Bond, bond_of, bonds_between
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story
from tests.support.make import at, entry, source, sources, told

SAID = at("2022-01-10T20:00Z")
WIRE = entry("Talks end in Geneva without a result", source="wire")
POST = entry("Talks end in Geneva without a result", source="post", at="2022-01-10T13:00Z")
DESK = entry("Talks end in Geneva without a result", source="desk", at="2022-01-10T14:00Z")
COURT = entry("Court freezes property of a former president", source="court")
KNOWN = sources("wire", "post", "desk", "court")


def says(kind: Any, one: Entry, other: Entry, hours: int = 0) -> Bond:
    (bond,) = bonds_between(kind, [one.id], [other.id], by="Olena", at=SAID + dt.timedelta(hours=hours))
    return bond


def grouped(*entries: Entry, bonds: Any = (), before: Any = ()) -> tuple[Story, ...]:
    return group(entries, told=before, sources=KNOWN, language="en", bonds=bonds)


def members(stories: tuple[Story, ...]) -> list[set[EntryId]]:
    return [set(s.entries) for s in stories]


def test_what_is_joined_is_one_story_whatever_the_words_say() -> None:
    """And each membership says who joined it."""
    (story,) = grouped(WIRE, COURT, bonds=[says("join", WIRE, COURT)])
    assert {m.why for m in story.members} == {
        "joined with court's by Olena on 10 January 2022",
        "joined with wire's by Olena on 10 January 2022",
    }


def test_what_is_kept_apart_is_never_one_story_not_even_over_a_third() -> None:
    """The same headline joins all three; the third goes to one of the two."""
    stories = grouped(WIRE, POST, DESK, bonds=[says("apart", WIRE, POST)])
    assert len(stories) == 2
    assert not any({WIRE.id, POST.id} <= held for held in members(stories))


def test_of_contradicting_sentences_the_later_counts_and_the_earlier_is_named() -> None:
    """In whatever order they are given."""
    join, apart = says("join", WIRE, COURT), says("apart", WIRE, COURT, hours=1)
    for bonds in ([join, apart], [apart, join]):
        assert len(grouped(WIRE, COURT, bonds=bonds)) == 2
        (lost,) = settle(bonds).overruled
        assert (lost.bond, lost.by) == (join, apart)


def test_a_contradiction_over_several_steps_is_one_too() -> None:
    """A with B, B with C, and then: A never with C."""
    chain = [says("join", WIRE, POST), says("join", POST, COURT, hours=1), says("apart", WIRE, COURT, hours=2)]
    assert [o.bond for o in settle(chain).overruled] == [chain[0]]
    assert {POST.id, COURT.id} in members(grouped(WIRE, POST, COURT, bonds=chain))


def test_a_join_with_what_was_told_makes_a_repeat() -> None:
    """The next day's story is passed over like any other repeat."""
    (story,) = grouped(COURT, before=[told(WIRE)], bonds=[says("join", WIRE, COURT)])
    assert (story.id, story.told) == (StoryId(WIRE.id), told(WIRE).day)


def test_what_is_split_from_a_story_that_was_told_is_news() -> None:
    """A wrong "told before" hides news; an editor can take it back for good."""
    (wrong,) = grouped(POST, before=[told(WIRE)])
    assert wrong.told
    (story,) = grouped(POST, before=[told(WIRE)], bonds=[says("apart", WIRE, POST)])
    assert story.told is None
    assert story.id == StoryId(POST.id)


def test_the_lead_that_an_editor_chose_leads() -> None:
    """Weight and time do not count then; the latest choice does."""
    bonds = [bond_of("lead", e.id, by="Petro", at=SAID + dt.timedelta(hours=n)) for n, e in enumerate((DESK, POST))]
    (story,) = grouped(WIRE, POST, DESK, bonds=bonds)
    assert (story.lead, story.lead_by) == (POST.id, "Petro")


def test_a_pair_that_is_kept_apart_is_not_suggested() -> None:
    """Nobody is asked twice."""
    one = entry("Sherman and Riabkov leave Geneva after eight hours of talks", source="wire")
    other = entry("Riabkov says Geneva talks were hard and long", source="post")
    stories = [*grouped(one), *grouped(other)]
    assert len(maybe([one, other], stories, sources=KNOWN)) == 1
    assert maybe([one, other], stories, sources=KNOWN, bonds=[says("apart", one, other)]) == ()


def test_what_was_passed_over_supports_a_later_story_and_is_no_member() -> None:
    """It has its decision already."""
    stories = group([POST], told=(), sources=KNOWN, language="en", passed=[WIRE, COURT])
    assert [(s.entries, s.support, s.lead) for s in stories] == [((POST.id,), (WIRE.id,), POST.id)]


def test_no_sentence_of_an_editor_brings_an_article_of_ours_into_a_story_of_others() -> None:
    """One that an earlier version took says nothing any more; what it joined beside ours goes on being one."""
    ours = entry("What Geneva means", source="review")
    known = sources("wire", "court", source("review", ours=True))
    bonds = [says("join", ours, WIRE), says("join", ours, COURT)]
    stories = group([WIRE, COURT, ours], told=(), sources=known, language="en", bonds=bonds)
    assert sorted(members(stories), key=len) == [{ours.id}, {WIRE.id, COURT.id}]
