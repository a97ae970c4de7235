"""What the preview shows, as records: one `Shown` is one look at a newsroom."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from newsletter.model.rendered import Finding

#: Gmail cuts a message's HTML off behind this many bytes and hides the rest behind a link (102 KB, measured by many).
GMAIL_CLIPS = 102 * 1024
#: So many lines of one reason are listed; the ledger has all of them.
LISTED = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One story or entry that is not in the edition."""

    title: str
    source: str
    url: str | None = None  #: http or https only
    reason: str = ""
    outcome: str = ""  #: passed, held, spiked
    flag: str = ""  #: late, undated, future


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One of the values that the reports of a story give."""

    value: str
    sentence: str
    said: tuple[Piece, ...]  #: who says so; `reason` is when


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """What the reports of one story disagree on."""

    title: str  #: the story's
    what: str
    values: tuple[Value, ...]
    command: str  #: prints it below the story


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """What is left out for one reason."""

    reason: str
    outcome: str
    flag: str
    pieces: tuple[Piece, ...]  #: at most LISTED
    more: int = 0  #: how many are not listed

    @property
    def waits(self) -> bool:
        """Is it for an editor's eyes?"""
        return bool(self.flag) or self.outcome == "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Down:
    """A source that could not be had when it was last asked."""

    name: str
    error: str
    last_success: str  #: in the newsroom's zone; "" for never
    next_at: str  #: the same; "" when it is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a file that an error points at."""

    number: int
    text: str
    guilty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why there is nothing new to show."""

    messages: tuple[str, ...]
    hint: str = ""
    file: str = ""  #: as an editor knows it: templates/mail.html
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """The edition in every form that a reader may meet."""

    html: str
    text: str
    web: str
    message_size: int  #: bytes of the whole message
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)  #: by the name behind images/

    @property
    def html_size(self) -> int:
        return len(self.html.encode())

    @property
    def clipped(self) -> bool:
        """Will Gmail hide the end of it?"""
        return self.html_size > GMAIL_CLIPS

    @property
    def columns(self) -> int:
        """The longest line of the text part."""
        return max((len(line) for line in self.text.splitlines()), default=0)


@dataclass(frozen=True, kw_only=True)  # no slots: `stamp` is computed once and kept
class Shown:
    """All that is on the page."""

    title: str  #: the review's
    day: dt.date
    kind: Literal["draft", "published", "nothing"]
    state: str  #: one or two words, beside the title
    sentence: str  #: what that means
    language: str = "en"
    sender: str = ""
    subject: str = ""
    preheader: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    rendition: Rendition | None = None
    findings: tuple[Finding, ...] = ()
    named: tuple[tuple[str, str], ...] = ()  #: story -> its headline, for those that findings name
    unplaced: tuple[Pile, ...] = ()
    asides: tuple[Pile, ...] = ()
    arrivals: tuple[Piece, ...] = ()
    differs: tuple[Differs, ...] = ()
    failed_edits: tuple[str, ...] = ()
    down: tuple[Down, ...] = ()
    trouble: Trouble | None = None

    @cached_property
    def stamp(self) -> str:
        """Equal stamps mean equal pages. Hexadecimal."""
        fields = [(name, value) for name, value in sorted(vars(self).items()) if name != "stamp"]
        return digest(repr(fields))


def digest(text: str) -> str:
    """A short fingerprint, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def pile_up(pieces: Iterable[Piece]) -> tuple[Pile, ...]:
    """Pieces by reason: what waits for an editor (held, flagged) first, else in the order that they came in."""
    piles: dict[tuple[str, str, str], list[Piece]] = {}
    for piece in pieces:
        piles.setdefault((piece.reason, piece.outcome, piece.flag), []).append(piece)
    made = [
        Pile(reason=r, outcome=o, flag=f, pieces=tuple(p[:LISTED]), more=max(0, len(p) - LISTED))
        for (r, o, f), p in piles.items()
    ]
    return tuple(sorted(made, key=lambda pile: not pile.waits))


def total(piles: Iterable[Pile]) -> int:
    """How many pieces lie in all of them."""
    return sum(len(p.pieces) + p.more for p in piles)
