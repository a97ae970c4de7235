"""Which section takes which story, in which order, and why the others are in none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from newsletter.layout import lay_out
from newsletter.model.base import StoryId
from newsletter.model.editions import House, Layout, LinksBlock, QuoteBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Style, Take, TopicsRule
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Story, Topic, Window
from newsletter.model.written import Unwritable, Written
from newsletter.write import write
from tests.support import make


def rule(title: str, style: Style = Style.BRIEFS, **more: Any) -> SectionRule:
    return SectionRule(key=make.key(title), title=title, style=style, **more)


class Day:
    """Stories and what was written of them."""

    def __init__(self, *sources: Source) -> None:
        self.sources = make.sources(*sources)
        self.entries: list[Entry] = []
        self.stories: list[Story] = []
        self.written: dict[StoryId, Written | Unwritable] = {}

    def add(
        self, title: str, *, by: Sequence[str] = ("wire",), sentences: int = 0, told: str = "", **more: Any
    ) -> Story:
        """A story told by `by`, the first of which leads."""
        members = [make.entry(title, source=name, **more) for name in by]
        for name in by:
            self.sources.setdefault(make.source(name).name, make.source(name))
        story = make.story(*members, told=told or None)
        block = make.block(*members, story=story.id)
        words = tuple(House(text=f"Sentence {n} of {title}.") for n in range(sentences))
        filled = StoryBlock(
            story=block.story, headline=block.headline, credit=block.credit, also=block.also, sentences=words
        )
        self.entries += members
        self.stories.append(story)
        weight = max(self.sources[e.source].weight for e in members)
        self.written[story.id] = Written(block=filled, weight=weight)
        return story

    def out(
        self, *rules: SectionRule | TopicsRule, topics: Sequence[Topic] = (), window: Window | None = None
    ) -> Layout:
        return lay_out(
            self.stories,
            written=self.written,
            entries={e.id: e for e in self.entries},
            sources=self.sources,
            topics=topics,
            review=make.review(sections=rules),
            window=window or make.window(),
            asides=(),
        )


def page(layout: Layout) -> dict[str, list[str]]:
    """Section title -> headlines."""
    return {
        s.title: [b.headline.printed for b in s.blocks if isinstance(b, StoryBlock)]
        + [f"ours: {i.title.printed}" for b in s.blocks if isinstance(b, LinksBlock) for i in b.items]
        for s in layout.sections
    }


def left(layout: Layout) -> dict[str, str]:
    """Headline -> reason."""
    return {u.block.headline.printed: u.reason for u in layout.unplaced}


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


OURS = make.source("review", ours=True)


def test_our_articles_hang_at_the_end_of_the_section_they_belong_to() -> None:
    """From us; three at most, the rest with what is left."""
    day = Day(OURS)
    day.add("Troops leave Kazakhstan")
    day.add("Storm")
    for n in range(4):
        day.add(f"Ours on Kazakhstan {n}", by=("review",), at="2022-01-05T12:00Z")
    layout = day.out(KAZAKHSTAN, REST)
    assert page(layout)["Kazakhstan"] == [
        "Troops leave Kazakhstan",
        *(f"ours: Ours on Kazakhstan {n}" for n in range(3)),
    ]
    assert page(layout)["Elsewhere"] == ["Storm", "ours: Ours on Kazakhstan 3"]
    assert isinstance(layout.sections[0].blocks[-1], LinksBlock)


def test_our_articles_hang_on_a_topic_that_holds_them() -> None:
    """Also without a matching word."""
    day = Day(OURS)
    a, b = day.add("Storm in Lviv"), day.add("Storm in Odesa")
    ours = day.add("Why winters change", by=("review",))
    topics = [Topic(title="Storm", stories=(a.id, b.id, ours.id), why="")]
    assert page(day.out(TopicsRule(), topics=topics))["Storm"][-1] == "ours: Why winters change"


def test_our_articles_make_no_section_of_their_own() -> None:
    """A topical section without news stays out, and what finds no place says why."""
    day = Day(OURS)
    day.add("Ours on Kazakhstan", by=("review",))
    layout = day.out(KAZAKHSTAN)
    assert not layout.sections
    assert left(layout) == {"Ours on Kazakhstan": "no section takes it"}


def quoted(day: Day, story: Story, *speakers: str) -> None:
    """Give a story quotations, one per speaker, out of its first sentence."""
    written = day.written[story.id]
    entry = next(e for e in day.entries if e.id == story.lead)
    quotes = tuple(
        QuoteBlock(
            quote=make.headline(entry),  # type: ignore[arg-type]
            speaker=speaker,
            role="minister",
            credit=written.block.credit,
            story=story.id,
        )
        for speaker in speakers
    )
    day.written[story.id] = Written(block=written.block, quotes=quotes)


def test_cards_show_two_quotations_of_two_speakers_each_behind_its_story() -> None:
    """The most important stories first; one of each before a second of any."""
    day = Day()
    first = day.add("Kazakhstan one", by=("wire", "post"))
    second = day.add("Kazakhstan two")
    quoted(day, first, "Ann Lee", "Bob May")
    quoted(day, second, "Ann Lee", "Cy Orr")
    (section,) = day.out(KAZAKHSTAN).sections
    assert [b.speaker if isinstance(b, QuoteBlock) else b.kind for b in section.blocks] == [
        "story",
        "Ann Lee",
        "story",
        "Cy Orr",
    ]


def test_only_cards_show_quotations() -> None:
    """Briefs have their sentences."""
    day = Day()
    quoted(day, day.add("Kazakhstan one"), "Ann Lee")
    (section,) = day.out(rule("Flash")).sections
    assert [b.kind for b in section.blocks] == ["story"]


def test_a_sentence_that_is_printed_as_a_quotation_is_not_printed_again() -> None:
    """The words stand once on the page."""
    text = "“NATO must return to the 1997 boundaries at once,” Deputy Minister Sergei Riabkov said. "
    text += "Moscow wants guarantees in writing from the alliance."
    entry = make.entry("Kazakhstan watches", text=text)
    story = make.story(entry)
    day = Day(make.source("wire"))
    day.entries, day.stories = [entry], [story]
    day.written[story.id] = write(
        story, entries={entry.id: entry}, sources=day.sources, review=make.review(), window=make.window()
    )
    block, quote = day.out(KAZAKHSTAN).sections[0].blocks
    assert isinstance(block, StoryBlock) and isinstance(quote, QuoteBlock)
    assert [s.printed for s in block.sentences] == ["Moscow wants guarantees in writing from the alliance."]
