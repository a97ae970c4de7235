"""Where the reports of a draft's stories disagree, for an editor's eyes; worked out when asked for, stored nowhere.

2,000 entries cost a tenth of a second (benchmarks/differing.py), so a draft need not carry it, and it is of what the
entries say now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsletter.group import differences
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.editions import Layout
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source
from newsletter.model.stories import Difference, Stated, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """The differences inside one story; a difference's number is its place here, from 1."""

    story: Story
    differences: tuple[Difference, ...]  #: one or more


def entries_of(layout: Layout) -> list[EntryId]:
    """The entries that have to be known: those of stories with several reports."""
    return [e for s in layout.stories if len(s.entries) + len(s.support) > 1 for e in (*s.entries, *s.support)]


def differing(
    layout: Layout, entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]
) -> dict[StoryId, Apart]:
    """Stories whose reports disagree; those on the page first, in its order."""
    page = {story: n for n, (_, _, story) in enumerate(layout.placed())}
    stories = sorted(layout.stories, key=lambda s: page.get(s.id, len(page)))
    found = (Apart(story=s, differences=differences(s, entries, sources)) for s in stories)
    return {one.story.id: one for one in found if one.differences}


def summed(apart: Apart, entries: Mapping[EntryId, Entry]) -> Iterator[str]:
    """Each difference in one line: 122,000 soldiers (Capital Post), 90,000 soldiers (Example Wire)."""
    for one in apart.differences:
        yield ", ".join(f"{v.value} ({', '.join(names(v, entries))})" for v in one.values)


def names(stated: Stated, entries: Mapping[EntryId, Entry]) -> tuple[str, ...]:
    """The sources that give this value, each once."""
    return tuple(dict.fromkeys(entries[m].source if m in entries else str(m) for m in stated.members))
