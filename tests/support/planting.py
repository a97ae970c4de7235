"""Editions with something wrong in them, to be found by preflight: `Plant(edition=one(subject='')).findings()`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import Audience, Edition, QuoteBlock, StoryBlock
from newsletter.model.feeds import Image
from newsletter.model.rendered import PLACEHOLDER, Finding, Rendered
from newsletter.model.sources import Source
from newsletter.model.stories import Difference, Stated, ToldEntry
from newsletter.preflight import Beside, check
from newsletter.render import Renderer
from tests.support import editions, make

ROOT = Path(__file__).resolve().parents[2]
PREHEADER = "Something else that is worth opening this mail for"
HEADLINE, SENTENCE = editions.NEWS["en"][0]


@cache
def renderer() -> Renderer:
    """With the templates that come with the program."""
    return Renderer([ROOT / "templates"])


@dataclass(frozen=True, kw_only=True)
class Plant:
    """An edition with something wrong in it."""

    edition: Edition
    change: Callable[[Rendered], Rendered] = lambda r: r
    sources: tuple[Source, ...] = ()
    texts: dict[str, Any] = field(default_factory=dict)  #: of entry-0, as the archive has it
    beside: Beside | None = None

    def findings(self) -> tuple[Finding, ...]:
        entries, known = editions.archive_of(self.edition)
        if self.texts:
            entries[EntryId("entry-0")] = replace(entries[EntryId("entry-0")], **self.texts)
        sources = {**known, **{s.name: s for s in self.sources}}
        rendered = self.change(renderer()(self.edition))
        return check(self.edition, rendered, entries=entries, sources=sources, beside=self.beside)


def one(*blocks: Any, **more: Any) -> Edition:
    """A section with these blocks, or with one plain story."""
    return editions.bare(
        editions.section("s", *(blocks or (editions.story(0),)), title="News"), **{"preheader": PREHEADER, **more}
    )


def two(first: Any, second: Any, **more: Any) -> Edition:
    sections = (editions.section("a", first, title="War zone"), editions.section("b", second, title="News"))
    return editions.bare(*sections, **{"preheader": PREHEADER, **more})


def saying(words: str, **more: Any) -> StoryBlock:
    """The first story with another sentence."""
    return editions.story(0, sentences=(editions.extract(words, "entry-0", **more),))


def titled(words: str) -> StoryBlock:
    return editions.story(0, headline=editions.extract(words, "entry-0", "title"))


def wire(**more: Any) -> tuple[Source, ...]:
    return (make.source("Example Wire", **more),)


def html(old: str, new: str) -> Callable[[Rendered], Rendered]:
    """A template that writes something else into the mail."""

    def changed(r: Rendered) -> Rendered:
        assert re.search(old, r.html), old
        return replace(r, html=re.sub(old, new, r.html, count=1))

    return changed


def message(old: bytes, new: bytes) -> Callable[[Rendered], Rendered]:
    return lambda r: replace(r, message=r.message.replace(old, new, 1))


def quote(words: str, number: int = 0, role: str = "Deputy Secretary of State") -> QuoteBlock:
    entry = f"quote-{number}"
    outlet = editions.OUTLETS[number]
    return QuoteBlock(
        quote=editions.extract(words, entry),
        speaker="Wendy Sherman",
        role=role,
        credit=editions.credit(entry, outlet),
        story=StoryId("entry-0"),
    )


def counted(words: str, when: str = "2022-01-10T12:00Z") -> QuoteBlock:
    """Another outlet's report of the first story, of this hour."""
    block = quote(words)
    return replace(block, credit=replace(block.credit, at=make.at(when)))


def told(day: str = "2022-01-10", id: str = "entry-0", title: str = HEADLINE) -> Beside:
    entry = make.entry(title, source="Example Wire", id=id, url=f"https://example-wire.example/{id}")
    return Beside(told=(ToldEntry(entry=entry, story=StoryId(id), day=make.day(day)),))


def dispute(*values: str, what: str = "troops") -> Beside:
    stated = tuple(Stated(value=v, members=(EntryId("entry-0"),), sentence=v) for v in values)
    return Beside(differences=(Difference(kind="number", what=what, values=stated),))


TROOPS = "Russia has 122,000 troops at the border"
DISPUTE = dispute("122,000 troops", "100,000 troops")
DEEP = editions.section("deep", editions.story(2), title="For patrons", audience=Audience.PATRONS)
IMAGE = Image(url=f"{editions.SITE}/2022-01-11/images/x.jpg", width=600, height=300)
SHOWN = replace(IMAGE, alt="A bridge over a river in spring")
TOKEN = PLACEHOLDER.encode()
OTHER_WORDS = "We will never allow anybody to slam shut NATO's open door policy."
LATER = "But he refused to say when."
UNKNOWN = '<p style="display:grid;mix-blend-mode:multiply;filter:blur(1px);clip-path:none;inset:0">x</p>' * 9
