"""What of a sentence is new since a story was told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsletter.group import Memory, Recalled
from newsletter.model.base import StoryId
from newsletter.model.stories import ToldEntry
from tests.support.make import entry, story, told

TALKS = entry(
    "Envoys of both sides end security talks in Geneva",
    at="2022-01-09T20:00Z",
    text="Wendy Sherman met Sergei Riabkov in Geneva for nearly eight hours. "
    "Russia has massed about 100,000 troops at the border, NATO says.",
)
LATER = entry("Security talks in Geneva", source="post", at="2022-01-10T12:00Z")


def recalled(*before: ToldEntry) -> Recalled:
    made = Memory(before or [told(TALKS, story="s1")])
    found = made.of(story(LATER, told="2022-01-10", id="s1"))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "Wendy Sherman met Sergei Riabkov in Geneva for nearly eight hours.",
        "wendy sherman met  sergei riabkov in geneva for nearly eight hours",
        "Sherman and Riabkov met in Geneva, where the talks of both sides ended.",
        "About 100,000 Russian troops are massed at the border.",
        "NATO says Russia has massed roughly 102,000 troops at the border.",  # the same number, rounded
        "On Sunday, 9 January 2022, Sherman met Riabkov in Geneva.",  # when it was said is no fact
        "At 22:40 the envoys ended the talks in Geneva.",
    ],
)
def test_what_was_told_is_known_in_other_words_too(sentence: str) -> None:
    """No name, number or turn that was not there."""
    assert recalled().knows(LATER, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia has massed 122,000 troops at the border, NATO says.",
        "Three soldiers were wounded at the border.",
        "In Geneva, Riabkov was joined by Andrei Serdyukov and a large delegation.",
        "Farmers blocked every motorway around the capital with tractors overnight.",
        "The talks in Geneva did not end.",
    ],
)
def test_a_number_a_name_or_a_turn_is_new(sentence: str) -> None:
    """And so is a sentence of which most words are."""
    assert not recalled().knows(LATER, sentence)


def test_what_was_published_before_the_day_of_telling_is_no_news_since() -> None:
    """A report of Saturday has nothing that is new since Monday, whatever it says."""
    late = entry("Old report", source="desk", at="2022-01-08T12:00Z")
    assert recalled().knows(late, "Three soldiers were wounded at the border.")


def test_words_of_any_story_that_was_told_are_known() -> None:
    """An update of one story does not repeat the sentence of another."""
    other = entry("Border", source="x", text="Three soldiers were wounded at the border.")
    memory = recalled(told(TALKS, story="s1"), told(other, story="s2"))
    assert memory.knows(LATER, "Three soldiers were wounded at the border.")


def test_every_story_that_is_continued_is_remembered() -> None:
    """Its facts are told facts."""
    other = entry("Border", source="x", text="A patrol came under fire, and three soldiers were wounded there.")
    memory = Memory([told(TALKS, story="s1"), told(other, story="s2")])
    both = replace(story(LATER, told="2022-01-10", id="s1"), continues=(StoryId("s1"), StoryId("s2")))
    found = memory.of(both)
    assert found is not None
    assert found.knows(LATER, "Three soldiers were wounded.")


def test_numbers_that_differ_are_no_roundings() -> None:
    """A record in 51.9 s is news after 52.3 s, and 22 wounded after 20; 52 s is not."""
    swum = entry("Lind wins", text="Lind won in 52.3 seconds. At the pier 20 people were wounded.")
    found = recalled(told(swum, story="s1"))
    assert not found.knows(LATER, "Lind won in 51.9 seconds.")
    assert not found.knows(LATER, "At the pier 22 people were wounded.")
    assert found.knows(LATER, "Lind won in 52 seconds.")


@pytest.mark.parametrize("vague", ["dozens", "Hundreds", "thousands", "десятки"])
def test_vague_plurals_are_no_numbers(vague: str) -> None:
    """They are words like others, and nothing breaks on them."""
    assert recalled().knows(LATER, f"Envoys of both sides: {vague} end security talks in Geneva.")


def test_a_link_a_headline_or_a_copy_is_strong_evidence() -> None:
    """Two shared names are not."""
    found = recalled()
    link = entry("Other words", source="post", url=TALKS.url)
    headline = entry(TALKS.title, source="post")
    copy = entry("Other words", source="post", text=TALKS.summary_text)
    assert all(found.is_same(e) for e in (TALKS, link, headline, copy))
    assert not found.is_same(entry("NATO and Russia in Geneva", source="post", text="NATO met Russia in Geneva."))


def test_a_day_a_number_or_an_own_headline_is_something_new() -> None:
    """What has none of them was told."""
    found = recalled()
    assert not found.states_new(entry("Security talks in Geneva", source="post", text="Russia and NATO met."))
    for title, text in (
        ("Security talks in Geneva", "They go on on Tuesday."),
        ("Security talks in Geneva", "They cost 7 million."),
        ("What the Geneva talks mean for fishermen", ""),
    ):
        assert found.states_new(entry(title, source="post", text=text))


def test_a_story_that_was_never_told_has_no_memory() -> None:
    """Everything of it is news."""
    assert Memory([told(TALKS)]).of(story(LATER)) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Serdyukov met Sherman in Geneva for nearly eight hours.",
        "Sherman met Serdyukov and Riabkov in Geneva for nearly eight hours about security.",
    ],
)
def test_a_name_is_news_even_where_it_is_all_that_is(sentence: str) -> None:
    """At the start of a sentence too, where it acts; so an entry with it is never passed over for a mere link."""
    found = recalled()
    assert not found.knows(LATER, sentence)
    assert found.states_new(entry("Security talks in Geneva", source="post", text=sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Envoys met in Geneva for nearly eight hours.",  # a plural names nobody
        "Ministry said talks in Geneva ended.",
        "Russia has massed about 100,000 troops at the border, NATO told Capital Post.",  # who was told is no news
    ],
)
def test_a_capital_alone_is_no_name(sentence: str) -> None:
    """Offices, everybody's names, and the paper that was told."""
    assert recalled().knows(LATER, sentence)


def test_a_market_that_was_told_of_does_not_make_mark_known() -> None:
    """Four letters of a name are compared, but only with names."""
    market = entry("Envoys meet", text="The market of Geneva was shut while the envoys of both sides met there.")
    found = recalled(told(market, story="s1"))
    assert not found.knows(LATER, "The envoys of both sides met Mark Lund in Geneva, where the market was shut.")
    assert not found.knows(LATER, "In Geneva the envoys of both sides met Mark while the market was shut.")
