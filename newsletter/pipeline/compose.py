"""Select -> group -> write -> lay out; and an editor's edits on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from newsletter import ports, timetable
from newsletter.edit import admit
from newsletter.group import group, topics
from newsletter.layout import lay_out, shelve
from newsletter.model.base import SourceName, StoryId
from newsletter.model.editions import Draft, Edit, Layout, SignedEdit, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, TopicsRule
from newsletter.model.sources import Source
from newsletter.model.stories import Aside, Member, Outcome, Story, Window
from newsletter.select import select
from newsletter.write import write

#: How far back an edition remembers what it told. Longer than any holiday's gap between two editions.
MEMORY = dt.timedelta(days=30)


def compose(
    review: Review,
    day: dt.date,
    *,
    sources: Mapping[SourceName, Source],
    decisions: ports.Decisions,
    editions: ports.Editions,
    drafts: ports.Drafts,
    cutoff: dt.datetime,
) -> Draft:
    """The day's draft as the entries make it now. Stores nothing: a preview and a build see the same.

    A draft that has edits keeps its base; stories that came later are its arrivals.
    """
    kept = drafts.get(review.id, day)
    if kept and kept.edits:
        cutoff_now = max(cutoff, kept.window.cutoff)
        fresh = _base(review, day, sources, decisions, timetable.window(cutoff_now, kept.window.opens))
        return replace(kept, arrivals=_arrivals(kept.base, fresh))
    last = editions.find(review.id, before=day)
    window = timetable.window(cutoff, last.cutoff if last else None)
    base = _base(review, day, sources, decisions, window)
    return Draft(review=review.id, day=day, window=window, base=base)


def _base(
    review: Review, day: dt.date, sources: Mapping[SourceName, Source], decisions: ports.Decisions, window: Window
) -> Layout:
    undecided = decisions.undecided(review.id, window.cutoff)
    told = decisions.told(review.id, day - MEMORY)
    chosen = select(undecided, window=window, day=day, held_since=decisions.held_since(review.id), told=told)
    entries = {e.id: e for e in chosen.candidates}
    stories = group(chosen.candidates, told=told, sources=sources, language=review.language)
    rule = next((s for s in review.sections if isinstance(s, TopicsRule)), None)
    found = topics(stories, entries, limit=rule.limit, min_stories=rule.min_stories) if rule else ()
    written = {s.id: write(s, entries=entries, sources=sources, review=review, window=window) for s in stories}
    flagged = [a for a in chosen.asides if a.outcome is Outcome.HELD]
    layout = lay_out(
        stories,
        written=written,
        entries=entries,
        sources=sources,
        topics=found,
        review=review,
        window=window,
        asides=[a for a in chosen.asides if a not in flagged],
    )
    alone = {e.id: e for e in undecided}
    shelf = [(_alone(alone[a.entry], a), a.reason) for a in flagged]
    return shelve(
        layout,
        [(s, write(s, entries=alone, sources=sources, review=review, window=window), why) for s, why in shelf],
    )


def _alone(entry: Entry, aside: Aside) -> Story:
    """What no machine may place is a story of its own, so that an editor can."""
    member = Member(entry=entry.id, why=aside.reason)
    return Story(id=StoryId(entry.id), lead=entry.id, members=(member,), title=entry.title or "")


def _arrivals(base: Layout, fresh: Layout) -> tuple[StoryBlock, ...]:
    known = {e for story in base.stories for e in story.entries} | {a.entry for a in base.asides}
    new = {s.id for s in fresh.stories if not known.intersection(s.entries)}
    placed = (block for _, block, story in fresh.placed() if story in new)
    return tuple(b for b in placed if isinstance(b, StoryBlock)) + tuple(
        u.block for u in fresh.unplaced if u.block.story in new
    )


def revise(draft: Draft, edit: Edit, *, by: str, drafts: ports.Drafts, now: dt.datetime) -> Draft:
    """One more edit of `draft`. EditRefused stores nothing; StaleRevision when somebody was faster."""
    signed = SignedEdit(edit=edit, by=by, at=now, revision=draft.revision + 1)
    admit(draft, signed)  # refused here, before anything is stored
    if draft.revision == 0:
        drafts.put_base(draft)  # from here on the base is frozen
    drafts.append(draft.review, draft.day, signed)
    return replace(draft, edits=(*draft.edits, signed), approved=None, approved_by="")
