"""Quotations on the page: which are shown, and which tell their story below another one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Below, Choice
from newsletter.layout.takes import stem
from newsletter.model.editions import QuoteBlock
from newsletter.model.rules import Style

#: Quotations of one section at most.
QUOTES = 2
#: A statement belongs to an event that was reported at most so long before or after it.
WITHIN = dt.timedelta(hours=36)
#: So many names beside the speaker's must stand in both.
SHARED = 2
#: Names are compared by so many letters, so that endings do not matter.
_LETTERS = 5

_NAME = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


def below(candidate: Candidate, hosts: Sequence[Candidate], hanging: Sequence[Below]) -> Below | None:
    """Is the story what somebody said about one of `hosts` (the most important first)? Then his words stand below it.

    Its headline begins with the speaker, the other story's printed words name him in full, both were reported within
    36 hours and share two further names; the quotation has the speaker's role. In doubt it stays a story of its own.
    """
    if len(hanging) >= QUOTES:
        return None
    for quote in candidate.written.quotes:
        known = any(quote.speaker == b.quote.speaker for b in hanging)
        if known or not quote.role or not _begins_with(candidate.written.block.headline.printed, quote.speaker):
            continue
        for host in hosts:
            if _is_about(host, candidate, quote):
                return Below(candidate=candidate, quote=quote, under=host.id)
    return None


def _words(text: str) -> list[str]:
    return [w.replace("’", "'") for w in _NAME.findall(text.replace("’", "'"))]


def _begins_with(headline: str, speaker: str) -> bool:
    """Sherman: ...; Wendy Sherman says ...; in full or by the last name."""
    said = [w.casefold() for w in _words(headline)]
    name = [w.casefold() for w in _words(speaker)]
    return bool(name) and (said[:1] == name[-1:] or said[: len(name)] == name)


def _is_about(host: Candidate, candidate: Candidate, quote: QuoteBlock) -> bool:
    if _begins_with(host.written.block.headline.printed, quote.speaker):
        return False
    if host.published is None or candidate.published is None or abs(host.published - candidate.published) > WITHIN:
        return False
    printed = " ".join(_words(_printed(host)))
    if " ".join(_words(quote.speaker)) not in printed:
        return False
    known = {stem(w, _LETTERS) for w in _words(f"{quote.speaker} {quote.role}") if not w.isupper()}
    shared = names_in(_printed(host)) & names_in(f"{_printed(candidate)} {quote.quote.text}")
    return len(shared - known) >= SHARED


def _printed(candidate: Candidate) -> str:
    block = candidate.written.block
    return " ".join([block.headline.printed, *(s.printed for s in block.sentences[:3])])


def names_in(text: str) -> set[str]:
    """What begins with a capital, each by its first letters."""
    return {stem(w, _LETTERS) for w in _words(text) if w[0].isupper() and len(w) > 1}


def pick(choice: Choice) -> list[QuoteBlock]:
    """What a section of cards quotes: first what tells a story by itself, then one of each story, the most important
    first, then a second voice of the same story. Every speaker once, with name and role."""
    picked = [b.quote for b in choice.below]
    if choice.style is not Style.CARDS:
        return []
    for turn in (0, 1):
        for candidate in choice.stories:
            heard = {p.speaker for p in picked}
            fresh = [q for q in candidate.written.quotes if q.role and q.speaker not in heard]
            if fresh and len(picked) < QUOTES and sum(p.story == candidate.id for p in picked) == turn:
                picked.append(fresh[0])
    return picked
