"""What may not stay on the page as it is, and what never came there by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import (
    Block,
    FiguresBlock,
    Layout,
    LinkItem,
    LinksBlock,
    QuoteBlock,
    StoryBlock,
    Unplaced,
)
from newsletter.model.stories import Cause, Story
from newsletter.model.written import Unwritable, Written


def shelve(layout: Layout, flagged: Sequence[tuple[Story, Written | Unwritable, str]]) -> Layout:
    """Stories that only an editor may place (undated, late, from the future) among the unplaced, each with why."""
    shelf = tuple(Unplaced(block=written.block, reason=why, outcome="held") for _, written, why in flagged)
    stories = tuple(story for story, _, _ in flagged)
    return replace(layout, unplaced=(*layout.unplaced, *shelf), stories=(*layout.stories, *stories))


def ease(layout: Layout, story: StoryId, *, reason: str) -> Layout:
    """One rung down for a story that may not stay as it is: what it announces, then a sentence less, then no
    quotation, then held.

    Repeated it always ends with the story unplaced; a layout that does not show the story comes back as it is. One of
    our own articles that is only offered again is no story of the layout and just goes.
    """
    blocks = [b for s in layout.sections for b in s.blocks]
    if counted := [b for b in blocks if isinstance(b, FiguresBlock) and _is_of(b, layout, story)]:
        left = _map_blocks(layout, lambda b: None if b in counted else b)
        return _hold(left, next((b.stands_for for b in counted if b.stands_for), None), reason)
    members = next((set(s.entries) for s in layout.stories if s.id == story), {EntryId(story)})
    lines = [i for b in blocks if isinstance(b, LinksBlock) for i in b.items if i.credit.entry in members]
    pointers = [i for b in blocks if isinstance(b, LinksBlock) and b.label == "ahead" for i in b.items if i in lines]
    shown = next((b for b in blocks if isinstance(b, StoryBlock) and b.story == story), None)
    if shown and pointers:
        return _without_lines(layout, pointers)
    if shown and shown.sentences and not (shown.since and len(shown.sentences) == 1):  # without news it is no update
        less = replace(shown, sentences=shown.sentences[:-1])
        return _map_blocks(layout, lambda b: less if b is shown else b)
    if quotes := [b for b in blocks if isinstance(b, QuoteBlock) and b.story == story]:
        left = _map_blocks(layout, lambda b: None if b in quotes else b)
        return left if shown else _hold(left, next((q.stands_for for q in quotes if q.stands_for), None), reason)
    if shown is None and not lines:
        return layout
    gone = shown or next((i.stands_for for i in lines if i.stands_for), None)
    if gone is None and any(s.id == story for s in layout.stories):
        gone = StoryBlock(story=story, headline=lines[0].title, credit=lines[0].credit)
    left = _map_blocks(_without_lines(layout, lines), lambda b: None if b is shown else b)
    return _hold(left, gone, reason)


def _hold(layout: Layout, block: StoryBlock | None, reason: str) -> Layout:
    if block is None or any(u.block.story == block.story for u in layout.unplaced):
        return layout
    held = Unplaced(block=block, reason=reason, outcome="held", cause=Cause.PERSON)
    return replace(layout, unplaced=(*layout.unplaced, held))


def _without_lines(layout: Layout, lines: Sequence[LinkItem]) -> Layout:
    """A list that this leaves empty goes, too."""

    def fewer(block: Block) -> Block | None:
        if not isinstance(block, LinksBlock):
            return block
        items = tuple(i for i in block.items if i not in lines)
        return replace(block, items=items) if items else None

    return _map_blocks(layout, fewer)


def _is_of(block: FiguresBlock, layout: Layout, story: StoryId) -> bool:
    """Are these figures a member's of the story?"""
    members = next((s.entries for s in layout.stories if s.id == story), ())
    return block.credit is not None and block.credit.entry in members


def _tells(block: Block) -> bool:
    """Is something told by it, so that its section stays?"""
    if isinstance(block, QuoteBlock):
        return block.stands_for is not None
    return isinstance(block, StoryBlock | LinksBlock | FiguresBlock)


def _map_blocks(layout: Layout, change: Callable[[Block], Block | None]) -> Layout:
    """Every block changed or (None) taken away; a section that it leaves empty goes."""
    sections = []
    for section in layout.sections:
        blocks = tuple(b for old in section.blocks if (b := change(old)) is not None)
        if blocks == section.blocks or any(_tells(b) for b in blocks):
            sections.append(replace(section, blocks=blocks))
    return replace(layout, sections=tuple(sections))
