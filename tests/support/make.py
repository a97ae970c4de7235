"""Small builders, so that a test shows what matters in it and nothing else.

    entry("Talks end", source="wire", at="2022-01-10T12:00Z")
    source("wire", weight=1.2)
    review(timezone="Europe/Kyiv")
    story(lead, other, told="2022-01-10")
    layout(section("News flash", block(lead)), unplaced=[block(other)])

Instants are written as in RFC 3339 (`at("2022-01-10T12:00Z")`), days as `day("2022-01-10")`. Whatever a record
has beside the named parameters is taken as a keyword of the same name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsletter.model.base import MAIN, EntryId, ReviewId, SourceName, StoryId, utc
from newsletter.model.editions import Credit, Extract, House, Layout, LinkItem, Section, Span, StoryBlock, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, Style
from newsletter.model.sources import Source
from newsletter.model.stories import Aside, Member, Story, ToldEntry, Window

#: When a made source was first visited: long before anything that happens in a test.
SINCE = "2021-12-01T00:00Z"
#: When a made entry was published, unless the test says so.
NOON = "2022-01-10T12:00Z"

Instant = str | dt.datetime
Day = str | dt.date


def at(time: Instant) -> dt.datetime:
    """An aware UTC instant; ValueError without a zone."""
    return utc(dt.datetime.fromisoformat(time) if isinstance(time, str) else time)


def day(date: Day) -> dt.date:
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def key(text: str) -> str:
    """What a title looks like in an id or an address."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")


def entry(
    title: str | None = "Talks end in Geneva",
    *,
    source: str = "wire",
    at: Instant | None = NOON,
    text: str = "",
    lang: str | None = "en",
    seen: Instant | None = None,
    since: Instant = SINCE,
    id: str | None = None,
    url: str | None = "",
    **more: Any,
) -> Entry:
    """An entry with its own link, seen ten minutes after it was published; `at=None` leaves it undated.

    `url=None` leaves it without a link. Id and link come from source and title, so equal calls are equal entries.
    """
    when = _instant(at) if at is not None else None
    name = key(title or text or "untitled")
    link = f"https://{key(source)}.example/{name}" if url == "" else url
    return Entry(
        id=EntryId(id if id is not None else f"{key(source)}:{name}"),
        source=SourceName(source),
        title=title,
        summary_text=text,
        summary_html=f"<p>{text}</p>" if text else None,
        published=when,
        first_seen=_instant(seen) if seen is not None else (when or _instant(NOON)) + dt.timedelta(minutes=10),
        source_since=_instant(since),
        language=lang,
        **({"url": link, "clean_url": link} | more),
    )


_instant = at


def source(name: str = "wire", **more: Any) -> Source:
    """A fully trusted source of its own publisher."""
    return Source(**({"url": f"https://{key(name)}.example/feed", "name": SourceName(name), "publisher": name} | more))


def sources(*made: Source | str) -> dict[SourceName, Source]:
    """Sources by name; a plain name makes one."""
    all_of_them = [source(s) if isinstance(s, str) else s for s in made]
    return {s.name: s for s in all_of_them}


def review(id: str = MAIN, **more: Any) -> Review:
    base: dict[str, Any] = {
        "title": "Daily Review",
        "sender": "Daily Review <review@example.org>",
        "site": "https://review.example.org",
    }
    return Review(id=ReviewId(id), **(base | more))


def window(opens: Instant = "2022-01-10T04:30Z", cutoff: Instant = "2022-01-11T04:30Z") -> Window:
    return Window(opens=at(opens), cutoff=at(cutoff))


def story(lead: Entry, *others: Entry, told: Day | None = None, why: str = "same headline", id: str = "") -> Story:
    """One event, with members in order of being seen."""
    members = sorted((lead, *others), key=lambda e: (e.first_seen, e.id))
    return Story(
        id=StoryId(id or members[0].id),
        lead=lead.id,
        members=tuple(Member(entry=e.id, why=why) for e in members),
        title=lead.title or "",
        told=day(told) if told else None,
    )


def told(entry: Entry, *, day: Day = "2022-01-10", story: str = "") -> ToldEntry:
    return ToldEntry(entry=entry, story=StoryId(story or entry.id), day=_day(day))


_day = day


def credit(entry: Entry) -> Credit:
    return Credit(
        entry=entry.id, name=entry.source, publisher=entry.source, url=entry.link, at=entry.published or entry.updated
    )


def headline(entry: Entry) -> Extract | House:
    """Its title as an extract."""
    if not entry.title:
        return House(text="")
    span = Span(entry=entry.id, version=entry.version, field="title", start=0, end=len(entry.title))
    return Extract(text=entry.title, span=span)


def block(lead: Entry, *others: Entry, story: str = "") -> StoryBlock:
    """The block of `story(lead, *others)`."""
    first = min((lead, *others), key=lambda e: (e.first_seen, e.id))
    return StoryBlock(
        story=StoryId(story or first.id),
        headline=headline(lead),
        credit=credit(lead),
        also=tuple(credit(e) for e in others),
    )


def link_item(entry: Entry) -> LinkItem:
    return LinkItem(title=headline(entry), credit=credit(entry))


def section(title: str, *blocks: Any, style: Style = Style.BRIEFS, **more: Any) -> Section:
    return Section(**({"key": key(title), "title": title, "style": style, "blocks": blocks} | more))


def layout(
    *made: Section,
    stories: Sequence[Story] = (),
    unplaced: Iterable[StoryBlock | Unplaced] = (),
    asides: Sequence[Aside] = (),
) -> Layout:
    """A layout; a bare block among the unplaced was passed by a limit."""
    left = [u if isinstance(u, Unplaced) else Unplaced(block=u, reason="over the limit") for u in unplaced]
    return Layout(sections=made, unplaced=tuple(left), stories=tuple(stories), asides=tuple(asides))
