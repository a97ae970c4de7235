"""What sources.yaml says of a source: who speaks, under which terms, how far it is trusted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from newsletter.model.base import SourceName
from newsletter.model.lines import Line


class Trust(StrEnum):
    """How far a source may carry a story by itself."""

    FULL = "full"
    LABELLED = "labelled"  #: never alone, never lead, never subject; its label is printed
    SUPPORT_ONLY = "support-only"  #: only ever "also reported by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a publisher allows to be taken from one entry, in one outlet."""

    quote: int = 300  #: code points of visible text over all extracts; the headline is not counted
    link: bool = True  #: an active link is required
    credit: str = ""  #: printed instead of the source's name
    image: bool = False  #: may its pictures be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One line of ``sources:``."""

    url: str  #: file:, http: or https:; a relative file: path starts at the newsroom
    name: SourceName
    publisher: str  #: reprints by one publisher are one voice
    language: str | None = None
    tags: tuple[str, ...] = ()
    weight: float = 1.0
    every: dt.timedelta = dt.timedelta(hours=1)
    format: str | None = None  #: overrides what the bytes say: feed, json
    article: Literal["no", "fetch"] = (
        "no"  #: fetch: the page of each new entry is read, for feeds that carry only a teaser
    )
    ours: bool = False
    must_read: bool = False
    label: str = ""
    trust: Trust = Trust.FULL
    terms: Terms = Terms()
    lines: tuple[Line, ...] = ()  #: what is read of its reports and printed as figures
    no_report: Literal["say", "silent"] = "say"  #: what a section does without a fresh report
