"""What templates see: every word already harmless, every link already checked, every phrase in the right language.

A template prints; it decides nothing. The shapes here are the theme's contract: a theme is a folder of templates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from newsletter.model.base import StoryId
from newsletter.model.editions import (
    Block,
    Credit,
    Edition,
    FiguresBlock,
    HeadingBlock,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.feeds import Image
from newsletter.render.clean import href, looks_like_address, visible
from newsletter.render.phrases import Phrases
from newsletter.render.prose import to_html, to_text

#: The widest picture, in px: the column less its margins.
PICTURE_WIDTH = 536
_STOPS = tuple(".!?…:;。！？؟۔")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    src: str
    width: int  #: px, never more than PICTURE_WIDTH
    height: int
    alt: str
    credit: str  #: "" when nobody is named


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditView:
    name: str
    label: str  #: Russian state agency; "" for most
    note: str  #: in Ukrainian; "" when it is the edition's language
    when: str  #: 10 Jan, 22:40; "" when undated
    url: str | None
    about: str  #: the link's full name, for screen readers: "Example Wire: the headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    text: str
    speaker: str
    role: str
    credit: CreditView
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    headline: str
    stop: str  #: what ends the headline where a sentence follows in the same line; "" when it ends by itself
    url: str | None  #: None when the headline must not be a link; then the credit is one
    sentences: str
    credit: CreditView
    also: tuple[CreditView, ...]
    picture: PictureView | None
    quotes: tuple[QuoteView, ...] = ()  #: those that follow the story in its section
    kind: Literal["story"] = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseView:
    slot: str
    html: Markup
    text: str
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureBlockView:
    picture: PictureView | None  #: None: a picture that may not be loaded leaves its caption and no hole
    caption: str
    credit: CreditView
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    rows: tuple[tuple[str, str], ...]  #: label, value; none when there was no report
    missing: str  #: the sentence that stands there instead
    credit: CreditView | None
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    title: str
    url: str | None
    credit: CreditView


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksView:
    label: str  #: as printed; "" for a plain list
    ours: bool  #: our own articles need no credit
    items: tuple[LinkView, ...]
    kind: Literal["links"] = "links"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    notice: str
    text: str
    kind: Literal["notice"] = "notice"


BlockView = StoryView | ProseView | QuoteView | HeadingView | PictureBlockView | FiguresView | LinksView | NoticeView


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Blocks that belong together: consecutive stories make one list."""

    stories: bool
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    key: str
    title: str
    style: str  #: bullets, briefs, cards, links, text
    place: str  #: opening, body, closing
    level: int  #: of headings inside, so that their order has no gap
    runs: tuple[Run, ...]


class Viewer:
    """Makes views of one edition's blocks."""

    def __init__(self, edition: Edition, phrases: Phrases) -> None:
        self.edition = edition
        self.phrases = phrases
        self.host = urlsplit(edition.site).hostname

    def section(self, section: Section) -> SectionView:
        title = visible(section.title)
        views = self._nest([(b, self._block(b)) for b in section.blocks])
        runs: list[Run] = []
        for view in views:
            is_story = isinstance(view, StoryView)
            if runs and runs[-1].stories == is_story:
                runs[-1] = replace(runs[-1], blocks=(*runs[-1].blocks, view))
            else:
                runs.append(Run(stories=is_story, blocks=(view,)))
        return SectionView(
            key=visible(section.key),
            title=title,
            style=section.style.value,
            place=section.place,
            level=3 if title else 2,
            runs=tuple(runs),
        )

    def _nest(self, pairs: list[tuple[Block, BlockView]]) -> list[BlockView]:
        """Quotations that follow their story become part of it."""
        out: list[BlockView] = []
        story: StoryId | None = None
        for block, view in pairs:
            last = out[-1] if out else None
            about = block.story if isinstance(block, QuoteBlock) else None
            if isinstance(view, QuoteView) and isinstance(last, StoryView) and about == story:
                out[-1] = replace(last, quotes=(*last.quotes, view))
                continue
            story = block.story if isinstance(block, StoryBlock) else None
            out.append(view)
        return out

    def _block(self, block: Block) -> BlockView:
        match block:
            case StoryBlock():
                return self._story(block)
            case ProseBlock():
                html = to_html(block.markdown)
                return ProseView(slot=block.slot, html=html, text=to_text(html))
            case QuoteBlock():
                text = visible(block.quote.printed)
                return QuoteView(
                    text=text,
                    speaker=visible(block.speaker),
                    role=visible(block.role),
                    credit=self._credit(block.credit, text),
                )
            case HeadingBlock():
                return HeadingView(text=visible(block.text))
            case PictureBlock():
                caption = visible(block.caption)
                credit = self._credit(block.credit, caption)
                return PictureBlockView(picture=self._picture(block.image), caption=caption, credit=credit)
            case FiguresBlock():
                return self._figures(block)
            case LinksBlock():
                return self._links(block)
            case NoticeBlock():
                return self._notice(block)

    def _story(self, block: StoryBlock) -> StoryView:
        headline = visible(block.headline.printed)
        credit = self._credit(block.credit, headline)
        linked = headline and not looks_like_address(headline)
        return StoryView(
            headline=headline,
            stop="" if not headline or headline.rstrip("»”\"')").endswith(_STOPS) else self.phrases.say("stop"),
            url=credit.url if linked else None,
            sentences=" ".join(filter(None, (visible(s.printed) for s in block.sentences))),
            credit=credit,
            also=tuple(self._supporter(c, headline, credit) for c in block.also),
            picture=self._picture(block.image) if block.image else None,
        )

    def _credit(self, credit: Credit, about: str) -> CreditView:
        name = visible(credit.name) or visible(credit.publisher)
        return CreditView(
            name=name,
            label=visible(credit.label),
            note=self.phrases.in_language(visible(credit.language)) if credit.language else "",
            when=self.phrases.moment(credit.at, self.edition.day) if credit.at else "",
            url=href(credit.url),
            about=f"{name}: {about[:80]}" if about else name,
        )

    def _supporter(self, credit: Credit, headline: str, lead: CreditView) -> CreditView:
        """Who also has the story; a link that only repeats the lead's is left out, for it leads to nobody else."""
        view = self._credit(credit, headline)
        same = view.url and lead.url and _spelled(view.url) == _spelled(lead.url)
        return replace(view, url=None) if same else view

    def _picture(self, image: Image) -> PictureView | None:
        """Only pictures that our own pages serve, with a known size: no reader is shown to a third party's server."""
        src = href(image.url)
        if not src or not src.startswith("https:") or urlsplit(src).hostname != self.host:
            return None
        if not image.width or not image.height or image.width < 2 or image.height < 2:
            return None
        width = min(PICTURE_WIDTH, image.width)
        height = max(1, round(image.height * width / image.width))
        return PictureView(src=src, width=width, height=height, alt=visible(image.alt), credit=visible(image.credit))

    def _figures(self, block: FiguresBlock) -> FiguresView:
        credit = self._credit(block.credit, "") if block.credit else None
        if credit and credit.name:
            missing = self.phrases.say("no_report", name=credit.name)
        else:
            missing = self.phrases.say("no_report_unnamed")
        rows = tuple((visible(f.label), visible(f.value)) for f in block.figures)
        return FiguresView(rows=rows, missing="" if rows else missing, credit=credit)

    def _links(self, block: LinksBlock) -> LinksView:
        items = []
        for item in block.items:
            title = visible(item.title.printed)
            credit = self._credit(item.credit, title)
            linked = title and not looks_like_address(title)
            items.append(LinkView(title=title, url=credit.url if linked else None, credit=credit))
        label = self.phrases.say(block.label) if block.label else ""
        return LinksView(label=label, ours=block.label == "ours", items=tuple(items))

    def _notice(self, block: NoticeBlock) -> NoticeView:
        detail = visible(block.detail)
        if block.notice == "no-report":
            key = "no_report" if detail else "no_report_unnamed"
            return NoticeView(notice=block.notice, text=self.phrases.say(key, name=detail))
        text = self.phrases.say(block.notice)
        return NoticeView(notice=block.notice, text=f"{text} {detail}".strip())


def _spelled(url: str) -> str:
    """An address without what two spellings of it may differ in."""
    return url.split("://", 1)[1].removeprefix("www.").rstrip("/")
