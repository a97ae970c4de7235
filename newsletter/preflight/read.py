"""An HTML page as a reader sees it: its text, and what screen readers go by."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: Elements without an end tag (HTML, 13.1.2).
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())

#: What an attribute for the size of a picture may say (HTML, 4.8.18); Outlook knows no other.
_PIXELS = re.compile(r"[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link."""

    href: str
    text: str
    label: str  #: its aria-label, which screen readers say instead


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    links: tuple[str, ...]
    values: tuple[str, ...]  #: of attributes
    blocks: tuple[str, ...]  #: the text in pieces that stand together; without what is hidden
    headings: tuple[tuple[int, str], ...]  #: level and words
    anchors: tuple[Anchor, ...]
    pictures: tuple[str | None, ...]  #: the alt of each; None where it has none
    unsized: tuple[str, ...]  #: the addresses of those without width and height
    tables: tuple[bool, ...]  #: is it for layout, or does it have a header cell?
    lang: str  #: of <html>
    dir: str


def read_html(html: str) -> Page:
    """Whatever stands there; never fails."""
    reader = _Reader()
    with suppress(AssertionError):  # html.parser gives up on "<![x": what came before it is read
        reader.feed(html)
        reader.close()
    return Page(
        text=" ".join(reader.text),
        links=tuple(a[0] for a in reader.anchors),
        values=tuple(reader.values),
        blocks=tuple(filter(None, (" ".join(b.split()) for b in reader.blocks))),
        headings=tuple((level, " ".join(words.split())) for level, words in reader.headings),
        anchors=tuple(Anchor(href, " ".join(words.split()), label) for href, words, label in reader.anchors),
        pictures=tuple(reader.pictures),
        unsized=tuple(reader.unsized),
        tables=tuple(t.fine for t in reader.tables),
        lang=reader.root.get("lang", ""),
        dir=reader.root.get("dir", ""),
    )


@dataclass(slots=True)
class _Table:
    fine: bool


@dataclass(slots=True)
class _Hidden:
    """How deep we are inside an element that nobody sees."""

    tag: str = ""
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """What text belongs to just now."""

    anchor: bool = False
    heading: bool = False
    tables: list[_Table] = field(default_factory=list)


class _Reader(HTMLParser):
    _INLINE = frozenset({"a", "b", "strong", "em", "i", "span", "code", "s", "time"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = [""]
        self.blocks: list[str] = [""]
        self.values: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.anchors: list[tuple[str, str, str]] = []
        self.pictures: list[str | None] = []
        self.unsized: list[str] = []
        self.tables: list[_Table] = []
        self.root: dict[str, str] = {}
        self._silent = 0
        self._hidden = _Hidden()
        self._open = _Open()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in ("style", "script")
        if tag not in self._INLINE:
            self.text.append("")
            self.blocks.append("")
        self.values += [value for name, value in attrs if value and name != "style"]
        if tag == "html":
            self.root = given
        elif tag == "a" and given.get("href"):
            self.anchors.append((given["href"], "", given.get("aria-label", "")))
            self._open.anchor = True
        elif tag == "img":
            self.pictures.append(given.get("alt") if "alt" in given else None)
            if not (_PIXELS.fullmatch(given.get("width", "")) and _PIXELS.fullmatch(given.get("height", ""))):
                self.unsized.append(given.get("src", ""))
        elif tag == "table":
            self._open.tables.append(_Table(given.get("role") in ("presentation", "none")))
            self.tables.append(self._open.tables[-1])
        elif tag == "th" and self._open.tables:
            self._open.tables[-1].fine = True
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.headings.append((int(tag[1]), ""))
            self._open.heading = True
        self._hide(tag, given)

    def _hide(self, tag: str, given: dict[str, str]) -> None:
        if tag in _VOID:
            return
        if self._hidden.tag:
            self._hidden.depth += tag == self._hidden.tag
        elif (
            tag == "title"
            or "preheader" in given.get("class", "").split()
            or "display:none" in given.get("style", "").replace(" ", "")
        ):
            self._hidden = _Hidden(tag, 1)

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in ("style", "script")))
        if tag not in self._INLINE:
            self.text.append("")
            self.blocks.append("")
        if tag == self._hidden.tag:
            self._hidden.depth -= 1
            if not self._hidden.depth:
                self._hidden = _Hidden()
        if tag == "a":
            self._open.anchor = False
        elif tag == "table" and self._open.tables:
            self._open.tables.pop()
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._open.heading = False

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        self.text[-1] += data
        if self._hidden.tag:
            return
        self.blocks[-1] += data
        if self._open.anchor:
            href, words, label = self.anchors[-1]
            self.anchors[-1] = (href, words + data, label)
        if self._open.heading:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
