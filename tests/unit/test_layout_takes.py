"""What a section's `take:` finds: keys and values, words with their endings, hours, publishers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from newsletter.model.rules import Take
from newsletter.model.sources import Trust
from tests.support import make
from tests.support.laying import Day, page, rule


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        (Take(tags=("FRONT",)), True),
        (Take(tags=("donbas",)), True),
        (Take(tags=("sport",)), False),
        (Take(words=("kazakhstan",)), True),
        (Take(words=("almaty", "talks in geneva")), True),
        (Take(words=("talk",)), True),
        (Take(words=("Genev",)), False),
        (Take(words=("stan",)), False),
        (Take(words=("sentence 1",)), True),
        (Take(words=("sentence 2",)), False),
        (Take(sources=("Wire",)), True),
        (Take(sources=("post",)), False),
        (Take(publishers=("WIRE MEDIA",)), True),
        (Take(languages=("en",)), True),
        (Take(languages=("uk",)), False),
        (Take(min_publishers=1), True),
        (Take(min_publishers=2), False),
        (Take(within=dt.timedelta(hours=24)), True),
        (Take(tags=("front",), words=("Kazakhstan",)), True),
        (Take(tags=("front",), words=("Almaty",)), False),
    ],
)
def test_take_asks_every_key_and_any_value(take: Take, expected: bool) -> None:
    """Keys combine with AND, values with OR; words are whole and case does not matter."""
    day = Day(make.source("wire", publisher="Wire Media", tags=("front",)))
    day.add("Kazakhstani envoy joins talks in Geneva", tags=("Donbas",), sentences=3)
    assert bool(day.out(rule("Section", take=take)).sections) is expected


@pytest.mark.parametrize(
    ("word", "title", "expected"),
    [
        ("Kazakhstan", "Kazakhstan’s president resigns", True),
        ("Ukraine", "Ukrainian court rules", True),
        ("Russia", "Russians vote", True),
        ("Italy", "Italian ship sinks", True),
        ("US", "Nobody asked us about it", False),
        ("US", "US and Russia meet", True),
        ("NATO", "NATO's chief speaks", True),
        ("Iran", "Tirana votes", False),
        ("C++", "What C++ is", True),
        ("Женева", "Переговори у Женеві завершилися", True),
        ("Казахстан", "Президент Казахстану звернувся", True),
        ("Крим", "Криміналісти працюють", False),
    ],
)
def test_words_match_with_the_endings_of_names(word: str, title: str, expected: bool) -> None:
    """Kazakhstan also finds Kazakhstani; US is not us."""
    day = Day()
    day.add(title)
    assert bool(day.out(rule("Section", take=Take(words=(word,)))).sections) is expected


def test_within_never_cuts_into_the_editions_own_window() -> None:
    """After a skipped day the front's news of both days is new."""
    day = Day()
    day.add("Shots", at="2022-01-09T08:00Z")
    section = rule("Past {hours} hours", take=Take(within=dt.timedelta(hours=24)))
    assert not day.out(section).sections
    longer = make.window(opens="2022-01-09T04:30Z")
    assert page(day.out(section, window=longer)) == {"Past 48 hours": ["Shots"]}


def test_an_undated_story_is_within_nothing() -> None:
    """Nobody knows when it was."""
    day = Day()
    day.add("Shots", at=None)
    assert not day.out(rule("Past", take=Take(within=dt.timedelta(hours=24)))).sections


def test_min_publishers_counts_neither_ours_nor_labelled() -> None:
    """A reprint by the state agency is no second voice."""
    day = Day(make.source("bulletin", trust=Trust.LABELLED), make.source("review", ours=True))
    day.add("Talks end", by=("wire", "bulletin", "review"))
    assert not day.out(rule("Big", take=Take(min_publishers=2))).sections


def test_an_update_is_taken_by_what_its_whole_story_is_about() -> None:
    """Its new sentence alone says nothing of a missile; the story that was told does."""
    day = Day()
    first = make.entry("A missile hits a house in Kharkiv", source="post")
    story = day.add("Toll in Kharkiv rises to nine", told="2022-01-10")
    written = day.written[story.id]
    day.written[story.id] = replace(written, block=replace(written.block, since=dt.date(2022, 1, 10)))
    war, rest = rule("War", take=Take(words=("missile",))), rule("Elsewhere")
    assert page(day.out(war, rest)) == {"Elsewhere": ["Toll in Kharkiv rises to nine"]}
    told = [make.told(first, story=story.id)]
    assert page(day.out(war, rest, told=told)) == {"War": ["Toll in Kharkiv rises to nine"]}
