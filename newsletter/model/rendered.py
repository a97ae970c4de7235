"""What an edition becomes: files, findings, a manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from newsletter.model.base import ReviewId, StoryId, check_utc

#: Stands in a rendered message where a patron's own signed token goes, and only there. Letters and digits only, so
#: that it passes every encoder; delivery replaces it in the bytes.
PLACEHOLDER = "PATRONTOKENPATRONTOKEN00"
#: The longest token that may take its place, in characters: a quoted-printable line has 76 (RFC 2045, 6.7).
PLACEHOLDER_MAX = 70
#: Where the pictures stand among an edition's files.
PICTURES = "images/"


class Severity(StrEnum):
    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with an edition."""

    severity: Severity
    code: str  #: a stable word: quote-too-long, no-credit, ...
    message: str  #: one line in words
    remedy: str
    story: StoryId | None = None  #: None: it concerns the whole edition
    place: str = ""  #: where it stands, in words: subject, message, a section's title; "" for the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """What a link said when it was asked. Advice for a person; never a part of an edition."""

    url: str
    ok: bool  #: it answered, or it refuses robots, which says nothing about readers
    words: str  #: of the failure; "" when ok
    at: dt.datetime

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """One edition as bytes, ready for the outbox."""

    html: str  #: the mail's HTML part, inlined
    text: str  #: the mail's text part
    web: str  #: the public page
    message: bytes  #: the whole message, CRLF; see deliver/ for what is replaced per patron
    data: str  #: edition.json
    whole: str = ""  #: the patrons' own page of all of it, never public; "" where the mail shows all
    pictures: Mapping[str, bytes] = field(default_factory=dict)  #: what it shows, by the name behind images/
    beside: dict[str, bytes] = field(default_factory=dict)  #: name -> what else belongs to it: pages before corrections

    def files(self) -> dict[str, bytes]:
        """Name in the outbox -> bytes; the manifest is made from these."""
        return {
            "edition.eml": self.message,
            "edition.html": self.html.encode(),
            "edition.txt": self.text.encode(),
            "web.html": self.web.encode(),
            "edition.json": self.data.encode(),
            **{PICTURES + name: body for name, body in sorted(self.pictures.items())},
            **({"whole.html": self.whole.encode()} if self.whole else {}),
            **self.beside,
        }


def pictures_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of an edition's files the pictures, by the name behind images/."""
    return {name.removeprefix(PICTURES): body for name, body in files.items() if name.startswith(PICTURES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What makes a folder an edition: written last, with the hash of every file."""

    review: ReviewId
    day: dt.date
    state: str  #: "published"
    number: int
    revision: int
    cutoff: dt.datetime
    stories: int
    entries: int
    files: dict[str, str]  #: name -> sha256, hexadecimal
    findings: tuple[Finding, ...] = ()
    revised: dt.datetime | None = None  #: when a correction, or its taking back, made this revision; None for the first

    def __post_init__(self) -> None:
        check_utc(self.cutoff, self.revised)


class EditionState(StrEnum):
    """The states of an edition from publishing on; before that it is a draft."""

    QUIET = "quiet"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    SENDING = "sending"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRecord:
    """One revision of one edition as the store keeps it."""

    review: ReviewId
    day: dt.date
    number: int
    revision: int
    state: EditionState
    cutoff: dt.datetime
    stories: int
    entries: int
    files: dict[str, str]  #: name -> sha256 of what was or is being put in place, the manifest included
    subject: str = ""
    published_at: dt.datetime | None = None
    by: str = ""  #: who approved it; "" when nobody did

    def __post_init__(self) -> None:
        check_utc(self.cutoff, self.published_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did, for people and for --json."""

    day: dt.date
    review: ReviewId
    number: int | None
    revision: int | None
    state: str  #: draft, quiet, published, ...
    folder: str | None  #: relative to the newsroom
    stories: int
    entries: int
    already: bool = False  #: it had been built before; nothing was done
    sources_failed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    sentence: str = ""  #: the whole of it in one sentence
    account: str = ""  #: what became of every entry, in one sentence; "" where nothing was decided
