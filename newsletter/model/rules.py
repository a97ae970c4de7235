"""What sources.yaml says of a review: its days, its sections, its approval."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from newsletter.model.base import ReviewId, SourceName
from newsletter.model.meanings import MeaningKind
from newsletter.model.pictures import Showing
from newsletter.model.sources import Source


class Style(StrEnum):
    """How a section looks."""

    BULLETS = "bullets"
    BRIEFS = "briefs"
    CARDS = "cards"
    LINKS = "links"
    TEXT = "text"


#: Themes that come with the program; a newsroom's own is a folder in its templates/themes/.
THEMES = ("daily", "letter", "compact")


class Approval(StrEnum):
    AUTOMATIC = "automatic"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What a section takes. Keys combine with AND, values of one key with OR; an empty key does not restrict."""

    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    within: dt.timedelta | None = None
    min_publishers: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """One titled section. ``take=None`` means: all that is left."""

    key: str  #: unique within the review; made from the title
    title: str  #: may hold {hours} or {hours: hour|hours}; model/titles.py prints it
    style: Style = Style.BRIEFS
    take: Take | None = None
    limit: int | None = None
    fill: Literal["first", "normal", "last"] = "normal"  #: the order of choosing, not the order on the page
    public: bool = True  #: on the public page as well; else for patrons only
    kind: Literal["section"] = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsRule:
    """The day's developments, each its own section, in this place of the page."""

    key: str = "topics"
    style: Style = Style.CARDS
    limit: int = 4  #: how many topics
    min_stories: int = 2  #: fewer do not make a topic
    quiet_days: int = 5  #: after so many days without news a topic is offered for closing
    public: bool = True  #: on the public page as well; else for patrons only
    kind: Literal["topics"] = "topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """When there is too little for an edition, and what then."""

    below: int = 5  #: fewer stories than this
    publishers: int = 3  #: or fewer publishers than this
    then: Literal["hold", "short", "send"] = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerPublisher:
    """How many stories one publisher may lead, as far as the program places them. Our own articles are not counted."""

    section: int = 6
    edition: int = 15
    share: float = 0.34  #: of the edition's stories, where enough others lead some; 1: no limit


#: Where an editor's standing words go. `thanks` is for patrons only, `call` for the public page only.
WordSlot = Literal["opening", "thanks", "call", "support", "corrections", "reuse", "sponsor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWords:
    """One of the Markdown files below ``words:``."""

    slot: WordSlot
    path: str  #: relative to the newsroom
    markdown: str
    since: dt.date | None = None  #: the first day whose edition has them
    until: dt.date | None = None  #: the last one

    def on(self, day: dt.date) -> bool:
        """Does the edition of this day have them?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One series of editions."""

    id: ReviewId
    title: str
    language: str = "en"
    timezone: str = "UTC"
    sender: str
    reply_to: str = ""
    site: str  #: without a trailing slash; patrons' own links start here
    pages: str = ""  #: where its public pages start, without a trailing slash; "" where that is `site`
    join: str = ""  #: the page on which one becomes a patron; "" when there is none
    imprint: str = ""
    days: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  #: weekdays with an edition, Monday is 0
    skip: tuple[dt.date, ...] = ()
    edition_at: dt.time = dt.time(7, 0)  #: local; when patrons should have it
    news_until: dt.time = dt.time(6, 30)  #: local; a cutoff under ``run`` is not before this
    draft_at: dt.time = dt.time(6, 30)
    approve_by: dt.time = dt.time(6, 55)
    approval: Approval = Approval.AUTOMATIC
    no_answer: Literal["hold", "send", "short"] = "hold"
    quiet: Quiet = Quiet()
    deliver: bool = False
    public_delay: dt.timedelta = dt.timedelta(0)  #: how long after its cutoff an edition becomes public
    notify: tuple[str, ...] = ()
    per_publisher: PerPublisher = PerPublisher()
    sensitive: tuple[str, ...] = ()  #: words beside the program's own that send a story to a person
    pictures: Showing = "link"  #: how readers get the pictures that sources' terms allow
    theme: str = THEMES[0]  #: which templates: those in templates/themes/THEME, before templates/ itself
    words: tuple[StandingWords, ...] = ()
    sections: tuple[SectionRule | TopicsRule, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def home(self) -> str:
        """Where its public pages start, without a trailing slash."""
        return (self.pages or self.site).rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How far the fetcher may go."""

    allow: tuple[str, ...] = ()  #: private ranges that may be fetched, CIDR
    connections: int = 2  #: to one host at a time
    gap: dt.timedelta = dt.timedelta(seconds=1)  #: between two requests to one host


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """From which likeness on entries are one story; None: the figure of the program itself."""

    same: float | None = None  #: cosine from which two groups of reports are one story
    maybe: float | None = None  #: from here up to `same` an editor is asked
    meaning: MeaningKind = "words"  #: whether a language model helps, and which


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All of sources.yaml."""

    reviews: tuple[Review, ...]
    sources: tuple[Source, ...] = ()
    store: str = "sqlite:///var/newsletter.db"
    mailer: str = "smtp://localhost:25"
    network: Network = Network()
    grouping: Grouping = Grouping()

    def source(self, name: SourceName) -> Source | None:
        return next((s for s in self.sources if s.name == name), None)
