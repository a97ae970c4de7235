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
from newsletter.model.corrections import Noted
from newsletter.model.credits import Credit as Credit
from newsletter.model.credits import Differing as Differing
from newsletter.model.credits import Side as Side
from newsletter.model.edits import Before as Before
from newsletter.model.edits import Differ as Differ
from newsletter.model.edits import Edit as Edit
from newsletter.model.edits import Hold as Hold
from newsletter.model.edits import Join as Join
from newsletter.model.edits import Lead as Lead
from newsletter.model.edits import Place as Place
from newsletter.model.edits import Retitle as Retitle
from newsletter.model.edits import SignedEdit as SignedEdit
from newsletter.model.edits import Spike as Spike
from newsletter.model.edits import Split as Split
from newsletter.model.edits import Subject as Subject
from newsletter.model.edits import Undo as Undo
from newsletter.model.feeds import Image
from newsletter.model.pictures import Showing
from newsletter.model.rendered import Finding
from newsletter.model.rules import Style
from newsletter.model.stories import Aside, Cause, Story, Window

Field = Literal["title", "summary", "content"]


class Audience(StrEnum):
    """Who sees a section."""

    ALL = "all"
    PATRONS = "patrons"
    PUBLIC = "public"


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


# --- blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryBlock:
    """One story: headline, sentences, credit, who else reports it."""

    story: StoryId
    headline: Words
    credit: Credit  #: of the lead entry, which headline and sentences are taken from
    sentences: tuple[Words, ...] = ()
    also: tuple[Credit, ...] = ()  #: one per publisher
    since: dt.date | None = None  #: an update: the day on which the story was told; `sentences` are new since then
    image: Image | None = None
    differs: tuple[Differing, ...] = ()  #: where its sources disagree, as far as an editor has said that it is printed
    reserved: str = ""  #: why its headline is no subject or preheader (sensitive, disputed, told before); "" for most
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
    under: StoryId | None = None  #: the story that it stands below, where that is not its own
    stands_for: StoryBlock | None = None  #: its own story's block, where the quotation is all that is printed of it
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
class Run:
    """A stretch of a figures line."""

    text: str  #: as printed
    strong: bool = False
    taken: Extract | None = None  #: what of the report it stands for: the same words, or the number that is printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a report's figures."""

    label: str  #: what is counted: the line without its value
    value: str  #: the number as printed; "" in a line without one
    runs: tuple[Run, ...] = ()  #: the whole line, as it is printed; () where it is only a label and a value

    @property
    def printed(self) -> str:
        """What the reader sees."""
        return "".join(r.text for r in self.runs) or f"{self.value} {self.label}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresBlock:
    """Numbers of one report. No figures means that there was no report in time."""

    figures: tuple[Figure, ...]
    credit: Credit | None
    stands_for: StoryBlock | None = None  #: the block of the report's own story, where these figures tell it
    voice: Literal["figures"] = "figures"
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkItem:
    title: Words
    credit: Credit
    stands_for: StoryBlock | None = None  #: its story's block, where a line "Still ahead" is all that is printed of it


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

    notice: Literal["unread", "short", "no-report", "test", "more", "correction", "withdrawn"]
    detail: str = ""
    until: dt.datetime | None = None  #: of no-report: up to when none had come
    noted: Noted | None = None  #: of a correction or a withdrawal
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
    mailed: int | None = None  #: how many of its stories the mail shows, the rest on the patron's page; None: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A story that no section took, complete, so that an editor can still place it."""

    block: StoryBlock
    reason: str  #: one line in words: which rule or limit
    outcome: Literal["passed", "held", "spiked"] = "passed"  #: what publishing will give its entries
    cause: Cause | None = None  #: what kind of reason
    rule: str = ""  #: of a limit: the section whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What may be printed of one entry by itself, so that a story can be put together anew from its members."""

    block: StoryBlock  #: the entry as a story of its own, with every sentence that may be printed
    seen: dt.datetime  #: when it came: a story is called by its earliest entry
    refusal: str = ""  #: why it may not lead a story; "" when it may
    voice: bool = True  #: is it named under "also reported by"? Our own articles are no voice
    never_leads: bool = False  #: its source is labelled or only supports: no editor's word lets it stand alone

    def __post_init__(self) -> None:
        check_utc(self.seen)

    @property
    def entry(self) -> EntryId:
        return self.block.credit.entry


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTitle:
    """The newsroom's headline of whichever story holds the entry."""

    entry: EntryId
    headline: House


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Sections, and everything that is in none. Every candidate entry is in exactly one story or aside."""

    sections: tuple[Section, ...] = ()  #: body sections in the order of the page
    unplaced: tuple[Unplaced, ...] = ()
    stories: tuple[Story, ...] = ()  #: all of them, placed or not
    asides: tuple[Aside, ...] = ()
    findings: tuple[Finding, ...] = ()  #: what an editor should know of how it came about
    pieces: tuple[Piece, ...] = ()  #: of every entry in a story, the fittest lead first; filled when a base is frozen
    titles: tuple[OwnTitle, ...] = ()  #: in the order in which they were given: the last one counts
    subject: str = ""  #: an editor's own; "" for the one that is made by rule

    def placed(self) -> Iterator[tuple[Section, StoryBlock | LinkItem, StoryId]]:
        """Every story on the page with its section: as a block, or as a line in a list.

        A story of which only a quotation or a line "Still ahead" is printed comes with the block that these stand for.
        """
        by_entry = {e: s.id for s in self.stories for e in s.entries}
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, StoryBlock):
                    yield section, block, block.story
                elif isinstance(block, QuoteBlock | FiguresBlock) and block.stands_for:
                    yield section, block.stands_for, block.stands_for.story
                elif isinstance(block, LinksBlock):
                    for item in block.items:
                        if item.stands_for:
                            yield section, item.stands_for, item.stands_for.story
                        elif block.label != "ahead" and item.credit.entry in by_entry:
                            yield section, item, by_entry[item.credit.entry]

    def pointed(self) -> list[EntryId]:
        """Entries of lines that are no story of this layout: our own articles that were offered before."""
        known = {e for s in self.stories for e in s.entries}
        lists = (b for s in self.sections for b in s.blocks if isinstance(b, LinksBlock))
        return [i.credit.entry for b in lists for i in b.items if i.credit.entry not in known]


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
    pages: str = ""  #: where the review's public pages start; "" where that is `site`
    join: str = ""  #: the page on which one becomes a patron; "" when there is none
    theme: str = "daily"  #: the review's; which templates render it
    pictures: Showing = "link"  #: the review's; whether the mail brings them along
    later: bool = False  #: its public page follows only later: until then a patron's way to it is a page of their own

    @property
    def home(self) -> str:
        """Where the review's public pages start, without a trailing slash."""
        return (self.pages or self.site).rstrip("/")

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
                elif isinstance(block, FiguresBlock):
                    words += sum(len(f.printed.split()) for f in block.figures)
        return max(1, round(words / 220))
