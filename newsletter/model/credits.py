"""Whose words they are, and what sources say differently."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from newsletter.model.base import EntryId, check_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who said it: printed behind an extract."""

    entry: EntryId
    name: str  #: the source's name, or what its terms ask for
    publisher: str
    url: str | None
    at: dt.datetime | None  #: published, else updated; None when undated
    label: str = ""  #: "Russian state agency"
    language: str | None = None  #: set when it is not the edition's
    copy: bool = False  #: prints another member's text: no second voice, and not said to report it too

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the values that sources disagree on, with its authorities."""

    value: str  #: as the first of them writes it: "122,000 troops"
    credits: tuple[Credit, ...]  #: who says so, one or more


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """ "Sources differ: …", a sentence that an editor set below a story; the words are the edition's language's."""

    what: str  #: what it is about: "troops", "talks"
    sides: tuple[Side, ...]  #: two or more
    by: str = ""  #: the editor
