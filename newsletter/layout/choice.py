"""A section while it is being filled."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsletter.layout.candidate import Candidate
from newsletter.model.base import StoryId
from newsletter.model.editions import QuoteBlock
from newsletter.model.rules import Style, Take
from newsletter.model.written import Ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A story of which a quotation below another story is printed, and nothing else."""

    candidate: Candidate
    quote: QuoteBlock
    under: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """One line "Still ahead"."""

    ahead: Ahead
    instead: Candidate | None = None  #: the story that is told by this line and nowhere else


@dataclass(slots=True)
class Choice:
    """A section and what it took."""

    key: str
    title: str  #: as printed
    style: Style
    take: Take | None = None
    topic: frozenset[StoryId] = frozenset()
    leftovers: bool = False  #: takes all that is left
    public: bool = True
    stories: list[Candidate] = field(default_factory=list)
    below: list[Below] = field(default_factory=list)
    ahead: list[Announced] = field(default_factory=list)
    ours: list[Candidate] = field(default_factory=list)
