"""What only patrons may see of an edition: its words and addresses, each long enough to be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model.editions import (
    Audience,
    Edition,
    FiguresBlock,
    HeadingBlock,
    PictureBlock,
    ProseBlock,
    Section,
    StoryBlock,
)
from newsletter.preflight.case import collapse, credits_of, fold, pieces_of


def secrets(edition: Edition) -> Iterator[str]:
    """Words and addresses that only patrons may see, each long enough to be recognised."""
    public = [s for s in edition.sections if s.audience is not Audience.PATRONS]
    open_words = fold(" ".join(w for s in public for w in _readable(s)))
    for section in edition.sections:
        if section.audience is Audience.PATRONS:
            for words in _readable(section):
                if len(words) >= 12 and fold(words) not in open_words:
                    yield words


def _readable(section: Section) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        if isinstance(block, ProseBlock):
            yield from prose_pieces(block.markdown)
        elif isinstance(block, HeadingBlock):
            yield block.text
        elif isinstance(block, PictureBlock):
            yield from (block.caption, block.image.alt or "", block.image.url)
        elif isinstance(block, FiguresBlock):
            yield from (f.printed for f in block.figures)
        elif isinstance(block, StoryBlock) and block.image:
            yield block.image.url
    yield from (p.words.printed for p in pieces_of(section))
    yield from (c.url for _, c, _ in credits_of(section) if c.url)


def prose_pieces(markdown: str) -> Iterator[str]:
    """Markdown in pieces that stand unbroken on a page: split at marks, links and sentence ends."""
    yield from re.findall(r"https?://[^\s)>\]]+", markdown)
    words = re.sub(r"\]\([^)]*\)", "]", markdown)
    yield from (collapse(p) for p in re.split(r"[*_`#>\[\]\n]+|(?<=[.!?])\s", words))
