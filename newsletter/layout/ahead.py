""" "Still ahead": the days to come that the day's entries name, in the section of what they belong to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Announced, Choice
from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import Block, Extract, LinkItem, LinksBlock, QuoteBlock, Section, StoryBlock
from newsletter.model.written import Ahead

#: Lines of one section at most.
AHEAD = 4
#: A story with so many publishers behind it is told as a story, whatever else is announced by it.
TOO_LARGE = 3
#: 12 January, January 12, 12 січня: how a line and a headline name a day.
_DATE = re.compile(r"\b(?:\d{1,2} [^\W\d_]{3}|[^\W\d_]{3,9} \d{1,2}\b)")


def announce(sections: Sequence[Choice], free: dict[StoryId, Candidate]) -> None:
    """Hang announcements on sections: those of their own stories, and of `free` stories that speak of the same event.

    A free story whose headline is the announcement is told by its line, and leaves `free`.
    """
    everybody = [*(c for s in sections for c in _own(s)), *free.values()]
    for section in sections:
        _add(section, [(a, None) for a in _fresh([section], everybody)], sections)
    for candidate in list(free.values()):
        for ahead in candidate.written.ahead:
            if disputed(ahead, everybody):
                continue
            home = next((s for s in sections if any(same(ahead, x.ahead) for x in s.ahead)), None)
            told = candidate if ahead.headline and candidate.publishers < TOO_LARGE else None
            if home:
                _add(home, [(ahead, told)], sections)
    for section in sections:
        kept = sorted(section.ahead, key=lambda x: _order(x.ahead))[:AHEAD]
        section.ahead[:] = kept
        for announced in kept:
            if announced.instead:
                free.pop(announced.instead.id, None)


def announce_rest(rest: Sequence[Choice], about: Sequence[Choice]) -> None:
    """Hang what the stories of `rest`, the sections for all that is left, announce on the last of them, once.

    What no section in `about` something tells. A section for all readers takes nothing from one for patrons.
    """
    home = next((s for s in reversed(rest) if s.stories), None)
    if home is None:
        return
    known = [x.ahead for s in about for x in s.ahead]
    everybody = [c for s in (*rest, *about) for c in _own(s)]
    shown = [s for s in rest if s.public or not home.public]
    headlined = [a for s in about for c in s.stories for a in c.written.ahead if _in_headline(a, c)]
    fresh = [a for a in _fresh(shown, everybody) if not any(same(a, k) for k in (*known, *headlined))]
    _add(home, [(a, None) for a in fresh], [home])
    home.ahead[:] = sorted(home.ahead, key=lambda x: _order(x.ahead))[:AHEAD]


def _own(section: Choice) -> list[Candidate]:
    return [*section.stories, *(b.candidate for b in section.below)]


def _fresh(sections: Sequence[Choice], everybody: Sequence[Candidate]) -> list[Ahead]:
    """What their stories announce and none of their headlines says already; no day that is disputed."""
    said = [a for s in sections for c in s.stories for a in c.written.ahead if _in_headline(a, c)]
    own = [a for s in sections for c in _own(s) for a in c.written.ahead]
    return [a for a in own if not any(same(a, s) for s in said) and not disputed(a, everybody)]


def _in_headline(ahead: Ahead, candidate: Candidate) -> bool:
    """Does the headline that is printed name its day?"""
    number = str(ahead.day.day)

    def named(text: str) -> set[str]:
        return {m.casefold() for m in _DATE.findall(text) if number in m.split()}

    return not named(ahead.item.title.printed).isdisjoint(named(candidate.written.block.headline.printed))


def disputed(ahead: Ahead, everybody: Sequence[Candidate]) -> bool:
    """Does another publisher give another day for it? All names of one are among those of the other."""
    others = (a for c in everybody for a in c.written.ahead if a.day != ahead.day)
    return any(
        a.item.credit.publisher != ahead.item.credit.publisher and (a.names <= ahead.names or ahead.names <= a.names)
        for a in others
    )


def _add(section: Choice, offers: Sequence[tuple[Ahead, Candidate | None]], sections: Sequence[Choice]) -> None:
    """One line for one event: the announcement that is the news, else the one that says what will be."""
    for ahead, told in offers:
        offer = Announced(ahead=ahead, instead=told)
        known = next(((s, x) for s in sections for x in s.ahead if same(ahead, x.ahead)), None)
        if known is None:
            section.ahead.append(offer)
        elif known[0] is section and _better(offer, known[1]):
            section.ahead[section.ahead.index(known[1])] = offer


def same(one: Ahead, other: Ahead) -> bool:
    """One event: the same day, and a name in common."""
    return one.day == other.day and not one.names.isdisjoint(other.names)


def _better(offer: Announced, known: Announced) -> bool:
    if known.instead:
        return False
    return (offer.instead is not None, offer.ahead.whole) > (False, known.ahead.whole)


def _order(ahead: Ahead) -> tuple[dt.date, str]:
    return ahead.day, ahead.item.title.printed


def block(choice: Choice) -> LinksBlock | None:
    """The section's lines, in the order of their days."""
    items = tuple(
        replace(x.ahead.item, stands_for=x.instead.written.block if x.instead else None) for x in choice.ahead
    )
    return LinksBlock(label="ahead", items=items) if items else None


def settle(sections: Sequence[Section], limits: Mapping[EntryId, int]) -> tuple[Section, ...]:
    """Without names that a printed sentence holds already, and lines beyond what their entry's source allows.

    A clause that says what will be may stand in both: who looks for days to come looks in this list.

    `limits` are code points per entry; what an entry gives elsewhere on the page is counted first.
    """
    said = [s for section in sections for s in _extracts(section)]
    used: dict[EntryId, int] = {}
    for extract in said:
        used[extract.span.entry] = used.get(extract.span.entry, 0) + _length(extract)
    settled = []
    for section in sections:
        blocks: list[Block] = []
        for part in section.blocks:
            if isinstance(part, LinksBlock) and part.label == "ahead":
                items = tuple(i for i in part.items if i.stands_for or _fits(i, said, used, limits))
                blocks += [replace(part, items=items)] if items else []
            else:
                blocks.append(part)
        settled.append(replace(section, blocks=tuple(blocks)))
    return tuple(settled)


def _extracts(section: Section) -> Iterator[Extract]:
    for part in section.blocks:
        words = part.sentences if isinstance(part, StoryBlock) else ()
        words = (part.quote,) if isinstance(part, QuoteBlock) else words
        if isinstance(part, LinksBlock):
            words = tuple(i.title for i in part.items if i.stands_for)
        yield from (w for w in words if isinstance(w, Extract))


def _fits(item: LinkItem, said: Sequence[Extract], used: dict[EntryId, int], limits: Mapping[EntryId, int]) -> bool:
    """Counts what it lets through."""
    title = item.title
    if not isinstance(title, Extract):
        return True
    span = title.span
    if any(
        (s.span.entry, s.span.field) == (span.entry, span.field) and s.span.start < span.start < s.span.end
        for s in said
    ):
        return False
    total = used.get(span.entry, 0) + _length(title)
    if total > limits.get(span.entry, 0):
        return False
    used[span.entry] = total
    return True


def _length(extract: Extract) -> int:
    """Code points of visible text, white space collapsed."""
    return len(" ".join(extract.printed.split()))
