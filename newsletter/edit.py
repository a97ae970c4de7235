"""An editor's changes: apply one to a layout, replay all of a draft's.

An edit names an entry and means the story that holds it now. The law: whatever is applied, every story that was
in a section or among the unplaced still is, once (tests/properties/test_edit_laws.py).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, assert_never

from newsletter.errors import EditRefused
from newsletter.model.base import EntryId, find
from newsletter.model.editions import (
    Block,
    Draft,
    Edit,
    Folded,
    Hold,
    House,
    Layout,
    LinkItem,
    LinksBlock,
    PictureBlock,
    Place,
    QuoteBlock,
    Retitle,
    Section,
    SignedEdit,
    Spike,
    StoryBlock,
    Undo,
    Unplaced,
)
from newsletter.model.stories import Story

#: The longest headline of the newsroom's own, in code points.
LONGEST = 200


def apply(layout: Layout, edit: Edit, by: str = "") -> Layout:
    """`layout` after one edit that `by` made; EditRefused, with words for a person, when it does not apply."""
    match edit:
        case Spike():
            return _take_out(layout, edit.entry, "spiked", f"spiked by {by or 'an editor'}")
        case Hold():
            return _take_out(layout, edit.entry, "held", f"held by {by or 'an editor'} for a later edition")
        case Place():
            return _place(layout, edit)
        case Retitle():
            return _retitle(layout, edit, by)
        case Undo():
            raise EditRefused("only a draft's edits can be taken back", hint="undo an edit by its revision")
        case _:
            assert_never(edit)


def fold(draft: Draft) -> Folded:
    """The draft's base with its edits replayed in order; those that no longer apply are reported, with the reason."""
    undone, vain = _undone(draft.edits)
    layout, failed = draft.base, []
    for signed in draft.edits:
        if signed.revision in vain:
            failed.append((signed, vain[signed.revision]))
        elif signed.revision not in undone and not isinstance(signed.edit, Undo):
            try:
                layout = apply(layout, signed.edit, by=signed.by)
            except EditRefused as refusal:
                failed.append((signed, str(refusal)))
    return Folded(layout=layout, failed=tuple(failed))


def admit(draft: Draft, signed: SignedEdit) -> Folded:
    """The draft folded with one more edit; EditRefused when that edit does not apply now. Undo is checked too."""
    folded = fold(replace(draft, edits=(*draft.edits, signed)))
    for failure, why in folded.failed:
        if failure == signed:
            raise EditRefused(why, hint="look at the draft again: it may have changed meanwhile")
    return folded


def _undone(edits: Sequence[SignedEdit]) -> tuple[set[int], dict[int, str]]:
    """Revisions that are taken back; and the undos that have nothing to take back, with the reason.

    An undo can itself be taken back, so the newest speaks first; of two undos of one edit the earlier counts.
    """
    by_revision = {s.revision: s.edit for s in edits}
    undone: set[int] = set()
    claims: dict[int, int] = {}
    vain: dict[int, str] = {}
    for signed in reversed(edits):
        if not isinstance(signed.edit, Undo) or signed.revision in undone:
            continue
        target = signed.edit.revision
        if target not in by_revision or target >= signed.revision:
            vain[signed.revision] = f"there is no earlier edit with revision {target}"
            continue
        if target in claims:
            vain[claims[target]] = f"revision {target} was taken back before"
        claims[target] = signed.revision
        undone.add(target)
    return undone, vain


# --- the single edits ----------------------------------------------------------------------------


def _take_out(layout: Layout, entry: EntryId, outcome: Literal["held", "spiked"], reason: str) -> Layout:
    story = _story(layout, entry)
    block = _block(layout, story)
    if story.told is not None and outcome == "held":
        said = f"{story.told.day} {story.told:%B %Y}"
        raise EditRefused(f"“{story.title}” was told on {said}", hint="place it to tell it again; it is not kept")
    if any(u.block.story == story.id and u.outcome == outcome for u in layout.unplaced):
        raise EditRefused(f"“{story.title}” is {outcome} already")
    out = Unplaced(block=block, reason=reason, outcome=outcome)
    left = _without(layout, story)
    return replace(left, unplaced=(*left.unplaced, out))


def _place(layout: Layout, edit: Place) -> Layout:
    story = _story(layout, edit.entry)
    block = _block(layout, story)
    target = find(layout.sections, key=edit.section)
    if target is None:
        known = ", ".join(s.key for s in layout.sections)
        raise EditRefused(f"there is no section “{edit.section}”", hint=f"the sections are: {known}" if known else "")
    if edit.position < 0:
        raise EditRefused(f"{edit.position} is no position", hint="0 is the top")
    companions = [b for s in layout.sections for b in s.blocks if _goes_with(b, story)]
    left = _without(layout, story)
    sections = tuple(_with(s, block, companions, edit.position) if s.key == edit.section else s for s in left.sections)
    return replace(left, sections=sections)


def _retitle(layout: Layout, edit: Retitle, by: str) -> Layout:
    story = _story(layout, edit.entry)
    _block(layout, story)
    headline = House(text=_headline(edit.text), by=by)
    sections = tuple(replace(s, blocks=tuple(_renamed(b, story, headline) for b in s.blocks)) for s in layout.sections)
    unplaced = tuple(
        replace(u, block=replace(u.block, headline=headline)) if u.block.story == story.id else u
        for u in layout.unplaced
    )
    return replace(layout, sections=sections, unplaced=unplaced)


def _headline(text: str) -> str:
    text = text.strip()
    if not text:
        raise EditRefused("a headline needs words")
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text):
        raise EditRefused("a headline is one line, without control characters")
    if len(text) > LONGEST:
        raise EditRefused(f"this headline has {len(text)} characters; {LONGEST} is the most")
    return text


# --- where a story is ----------------------------------------------------------------------------


def _story(layout: Layout, entry: EntryId) -> Story:
    for story in layout.stories:
        if entry in story.entries:
            return story
    aside = find(layout.asides, entry=entry)
    if aside is not None:
        raise EditRefused(f"this entry is in no story: {aside.reason}")
    raise EditRefused(f"no story of this draft holds the entry {entry}")


def _is_line(item: LinkItem, story: Story) -> bool:
    return item.credit.entry in story.entries


def _goes_with(block: Block, story: Story) -> bool:
    """Quotes and pictures of a story stand and fall with it."""
    if isinstance(block, QuoteBlock):
        return block.story == story.id
    return isinstance(block, PictureBlock) and block.credit.entry in story.entries


def _block(layout: Layout, story: Story) -> StoryBlock:
    """The story as a block, wherever it is now; a line in a list becomes a block without sentences."""
    for unplaced in layout.unplaced:
        if unplaced.block.story == story.id:
            return unplaced.block
    lines: list[LinkItem] = []
    for section in layout.sections:
        for block in section.blocks:
            if isinstance(block, StoryBlock) and block.story == story.id:
                return block
            if isinstance(block, LinksBlock):
                lines += [i for i in block.items if _is_line(i, story)]
    if not lines:
        raise EditRefused(f"“{story.title}” is neither in a section nor among the unplaced")
    return StoryBlock(story=story.id, headline=lines[0].title, credit=lines[0].credit)


def _without(layout: Layout, story: Story) -> Layout:
    """The layout with no trace of the story in sections and unplaced. An emptied list goes too."""
    sections = []
    for section in layout.sections:
        kept: list[Block] = []
        for block in section.blocks:
            if isinstance(block, LinksBlock):
                items = tuple(i for i in block.items if not _is_line(i, story))
                if items == block.items or items:
                    kept.append(replace(block, items=items))
            elif isinstance(block, StoryBlock):
                kept += [block] if block.story != story.id else []
            elif not _goes_with(block, story):
                kept.append(block)
        sections.append(replace(section, blocks=tuple(kept)))
    unplaced = tuple(u for u in layout.unplaced if u.block.story != story.id)
    return replace(layout, sections=tuple(sections), unplaced=unplaced)


def _with(section: Section, block: StoryBlock, companions: Sequence[Block], position: int) -> Section:
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


def _renamed(block: Block, story: Story, headline: House) -> Block:
    if isinstance(block, StoryBlock) and block.story == story.id:
        return replace(block, headline=headline)
    if isinstance(block, LinksBlock):
        items = tuple(replace(i, title=headline) if _is_line(i, story) else i for i in block.items)
        return replace(block, items=items)
    return block
