"""Drafts and editions: sections made of blocks, each block with a voice.

`Layout` is what the stages made, `Draft` is a layout with edits, `Edition` is what is rendered. Mail, text,
web page, archive and feed all come from the same `Edition`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from newsletter.model.base import EntryId, ReviewId, StoryId, check_utc
from newsletter.model.feeds import Image
from newsletter.model.rules import Style
from newsletter.model.stories import Aside, Story, Window

Field = Literal["title", "summary", "content"]


class Voice(StrEnum):
    """Whose words a block is made of."""

    EXTRACT = "extract"
    HOUSE = "house"
    FIGURES = "figures"


class Audience(StrEnum):
    """Who sees a section."""

    ALL = "all"
    PATRONS = "patrons"
    PUBLIC = "public"


# --- words ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a text was taken from: code points [start, end) of one field of one version of one entry.

    The fields are `Entry.title`, `Entry.summary_text` and `Entry.content_text`.
    """

    entry: EntryId
    version: int
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """House words set into an extract, in square brackets: today [10 January]."""

    at: int  #: code points into the extract's verbatim text
    text: str  #: without the brackets


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Words of a source, verbatim."""

    text: str  #: exactly the characters of `span`
    span: Span
    inserts: tuple[Insert, ...] = ()  #: in order of `at`
    voice: Literal["extract"] = "extract"

    @property
    def printed(self) -> str:
        """What the reader sees."""
        parts, done = [], 0
        for insert in self.inserts:
            parts += [self.text[done : insert.at], f" [{insert.text}]"]
            done = insert.at
        return "".join([*parts, self.text[done:]])


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Words of the newsroom itself."""

    text: str  #: plain text
    by: str = ""  #: who wrote them; "" for the program
    voice: Literal["house"] = "house"

    @property
    def printed(self) -> str:
        return self.text


Words = Extract | House  # told apart by `voice`


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

    def __post_init__(self) -> None:
        check_utc(self.at)


# --- blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBlock:
    """One story: headline, sentences, credit, who else reports it."""

    story: StoryId
    headline: Words
    credit: Credit  #: of the lead entry, which headline and sentences are taken from
    sentences: tuple[Words, ...] = ()
    also: tuple[Credit, ...] = ()  #: one per publisher
    image: Image | None = None
    voice: Literal["extract"] = "extract"
    kind: Literal["story"] = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseBlock:
    """The newsroom's own words, as Markdown."""

    markdown: str
    slot: str = ""  #: the standing words that it comes from, "" if none
    by: str = ""
    voice: Literal["house"] = "house"
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteBlock:
    """Somebody's direct speech."""

    quote: Extract  #: without the quotation marks
    speaker: str
    role: str  #: "" when the source gives none
    credit: Credit
    story: StoryId
    voice: Literal["extract"] = "extract"
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    text: str
    voice: Literal["house"] = "house"
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlock:
    image: Image
    credit: Credit
    caption: str = ""
    voice: Literal["extract"] = "extract"
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresBlock:
    """Numbers of one report. No figures means that there was no report in time."""

    figures: tuple[Figure, ...]
    credit: Credit | None
    voice: Literal["figures"] = "figures"
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    title: Words
    credit: Credit


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksBlock:
    """A short list behind a label: "From us", "Still ahead"."""

    label: Literal["ours", "ahead", ""]
    items: tuple[LinkItem, ...]
    voice: Literal["extract"] = "extract"
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBlock:
    """A standing sentence that the program owes its readers; the words are the edition's language's."""

    notice: Literal["unread", "short", "no-report", "test", "more"]
    detail: str = ""
    voice: Literal["house"] = "house"
    kind: Literal["notice"] = "notice"


#: A closed union, told apart by `kind`.
Block = StoryBlock | ProseBlock | QuoteBlock | HeadingBlock | PictureBlock | FiguresBlock | LinksBlock | NoticeBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page. Without a title it is one of the standing parts."""

    key: str
    title: str
    style: Style
    blocks: tuple[Block, ...]
    audience: Audience = Audience.ALL
    place: Literal["opening", "body", "closing"] = "body"


# --- layout and draft ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A story that no section took, complete, so that an editor can still place it."""

    block: StoryBlock
    reason: str  #: one line in words: which rule or limit
    outcome: Literal["passed", "held", "spiked"] = "passed"  #: what publishing will give its entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Sections, and everything that is in none. Every candidate entry is in exactly one story or aside."""

    sections: tuple[Section, ...] = ()  #: body sections in the order of the page
    unplaced: tuple[Unplaced, ...] = ()
    stories: tuple[Story, ...] = ()  #: all of them, placed or not
    asides: tuple[Aside, ...] = ()

    def placed(self) -> Iterator[tuple[Section, StoryBlock | LinkItem, StoryId]]:
        """Every story on the page with its section: as a block, or as a line in a list."""
        by_entry = {e: s.id for s in self.stories for e in s.entries}
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, StoryBlock):
                    yield section, block, block.story
                elif isinstance(block, LinksBlock):
                    for item in block.items:
                        if item.credit.entry in by_entry:
                            yield section, item, by_entry[item.credit.entry]


# An edit names an entry and means the story that holds it now.


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
class Undo:
    """Take one earlier edit back."""

    revision: int  #: the revision that the edit made
    kind: Literal["undo"] = "undo"


#: A closed union, told apart by `kind`.
Edit = Spike | Hold | Place | Retitle | Undo


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedEdit:
    """An edit, who made it, when, and the revision of the draft that it made (1 is the first)."""

    edit: Edit
    by: str
    at: dt.datetime
    revision: int

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The day's edition before it is approved: a base that the stages made, and edits replayed over it."""

    review: ReviewId
    day: dt.date
    window: Window
    base: Layout  #: frozen from the first edit on
    edits: tuple[SignedEdit, ...] = ()
    arrivals: tuple[StoryBlock, ...] = ()  #: stories that came after the base was frozen
    approved: int | None = None  #: the revision that somebody approved; a later edit voids it
    approved_by: str = ""

    @property
    def revision(self) -> int:
        """0 before the first edit."""
        return self.edits[-1].revision if self.edits else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A draft with its edits replayed."""

    layout: Layout
    failed: tuple[tuple[SignedEdit, str], ...] = ()  #: edits that no longer apply, and why; kept and reported


# --- edition -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is rendered."""

    review: ReviewId
    day: dt.date  #: the civil date in `timezone`
    number: int  #: running number within the review
    revision: int  #: 1 is the first that was published
    title: str  #: the review's
    language: str
    timezone: str
    sender: str
    reply_to: str
    site: str
    imprint: str
    window: Window
    subject: str
    preheader: str
    read_by: str  #: the editor who approved it; "" when no editor has read it
    sections: tuple[Section, ...]  #: standing parts and body, in the order of the page

    @property
    def minutes(self) -> int:
        """Reading time at 220 words a minute, at least one."""
        words = 0
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, StoryBlock):
                    words += sum(len(w.printed.split()) for w in (block.headline, *block.sentences))
                elif isinstance(block, QuoteBlock):
                    words += len(block.quote.printed.split())
        return max(1, round(words / 220))
