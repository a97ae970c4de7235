"""An editor's changes as data. An edit names an entry and means the story that holds it now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import EntryId, StoryId, check_utc
from newsletter.model.stories import Difference

#: Code points of a subject that phones show whole; leads that an editor may join in one.
SUBJECT, LEADS = 60, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """Take the story out for good."""

    entry: EntryId
    kind: Literal["spike"] = "spike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Keep the story for a later edition."""

    entry: EntryId
    kind: Literal["hold"] = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Put the story into a section, at a position (0 is the top; beyond the end is the end)."""

    entry: EntryId
    section: str  #: a section's key
    position: int = 0
    kind: Literal["place"] = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retitle:
    """The newsroom's own headline."""

    entry: EntryId
    text: str
    kind: Literal["retitle"] = "retitle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """An entry that an earlier edition told, and the story that it told."""

    entry: EntryId
    story: StoryId
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Make one story of those that hold these entries; today, and whenever they are grouped."""

    entry: EntryId  #: its story's place is the joined story's
    others: tuple[EntryId, ...] = ()
    before: Before | None = None  #: joined with a story that was told: then it is a repeat
    kind: Literal["join"] = "join"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """These entries leave their story and are one of their own; today, and whenever they are grouped."""

    entry: EntryId
    others: tuple[EntryId, ...] = ()  #: they leave with it
    apart: tuple[EntryId, ...] = ()  #: what they are never joined with again
    along: tuple[EntryId, ...] = ()  #: these go with them, and nothing is said of them for later
    kind: Literal["split"] = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """This entry speaks for its story; today, and whenever it is grouped."""

    entry: EntryId
    kind: Literal["lead"] = "lead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Differ:
    """Print below the story that its sources differ, with every value and who gives it. Settles nothing."""

    entry: EntryId
    difference: Difference  #: as it was when the editor saw it
    kind: Literal["differ"] = "differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The mail's subject in an editor's words: up to LEADS short leads, joined with semicolons."""

    leads: tuple[str, ...]
    kind: Literal["subject"] = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take one earlier edit back."""

    revision: int  #: the revision that the edit made
    kind: Literal["undo"] = "undo"


#: A closed union, told apart by `kind`.
Edit = Spike | Hold | Place | Retitle | Join | Split | Lead | Differ | Subject | Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEdit:
    """An edit, who made it, when, and the revision of the draft that it made (1 is the first)."""

    edit: Edit
    by: str
    at: dt.datetime
    revision: int

    def __post_init__(self) -> None:
        check_utc(self.at)
