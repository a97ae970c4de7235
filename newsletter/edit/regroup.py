"""Stories put together anew by an editor: joined, split, with another lead.

A base is frozen, so nothing is written here: what each entry would be by itself lies in the layout (`pieces`), and a
story is put together from its members' pieces. Who led goes on leading where that is possible; a story keeps its
place, and what leaves a story on the page stands right behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsletter.edit.differ import still
from newsletter.edit.places import block_of, goes_with, is_line, own_title, story_of, without
from newsletter.errors import EditRefused
from newsletter.model.base import EntryId, StoryId, day_in_words
from newsletter.model.editions import (
    Block,
    Credit,
    FiguresBlock,
    Join,
    Layout,
    Lead,
    LinkItem,
    LinksBlock,
    PictureBlock,
    Piece,
    QuoteBlock,
    Split,
    StoryBlock,
    Unplaced,
)
from newsletter.model.stories import Cause, Member, Story

#: What an editor is told who wants to join an article of our own.
OURS_APART = "our articles stand below the story that they are about, “From us”; newsletter explain ENTRY says where"


@dataclass(frozen=True, slots=True)
class _Part:
    """A story that was put together anew."""

    story: Story
    block: StoryBlock
    refusal: str = ""  #: why its lead may not stand on the page


def join(layout: Layout, edit: Join, by: str) -> Layout:
    """One story of several; joined with one that was told, it is a repeat and leaves the page."""
    found = list({s.id: s for s in (story_of(layout, e) for e in (edit.entry, *edit.others))}.values())
    before = edit.before
    _ours_among(layout, found)
    if before is not None:
        found += [s for s in layout.stories if s.id == before.story and s not in found]
    if len(found) == 1 and (before is None or found[0].id == before.story):
        hint = "name entries of two stories; newsletter draft show prints the ids"
        raise EditRefused(f"these are one story already: “{found[0].title}”", hint=hint)
    placed = {story for _, _, story in layout.placed()}
    anchor = next((s for s in found if s.id in placed), found[0])
    named = {edit.entry, *edit.others} - set(anchor.entries)
    why = f"joined by {by or 'an editor'}"
    members = [replace(m, why=why) if m.entry in named else m for s in found for m in s.members]
    marks = [(s.told, s.id) for s in found if s.told] + ([(before.day, before.story)] if before else [])
    one = _part(layout, anchor, members, block_of(layout, anchor), marks)
    for other in found:
        if other is not anchor:
            layout = _gone(layout, other)
    layout = _put(layout, anchor, [one])
    return _repeated(layout, one, by) if one.story.told else layout


def _ours_among(layout: Layout, stories: Sequence[Story]) -> None:
    """Refuse to make one story of our own articles and of what others report: a link without words would lead it."""
    ours = {p.entry for p in layout.pieces if not p.voice}
    held = [bool(ours.intersection(s.entries)) for s in stories]
    if any(held) and not all(held):
        raise EditRefused("an article of our own joins nobody else's story", hint=OURS_APART)


def split(layout: Layout, edit: Split, by: str) -> Layout:
    """Some entries leave their story. What was taken for a repeat and is none waits for an editor to place it."""
    story = story_of(layout, edit.entry)
    leaving = {edit.entry, *edit.others, *edit.along}
    for entry in leaving:
        other = story_of(layout, entry)
        if other is not story:
            raise EditRefused(f"{entry} is in another story: “{other.title}”", hint="split one story at a time")
    rest = [m for m in story.members if m.entry not in leaving]
    if not rest and story.told is None:
        hint = "only what leaves others behind can be split off"
        raise EditRefused(f"“{story.title}” has no other report", hint=hint)
    old, name = block_of(layout, story), by or "an editor"
    gone = [replace(m, why=_left(layout, edit, m, rest, name)) for m in story.members if m.entry in leaving]
    off = _part(layout, story, gone, old, ())
    marks = [(story.told, story.id)] if story.told else []
    stays = [_part(layout, story, rest, old, marks)] if rest else []
    placed = any(s == story.id for _, _, s in layout.placed())
    if story.told and not placed:
        why = f"split by {name} from what was told on {day_in_words(story.told)}: place it, or it comes back"
        return _shelve(_put(layout, story, stays), off, why)
    if not placed:
        return _put(layout, story, [*stays, off])
    stand = [p for p in (*stays, off) if not p.refusal] or [*stays, off]
    layout = _put(layout, story, stand)
    for part in (*stays, off):
        if part not in stand:
            layout = _shelve(layout, part, f"split by {name}; {part.refusal}")
    return layout


def _left(layout: Layout, edit: Split, member: Member, rest: Sequence[Member], name: str) -> str:
    """Why a member is where it is now: only who was named was split off."""
    pieces = _pieces(layout, [edit.entry, *edit.apart[:1]])
    said = {e: p.block.credit.name for e, p in pieces.items()}
    if member.entry in edit.along:
        return f"goes with {said.get(edit.entry, 'it')}'s, which is kept apart by {name}"
    if len(edit.apart) == 1 and edit.apart[0] in said and (edit.along or len(rest) > 1):
        return f"kept apart from {said[edit.apart[0]]}'s by {name}"
    return f"split off by {name}"


def lead(layout: Layout, edit: Lead, by: str) -> Layout:
    """Another entry speaks for the story, if its words may be printed."""
    story = story_of(layout, edit.entry)
    old = block_of(layout, story)
    if old.credit.entry == edit.entry:
        raise EditRefused(f"this entry leads “{story.title}” already")
    piece = _pieces(layout, [edit.entry]).get(edit.entry)
    if piece is None:
        raise EditRefused(*_OLD, hint="it can lead from the next edition on")
    if piece.refusal:
        raise EditRefused(f"it cannot lead: {piece.refusal}", hint="it stays among those who also report it")
    if not piece.voice and any(p.voice for p in _pieces(layout, story.entries).values()):
        raise EditRefused("an article of our own leads nobody else's story", hint=OURS_APART)
    titled = replace(story, lead=edit.entry, lead_by=by or "an editor", title=piece.block.headline.printed)
    return _put(layout, story, [_Part(titled, _block(layout, titled, old))])


_OLD = ("this draft was frozen by an earlier version and does not hold the entry's own words",)


# --- a story made of pieces ----------------------------------------------------------------------


def _pieces(layout: Layout, entries: Sequence[EntryId]) -> dict[EntryId, Piece]:
    """The fittest lead first."""
    wanted = set(entries)
    return {p.entry: p for p in layout.pieces if p.entry in wanted}


def _part(
    layout: Layout,
    story: Story,
    members: Sequence[Member],
    old: StoryBlock,
    marks: Sequence[tuple[dt.date, StoryId]],
) -> _Part:
    """`members` as one story, in place of `story`, which `old` shows; `marks` are the days on which it was told."""
    pieces = _pieces(layout, [m.entry for m in members])
    held = {m.entry for m in members}
    if not pieces and old.credit.entry not in held:
        raise EditRefused(*_OLD, hint="it can be split from the next edition on")
    seen = {e: (p.seen, e) for e, p in pieces.items()}
    if len(seen) == len(members):
        members = sorted(members, key=lambda m: seen[m.entry])
    able = [e for e in (old.credit.entry, story.lead, *pieces) if e in held]
    chosen = next((e for e in able if e not in pieces or not pieces[e].refusal), able[0])
    told = max(marks, key=lambda m: (m[0], m[1]), default=None)
    keeps = chosen == story.lead or chosen not in pieces
    made = replace(
        story,
        id=told[1] if told else StoryId(members[0].entry),
        lead=chosen,
        members=tuple(members),
        title=story.title if keeps else pieces[chosen].block.headline.printed,
        told=told[0] if told else None,
        lead_by=story.lead_by if chosen == story.lead else "",
    )
    refusal = pieces[chosen].refusal if chosen in pieces else ""
    return _Part(made, _block(layout, made, old), refusal)


def _block(layout: Layout, story: Story, old: StoryBlock) -> StoryBlock:
    """The story's words: those of its lead, as many sentences as stood there."""
    pieces = _pieces(layout, story.entries)
    piece = pieces.get(story.lead)
    title = own_title(layout, story)
    also = _also(story, pieces, old)
    differs = still(old.differs, (*story.entries, *story.support))
    if piece is None or old.credit.entry == story.lead:
        headline = title or (piece.block.headline if piece else old.headline)
        return replace(old, story=story.id, headline=headline, also=also, differs=differs)
    sentences = piece.block.sentences[: max(1, len(old.sentences))]
    headline = title or piece.block.headline
    return replace(piece.block, story=story.id, headline=headline, sentences=sentences, also=also, differs=differs)


def _also(story: Story, pieces: Mapping[EntryId, Piece], old: StoryBlock) -> tuple[Credit, ...]:
    """One credit per other publisher: a reprint in another feed of the same house is no second voice."""
    mine = pieces[story.lead].block.credit if story.lead in pieces else old.credit
    known = [c for c in (old.credit, *old.also) if c.entry in {*story.entries, *story.support} - pieces.keys()]
    voices: dict[str, Credit] = {}
    for credit in (*(p.block.credit for p in pieces.values() if p.voice), *known):
        voices.setdefault(credit.publisher.casefold(), credit)
    voices.pop(mine.publisher.casefold(), None)
    return tuple(voices.values())


# --- into the layout -----------------------------------------------------------------------------


def _put(layout: Layout, story: Story, parts: Sequence[_Part]) -> Layout:
    """`parts` where `story` was: in its section, in its list, or among the unplaced."""
    sections = tuple(replace(s, blocks=tuple(_blocks(s.blocks, story, parts))) for s in layout.sections)
    unplaced = [
        new
        for u in layout.unplaced
        for new in ([replace(u, block=p.block) for p in parts] if u.block.story == story.id else [u])
    ]
    stories = [new for s in layout.stories for new in ([p.story for p in parts] if s is story else [s])]
    return replace(layout, sections=sections, unplaced=tuple(unplaced), stories=tuple(stories))


def _blocks(blocks: Sequence[Block], story: Story, parts: Sequence[_Part]) -> Iterator[Block]:
    companions = [
        b
        for b in blocks
        if isinstance(b, QuoteBlock | PictureBlock)
        and goes_with(b, story)
        and not (isinstance(b, QuoteBlock) and _tells(b.stands_for, story))
    ]
    old = next((b for b in blocks if isinstance(b, StoryBlock) and b.story == story.id), None)
    for block in blocks:
        if block is old:
            for part in parts:
                yield part.block
                yield from _with(companions, part, block)
        elif isinstance(block, LinksBlock):
            yield replace(block, items=tuple(_lines(block, story, parts)))
        elif isinstance(block, QuoteBlock | FiguresBlock) and _tells(block.stands_for, story):
            # What is printed of the story goes on telling it, as far as it still belongs to it.
            yield from (replace(block, stands_for=p.block) for p in parts[:1])
            yield from (p.block for p in parts[1:])
        elif not any(block is c for c in companions):
            yield block


def _with(companions: Sequence[QuoteBlock | PictureBlock], part: _Part, old: StoryBlock) -> Iterator[Block]:
    """What is quoted goes with who is quoted. A new lead's sentences may hold the quotation: it is not said twice."""
    for companion in companions:
        entry = companion.credit.entry
        new_lead = entry == part.block.credit.entry != old.credit.entry
        if entry in part.story.entries and not new_lead:
            yield replace(companion, story=part.story.id) if isinstance(companion, QuoteBlock) else companion


def _tells(stands_for: StoryBlock | None, story: Story) -> bool:
    return stands_for is not None and stands_for.story == story.id


def _lines(block: LinksBlock, story: Story, parts: Sequence[_Part]) -> Iterator[LinkItem]:
    done = False
    for item in block.items:
        if not is_line(item, story) or (block.label == "ahead" and not item.stands_for):
            yield item
        elif item.stands_for:
            yield from (replace(item, stands_for=p.block) for p in parts[:1])
            yield from (LinkItem(title=p.block.headline, credit=p.block.credit, stands_for=p.block) for p in parts[1:])
        elif not done:
            done = True
            yield from (replace(item, title=p.block.headline, credit=p.block.credit) for p in parts)


def _gone(layout: Layout, story: Story) -> Layout:
    left = without(layout, story)
    return replace(left, stories=tuple(s for s in left.stories if s is not story))


def _shelve(layout: Layout, part: _Part, why: str) -> Layout:
    """Among the unplaced, kept for an editor; its story is added where it is not known yet."""
    shelf = Unplaced(block=part.block, reason=why, outcome="held", cause=Cause.HAND)
    stories = layout.stories if part.story in layout.stories else (*layout.stories, part.story)
    return replace(layout, unplaced=(*layout.unplaced, shelf), stories=stories)


def _repeated(layout: Layout, part: _Part, by: str) -> Layout:
    assert part.story.told is not None
    why = f"told on {day_in_words(part.story.told)}: joined with it by {by or 'an editor'}"
    shelf = Unplaced(block=part.block, reason=why, cause=Cause.REPEAT)
    left = without(layout, part.story)
    return replace(left, unplaced=(*left.unplaced, shelf))
