"""The outside world as protocols. Each is declared for who uses it, and tiny.

Implementations live in fetch/, parse/, store/, outbox/ and deliver/; fakes with a vocabulary live in tests/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias

# Only to name them: making all records takes 0.1 s, and nobody needs all.
if TYPE_CHECKING:
    from newsletter.errors import ParseError
    from newsletter.model.articles import Article
    from newsletter.model.base import EntryId, PatronId, ReviewId, SourceName
    from newsletter.model.bonds import Bond
    from newsletter.model.corrections import EditionCorrection, Made
    from newsletter.model.editions import Draft, Edition, SignedEdit
    from newsletter.model.feeds import (
        Body,
        Entry,
        Failed,
        Feed,
        Fetched,
        FetchOutcome,
        FetchRequest,
        Gone,
        SourceState,
        Unchanged,
        Version,
    )
    from newsletter.model.meanings import Model
    from newsletter.model.patrons import Delivery, Envelope, Patron
    from newsletter.model.rendered import EditionRecord, LinkAnswer, Manifest, Rendered
    from newsletter.model.stories import Decision, LedgerRow, Rewritten, ToldEntry
    from newsletter.model.topics import Choice


class Fetch(Protocol):
    """Asks all sources at once; one outcome per request as each comes in, in no order. Never raises for one source."""

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]: ...


class Parse(Protocol):
    """Bodies -> feeds, several at once, each as it is ready, in no order; other outcomes pass through with None.

    Never raises for one body: what is no feed, or takes too long or too much memory, is a ParseError beside it.
    """

    def __call__(
        self, outcomes: Iterable[FetchOutcome | Body]
    ) -> Iterator[tuple[FetchOutcome | Body, Feed | ParseError | None]]: ...


class ReadPages(Protocol):
    """Web pages -> articles, several at once, each as it is ready, in no order; `seen` is when they were fetched.

    Never raises for one page: what holds no article, or takes too long or too much memory, is a ParseError beside it.
    """

    def __call__(
        self, pages: Iterable[Fetched], seen: dt.datetime
    ) -> Iterator[tuple[Fetched, Article | ParseError]]: ...


class Progress(Protocol):
    """Told once per step, in words with fields: progress("collected", source="wire", new=3)."""

    def __call__(self, step: str, **fields: object) -> None: ...


class Archive(Protocol):
    """Entries and what is remembered of their sources. Every method is one transaction."""

    def sources(self) -> Mapping[SourceName, SourceState]: ...

    def take_in(self, state: SourceState, entries: Sequence[Entry], now: dt.datetime) -> tuple[int, int]:
        """Store entries and the source's new state together; (new, changed).

        The entries' ids, versions and `repeat_of` are proposals: identity is decided here, by guid, then cleaned
        link, then content, against what this source has brought before. Same again changes nothing.
        """
        ...

    def take_in_all(
        self, batch: Sequence[tuple[SourceState, Sequence[Entry], dt.datetime]]
    ) -> Sequence[tuple[int, int]]:
        """`take_in` for several sources in one transaction; where that fails, one after the other."""
        ...

    def entries(
        self,
        *,
        source: SourceName | None = None,
        since: dt.datetime | None = None,
        ids: Sequence[EntryId] | None = None,
    ) -> Iterator[Entry]:
        """Current versions, in order of first_seen, then id. `since` compares with first_seen."""
        ...

    def warned(self, source: SourceName, key: str) -> bool:
        """Remember that a person was told of this trouble of a source; False when that had been done before."""
        ...


class Versions(Protocol):
    """What entries said before, and what a person has been told of it."""

    def versions(self, ids: Sequence[EntryId]) -> Mapping[EntryId, Sequence[Version]]:
        """Every version of these entries, the first one first and the current one last; unknown ids are left out."""
        ...

    def changed(self, *, source: SourceName | None = None, since: dt.datetime | None = None) -> Sequence[Entry]:
        """Entries whose current version is not their first and was seen at `since` or later; the newest first."""
        ...

    def rewritten(self, review: ReviewId, since: dt.date) -> Sequence[Rewritten]:
        """Entries that editions of `since` and later printed, and that say something else now; by day, then id."""
        ...

    def say(self, keys: Sequence[str], at: dt.datetime) -> frozenset[str]:
        """Remember that a person is told these now; those that nobody had been told before."""
        ...


class Decisions(Protocol):
    """The ledger of one newsroom."""

    def undecided(self, review: ReviewId, cutoff: dt.datetime) -> Sequence[Entry]:
        """Entries seen up to `cutoff` with no decision in this review, or held; in order of first_seen, then id."""
        ...

    def told(self, review: ReviewId, since: dt.date) -> Sequence[ToldEntry]:
        """Told and merged entries of editions of `since` and later."""
        ...

    def held_since(self, review: ReviewId) -> Mapping[EntryId, dt.date]:
        """Entries now held -> the day on which they were first held."""
        ...

    def passed(self, review: ReviewId, since: dt.date) -> Sequence[Entry]:
        """Entries that editions of `since` and later passed over by a rule or a limit, and that may still support."""
        ...

    def rows(self, review: ReviewId, day: dt.date) -> Iterator[LedgerRow]:
        """What the edition of `day` decided; for a day not yet published, everything that is undecided."""
        ...


class Editions(Protocol):
    """Revisions of editions and their states. Two commits: `begin`, then (the folder is put in place) `finish`."""

    def begin(
        self, record: EditionRecord, edition: Edition, decisions: Sequence[Decision], made: Made | None = None
    ) -> None:
        """One transaction: the decisions, the revision, its hashes and what it is made with, as `publishing`.

        An earlier revision's decisions are replaced.
        """
        ...

    def finish(self, review: ReviewId, day: dt.date, revision: int, state: str, at: dt.datetime) -> None:
        """Move on to `state` (published, sending, sent)."""
        ...

    def undo(self, review: ReviewId, day: dt.date, revision: int) -> None:
        """Take back a revision that is still `publishing`, its decisions included."""
        ...

    def find(
        self, review: ReviewId, *, day: dt.date | None = None, before: dt.date | None = None
    ) -> EditionRecord | None:
        """The newest revision of `day`; or the newest published edition of a day before `before`."""
        ...

    def unfinished(self) -> Sequence[EditionRecord]:
        """All that is still `publishing`."""
        ...


class Kept(Protocol):
    """What published editions were, for making them again."""

    def revisions(self, review: ReviewId, day: dt.date) -> Sequence[EditionRecord]:
        """All of one day, the first one first; none of a quiet day."""
        ...

    def kept(self, review: ReviewId, day: dt.date, revision: int) -> tuple[Edition | None, Made | None]:
        """As it was rendered, and what it was made with; None for what is not kept."""
        ...

    def files(self) -> frozenset[str]:
        """The names of all files of every revision that is kept, in whichever review."""
        ...


class EditionCorrections(Protocol):
    """Corrections of published editions."""

    def of(
        self, review: ReviewId, *, day: dt.date | None = None, since: dt.date | None = None
    ) -> Sequence[EditionCorrection]:
        """Those of one edition, or of the editions of `since` and later, taken back or not, in order of number."""
        ...

    def begin(self, correction: EditionCorrection, record: EditionRecord, edition: Edition, made: Made | None) -> None:
        """One transaction: the correction (or that it is taken back), and the revision that says so, as `publishing`.

        The ledger stays: the new revision decides what the one before decided. `Editions.finish` and `undo` go on.
        """
        ...


class Drafts(Protocol):
    def get(self, review: ReviewId, day: dt.date) -> Draft | None: ...

    def put_base(self, draft: Draft) -> Draft:
        """Store base, window and arrivals; once there are edits only the arrivals. Returns what is stored."""
        ...

    def append(
        self, review: ReviewId, day: dt.date, edit: SignedEdit, bonds: Sequence[tuple[int, Bond]] | None = None
    ) -> None:
        """StaleRevision unless `edit.revision` is the next one. Voids an approval.

        In the same transaction the bonds of the draft's edits become `bonds`: (revision of the edit, bond).
        """
        ...

    def approve(self, review: ReviewId, day: dt.date, revision: int, by: str, at: dt.datetime) -> None:
        """StaleRevision unless `revision` is the draft's."""
        ...

    def unapprove(self, review: ReviewId, day: dt.date) -> None: ...


class Vectors(Protocol):
    """What a language model made of entries, so that it is asked once for each."""

    def of(self, model: Model, entries: Sequence[Entry]) -> Mapping[EntryId, bytes]:
        """The vectors of these versions, as far as they are there."""
        ...

    def put(self, model: Model, made: Sequence[tuple[Entry, bytes]]) -> None:
        """One transaction; a later version takes the place of the earlier one."""
        ...


class Topics(Protocol):
    """What editors chose for topics. Which topics there are follows from the ledger."""

    def choices(self, review: ReviewId) -> Sequence[Choice]:
        """The earliest first."""
        ...

    def choose(self, choice: Choice) -> None:
        """One transaction; a later word on the same topic takes the place of the earlier one."""
        ...


class Bonds(Protocol):
    """What editors said about entries for every later grouping, in whichever review."""

    def all(self) -> Sequence[Bond]:
        """The earliest first; the same said twice is there once, as it was said last."""
        ...

    def put(self, review: ReviewId, day: dt.date, made: Sequence[Bond]) -> None:
        """Bonds that no edit of a draft makes. Repeatable."""
        ...

    def forget(self, made: Sequence[Bond]) -> int:
        """Take bonds of these kinds and entries back, whoever said them; how many there were."""
        ...


class Outbox(Protocol):
    """Editions as files: whole or absent. OutboxError in words for anything that goes wrong."""

    def stage(self, manifest: Manifest, rendered: Rendered) -> dict[str, str]:
        """Write everything beside its final place and sync it; name -> sha256 of every file, the manifest included."""
        ...

    def put(self, review: ReviewId, day: dt.date, revision: int) -> None:
        """Rename what was staged into place (exchange, if an earlier revision is there) and sync the folder."""
        ...

    def holds(self, review: ReviewId, day: dt.date, files: Mapping[str, str]) -> str:
        """Where an edition with exactly these hashes is now: "placed", "staged" or ""."""
        ...

    def read(self, review: ReviewId, day: dt.date) -> tuple[Manifest, dict[str, bytes]]:
        """A whole edition, every hash checked; NotPublished when there is none, OutboxError when it is torn."""
        ...

    def sweep(self, keep: Sequence[tuple[ReviewId, dt.date, int]]) -> None:
        """Remove what was staged and is not in `keep`."""
        ...


class Shelves(Protocol):
    """Published editions, to be read again."""

    def days(self, review: ReviewId) -> Sequence[dt.date]:
        """The days that may have an edition, in order."""
        ...

    def read(self, review: ReviewId, day: dt.date) -> tuple[Manifest, dict[str, bytes]]:
        """As Outbox.read."""
        ...

    def manifest(self, review: ReviewId, day: dt.date) -> Manifest:
        """What an edition says of itself; its files are not looked at. NotPublished or OutboxError without one."""
        ...


class Site(Protocol):
    """The public pages as files, replaced as a whole. OutboxError in words; then the old ones stand."""

    def state(self) -> str:
        """What the pages were made from, as `put` was told; "" when there are none."""
        ...

    def put(self, files: Mapping[str, bytes], state: str) -> int:
        """Make these files the public pages, and no others, in one step; how many changed, came or went."""
        ...


class LinkMemory(Protocol):
    """What links answered when they were asked; advice, which may be lost."""

    def answers(self) -> Mapping[str, LinkAnswer]: ...

    def keep(self, answers: Mapping[str, LinkAnswer]) -> None:
        """These and no others."""
        ...


class Patrons(Protocol):
    def active(self, review: ReviewId) -> Sequence[Patron]:
        """Who receives this review now, in order of joining, then id."""
        ...

    def find(self, key: str) -> Patron | None:
        """By id or by address (any case)."""
        ...

    def put(self, patron: Patron) -> bool:
        """Add or change by address; False when nothing changed. Who left stays away unless `patron.joined` is later."""
        ...

    def leave(self, patron: PatronId, review: ReviewId | None, at: dt.datetime) -> bool:
        """Leave one review, or all; False when that had been done before."""
        ...

    def everybody(self) -> Sequence[Patron]: ...


class Deliveries(Protocol):
    def claim(self, delivery: Delivery) -> bool:
        """One row per (review, day, patron); False when another has or had it. Committed before anything is sent."""
        ...

    def settle(self, delivery: Delivery) -> None:
        """Sent or failed, or (temporary error) released for a later call: state CLAIMED with an error."""
        ...

    def of(self, review: ReviewId, day: dt.date) -> Sequence[Delivery]: ...


class Mailer(Protocol):
    """A delivery backend, in three methods. `open` and `close` bracket a run; MailerUnavailable stops it."""

    def open(self) -> None: ...

    def send(self, envelope: Envelope) -> None:
        """DeliveryError (permanent or not) costs this message; MailerUnavailable the run."""
        ...

    def close(self) -> None: ...


class Render(Protocol):
    """Edition -> all that goes into the outbox, except the manifest. TemplateError when a template is at fault."""

    def __call__(self, edition: Edition, pictures: Mapping[str, bytes] = ...) -> Rendered:
        """`pictures`: what the edition shows, by the name behind images/."""
        ...


Clock = Callable[[], dt.datetime]
Answer: TypeAlias = "Fetched | Unchanged | Failed | Gone"
