"""The text under its headline: paragraphs, and the dated parts of a page that is continued."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from newsletter.article.credits import agencies_of, byline, dateline, is_credit, is_stamp, without_stamp
from newsletter.article.dates import WEEKDAY, WEEKDAYS, Calendar, find_dates, midnight, time_of_day
from newsletter.article.furniture import FEW, Kind, ends, is_bullet, kind, unbullet, words
from newsletter.model.articles import Article, Part

_UPDATE = re.compile(
    r"^\W{0,3}(?:(?:latest |live |major |\d+(?:st|nd|rd|th) )?(?:updates?|updated)"
    r"(?:\s*(?:#|no\.?)\s?\d{1,2}|\s+\d{1,2}(?=\s*[:(–—]|\s+\d{1,2}[./-]))?"
    r"|upd\.?|оновлено|оновлення|доповнено|обновлено)\b\W*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 25  # words
_NEAR = 4  # lines above the text
_SHORTEST = 40  # words that are an article whatever follows
_WEEK = dt.timedelta(days=7)
_RUN = 3  # words in a row by which a part is known again
_KNOWN = 0.5  # share of them


@dataclass(slots=True)
class Piece:
    """One part while it is being read."""

    title: str = ""
    at: dt.datetime | None = None
    said: bool = False  #: its heading says "update"
    headed: bool = False
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the lines under the headline hold."""

    paragraphs: tuple[str, ...]
    parts: tuple[Part, ...]
    agencies: tuple[str, ...]
    changed: dt.datetime | None  #: a date after "updated" that heads no part


def read_body(lines: Sequence[str], start: int, days: Calendar, *, title: str | None) -> Body:
    """Paragraphs and parts. The text begins at `start`; furniture is still in it."""
    above, lines = lines[:start], lines[start:]
    lines = lines[: _end(lines)]
    lines = [*_top(above, lines, days), *lines]
    pieces: list[Piece] = [Piece()]
    agencies: list[str] = []
    boxed = fresh = False
    for line in lines:
        heading = _heading(line, days) or _entry(line, pieces[-1])
        if heading is not None:
            pieces.append(heading)
            boxed, fresh = False, not heading.title
            continue
        agencies += agencies_of(line)
        what = kind(line)
        if what is Kind.BOX:
            boxed = True
        headline = what is Kind.SHORT or (what is Kind.PROSE and not line.rstrip("\"'”’» ").endswith((".", "…", ":")))
        if headline and fresh and words(line) <= _LONGEST_TITLE and not is_credit(line):
            pieces[-1].title, fresh = line, False
            continue
        paragraph = _paragraph(line, what, boxed=boxed, title=title)
        if paragraph:
            pieces[-1].paragraphs.append(paragraph)
            boxed = False
        fresh = fresh and what is Kind.FURNITURE
    return _body(pieces, agencies, days)


def _top(above: Sequence[str], lines: Sequence[str], days: Calendar) -> Sequence[str]:
    """Where the newest part stands on top, its heading stands above the first paragraph: that, and what follows it.

    Told from an article that was updated once by a further heading, of an earlier day, that says "update" too.
    """
    for i in range(max(0, len(above) - _NEAR), len(above)):
        first = _heading(above[i], days)
        if first and first.said and first.at:
            later = (h for line in lines if (h := _heading(line, days)))
            return above[i:] if any(h.said and h.at and h.at < first.at for h in later) else ()
    return ()


def _body(pieces: list[Piece], agencies: list[str], days: Calendar) -> Body:
    paragraphs = tuple(p for piece in pieces for p in piece.paragraphs)
    changed = next((p.at for p in pieces if p.headed and p.said and not p.paragraphs), None)
    if paragraphs and (agency := dateline(paragraphs[0])):
        agencies.insert(0, agency)
    return Body(
        paragraphs=paragraphs,
        parts=_parts([p for p in pieces if p.paragraphs]),
        agencies=tuple(dict.fromkeys(agencies)),
        changed=changed,
    )


def _paragraph(line: str, what: Kind, *, boxed: bool, title: str | None) -> str | None:
    """The line as it is kept; None when it is no paragraph of the text."""
    if is_stamp(line) or is_credit(line) or byline(line) or line == title:
        return None
    if what is Kind.PROSE:
        return None if boxed and not ends(line) else unbullet(line)
    # An entry of a list needs no full stop; a menu's entries are shorter.
    return unbullet(line) if what is Kind.SHORT and is_bullet(line) and words(line) >= 6 and not boxed else None


def _heading(line: str, days: Calendar) -> Piece | None:
    """UPDATE 13/01/2022; January 13, 2022 — What happened: the beginning of a part."""
    if words(line) > _LONGEST_TITLE + 8:
        return None
    update = _UPDATE.match(line)
    rest = line[update.end() :] if update else line
    dates = find_dates(rest)
    if not dates:
        return None
    lead, tail = without_stamp(rest[: dates[0].start]), rest[dates[0].end :].strip(" ):]–—-|.,")
    if lead or (tail and ends(tail)) or words(tail) > _LONGEST_TITLE:
        return None
    if tail and not update:  # "10 January was cold": a date alone, or a date, a mark, and a title
        apart = re.match(r"\s*[)\]]?\s*[:–—|-]", rest[dates[0].end :])
        if not apart:
            return None
    when = days.when(dates[0])
    return None if when is None else Piece(title=tail, at=when, said=bool(update), headed=True)


def _entry(line: str, last: Piece) -> Piece | None:
    """10:26 below a dated heading: the next entry of that day."""
    if not last.headed or last.at is None or kind(line) is not Kind.CLOCK:
        return None
    length = time_of_day(line)
    return None if length is None else replace(last, title="", at=midnight(last.at) + length, paragraphs=[])


def _parts(pieces: list[Piece]) -> tuple[Part, ...]:
    """Oldest first; () unless the page is continued: one heading says so, or two dates head something."""
    headed = [p for p in pieces if p.headed]
    if not (any(p.said for p in headed) or len(headed) >= 2) or len(pieces) < 2:
        return ()
    if not pieces[0].headed:
        pieces[0] = replace(pieces[0], at=_opening(pieces[0], headed))
    parts = [Part(title=p.title, at=p.at, text="\n\n".join(p.paragraphs)) for p in pieces]
    days_of = [p.at for p in headed if p.at is not None]
    if len(days_of) >= 2 and days_of[0] > days_of[-1]:  # the newest stands on top
        opening = [p for p, piece in zip(parts, pieces, strict=True) if not piece.headed]
        parts = opening + [p for p in reversed(parts) if p not in opening]
    return tuple(parts)


def _opening(piece: Piece, headed: list[Piece]) -> dt.datetime | None:
    """The day of the opening, if its first sentences name one with its weekday, in the week before the next part.

    "on Wednesday (Jan. 12)" is a day that the writer looks at; a date without a weekday may be any.
    """
    earliest = min((p.at for p in headed if p.at is not None), default=None)
    if earliest is None:
        return None
    for found in find_dates(piece.paragraphs[0]):
        named = WEEKDAY.search(piece.paragraphs[0][max(0, found.start - 15) : found.start])
        for year in (earliest.year, earliest.year - 1):
            at = _at(year, found.readings[0])
            if named and at and at <= earliest and earliest - at < _WEEK and _is_day(named[0], at):
                return at
    return None


def _at(year: int, pair: tuple[int, int]) -> dt.datetime | None:
    try:
        return dt.datetime(year, *pair, tzinfo=dt.UTC)
    except ValueError:
        return None


def _is_day(name: str, at: dt.datetime) -> bool:
    return name.rstrip(".").casefold() in WEEKDAYS[at.weekday()]


def _end(lines: Sequence[str]) -> int:
    """Where the article ends: at a ticker, at comments, at other news, at related pieces that nothing follows."""
    kinds = [kind(line) for line in lines]
    sizes = (words(line) if what is Kind.PROSE else 0 for what, line in zip(kinds, lines, strict=True))
    so_far = list(accumulate(sizes, initial=0))  # words in sentences before each line
    clocks = [i for i, what in enumerate(kinds) if what is Kind.CLOCK]
    last = _last_text(kinds, lines)
    for i, what in enumerate(kinds):
        before, after = so_far[i], so_far[-1] - so_far[i]
        if what is Kind.LAST and (before >= _SHORTEST or before >= after):  # a menu has "Latest news" too
            return i
        if what is Kind.BOX and i > last and not lines[i].rstrip().endswith((".", "?", "!")):
            return i
        if what is Kind.CLOCK and len(clocks) >= 2 and i == clocks[0] and before > after:
            return i  # a ticker's times; those of a live page stand all over it
    return len(lines)


def _last_text(kinds: Sequence[Kind], lines: Sequence[str]) -> int:
    """The last paragraph before the first line that may end the article."""
    stop = next((i for i, k in enumerate(kinds) if k is Kind.LAST), len(lines))
    return max((i for i in range(stop) if kinds[i] is Kind.PROSE and words(lines[i]) >= FEW), default=-1)


def new_parts(known: str, new: Article) -> tuple[Part, ...]:
    """The parts of `new` that do not stand in `known` yet: news of the same story, not another entry.

    `known` is the text that an earlier reading gave, whatever the order of its parts. A part is known by its words:
    most runs of three words in a row. So its headline may change, and rewording a sentence makes no new part. The
    opening is never new.
    """
    runs = _runs(known)
    return tuple(p for p in dict.fromkeys(new.parts) if not _is_opening(p, new) and not _stands(p, runs))


def _stands(part: Part, known: set[tuple[str, ...]]) -> bool:
    own = _runs(part.text)
    return len(own & known) >= _KNOWN * len(own)


def _runs(text: str) -> set[tuple[str, ...]]:
    """All runs of three words; of a shorter text the text itself."""
    said = re.findall(r"[^\W_]+", text.casefold())
    return {tuple(said[i : i + _RUN]) for i in range(max(1, len(said) - _RUN + 1))}


def _is_opening(part: Part, article: Article) -> bool:
    return part == article.parts[0] and part.title == ""
