"""Which entry is which: by guid, then by cleaned link, then by content. Pure.

A feed's own word is taken as far as it goes. It goes wrong in four known ways: one guid for every entry, one link
for every entry (a live page, a front page), a new guid at every change, and one piece listed twice.

And a publisher may change everything that it states at once: a new system with new guids on a new host, or links
whose parameters rotate. What is left then is the headline with its date (`piece`), or the page's path (`path`).
These are weak: they count only where nothing else knows the entry, and only for a stored one that the feed no longer
lists under its own name. A briefing that has the same headline every day stays a new entry every day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Literal

from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.store.links import is_front_page, link_key, path_key

Kind = Literal["guid", "link", "text", "exact", "piece", "path"]
#: By what else an entry is looked for when nothing that it states is known.
WEAK: tuple[Kind, ...] = ("piece", "path")
#: Which kind of key, and the digest of its value.
KeyPair = tuple[Kind, str]

#: Titles that share less than this part of their words tell different things.
_UNRELATED = 0.25
#: A page that is filled anew each day has one link and another date; a corrected piece keeps its date, or nearly.
_ANOTHER_DAY = dt.timedelta(hours=20)
#: A headline and texts together, in code points: less says nothing about which piece it is.
_SUBSTANCE = 80
_WORD = re.compile(r"\w+")
_EARLIEST = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Known:
    """An entry with all that it could be known by."""

    entry: Entry
    keys: Mapping[Kind, KeyPair]
    site_wide: bool  #: its link is the address of a whole site

    @property
    def link(self) -> str | None:
        """The digest of a link by which a repetition in another feed is seen."""
        return None if self.site_wide or "link" not in self.keys else self.keys["link"][1]


@dataclass(slots=True, eq=False)
class Piece:
    """One entry of the archive to be: what was stored of it, what came of it now, what it is known by."""

    stored: Entry | None
    given: list[Known] = field(default_factory=list)
    keys: set[KeyPair] = field(default_factory=set)  #: new ones, to be stored

    @property
    def face(self) -> Entry:
        return self.stored or self.given[0].entry

    @property
    def latest(self) -> Known:
        """Of several entries under one identity the newest; the same one in whatever order they came."""
        return max(self.given, key=lambda k: (k.entry.updated or k.entry.published or _EARLIEST, *_canonical(k.entry)))


def known(entry: Entry) -> Known:
    """All that `entry` could be known by; a guid or link that is missing is left out."""
    found: dict[Kind, KeyPair] = {}
    if entry.guid and entry.guid.strip():
        found["guid"] = ("guid", _digest(entry.guid.strip()))
    if link := link_key(entry.clean_url or entry.url):
        found["link"] = ("link", _digest(link))
    found["text"] = ("text", _digest(*_texts(entry)))
    # Only of use where a feed contradicts itself: what was decided about just this entry is decided again.
    found["exact"] = ("exact", _digest(entry.guid or "", link or "", *_texts(entry)))
    if entry.title and entry.published:
        found["piece"] = ("piece", _digest(entry.published.isoformat(), *_folded(entry.title)))
    if path := path_key(entry.clean_url or entry.url):
        found["path"] = ("path", _digest(path))
    return Known(entry, found, link is not None and is_front_page(link))


def strangers(batch: Sequence[Known], stored: Mapping[KeyPair, Entry]) -> list[Known]:
    """Those of `batch` that nothing in `stored` knows by guid, link or text."""
    strong = {key for key in stored if key[0] not in WEAK}
    return [one for one in batch if not any(key in strong for key in one.keys.values())]


def sort_out(batch: Sequence[Known], stored: Mapping[KeyPair, Entry]) -> list[Piece]:
    """Every entry of `batch` to its piece: one that is stored, or a new one. The order of `batch` does not matter."""
    by_id: dict[EntryId, Piece] = {}
    owners = {key: by_id.setdefault(entry.id, Piece(entry)) for key, entry in stored.items()}
    shared = _shared_links(batch)
    unknown = {id(one) for one in strangers(batch, stored)}
    disguised = _disguises([one for one in batch if id(one) in unknown], batch, owners)
    pieces: dict[int, Piece] = {}
    for one in sorted(batch, key=lambda k: _canonical(k.entry)):
        piece = owners.get(one.keys["exact"]) or _owner(one, owners, shared) or disguised.get(id(one)) or Piece(None)
        piece.given.append(one)
        pieces.setdefault(id(piece), piece)
        if not _claim(piece, _stated(one), owners):
            _claim(piece, [one.keys["text"]], owners)
        if id(one) in unknown:  # of the others nobody has looked who has their weak keys
            _claim(piece, [one.keys[kind] for kind in WEAK if kind in one.keys], owners)
    for piece in pieces.values():
        exact = {one.keys["exact"] for one in piece.given}
        if len(exact) > 1 or any(owners[key] is not piece for one in piece.given for key in _stated(one)):
            _claim(piece, sorted(exact), owners)
    return list(pieces.values())


def fresh_id(entry: Entry, taken: Set[EntryId]) -> EntryId:
    """The proposed id, or, when another entry has it (a guid that several share), one made from content and time."""
    proposed, turn = entry.id, 0
    while proposed in taken:
        turn += 1
        seen = entry.first_seen.isoformat()
        proposed = EntryId(_digest(entry.id, entry.url or "", *_texts(entry), seen, str(turn))[:20])
    return proposed


def merged(stored: Entry, given: Entry) -> tuple[Entry, bool]:
    """`stored` as `given` has it now, and whether title or text changed (a new version).

    What a feed no longer states stays known. `repeat_of` and when it was first seen stay. So does the date of
    publication unless an earlier one is given: an old entry with a new date is no news, only changed.
    """
    changed = _texts(stored) != _texts(given)
    published = min((d for d in (stored.published, given.published) if d is not None), default=None)
    redated = given.published if given.published and published and given.published > published else None
    return replace(
        stored,
        version=stored.version + changed,
        guid=given.guid or stored.guid,
        url=given.url or stored.url,
        clean_url=given.clean_url or stored.clean_url,
        title=given.title,
        summary_html=given.summary_html,
        summary_text=given.summary_text,
        content_html=given.content_html,
        content_text=given.content_text,
        authors=given.authors or stored.authors,
        published=published,
        updated=max((d for d in (given.updated, redated) if d is not None), default=stored.updated),
        language=given.language or stored.language,
        tags=given.tags or stored.tags,
        image=given.image or stored.image,
        enclosures=given.enclosures or stored.enclosures,
        original=given.original or stored.original,
    ), changed


def _stated(one: Known) -> list[KeyPair]:
    """What the feed itself says that it is known by."""
    return [one.keys[kind] for kind in ("guid", "link") if kind in one.keys]


def _claim(piece: Piece, wanted: Sequence[KeyPair], owners: dict[KeyPair, Piece]) -> bool:
    """Give `piece` the keys that nobody has; True when it has one of `wanted` afterwards."""
    for key in wanted:
        if key not in owners:
            owners[key] = piece
            piece.keys.add(key)
    return any(owners[key] is piece for key in wanted)


def _owner(one: Known, owners: Mapping[KeyPair, Piece], shared: set[KeyPair]) -> Piece | None:
    entry, known_by = one.entry, one.keys
    guid, link = (owners.get(known_by[k]) if k in known_by else None for k in ("guid", "link"))
    if guid is not None and not _unrelated(guid.face, entry):
        return guid
    if link is not None and _same_headline(link.face, entry):
        return link
    if (text := owners.get(known_by["text"])) is not None:
        return text
    page = one.site_wide or known_by.get("link") in shared  # it holds several pieces
    if link is not None and not page and _same_place(link.face, entry):
        return link
    return None


def _disguises(unknown: Sequence[Known], batch: Sequence[Known], owners: Mapping[KeyPair, Piece]) -> dict[int, Piece]:
    """Entries of which nothing that they state is known -> the stored pieces that they are all the same.

    One stranger for one piece: where two could be it, neither is, for a feed lists what it holds.
    """
    strong = {key for key in owners if key[0] not in WEAK}
    listed = {id(owners[key]) for one in batch for key in one.keys.values() if key in strong}
    claims: dict[int, list[tuple[Known, Piece]]] = {}
    for one in unknown:
        piece = _looks_like(one, owners)
        if piece is not None and id(piece) not in listed:
            claims.setdefault(id(piece), []).append((one, piece))
    found: dict[int, Piece] = {}
    for group in claims.values():
        if len({one.keys["exact"] for one, _ in group}) == 1:
            found |= {id(one): piece for one, piece in group}
    return found


def _looks_like(one: Known, owners: Mapping[KeyPair, Piece]) -> Piece | None:
    entry = one.entry
    same_time = owners.get(one.keys["piece"]) if "piece" in one.keys else None
    if same_time is not None and (_same_words(same_time.face, entry) or _path(same_time.face) == _path(entry)):
        return same_time  # the same headline, published at the same second
    same_path = owners.get(one.keys["path"]) if "path" in one.keys else None
    if same_path is None or not _same_headline(same_path.face, entry) or _far_apart(same_path.face, entry):
        return None
    same_query = _query(same_path.face) == _query(entry)
    return same_path if same_query or _same_words(same_path.face, entry) else None


def _same_words(one: Entry, other: Entry) -> bool:
    return _texts(one) == _texts(other) and len("".join(_texts(one))) >= _SUBSTANCE


def _far_apart(one: Entry, other: Entry) -> bool:
    if one.published is None or other.published is None:
        return False
    return abs(one.published - other.published) >= _ANOTHER_DAY


def _path(entry: Entry) -> str:
    return path_key(entry.clean_url or entry.url) or entry.id


def _query(entry: Entry) -> str:
    return (entry.clean_url or entry.url or "").partition("?")[2]


def _same_headline(one: Entry, other: Entry) -> bool:
    """Equal headlines; where there are none, equal texts."""
    if one.title or other.title:
        return _folded(one.title) == _folded(other.title)
    return _texts(one) == _texts(other)


def _unrelated(one: Entry, other: Entry) -> bool:
    """Another link and an entirely other headline: a guid that both carry means nothing."""
    mine, theirs = link_key(one.clean_url or one.url), link_key(other.clean_url or other.url)
    if mine is not None and mine == theirs:
        return False
    words, others = set(_folded(one.title)), set(_folded(other.title))
    if not words or not others:
        return False
    return len(words & others) / len(words | others) < _UNRELATED


def _same_place(one: Entry, other: Entry) -> bool:
    """One link, headlines that differ: the same piece under a new headline, unless the page is filled anew."""
    if one.guid and other.guid and one.guid != other.guid and one.published and other.published:
        return abs(one.published - other.published) < _ANOTHER_DAY
    return True


def _shared_links(batch: Sequence[Known]) -> set[KeyPair]:
    """Links that this feed gives at once to several entries of different guid or headline."""
    seen: dict[KeyPair, set[tuple[str | None, tuple[str, ...]]]] = {}
    for one in batch:
        if (link := one.keys.get("link")) is not None:
            seen.setdefault(link, set()).add((one.entry.guid, _folded(one.entry.title)))
    return {link for link, carriers in seen.items() if len(carriers) > 1}


def _folded(title: str | None) -> tuple[str, ...]:
    return tuple(_WORD.findall((title or "").casefold()))


def _texts(entry: Entry) -> tuple[str, str, str]:
    """What a version is a version of."""
    return entry.title or "", entry.summary_text, entry.content_text


def _canonical(entry: Entry) -> tuple[object, ...]:
    """An order of a batch that does not depend on how it came."""
    return (
        entry.published or _EARLIEST,
        entry.guid or "",
        entry.clean_url or entry.url or "",
        entry.title or "",
        entry.summary_text,
        entry.content_text,
        entry.id,
    )


def _digest(*parts: str) -> str:
    state = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.hexdigest()
