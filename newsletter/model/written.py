"""What writing makes of a story: words that may be printed, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsletter.model.editions import QuoteBlock, StoryBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A story that may be printed unattended."""

    block: StoryBlock  #: with every sentence that may be printed, in the order of the text, within the terms
    quotes: tuple[QuoteBlock, ...] = ()  #: direct speech; one that lies inside a sentence of `block` replaces it
    weight: float = 1.0  #: the largest weight among the sources that carry the story


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritable:
    """A story that may not be printed unattended, with what there is, so that an editor can still see it."""

    block: StoryBlock
    reason: str  #: one line in words
    outcome: Literal["passed", "held"] = "passed"  #: what publishing will give its entries
