"""A layout and the newsroom's standing words -> the edition that is rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from typing import Literal

from newsletter.model.editions import (
    Audience,
    Edition,
    Layout,
    NoticeBlock,
    ProseBlock,
    Section,
    StoryBlock,
)
from newsletter.model.rules import Review, SectionRule, Style, WordSlot
from newsletter.model.stories import Window

#: Code points of a subject that phones show whole, and of a preheader.
SUBJECT, PREHEADER = 60, 140
_OPENING: tuple[tuple[WordSlot, Audience], ...] = (
    ("opening", Audience.ALL),
    ("thanks", Audience.PATRONS),
    ("call", Audience.PUBLIC),
)
_CLOSING: tuple[WordSlot, ...] = ("sponsor", "support", "corrections", "reuse")


def assemble(
    layout: Layout,
    *,
    review: Review,
    window: Window,
    day: dt.date,
    number: int,
    revision: int,
    read_by: str,
    short: bool = False,
) -> Edition:
    """Standing words, body, standing words. `read_by` is "" when no editor has read it: then the page says so."""
    subject, preheader = _headlines(layout, review, day)
    body = tuple(s for s in layout.sections if s.blocks)  # an edit may have taken a section's last story
    return Edition(
        review=review.id,
        day=day,
        number=number,
        revision=revision,
        title=review.title,
        language=review.language,
        timezone=review.timezone,
        sender=review.sender,
        reply_to=review.reply_to,
        site=review.site,
        imprint=review.imprint,
        window=window,
        subject=subject,
        preheader=preheader,
        read_by=read_by,
        sections=(*_opening(review, read_by, short), *body, *_cut(review, body), *_closing(review)),
    )


def for_audience(edition: Edition, audience: Audience) -> Edition:
    """The edition as this audience sees it; ALL is what everybody sees."""
    seen = tuple(s for s in edition.sections if s.audience in (Audience.ALL, audience))
    return replace(edition, sections=seen)


def _opening(review: Review, read_by: str, short: bool) -> Iterator[Section]:
    for slot, audience in _OPENING:
        yield from _words(review, slot, audience, "opening")
    notices = [NoticeBlock(notice="unread")] if not read_by else []
    notices += [NoticeBlock(notice="short")] if short else []
    if notices:
        yield Section(key="notices", title="", style=Style.TEXT, blocks=tuple(notices), place="opening")


def _cut(review: Review, body: tuple[Section, ...]) -> Iterator[Section]:
    """Where the public page leaves sections out it says so, and calls once more."""
    if any(s.audience is Audience.PATRONS for s in body):
        call = (b for s in _words(review, "call", Audience.PUBLIC, "opening") for b in s.blocks)
        blocks = (NoticeBlock(notice="more"), *call)
        yield Section(key="more", title="", style=Style.TEXT, blocks=blocks, audience=Audience.PUBLIC)


def _closing(review: Review) -> Iterator[Section]:
    for slot in _CLOSING:
        yield from _words(review, slot, Audience.ALL, "closing")


def _words(
    review: Review, slot: WordSlot, audience: Audience, place: Literal["opening", "closing"]
) -> Iterator[Section]:
    """One section per slot, as audiences differ; none for an empty file."""
    for words in review.words:
        if words.slot == slot and words.markdown.strip():
            block = ProseBlock(markdown=words.markdown, slot=slot)
            yield Section(key=slot, title="", style=Style.TEXT, blocks=(block,), audience=audience, place=place)


# --- subject and preheader -----------------------------------------------------------------------


def _headlines(layout: Layout, review: Review, day: dt.date) -> tuple[str, str]:
    """Subject: the first headline, whole, that is short enough and asks nothing. Preheader: two more.

    First means: of the sections about something in the order of the page, then of those that take what is left, then
    of bullets. The preheader goes on with the first stories of the further sections, so that three headlines are not
    three times the same event.
    """
    sections = sorted(layout.sections, key=lambda s: _rank(s, review))
    heads = [[one_line(b.headline.printed) for b in s.blocks if isinstance(b, StoryBlock)] for s in sections]
    in_order = [h for section in heads for h in section if h]
    subject = next((h for h in in_order if len(h) <= SUBJECT and "?" not in h), None)
    start = next((i for i, section in enumerate(heads) if subject in section), 0)
    turns = [h for row in zip_longest(*heads[start:], *heads[:start], fillvalue="") for h in row]
    chosen: list[str] = []
    for head in turns:
        fits = len(" · ".join([*chosen, head])) <= PREHEADER
        if head and head != subject and head not in chosen and fits and len(chosen) < 2:
            chosen.append(head)
    return subject or one_line(f"{review.title}, {_date(day, review.language)}"), " · ".join(chosen)


def _rank(section: Section, review: Review) -> int:
    rule = next((r for r in review.sections if isinstance(r, SectionRule) and r.key == section.key), None)
    if section.style is Style.BULLETS:
        return 2
    return 1 if rule and (rule.take is None or rule.fill == "last") else 0


def one_line(text: str) -> str:
    """Without line breaks, control and invisible steering characters: what a header can carry."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _date(day: dt.date, language: str) -> str:
    from babel import UnknownLocaleError  # 0.1 s: only where an edition is made
    from babel.dates import format_date

    try:
        return format_date(day, "d MMMM y", locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
