"""What stands on a page and is no part of the article: menus, sign-up boxes, share buttons, tickers, pleas.

Rules over single lines, so that the same ones hold for HTML and for a page that was saved as text. A short line needs
one sign; a whole paragraph needs two, because an article may well be about a newsletter, a donation or a cookie.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from newsletter.article.labels import BOXES, COMMENTS, LABELS, LAST, SIGNS

#: A paragraph of at least so many words is no label; of at least so many without an end, no heading.
FEW, MANY = 9, 25

_BULLET = re.compile(r"^(?:[•·▪■►▶●○‣⁃➤→*–—-]|\d{1,2}[.)])\s+(?=\S)")
_END = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$|[.!?…]\s*\([^()]{1,60}\)$")
_QUOTED = re.compile(r"[\"”»]\s*$")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")

_LABELS = re.compile(rf"(?:{'|'.join(LABELS)})", re.IGNORECASE)

_SIGNS = tuple(re.compile(sign, re.IGNORECASE) for sign in SIGNS)

_LAST = re.compile(rf"(?:{'|'.join((*LAST, *COMMENTS))})\s*:?", re.IGNORECASE)
_COMMENTS = re.compile(rf"(?:{'|'.join(COMMENTS)})\s*:?", re.IGNORECASE)

_BOX = re.compile(rf"(?:{'|'.join(BOXES)})\s*:?", re.IGNORECASE)

_CAPTION = re.compile(
    r"(?i)\((?:[^()]{1,60}/\s?[^()]{1,60}|[^()]{0,60}\b(?:photo|image|getty|courtesy|фото|via|screenshot|archive)\b[^()]{0,60})\)\.?$"
)
_CLOCK_LINE = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s?[ap]\.?m\.?)?(?:\s?(?:utc|gmt|[ec]es?t))?", re.IGNORECASE)


class Kind(Enum):
    """What a line is, seen alone."""

    PROSE = auto()  #: a sentence or more
    SHORT = auto()  #: a heading, a title, a label that no rule knows
    FURNITURE = auto()
    BOX = auto()  #: opens a list of other pieces
    LAST = auto()  #: the article is over
    CLOCK = auto()  #: a time of day alone: a ticker's, or a live page's


@lru_cache(maxsize=2_000)
def kind(line: str) -> Kind:
    """What `line` is. Bullets do not count."""
    bare = unbullet(line)
    if not any(c.isalnum() for c in bare):
        return Kind.FURNITURE
    if _CLOCK_LINE.fullmatch(bare):
        return Kind.CLOCK
    count = words(bare)
    if count <= MANY:
        if _LAST.fullmatch(bare):
            return Kind.LAST
        if _BOX.fullmatch(bare):
            return Kind.BOX
    if (count <= 2 * MANY and _LABELS.fullmatch(bare)) and not _is_story(bare, count):
        return Kind.FURNITURE
    if _menu(line) or sum(bool(sign.search(bare)) for sign in _SIGNS) >= 2:
        return Kind.FURNITURE
    if count <= 70 and _CAPTION.search(bare):
        return Kind.FURNITURE
    return Kind.PROSE if (ends(bare) and count >= 2) or count >= MANY else Kind.SHORT


def opens_comments(line: str) -> bool:
    """Leave a Reply; 3 comments."""
    return words(line) <= MANY and bool(_COMMENTS.fullmatch(unbullet(line)))


def _is_story(bare: str, count: int) -> bool:
    """Words that begin like a label and go on like a report: "Support for the bill fell, officials said on Monday."""
    return (
        count >= 12 and bare.endswith(".") and not any(sign.search(bare) for sign in _SIGNS) and not _ALWAYS.match(bare)
    )


_ALWAYS = re.compile(
    r"(?i)(?:©|\(c\)|copyright\W*(?:©|\(c\)|\d{4})|photo|image|picture|video|фото|відео|the work of|thank you for"
    r"|you can also|we.ve sent|this audio|якщо|редакція може)\b|©"
)


def _menu(line: str) -> bool:
    """Home | News | World: many separators, few words between them."""
    cells = [c for c in re.split(r"\s*[|›»>·•/]\s+|\s{3,}", line) if c.strip()]
    return len(cells) >= 4 and max(words(c) for c in cells) <= 4 and not line.rstrip().endswith(".")


def unbullet(line: str) -> str:
    """`line` without the mark of a list."""
    return _BULLET.sub("", line, count=1)


def is_bullet(line: str) -> bool:
    return bool(_BULLET.match(line))


def words(text: str) -> int:
    return len(_WORD.findall(text))


def ends(line: str) -> bool:
    """Does it end like a sentence? Behind a quotation mark alone only when it is too long for a heading."""
    return bool(_END.search(line)) or (words(line) >= FEW and bool(_QUOTED.search(line)))
