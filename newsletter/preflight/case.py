"""What every check looks at: the edition's pieces with their stories, and the rendered files as a reader sees them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit

from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.editions import (
    Credit,
    Edition,
    FiguresBlock,
    LinksBlock,
    PictureBlock,
    QuoteBlock,
    Section,
    StoryBlock,
    Words,
)
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Rendered, Severity
from newsletter.model.shortened import for_mail
from newsletter.model.sources import Source
from newsletter.model.stories import Difference, ToldEntry
from newsletter.preflight.read import Page, read_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one entry as they stand on the page, with whom they are credited to."""

    story: StoryId
    words: Words
    credit: Credit
    role: str  #: headline, sentence, quote, line; figure: a number or name in words of the house
    section: str = ""  #: the section's key
    label: str = ""  #: of a line: that of its list


def last_labels(host: str) -> str:
    """Who registered a host, roughly: its last two names, or three below a country's second level (co.uk). Nobody
    registered an address (RFC 3986, section 3.2.2): it stands for itself.
    """
    names = host.rstrip(".").split(".")
    if ":" in host or names[-1].isdigit():
        return host
    below = len(names) > 2 and len(names[-1]) == 2 and len(names[-2]) <= 3
    return ".".join(names[-3:] if below else names[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else is known when an edition is checked. Everything may be missing: then less is checked."""

    told: Sequence[ToldEntry] = ()  #: of the last editions
    differences: Sequence[Difference] = ()  #: where the sources of the edition's stories disagree
    stories: Mapping[EntryId, StoryId] = field(default_factory=dict)  #: which story an entry belongs to
    by_hand: frozenset[EntryId] = frozenset()  #: entries of stories that an editor has placed or changed
    within: Mapping[str, dt.timedelta] = field(default_factory=dict)  #: a section's key -> how far back it reaches
    registered: Callable[[str], str] = last_labels  #: host -> the name that somebody registered


class Case:
    """One edition under examination."""

    def __init__(
        self,
        edition: Edition,
        rendered: Rendered,
        entries: Mapping[EntryId, Entry],
        sources: Mapping[SourceName, Source],
        beside: Beside | None = None,
    ) -> None:
        self.edition = edition
        self.rendered = rendered
        self.entries = entries
        self.sources = sources
        self.beside = beside or Beside()

    def story_of(self, piece: Piece) -> StoryId:
        """The story that a piece tells; a line of a list is known by its entry."""
        return self.beside.stories.get(piece.credit.entry, piece.story)

    def title_of(self, key: str) -> str:
        """What a section is called on the page; "" where it has no title."""
        return next((short(s.title) for s in self.edition.sections if s.key == key), "")

    @cached_property
    def shown(self) -> frozenset[EntryId]:
        """Entries whose words stand on the page."""
        return frozenset(p.credit.entry for p in self.pieces)

    def graver(self, piece: Piece | None = None) -> Callable[..., Finding]:
        """Unattended a doubt costs the story; an editor who has read the page, or made it so, is only told."""
        by_hand = piece is not None and piece.credit.entry in self.beside.by_hand
        return warning if self.edition.read_by or by_hand else blocking

    @cached_property
    def mail(self) -> Page:
        return read_html(self.rendered.html)

    @cached_property
    def places(self) -> Mapping[StoryId, str]:
        """The title of the first section that a story stands in."""
        found: dict[StoryId, str] = {}
        for section in self.edition.sections:
            for piece in pieces_of(section):
                found.setdefault(piece.story, short(section.title))
        return found

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything taken from entries, in the order of the page."""
        return tuple(p for s in self.edition.sections for p in pieces_of(s))

    @cached_property
    def credits(self) -> tuple[tuple[StoryId | None, Credit, bool], ...]:
        """Every credit with its story and whether it stands behind words that are printed."""
        return tuple(c for s in self.edition.sections for c in credits_of(s))

    def source_of(self, entry: EntryId) -> Source | None:
        found = self.entries.get(entry)
        return self.sources.get(found.source) if found else None

    @cached_property
    def links(self) -> frozenset[str]:
        """Addresses that the mail's HTML links to, normalised."""
        return frozenset(same_url(h) for h in self.mail.links)

    @cached_property
    def _mailed(self) -> frozenset[Credit]:
        return frozenset(c for s in for_mail(self.edition).sections for _, c, _ in credits_of(s))

    @cached_property
    def whole(self) -> Page:
        """The patrons' own page; where there is none, the mail shows all."""
        return read_html(self.rendered.whole) if self.rendered.whole else self.mail

    def links_for(self, credit: Credit) -> frozenset[str]:
        """Of the mail; of the patrons' own page for what the mail does not show."""
        return self.links if credit in self._mailed else self._whole_links

    def text_for(self, credit: Credit) -> str:
        """As `links_for`: what stands there."""
        return self.mail_text if credit in self._mailed else self._whole_text

    @cached_property
    def _whole_links(self) -> frozenset[str]:
        return frozenset(same_url(h) for h in self.whole.links)

    @cached_property
    def _whole_text(self) -> str:
        return fold(self.whole.text)

    @cached_property
    def mail_text(self) -> str:
        return fold(self.mail.text)

    @cached_property
    def web(self) -> Page:
        return read_html(self.rendered.web)


def blocking(code: str, message: str, remedy: str, story: StoryId | None = None, place: str = "") -> Finding:
    return Finding(severity=Severity.BLOCKING, code=code, message=message, remedy=remedy, story=story, place=place)


def warning(code: str, message: str, remedy: str, story: StoryId | None = None, place: str = "") -> Finding:
    return Finding(severity=Severity.WARNING, code=code, message=message, remedy=remedy, story=story, place=place)


def note(code: str, message: str, remedy: str, story: StoryId | None = None, place: str = "") -> Finding:
    """Advice that nobody has to follow."""
    return Finding(severity=Severity.NOTE, code=code, message=message, remedy=remedy, story=story, place=place)


def collapse(text: str) -> str:
    """White space collapsed, as terms count it."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """For comparing what is printed with what was meant: what nobody sees left out, white space collapsed."""
    # A table of the few characters that occur: ten times faster than asking for each place.
    odd = {c: " " if c.isspace() else None for c in set(text)}
    table = {ord(c): to for c, to in odd.items() if to or unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    return collapse(text.translate(table)).casefold()


def same_url(url: str) -> str:
    """Two spellings of one address become equal: case of scheme and host, IDN, percent-encoding."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):  # also a port that there cannot be
        return url.encode("utf-8", "replace").decode()
    rest = unquote(f"{parts.path}?{parts.query}#{parts.fragment}", errors="replace")
    return f"{parts.scheme.lower()}://{host}{port}{rest}".encode("utf-8", "replace").decode()


def short(text: str, length: int = 60) -> str:
    """For a message of one line."""
    text = "".join(c for c in collapse(text) if unicodedata.category(c) not in ("Cc", "Cs"))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def pieces_of(section: Section) -> Iterator[Piece]:
    for block in section.blocks:
        if isinstance(block, StoryBlock):
            for words, role in ((block.headline, "headline"), *((s, "sentence") for s in block.sentences)):
                yield Piece(story=block.story, words=words, credit=block.credit, role=role, section=section.key)
        elif isinstance(block, FiguresBlock) and block.credit:
            story = StoryId(block.credit.entry)
            for taken in (r.taken for f in block.figures for r in f.runs if r.taken):
                yield Piece(story=story, words=taken, credit=block.credit, role="figure", section=section.key)
        elif isinstance(block, QuoteBlock):
            yield Piece(story=block.story, words=block.quote, credit=block.credit, role="quote", section=section.key)
        elif isinstance(block, LinksBlock):
            for item in block.items:
                yield Piece(
                    story=StoryId(item.credit.entry),
                    words=item.title,
                    credit=item.credit,
                    role="line",
                    section=section.key,
                    label=block.label,
                )


def credits_of(section: Section) -> Iterator[tuple[StoryId | None, Credit, bool]]:
    for block in section.blocks:
        if isinstance(block, StoryBlock):
            yield block.story, block.credit, True
            yield from ((block.story, c, False) for c in block.also)
            yield from ((block.story, c, False) for d in block.differs for s in d.sides for c in s.credits)
        elif isinstance(block, QuoteBlock):
            yield block.story, block.credit, True
        elif isinstance(block, LinksBlock):
            yield from ((StoryId(i.credit.entry), i.credit, True) for i in block.items)
        elif isinstance(block, (PictureBlock, FiguresBlock)) and block.credit:
            yield StoryId(block.credit.entry), block.credit, True
