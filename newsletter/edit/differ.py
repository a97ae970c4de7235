"""Set below a story that its sources differ: every value, and who gives it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsletter.edit.places import block_of, story_of
from newsletter.errors import EditRefused
from newsletter.model.base import EntryId
from newsletter.model.editions import Block, Credit, Differ, Differing, Layout, Side, StoryBlock
from newsletter.model.stories import Difference, Story


def differ(layout: Layout, edit: Differ, by: str) -> Layout:
    """The story's block with one more "Sources differ: …"; its credits are those of the story's own entries."""
    story = story_of(layout, edit.entry)
    block = block_of(layout, story)
    shown = [b for s in layout.sections for b in s.blocks if isinstance(b, StoryBlock) and b.story == story.id]
    if not shown and not any(u.block.story == story.id for u in layout.unplaced):
        hint = "newsletter draft place puts it on the page as a story"
        raise EditRefused(f"only a line or a quotation of “{story.title}” is printed", hint=hint)
    said = Differing(what=edit.difference.what, sides=_sides(layout, story, block, edit.difference), by=by)
    if len(said.sides) < 2:
        raise EditRefused(f"the reports of “{story.title}” do not differ there", hint="newsletter draft differences")
    if any(_values(one) == _values(said) for one in block.differs):
        raise EditRefused(f"“{story.title}” says already that its sources differ on {said.what}")
    new = replace(block, differs=(*block.differs, said))

    def put(old: Block) -> Block:
        return new if isinstance(old, StoryBlock) and old.story == story.id else old

    sections = tuple(replace(s, blocks=tuple(put(b) for b in s.blocks)) for s in layout.sections)
    unplaced = tuple(replace(u, block=new) if u.block.story == story.id else u for u in layout.unplaced)
    return replace(layout, sections=sections, unplaced=unplaced)


def still(differs: Iterable[Differing], entries: Iterable[EntryId]) -> tuple[Differing, ...]:
    """What stays of it in a story of these entries: a value whose authorities have left goes with them."""
    held = set(entries)
    kept = []
    for one in differs:
        sides = [replace(s, credits=tuple(c for c in s.credits if c.entry in held)) for s in one.sides]
        kept.append(replace(one, sides=tuple(s for s in sides if s.credits)))
    return tuple(one for one in kept if len(one.sides) > 1)


def _sides(layout: Layout, story: Story, block: StoryBlock, difference: Difference) -> tuple[Side, ...]:
    """One credit for a publisher and a value: who says it twice is one authority."""
    held = {*story.entries, *story.support}
    known = {c.entry: c for c in (*block.also, block.credit)}
    known |= {p.entry: p.block.credit for p in layout.pieces}
    sides = []
    for stated in difference.values:
        voices: dict[str, Credit] = {}
        for credit in (known[m] for m in stated.members if m in held and m in known):
            voices.setdefault(credit.publisher.casefold(), credit)
        if voices:
            sides.append(Side(value=stated.value, credits=tuple(voices.values())))
    return tuple(sides)


def _values(said: Differing) -> frozenset[str]:
    return frozenset(s.value for s in said.sides)
