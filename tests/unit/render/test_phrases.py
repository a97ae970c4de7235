"""The program's own words."""

from __future__ import annotations

import datetime as dt
import re
import string
from pathlib import Path

import pytest
from babel import Locale

from newsletter.render.phrases import ENGLISH, LANGUAGES, UKRAINIAN, Phrases
from tests.support import make

DAY = dt.date(2022, 1, 11)


def _fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_is_complete(language: str) -> None:
    """Each phrase of the English exists, with the same fields; only zones with a form of their own are more."""
    words = LANGUAGES[language]
    assert set(ENGLISH) - set(words) == set()
    assert {k for k in set(words) - set(ENGLISH) if not k.startswith("time@")} == set()
    for key, text in ENGLISH.items():
        mine = words[key]
        if isinstance(text, str) and isinstance(mine, str):
            assert _fields(mine) == _fields(text), key
        elif not isinstance(text, str) and not isinstance(mine, str):
            assert all(_fields(form) == _fields(text["other"]) for form in mine.values()), key
        else:
            pytest.fail(f"{key} has plural forms in one language only")


def test_every_phrase_that_a_template_prints_exists_in_every_language() -> None:
    """`t.word` in any template of any theme; what needs a number or a name is not among them."""
    used = {
        word
        for path in (Path(__file__).resolve().parents[3] / "templates").rglob("*.*")
        for word in re.findall(r"\bt\.([a-z_]+)", path.read_text(encoding="utf-8"))
    }
    assert len(used) > 15
    for language in LANGUAGES:
        assert used - set(Phrases(language, "UTC").simple()) == set()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_number_takes_the_form_that_cldr_gives_it(language: str) -> None:
    """Every plural category of the language has a form, and there is no form that it never takes."""
    rule = Locale(language).plural_form
    for key, forms in LANGUAGES[language].items():
        if not isinstance(forms, str):
            assert set(forms) == set(rule.rules) | {"other"}, key
            taken = {rule(n): forms[rule(n)] for n in range(1, 130)}
            assert all(form for form in taken.values())


def test_the_date_line_is_in_the_language_of_the_edition() -> None:
    """English as outside America, the others as CLDR writes them."""
    assert Phrases("en", "UTC").date(DAY) == "Tuesday, 11 January 2022"
    assert Phrases("uk", "UTC").date(DAY).startswith("Вівторок, 11 січня 2022")
    assert Phrases("de", "UTC").date(DAY) == "Dienstag, 11. Januar 2022"


def test_the_end_of_the_news_is_told_in_the_newsrooms_time() -> None:
    """With the city that everybody there knows the time by."""
    cutoff = make.at("2022-01-11T04:30Z")
    assert Phrases("en", "Europe/Kyiv").until(cutoff) == "06:30 Kyiv time"
    assert Phrases("en", "Europe/London").until(cutoff) == "04:30 London time"
    assert Phrases("en", "UTC").until(cutoff) == "04:30 UTC"
    assert Phrases("uk", "Europe/Kyiv").until(cutoff) == "06:30 за київським часом"


@pytest.mark.parametrize(
    ("n", "want"),
    [
        (1, "1 хвилина читання"),
        (3, "3 хвилини читання"),
        (5, "5 хвилин читання"),
        (11, "11 хвилин читання"),
        (21, "21 хвилина читання"),
    ],
)
def test_ukrainian_plurals_are_right(n: int, want: str) -> None:
    """CLDR's rules: 1, 2 to 4, the rest, by the last digits."""
    assert Phrases("uk", "UTC").say("minutes", n=n) == want


def test_languages_are_named_in_the_language_of_the_edition() -> None:
    """In English "in Ukrainian", in Ukrainian the adjective in the instrumental."""
    assert Phrases("en", "UTC").in_language("uk") == "in Ukrainian"
    assert Phrases("uk", "UTC").in_language("en") == "англійською"
    assert Phrases("uk", "UTC").in_language("eo") == "мова: есперанто"
    assert Phrases("en", "UTC").in_language("zz-top") == "in zz-top"


def test_a_moment_has_its_year_when_that_is_long_ago() -> None:
    """10 Jan, 22:40; a piece of another year says so."""
    words = Phrases("en", "Europe/Kyiv")
    assert words.moment(make.at("2022-01-10T20:40Z"), DAY) == "10 Jan, 22:40"
    assert words.moment(make.at("2021-12-27T20:40Z"), DAY) == "27 Dec, 22:40"
    assert words.moment(make.at("2020-11-02T20:40Z"), DAY) == "2 Nov 2020, 22:40"


def test_a_language_without_sentences_has_its_own_dates() -> None:
    """German dates, English sentences; what nobody knows is English altogether."""
    german = Phrases("de", "Europe/Berlin")
    assert german.say("also") == ENGLISH["also"]
    assert german.moment(make.at("2022-01-10T20:40Z"), DAY) == "10. Jan., 21:40"
    assert Phrases("qq", "UTC").tag == "en"


def test_right_to_left_is_known() -> None:
    """For `dir`."""
    assert Phrases("ar", "UTC").rtl and Phrases("he", "UTC").rtl
    assert not Phrases("uk", "UTC").rtl


def test_the_notice_of_an_unread_edition_says_who_speaks() -> None:
    """A machine put it together, and quoted words are their source's."""
    assert "no editor" in str(ENGLISH["unread"]) and "source" in str(ENGLISH["unread"])
    assert "жоден редактор" in str(UKRAINIAN["unread"])
