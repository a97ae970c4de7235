"""What templates see: every word already harmless, every link already checked, every phrase in the right language.

A template prints; it decides nothing. The shapes here are the theme's contract: a theme is a folder of templates.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import urlsplit

from markupsafe import Markup

from newsletter.model.base import StoryId
from newsletter.model.corrections import CORRECTED, REVISION, Noted
from newsletter.model.editions import (
    Block,
    Credit,
    Differing,
    Edition,
    Figure,
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
from newsletter.model.editions import Run as FigureRun
from newsletter.model.feeds import Image
from newsletter.model.shortened import patrons_page
from newsletter.render.clean import href, looks_like_address, visible
from newsletter.render.labels import unlabelled
from newsletter.render.phrases import Phrases
from newsletter.render.prose import to_html, to_text

#: The widest picture, in px: the column less its margins.
PICTURE_WIDTH = 536
#: The highest: a portrait as wide as the column would fill two screens.
PICTURE_HEIGHT = 480
_STOPS = tuple(".!?…:;。！？؟۔")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    src: str
    width: int  #: px, never more than PICTURE_WIDTH
    height: int
    alt: str
    credit: str  #: Picture: Example Wire; "" when nobody is named
    described: bool = True  #: the alt says what it shows; False: only that nobody does


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
class SideView:
    """One of the values that sources disagree on."""

    value: str
    credits: tuple[CreditView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    headline: str
    stop: str  #: what ends the headline where a sentence follows in the same line; "" when it ends by itself
    url: str | None  #: None when the headline must not be a link; then the credit is one
    sentences: str
    credit: CreditView
    also: tuple[CreditView, ...]
    picture: PictureView | None
    since: str = ""  #: "New since 10 January:" before what a running story adds; "" for a new one
    differs: tuple[tuple[SideView, ...], ...] = ()  #: where its sources disagree, if an editor has said so
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
class RunView:
    text: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    rows: tuple[tuple[str, str], ...]  #: label, value; none when there was no report
    lines: tuple[tuple[RunView, ...], ...]  #: the same as whole lines, piece by piece
    also: tuple[CreditView, ...]  #: who else reports it
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
    url: str = ""  #: of a correction: the page as it stood before; of what left the mail: the patron's page
    page: str = ""  #: of a correction of another edition: where its public page says it
    place: str = ""  #: of a correction of this one: what that address ends in
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

    def __init__(self, edition: Edition, phrases: Phrases, brought: Collection[str] = ()) -> None:
        self.edition = edition
        self.brought = brought  #: pictures that the message itself brings along, by the name behind images/
        self.phrases = phrases
        self.host = urlsplit(edition.site).hostname

    def section(self, section: Section) -> SectionView:
        title = visible(section.title) or (self.phrases.say("corrections") if section.key == CORRECTED else "")
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
        """Quotations that follow their story, or the one that they stand under, become part of it."""
        out: list[BlockView] = []
        story: StoryId | None = None
        for block, view in pairs:
            last = out[-1] if out else None
            about = (block.story, block.under) if isinstance(block, QuoteBlock) else ()
            if isinstance(view, QuoteView) and isinstance(last, StoryView) and story in about:
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
                html = to_html(self._labelled(block))
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
        said = " ".join(filter(None, (visible(s.printed) for s in block.sentences)))
        since = self.phrases.since(block.since, self.edition.day) if block.since else ""
        return StoryView(
            headline=headline,
            stop="" if not headline or headline.rstrip("»”\"')").endswith(_STOPS) else self.phrases.say("stop"),
            url=credit.url if headline and not looks_like_address(headline) else None,
            sentences=said or (f"{since.rstrip(':')}." if since else ""),  # the headline alone may be new
            since=since if said else "",
            credit=credit,
            also=tuple(self._supporter(c, headline, credit) for c in block.also if not c.copy),
            differs=tuple(self._sides(d, headline) for d in block.differs),
            picture=self._picture(block.image) if block.image else None,
        )

    def _sides(self, differing: Differing, headline: str) -> tuple[SideView, ...]:
        return tuple(
            SideView(value=visible(s.value), credits=tuple(self._credit(c, headline) for c in s.credits))
            for s in differing.sides
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
        # The demo has one: the desk's entry leads to OSCE's own report (http, with a slash), as the headline does.
        same = view.url and lead.url and _spelled(view.url) == _spelled(lead.url)
        return replace(view, url=None) if same else view

    def _picture(self, image: Image) -> PictureView | None:
        """Only pictures that our own pages serve, with a known size: no reader is shown to a third party's server."""
        src = href(image.url)
        if not src or not src.startswith("https:") or urlsplit(src).hostname != self.host:
            return None
        if not image.width or not image.height or image.width < 2 or image.height < 2:
            return None
        width = min(PICTURE_WIDTH, image.width, max(1, round(image.width * PICTURE_HEIGHT / image.height)))
        height = max(1, round(image.height * width / image.width))
        name, alt, credit = src.rpartition("/")[2], visible(image.alt), visible(image.credit)
        return PictureView(
            src=f"cid:{content_id(name, self.host or '')}" if name in self.brought else src,
            width=width,
            height=height,
            alt=alt,
            credit=self.phrases.say("picture", name=unlabelled(credit)) if credit else "",
            described=bool(alt) and alt != self.phrases.say("undescribed"),
        )

    def _figures(self, block: FiguresBlock) -> FiguresView:
        credit = self._credit(block.credit, "") if block.credit else None
        if credit and credit.name:
            missing = self.phrases.say("no_report", name=credit.name)
        else:
            missing = self.phrases.say("no_report_unnamed")
        rows = tuple((visible(f.label), visible(f.value)) for f in block.figures)
        told = block.stands_for
        return FiguresView(
            rows=rows,
            lines=tuple(tuple(_runs(f)) for f in block.figures),
            also=tuple(self._supporter(c, "", credit) for c in told.also if not c.copy) if told and credit else (),
            missing="" if rows else missing,
            credit=credit,
        )

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
        if block.noted:
            return self._noted(block, block.noted, detail)
        if block.notice == "no-report":
            key = "no_report" if detail else "no_report_unnamed"
            until = self.phrases.clock(block.until) if block.until else ""
            key += "_until" if until else ""
            return NoticeView(notice=block.notice, text=self.phrases.say(key, name=detail, time=until))
        if block.notice == "more" and detail.isdecimal():
            left = self.phrases.say("left", n=int(detail))
            return NoticeView(notice="left", text=left, url=patrons_page(self.edition))
        text = self.phrases.say(block.notice)
        return NoticeView(notice=block.notice, text=f"{text} {detail}".strip())

    def _noted(self, block: NoticeBlock, noted: Noted, text: str) -> NoticeView:
        """A correction: dated, and with the edition that it is of where that is another one."""
        own, other = ("withdrawn", "withdrawn_from") if block.notice == "withdrawn" else ("noted", "noted_of")
        day = self.phrases.in_sentence(noted.of, self.edition.day) if noted.of else self.phrases.in_sentence(noted.on)
        key = other if noted.of else own
        home = self.edition.home
        url = f"{home}/{self.edition.day}/{REVISION.format(noted.before)}/" if noted.before else ""
        there = f"{home}/{noted.of}/#{noted.place}" if noted.linked and not self.edition.later else ""
        title = visible(noted.title)
        about = f", {self.phrases.say('open_quote')}{title}{self.phrases.say('close_quote')}" if title else ""
        said = self.phrases.say(key, day=day, about=about, text=text)
        place = "" if noted.of else noted.place
        return NoticeView(notice=block.notice, text=said, url=href(url) or "", page=href(there) or "", place=place)

    def _labelled(self, block: ProseBlock) -> str:
        """What a partner pays for says so, whatever its words are."""
        if block.slot == "corrections" and any(s.key == CORRECTED for s in self.edition.sections):
            return self.phrases.as_corrected(block.markdown)
        if block.slot != "sponsor":
            return block.markdown
        text = block.markdown.strip()
        own = "\n\n" if re.match(r"[#>]|[-+*]\s|\d+[.)]\s|\*\*\*|---|___", text) else " — "
        return f"*{self.phrases.say('sponsor')}*{own}{text}"


def content_id(name: str, host: str) -> str:
    """What a part of the message is called (RFC 2392): the picture's own name, at our host."""
    return f"{name.partition('.')[0]}@{host}"


def _runs(figure: Figure) -> Iterator[RunView]:
    """Harmless words, with the blanks between two pieces."""
    for run in figure.runs or (FigureRun(text=figure.value, strong=True), FigureRun(text=f" {figure.label}")):
        head = " " if run.text[:1].isspace() else ""
        tail = " " if run.text[-1:].isspace() else ""
        words = visible(run.text)
        if words or head:
            yield RunView(text=f"{head}{words}{tail}" if words else head, strong=run.strong)


def _spelled(url: str) -> str:
    """An address without what two spellings of it may differ in."""
    return url.split("://", 1)[1].removeprefix("www.").rstrip("/")
