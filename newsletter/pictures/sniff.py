"""What bytes are, told from the bytes alone: names and headers of servers are not asked. Decodes nothing."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from newsletter.model.pictures import Unfit

#: Pixels of a picture that is decoded at all: a camera's, not a bomb's. As RGB they are 120 MB.
MOST_PIXELS = 40_000_000
#: Beginnings of what is not taken, in words for a person.
_OTHERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (
        re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype svg[^>]*>\s*)?<svg\b", re.I | re.S),
        "a drawing (SVG)",
    ),
    (re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<script)", re.I), "a web page"),
    (re.compile(rb"\s*[<{\[]"), "a text"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.S), "of a kind that mail programs do not show (AVIF)"),
    (re.compile(rb"....ftyp", re.S), "of a kind that mail programs do not show (HEIC, or a film)"),
    (re.compile(rb"BM|II\*\x00|MM\x00\*|\x00\x00\x01\x00"), "of a kind that is not taken (BMP, TIFF or an icon)"),
    (re.compile(rb"%PDF"), "a document (PDF)"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What Pillow shall read it as, and only as that."""

    name: str  #: as Pillow calls it: JPEG, PNG, WEBP, GIF; never SVG, a document that can hold scripts and fetch things
    size: tuple[int, int] | None  #: width and height as its head says; None for JPEG, where finding them is decoding


def kind_of(body: bytes) -> Kind | Unfit:
    """What it is by its first bytes. Dimensions above MOST_PIXELS are refused here, before anything is allocated."""
    found = _known(body)
    if isinstance(found, Kind) and found.size is not None and (wrong := too_many(*found.size)):
        return wrong
    return found


def too_many(width: int, height: int) -> Unfit | None:
    """Is this more than is decoded? A few kilobytes of PNG can stand for gigabytes."""
    if width <= 0 or height <= 0:
        return Unfit(reason="has no size")
    if width * height > MOST_PIXELS:
        return Unfit(reason=f"is {width}×{height} pixels large, more than {MOST_PIXELS // 1_000_000} million")
    return None


def _known(body: bytes) -> Kind | Unfit:
    if body.startswith(b"\xff\xd8\xff"):
        return Kind("JPEG", None)
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return _sized("PNG", ">II", body[16:24])  # the first chunk is always IHDR
    if body[:6] in (b"GIF87a", b"GIF89a"):
        return _sized("GIF", "<HH", body[6:10])
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return _webp(body)
    words = next((words for pattern, words in _OTHERS if pattern.match(body[:1000])), "no picture that is known")
    return Unfit(reason=f"is {words}")


def _sized(name: str, form: str, head: bytes) -> Kind | Unfit:
    """`head` is width and height."""
    try:
        width, height = struct.unpack(form, head)
    except struct.error:
        return Unfit(reason="breaks off")
    return Kind(name, (width, height))


def _webp(body: bytes) -> Kind | Unfit:
    """RFC 9649, 2.5 to 2.7. Pillow makes room for a whole animation when it opens one, so the size is read before."""
    head, chunk = body[12:16], body[20:30]
    if len(chunk) < 10:
        return Unfit(reason="breaks off")
    if head == b"VP8X":
        return Kind("WEBP", (int.from_bytes(chunk[4:7], "little") + 1, int.from_bytes(chunk[7:10], "little") + 1))
    if head == b"VP8 ":
        width, height = struct.unpack("<HH", chunk[6:10])
        return Kind("WEBP", (width & 0x3FFF, height & 0x3FFF))
    if head == b"VP8L":
        bits = int.from_bytes(chunk[1:5], "little")
        return Kind("WEBP", ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
    return Unfit(reason="is broken")
