"""Corrections of published editions, and what an edition was made with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from newsletter.model.base import EntryId, ReviewId, StoryId, check_utc

#: The key of the section that lists corrections.
CORRECTED = "corrected"
#: Folder of the page as it stood in an earlier revision, below the edition's own.
REVISION = "revision-{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a notice of a correction says beside its words."""

    number: int  #: of the correction
    on: dt.date  #: the day on which it was made, in the edition's zone
    of: dt.date | None = None  #: the day of the edition that was corrected; None where the notice stands in that one
    before: int = 0  #: the revision whose page shows what stood there; 0: it is shown no more, or not here
    title: str = ""  #: the story's headline as it was printed; "" beside the story itself, and of what was withdrawn
    linked: bool = False  #: of another edition, whose public page says it at the story

    @property
    def place(self) -> str:
        """Where it stands on the page of the edition that it is of: at the story."""
        return f"correction-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCorrection:
    """What was wrong in a published edition, and what is right."""

    review: ReviewId
    number: int  #: running within the review
    day: dt.date  #: of the edition
    revision: int  #: the edition's revision that was the first to say it
    story: StoryId
    entry: EntryId
    text: str  #: the editor's words: what was wrong and what is right
    by: str
    at: dt.datetime
    withdrawn: bool = False  #: the story is gone, text and pictures
    audience: str = "all"  #: who sees the story's section: all, patrons, public
    undone: int | None = None  #: the revision that took the correction back

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What an edition was made with, kept beside it so that it can be made again."""

    versions: dict[str, str]  #: of the program, of Python and of the libraries that bytes depend on
    templates: dict[str, str] = field(default_factory=dict)  #: name -> text: what the theme's names led to
    config: str = ""  #: sources.yaml without secrets
    manifest: str = ""  #: manifest.json as it was written
