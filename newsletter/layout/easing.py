"""What may not stay on the page as it is, and what never came there by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from newsletter.model.base import StoryId
from newsletter.model.editions import Block, Layout, LinksBlock, QuoteBlock, StoryBlock, Unplaced
from newsletter.model.stories import Story
from newsletter.model.written import Unwritable, Written


def shelve(layout: Layout, flagged: Sequence[tuple[Story, Written | Unwritable, str]]) -> Layout:
    """Stories that only an editor may place (undated, late, from the future) among the unplaced, each with why."""
    shelf = tuple(Unplaced(block=written.block, reason=why, outcome="held") for _, written, why in flagged)
    stories = tuple(story for story, _, _ in flagged)
    return replace(layout, unplaced=(*layout.unplaced, *shelf), stories=(*layout.stories, *stories))


def ease(layout: Layout, story: StoryId, *, reason: str) -> Layout:
    """One rung down for a story that may not stay as it is: a sentence less, then no quotation, then held.

    Repeated it always ends with the story unplaced; a layout that does not show the story comes back as it is.
    """
    blocks = [b for s in layout.sections for b in s.blocks]
    shown = next((b for b in blocks if isinstance(b, StoryBlock) and b.story == story), None)
    if shown and shown.sentences:
        less = replace(shown, sentences=shown.sentences[:-1])
        return _map_blocks(layout, lambda b: less if b is shown else b)
    if any(isinstance(b, QuoteBlock) and b.story == story for b in blocks):
        return _map_blocks(layout, lambda b: None if isinstance(b, QuoteBlock) and b.story == story else b)
    members = next((set(s.entries) for s in layout.stories if s.id == story), set())
    lines = [i for b in blocks if isinstance(b, LinksBlock) for i in b.items if i.credit.entry in members]
    if shown is None and not lines:
        return layout

    def without(block: Block) -> Block | None:
        if isinstance(block, LinksBlock):
            items = tuple(i for i in block.items if i.credit.entry not in members)
            return replace(block, items=items) if items else None
        return None if block is shown else block

    gone = shown or StoryBlock(story=story, headline=lines[0].title, credit=lines[0].credit)
    known = any(u.block.story == story for u in layout.unplaced)
    held = () if known else (Unplaced(block=gone, reason=reason, outcome="held"),)
    return replace(_map_blocks(layout, without), unplaced=(*layout.unplaced, *held))


def _map_blocks(layout: Layout, change: Callable[[Block], Block | None]) -> Layout:
    """Every block changed or (None) taken away; a section that it leaves empty goes."""
    sections = []
    for section in layout.sections:
        blocks = tuple(b for old in section.blocks if (b := change(old)) is not None)
        if blocks == section.blocks or any(isinstance(b, StoryBlock | LinksBlock) for b in blocks):
            sections.append(replace(section, blocks=blocks))
    return replace(layout, sections=tuple(sections))
