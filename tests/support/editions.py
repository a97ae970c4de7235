"""Whole editions for tests of what is rendered, checked and sent: invented outlets, the facts of January 2022.

edition()                          one of each kind of block, in all five styles
edition(stories=25)                as many stories as asked for, over the five styles
edition(language="uk")             the same in Ukrainian
archive_of(edition)                the entries and sources that its extracts were taken from
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsletter.model.base import MAIN, EntryId, SourceName, StoryId
from newsletter.model.editions import (
    Audience,
    Block,
    Credit,
    Edition,
    Extract,
    Figure,
    FiguresBlock,
    HeadingBlock,
    LinkItem,
    LinksBlock,
    NoticeBlock,
    PictureBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    Span,
    StoryBlock,
)
from newsletter.model.feeds import Entry, Image
from newsletter.model.rules import Style
from newsletter.model.sources import Source
from tests.support import make

SITE = "https://review.example.org"
OUTLETS = ("Example Wire", "Capital Post", "Alliance Watch", "Steppe Report", "Kyiv Desk")
STYLES = (Style.BULLETS, Style.BRIEFS, Style.CARDS, Style.TEXT, Style.LINKS)

#: headline, sentences, in each language, in turn.
NEWS = {
    "en": (
        (
            "US and Russia end Geneva talks without a breakthrough",
            "The first round on Russia's demand for security guarantees closed on 10 January after nearly eight hours.",
        ),
        (
            "Joint Forces count two attacks near Popasna",
            "Russian-led forces opened fire twice on 10 January, the headquarters said in its morning report.",
        ),
        (
            "Court freezes former President Poroshenko's property",
            "The freeze belongs to a treason inquiry; the former president denies the accusation.",
        ),
        (
            "Paris and Berlin plan another Normandy meeting",
            "President Macron has announced a further round; the format last met by video link in November 2020.",
        ),
        (
            "General who led the Crimea operation commands the CSTO mission",
            "Andrei Serdyukov, who also led Russian troops in Syria, heads the force of the Moscow-led alliance.",
        ),
        (
            "Germany arrests a former Georgian general whom Russia wants",
            "The arrest has drawn criticism of Berlin's resolve.",
        ),
    ),
    "uk": (
        (
            "Переговори США та Росії у Женеві завершилися без прориву",
            "Перший раунд щодо вимоги Росії про гарантії безпеки тривав 10 січня майже вісім годин.",
        ),
        (
            "Об'єднані сили нарахували два обстріли біля Попасної",
            "Підтримувані Росією сили двічі відкривали вогонь 10 січня, повідомив штаб у ранковому зведенні.",
        ),
        (
            "Суд арештував майно колишнього президента Порошенка",
            "Арешт накладено у справі про державну зраду; колишній президент заперечує звинувачення.",
        ),
        (
            "Париж і Берлін планують нову зустріч у нормандському форматі",
            "Президент Макрон оголосив про наступний раунд; востаннє учасники зустрічалися у листопаді 2020 року.",
        ),
        (
            "Місію ОДКБ очолив генерал, який керував операцією у Криму",
            "Андрій Сердюков, який також командував російськими військами у Сирії, очолює сили альянсу.",
        ),
        (
            "Німеччина затримала колишнього грузинського генерала",
            "Затримання викликало критику рішучості Берліна.",
        ),
    ),
}
TITLES = {
    "en": ("Past 24 hours in the war zone", "News flash", "Diplomatic week", "Kazakhstan protests", "Also today"),
    "uk": ("Доба на фронті", "Коротко", "Тиждень дипломатії", "Протести у Казахстані", "Також сьогодні"),
}
HOUSE = {
    "en": {
        "opening": "Good morning. Here is what we know at the start of the day.",
        "thanks": "**Thank you for being a patron.** You carry this review for the many who read it freely.",
        "call": "Our patrons find this review in their mail at seven. [Join them](https://review.example.org/join).",
        "support": "**Open to everybody, paid for by some.** If the review has become part of your morning, "
        "[help us to go on](https://review.example.org/join).",
        "corrections": "**Corrections.** None for the edition of 10 January.",
        "reuse": "**Quoting us.** Up to 500 characters, with an active link to [the page](https://review.example.org).",
        "heading": "What the delegations said",
        "speaker": "Wendy Sherman",
        "role": "US Deputy Secretary of State",
        "said": "We will not allow anyone to slam closed NATO's open door policy.",
        "label": "attacks",
        "caption": "The delegations before the talks",
        "ours": "Four ways NATO can help Ukraine, and the two that would work",
    },
    "uk": {
        "opening": "Доброго ранку. Ось що ми знаємо на початку дня.",
        "thanks": "**Дякуємо, що ви наш патрон.** Завдяки вам цей огляд вільно читають багато людей.",
        "call": "Наші патрони отримують цей огляд поштою о сьомій. [Приєднуйтеся](https://review.example.org/join).",
        "support": "**Відкрито для всіх, оплачено деякими.** Якщо огляд став частиною вашого ранку, "
        "[допоможіть нам](https://review.example.org/join).",
        "corrections": "**Виправлення.** Для випуску від 10 січня їх немає.",
        "reuse": "**Цитування.** До 500 знаків із активним посиланням на [сторінку](https://review.example.org).",
        "heading": "Що сказали делегації",
        "speaker": "Венді Шерман",
        "role": "заступниця державного секретаря США",
        "said": "Ми нікому не дозволимо зачинити відкриті двері НАТО.",
        "label": "обстріли",
        "caption": "Делегації перед переговорами",
        "ours": "Як НАТО може допомогти Україні: чотири шляхи, з яких діють два",
    },
}


def extract(text: str, entry: str, field: str = "summary", start: int = 0, **more: Any) -> Extract:
    span: Any = {"entry": EntryId(entry), "version": 1, "field": field, "start": start, "end": start + len(text)}
    return Extract(text=text, span=Span(**span), **more)


def credit(entry: str, name: str = "Example Wire", **more: Any) -> Credit:
    base: dict[str, Any] = {
        "entry": EntryId(entry),
        "name": name,
        "publisher": name,
        "url": f"https://{make.key(name)}.example/{make.key(entry)}",
        "at": make.at("2022-01-10T20:40Z"),
    }
    return Credit(**(base | more))


def story(number: int = 0, language: str = "en", **more: Any) -> StoryBlock:
    """The story of that number; from the seventh on headlines carry their number, so that each is another."""
    news = NEWS[language]
    headline, sentence = news[number % len(news)]
    headline += f" ({number + 1})" if number >= len(news) else ""
    entry, outlet = f"entry-{number}", OUTLETS[number % len(OUTLETS)]
    base: dict[str, Any] = {
        "story": StoryId(entry),
        "headline": extract(headline, entry, "title"),
        "sentences": (extract(sentence, entry),),
        "credit": credit(entry, outlet),
    }
    return StoryBlock(**(base | more))


def section(key: str, *blocks: Block, title: str = "", style: Style = Style.TEXT, **more: Any) -> Section:
    base: dict[str, Any] = {"key": key, "title": title, "style": style, "blocks": blocks}
    return Section(**(base | more))


def standing(slot: str, language: str = "en", **more: Any) -> Section:
    """One of the newsroom's standing texts, where it belongs and for whom it is meant."""
    audience = {"thanks": Audience.PATRONS, "call": Audience.PUBLIC}.get(slot, Audience.ALL)
    place = "opening" if slot in ("opening", "thanks", "call") else "closing"
    block = ProseBlock(markdown=HOUSE[language][slot], slot=slot)
    return section(slot, block, audience=audience, place=place, **more)


def bare(*sections: Section, language: str = "en", **more: Any) -> Edition:
    """An edition of nothing but these sections."""
    base: dict[str, Any] = {
        "review": MAIN,
        "day": make.day("2022-01-11"),
        "number": 612,
        "revision": 1,
        "title": "Daily Review" if language != "uk" else "Щоденний огляд",
        "language": language,
        "timezone": "Europe/Kyiv",
        "sender": "Daily Review <review@example.org>" if language != "uk" else "Щоденний огляд <review@example.org>",
        "reply_to": "editors@example.org",
        "site": SITE,
        "imprint": "Example Review, 1 Example Street, Kyiv",
        "window": make.window(),
        "subject": NEWS.get(language, NEWS["en"])[0][0],
        "preheader": " · ".join(h for h, _ in NEWS.get(language, NEWS["en"])[2:4]),
        "read_by": "",
        "sections": sections,
    }
    return Edition(**(base | more))


def edition(stories: int = 10, language: str = "en", kinds: bool = True, **more: Any) -> Edition:
    """A whole edition: standing words, `stories` stories over the five styles and, if asked, every kind of block."""
    dealt: list[list[Block]] = [[] for _ in STYLES]
    for number in range(stories):
        dealt[number % len(STYLES)].append(story(number, language))
    if kinds:
        dealt[0].append(_figures(language))
        if dealt[2]:
            others = (
                credit("also-1", "Kontynent", language="uk" if language != "uk" else "en"),
                credit("also-2", "Kyiv Desk"),
            )
            dealt[2][0] = story(2, language, also=others)
        dealt[2][1:1] = list(_talks(language))
        dealt[4].append(_ours(language))
    body = [
        section(f"body-{n}", *blocks, title=TITLES[language][n], style=STYLES[n])
        for n, blocks in enumerate(dealt)
        if blocks
    ]
    unread = section("unread", NoticeBlock(notice="unread"), place="opening")
    opening = [standing(slot, language) for slot in ("opening", "thanks", "call")]
    closing = [standing(slot, language) for slot in ("support", "corrections", "reuse")]
    return bare(*opening, unread, *body, *closing, language=language, **more)


def _figures(language: str) -> FiguresBlock:
    figure = Figure(label=HOUSE[language]["label"], value="2")
    return FiguresBlock(figures=(figure,), credit=credit("figures", "Joint Forces Report"))


def _talks(language: str) -> Iterator[Block]:
    words = HOUSE[language]
    yield QuoteBlock(
        quote=extract(words["said"], "quote"),
        speaker=words["speaker"],
        role=words["role"],
        credit=credit("quote", "Moscow Bulletin", label="Russian state agency"),
        story=StoryId("entry-2"),
    )
    yield HeadingBlock(text=words["heading"])
    image = Image(url=f"{SITE}/2022-01-11/images/talks.jpg", width=1200, height=600, alt=words["caption"])
    yield PictureBlock(image=image, credit=credit("picture", "Capital Post"), caption=words["caption"])


def _ours(language: str) -> LinksBlock:
    headline = HOUSE[language]["ours"]
    item = LinkItem(title=extract(headline, "ours", "title"), credit=credit("ours", "Example Review"))
    return LinksBlock(label="ours", items=(item,))


def archive_of(edition: Edition) -> tuple[dict[EntryId, Entry], dict[SourceName, Source]]:
    """Entries whose texts hold exactly the extracts of `edition`, and a trusting source for each."""
    titles: dict[EntryId, str] = {}
    texts: dict[EntryId, str] = {}
    names: dict[EntryId, str] = {}
    for block in (b for s in edition.sections for b in s.blocks):
        for words, named in _taken(block):
            if named:
                names[named.entry] = named.name
            if words:
                (titles if words.span.field == "title" else texts)[words.span.entry] = words.text
    entries = {
        e: make.entry(titles.get(e, "A title"), source=n, id=e, text=texts.get(e, ""), lang=edition.language)
        for e, n in names.items()
    }
    return entries, make.sources(*dict.fromkeys(names.values()))


def _taken(block: Block) -> Iterator[tuple[Extract | None, Credit | None]]:
    if isinstance(block, StoryBlock):
        yield from ((w, block.credit) for w in (block.headline, *block.sentences) if isinstance(w, Extract))
        yield from ((None, c) for c in (block.credit, *block.also))
    elif isinstance(block, QuoteBlock):
        yield block.quote, block.credit
    elif isinstance(block, LinksBlock):
        yield from ((i.title if isinstance(i.title, Extract) else None, i.credit) for i in block.items)
    elif isinstance(block, (PictureBlock, FiguresBlock)):
        yield None, block.credit
