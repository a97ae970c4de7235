"""An edition with every kind of block, style and audience in it: what `check` renders before 07:00 does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from newsletter.model.base import EntryId, StoryId
from newsletter.model.editions import (
    Audience,
    Block,
    Credit,
    Differing,
    Edition,
    Extract,
    Figure,
    FiguresBlock,
    HeadingBlock,
    House,
    LinkItem,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    Side,
    Span,
    StoryBlock,
)
from newsletter.model.feeds import Image
from newsletter.model.rules import Review, Style
from newsletter.model.stories import Window

ENTRY = EntryId("sample")
STORY = StoryId("sample")


def sample(review: Review, now: dt.datetime) -> Edition:
    """A whole edition of `review` that says nothing true; never stored, never sent."""
    return Edition(
        review=review.id,
        day=now.astimezone(review.zone).date(),
        number=1,
        revision=1,
        title=review.title,
        language=review.language,
        timezone=review.timezone,
        sender=review.sender,
        reply_to=review.reply_to,
        site=review.site,
        pages=review.pages,
        join=review.join,
        theme=review.theme,
        imprint=review.imprint,
        window=Window(opens=now - dt.timedelta(days=1), cutoff=now),
        subject="A sample headline",
        preheader="Nothing here is true",
        read_by="",
        sections=(*_standing(review), *_body(review, now)),
    )


def _body(review: Review, now: dt.datetime) -> tuple[Section, ...]:
    url = f"{review.site}/sample"
    credit = Credit(entry=ENTRY, name="Example Wire", publisher="Example Wire", url=url, at=now, label="sample")
    abroad = Credit(entry=ENTRY, name="Kontynent", publisher="Kontynent", url=url, at=now, language="uk")
    image = Image(url=f"{url}.png", width=600, height=300, alt="A sample picture", credit="Example Wire")
    story = StoryBlock(
        story=STORY,
        headline=House(text="A sample headline"),
        credit=credit,
        also=(abroad,),
        sentences=(_words(),),
        differs=(_differing(credit, abroad),),
    )
    blocks: dict[Style, tuple[Block, ...]] = dict.fromkeys(Style, (story,))
    blocks[Style.CARDS] += (
        QuoteBlock(quote=_words(), speaker="A speaker", role="a role", credit=credit, story=STORY),
        replace(story, since=now.astimezone(review.zone).date() - dt.timedelta(days=1)),
        LinksBlock(label="ahead", items=(LinkItem(title=House(text="A day to come"), credit=credit),)),
        LinksBlock(label="ours", items=(LinkItem(title=House(text="Our own piece"), credit=credit),)),
    )
    blocks[Style.TEXT] += (
        HeadingBlock(text="A heading"),
        ProseBlock(markdown="Prose with **emphasis** and [a link](https://example.org/)."),
        PictureBlock(image=image, credit=credit, caption="A caption"),
        FiguresBlock(figures=(Figure(label="attacks", value="2"),), credit=credit),
        FiguresBlock(figures=(), credit=None),
    )
    return tuple(Section(key=s, title=f"Section {s}", style=s, blocks=b) for s, b in blocks.items())


def _differing(one: Credit, other: Credit) -> Differing:
    sides = (Side(value="2 samples", credits=(one,)), Side(value="3 samples", credits=(other,)))
    return Differing(what="samples", sides=sides)


def _words() -> Extract:
    text = "A whole sentence that stands here as a sample of many."
    return Extract(text=text, span=Span(entry=ENTRY, version=1, field="summary", start=0, end=len(text)))


def _standing(review: Review) -> tuple[Section, ...]:
    audience = {"thanks": Audience.PATRONS, "call": Audience.PUBLIC}
    words = tuple(
        Section(
            key=w.slot,
            title="",
            style=Style.TEXT,
            place="opening" if w.slot in ("opening", "thanks", "call") else "closing",
            audience=audience.get(w.slot, Audience.ALL),
            blocks=(ProseBlock(markdown=w.markdown, slot=w.slot),),
        )
        for w in review.words
    )
    notice = Section(key="notice", title="", style=Style.TEXT, place="opening", blocks=(NoticeBlock(notice="unread"),))
    return (notice, *words)
