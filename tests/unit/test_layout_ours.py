"""Where our own articles hang, and how quotations stand beside the stories that they were taken from."""

from __future__ import annotations

from newsletter.model.editions import Extract, LinksBlock, QuoteBlock, StoryBlock
from newsletter.model.rules import Style, Take, TopicsRule
from newsletter.model.stories import Story, Topic
from newsletter.model.written import Written
from newsletter.write import write
from tests.support import make
from tests.support.laying import Day, left, page, rule

KAZAKHSTAN = rule("Kazakhstan", Style.CARDS, take=Take(words=("Kazakhstan", "CSTO")))
REST = rule("Elsewhere", Style.LINKS)
OURS = make.source("review", ours=True)


def test_our_articles_hang_at_the_end_of_the_section_they_belong_to() -> None:
    """From us; three at most, the rest with what is left."""
    day = Day(OURS)
    day.add("Troops leave Kazakhstan")
    day.add("Storm")
    for n in range(4):
        day.add(f"Ours on Kazakhstan {n}", by=("review",), at="2022-01-05T12:00Z")
    layout = day.out(KAZAKHSTAN, REST)
    assert page(layout)["Kazakhstan"] == [
        "Troops leave Kazakhstan",
        *(f"ours: Ours on Kazakhstan {n}" for n in range(3)),
    ]
    assert page(layout)["Elsewhere"] == ["Storm", "ours: Ours on Kazakhstan 3"]
    assert isinstance(layout.sections[0].blocks[-1], LinksBlock)


def test_our_articles_hang_on_a_topic_that_holds_them() -> None:
    """Also without a matching word."""
    day = Day(OURS)
    a, b = day.add("Storm in Lviv"), day.add("Storm in Odesa")
    ours = day.add("Why winters change", by=("review",))
    topics = [Topic(title="Storm", stories=(a.id, b.id, ours.id), why="")]
    assert page(day.out(TopicsRule(), topics=topics))["Storm"][-1] == "ours: Why winters change"


def test_our_article_stands_below_the_story_that_it_is_about() -> None:
    """By the names that no other story of the section has; where none stands out, at the end."""
    day = Day(OURS)
    day.add("Strike on Kharkiv: nine dead in Saltivka, says Syniehubov", by=("a", "b"))
    day.add("Drones hit Kharkiv substation, says Terekhov")
    day.add("The morning after in Saltivka", by=("review",), text="Syniehubov spoke with us in Kharkiv.")
    day.add("A portrait of Kharkiv", by=("review",))
    [section] = day.out(rule("War", Style.CARDS, take=Take(words=("Kharkiv",)))).sections
    blocks = [b.items[0].title.printed if isinstance(b, LinksBlock) else b.kind for b in section.blocks]
    assert blocks == ["story", "The morning after in Saltivka", "story", "A portrait of Kharkiv"]


def test_our_article_goes_to_the_rest_where_its_story_is() -> None:
    """Both headlines name it, and more is shared; else it goes to the last section that takes what is left."""
    day = Day(OURS)
    day.add("Ukraine and Russia to meet in Istanbul", by=("a", "b"))
    day.add("Storm")
    day.add("What Istanbul can bring", by=("review",), text="On the talks of Ukraine and Russia.")
    day.add("What winters bring", by=("review",), text="Ukraine and Russia had snow.")
    layout = day.out(rule("News flash", limit=1), REST)
    assert page(layout)["News flash"][1:] == ["ours: What Istanbul can bring"]
    assert page(layout)["Elsewhere"] == ["Storm", "ours: What winters bring"]


STRIKE = "Шахтарі «Надії» оголосили страйк через борги із зарплати"
WHY = "Борги із зарплати на державних шахтах накопичувалися. Ми порахували, скільки винні «Надії»."


def test_our_article_stands_below_the_story_of_the_same_in_a_section_without_words() -> None:
    """Whatever the case endings, today and on the days after; nothing else takes it again."""
    for again in (False, True):
        day = Day(OURS)
        day.add("Рада підтримала законопроєкт про тютюн", by=("a", "b", "c"))
        day.add(STRIKE, text="Шахтарі шахти «Надія» оголосили страйк.", by=("a", "b"))
        day.add("У Львові подорожчала кава")
        ours = day.add("Чому страйкують шахтарі: пояснюємо", by=("review",), text=WHY)
        other = day.add("Як ми готували огляд про Надію", by=("review",))
        rules = rule("Коротко", Style.CARDS, fill="last"), rule("Ще", Style.LINKS, fill="last")
        [section, *rest] = day.out(*rules, again=[ours, other] if again else []).sections
        shown = [b.items[0].title.printed if isinstance(b, LinksBlock) else b.kind for b in section.blocks]
        assert shown == ["story", "story", "Чому страйкують шахтарі: пояснюємо", "story"]
        assert [len(s.blocks) for s in rest] == ([] if again else [1])


def test_our_articles_make_no_section_of_their_own() -> None:
    """A topical section without news stays out, and what finds no place says why."""
    day = Day(OURS)
    day.add("Ours on Kazakhstan", by=("review",))
    layout = day.out(KAZAKHSTAN)
    assert not layout.sections
    assert left(layout) == {"Ours on Kazakhstan": "no section takes it"}


# --- quotations -----------------------------------------------------------------------------------


def quoted(day: Day, story: Story, *speakers: str) -> None:
    """Give a story quotations, one per speaker, out of its first sentence."""
    written = day.written[story.id]
    quote = make.headline(next(e for e in day.entries if e.id == story.lead))
    assert isinstance(quote, Extract)
    quotes = tuple(
        QuoteBlock(quote=quote, speaker=speaker, role="minister", credit=written.block.credit, story=story.id)
        for speaker in speakers
    )
    day.written[story.id] = Written(block=written.block, quotes=quotes)


def test_cards_show_two_quotations_of_two_speakers_each_behind_its_story() -> None:
    """The most important stories first; one of each before a second of any."""
    day = Day()
    first = day.add("Kazakhstan one", by=("wire", "post"))
    second = day.add("Kazakhstan two")
    quoted(day, first, "Ann Lee", "Bob May")
    quoted(day, second, "Ann Lee", "Cy Orr")
    (section,) = day.out(KAZAKHSTAN).sections
    assert [b.speaker if isinstance(b, QuoteBlock) else b.kind for b in section.blocks] == [
        "story",
        "Ann Lee",
        "story",
        "Cy Orr",
    ]


def test_only_cards_show_quotations() -> None:
    """Briefs have their sentences."""
    day = Day()
    quoted(day, day.add("Kazakhstan one"), "Ann Lee")
    (section,) = day.out(rule("Flash")).sections
    assert [b.kind for b in section.blocks] == ["story"]


def test_a_sentence_that_is_printed_as_a_quotation_is_not_printed_again() -> None:
    """The words stand once on the page."""
    text = "“NATO must return to the 1997 boundaries at once,” Deputy Minister Sergei Riabkov said. "
    text += "Moscow wants guarantees in writing from the alliance."
    entry = make.entry("Kazakhstan watches", text=text)
    story = make.story(entry)
    day = Day(make.source("wire"))
    day.entries, day.stories = [entry], [story]
    day.written[story.id] = write(
        story, entries={entry.id: entry}, sources=day.sources, review=make.review(), window=make.window()
    )
    block, quote = day.out(KAZAKHSTAN).sections[0].blocks
    assert isinstance(block, StoryBlock) and isinstance(quote, QuoteBlock)
    assert [s.printed for s in block.sentences] == ["Moscow wants guarantees in writing from the alliance."]
