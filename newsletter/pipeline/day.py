"""One edition's day as it is explained: what is on the page, and how to lay it out once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from newsletter.layout.candidate import Candidate
from newsletter.layout.weigh import candidate, topic_sizes
from newsletter.model.base import EntryId, SourceName
from newsletter.model.bonds import Bond
from newsletter.model.editions import Layout, Section, Unplaced
from newsletter.model.edits import Edit, SignedEdit
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import Story, Topic, Window
from newsletter.model.written import Written
from newsletter.write import write

#: Lays the day out once more: as another review would have it, with further bonds, or without some entries.
Again = Callable[[Review, Sequence[Bond], AbstractSet[EntryId]], Layout]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of an explanation."""

    about: str  #: came, joined, differ, place, weight, change
    words: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """One edition's day as it is explained."""

    review: Review
    layout: Layout  #: with the editors' edits
    window: Window
    entries: Mapping[EntryId, Entry]  #: of every story
    told: Mapping[EntryId, str]  #: entries of earlier editions -> the story that they told
    sources: Mapping[SourceName, Source]
    again: Again
    #: The draft with one more edit; EditRefused says why there is none. None: the edition is published.
    edited: Callable[[Edit], Layout] | None = None
    edits: Sequence[SignedEdit] = ()  #: of the draft; from the first one on other rules change nothing in it
    topics: Sequence[Topic] = ()
    quiet: bool = False  #: too little has come for an edition so far

    @property
    def open(self) -> bool:
        """Is it not published yet?"""
        return self.edited is not None

    @property
    def frozen(self) -> bool:
        """Is it a draft that other rules do not change any more?"""
        return self.open and bool(self.edits)

    def story(self, entry: EntryId, layout: Layout | None = None) -> Story | None:
        return next((s for s in (layout or self.layout).stories if entry in s.entries), None)

    def place(self, entry: EntryId, layout: Layout | None = None) -> tuple[Section, int] | Unplaced | None:
        """Its section and which story of it, from 1; or its place among the unplaced."""
        layout = layout or self.layout
        story = self.story(entry, layout)
        if story is None:
            return None
        for section in layout.sections:
            held = [s for sec, _, s in layout.placed() if sec is section]
            if story.id in held:
                return section, held.index(story.id) + 1
        return next((u for u in layout.unplaced if u.block.story == story.id), None)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        return {str(k): n for k, n in topic_sizes(self.topics).items()}

    def weighed(self, story: Story) -> Candidate | None:
        """What sections ask of it; None where nothing of it may be printed."""
        made = write(story, entries=self.entries, sources=self.sources, review=self.review, window=self.window)
        if not isinstance(made, Written):
            return None
        size = self.sizes.get(story.id, 0)
        return candidate(story, made, entries=self.entries, sources=self.sources, window=self.window, topic=size)
