"""What a web page says, without its furniture."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from newsletter.model.base import check_utc
from newsletter.model.feeds import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One dated part of a rolling article."""

    title: str  #: its own headline; "" for the opening, which stands under the article's, and for a part that has none
    at: dt.datetime | None  #: midnight UTC where the page gives only a day
    text: str  #: its paragraphs, a blank line between two

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page as a careful reader would copy it out. None and () mean: the page does not say.

    Times without a zone are taken as UTC, days without a time as midnight UTC.
    """

    title: str | None
    authors: tuple[str, ...] = ()
    byline: str | None = None  #: the line that names them, as it stands, without its date
    published: dt.datetime | None = None
    changed: dt.datetime | None = None  #: later than `published`, else None
    language: str | None = None  #: BCP 47 primary tag: as declared, else as the words show
    image: Image | None = None  #: the lead picture, http(s) only
    agencies: tuple[str, ...] = ()  #: credited beside the authors: "Reuters"; "With reporting by TASS, DW"
    minutes: int  #: reading time at 220 words a minute, at least one
    paragraphs: tuple[str, ...]  #: whole paragraphs in the order of the page; sub-headings are not among them
    parts: tuple[Part, ...] = ()  #: of a rolling article, oldest first; () for an ordinary one
    dropped: int = 0  #: lines of the page that were left out as furniture, headings included

    def __post_init__(self) -> None:
        check_utc(self.published, self.changed)

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between two."""
        return "\n\n".join(self.paragraphs)

    @property
    def words(self) -> int:
        """How many there are in the text."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)
