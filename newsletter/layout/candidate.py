"""A story that may be printed, with what sections ask of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from newsletter.model.base import StoryId
from newsletter.model.stories import Story
from newsletter.model.written import Written


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may be printed, with what sections ask of it."""

    story: Story
    written: Written
    publisher: str  #: of the lead, case folded
    importance: float
    at: dt.datetime | None  #: when it was, as its lead says, else when that was published
    published: dt.datetime | None
    ours: bool
    publishers: int  #: that stand behind it: neither ours, nor labelled, nor reprints
    tags: frozenset[str]
    sources: frozenset[str]
    voices: frozenset[str]
    languages: frozenset[str]
    text: str  #: headlines and first sentences, for `words`

    @property
    def id(self) -> StoryId:
        return self.story.id

    @property
    def rank(self) -> tuple[float, float, StoryId]:
        """The most important first; of equals the newest."""
        return (-self.importance, -(self.published.timestamp() if self.published else 0.0), self.id)
