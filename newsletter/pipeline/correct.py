"""A published edition with a correction: which story is meant, the note at it, what a withdrawal takes away. Pure."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from newsletter.assemble import noticed, with_corrections
from newsletter.model.base import EntryId, StoryId
from newsletter.model.corrections import CORRECTED, EditionCorrection
from newsletter.model.editions import (
    Audience,
    Block,
    Credit,
    Edition,
    Extract,
    Figure,
    FiguresBlock,
    HeadingBlock,
    House,
    LinksBlock,
    NoticeBlock,
    Section,
    StoryBlock,
)
from newsletter.model.feeds import Image
from newsletter.model.rendered import EditionRecord
from newsletter.model.stories import LedgerRow
from newsletter.model.withdrawn import left_of, names
from newsletter.parse import clean_url
from newsletter.pipeline.beside import reworded

#: An id's beginning is at least so long.
ID = 6
#: Words in a row by which a text is recognised; shorter ones by all of theirs, from so many on.
RUN, SHORTEST = 5, 3
#: Runs of one text that are enough to know it again: eight words in a row.
TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The story that is corrected, as its edition printed it."""

    story: StoryId
    entry: EntryId  #: the one that was meant
    entries: frozenset[EntryId]  #: of the whole story
    title: str
    audience: Audience  #: who sees the section that it stands in

    @property
    def gone(self) -> frozenset[str]:
        """By what it is known when it is withdrawn."""
        return frozenset({self.story, *self.entries})

    def names(self, value: object) -> bool:
        """Does this block, or a part of one, speak of the story?"""
        return names(value, self.gone)


def find_target(
    edition: Edition, key: str, rows: Sequence[LedgerRow], urls: Mapping[EntryId, Sequence[str]]
) -> Target | None:
    """The story of `edition` that bears this id (its beginning is enough) or address; None when none does.

    `rows` are the day's ledger, `urls` the addresses of the entries in it.
    """
    used = _used(rows)
    shown = [(section, block, credit) for section in edition.sections for block, credit in _credits(section)]
    addresses = {e: set(u) for e, u in urls.items()}
    for _, _, credit in shown:
        addresses.setdefault(credit.entry, set()).add(credit.url or "")
    found = _meant(key, used, addresses)
    if found is None:
        return None
    own = next((getattr(b, "story", None) for _, b, c in shown if c.entry == found), None)
    story = used.get(found) or own or StoryId(found)
    entries = {e for e, s in used.items() if s == story} | {found}
    entries |= {c.entry for _, b, c in shown if getattr(b, "story", None) == story}
    target = Target(story=story, entry=found, entries=frozenset(entries), title="", audience=Audience.ALL)
    place = next(((s, b) for s in edition.sections for b in s.blocks if not _noted(b) and target.names(b)), None)
    if place is None:
        return None
    title = next((w for w in texts_of(place[1], target)), "")
    return replace(target, title=title, audience=place[0].audience)


def find_withdrawn(
    corrections: Sequence[EditionCorrection],
    key: str,
    rows: Sequence[LedgerRow],
    urls: Mapping[EntryId, Sequence[str]],
) -> EditionCorrection | None:
    """The correction that took the story of this id or address away; of one day, as are `rows` and `urls`."""
    used = _used(rows)
    found = _meant(key, used, {e: set(u) for e, u in urls.items()})
    gone = (c for c in corrections if c.withdrawn)
    return next((c for c in gone if found and (c.entry == found or c.story == used.get(found))), None)


def _used(rows: Sequence[LedgerRow]) -> dict[EntryId, StoryId]:
    """Entry -> story, of those that were told."""
    return {r.entry: r.story for r in rows if r.outcome in ("told", "merged") and r.story}


def _meant(key: str, used: Mapping[EntryId, StoryId], addresses: Mapping[EntryId, set[str]]) -> EntryId | None:
    """The entry that bears this address, or this id; of an id the beginning is enough, also of its story's."""
    wanted = {key, clean_url(key) or key} if "://" in key else {key}
    long = len(key) >= ID

    def meant(entry: EntryId) -> bool:
        ids = (entry, used.get(entry) or "")
        return any(i in wanted or (long and i.startswith(key)) for i in ids) or bool(addresses[entry] & wanted)

    return next((e for e in addresses if meant(e)), None)


def with_note(edition: Edition, target: Target, note: NoticeBlock) -> Edition:
    """The dated note behind the story, and among the edition's corrections."""
    sections, done = [], False
    for section in edition.sections:
        about = [n for n, b in enumerate(section.blocks) if not _noted(b) and target.names(b)]
        if about and not done:
            at = about[0] + 1
            while at < len(section.blocks) and (at in about or _noted(section.blocks[at])):
                at += 1
            section = replace(section, blocks=(*section.blocks[:at], note, *section.blocks[at:]))
            done = True
        sections.append(section)
    return replace(edition, sections=with_corrections(sections, [(target.audience, _listed(note, target.title))]))


def withdrawn(
    edition: Edition, target: Target, stub: NoticeBlock, earlier: frozenset[int]
) -> tuple[Edition, tuple[str, ...]]:
    """Without the story, its quotations, lines and pictures, in subject and preheader too; and the words that went.

    The stub stands in its place. `earlier` are the numbers of corrections of the same story: their notes go with it.
    No page before a correction is shown any more, for each of them has the story.
    """
    gone: list[str] = []
    sections: list[Section] = []
    done = False
    for section in edition.sections:
        kept: list[Block] = []
        for block in section.blocks:
            if isinstance(block, NoticeBlock) and block.noted:
                if block.noted.of is not None or block.noted.number not in earlier:
                    kept.append(_without_page(block))
                continue
            left = left_of(block, target.gone)
            if left is not None:
                kept.append(left)
            if left != block:
                gone += texts_of(block, target)
                if not done and (left is None or isinstance(block, LinksBlock)):
                    kept.append(stub)
                    done = True
        if kept or not section.blocks:
            sections.append(_untitled(replace(section, blocks=tuple(kept)), section))
    edition = replace(edition, sections=with_corrections(sections, [(target.audience, _listed(stub))]))
    runs = runs_of(gone)
    teasers = {w for w in (edition.subject, edition.preheader) if runs & runs_of([w]) or _holds(w, gone)}
    if edition.subject in teasers:
        edition = replace(edition, preheader="")  # what it says may be the next subject
    return reworded(edition, frozenset(teasers)), tuple(gone)


def without_note(edition: Edition, number: int) -> Edition:
    """As if this correction had not been made."""
    sections = []
    for section in edition.sections:
        blocks = tuple(b for b in section.blocks if not (_noted(b) and _number(b) == number))
        if blocks or section.key != CORRECTED:
            sections.append(replace(section, blocks=blocks))
    return replace(edition, sections=tuple(sections))


def pages_shown(edition: Edition) -> frozenset[int]:
    """The revisions whose pages are linked as what stood before a correction."""
    notes = (b.noted for s in edition.sections for b in s.blocks if isinstance(b, NoticeBlock) and b.noted)
    return frozenset(n.before for n in notes if n.before)


def due(
    corrections: Sequence[EditionCorrection], last: EditionRecord | None, first: EditionRecord | None
) -> tuple[EditionCorrection, ...]:
    """Those that the next edition owes its readers: made after the `last` one was published.

    `first` is the first revision of the last edition: a correction gives the day a later one.
    """
    if last is None or first is None or first.published_at is None:
        return ()
    since = first.published_at
    said = (c for c in corrections if c.undone is None and withdrawal(corrections, c) in (None, c))
    return tuple(c for c in said if c.day >= last.day or c.at > since)


def owed(correction: EditionCorrection, edition: Edition | None, zone: dt.tzinfo) -> tuple[Audience, NoticeBlock]:
    """What the next edition says of it, and to whom; `edition` is the corrected one, for the headline it printed."""
    title = printed_as(edition, correction) if edition else ""
    return Audience(correction.audience), noticed(correction, zone, elsewhere=True, title=title)


def printed_as(edition: Edition, correction: EditionCorrection) -> str:
    """The headline, or the first words, under which `edition` prints the story that was corrected; "" for none."""
    meant = frozenset({correction.entry})
    target = Target(story=correction.story, entry=correction.entry, entries=meant, title="", audience=Audience.ALL)
    blocks = (b for s in edition.sections for b in s.blocks if not _noted(b) and target.names(b))
    return next((w for b in blocks for w in texts_of(b, target)), "")


def withdrawal(corrections: Sequence[EditionCorrection], of: EditionCorrection) -> EditionCorrection | None:
    """The one that took away the story that `of` is about: then its words are said no more."""
    return next((c for c in corrections if c.withdrawn and (c.day, c.story) == (of.day, of.story)), None)


def traces(gone: Sequence[str], urls: frozenset[str], printed: Mapping[str, str]) -> dict[str, str]:
    """Name of a file in which words or an address of a withdrawn story still stand, as another's -> the first of them.

    One run is no trace where its text has more: “said on Tuesday 24 March” stands in any story of that day.
    """
    whole = {url: re.compile(rf"{re.escape(url)}(?![\w/?&=%#.~+-])") for url in urls}  # not another one's beginning
    found: dict[str, str] = {}
    for name, text in printed.items():
        said = [w for w in gone if _tells(w, runs_of([text]))]
        links = sorted(url for url, pattern in whole.items() if pattern.search(text))
        if said or links:
            found[name] = (said or links)[0]
    return found


def _tells(text: str, there: frozenset[str]) -> bool:
    """Are so many runs of `text` there that it is retold: half of them, or TOLD?"""
    runs = runs_of([text])
    return bool(runs) and len(runs & there) >= min(TOLD, (len(runs) + 1) // 2)


def holder(edition: Edition, trace: str) -> str:
    """The headline of the story that prints these words or links to this address; "" for none."""
    for section in edition.sections:
        for block in section.blocks:
            parts = block.items if isinstance(block, LinksBlock) else (block,)
            for part in parts if not _noted(block) else ():
                texts = [w for w in _texts(part) if w.strip()]
                linked = any(c.url == trace for b, c in _credits(section) if b is part)
                if texts and (linked or _tells(trace, runs_of(texts))):
                    return texts[0]
    return ""


def urls_of(edition: Edition, target: Target) -> frozenset[str]:
    """The addresses that the edition links to for this story."""
    found = (c.url for s in edition.sections for _, c in _credits(s) if c.entry in target.entries)
    return frozenset(u for u in found if u)


def texts_of(block: object, target: Target) -> list[str]:
    """The words that a block prints of the story, the first one its headline."""
    if isinstance(block, LinksBlock):
        return [i.title.printed for i in block.items if target.names(i)]
    if isinstance(block, StoryBlock) and block.story != target.story:
        return []
    return [w for w in _texts(block) if w.strip()]


def runs_of(texts: Sequence[str]) -> frozenset[str]:
    """Every RUN words in a row, folded; a shorter text as a whole."""
    found: set[str] = set()
    for text in texts:
        words = words_of(text)
        if SHORTEST <= len(words) < RUN:
            found.add(" ".join(words))
        found |= {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}
    return frozenset(found)


# --- blocks --------------------------------------------------------------------------------------


def _untitled(section: Section, before: Section) -> Section:
    """A section of which only the stub is left has no title: it may have been made from the story."""
    if section.blocks == before.blocks or section.key == CORRECTED:
        return section
    left = tuple(b for b in section.blocks if not isinstance(b, HeadingBlock))
    return replace(section, title="", blocks=left) if all(map(_noted, left)) else section


def _noted(block: Block) -> bool:
    return isinstance(block, NoticeBlock) and block.noted is not None


def _number(block: Block) -> int:
    """Of the correction of this very edition; 0 for what corrects another."""
    noted = block.noted if isinstance(block, NoticeBlock) else None
    return noted.number if noted and noted.of is None else 0


def _listed(note: NoticeBlock, title: str = "") -> NoticeBlock:
    """In the list it names its story, and the way to the page before is not repeated."""
    note = _without_page(note)
    return replace(note, noted=replace(note.noted, title=title)) if note.noted and title else note


def _without_page(note: NoticeBlock) -> NoticeBlock:
    return replace(note, noted=replace(note.noted, before=0)) if note.noted and note.noted.before else note


def _credits(section: Section) -> Iterator[tuple[object, Credit]]:
    for block in section.blocks:
        if isinstance(block, LinksBlock):
            yield from ((i, i.credit) for i in block.items)
        elif isinstance(block, StoryBlock):
            yield from ((block, c) for c in (block.credit, *block.also))
        elif isinstance(block, FiguresBlock):
            yield from [(block.stands_for or block, block.credit)] if block.credit else []
        elif (credit := getattr(block, "credit", None)) is not None:
            yield block, credit


def _texts(value: object) -> Iterator[str]:
    """Every text that a record prints of a source."""
    if isinstance(value, Extract | House | Figure):
        yield value.printed
    elif isinstance(value, Image):
        return  # its words are no story's own: a credit, or that nobody describes it, stands at other pictures as well
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            found: Any = getattr(value, field.name)
            if field.name in ("caption", "speaker") and isinstance(found, str):
                yield found
            elif not isinstance(found, str | Credit):
                yield from _texts(found)


def words_of(text: str) -> list[str]:
    """Folded, without marks."""
    return re.findall(r"\w+", text.casefold())


def _holds(teaser: str, gone: Sequence[str]) -> bool:
    """Does a subject say a headline that is too short for a run?"""
    said = f" {' '.join(words_of(teaser))} "
    return any(f" {' '.join(words)} " in said for text in gone if len(words := words_of(text)) > 1)
