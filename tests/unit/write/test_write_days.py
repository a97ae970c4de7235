"""Days: those a text names, those it points at, and plans that have passed."""

from __future__ import annotations

import datetime as dt

import pytest

from newsletter.model.editions import Extract
from newsletter.write import TONGUES
from newsletter.write.days import named
from newsletter.write.extracts import Refused, Setting, take
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK
from tests.support import make


def taken(
    text: str, at: str | None = "2022-01-10T12:00Z", lang: str = "en", field: str = "summary"
) -> Extract | Refused:
    """A sentence of 10 January (a Monday) in the edition of 11 January, Kyiv time."""
    setting = Setting.of(make.review(timezone="Europe/Kyiv", language=lang), make.window(), TONGUES[lang])
    piece = make.entry(text if field == "title" else "Title", text=text, at=at, lang=lang)
    return take(piece, "title" if field == "title" else "summary", 0, len(text), setting)


def printed(text: str, at: str | None = "2022-01-10T12:00Z", lang: str = "en") -> str:
    extract = taken(text, at, lang)
    assert isinstance(extract, Extract), extract
    assert extract.text == text
    return extract.printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One soldier was wounded today in the area.", "wounded today [10 January] in"),
        ("Talks ended yesterday in Geneva.", "yesterday [9 January] in"),
        ("Rain is likely tomorrow in Kyiv.", "tomorrow [11 January] in"),
        ("Shots were heard this morning near Popasna.", "this morning [10 January] near"),
        ("The two met on Monday in Geneva.", "on Monday [10 January] in"),
        ("The two met on Thursday in Geneva.", "on Thursday [6 January] in"),
        ("Moscow said Friday it had begun to leave.", "Friday [7 January] it"),
        ("Advisers will arrive on Wednesday in Kyiv.", "on Wednesday [12 January] in"),
        ("He said on Friday that talks will go on.", "on Friday [7 January] that"),
        ("Advisers are due to arrive next week.", "next week [said on 10 January]."),
        ("The ministers met last week in Riga.", "last week [said on 10 January] in"),
        ("The ministers met two days ago in Riga.", "two days ago [said on 10 January] in"),
        ("Ministers met on Friday night in Riga.", "on Friday night [7 January] in"),
        ("Today’s vote in parliament was close.", "Today’s [10 January] vote"),
        ("They met yesterday, Sunday, in Riga.", "yesterday [9 January], Sunday, in"),
        ("The minister meets his colleagues in Riga on Thursday.", "on Thursday [said on 10 January]."),
        ("He said that the minister meets them on Friday.", "on Friday [said on 10 January]."),
        ("Talks due on Friday are in doubt.", "on Friday [14 January] are"),
        ("Kyiv will not give up land, the president said in an address on Friday.", "on Friday [7 January]."),
        ("A day of mourning was declared for Friday in Kyiv.", "for Friday [14 January] in"),
        ("The premier promised to pay by Friday in full.", "by Friday [14 January] in"),
        ("On Friday ministers will meet in Riga.", "On Friday [14 January] ministers"),
        ("A car was set on fire on Friday in Riga.", "on Friday [7 January] in"),
        ("On Friday, the two met in Riga.", "On Friday [7 January], the"),
        ("The minister meets his colleagues in Riga on Monday.", "on Monday [10 January]."),
    ],
)
def test_a_relative_day_gets_its_date_in_brackets(text: str, expected: str) -> None:
    """Who reads it tomorrow knows which day was meant."""
    assert expected in printed(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сьогодні в Женеві почалися переговори.", "Сьогодні [10 січня] в"),
        ("Учора в Женеві почалися переговори.", "Учора [9 січня] в"),
        ("Переговори почалися у п’ятницю в Женеві.", "у п’ятницю [7 січня] в"),
        ("Прем’єрка пообіцяла виплатити борг до п’ятниці.", "до п’ятниці [14 січня]."),
        ("У ніч на неділю дрони атакували Одесу.", "У ніч на неділю [9 січня] дрони"),
        ("Дрони атакували Одесу в ніч на неділю.", "в ніч на неділю [9 січня]."),
        ("Засідання перенесли на середу через хворобу.", "на середу [12 січня] через"),
        ("Наступного тижня радники прибудуть до Києва.", "тижня [сказано 10 січня] радники"),
    ],
)
def test_ukrainian_relative_days_get_their_date_in_ukrainian(text: str, expected: str) -> None:
    """The words in brackets are the edition's language's."""
    assert expected in printed(text, lang="uk")


def test_the_day_is_that_of_the_reviews_zone() -> None:
    """23:30 UTC on the 9th is the 10th in Kyiv."""
    assert "today [10 January]" in printed("It happened today in Kyiv.", at="2022-01-09T23:30Z")


def test_a_day_beside_its_date_gets_no_second_one() -> None:
    """On Wednesday (Jan. 12) says it already."""
    for text in ("They met on Friday (Jan. 7) in Riga.", "They met on Friday, 7 January in Riga."):
        assert printed(text) == text


def test_names_are_not_taken_for_days() -> None:
    """USA Today stays what it is; so does a day inside a word."""
    for text in ("Talks went on, USA today-night wrote.", "The Sundays played in Kyiv."):
        assert printed(text) == text


def test_a_relative_day_without_the_entrys_date_is_not_taken() -> None:
    """Nobody can say which day was meant."""
    refused = taken("One soldier was wounded today in the area.", at=None)
    assert isinstance(refused, Refused)
    assert refused.reason == 'says "today" and has no date'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 11 January", "2022-01-11"),
        ("on January 11", "2022-01-11"),
        ("on Jan. 11", "2022-01-11"),
        ("on Jan 11, 2021", "2021-01-11"),
        ("on 11 Jan 2022", "2022-01-11"),
        ("on the 11th of January", "2022-01-11"),
        ("on 2022-01-11", "2022-01-11"),
        ("since December 27", "2021-12-27"),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, expected: str) -> None:
    """Without a year it is the one that brings the day closest."""
    assert [m.day for m in named(text, EN, dt.date(2022, 1, 5))] == [dt.date.fromisoformat(expected)]


def test_ukrainian_dates_are_read() -> None:
    """11 січня."""
    assert [m.day for m in named("Зустріч 11 січня 2022 року", UK, dt.date(2022, 1, 5))] == [dt.date(2022, 1, 11)]


def test_what_only_looks_like_a_date_is_none() -> None:
    """31 February, a percentage, a version."""
    assert named("31 February, 10.01.20, may 12 percent, 99 January", EN, dt.date(2022, 1, 5)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The talks will be held on 9 January in Geneva.",
        "Russia will meet with the U.S. on Jan. 9, according to Lavrov.",
        "Delegations are to meet in Geneva on January 9.",
        "Delegations are due in Geneva on 10 January.",
        "On 9 January, the sides will meet in Geneva.",
        "The Jan. 9 meeting will be led by Sherman.",
        "Delegations will sit down tomorrow in Geneva.",
    ],
)
def test_a_plan_for_a_day_that_has_passed_is_refused(text: str) -> None:
    """It was news when it was written."""
    refused = taken(text, at="2022-01-08T12:00Z")
    assert isinstance(refused, Refused)
    assert refused.overtaken
    assert "which has passed" in refused.reason


@pytest.mark.parametrize(
    "text",
    [
        "The talks will be held on 11 January in Geneva.",
        "The talks will be held on 12 January in Brussels.",
        "Lavrov said on 9 January that the talks will go on in spring.",
        "The law adopted on 9 January will ban the drills.",
        "The sides met on 9 January in Geneva.",
        "Moscow will answer after the meeting that ended on 9 January.",
        "Ukraine will remember those who died on 9 January.",
    ],
)
def test_what_is_still_ahead_or_only_told_beside_a_plan_is_taken(text: str) -> None:
    """The edition's own day has not ended; "said on 9 January" is no plan."""
    assert isinstance(taken(text), Extract)


def test_a_ukrainian_plan_that_has_passed_is_refused() -> None:
    """Зустріч відбудеться 9 січня."""
    refused = taken("Зустріч США і Росії відбудеться 9 січня в Женеві.", lang="uk")
    assert isinstance(refused, Refused) and refused.overtaken


def test_a_headline_announces_with_a_bare_to() -> None:
    """Russia, US to meet on 9 January."""
    refused = taken("Russia and US to meet on 9 January", field="title")
    assert isinstance(refused, Refused) and refused.overtaken
    assert isinstance(taken("Militant gets 7 years for trying to burn a church on 9 January", field="title"), Extract)
