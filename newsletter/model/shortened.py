"""What of an edition its mail shows, where that is not all of it.

`Section.mailed` says how many of a section's stories stand in the mail; newsletter/shorten.py decides it. Nothing is
ever taken from the edition: machines, the public page and the patrons' own page have the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsletter.model.editions import (
    Audience,
    Block,
    Edition,
    HeadingBlock,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.rendered import PLACEHOLDER

#: What may leave the mail, together: the numbers of the blocks of one story, and of a line in a list the line's own.
Told = tuple[tuple[int, ...], int | None]


def told_in(section: Section) -> tuple[Told, ...]:
    """A section's stories in the order of the page, each with the blocks that go where it goes.

    A story's blocks are its own and what follows it of it: quotations, pictures of the same entry, and what was
    corrected there. A quotation by itself is a story, and so is each line of a list without a label. Figures, other
    notices, headings, prose, and the lists "From us" and "Still ahead" are none.
    """
    if section.place != "body" or section.audience is Audience.PUBLIC:
        return ()
    found: list[Told] = []
    about: Block | None = None  # the story that the next block may belong to
    for number, block in enumerate(section.blocks):
        if about and _of(block, about):
            found[-1] = ((*found[-1][0], number), None)
            continue
        about = block if isinstance(block, StoryBlock | QuoteBlock) else None
        if about:
            found.append(((number,), None))
        elif isinstance(block, LinksBlock) and not block.label:
            found += [((number,), line) for line in range(len(block.items))]
    return tuple(found)


def _of(block: Block, about: Block) -> bool:
    """Does it belong to the story before it?"""
    if isinstance(block, NoticeBlock):
        return block.noted is not None and isinstance(about, StoryBlock | QuoteBlock)
    if isinstance(block, QuoteBlock) and isinstance(about, StoryBlock | QuoteBlock):
        return about.story in (block.story, block.under)
    return (
        isinstance(block, PictureBlock)
        and isinstance(about, StoryBlock | QuoteBlock)
        and block.credit.entry == about.credit.entry
    )


def left_out(section: Section) -> tuple[Told, ...]:
    """The stories that the mail does not show: always the last ones of their section."""
    return () if section.mailed is None else told_in(section)[max(0, section.mailed) :]


def is_shortened(edition: Edition) -> bool:
    """Was its mail once shorter than it? A link to the patrons' page, once sent, leads there also when a story that had
    left the mail is withdrawn later."""
    return any(s.mailed is not None for s in edition.sections)


def for_mail(edition: Edition) -> Edition:
    """The edition as its mail shows it: at the end of each shortened section a notice counts what is missing there."""
    return replace(edition, sections=tuple(map(_mailed, edition.sections))) if is_shortened(edition) else edition


def patrons_page(edition: Edition) -> str:
    """All of the edition, behind the patron's own signed link; the placeholder becomes the token at delivery."""
    return f"{edition.site.rstrip('/')}/p/{PLACEHOLDER}/{edition.day.isoformat()}/"


def _mailed(section: Section) -> Section:
    left = left_out(section)
    if not left:
        return section
    blocks = {number for numbers, line in left if line is None for number in numbers}
    lines = {(numbers[0], line) for numbers, line in left if line is not None}
    kept: list[Block] = []
    for number, block in enumerate(section.blocks):
        if number in blocks:
            continue
        if isinstance(block, LinksBlock) and not block.label:
            block = replace(block, items=tuple(i for at, i in enumerate(block.items) if (number, at) not in lines))
            if not block.items:
                continue
        if isinstance(block, HeadingBlock) and _bare(section.blocks, number, blocks, lines):
            continue
        kept.append(block)
    notice = NoticeBlock(notice="more", detail=str(len(left)))
    return replace(section, blocks=(*kept, notice), mailed=None)


def _bare(blocks: Sequence[Block], heading: int, gone: set[int], lines: set[tuple[int, int]]) -> bool:
    """Would nothing be left of what stood under this heading?"""
    under = 0
    for number in range(heading + 1, len(blocks)):
        block = blocks[number]
        if isinstance(block, HeadingBlock):
            break
        if isinstance(block, LinksBlock) and not block.label:
            if any((number, at) not in lines for at in range(len(block.items))):
                return False
        elif number not in gone:
            return False
        under += 1
    return under > 0
