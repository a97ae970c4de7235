"""A layout and the newsroom's standing words -> the edition that is rendered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from newsletter.model.corrections import CORRECTED, EditionCorrection, Noted
from newsletter.model.editions import (
    Audience,
    Block,
    Edition,
    FiguresBlock,
    Layout,
    LinksBlock,
    NoticeBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.edits import SUBJECT as SUBJECT
from newsletter.model.rules import Review, SectionRule, Style, WordSlot
from newsletter.model.stories import Window

#: Code points of a preheader.
PREHEADER = 140
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
    corrected: Sequence[tuple[Audience, NoticeBlock]] = (),
) -> Edition:
    """Standing words, body, standing words. `read_by` is "" when no editor has read it: then the page says so."""
    subject, preheader = _headlines(layout, review, day)
    body = tuple(_bare(s) for s in layout.sections if s.blocks)  # an edit may have taken a section's last story
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
        pages=review.pages,
        join=review.join,
        theme=review.theme,
        pictures=review.pictures,
        later=bool(review.public_delay),
        imprint=review.imprint,
        window=window,
        subject=subject,
        preheader=preheader,
        read_by=read_by,
        sections=with_corrections(
            (*_opening(review, day, read_by, short), *body, *_cut(review, day, body), *_closing(review, day)),
            corrected,
        ),
    )


def noticed(
    correction: EditionCorrection, zone: dt.tzinfo, *, elsewhere: bool = False, before: int = 0, title: str = ""
) -> NoticeBlock:
    """A correction as it is printed; `elsewhere`: in another edition than the one that it corrects, and then with the
    headline that was printed there."""
    noted = Noted(
        number=correction.number,
        on=correction.at.astimezone(zone).date(),
        of=correction.day if elsewhere else None,
        before=before,
        title="" if correction.withdrawn else title,
        linked=elsewhere and not correction.withdrawn and correction.audience != Audience.PATRONS,
    )
    kind: Literal["withdrawn", "correction"] = "withdrawn" if correction.withdrawn else "correction"
    return NoticeBlock(notice=kind, detail=correction.text, noted=noted)


def with_corrections(
    sections: Sequence[Section], notices: Sequence[tuple[Audience, NoticeBlock]]
) -> tuple[Section, ...]:
    """The sections with a further one that lists corrections, before the standing words about them.

    One for each audience: what is corrected in a section for patrons only is no word for the public page.
    """
    found = list(sections)
    for audience, notice in notices:
        at = next((n for n, s in enumerate(found) if s.key == CORRECTED and s.audience is audience), None)
        if at is not None:
            found[at] = replace(found[at], blocks=(*found[at].blocks, notice))
            continue
        after = [n for n, s in enumerate(found) if s.place == "closing" and s.key in ("corrections", "reuse")]
        made = Section(key=CORRECTED, title="", style=Style.TEXT, blocks=(notice,), audience=audience, place="closing")
        found.insert(after[0] if after else len(found), made)
    return tuple(found)


def filled(review: Review, corrections: str) -> Review:
    """The review with `{corrections}` in its standing words replaced: "none for the edition of 10 January"."""
    words = (replace(w, markdown=w.markdown.replace("{corrections}", corrections)) for w in review.words)
    return replace(review, words=tuple(words))


def _bare(section: Section) -> Section:
    """Without the stories that a quotation or a line stands for: what is not printed is not in the edition."""
    blocks: list[Block] = []
    for block in section.blocks:
        if isinstance(block, QuoteBlock):
            block = replace(block, stands_for=None)
        elif isinstance(block, FiguresBlock) and block.stands_for:  # who else reports it is printed
            block = replace(block, stands_for=replace(block.stands_for, sentences=(), image=None))
        elif isinstance(block, LinksBlock):
            block = replace(block, items=tuple(replace(i, stands_for=None) for i in block.items))
        blocks.append(block)
    return replace(section, blocks=tuple(blocks))


def _opening(review: Review, day: dt.date, read_by: str, short: bool) -> Iterator[Section]:
    for slot, audience in _OPENING:
        yield from _words(review, day, slot, audience, "opening")
    notices = [NoticeBlock(notice="unread")] if not read_by else []
    notices += [NoticeBlock(notice="short")] if short else []
    if notices:
        yield Section(key="notices", title="", style=Style.TEXT, blocks=tuple(notices), place="opening")


def _cut(review: Review, day: dt.date, body: tuple[Section, ...]) -> Iterator[Section]:
    """Where the public page leaves sections out it says so, and calls once more."""
    if any(s.audience is Audience.PATRONS for s in body):
        call = (b for s in _words(review, day, "call", Audience.PUBLIC, "opening") for b in s.blocks)
        blocks = (NoticeBlock(notice="more"), *call)
        yield Section(key="more", title="", style=Style.TEXT, blocks=blocks, audience=Audience.PUBLIC)


def _closing(review: Review, day: dt.date) -> Iterator[Section]:
    for slot in _CLOSING:
        yield from _words(review, day, slot, Audience.ALL, "closing")


def _words(
    review: Review, day: dt.date, slot: WordSlot, audience: Audience, place: Literal["opening", "closing"]
) -> Iterator[Section]:
    """One section per slot, as audiences differ; none for an empty file, or out of its time."""
    for words in review.words:
        if words.slot == slot and words.on(day) and words.markdown.strip():
            block = ProseBlock(markdown=words.markdown, slot=slot)
            yield Section(key=slot, title="", style=Style.TEXT, blocks=(block,), audience=audience, place=place)


# --- subject and preheader -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """A headline that may stand in subject or preheader."""

    text: str
    section: str  #: key
    about: bool  #: of a section about something, not of what was left
    voices: int  #: publishers that report it
    at: dt.datetime


def _headlines(layout: Layout, review: Review, day: dt.date) -> tuple[str, str]:
    """Subject: the first headline, whole, that is short enough. Preheader: the news beside it. Neither asks or shouts.

    First means: of the sections about something in the order of the page, then of those that take what is left, then
    of bullets. The preheader names the two newest stories of other sections, those that two publishers report first,
    and of a section about something only one: so it says what else there is and what came last. Bullets, and the
    subject's own section, come after all others. What is sensitive, disputed or was told before (`reserved`) stands in
    neither.
    An editor's own subject stands instead of that by rule; what its leads tell is not told again.
    """
    sections = sorted(layout.sections, key=lambda s: _rank(s, review))
    heads = [h for s in sections for h in _heads(s, review)]
    subject = next((h for h in heads if len(h.text) <= SUBJECT), None)
    last = {s.key for s in layout.sections if s.style is Style.BULLETS} | ({subject.section} if subject else set())
    newest = sorted(heads, key=lambda h: (h.section in last, h.voices < 2, -h.at.timestamp()))
    chosen: list[_Head] = []
    for head in newest:
        fits = len(" · ".join([*(c.text for c in chosen), head.text])) <= PREHEADER
        said = head.text in [c.text for c in chosen] or (subject is not None and head.text == subject.text)
        said = said or _tells(layout.subject, head.text)
        again = head.about and head.section not in last and any(c.section == head.section for c in chosen)
        if fits and not said and not again and len(chosen) < 2:
            chosen.append(head)
    plain = one_line(f"{review.title}, {_date(day, review.language)}")
    by_rule = subject.text if subject else plain
    return one_line(layout.subject) or by_rule, " · ".join(c.text for c in chosen)


def _tells(subject: str, headline: str) -> bool:
    """Is one of an editor's leads about this headline? They share two words of four letters or more."""
    words = set(re.findall(r"\w{4,}", headline.casefold()))
    return any(len(words & set(re.findall(r"\w{4,}", lead.casefold()))) >= 2 for lead in subject.split(";"))


def _heads(section: Section, review: Review) -> Iterator[_Head]:
    for block in section.blocks:
        if isinstance(block, StoryBlock) and not block.reserved:
            text = one_line(block.headline.printed)
            voices = {block.credit.publisher, *(c.publisher for c in block.also if not (c.label or c.copy))}
            at = block.credit.at or dt.datetime.min.replace(tzinfo=dt.UTC) + dt.timedelta(days=366)
            about = _rank(section, review) == 0
            if text and "?" not in text and not _shouts(text):
                yield _Head(text=text, section=section.key, about=about, voices=len(voices), at=at)


def _shouts(text: str) -> bool:
    """Is most of it in capitals? It is printed as its source writes it, and does not stand for the edition."""
    letters = [c for c in text if c.isalpha()]
    return sum(c.isupper() for c in letters) > len(letters) / 2


def _rank(section: Section, review: Review) -> int:
    rule = next((r for r in review.sections if isinstance(r, SectionRule) and r.key == section.key), None)
    if section.style is Style.BULLETS:
        return 2
    return 1 if rule and (rule.take is None or rule.fill == "last") else 0


def one_line(text: str) -> str:
    """Without line breaks, control and invisible steering characters: what a header can carry."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def plain_subject(edition: Edition) -> str:
    """The review's title and the day: the subject where no headline may be one."""
    return one_line(f"{edition.title}, {_date(edition.day, edition.language)}")


def _date(day: dt.date, language: str) -> str:
    from babel import UnknownLocaleError  # 0.1 s: only where an edition is made
    from babel.dates import format_date

    try:
        return format_date(day, "d MMMM y", locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
