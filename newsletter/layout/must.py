"""What must be read may be left out by an editor, not by a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Layout, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Severity
from newsletter.model.sources import Source
from newsletter.model.stories import Cause

#: The rule that holds what must be read.
MUST_READ = "must_read"


def must_read(layout: Layout, entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]) -> Layout:
    """Unplaced stories with an entry of a `must_read` source are held for a person, with the rule that left them out.

    What was told before stays passed over: readers have had it.
    """
    told = {s.id for s in layout.stories if s.told is not None}
    must = {
        s.id
        for s in layout.stories
        for e in s.entries
        if e in entries and (source := sources.get(entries[e].source)) is not None and source.must_read
    }

    def held(one: Unplaced) -> Unplaced:
        if one.block.story not in must - told or one.outcome != "passed":
            return one
        reason = f"must be read, needs a person: {one.reason}"
        return replace(one, outcome="held", cause=Cause.PERSON, rule=MUST_READ, reason=reason)

    return replace(layout, unplaced=tuple(held(u) for u in layout.unplaced))


def unread(layout: Layout) -> tuple[Finding, ...]:
    """A finding for each story that must be read and stands nowhere, for the editor's report."""
    return tuple(
        Finding(
            severity=Severity.WARNING,
            code="must-read",
            message=f"“{u.block.headline.printed}” ({u.block.credit.name}) is not on the page: {u.reason}",
            remedy=f"place it: newsletter draft place {u.block.credit.entry} SECTION; else it comes back",
            story=u.block.story,
        )
        for u in layout.unplaced
        if u.rule == MUST_READ and u.outcome == "held"
    )
