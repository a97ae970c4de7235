"""Pictures of an edition: which may be shown -> fetch -> make small -> keep; and, when it is rendered, put in.

Fetching happens in a build, before rendering. What is rendered knows only what is kept, so that a preview asks nobody
and a rebuild months later shows the same. Whatever goes wrong costs one picture: the story stands there without it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from newsletter import ports
from newsletter.errors import NewsletterError
from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Audience, Block, Edition, Section, StoryBlock
from newsletter.model.feeds import Entry, Fetched, FetchOutcome, FetchRequest, Gone, Image
from newsletter.model.pictures import Copied, Picture, Unfit
from newsletter.model.rendered import Finding, Severity
from newsletter.model.rules import Review, Style
from newsletter.model.sources import Source
from newsletter.pictures import name_of
from newsletter.pipeline.links import in_time

#: Pictures of one edition; addresses that are asked for them, in rounds: who fails leaves the place to the next.
MOST, ROUNDS = 6, 2
#: For one address; for all of a round. Bytes of one answer.
SECONDS, ROUND_SECONDS, LARGEST = 10.0, 20.0, 10 * 1024 * 1024
#: When a picture that failed is asked for again, at the earliest.
AGAIN = dt.timedelta(minutes=30)
#: Characters of a description: screen readers say it in one breath.
ALT = 160

_FILE_NAME = re.compile(r"\S+\.\w{2,5}|[\w-]*\d[\w-]*", re.ASCII)

#: May the picture of this entry be shown? What its source's terms say now, whatever they said before.
May: TypeAlias = Callable[[EntryId], bool]


def allowed(entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]) -> May:
    """Yes where the source's terms say `image: yes`, and for our own articles."""

    def may(entry: EntryId) -> bool:
        found = entries.get(entry)
        source = sources.get(found.source) if found else None
        return source is not None and (source.terms.image or source.ours)

    return may


class Shrink(Protocol):
    """Foreign bytes -> our own small picture. Never raises for whatever the bytes are."""

    def __call__(self, body: bytes) -> Copied | Unfit: ...


class Shelf(Protocol):
    """Our own copies of pictures, and which address gave which on a day."""

    def of(self, day: dt.date) -> Mapping[str, Picture]:
        """By address."""
        ...

    def read(self, name: str) -> bytes | None:
        """A copy; None when it is not there whole."""
        ...

    def keep(self, day: dt.date, pictures: Sequence[Picture], copies: Mapping[str, bytes]) -> None:
        """Add to what is known of the day. OutboxError in words."""
        ...


# --- which ----------------------------------------------------------------------------------------


def candidates(sections: Sequence[Section], review: Review, may: May) -> list[StoryBlock]:
    """Cards whose picture may be shown, in the order of the page; of one address only the first.

    A picture that is linked stands on the public page's address. What is not there yet, or never, cannot be linked.
    """
    found: dict[str, StoryBlock] = {}
    for section in sections:
        for block in section.blocks if section.style is Style.CARDS and _reachable(section, review) else ():
            if isinstance(block, StoryBlock) and block.image and _web(block.image.url) and may(block.credit.entry):
                found.setdefault(block.image.url, block)
    return list(found.values())


def _reachable(section: Section, review: Review) -> bool:
    if review.pictures == "link":
        return section.audience is not Audience.PATRONS and not review.public_delay
    return review.pictures == "embed"


def _web(url: str) -> bool:
    """Never a file of this machine, whatever a feed says."""
    return url.lower().startswith(("http://", "https://")) and len(url) < 2000


# --- fetching -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """What it takes to get pictures."""

    fetch: ports.Fetch
    shrink: Shrink
    shelf: Shelf
    now: dt.datetime


def fetch_pictures(sections: Sequence[Section], *, day: dt.date, review: Review, may: May, by: Fetching) -> int:
    """Get and keep what these sections may show and nobody has asked for today; how many addresses were asked."""
    offers = [b.image.url for b in candidates(sections, review, may) if b.image]
    asked = 0
    for _ in range(ROUNDS):
        known = by.shelf.of(day)
        open_ones = [u for u in offers if u not in known or not _gave_up(known[u], by.now)]
        wanted = [u for u in open_ones[:MOST] if u not in known or known[u].failed]
        if not wanted:
            break
        asked += len(wanted)
        _fetch(wanted, day, by)
    return asked


def _gave_up(picture: Picture, now: dt.datetime) -> bool:
    return bool(picture.failed) and abs(now - picture.asked) < AGAIN


def _fetch(urls: Sequence[str], day: dt.date, by: Fetching) -> None:
    names = {SourceName(f"picture {n}"): url for n, url in enumerate(urls)}
    requests = [FetchRequest(source=name, url=url) for name, url in names.items()]
    copies: dict[str, bytes] = {}
    late = f"did not come within {ROUND_SECONDS:g} seconds"
    found = {url: Picture(url=url, failed=late, asked=by.now) for url in urls}
    for outcome in in_time(by.fetch, requests, ROUND_SECONDS):
        url = names[outcome.source]
        made = _made(outcome, by.shrink)
        if isinstance(made, Unfit):
            found[url] = Picture(url=url, failed=made.reason, asked=by.now)
        else:
            name = name_of(made)
            copies[name] = made.body
            found[url] = Picture(url=url, name=name, width=made.width, height=made.height, asked=by.now)
    by.shelf.keep(day, list(found.values()), copies)


def _made(outcome: FetchOutcome, shrink: Shrink) -> Copied | Unfit:
    if isinstance(outcome, Fetched):
        return shrink(outcome.body)
    words = "is gone (410)" if isinstance(outcome, Gone) else getattr(outcome, "error", "did not come")
    return Unfit(reason=f"could not be had: {words}")


# --- putting in -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustrated:
    """An edition whose pictures are our own copies, or not there."""

    edition: Edition
    files: Mapping[str, bytes] = field(default_factory=dict)  #: NAME of images/NAME -> bytes; what the edition shows
    findings: tuple[Finding, ...] = ()


def illustrate(edition: Edition, *, review: Review, may: May, shelf: Shelf, undescribed: str) -> Illustrated:
    """Every card that may has its kept picture, up to MOST; all other pictures go. Asks nobody.

    `undescribed` stands for a description where the source gives none. An edition that was illustrated before keeps
    the pictures that it has.
    """
    base = f"{edition.home}/{edition.day.isoformat()}/images/"
    known = shelf.of(edition.day)
    files: dict[str, bytes] = {}
    shown: dict[str, Image] = {}
    for block in candidates(edition.sections, review, may):
        if block.image is None or len(files) == MOST:
            continue
        kept = known.get(block.image.url)
        ours = block.image.url.removeprefix(base) if block.image.url.startswith(base) else ""
        name = ours or (kept.name if kept else "")
        body = shelf.read(name) if name and name not in files else None
        if body is None:
            continue
        files[name] = body
        size = (kept.width, kept.height) if kept else (block.image.width, block.image.height)
        shown[block.image.url] = replace(
            block.image,
            url=base + name,
            width=size[0],
            height=size[1],
            alt=_described(block, block.image) or undescribed,
            credit=block.image.credit or block.credit.name,
        )
    used: set[str] = set()
    sections = tuple(_with(s, shown, used) for s in edition.sections)
    troubles = tuple(_troubles(edition, review, may, known))
    return Illustrated(edition=replace(edition, sections=sections), files=files, findings=troubles)


def _with(section: Section, shown: Mapping[str, Image], used: set[str]) -> Section:
    """Each picture at its first card."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, StoryBlock) and block.image:
            image = shown.get(block.image.url) if section.style is Style.CARDS else None
            if image is not None and image.url in used:
                image = None
            used |= {image.url} if image else set()
            block = replace(block, image=image)
        blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _described(block: StoryBlock, image: Image) -> str:
    """What the source says that the picture shows; "" for a file's name, and for the headline once more."""
    words = " ".join((image.alt or "").split())
    if len(words) < 3 or _FILE_NAME.fullmatch(words) or words.casefold() == block.headline.printed.casefold():
        return ""
    return words if len(words) <= ALT else words[: ALT - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _troubles(edition: Edition, review: Review, may: May, known: Mapping[str, Picture]) -> Iterator[Finding]:
    """Why a card stands there without the picture that it might have. Advice: nothing is missing on the page."""
    for block in candidates(edition.sections, review, may):
        found = known.get(block.image.url) if block.image else None
        if found and found.failed:
            yield _note(f"the picture of “{_short(block.headline.printed)}” {found.failed}", "none needed", block)
    if review.pictures == "link":
        every = replace(review, pictures="embed")
        hidden = len(candidates(edition.sections, every, may)) - len(candidates(edition.sections, review, may))
        if hidden:
            count = "1 picture is" if hidden == 1 else f"{hidden} pictures are"
            yield _note(f"{count} left out: a link would lead to a page that is not public", "pictures: embed")


def _note(message: str, remedy: str, block: StoryBlock | None = None) -> Finding:
    story = block.story if block else None
    return Finding(severity=Severity.NOTE, code="no-picture", message=message, remedy=remedy, story=story)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def not_fetched(error: Exception) -> Finding:
    """What a build says when getting pictures went wrong as a whole."""
    if isinstance(error, NewsletterError):
        return _note(f"no pictures were fetched: {error}", error.hint)
    return _note(f"no pictures were fetched: {type(error).__name__}", "newsletter -v build")


def not_removed(error: Exception) -> Finding:
    """What a build says when copies that nobody needs any more stay where they are."""
    if isinstance(error, NewsletterError):
        return _note(str(error), error.hint)
    return _note(f"old copies of pictures were not removed: {type(error).__name__}", "newsletter -v build")
