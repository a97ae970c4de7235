""" "Still ahead": the days to come that the day's entries name, in the section of what they belong to."""

from __future__ import annotations

import datetime as dt
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


def announce(sections: Sequence[Choice], free: dict[StoryId, Candidate]) -> None:
    """Hang announcements on sections: those of their own stories, and of `free` stories that speak of the same event.

    A free story whose headline is the announcement is told by its line, and leaves `free`.
    """
    for section in sections:
        own = [*section.stories, *(b.candidate for b in section.below)]
        said = [a for c in section.stories for a in c.written.ahead if a.headline]  # it stands above them already
        fresh = [a for c in own for a in c.written.ahead if not any(same(a, s) for s in said)]
        _add(section, [(a, None) for a in fresh], sections)
    for candidate in list(free.values()):
        for ahead in candidate.written.ahead:
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
    """Without lines whose words stand on the page already, or go beyond what their entry's source allows.

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
        (s.span.entry, s.span.field) == (span.entry, span.field) and s.span.start < span.end and span.start < s.span.end
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
