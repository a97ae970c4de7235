"""What agencies write to editors at the head of an entry: an embargo, an advisory, a correction, a kill; and what says
of itself that it was paid for.

They stand in the title or at the start of the text, in capitals or with a colon behind them. Words that are also
news ("Advisory board resigns", "Embargo on oil", "Five killed") are not taken for one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from newsletter.model.base import day_in_words
from newsletter.model.feeds import Entry
from newsletter.model.stories import ToldEntry
from newsletter.select.embargo import until


class Kind(StrEnum):
    EMBARGO = "embargo"
    ADVISORY = "advisory"
    CORRECTION = "correction"
    KILL = "kill"
    ADVERT = "advert"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What an entry says to editors."""

    kind: Kind
    about: str = ""  #: the headline that it speaks of: what stands behind the marker
    until: dt.datetime | None = None  #: of an embargo; None when it cannot be read
    running: str = field(default="", repr=False, compare=False)  #: of others all words, a blank around each


_HEAD = 300  # code points of the text in which a notice may stand
_START = r"^[\W_]*(?:[A-Z]{2,12}\s*[-–—:]\s*)?"
_STOP = r"\s*(?:\([^)]{0,60}\)\s*)?(?:[:–—\])/]|-(?!\w*ing\b))"
_MARKERS = (
    (
        Kind.KILL,
        re.compile(
            _START + r"(?:(?:BULLETIN|MANDATORY|STORY|NEWS|PHOTO)\s+)?"
            r"(?:KILL(?:\s+NOTICE)?|STORY\s+(?:KILLED|WITHDRAWN)|WITHDRAWN|WITHDRAWAL|RETRACTION|RETRACTED|ВІДКЛИКАНО"
            r"|(?i:kill\s+notice|story\s+(?:killed|withdrawn)|retraction))" + _STOP
        ),
    ),
    (
        Kind.CORRECTION,
        re.compile(
            _START
            + r"(?:CORRECTION|CORRECTED|CORRECTS|CORRECTIVE|(?i:correction|corrected|виправлення)(?=\s*[:\]\)]))"
            + _STOP
        ),
    ),
    (
        Kind.ADVISORY,
        re.compile(
            _START + r"(?:(?:(?i:media|news|press|editors?['’]?|editorial|planning)\s+)?ADVISORY"
            r"|(?i:(?:media|press|editors?['’]?)\s+advisory)|ADVISORY\s+TO\s+EDITORS|ATTENTION\s+EDITORS)" + _STOP
        ),
    ),
    (
        Kind.ADVERT,
        re.compile(
            r"^[\W_]*(?i:sponsored(?:\s+(?:content|post))?|advertorial|advertisement|advertising"
            r"|(?:paid|partner|promoted)\s+(?:post|content|article)|реклама|на\s+правах\s+реклами"
            r"|партнерський\s+матеріал|спецпроєкт)(?:\s*[:|\])]|\s+[–—-]\s)"
        ),
    ),
)
#: What a feed's own category says of one.
_ADVERTS = frozenset(("sponsored", "advertorial", "advertisement", "sponsored content", "paid content", "реклама"))
_EMBARGO = re.compile(
    r"(?:\b(?:EMBARGOED|UNDER\s+EMBARGO|EMBARGO)\s+(?:UNTIL|TILL|TO)|^[\W_]*(?i:embargoed\s+(?:until|till|for))"
    r"|\bЕМБАРГО\s+ДО|\bNOT\s+FOR\s+(?:PUBLICATION|RELEASE)\s+(?:BEFORE|UNTIL)|\bHOLD\s+FOR\s+RELEASE(?:\s+UNTIL)?)"
    r"\b\s*:?(?P<when>.{0,120})",
    re.DOTALL,
)
#: Without "until" it is a notice only if a time follows: "EMBARGO: the Union bans oil" is news.
_BARE = re.compile(r"^[\W_]*(?:EMBARGO|ЕМБАРГО)\s*:(?P<when>.{0,80})", re.DOTALL)
#: A title that says so without its hour is an embargo all the same, and nobody knows until when.
_HELD = re.compile(r"^[\W_]*(?:EMBARGOED|UNDER\s+EMBARGO)\s*[:\])]")
_WORD = re.compile(r"\w+")
#: Of a text so much is looked at, in code points.
_READ = 20_000
#: Headlines of one source that share this part of their words speak of one piece.
_ALIKE = 0.6
_FEW = 4  # words: a headline of fewer is found in too many texts
#: So many of its words a copy must have; words of four letters or more, of which so many are compared.
_SHARED, _LETTERS = 2, 5


def notice_of(entry: Entry) -> Notice | None:
    """What `entry` says to editors; None when it is news."""
    said = entry.published or entry.updated or entry.first_seen
    for text in (entry.title or "", (entry.summary_text or entry.content_text)[:_HEAD]):
        for kind, pattern in _MARKERS:
            if found := pattern.match(text):
                rest = text[found.end() :].strip(" \"“”«»'-–—:") if text is entry.title else entry.title or ""
                return Notice(kind=kind, about=rest, running=_running(entry.text))
        if found := _EMBARGO.search(text):
            return Notice(kind=Kind.EMBARGO, until=until(found["when"], said))
        if (found := _BARE.match(text)) and (when := until(found["when"], said)):
            return Notice(kind=Kind.EMBARGO, until=when)
    if any(tag.casefold() in _ADVERTS for tag in entry.tags):
        return Notice(kind=Kind.ADVERT)
    return Notice(kind=Kind.EMBARGO) if _HELD.match(entry.title or "") else None


def speaks_of(notice: Notice, by: Entry, other: Entry) -> bool:
    """Is `other` the piece that `by` corrects or kills?"""
    if by.id == other.id:
        return False
    if by.link is not None and by.link == other.link:
        return True
    mine, theirs = _words(notice.about), _words(other.title or "")
    if not theirs:
        return False
    if mine == theirs:
        return True
    if by.source == other.source and len(set(mine) & set(theirs)) >= _ALIKE * len(set(mine) | set(theirs)):
        return True
    return len(theirs) >= _FEW and f" {' '.join(theirs)} " in notice.running


def repeats(kill: Notice, by: Entry, other: Entry, names: Collection[str]) -> bool:
    """Does `other` report in the agency's name what `by` has withdrawn? It calls the agency by one of `names`, and has
    most of the words of the headline that is killed."""
    said = _running(f"{other.title or ''} {other.text}")
    if other.source == by.source or not any(f" {' '.join(_words(n))} " in said for n in names if _words(n)):
        return False
    killed, there = _stems(kill.about), _stems(said)
    return len(killed) >= _SHARED and len(killed & there) >= max(_SHARED, _ALIKE * len(killed))


def taken_back(seen: Sequence[Entry]) -> list[tuple[Notice, Entry]]:
    """The corrections and kills among these entries."""
    return [(n, e) for e in seen if (n := notice_of(e)) and n.kind in (Kind.CORRECTION, Kind.KILL)]


def uses(told: ToldEntry, notices: Sequence[tuple[Notice, Entry]]) -> Iterator[str]:
    """A line for each of `notices` that speaks of what was told; which may also have become its own correction."""
    own = notice_of(told.entry)
    if own is not None and own.kind in (Kind.CORRECTION, Kind.KILL):
        yield _line(own.kind, told.entry, own.about or told.entry.title or "", told)
    for notice, by in notices:
        if speaks_of(notice, by, told.entry):
            yield _line(notice.kind, by, told.entry.title or "", told)


def _line(kind: Kind, by: Entry, title: str, told: ToldEntry) -> str:
    does = "withdraws" if kind is Kind.KILL else "corrects"
    return f"{by.source} {does} “{title}”, told on {day_in_words(told.day)}"


@lru_cache(maxsize=4_096)  # each headline is asked of every notice
def _words(headline: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(headline.casefold()))


def _stems(text: str) -> set[str]:
    return {w[:_LETTERS] for w in _WORD.findall(text.casefold()) if len(w) >= _FEW}


def _running(text: str) -> str:
    return f" {' '.join(_WORD.findall(text[:_READ].casefold()))} "
