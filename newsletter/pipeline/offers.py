"""What is decided about stories between writing and laying out: told by us before, disputed, waiting for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from newsletter.group import differences
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source
from newsletter.model.stories import Difference, Member, Story, ToldEntry, Window
from newsletter.model.written import Unwritable, Written

#: How long an own article is offered under its topic, from its publication on.
OFFERED = dt.timedelta(days=7)
#: How many days an editor has to take a sensitive story; as long as for what came late (select).
PATIENCE = dt.timedelta(days=3)

#: Writes a story: what may be printed of it, or why nothing is.
Tell = Callable[[Story], Written | Unwritable]


def ours_again(
    told: Iterable[ToldEntry], *, sources: Mapping[SourceName, Source], window: Window, day: dt.date
) -> dict[EntryId, Entry]:
    """Our own articles of the last week that an edition before `day` has offered. They are no candidates any more."""
    ours = (t.entry for t in told if t.day < day and (s := sources.get(t.entry.source)) and s.ours)
    return {e.id: e for e in ours if e.published and window.cutoff - OFFERED <= e.published <= window.cutoff}


def alone(entry: Entry, why: str) -> Story:
    """An entry as a story of its own."""
    member = Member(entry=entry.id, why=why)
    return Story(id=StoryId(entry.id), lead=entry.id, members=(member,), title=entry.title or "")


def settle(
    tell: Tell,
    *,
    stories: Sequence[Story],
    entries: Mapping[EntryId, Entry],
    held_since: Mapping[EntryId, dt.date],
    day: dt.date,
    sources: Mapping[SourceName, Source],
) -> dict[StoryId, Written | Unwritable]:
    """Every story as `tell` writes it. A disputed headline gives way to another member's, or is kept out of subject and
    preheader; what waited for a person too long is passed."""
    settled: dict[StoryId, Written | Unwritable] = {}
    for story in stories:
        result = tell(story)
        if isinstance(result, Written):
            result = _undisputed(story, result, entries, sources, tell)
        elif result.block.reserved and _waited(story, held_since, day):
            result = replace(result, reason="sensitive, and no editor took it in three days", outcome="passed")
        settled[story.id] = result
    return settled


def _waited(story: Story, held_since: Mapping[EntryId, dt.date], day: dt.date) -> bool:
    """Since its earliest entry was held: a new report of it does not begin the wait anew."""
    since = [held_since[e] for e in story.entries if e in held_since]
    return bool(since) and day - min(since) > PATIENCE


def _undisputed(
    story: Story,
    written: Written,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    tell: Tell,
) -> Written:
    """With the headline of a member that takes no side, where the one that it has states a disputed value.

    Asked only where the headline holds a digit. Who leads by an editor's word goes on leading.
    """
    if len(story.entries) + len(story.support) < 2 or not any(c.isdigit() for c in written.block.headline.printed):
        return written
    found = differences(story, entries, sources)
    if not _takes_side(written, found):
        return written
    for entry in story.entries if not story.lead_by else ():
        other = tell(replace(story, lead=entry)) if entry != written.block.credit.entry else None
        if isinstance(other, Written) and other.block.credit.entry == entry and not _takes_side(other, found):
            return other
    return replace(written, block=replace(written.block, reserved="sources differ"))


def _takes_side(written: Written, found: Sequence[Difference]) -> bool:
    """Does the headline state one of the values that the story's entries disagree on, and not the others?"""
    from newsletter.preflight.numbers import value_in  # what decides it later: loaded only where sources differ

    return any(value_in(difference, written.block.headline.printed) for difference in found)
