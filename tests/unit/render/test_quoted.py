"""Quoted-printable with atoms."""

from __future__ import annotations

import quopri

from newsletter.model.rendered import PLACEHOLDER, PLACEHOLDER_MAX
from newsletter.render.quoted import encode


def test_it_decodes_to_what_went_in() -> None:
    """Python's own decoder reads it."""
    text = "Щоденний огляд = добре\n.dot\nFrom here\ntrailing \n" + "x" * 200 + "\n"
    assert quopri.decodestring(encode(text)).decode() == text.replace("\n", "\r\n")


def test_every_line_is_short_and_ascii() -> None:
    """RFC 2045: at most 76 characters."""
    lines = encode("ї" * 300 + "\n" + "a" * 76).split(b"\r\n")
    assert max(map(len, lines)) <= 76 and all(line.isascii() for line in lines)


def test_a_placeholder_stands_alone_on_its_line() -> None:
    """So that the longest token can take its place."""
    body = encode(f"<a href='https://r.example/u/{PLACEHOLDER}'>{PLACEHOLDER}x")
    lines = body.split(b"\r\n")
    assert lines.count(PLACEHOLDER.encode() + b"=") == 2
    filled = body.replace(PLACEHOLDER.encode(), b"T" * PLACEHOLDER_MAX)
    assert max(map(len, filled.split(b"\r\n"))) <= 76
    assert quopri.decodestring(filled).decode().count("T" * PLACEHOLDER_MAX) == 2


def test_dots_and_from_at_the_start_of_a_line_are_encoded() -> None:
    """SMTP doubles the one, mbox files mark the other."""
    assert encode(".\nFrom x\nFroma") == b"=2E\r\n=46rom x\r\nFroma\r\n"
