"""What a story weighs, and how much of a page one publisher gets."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from newsletter.layout import lay_out
from newsletter.layout.weigh import importance
from newsletter.model.editions import Layout, LinksBlock, StoryBlock
from newsletter.model.rules import PerPublisher, SectionRule, Style, Take
from newsletter.model.sources import Source
from newsletter.model.stories import Cause
from newsletter.model.written import Written
from tests.support import make

PLAIN: dict[str, Any] = {
    "publishers": 1,
    "weight": 1.0,
    "age": dt.timedelta(hours=12),
    "window": make.window(),
    "sentences": 0,
    "topic": 0,
    "must": False,
}


@pytest.mark.parametrize(
    "more",
    [
        {"publishers": 2},
        {"weight": 1.2},
        {"age": dt.timedelta(hours=1)},
        {"sentences": 1},
        {"topic": 3},
        {"must": True},
    ],
    ids=lambda m: next(iter(m)),
)
def test_each_of_the_reasons_makes_a_story_more_important(more: dict[str, Any]) -> None:
    """Publishers, weight, freshness, words, the size of its topic, a source that must be read."""
    assert importance(**(PLAIN | more)) > importance(**PLAIN)


def test_two_publishers_outweigh_freshness_and_a_topic_alone() -> None:
    """Corroboration decides first."""
    two = importance(**(PLAIN | {"publishers": 2, "age": dt.timedelta(hours=23)}))
    assert two > importance(**(PLAIN | {"topic": 4, "age": dt.timedelta(hours=13)}))


def test_an_undated_story_is_as_old_as_can_be() -> None:
    """And a hundred publishers do not weigh a hundred."""
    assert importance(**(PLAIN | {"age": None})) == importance(**(PLAIN | {"age": dt.timedelta(days=9)}))
    assert importance(**(PLAIN | {"publishers": 100})) < 10


def laid(
    *titles: tuple[str, str], caps: PerPublisher, rules: tuple[SectionRule, ...], ours: str = ""
) -> tuple[Layout, Counter[str]]:
    """Stories (source, headline), one publisher per source; and how many each leads on the page."""
    entries = [make.entry(title, source=source) for source, title in titles]
    stories = [make.story(e) for e in entries]
    known: list[Source] = [make.source(name, ours=name == ours) for name in {s for s, _ in titles}]
    layout = lay_out(
        stories,
        written={s.id: Written(block=make.block(e, story=s.id)) for s, e in zip(stories, entries, strict=True)},
        entries={e.id: e for e in entries},
        sources=make.sources(*known),
        topics=(),
        review=make.review(sections=rules, per_publisher=caps),
        window=make.window(),
        asides=(),
    )
    led = Counter(b.credit.publisher for s in layout.sections for b in s.blocks if isinstance(b, StoryBlock))
    return layout, led


FLASH = SectionRule(key="flash", title="Flash", fill="last", limit=5)
CALM = SectionRule(key="calm", title="Calm", take=Take(words=("Wire",)), limit=6)
LINKS = SectionRule(key="links", title="Links", style=Style.LINKS)


def test_one_feed_cannot_flood_a_section_nor_its_publisher_an_edition() -> None:
    """Three of a section, four of the edition; the others say whose limit kept them out."""
    many = [("wire", f"Wire {n}") for n in range(9)]
    layout, led = laid(*many, ("post", "Post"), caps=PerPublisher(section=3, edition=4), rules=(FLASH, LINKS))
    assert led == {"wire": 4, "post": 1}
    assert sum(b.credit.publisher == "wire" for b in layout.sections[0].blocks if isinstance(b, StoryBlock)) == 3
    assert {(u.reason, u.cause) for u in layout.unplaced} == {
        ("no room: wire leads 4 stories of this edition already", Cause.LIMIT)
    }


SEVERAL = [(name, f"{name} {n}") for name in ("post", "echo", "star", "herald", "dawn") for n in range(4)]


def test_a_flood_leads_a_third_of_a_small_edition_and_the_reason_names_one_limit() -> None:
    """Ten of thirty, where the others lead twenty; though Calm is full as well."""
    flood = [("wire", f"Wire {n}") for n in range(14)]
    layout, led = laid(*flood, *SEVERAL, caps=PerPublisher(), rules=(CALM, LINKS))
    assert (led["wire"], led.total()) == (10, 30)
    assert {u.reason for u in layout.unplaced} == {
        "no room: wire leads 10 stories of this edition already, and one publisher leads no more than 34% of it"
    }
    _, wide = laid(*flood, *SEVERAL, caps=PerPublisher(share=1), rules=(CALM, LINKS))
    assert wide["wire"] == 12


def test_a_share_is_no_limit_where_few_others_lead_stories() -> None:
    """It would only make the edition shorter; and what one may lead of a section it may always lead."""
    flood = [("wire", f"Wire {n}") for n in range(20)]
    _, two = laid(*flood, ("post", "Post"), caps=PerPublisher(edition=9), rules=(CALM, LINKS))
    assert two == {"wire": 9, "post": 1}
    _, small = laid(*flood, *SEVERAL[::4], caps=PerPublisher(), rules=(CALM, LINKS))
    assert (small["wire"], small.total()) == (6, 11)


def test_where_there_is_one_publisher_nobody_is_crowded_out() -> None:
    """A limit would only make the edition shorter."""
    only = [("wire", f"Wire {n}") for n in range(9)]
    _, led = laid(*only, caps=PerPublisher(section=3, edition=4), rules=(FLASH, LINKS))
    assert led == {"wire": 9}


def test_our_own_articles_are_not_counted() -> None:
    """They hang on sections by another rule."""
    own = [("review", f"Ours {n}") for n in range(3)]
    layout, _ = laid(
        ("wire", "News"), *own, caps=PerPublisher(section=1, edition=1), rules=(FLASH, LINKS), ours="review"
    )
    lists = [b for s in layout.sections for b in s.blocks if isinstance(b, LinksBlock)]
    assert sum(len(b.items) for b in lists) == 3
