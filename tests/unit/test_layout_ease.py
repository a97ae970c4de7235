"""Rung by rung: a sentence less, no quotation, held."""

from __future__ import annotations

from newsletter.layout import ease
from newsletter.model.base import StoryId
from newsletter.model.editions import Extract, House, Layout, LinksBlock, QuoteBlock, StoryBlock
from tests.support import make

LEAD, OTHER = make.entry("Talks end"), make.entry("Storm comes")
STORY = StoryId(LEAD.id)


def with_story() -> Layout:
    bare, quote = make.block(LEAD), make.headline(LEAD)
    assert isinstance(quote, Extract)
    block = StoryBlock(
        story=bare.story,
        headline=bare.headline,
        credit=bare.credit,
        sentences=(House(text="One."), House(text="Two.")),
    )
    spoken = QuoteBlock(quote=quote, speaker="Ann Lee", role="", credit=bare.credit, story=bare.story)
    return make.layout(
        make.section("Cards", block, spoken), make.section("Flash", make.block(OTHER)), stories=[make.story(LEAD)]
    )


def test_a_story_loses_its_sentences_from_the_end_then_its_quotations_then_its_place() -> None:
    """The rest of the page stays as it is; an empty section goes."""
    layout, seen = with_story(), []
    for _ in range(4):
        layout = ease(layout, STORY, reason="too long")
        blocks = [b for s in layout.sections for b in s.blocks]
        mine = next((b for b in blocks if isinstance(b, StoryBlock) and b.story == STORY), None)
        seen.append((mine and len(mine.sentences), sum(isinstance(b, QuoteBlock) for b in blocks)))
    assert seen == [(1, 1), (0, 1), (0, 0), (None, 0)]
    assert [s.title for s in layout.sections] == ["Flash"]
    (unplaced,) = layout.unplaced
    assert (unplaced.block.story, unplaced.reason, unplaced.outcome) == (STORY, "too long", "held")


def test_a_story_that_is_not_on_the_page_changes_nothing() -> None:
    """Easing twice too often does no harm."""
    layout = with_story()
    assert ease(layout, StoryId("nobody"), reason="too long") == layout


def test_a_line_among_our_own_is_held_at_once() -> None:
    """It has nothing to lose but its place."""
    links = LinksBlock(label="ours", items=(make.link_item(LEAD), make.link_item(OTHER)))
    section = make.section("Flash", make.block(make.entry("News")), links)
    layout = ease(make.layout(section, stories=[make.story(LEAD)]), STORY, reason="no link")
    (kept,) = [b for b in layout.sections[0].blocks if isinstance(b, LinksBlock)]
    assert [i.credit.entry for i in kept.items] == [OTHER.id]
    assert [u.block.headline.printed for u in layout.unplaced] == ["Talks end"]
