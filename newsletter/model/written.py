"""What writing makes of a story: words that may be printed, or the reason why there are none."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import EntryId, SourceName, check_utc
from newsletter.model.editions import Credit, Figure, LinkItem, QuoteBlock, StoryBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Something that an entry says will be on a day after the edition's."""

    day: dt.date
    item: LinkItem  #: the entry's own words, its day among them
    names: frozenset[str]  #: of whom and where, case folded: what tells two announcements of one event
    whole: bool  #: a clause that says what happens, no bare name of a meeting
    headline: bool  #: the entry's headline names the day: announcing it is the news


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A story that may be printed unattended."""

    block: StoryBlock  #: with every sentence that may be printed, in the order of the text, within the terms
    quotes: tuple[QuoteBlock, ...] = ()  #: direct speech; one that lies inside a sentence of `block` replaces it
    weight: float = 1.0  #: the largest weight among the sources that carry the story
    ahead: tuple[Ahead, ...] = ()  #: what its entries say is still to come, each day and meeting once
    happened: dt.datetime | None = None  #: the latest instant at which the lead says that it was; None: it does not say

    def __post_init__(self) -> None:
        check_utc(self.happened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritable:
    """A story that may not be printed unattended, with what there is, so that an editor can still see it."""

    block: StoryBlock
    reason: str  #: one line in words
    outcome: Literal["passed", "held"] = "passed"  #: what publishing will give its entries
    foreign: bool = False  #: every report of it is in another language than the edition's


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a fresh report gives by the lines of its source."""

    entry: EntryId
    source: SourceName
    publisher: str
    at: dt.datetime
    credit: Credit
    figures: tuple[Figure, ...]
    lines: tuple[int, ...]  #: which of the source's lines each figure is of, from 0
    troubles: tuple[str, ...] = ()  #: lines that fit and are not printed, with the reason: for the editor

    def __post_init__(self) -> None:
        check_utc(self.at)
