"""Pictures: what became of a foreign one, and our own small copy of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from newsletter.model.base import check_utc

#: How pictures get to readers: from the public page's address, inside the mail, or not at all.
Showing = Literal["link", "embed", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A picture as we show it: decoded, turned upright, made small and encoded anew."""

    body: bytes
    kind: Literal["jpg", "png"]
    width: int  #: pixels
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """Bytes that make no picture for the page. One of many, so a value and no exception."""

    reason: str  #: one line in words, to be read after "the picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What became of the picture at one address on one day."""

    url: str  #: where a feed or a page said that it is
    name: str = ""  #: of our copy's file: 32 digits of its sha256, and .jpg or .png; "" when there is none
    width: int = 0  #: of our copy, pixels
    height: int = 0
    failed: str = ""  #: why there is none, in words
    asked: dt.datetime  #: when it was fetched, or was to be

    def __post_init__(self) -> None:
        check_utc(self.asked)
