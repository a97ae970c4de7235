"""Who receives editions, and what became of each delivery."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from newsletter.model.base import PatronId, ReviewId, check_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron:
    """Somebody who asked for a review by mail."""

    id: PatronId
    email: str  #: lower case domain, no display name
    name: str = ""
    reviews: tuple[ReviewId, ...]
    joined: dt.datetime
    left: dt.datetime | None = None  #: set when the patron left; the row stays so that an import does not bring it back

    def __post_init__(self) -> None:
        check_utc(self.joined, self.left)


class DeliveryState(StrEnum):
    CLAIMED = "claimed"  #: a process is at it, or died at it
    SENT = "sent"
    FAILED = "failed"  #: permanently
    UNSURE = "unsure"  #: the process died between claim and answer: perhaps it went, so it is not sent again by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One edition to one patron."""

    review: ReviewId
    day: dt.date
    patron: PatronId
    state: DeliveryState
    message_id: str
    at: dt.datetime
    tries: int = 1
    error: str | None = None

    def __post_init__(self) -> None:
        check_utc(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One message on its way: what SMTP needs beside the bytes."""

    sender: str  #: MAIL FROM
    recipient: str  #: RCPT TO
    message: bytes  #: CRLF line ends, 7-bit clean
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    review: ReviewId
    day: dt.date
    sent: int = 0
    already: int = 0  #: had it before
    failed: tuple[tuple[str, str], ...] = ()  #: address, error in words
    refused: int = 0  #: refused for good in an earlier call, so not tried again
    deferred: int = 0  #: temporary errors; a later call tries again
    unsure: int = 0
    dry_run: bool = False
