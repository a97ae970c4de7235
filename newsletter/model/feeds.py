"""What comes in: requests, outcomes of fetching, feeds, entries (RFC 4287, RSS 2.0, RFC 9110)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import EntryId, SourceName, check_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server wants to hear again, byte for byte as it sent it (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRequest:
    """One source to be asked."""

    source: SourceName
    url: str  #: where the source lives now, after permanent redirects
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """Bytes came."""

    source: SourceName
    body: bytes
    url: str  #: the address that answered, after all redirects; relative links start here
    moved_to: str | None = None  #: set when every redirect on the way was permanent (301, 308)
    found_on: str | None = None  #: the page at the source's address that names this feed, if that is how it was found
    content_type: str | None = None  #: as sent
    validators: Validators = Validators()
    ask_again: dt.timedelta | None = None  #: from Cache-Control: max-age or Expires; None if not said
    ask_again_at: dt.datetime | None = None  #: the same as an instant, where the answer names no Date to count from
    kind: Literal["fetched"] = "fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said 304, or the file is the one that was read last."""

    source: SourceName
    validators: Validators = Validators()  #: as sent with the 304; empty fields mean "keep what you had"
    moved_to: str | None = None  #: as in Fetched
    ask_again: dt.timedelta | None = None
    ask_again_at: dt.datetime | None = None
    kind: Literal["unchanged"] = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """This source could not be had now. One of many, so a value and no exception."""

    source: SourceName
    error: str  #: one line in words
    status: int | None = None  #: the HTTP status, if one came
    ask_again: dt.timedelta | None = None  #: Retry-After
    ask_again_at: dt.datetime | None = None
    kind: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: the source is retired and is not asked again."""

    source: SourceName
    kind: Literal["gone"] = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Not asked at all, because its next poll is later."""

    source: SourceName
    until: dt.datetime
    kind: Literal["resting"] = "resting"


FetchOutcome = Fetched | Unchanged | Failed | Gone | Resting


@dataclass(frozen=True, slots=True, kw_only=True)
class Lull:
    """Nothing more has come for a second, and something is still awaited: the time to store what is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that an entry carries along."""

    url: str
    type: str | None = None
    length: int | None = None  #: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that an entry names; its bytes have not been looked at."""

    url: str
    width: int | None = None  #: pixels
    height: int | None = None
    alt: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedEntry:
    """One entry as a feed states it: links absolute, HTML sanitised, text plain, dates in UTC.

    `title`, `summary_text` and `content_text` are visible text with white space collapsed; a text is what a
    reader of the sanitised HTML beside it would see. Every field may be missing: such an entry is kept.
    """

    guid: str | None = None
    url: str | None = None  #: absolute http(s); tracking parameters still in it
    clean_url: str | None = None  #: the same without what only tracks; the key by which disguises are seen through
    title: str | None = None
    summary_html: str | None = None
    summary_text: str = ""
    content_html: str | None = None
    content_text: str = ""
    authors: tuple[str, ...] = ()
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    language: str | None = None  #: as the feed declares it for this entry
    tags: tuple[str, ...] = ()
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    original: str | None = None  #: RSS <source>, Atom source: the publisher that the feed itself credits

    def __post_init__(self) -> None:
        check_utc(self.published, self.updated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A parsed feed."""

    format: str  #: rss20, rss10, atom10, json11, ...
    title: str | None = None
    url: str | None = None  #: the site that it belongs to
    language: str | None = None
    ttl: dt.timedelta | None = None  #: how long the feed itself says that it may be kept
    skip_hours: tuple[int, ...] = ()  #: hours (0-23, UTC) in which it wants to be left alone: RSS 2.0 <skipHours>
    skip_days: tuple[int, ...] = ()  #: the same of weekdays (0 is Monday): <skipDays>
    cut_off: bool = False  #: the document broke off; what could be read of it is here
    entries: tuple[ParsedEntry, ...] = ()  #: without those that were known already
    known: int = 0  #: entries that were left out, because they are stored just as they stand
    left_over: int = 0  #: entries that were too many to be read at once, and are left for the next poll
    entry_hashes: str = ""  #: of the others, known ones too: 16 hex digits each; "" where they cannot be told apart
    warnings: tuple[str, ...] = ()  #: what was wrong with the bytes and was read all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Bytes that are not the ones of last time, to be read."""

    fetched: Fetched
    digest: str  #: sha256 of them
    format: str | None = None  #: overrides what the bytes say
    known: str = ""  #: hashes of the entries that need not be read, as in Feed.entry_hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry in the archive. Equal ids mean: the same piece of that source, whatever became of its text."""

    id: EntryId
    source: SourceName
    version: int = 1  #: counts up whenever title or text change
    guid: str | None = None
    url: str | None = None
    clean_url: str | None = None
    title: str | None = None
    summary_html: str | None = None
    summary_text: str = ""
    content_html: str | None = None
    content_text: str = ""
    authors: tuple[str, ...] = ()
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    first_seen: dt.datetime  #: when our own fetch first brought it
    source_since: dt.datetime  #: the first visit to its source: the start of that source's account
    language: str | None = None  #: BCP 47 primary tag: declared, else detected; None when neither decides
    tags: tuple[str, ...] = ()
    image: Image | None = None
    enclosures: tuple[Enclosure, ...] = ()
    original: str | None = None
    repeat_of: EntryId | None = None  #: the entry that this one repeats (same cleaned link in another feed)

    def __post_init__(self) -> None:
        check_utc(self.published, self.updated, self.first_seen, self.source_since)

    @property
    def text(self) -> str:
        """The fuller of the two texts."""
        return max(self.content_text, self.summary_text, key=len)

    @property
    def link(self) -> str | None:
        """The link that is printed: without what only tracks, if that can be told."""
        return self.clean_url or self.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an entry said at one time; the last one is what it says now."""

    entry: EntryId
    number: int  #: counts from 1
    seen: dt.datetime  #: when our own fetch first brought it
    title: str | None
    summary_text: str
    content_text: str

    def __post_init__(self) -> None:
        check_utc(self.seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a feed itself asks of those who poll it; it holds until the feed is read again."""

    ttl: dt.timedelta | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of a source between two polls."""

    name: SourceName
    url: str  #: as configured
    moved_to: str | None = None  #: where permanent redirects led, or the page that stands at its address
    found_on: str | None = None  #: that page, if it was one that named the feed
    validators: Validators = Validators()
    body_hash: str | None = None  #: sha256 of the last body that was stored
    entry_hashes: str = ""  #: of the entries of that body, as in Feed
    language: str | None = None  #: as its feed declares
    first_visit: dt.datetime | None = None
    last_success: dt.datetime | None = None
    last_new: dt.datetime | None = None  #: when it last brought an entry that was new
    last_try: dt.datetime | None = None
    next_at: dt.datetime | None = None  #: not to be asked before
    asked_until: dt.datetime | None = None  #: of that, what the server or the feed asked for: nobody goes below it
    unprompted: bool = False  #: `asked_until` is our own patience: the server said "too often", but not how long
    wishes: Wishes = Wishes()
    rhythm: dt.timedelta | None = None  #: the usual time between two new entries, as learned; None until it is known
    overran: dt.datetime | None = None  #: when a poll last found nothing that the one before had seen
    error: str | None = None  #: of the last try; None after a success
    errors: int = 0  #: failures since the last success
    error_since: dt.datetime | None = None  #: the first of them
    gone: bool = False  #: it answered 410

    def __post_init__(self) -> None:
        check_utc(self.first_visit, self.last_success, self.last_new, self.last_try, self.next_at)
        check_utc(self.asked_until, self.overran, self.error_since)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What one poll brought."""

    name: SourceName
    url: str
    status: Literal["new", "unchanged", "failed", "resting", "gone"]
    new: int = 0
    changed: int = 0
    error: str | None = None
    warnings: tuple[str, ...] = ()
    found: str | None = None  #: its address is a page; the feed that the page names was found here, and is read now
    continued: tuple[str, ...] = ()  #: rolling articles that went on, a line each
    next_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """What a round of polling brought, in the order of sources.yaml."""

    at: dt.datetime
    sources: tuple[SourceReport, ...] = ()

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        return tuple(s for s in self.sources if s.status == "failed")
