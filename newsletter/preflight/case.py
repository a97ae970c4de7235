"""What every check looks at: the edition's pieces with their stories, and the rendered files as a reader sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.editions import (
    Audience,
    Credit,
    Edition,
    FiguresBlock,
    HeadingBlock,
    LinksBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
    Words,
)
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Rendered, Severity
from newsletter.model.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of one entry as they stand on the page, with whom they are credited to."""

    story: StoryId
    words: Words
    credit: Credit
    role: str  #: headline, sentence, quote, line


class Case:
    """One edition under examination."""

    def __init__(
        self,
        edition: Edition,
        rendered: Rendered,
        entries: Mapping[EntryId, Entry],
        sources: Mapping[SourceName, Source],
    ) -> None:
        self.edition = edition
        self.rendered = rendered
        self.entries = entries
        self.sources = sources

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything taken from entries, in the order of the page."""
        return tuple(p for s in self.edition.sections for p in _pieces(s))

    @cached_property
    def credits(self) -> tuple[tuple[StoryId | None, Credit, bool], ...]:
        """Every credit with its story and whether it stands behind words that are printed."""
        return tuple(c for s in self.edition.sections for c in _credits(s))

    def source_of(self, entry: EntryId) -> Source | None:
        found = self.entries.get(entry)
        return self.sources.get(found.source) if found else None

    @cached_property
    def links(self) -> frozenset[str]:
        """Addresses that the mail's HTML links to, normalised."""
        return frozenset(same_url(h) for h in read_html(self.rendered.html).links)

    @cached_property
    def mail_text(self) -> str:
        return fold(read_html(self.rendered.html).text)

    @cached_property
    def web_text(self) -> str:
        """All that the public page says, meta tags, attributes and addresses included."""
        page = read_html(self.rendered.web)
        return fold(" ".join([page.text, *page.values]))


def blocking(code: str, message: str, remedy: str, story: StoryId | None = None) -> Finding:
    return Finding(severity=Severity.BLOCKING, code=code, message=message, remedy=remedy, story=story)


def warning(code: str, message: str, remedy: str, story: StoryId | None = None) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, message=message, remedy=remedy, story=story)


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
    except (ValueError, UnicodeError):
        return url
    port = f":{parts.port}" if parts.port else ""
    rest = unquote(f"{parts.path}?{parts.query}#{parts.fragment}", errors="replace")
    return f"{parts.scheme.lower()}://{host}{port}{rest}".encode("utf-8", "replace").decode()


def short(text: str, length: int = 60) -> str:
    """For a message of one line."""
    text = "".join(c for c in collapse(text) if unicodedata.category(c) not in ("Cc", "Cs"))
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    links: tuple[str, ...]
    values: tuple[str, ...]  #: of attributes


def read_html(html: str) -> Page:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Page(" ".join(reader.text), tuple(reader.links), tuple(reader.values))


class _Reader(HTMLParser):
    _INLINE = frozenset({"a", "b", "strong", "em", "i", "span", "code", "s", "time"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = [""]
        self.links: list[str] = []
        self.values: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("style", "script")
        if tag not in self._INLINE:
            self.text.append("")
        for name, value in attrs:
            if value and name != "style":
                self.values.append(value)
                if name == "href" and tag == "a":
                    self.links.append(value)

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("style", "script")
        if tag not in self._INLINE:
            self.text.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text[-1] += data


def _pieces(section: Section) -> Iterator[Piece]:
    for block in section.blocks:
        if isinstance(block, StoryBlock):
            yield Piece(story=block.story, words=block.headline, credit=block.credit, role="headline")
            for sentence in block.sentences:
                yield Piece(story=block.story, words=sentence, credit=block.credit, role="sentence")
        elif isinstance(block, QuoteBlock):
            yield Piece(story=block.story, words=block.quote, credit=block.credit, role="quote")
        elif isinstance(block, LinksBlock):
            for item in block.items:
                yield Piece(story=StoryId(item.credit.entry), words=item.title, credit=item.credit, role="line")


def _credits(section: Section) -> Iterator[tuple[StoryId | None, Credit, bool]]:
    for block in section.blocks:
        if isinstance(block, StoryBlock):
            yield block.story, block.credit, True
            yield from ((block.story, c, False) for c in block.also)
        elif isinstance(block, QuoteBlock):
            yield block.story, block.credit, True
        elif isinstance(block, LinksBlock):
            yield from ((StoryId(i.credit.entry), i.credit, True) for i in block.items)
        elif isinstance(block, (PictureBlock, FiguresBlock)) and block.credit:
            yield StoryId(block.credit.entry), block.credit, True


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
            yield from (f.label for f in block.figures)
        elif isinstance(block, StoryBlock) and block.image:
            yield block.image.url
    yield from (p.words.printed for p in _pieces(section))
    yield from (c.url for _, c, _ in _credits(section) if c.url)


def prose_pieces(markdown: str) -> Iterator[str]:
    """Markdown in pieces that stand unbroken on a page: split at marks, links and sentence ends."""
    yield from re.findall(r"https?://[^\s)>\]]+", markdown)
    words = re.sub(r"\]\([^)]*\)", "]", markdown)
    yield from (collapse(p) for p in re.split(r"[*_`#>\[\]\n]+|(?<=[.!?])\s", words))
