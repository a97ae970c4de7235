"""A body -> its entries, each hashed, so that only those that are not known need to be read.

expat finds where entries begin and end, a tenth of the cost of reading them. What is left after cutting is a whole
document: everything that stands outside entries, and the entries that are unknown. It goes through the same parser,
so that both ways give equal entries (a test compares them over every feed that we have). Cutting is refused, and the
whole body read, wherever that could be otherwise: not well-formed, a document type, entries at unusual places.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any
from xml.parsers import expat

from newsletter.model.decode import decode
from newsletter.model.feeds import Fetched
from newsletter.parse.dates import from_text
from newsletter.parse.jsonfeed import loads
from newsletter.parse.prolog import prepare
from newsletter.parse.urls import url_key

#: So many entries that are unknown are read at once, the newest; reading takes 0.3 ms for each.
MOST = 2_000
#: Hex digits of one entry's hash.
DIGITS = 16
#: Counts up when reading the same bytes gives something new: then every entry is read once more.
_READER = b"1"
_DATE = re.compile(rb"""(?:pubDate>|published>|updated>|date>|"date_published": ?")\s{0,20}([^<>"]{8,60})""")
_ENTRIES = frozenset({"item", "entry"})
#: By these the store recognises an entry, beside its link.
_NAMES = frozenset({"guid", "id", "title"})
#: Where entries stand: path of the parents' local names.
_PARENTS = frozenset({("rss", "channel"), ("rss",), ("rdf",), ("feed",)})


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left to be read."""

    rest: Fetched  #: a whole document that holds the unknown entries; the very body where it could not be cut
    hashes: str = (
        ""  #: of all entries of the body but those left over, 16 hex digits each; "" where it could not be cut
    )
    known: int = 0  #: entries that were left out, because they are known
    left_over: int = 0  #: and because they are too many to be read at once
    warnings: tuple[str, ...] = ()  #: of decoding, where `rest` does not show them any more


@dataclass(slots=True)
class _Piece:
    """One entry in the document."""

    start: int
    end: int = 0
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # guids and headlines
    digest: str = ""


class _Uncuttable(Exception):
    """Entries may depend on each other, or it cannot be told where they are."""


def cut(fetched: Fetched, known: str = "", *, format: str | None = None) -> Cut:
    """`fetched` without the entries whose hashes are in `known` (as in `Cut.hashes`). Linear; never raises.

    An entry that shares its guid, link or headline with an unknown one stays: who is who can only be told from both.
    """
    text, odd = decode(fetched.body, fetched.content_type)
    start = text[:100].lstrip()
    seen = {known[i : i + DIGITS] for i in range(0, len(known), DIGITS)}
    if format == "json" or (format is None and start[:1] in ("{", "[")):
        return _cut_json(fetched, text, seen) or Cut(rest=fetched)
    data = text.encode("utf-8", "surrogatepass")
    pieces = _pieces(data)
    if pieces is None:
        document = prepare(text)
        # Line numbers of faults would be lost, so only what is mended completely is cut.
        odd = (*odd, *document.warnings)
        data = document.text.encode("utf-8", "surrogatepass")
        pieces = _pieces(data)
    if not pieces:
        return Cut(rest=fetched)
    chosen, over = _chosen(
        pieces, seen, oldest_first=_ascends(*(data[p.start : p.end] for p in (pieces[0], pieces[-1])))
    )
    hashes = _hashes(pieces, over)
    if len(chosen) == len(pieces):
        return Cut(rest=fetched, hashes=hashes)
    # Without its declaration, and labelled, for it is UTF-8 now whatever it was.
    rest = replace(fetched, body=_without(data, pieces, chosen), content_type="application/xml; charset=utf-8")
    known_ones = len(pieces) - len(chosen) - len(over)
    return Cut(rest=rest, hashes=hashes, known=known_ones, left_over=len(over), warnings=odd)


def _pieces(data: bytes) -> list[_Piece] | None:
    """The entries; None when the document cannot be cut."""
    walk = _Walk(data)
    try:
        walk.parser.Parse(data, True)
    except (expat.ExpatError, _Uncuttable, ValueError):
        return None
    for piece in walk.pieces:
        piece.digest = _digest(data[piece.start : piece.end])
    return walk.pieces


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=DIGITS // 2, person=_READER).hexdigest()


class _Walk:
    """Follows the document, and remembers where entries begin and end and what they are known by."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pieces: list[_Piece] = []
        self.path: list[str] = []
        self.entry: _Piece | None = None
        self.base = 0  # depth of the open entry
        self.children = False  # has the open entry any?
        self.at = -1  # where the open element that names the entry begins
        # A namespace separator makes expat refuse prefixes that are not bound, as feedparser's parser does.
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.finish
        self.parser.StartDoctypeDeclHandler = self.doctype

    def doctype(self, *_: object) -> None:
        raise _Uncuttable

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2].lower()
        path = self.path
        if self.entry is None:
            if name in _ENTRIES:
                if tuple(path) not in _PARENTS:
                    raise _Uncuttable
                self.entry, self.base = _Piece(self.parser.CurrentByteIndex), len(path) + 1
                self.children = False
        elif name in _ENTRIES:
            raise _Uncuttable
        elif len(path) == self.base:
            self.children = True
            if name == "link" and attributes.get("rel", "alternate") == "alternate":
                self.at = self.parser.CurrentByteIndex
                if "href" in attributes:
                    self.entry.links.append(attributes["href"])
            elif name in _NAMES:
                self.at = self.parser.CurrentByteIndex
        path.append(name)

    def finish(self, tag: str) -> None:
        path = self.path
        name = path.pop()
        entry = self.entry
        if entry is None:
            return
        if len(path) == self.base - 1:
            if not self.children:
                raise _Uncuttable  # <item/>: expat does not tell where it ends
            entry.end = self.data.index(b">", self.parser.CurrentByteIndex) + 1
            self.pieces.append(entry)
            self.entry = None
        elif self.at >= 0 and len(path) == self.base:
            words = self.data[self.at : self.parser.CurrentByteIndex].partition(b">")[2]
            if words:
                text = words.decode("utf-8").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip()
                if name == "link":
                    entry.links.append(text)
                else:
                    entry.names.add(f"{name} {' '.join(text.casefold().split())}")
            self.at = -1


def _hashes(pieces: Sequence[_Piece], over: set[int]) -> str:
    return "".join(piece.digest for n, piece in enumerate(pieces) if n not in over)


def _ascends(first: bytes, last: bytes) -> bool:
    """Does the older one come first? No, where dates do not tell."""
    early, late = (_time(m[1].decode("ascii", "ignore")) if (m := _DATE.search(p)) else None for p in (first, last))
    return early is not None and late is not None and early < late


def _time(text: str) -> dt.datetime | None:
    try:
        found = from_text(text) or parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _chosen(pieces: Sequence[_Piece], seen: set[str], *, oldest_first: bool) -> tuple[set[int], set[int]]:
    """Positions of those that are read now, and of the unknown ones that are left over.

    Feeds begin with what is newest, unless their dates say otherwise. Of who shares something with one that is read,
    as many again are read with it: then identity is decided as if that feed had come in two parts.
    """
    unknown = sorted((n for n, p in enumerate(pieces) if p.digest not in seen), reverse=oldest_first)
    now = set(unknown[:MOST])
    akin = sorted(_with_kin(pieces, now) - now, reverse=oldest_first)
    now |= set(akin[:MOST] if len(unknown) > MOST else akin)
    return now, set(unknown) - now


def _with_kin(pieces: Sequence[_Piece], unknown: set[int]) -> set[int]:
    """Positions of those that must be read: the unknown, and who shares link, guid or headline with one of them."""
    unknown = set(unknown)
    if not unknown or len(unknown) == len(pieces):
        return unknown
    names = {name for n in unknown for name in pieces[n].names}
    pages = {page for n in unknown for page in _pages(pieces[n]) if page}
    links = {url_key(link) for n in unknown for link in pieces[n].links}
    for n, piece in enumerate(pieces):
        # Roughly first: to compare links exactly costs more.
        if not names.isdisjoint(piece.names) or (
            not pages.isdisjoint(_pages(piece)) and any(url_key(link) in links for link in piece.links)
        ):
            unknown.add(n)
    return unknown


def _pages(piece: _Piece) -> set[str]:
    """Links without what may follow the path, nor scheme."""
    bare = (link.partition("#")[0].partition("?")[0].rstrip("/").partition("://")[2] for link in piece.links)
    return {page.removeprefix("www.") for page in bare}


def _without(data: bytes, pieces: Sequence[_Piece], chosen: set[int]) -> bytes:
    parts: list[bytes] = []
    at = data.index(b"?>") + 2 if data.lstrip()[:5] == b"<?xml" else 0
    for n, piece in enumerate(pieces):
        if n not in chosen:
            parts.append(data[at : piece.start])
            at = piece.end
    parts.append(data[at:])
    return b"".join(parts)


def _cut_json(fetched: Fetched, text: str, seen: set[str]) -> Cut | None:
    try:
        head: Any = loads(text)
        items = head.get("items") if isinstance(head, dict) else None
        if not isinstance(items, list) or not items:
            return None
        pieces = [_json_piece(item) for item in items]
    except (ValueError, RecursionError, TypeError):
        return None
    ends = (json.dumps(item).encode("ascii") for item in (items[0], items[-1]))
    chosen, over = _chosen(pieces, seen, oldest_first=_ascends(*ends))
    hashes = _hashes(pieces, over)
    if len(chosen) == len(items):
        return Cut(rest=fetched, hashes=hashes)
    head["items"] = [items[n] for n in sorted(chosen)]
    return Cut(
        rest=replace(fetched, body=json.dumps(head).encode("ascii")),
        hashes=hashes,
        known=len(items) - len(chosen) - len(over),
        left_over=len(over),
    )


def _json_piece(item: Any) -> _Piece:
    piece = _Piece(0, digest=_digest(json.dumps(item, sort_keys=True).encode("ascii")))
    if isinstance(item, dict):
        piece.links = [v for k in ("url", "external_url") if isinstance(v := item.get(k), str)]
        piece.names = {f"{k} {item[k]}" for k in ("id", "title") if item.get(k)}
    return piece
