"""The text part's lines: 76 columns, hanging indents, addresses whole.

Columns are those of a terminal: East Asian wide and fullwidth characters take two (UAX 11), combining marks none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WIDTH = 76
_MARKER = re.compile(r"\s*(?:[-*•>] +)*")
_ADDRESS = re.compile(r"https?://|mailto:")
#: Where a line may end. A no-break space holds what it joins, and is printed as a plain one.
_BLANKS = re.compile(r"[^\S\u00a0]+")


def columns(text: str) -> int:
    """How many columns `text` takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str) -> str:
    """Every line within WIDTH columns, at most one blank line in a row, no trailing space, one line end at the end."""
    lines = [part for line in text.replace("\r\n", "\n").split("\n") for part in wrap(line.rstrip())]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).replace("\u00a0", " ").strip("\n") + "\n"


def wrap(line: str) -> list[str]:
    """One logical line as lines; a list marker or quotation mark at its start is hung over or repeated.

    A line that is one address or one unbroken word with an address stays whole, however long it is.
    """
    if columns(line) <= WIDTH:
        return [line]
    lead = (_MARKER.match(line) or re.match("", line) or [""])[0]
    hang = re.sub(r"[-*•]", " ", lead)
    lines: list[str] = []
    current, used = lead, columns(lead)
    for piece, spaced in _pieces(line[len(lead) :], WIDTH - columns(lead)):
        size = columns(piece)
        gap = 1 if spaced and used > columns(lead if not lines else hang) else 0
        if used + gap + size > WIDTH and current.strip(" >-*•"):
            lines.append(current.rstrip())
            current, used, gap = hang, columns(hang), 0
        current += " " * gap + piece
        used += gap + size
    return [*lines, current.rstrip()]


def _pieces(text: str, room: int) -> Iterator[tuple[str, bool]]:
    """What may stand at a line's start, and whether a space belongs before it."""
    for word in _BLANKS.split(text.strip()):
        if _ADDRESS.search(word) or (columns(word) == len(word) and len(word) <= room):
            yield word, True
            continue
        spaced, piece, used = True, "", 0
        for char in word:
            wide = _columns(char)
            # Between two wide characters a line may end anywhere; any other word only when it is longer than a line.
            if piece and (wide == 2 or used + wide > room) and not _holds(char):
                yield piece, spaced
                spaced, piece, used = False, "", 0
            piece, used = piece + char, used + wide
        yield piece, spaced


def _holds(char: str) -> bool:
    """Does it belong to the character before it (marks, closing punctuation)?"""
    return _columns(char) == 0 or unicodedata.category(char) in ("Pe", "Pf", "Po")


def underline(text: str, mark: str, url: str | None = None) -> str:
    """`text`, below it a rule of its width, and below that its address.

    A headline in a script without spaces that is longer than a line stands in one piece with its address behind it,
    for to break it anywhere would break words.
    """
    words = max((columns(w) for w in text.split()), default=0)
    if url and words > WIDTH:
        return f"{text}<{url}>".replace(" ", "\u00a0")
    longest = max((columns(line) for line in wrap(text)), default=0)
    return f"{text}\n{mark * min(WIDTH, longest)}" + (f"\n{url}" if url else "")
