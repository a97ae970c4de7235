"""One edit applied to a layout."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Literal, assert_never

from newsletter.edit.differ import differ
from newsletter.edit.places import block_of, goes_with, is_line, story_of, with_block, without
from newsletter.edit.regroup import join, lead, split
from newsletter.errors import EditRefused
from newsletter.model.base import EntryId, day_in_words, find
from newsletter.model.editions import (
    Block,
    Differ,
    Edit,
    Hold,
    House,
    Join,
    Layout,
    Lead,
    LinksBlock,
    OwnTitle,
    Place,
    Retitle,
    Spike,
    Split,
    StoryBlock,
    Subject,
    Undo,
    Unplaced,
)
from newsletter.model.edits import LEADS, SUBJECT
from newsletter.model.stories import Cause, Story

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
        case Join():
            return join(layout, edit, by)
        case Split():
            return split(layout, edit, by)
        case Lead():
            return lead(layout, edit, by)
        case Differ():
            return differ(layout, edit, by)
        case Subject():
            return replace(layout, subject=_subject(edit.leads))
        case Undo():
            raise EditRefused("only a draft's edits can be taken back", hint="undo an edit by its revision")
        case _:
            assert_never(edit)


def _take_out(layout: Layout, entry: EntryId, outcome: Literal["held", "spiked"], reason: str) -> Layout:
    story = story_of(layout, entry)
    block = block_of(layout, story)
    if story.told is not None and outcome == "held":
        said = day_in_words(story.told)
        raise EditRefused(f"“{story.title}” was told on {said}", hint="place it to tell it again; it is not kept")
    if any(u.block.story == story.id and u.outcome == outcome for u in layout.unplaced):
        raise EditRefused(f"“{story.title}” is {outcome} already")
    out = Unplaced(block=block, reason=reason, outcome=outcome, cause=Cause.HAND)
    left = without(layout, story)
    return replace(left, unplaced=(*left.unplaced, out))


def _place(layout: Layout, edit: Place) -> Layout:
    story = story_of(layout, edit.entry)
    block = block_of(layout, story)
    target = find(layout.sections, key=edit.section)
    if target is None:
        known = ", ".join(s.key for s in layout.sections)
        raise EditRefused(f"there is no section “{edit.section}”", hint=f"the sections are: {known}" if known else "")
    if edit.position < 0:
        raise EditRefused(f"{edit.position} is no position", hint="0 is the top")
    _may_stand(layout, story, block)
    companions = [b for s in layout.sections for b in s.blocks if goes_with(b, story)]
    left = without(layout, story)
    sections = tuple(
        with_block(s, block, companions, edit.position) if s.key == edit.section else s for s in left.sections
    )
    return replace(left, sections=sections)


def _may_stand(layout: Layout, story: Story, block: StoryBlock) -> None:
    """What the check before publishing takes off the page for its source is refused before anybody relies on it."""
    never = {p.entry for p in layout.pieces if p.never_leads}
    if block.credit.entry not in never:
        return
    name = block.credit.name
    fit = next((p for p in layout.pieces if p.entry in story.entries and not (p.never_leads or p.refusal)), None)
    if fit is not None:
        hint = f"let another report lead it first: newsletter lead {fit.entry[:12]}"
        raise EditRefused(f"{name} may not lead “{story.title}”", hint=hint)
    hint = "labelled sources never lead and never stand alone; newsletter join adds a report of another source"
    raise EditRefused(f"“{story.title}” is only reported by {name}, which is never printed alone", hint=hint)


def _retitle(layout: Layout, edit: Retitle, by: str) -> Layout:
    story = story_of(layout, edit.entry)
    block_of(layout, story)
    return own_headline(layout, OwnTitle(entry=edit.entry, headline=House(text=_headline(edit.text), by=by)))


def own_headline(layout: Layout, title: OwnTitle) -> Layout:
    """The headline on the story that holds the entry, wherever it stands; it stays with it through regrouping."""
    story, headline = story_of(layout, title.entry), title.headline
    sections = tuple(replace(s, blocks=tuple(_renamed(b, story, headline) for b in s.blocks)) for s in layout.sections)
    unplaced = tuple(
        replace(u, block=replace(u.block, headline=headline)) if u.block.story == story.id else u
        for u in layout.unplaced
    )
    return replace(layout, sections=sections, unplaced=unplaced, titles=(*layout.titles, title))


def _headline(text: str) -> str:
    text = _line(text, "headline")
    if len(text) > LONGEST:
        raise EditRefused(f"this headline has {len(text)} characters; {LONGEST} is the most")
    return text


def _subject(leads: tuple[str, ...]) -> str:
    words = "; ".join(_line(lead, "subject").rstrip(".; ") for lead in leads)
    if not 1 <= len(leads) <= LEADS:
        raise EditRefused(f"{len(leads)} leads are no subject", hint=f"give one, two or {LEADS}")
    if len(words) > SUBJECT:
        raise EditRefused(f"this subject has {len(words)} characters; phones show {SUBJECT}", hint="shorten a lead")
    return words


def _line(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise EditRefused(f"a {what} needs words")
    if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in text):
        raise EditRefused(f"a {what} is one line, without control characters")
    return text


def _renamed(block: Block, story: Story, headline: House) -> Block:
    if isinstance(block, StoryBlock) and block.story == story.id:
        return replace(block, headline=headline)
    if isinstance(block, LinksBlock):
        items = tuple(replace(i, title=headline) if is_line(i, story) else i for i in block.items)
        return replace(block, items=items)
    return block
