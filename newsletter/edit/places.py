"""Where a story is in a layout, and layouts with and without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsletter.errors import EditRefused
from newsletter.model.base import EntryId, find
from newsletter.model.editions import (
    Block,
    FiguresBlock,
    House,
    Layout,
    LinkItem,
    LinksBlock,
    PictureBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.stories import Story


def story_of(layout: Layout, entry: EntryId) -> Story:
    for story in layout.stories:
        if entry in story.entries:
            return story
    aside = find(layout.asides, entry=entry)
    if aside is not None:
        raise EditRefused(f"this entry is in no story: {aside.reason}")
    raise EditRefused(f"no story of this draft holds the entry {entry}")


def is_line(item: LinkItem, story: Story) -> bool:
    return item.credit.entry in story.entries


def goes_with(block: Block, story: Story) -> bool:
    """Quotes and pictures of a story stand and fall with it."""
    if isinstance(block, QuoteBlock):
        return block.story == story.id
    return isinstance(block, PictureBlock) and block.credit.entry in story.entries


def block_of(layout: Layout, story: Story) -> StoryBlock:
    """The story as a block, wherever it is now; a line in a list becomes a block without sentences."""
    for unplaced in layout.unplaced:
        if unplaced.block.story == story.id:
            return unplaced.block
    lines: list[LinkItem] = []
    for section in layout.sections:
        for block in section.blocks:
            if isinstance(block, StoryBlock) and block.story == story.id:
                return block
            if isinstance(block, QuoteBlock | FiguresBlock) and block.stands_for and block.stands_for.story == story.id:
                return block.stands_for
            if isinstance(block, LinksBlock):
                lines += [i for i in block.items if is_line(i, story)]
    whole = next((i.stands_for for i in lines if i.stands_for), None)
    if whole is not None:
        return whole
    if not lines:
        raise EditRefused(f"“{story.title}” is neither in a section nor among the unplaced")
    return StoryBlock(story=story.id, headline=lines[0].title, credit=lines[0].credit)


def without(layout: Layout, story: Story) -> Layout:
    """The layout with no trace of the story in sections and unplaced. An emptied list goes too."""
    sections = []
    for section in layout.sections:
        kept: list[Block] = []
        for block in section.blocks:
            if isinstance(block, LinksBlock):
                items = tuple(i for i in block.items if not is_line(i, story))
                if items == block.items or items:
                    kept.append(replace(block, items=items))
            elif isinstance(block, StoryBlock):
                kept += [block] if block.story != story.id else []
            elif isinstance(block, FiguresBlock):  # told elsewhere, or not at all: then its numbers are not, either
                kept += [block] if not block.credit or block.credit.entry not in story.entries else []
            elif not goes_with(block, story):
                kept.append(block)
        sections.append(replace(section, blocks=tuple(kept)))
    unplaced = tuple(u for u in layout.unplaced if u.block.story != story.id)
    return replace(layout, sections=tuple(sections), unplaced=unplaced)


def with_block(section: Section, block: StoryBlock, companions: Sequence[Block], position: int) -> Section:
    """The story before the `position`-th story of the section, or behind the last one and what goes with it."""
    blocks = list(section.blocks)
    places = [n for n, b in enumerate(blocks) if isinstance(b, StoryBlock)]
    if position < len(places):
        index = places[position]
    else:
        index = len(blocks)
        # "From us" and "Still ahead" stay last.
        while index and isinstance(last := blocks[index - 1], LinksBlock) and last.label:
            index -= 1
    blocks[index:index] = [block, *companions]
    return replace(section, blocks=tuple(blocks))


def own_title(layout: Layout, story: Story) -> House | None:
    """The newsroom's headline of the story: the one that was given last."""
    return next((t.headline for t in reversed(layout.titles) if t.entry in story.entries), None)
