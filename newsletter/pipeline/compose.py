"""Select -> group -> write -> lay out; and an editor's edits on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from newsletter import ports, timetable
from newsletter.edit import admit, bonds_of
from newsletter.group import THRESHOLDS, Memory, developments, group, todays
from newsletter.layout import lay_out, must_read, plan, put_figures, shelve
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.bonds import Bond
from newsletter.model.editions import Draft, Edit, Layout, SignedEdit, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import MEMORY, Aside, Outcome, Selection, Story, ToldEntry, Topic, Window
from newsletter.model.topics import Choice
from newsletter.model.written import Unwritable, Written
from newsletter.pipeline.freeze import titled
from newsletter.pipeline.meanings import Joining
from newsletter.pipeline.offers import alone, ours_again, settle
from newsletter.pipeline.telling import apart, tell
from newsletter.pipeline.topics import rule_of
from newsletter.select import KILLED, select, without_withdrawn
from newsletter.write import once, reports, write

#: How long an entry that was passed over may support a later story: grouping joins nothing that is further apart.
SUPPORT = dt.timedelta(days=3)


def compose(
    review: Review,
    day: dt.date,
    *,
    sources: Mapping[SourceName, Source],
    decisions: ports.Decisions,
    editions: ports.Editions,
    drafts: ports.Drafts,
    cutoff: dt.datetime,
    bonds: Sequence[Bond] = (),
    grouping: Joining | None = None,
    choices: Sequence[Choice] = (),
) -> Draft:
    """The day's draft as the entries make it now. Stores nothing: a preview and a build see the same.

    A draft that has edits keeps its base; stories that came later are its arrivals.
    """
    kept = drafts.get(review.id, day)
    if kept and kept.edits:
        cutoff_now = max(cutoff, kept.window.cutoff)
        later = timetable.window(cutoff_now, kept.window.opens)
        fresh = base(review, day, sources, decisions, later, bonds=bonds, grouping=grouping, choices=choices)
        return replace(kept, arrivals=_arrivals(kept.base, fresh))
    last = editions.find(review.id, before=day)
    window = timetable.window(cutoff, last.cutoff if last else None)
    made = base(review, day, sources, decisions, window, bonds=bonds, grouping=grouping, choices=choices)
    return Draft(review=review.id, day=day, window=window, base=made)


def base(
    review: Review,
    day: dt.date,
    sources: Mapping[SourceName, Source],
    decisions: ports.Decisions,
    window: Window,
    *,
    bonds: Sequence[Bond] = (),
    grouping: Joining | None = None,
    choices: Sequence[Choice] = (),
) -> Layout:
    """What the stages make of everything that is undecided; `bonds` are what editors said in earlier drafts."""
    undecided = decisions.undecided(review.id, window.cutoff)
    told = decisions.told(review.id, day - MEMORY)
    held_since = decisions.held_since(review.id)
    chosen = _chosen(undecided, review, sources, bonds, window=window, day=day, held_since=held_since, told=told)
    passed = decisions.passed(review.id, day - SUPPORT)
    entries = {e.id: e for e in (*passed, *chosen.candidates)}
    stories = group(
        chosen.candidates,
        told=told,
        sources=sources,
        language=review.language,
        bonds=bonds,
        by=grouping.by if grouping else THRESHOLDS,
        passed=passed,
        meanings=grouping.meanings([*(t.entry for t in told), *entries.values()]) if grouping else None,
    )
    telling = partial(tell, memory=Memory(told), entries=entries, sources=sources, review=review, window=window)
    stories = apart(stories, telling, told=told, entries=entries)
    written = once(settle(telling, stories=stories, entries=entries, held_since=held_since, day=day, sources=sources))
    ours = ours_again(told, sources=sources, window=window, day=day)
    again = [alone(e, "offered before") for e in ours.values()]
    written |= {s.id: write(s, entries=ours, sources=sources, review=review, window=window) for s in again}
    counted = reports(chosen.candidates, sources=sources, review=review, window=window)
    figures = plan(
        counted, stories=stories, written=written, entries=entries, sources=sources, review=review, window=window
    )
    layout = lay_out(
        [s for s in stories if s.id not in figures.stories],
        written=written,
        entries=entries | ours,
        sources=sources,
        topics=_topics(review, day, told, stories, written, entries, choices),
        review=review,
        window=window,
        asides=[a for a in chosen.asides if a.outcome is not Outcome.HELD],
        again=again,
        told=told,
    )
    layout = must_read(titled(put_figures(layout, figures, review=review, window=window), bonds), entries, sources)
    return _shelved(layout, chosen.asides, undecided, sources=sources, review=review, window=window)


def _chosen(
    undecided: Sequence[Entry],
    review: Review,
    sources: Mapping[SourceName, Source],
    bonds: Sequence[Bond],
    *,
    window: Window,
    day: dt.date,
    held_since: Mapping[EntryId, dt.date],
    told: Sequence[ToldEntry],
) -> Selection:
    """What may be used; without the reports that are one story with a piece that its agency has withdrawn."""
    publishers = {name: source.publisher for name, source in sources.items()}
    chosen = select(undecided, window=window, day=day, held_since=held_since, told=told, publishers=publishers)
    killed = {a.entry for a in chosen.asides if a.flag == KILLED}
    if not killed:
        return chosen
    entries = {e.id: e for e in (*chosen.candidates, *(e for e in undecided if e.id in killed))}
    found = group(tuple(entries.values()), told=(), sources=sources, language=review.language, bonds=bonds)
    stories = [[entries[e] for e in s.entries] for s in found]
    return without_withdrawn(chosen, stories, undecided=undecided, day=day, held_since=held_since)


def _shelved(
    layout: Layout,
    asides: Sequence[Aside],
    undecided: Sequence[Entry],
    *,
    sources: Mapping[SourceName, Source],
    review: Review,
    window: Window,
) -> Layout:
    """With what only an editor may place among the unplaced."""
    open_ones = {e.id: e for e in undecided}
    shelf = [(alone(open_ones[a.entry], a.reason), a.reason) for a in asides if a.outcome is Outcome.HELD]
    return shelve(
        layout,
        [(s, write(s, entries=open_ones, sources=sources, review=review, window=window), why) for s, why in shelf],
    )


def _topics(
    review: Review,
    day: dt.date,
    told: Sequence[ToldEntry],
    stories: Sequence[Story],
    written: Mapping[StoryId, Written | Unwritable],
    entries: Mapping[EntryId, Entry],
    choices: Sequence[Choice],
) -> tuple[Topic, ...]:
    """Today's sections of topics, over days; of stories that may be printed."""
    rule = rule_of(review)
    if rule is None:
        return ()
    fit = [s for s in stories if isinstance(written[s.id], Written) and (not s.told or written[s.id].block.since)]
    before = [t for t in told if t.day < day]
    followed = developments(before, fit, entries, day=day, choices=choices, quiet=rule.quiet_days)
    return todays(followed, day, limit=len(followed) or 1, min_stories=rule.min_stories)


def _arrivals(base: Layout, fresh: Layout) -> tuple[StoryBlock, ...]:
    known = {e for story in base.stories for e in story.entries} | {a.entry for a in base.asides}
    new = {s.id for s in fresh.stories if not known.intersection(s.entries)}
    placed = (block for _, block, story in fresh.placed() if story in new)
    return tuple(b for b in placed if isinstance(b, StoryBlock)) + tuple(
        u.block for u in fresh.unplaced if u.block.story in new
    )


def revise(
    draft: Draft,
    edit: Edit,
    *,
    by: str,
    drafts: ports.Drafts,
    now: dt.datetime,
    freeze: Callable[[Draft], Draft] = lambda draft: draft,
) -> Draft:
    """One more edit of `draft`. EditRefused stores nothing; StaleRevision when somebody was faster.

    `freeze` is called before the first edit: see `freeze`. What the edits say of entries is stored with them.
    """
    if draft.revision == 0:
        draft = freeze(draft)
    signed = SignedEdit(edit=edit, by=by, at=now, revision=draft.revision + 1)
    admit(draft, signed)  # refused here, before anything is stored
    if draft.revision == 0:
        drafts.put_base(draft)  # from here on the base is frozen
    revised = replace(draft, edits=(*draft.edits, signed), approved=None, approved_by="")
    drafts.append(draft.review, draft.day, signed, bonds_of(revised))
    return revised
