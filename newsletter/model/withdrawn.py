"""What is left of pages and drafts when a story has been withdrawn: nothing of its words, and that it is gone. Pure.

A story is known by its id and those of its entries, together `gone`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from newsletter.model.base import EntryId
from newsletter.model.editions import Block, Differ, Edit, Layout, LinksBlock, QuoteBlock, Retitle, Section, StoryBlock
from newsletter.model.stories import Aside, Outcome, Story

#: The fields by which a record names a story or an entry.
_NAMING = ("entry", "story", "under")


def names(value: object, gone: frozenset[str]) -> bool:
    """Does this record, or a part of it, speak of the story?"""
    return any(i in gone for i in _ids(value))


def left_of(block: Block, gone: frozenset[str]) -> Block | None:
    """What is left of a block; None when it is the story's own, or nothing is."""
    if isinstance(block, LinksBlock):
        items = tuple(i for i in block.items if not names(i, gone))
        return block if items == block.items else replace(block, items=items) if items else None
    if isinstance(block, StoryBlock) and not {block.story, block.credit.entry} & gone:
        also = tuple(c for c in block.also if c.entry not in gone)
        words = tuple(w for w in block.sentences if not names(w, gone))
        differs = tuple(d for d in block.differs if not names(d, gone))
        return replace(block, also=also, sentences=words, differs=differs) if names(block, gone) else block
    if isinstance(block, QuoteBlock) and not {block.story, block.credit.entry} & gone:
        return replace(block, under=None) if block.under in gone else block
    return None if names(block, gone) else block


def layout_without(layout: Layout, gone: frozenset[str], *, outcome: Outcome, reason: str) -> Layout:
    """A draft's layout without the story; its entries are asides with `outcome` and `reason`.

    Findings go all together, for they repeat words. What such a story shared with entries that are not gone stays,
    and stands nowhere: an account of it keeps them.
    """
    entries = dict.fromkeys(e for s in layout.stories for e in s.entries if e in gone)
    if not (entries or names((layout.sections, layout.unplaced, layout.pieces, layout.titles), gone)):
        return layout
    known = {a.entry for a in layout.asides}
    asides = (Aside(entry=e, outcome=outcome, reason=reason) for e in entries if e not in known)
    unplaced = ((u, left_of(u.block, gone)) for u in layout.unplaced)
    return replace(
        layout,
        sections=tuple(part for section in layout.sections if (part := _section(section, gone)) is not None),
        unplaced=tuple(replace(u, block=left) for u, left in unplaced if isinstance(left, StoryBlock)),
        stories=tuple(s for story in layout.stories if (s := _story(story, gone)) is not None),
        asides=(*layout.asides, *asides),
        findings=(),
        pieces=tuple(p for p in layout.pieces if p.entry not in gone),
        titles=tuple(t for t in layout.titles if t.entry not in gone),
    )


def edit_without(edit: Edit, gone: frozenset[str]) -> Edit:
    """The same edit without the words that it brought; it does not apply any more, and is kept all the same."""
    if isinstance(edit, Retitle) and edit.entry in gone:
        return replace(edit, text="")
    said = {m for v in edit.difference.values for m in v.members} | {edit.entry} if isinstance(edit, Differ) else set()
    if isinstance(edit, Differ) and said & gone:
        return replace(edit, difference=replace(edit.difference, what="", values=()))
    return edit


def _section(section: Section, gone: frozenset[str]) -> Section | None:
    """None when nothing is left of it: its title may have been made from the story."""
    blocks = tuple(b for old in section.blocks if (b := left_of(old, gone)) is not None)
    return replace(section, blocks=blocks) if blocks or not section.blocks else None


def _story(story: Story, gone: frozenset[str]) -> Story | None:
    """With the members that are not gone; None when all are."""
    if not {*story.entries} & gone:
        return story
    left = tuple(replace(m, why="") for m in story.members if m.entry not in gone)  # why: it may repeat words
    if not left:
        return None
    lead = EntryId(left[0].entry if story.lead in gone else story.lead)
    return replace(story, members=left, lead=lead, title="" if story.lead in gone else story.title)


def _ids(value: object) -> Iterator[str]:
    """Every entry and story that a record names, however deep."""
    if isinstance(value, tuple):
        for one in value:
            yield from _ids(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found: Any = getattr(value, field.name)
            if field.name in _NAMING and isinstance(found, str):
                yield found
            else:
                yield from _ids(found)
