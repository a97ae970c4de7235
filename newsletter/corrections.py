"""What editors correct in the grouping: each is an edit of today's draft, and a bond for every later one.

Where there is no draft to edit any more (the edition is published, the entries are in none) the bond alone is stored:
it holds whenever these entries are grouped again, in every review of the newsroom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from newsletter import jobs
from newsletter.app import Newsroom
from newsletter.edit import OURS_APART, bonds_of
from newsletter.errors import EditRefused, UsageError
from newsletter.group import said_in_words
from newsletter.model.base import EntryId
from newsletter.model.bonds import Bond, bond_of, bonds_between
from newsletter.model.editions import Before, Draft, Edit, Join, Layout, Lead, Split, Undo
from newsletter.model.rendered import EditionState
from newsletter.model.rules import Review
from newsletter.model.stories import MEMORY, Story, ToldEntry


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of a correction, in words."""

    lines: tuple[str, ...]
    revision: int | None  #: of the draft; None where only the bond was stored


@dataclass(frozen=True, slots=True)
class _Place:
    """Today's draft as it stands, and what was told before."""

    day: dt.date
    layout: Layout | None  #: None: the edition of today is published
    told: dict[EntryId, ToldEntry]

    def story(self, entry: EntryId) -> Story | None:
        stories = self.layout.stories if self.layout else ()
        return next((s for s in stories if entry in s.entries), None)


def join(room: Newsroom, review: Review, entries: Sequence[EntryId], *, by: str) -> Corrected:
    """One story of these entries, today and later."""
    if len(set(entries)) < 2:
        raise UsageError("to join takes two entries or more", hint="newsletter join without entries shows suggestions")
    own = {n for n, source in room.sources.items() if source.ours}
    if len({e.source in own for e in room.store.archive.entries(ids=list(entries))}) > 1:
        raise EditRefused("an article of our own joins nobody else's story", hint=OURS_APART)
    place = _place(room, review)
    here = [e for e in dict.fromkeys(entries) if place.story(e)]
    old = [place.told[e] for e in dict.fromkeys(entries) if e not in here and e in place.told]
    far = [e for e in dict.fromkeys(entries) if e not in here and e not in place.told]
    made = bonds_between("join", entries[:1], entries[1:], by=by, at=room.now())
    words = _overruled(room, made)
    stories = {s.id for e in here if (s := place.story(e))}
    if here and not far and (len(stories) > 1 or old):
        before = max(old, key=lambda t: (t.day, t.story), default=None)
        mark = Before(entry=before.entry.id, story=before.story, day=before.day) if before else None
        edit = Join(entry=here[0], others=tuple(here[1:]), before=mark)
        return _edited(room, review, place, edit, by, words)
    if len(here) == len(set(entries)):
        story = place.story(here[0])
        raise EditRefused(
            f"these are one story already: “{story.title if story else ''}”",
            hint="newsletter split takes them apart, newsletter lead chooses who speaks for it",
        )
    return _stored(room, review, place, made, words)


def split(
    room: Newsroom, review: Review, entries: Sequence[EntryId], *, apart: Sequence[EntryId] = (), by: str
) -> Corrected:
    """These entries leave their story; never joined again with what stays, or only with `apart`."""
    place = _place(room, review)
    story = place.story(entries[0])
    if story is None:
        told = place.told.get(entries[0])
        rest = [t.entry.id for t in place.told.values() if told and t.story == told.story and t.entry.id not in entries]
        if not (apart or rest):
            raise EditRefused("this entry is in no story from which it could be split", hint=_EXPLAIN)
        made = bonds_between("apart", entries, apart or rest, by=by, at=room.now())
        return _stored(room, review, place, made, _overruled(room, made))
    along = _reprints(room, story, entries, apart)
    rest = [e for e in story.entries if e not in entries and e not in along]
    rest += [t.entry.id for t in place.told.values() if story.told and t.story == story.id]
    stranger = next((e for e in apart if e not in rest), None)
    if stranger is not None:
        raise EditRefused(f"{stranger} is not in the story “{story.title}”", hint=_EXPLAIN)
    edit = Split(entry=entries[0], others=tuple(entries[1:]), apart=tuple(apart or rest), along=along)
    made = bonds_between("apart", entries, edit.apart, by=by, at=room.now())
    titles = _titles(room, along)
    words = [f"“{titles[e]}” goes along: it has the same text" for e in along]
    return _edited(room, review, place, edit, by, (*words, *_overruled(room, made)))


def _reprints(
    room: Newsroom, story: Story, entries: Sequence[EntryId], apart: Sequence[EntryId]
) -> tuple[EntryId, ...]:
    """What has the text of what is split off goes along; none where the lead would, or where nothing would stay."""
    from newsletter.group import reprints

    found = reprints(entries, list(room.store.archive.entries(ids=story.entries)))
    leaves = {*entries, *found}
    if {story.lead, *apart} & set(found) or leaves.issuperset(story.entries):
        return ()
    return found


def never(room: Newsroom, review: Review, one: EntryId, other: EntryId, *, by: str) -> Corrected:
    """These two are never one story. Where they are one now, the second leaves it."""
    place = _place(room, review)
    story = place.story(one)
    if story is not None and other in story.entries:
        return _divided(room, review, place, story, (one, other), by)
    made = bonds_between("apart", [one], [other], by=by, at=room.now())
    here = "they are two stories of today's draft already" if story and place.story(other) else ""
    return _stored(room, review, place, made, _overruled(room, made), here)


def _divided(
    room: Newsroom, review: Review, place: _Place, story: Story, pair: tuple[EntryId, EntryId], by: str
) -> Corrected:
    """The side without the story's lead leaves it, as every later grouping will have it too."""
    from newsletter.group import goes_along

    made = bonds_between("apart", pair[:1], pair[1:], by=by, at=room.now())
    said = [*room.store.bonds.all(), *(replace(b, turn=_LAST) for b in made)]
    stories = place.layout.stories if place.layout else ()
    entries = list(room.store.archive.entries(ids=[e for s in stories for e in s.entries]))
    one, other = pair
    sides = partial(
        goes_along, held=story.entries, entries=entries, sources=room.sources, language=review.language, bonds=said
    )
    if story.lead in (other, *sides(other)):
        one, other = other, one
    along = sides(other)
    edit = Split(entry=other, apart=(one,), along=along)
    return _edited(room, review, place, edit, by, _overruled(room, made))


def forget(room: Newsroom, review: Review, one: EntryId, other: EntryId, *, by: str) -> Corrected:
    """Take back what was said of these two, whoever said it and in whatever edition: one story, or never one.

    What an edit of today's draft says is taken back with that edit, else its next edit would say it again.
    """
    pair = (min(one, other), max(one, other))
    lines = []
    revision = None
    for each in room.rules.reviews:
        draft = room.store.drafts.get(each.id, room.day(each))
        place = _place(room, each) if draft is not None and draft.edits else None
        if draft is None or place is None or place.layout is None:
            continue
        for n in sorted({n for n, b in bonds_of(draft) if _about(b, pair)}, reverse=True):
            made = jobs.revise(room, each, place.day, Undo(revision=n), by=by)
            lines.append(f"revision {made.revision} of the draft of {place.day} takes revision {n} back")
            revision = made.revision if each.id == review.id else revision
    found = [b for b in room.store.bonds.all() if _about(b, pair)]
    room.store.bonds.forget(found)
    if not (found or lines):
        raise EditRefused("nothing was said of these two", hint="newsletter join --list shows what was said")
    lines += [f"forgotten: {said_in_words(b, _titles(room, pair))}" for b in found]
    return Corrected(tuple(lines), revision)


def _about(bond: Bond, pair: tuple[EntryId, EntryId]) -> bool:
    return bond.kind in ("join", "apart") and (bond.one, bond.other) == pair


def _titles(room: Newsroom, ids: Sequence[EntryId]) -> dict[EntryId, str]:
    return {e.id: e.title or str(e.id) for e in room.store.archive.entries(ids=list(ids))}


def lead(room: Newsroom, review: Review, entry: EntryId, *, by: str) -> Corrected:
    """This entry speaks for its story, today and later."""
    place = _place(room, review)
    if place.story(entry) is not None:
        return _edited(room, review, place, Lead(entry=entry), by, ())
    return _stored(room, review, place, (bond_of("lead", entry, by=by, at=room.now()),), ())


_LAST = 1_000_000  #: the turn of what is said now, whatever the clock says
_EXPLAIN = "newsletter explain ENTRY says where it is"


def _place(room: Newsroom, review: Review) -> _Place:
    day = room.day(review)
    record = room.store.editions.find(review.id, day=day)
    told = {t.entry.id: t for t in room.store.decisions.told(review.id, day - MEMORY)}
    if record is not None and record.state is not EditionState.QUIET:
        return _Place(day, None, told)
    draft: Draft = room.compose(review, day)
    return _Place(day, room.fold(draft).layout, {e: t for e, t in told.items() if t.day < day})


def _edited(room: Newsroom, review: Review, place: _Place, edit: Edit, by: str, words: Sequence[str]) -> Corrected:
    made = jobs.revise(room, review, place.day, edit, by=by)
    line = f"revision {made.revision} of the draft of {place.day}; it holds for later editions too"
    return Corrected((line, *words), made.revision)


def _stored(
    room: Newsroom, review: Review, place: _Place, made: Sequence[Bond], words: Sequence[str], why: str = ""
) -> Corrected:
    room.store.bonds.put(review.id, place.day, made)
    published = "the edition of today is published" if place.layout is None else ""
    why = why or published or "no story of today's draft is concerned"
    return Corrected((f"kept for later groupings; {why}", *words), None)


def _overruled(room: Newsroom, made: Sequence[Bond]) -> tuple[str, ...]:
    """What was said before and holds no longer because of `made`, in words."""
    from newsletter.group import settle, signed

    before = room.store.bonds.all()
    known = {o.bond for o in settle(before).overruled}
    last = [replace(b, turn=_LAST) for b in made]
    lost = [o.bond for o in settle([*before, *last]).overruled if o.bond not in known]
    titles = {
        e.id: e.title or e.id for e in room.store.archive.entries(ids=[i for b in lost for i in (b.one, b.other)])
    }
    said = {"join": "are one story", "apart": "are never one story"}
    return tuple(
        f"this overrules what {signed(b)} said: “{titles.get(b.one, b.one)}” and “{titles.get(b.other, b.other)}”"
        f" {said[b.kind]}"
        for b in lost
    )
