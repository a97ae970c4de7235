"""Which section takes which story, in which order, and why the others are in none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsletter.model.editions import House, StoryBlock
from newsletter.model.rules import Style, Take, TopicsRule
from newsletter.model.stories import Topic
from newsletter.model.written import Unwritable, Written
from tests.support import make
from tests.support.laying import Day, left, page, rule

FLASH = rule("News flash", fill="last", limit=2)
KAZAKHSTAN = rule("Kazakhstan", Style.CARDS, take=Take(words=("Kazakhstan", "CSTO")))
REST = rule("Elsewhere", Style.LINKS)


def test_sections_choose_in_their_fill_order_and_stand_in_the_order_of_the_page() -> None:
    """The flash comes first on the page and chooses after the topical sections."""
    day = Day()
    for title in ("Troops leave Kazakhstan", "Talks end", "Court rules", "Storm comes"):
        day.add(title)
    layout = day.out(FLASH, KAZAKHSTAN, REST)
    assert [s.title for s in layout.sections] == ["News flash", "Kazakhstan", "Elsewhere"]
    assert page(layout)["Kazakhstan"] == ["Troops leave Kazakhstan"]
    assert len(page(layout)["News flash"]) == 2
    assert len(page(layout)["Elsewhere"]) == 1


def test_a_section_that_fills_first_chooses_before_all_others() -> None:
    """fill: first."""
    day = Day()
    day.add("Troops leave Kazakhstan")
    assert page(day.out(KAZAKHSTAN, rule("Top", fill="first", limit=1))) == {"Top": ["Troops leave Kazakhstan"]}


def test_what_finds_no_room_says_which_section_was_full() -> None:
    """And what no section takes says that."""
    day = Day()
    for n in range(4):
        day.add(f"Storm {n}", at=f"2022-01-10T0{n + 5}:00Z")
    flash = rule("Flash of {hours}", fill="last", limit=2, take=Take(words=("Storm",)))
    day.add("Talks end")
    layout = day.out(flash)
    assert left(layout) == {
        "Storm 0": "no room: Flash of 24 takes 2",
        "Storm 1": "no room: Flash of 24 takes 2",
        "Talks end": "no section takes it",
    }
    assert {u.outcome for u in layout.unplaced} == {"passed"}


def test_what_may_not_be_written_is_unplaced_with_its_reason_and_outcome() -> None:
    """Held stays held."""
    day = Day()
    story = day.add("Talks will be on 9 January")
    day.written[story.id] = Unwritable(block=day.written[story.id].block, reason="which has passed", outcome="held")
    (unplaced,) = day.out(REST).unplaced
    assert (unplaced.reason, unplaced.outcome) == ("which has passed", "held")


def test_a_story_already_told_is_passed_with_the_day() -> None:
    """Nothing is told twice."""
    day = Day()
    day.add("Talks end", told="2022-01-10")
    assert left(day.out(REST)) == {"Talks end": "told on 10 January"}


def test_the_most_important_story_comes_first() -> None:
    """More publishers, then weight, then freshness, then words; must-read before all."""
    day = Day(make.source("heavy", weight=1.4), make.source("must", must_read=True))
    day.add("One voice", at="2022-01-10T12:00Z")
    day.add("Later", at="2022-01-10T20:00Z")
    day.add("Heavier", by=("heavy",), at="2022-01-10T20:00Z")
    day.add("Three voices", by=("wire", "post", "desk"), at="2022-01-10T05:00Z")
    day.add("Must", by=("must",), at="2022-01-10T20:00Z")
    day.add("Told", at="2022-01-10T12:00Z", sentences=2)
    titles = page(day.out(REST))["Elsewhere"]
    assert titles[:2] == ["Must", "Three voices"]
    assert titles.index("Heavier") < titles.index("Later") < titles.index("One voice")
    assert titles.index("Told") < titles.index("One voice")


def test_no_publisher_fills_more_than_half_of_a_section_while_others_wait() -> None:
    """Six of the wire, three of the desk, room for five: three of the wire at most."""
    day = Day(make.source("wire", weight=2))
    for n in range(6):
        day.add(f"Wire {n}")
    for n in range(3):
        day.add(f"Desk {n}", by=("desk",))
    titles = page(day.out(rule("Flash", limit=5)))["Flash"]
    assert [t.split()[0] for t in titles] == ["Wire", "Wire", "Wire", "Desk", "Desk"]


def test_a_publisher_may_fill_a_section_when_nobody_else_waits() -> None:
    """An empty half would help no reader; small sections have no cap."""
    day = Day()
    for n in range(6):
        day.add(f"Wire {n}")
    assert len(page(day.out(rule("Flash", limit=5)))["Flash"]) == 5


@pytest.mark.parametrize(
    ("style", "count"), [(Style.BULLETS, 1), (Style.BRIEFS, 2), (Style.CARDS, 3), (Style.TEXT, 3), (Style.LINKS, 1)]
)
def test_a_style_shows_its_number_of_sentences(style: Style, count: int) -> None:
    """What is left out stays with the unplaced only. A link has a sentence, too: the target edition's do."""
    day = Day()
    story = day.add("Talks end")
    words = tuple(House(text=f"Number {n} brings further news of another kind.") for n in range(5))
    day.written[story.id] = Written(block=replace(day.written[story.id].block, sentences=words))
    (block,) = day.out(rule("Section", style)).sections[0].blocks
    assert isinstance(block, StoryBlock) and len(block.sentences) == count


def test_empty_sections_are_left_out() -> None:
    """No title over nothing."""
    day = Day()
    day.add("Talks end")
    assert list(page(day.out(KAZAKHSTAN, REST))) == ["Elsewhere"]


def test_braces_in_a_title_are_only_characters() -> None:
    """Only {hours} is known."""
    day = Day()
    day.add("Talks end")
    assert list(page(day.out(rule("{0} {hours} {x.y}")))) == ["{0} 24 {x.y}"]


def test_topics_with_enough_stories_become_sections_in_their_place() -> None:
    """The weightiest first; a topic with too little is none, and keys stay unique."""
    day = Day()
    a, b = day.add("Storm in Lviv"), day.add("Storm in Odesa")
    c, d = day.add("Vote one", by=("wire", "post")), day.add("Vote two", by=("wire", "post"))
    e = day.add("Lonely")
    topics = [
        Topic(title="Storm!", stories=(a.id, b.id), why=""),
        Topic(title="Vote", stories=(c.id, d.id), why=""),
        Topic(title="Alone", stories=(e.id,), why=""),
    ]
    layout = day.out(REST, TopicsRule(limit=2), topics=topics)
    assert [(s.key, s.title) for s in layout.sections] == [
        ("elsewhere", "Elsewhere"),
        ("topic-vote", "Vote"),
        ("topic-storm", "Storm!"),
    ]
    assert page(layout)["Elsewhere"] == ["Lonely"]


def test_a_topic_counts_only_what_is_still_free() -> None:
    """Sections that chose before it have taken theirs."""
    day = Day()
    a, b = day.add("Troops leave Kazakhstan"), day.add("Storm")
    topics = [Topic(title="Both", stories=(a.id, b.id), why="")]
    assert list(page(day.out(KAZAKHSTAN, TopicsRule(), REST, topics=topics))) == ["Kazakhstan", "Elsewhere"]
