"""Rolling articles: dated parts, and which of them are new."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.article import new_parts, read
from newsletter.model.articles import Article

SEEN = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)
OPENING = "Talks on the river end\n\nThe two towns ended their talks without a result, their mayors said on Monday.\n"
FIRST = "\nUPDATE 11/01/2022\n\nA dead end\n\nThe upper town described the talks on Tuesday as disappointing.\n"
SECOND = "\nUPDATE 13/01/2022\n\nThe sluice opens\n\nThe lower town opened its sluice on Thursday.\n"
THIRD = "\nUPDATE 13/01/2022\n\nThe sluice closes\n\nThe lower town closed its sluice again on Thursday evening.\n"


def article(text: str) -> Article:
    return read(text.encode(), url="https://river.example/talks", seen=SEEN)


def test_an_ordinary_article_has_no_parts() -> None:
    """Nothing is cut where nothing is dated."""
    assert article(OPENING).parts == ()


def test_a_part_has_its_headline_its_day_and_its_paragraphs() -> None:
    """The opening stands under the article's own headline."""
    parts = article(OPENING + FIRST + SECOND).parts
    assert [(p.title, p.at and p.at.day) for p in parts] == [("", None), ("A dead end", 11), ("The sluice opens", 13)]
    assert parts[1].text == "The upper town described the talks on Tuesday as disappointing."


def test_a_further_part_is_new_and_the_others_are_not() -> None:
    """The first continuation of an ordinary article included."""
    before, after = article(OPENING + FIRST), article(OPENING + FIRST + SECOND)
    assert [p.title for p in new_parts(before.text, after)] == ["The sluice opens"]
    assert [p.title for p in new_parts(article(OPENING).text, before)] == ["A dead end"]
    assert new_parts(after.text, after) == ()


def test_two_parts_of_one_day_are_told_apart_by_their_headlines() -> None:
    """Same day, other words."""
    assert [p.title for p in new_parts(article(OPENING + SECOND).text, article(OPENING + SECOND + THIRD))] == [
        "The sluice closes"
    ]


def test_a_reworded_part_is_not_new() -> None:
    """Most of its words say which it is, whatever its headline is now."""
    reworded = FIRST.replace("disappointing", "very disappointing").replace("A dead end", "A DEAD END!")
    assert new_parts(article(OPENING + FIRST).text, article(OPENING + reworded)) == ()


def test_a_part_that_was_taken_back_is_no_news() -> None:
    """Fewer parts than before."""
    assert new_parts(article(OPENING + FIRST + SECOND).text, article(OPENING + FIRST)) == ()


@pytest.mark.parametrize(
    "heading",
    [
        "UPDATE 13/01/2022",
        "Update: January 13, 2022",
        "UPDATED 13 January 2022, 10:30 UTC",
        "UPDATE (13.01.2022)",
        "[Update 2: 13 Jan 2022]",
        "Live update 13 January 2022",
        "ОНОВЛЕНО 13.01.2022",
        "Оновлення 13 січня 2022, 10:30",
        "UPDATE 13/01/2022: the sluice opens",
    ],
)
def test_headings_of_parts_are_known_in_many_forms(heading: str) -> None:
    """A date behind the word is enough."""
    text = f"{OPENING}\n{heading}\n\nThe lower town opened its sluice on Thursday, it said.\n"
    parts = article(text).parts
    assert len(parts) == 2
    assert parts[1].at is not None
    assert parts[1].at.date() == dt.date(2022, 1, 13)


@pytest.mark.parametrize(
    "line",
    [
        "January 13, 2022 was the coldest day on the river for nine years.",
        "Updated 13 January 2022",
        "On 13 January 2022",
    ],
)
def test_a_date_alone_does_not_make_parts(line: str) -> None:
    """Neither a sentence that begins with one, nor a stamp that no text follows, nor a single sub-heading."""
    assert article(f"{OPENING}\n{line}\n").parts == ()
