"""Topics over days, and what an editor chose for one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import EntryId, ReviewId, StoryId, check_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An editor's word on a topic. It means the topic that holds most of its entries now, whatever became of groups."""

    review: ReviewId
    id: str  #: as the topic was called when it was chosen
    entries: tuple[EntryId, ...]  #: what the topic held then
    title: str = ""  #: "" where only its state was chosen
    titled_by: str = ""
    closed: dt.date | None = None  #: the day on which it was closed; a later story reopens it
    first: dt.date | None = None  #: the topic's first day, as it was known then
    at: dt.datetime

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """A topic as the published editions, and perhaps today's draft, have made it."""

    id: str  #: its earliest entry
    title: str  #: an editor's, else the first of `titles`
    titles: tuple[str, ...]  #: suggestions, by rule and in words of its stories; at most three
    titled_by: str = ""
    first: dt.date
    last: dt.date  #: the day of its last new fact: only news is told, so the last day on which it was
    stories: tuple[tuple[dt.date, StoryId], ...]  #: in order of the days
    entries: tuple[EntryId, ...]
    state: Literal["open", "quiet", "closed"] = "open"  #: quiet: offered for closing
    closed: dt.date | None = None  #: when an editor closed it last, though it may have come back since
    why: str  #: the names that it goes by
    section: str = (
        ""  #: the fixed section of sources.yaml that most of its last stories stand in; its title is that one
    )
    stood: str = ""  #: where its last stories stand, and why in no section of its own; "" where they have one
