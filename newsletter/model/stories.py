"""Stories, and what became of every entry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from newsletter.model.base import EntryId, ReviewId, SourceName, StoryId, check_utc
from newsletter.model.feeds import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The stretch of news that an edition covers: after `opens`, up to and including `cutoff`."""

    opens: dt.datetime  #: the last published edition's cutoff; a day before the cutoff for the first one
    cutoff: dt.datetime  #: the instant at which the build's collecting ended

    def __post_init__(self) -> None:
        check_utc(self.opens, self.cutoff)

    @property
    def hours(self) -> int:
        """Its length, rounded to whole hours, at least one."""
        return max(1, round((self.cutoff - self.opens) / dt.timedelta(hours=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Why an entry belongs to its story."""

    entry: EntryId
    why: str  #: words that a person checks in seconds: "same link as …", "same headline as …"
    copy_of: EntryId | None = None  #: the member whose text it carries: a reprint or wire copy, and no second voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event. Its id is that of the member that was seen first (ties: the smaller id)."""

    id: StoryId
    lead: EntryId
    members: tuple[Member, ...]  #: the lead included; in order of first_seen, then id
    title: str  #: the lead's headline; "" if it has none
    told: dt.date | None = None  #: the day of the edition that has told it already
    continues: tuple[StoryId, ...] = ()  #: the stories told before that it continues, the likest first
    lead_by: str = ""  #: the editor who said that this entry leads
    support: tuple[EntryId, ...] = ()  #: entries that were passed over before and report it too; no members

    @property
    def entries(self) -> tuple[EntryId, ...]:
        return tuple(m.entry for m in self.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Maybe:
    """Two stories that may be one: between the two thresholds nobody but an editor decides."""

    stories: tuple[StoryId, StoryId]
    likeness: float  #: a cosine, 0 to 1
    why: str  #: what both say


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One of the values that sources give, with who gives it."""

    value: str  #: as it is written there: "122,000 troops", "11 January"
    members: tuple[EntryId, ...]  #: in order of first_seen, then id
    sentence: str  #: where the first of them says so
    forms: tuple[str, ...] = ()  #: as the others write it: "Jan. 11", "11 січня"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the entries of one story disagree. Shown to the editor, never settled by the machine."""

    kind: str  #: "date" or "number"
    what: str  #: what it is about: "troops", "talks"
    values: tuple[Stated, ...]  #: two or more; those with most members first


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Several stories of one development."""

    title: str
    stories: tuple[StoryId, ...]
    why: str  #: the names that its stories share
    titles: tuple[str, ...] = ()  #: at most three suggestions, the best first
    names: tuple[str, ...] = ()  #: what it goes by, as names are compared
    together: str = ""  #: the same as a phrase


class Cause(StrEnum):
    """What kind of reason a decision has: what the account adds up by, so that nobody parses prose."""

    REPEAT = "repeat"  #: told before
    EARLY = "early"  #: before our time: older than our first visit to its source
    WAITED = "waited"  #: late, undated or withdrawn, and no editor took it in time
    NOTICE = "notice"  #: an advisory to editors
    ADVERT = "advert"  #: says of itself that it was paid for
    LIMIT = "limit"  #: a section's limit; `rule` is its title
    UNTAKEN = "untaken"  #: no section takes it
    OVERTAKEN = "overtaken"  #: a newer report of the same source takes its place
    WORDS = "words"  #: nothing of it may be printed: trust, terms, no link
    LANGUAGE = "language"  #: nothing of it may be printed: it is only in other languages than the edition's
    PERSON = "person"  #: needs a person: must be read, sensitive, doubtful, eased off the page
    HAND = "hand"  #: an editor's own decision


#: Why an entry was passed over that may still support a later story: nobody says that it is no news.
SUPPORTS = (Cause.LIMIT, Cause.UNTAKEN, Cause.WORDS, Cause.LANGUAGE)

#: How far back an edition remembers what it told. Longer than any holiday's gap between two editions.
MEMORY = dt.timedelta(days=30)


class Outcome(StrEnum):
    """What publishing decided. Only HELD comes back; of what was told, a later version of its text."""

    TOLD = "told"
    MERGED = "merged"
    PASSED = "passed"
    SPIKED = "spiked"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """An entry that no section was offered: too old, late, undated, from the future."""

    entry: EntryId
    outcome: Outcome  #: what publishing will give it
    reason: str  #: one line in words
    flag: str = ""  #: late, undated, future: for an editor's eyes; "" when nobody needs to look
    cause: Cause | None = None  #: what kind of reason it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What `select` made of the undecided entries; together they are all of them."""

    candidates: tuple[Entry, ...]
    asides: tuple[Aside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEntry:
    """An entry of an edition that was published, remembered so that it is not told again."""

    entry: Entry  #: headline and texts as that edition had them
    story: StoryId
    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """An entry whose words an edition printed and whose source has changed them since."""

    day: dt.date
    number: int  #: of the edition
    entry: Entry  #: as it is now
    version: int  #: the one that the edition took its words from
    printed: tuple[str, ...]  #: those words: headline, sentences, quotations


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One row of the ledger: what one edition decided about one entry, and why."""

    entry: EntryId
    outcome: Outcome
    reason: str
    story: StoryId | None = None
    section: str | None = None  #: the section's title as printed
    cause: Cause | None = None  #: what kind of reason; None for what was used, and where nobody said
    rule: str = ""  #: of a limit: the section whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A decision with what a person needs to recognise the entry."""

    review: ReviewId
    day: dt.date
    entry: EntryId
    title: str | None
    source: SourceName
    outcome: str  #: an Outcome, or "undecided"
    story: StoryId | None
    section: str | None
    reason: str
    cause: Cause | None = None
    rule: str = ""
