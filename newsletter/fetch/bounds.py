"""How much a source may cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from newsletter.model.rules import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """For one source each, unless said otherwise."""

    seconds: float = 30.0  #: in total, over all redirects, from the first byte sent to the last one read
    size: int = 15 * 1024 * 1024  #: bytes after decompression
    redirects: int = 5
    at_once: int = 50  #: requests in flight, over all sources
    waiting: int = 16  #: bodies that nobody has taken yet, over all sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All that a transport needs to know."""

    newsroom: Path
    network: Network
    agent: str  #: the User-Agent, honest, with the site's address
    bounds: Bounds = Bounds()
    #: When each host may be asked again, by the loops' common clock: a round for pages follows the round for feeds.
    starts: dict[str, float] = field(default_factory=dict)
