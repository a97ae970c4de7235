"""Sensitive words need a person; when something was; both in the languages of the newsroom."""

from __future__ import annotations

import pytest

from newsletter.model.written import Unwritable, Written
from newsletter.write import TONGUES, write
from newsletter.write.extracts import Setting
from newsletter.write.happened import happened
from newsletter.write.sensitive import sensitive
from tests.support import make


@pytest.mark.parametrize(
    "text",
    [
        "A teacher was found dead; police speak of suicide.",
        "He took his own life in the prison.",
        "A court sentenced the man for rape.",
        "The report documents sexual violence against detainees.",
        "Shelling hit the yard, and two children were killed.",
        "The body of a boy has been found in the river.",
        "The victims were named as a couple from Lviv.",
        "A schoolgirl was stabbed in the yard of her school.",
        "Three teenagers died in the fire of a hostel.",
        "The coach is accused of sex offences against athletes.",
        "The mayor hanged himself in the cellar.",
        "Неповнолітнього вбито в парку.",
        "Смерть немовляти розслідує поліція.",
        "Школьник погиб в поезде.",
        "Поліція повідомила про самогубство.",
        "Двоє дітей загинули під час обстрілу.",
        "Чоловіка засуджено за зґвалтування.",
        "Мужчину осудили за изнасилование.",
    ],
)
def test_sensitive_words_are_found_in_three_languages(text: str) -> None:
    """With any ending; some only beside another word in one sentence."""
    assert sensitive([make.entry("Report", text=text)])


@pytest.mark.parametrize(
    "text",
    [
        "Two soldiers were killed near Popasna. A new school for children opens in Lviv.",
        "The talks on grapes and drapes ended.",
        "Ruslan Boyko died at the age of 90.",
        "The president named a minister.",
        "Школа для дітей відкриється у Львові. Двоє військових загинули.",
        "Вбито двох військових.",
        "Солдат повесил флаг над школой.",
        "The sexes are paid alike; a minor flood left two dead.",
    ],
)
def test_war_and_ordinary_news_are_not(text: str) -> None:
    """Or nothing of a war could be printed unattended."""
    assert sensitive([make.entry("Report", text=text)]) == ""


def test_a_newsroom_adds_its_own_words() -> None:
    """`*` is any ending, `+` asks for both in one sentence, `|` separates alternatives."""
    entry = make.entry("Report", text="Three hostages were shown on television.")
    assert sensitive([entry]) == ""
    assert sensitive([entry], ("hostage*",)) == "hostages"
    assert sensitive([entry], ("hostage* + radio|television",)) == "hostages … television"
    assert sensitive([entry], ("hostage* + radio",)) == ""
    assert sensitive([entry], ("(((", "+", "*")) in ("", "Report")


def test_a_sensitive_story_is_held_with_its_words_and_stands_in_no_subject() -> None:
    """An editor sees all of it and may place it."""
    entry = make.entry("Two die in Lviv", text="Police in the city of Lviv have opened an inquiry into a suicide.")
    story = make.story(entry)
    result = write(
        story, entries={entry.id: entry}, sources=make.sources("wire"), review=make.review(), window=make.window()
    )
    assert isinstance(result, Unwritable)
    assert (result.outcome, result.block.reserved) == ("held", "sensitive")
    assert result.reason == "sensitive: needs a person (“suicide”)"
    assert result.block.sentences


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Militants attacked twice on 9 January, the army says.", "2022-01-10T00:00Z"),
        ("en", "Militants attacked at 05:30 on 9 January near Popasna.", "2022-01-09T05:30Z"),
        ("en", "Militants attacked at 5:30 p.m. on Jan. 9 near Popasna.", "2022-01-09T17:30Z"),
        ("en", "Militants attacked yesterday near Popasna.", "2022-01-10T00:00Z"),
        ("en", "Militants attacked today near Popasna.", "2022-01-10T12:00Z"),
        ("en", "Militants have held Popasna since 9 January.", None),
        ("en", "NATO and Russia meet on 12 January.", None),
        ("en", "Militants attacked near Popasna.", None),
        ("uk", "Бойовики 9 січня двічі атакували поблизу Попасної.", "2022-01-10T00:00Z"),
        ("uk", "Бойовики 9 січня о 05:30 атакували Попасну.", "2022-01-09T05:30Z"),
    ],
)
def test_an_entry_says_when_it_was(lang: str, text: str, expected: str | None) -> None:
    """The end of the named day, or the time of day beside it; never after publication at noon."""
    entry = make.entry("Attacks", text=text, lang=lang)
    setting = Setting.of(make.review(language=lang), make.window(), TONGUES[lang])
    assert happened(entry, (entry.title or "", text), setting) == (make.at(expected) if expected else None)


def test_what_is_written_knows_when_it_was() -> None:
    """From the headline, else from the first sentence."""
    entry = make.entry(
        "Attacks of 9 January", text="Militants attacked the town of Popasna twice on 9 January at night."
    )
    story = make.story(entry)
    result = write(
        story, entries={entry.id: entry}, sources=make.sources("wire"), review=make.review(), window=make.window()
    )
    assert isinstance(result, Written)
    assert result.happened == make.at("2022-01-10T00:00Z")
