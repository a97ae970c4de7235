"""Which stories leave a mail that would be too long: from the end of the longest section first, never its first two.

Gmail shows no more than 102 KB of a message's HTML. An edition that would come near is shortened by this rule, and says
so; nothing is ever clipped. What leaves the mail stands on the patron's own page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from newsletter.model.editions import Block, Credit, Edition, LinkItem, LinksBlock, QuoteBlock, Section, StoryBlock
from newsletter.model.rendered import PLACEHOLDER, PLACEHOLDER_MAX
from newsletter.model.shortened import Told, told_in

#: Bytes of the mail's HTML part with the longest tokens in it.
LIMIT = 90_000
#: Renderings of one edition at most.
ROUNDS = 6
#: Stories that every section keeps.
KEPT = 2
#: Short of the limit is good enough from here on: one story weighs up to 3 KB.
_GOOD = 0.93
#: Aim a little lower, because each notice weighs something too.
_AIM = 0.975
#: Markup of one story, and of one credit, in bytes: all three themes within a third. Only a first guess hangs on it.
_STORY, _CREDIT = 450, 150


def size_of(html: str) -> int:
    """Bytes of an HTML part when patrons get it."""
    return len(html.encode("utf-8", "replace")) + html.count(PLACEHOLDER) * (PLACEHOLDER_MAX - len(PLACEHOLDER))


def leaving(edition: Edition) -> tuple[tuple[int, int], ...]:
    """All stories that may leave, in the order in which they do: number of the section, estimated bytes.

    Always the last story of the section that is longest then; of two the one further down.
    """
    weights = [[_weigh(section, told) for told in told_in(section)] for section in edition.sections]
    sizes = [sum(of) for of in weights]
    order = []
    while able := [n for n, of in enumerate(weights) if len(of) > KEPT]:
        longest = max(able, key=lambda n: (sizes[n], n))
        weight = weights[longest].pop()
        sizes[longest] -= weight
        order.append((longest, weight))
    return tuple(order)


def shorten(edition: Edition, count: int) -> Edition:
    """The edition whose mail shows `count` stories less, the first ones of `leaving`; 0: all of it."""
    fewer = [0] * len(edition.sections)
    for section, _ in leaving(edition)[:count]:
        fewer[section] += 1
    sections = (
        replace(s, mailed=len(told_in(s)) - less if less else None)
        for s, less in zip(edition.sections, fewer, strict=True)
    )
    return replace(edition, sections=tuple(sections))


def next_count(edition: Edition, sizes: Mapping[int, int], *, first: int = 0, limit: int = LIMIT) -> int | None:
    """How many stories should leave in the next rendering; None when enough is known.

    `sizes`: the bytes that were measured, by the number of stories that had left. At most ROUNDS are asked for, and
    the last one is certain: where nothing has fitted, all that may leave does. `first` is tried first.
    """
    order = leaving(edition)
    fits = min((n for n, size in sizes.items() if size <= limit), default=None)
    low = max((n for n, size in sizes.items() if size > limit), default=-1)
    if not sizes:
        return min(first, len(order))
    if len(sizes) >= ROUNDS or low == len(order):
        return None
    if fits is None:
        if len(sizes) == ROUNDS - 1:
            return len(order)
        return _guess(order, sizes, low + 1, len(order), limit)
    if fits == low + 1 or sizes[fits] >= _GOOD * limit:
        return None
    return _guess(order, sizes, low + 1, fits - 1, limit)


def _guess(order: tuple[tuple[int, int], ...], sizes: Mapping[int, int], first: int, last: int, limit: int) -> int:
    """The smallest number of stories from `first` to `last` that should do, on a line through what was measured."""
    gone = [0, *accumulate(weight for _, weight in order)]
    near = sorted(sizes, key=lambda n: (abs(sizes[n] - limit), n))[:2]
    rate = 1.0  # real bytes for an estimated one
    if len(near) == 2 and gone[near[0]] != gone[near[1]]:
        rate = max(0.1, (sizes[near[0]] - sizes[near[1]]) / (gone[near[1]] - gone[near[0]]))
    over = sizes[near[0]] - _AIM * limit
    wanted = gone[near[0]] + over / rate
    return next((n for n in range(first, last) if gone[n] >= wanted), last)


def _weigh(section: Section, told: Told) -> int:
    numbers, line = told
    block = section.blocks[numbers[0]]
    if line is not None and isinstance(block, LinksBlock):
        return _STORY + _bytes(block.items[line].title.printed) + _credits(block.items[line])
    return sum(_block(section.blocks[n]) for n in numbers)


def _block(block: Block) -> int:
    match block:
        case StoryBlock():
            words = _bytes(block.headline.printed, *(s.printed for s in block.sentences))
            return _STORY + words + _credits(block)
        case QuoteBlock():
            return _STORY + _bytes(block.quote.printed, block.speaker, block.role) + _credits(block)
        case _:
            return _STORY


def _credits(of: StoryBlock | QuoteBlock | LinkItem) -> int:
    credits: list[Credit] = [of.credit]
    if isinstance(of, StoryBlock):
        credits += [*of.also, *(c for d in of.differs for s in d.sides for c in s.credits)]
    return sum(_CREDIT + _bytes(c.name, c.url or "") for c in credits)


def _bytes(*texts: str) -> int:
    return sum(len(t.encode("utf-8", "replace")) for t in texts)
