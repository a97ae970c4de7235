"""What a topic may be called: true of every story in it, and no part of a name."""

from __future__ import annotations

from newsletter.group.titles import joined, titles
from tests.support.make import entry

QUAKE = entry("Earthquake shakes Ostland", text="An earthquake hit Ostland.")
RESCUE = entry("Ostland digs after the earthquake", text="Soldiers dig in Ostland.")
TENNIS = entry("Ostland wins the tennis cup", text="The final in Ostland took three hours.")
COURT = entry("Ostland court hears a case on the constitution", text="The judges of Ostland sat.")
AID = entry("Ostland asks for tents", text="Mayor Orla Brandt of Vesborg in Ostland asks for tents.")
RUBBLE = entry("Ostland searches the rubble", text="After the earthquake Orla Brandt spoke in Vesborg, Ostland.")


def test_a_country_is_no_earthquake() -> None:
    """Stories that share only the country's name take the broader title."""
    assert titles(["Ostland"], "Ostland", [QUAKE, RESCUE, TENNIS, COURT])[0] == "Ostland"
    assert not any("earthquake" in t for t in titles(["Ostland"], "Ostland", [QUAKE, RESCUE, TENNIS, COURT]))


def test_a_title_of_two_words_stands_where_every_story_has_them() -> None:
    """Or two names of those that have the word."""
    assert titles(["Ostland"], "Ostland", [QUAKE, RESCUE])[0] == "Ostland earthquake"
    assert titles(["Ostland"], "Ostland", [QUAKE, RUBBLE, AID])[0] == "Ostland earthquake"


def test_a_name_of_two_words_is_never_taken_apart() -> None:
    """Neither "Jens" nor "Stoltenberg" nor "General Jens" is offered."""
    one = entry("Secretary General Jens Stoltenberg warns", text="He said so.")
    two = entry("Secretary General Jens Stoltenberg speaks", text="He said so.")
    offered = titles(["Jens", "Stoltenberg"], "Jens Stoltenberg", [one, two])
    assert offered[0] == "Jens Stoltenberg"
    assert all("Jens Stoltenberg" in t for t in offered)
    alone = titles(["Jens"], "Jens", [one, two])
    assert all("Jens Stoltenberg" in t for t in alone)


def test_a_title_is_in_the_language_of_its_stories() -> None:
    """Whatever case the word stands in; a name that would have to be declined stands before a colon."""
    leads = [
        entry("Поліція в Алмати зачистила площу, Токаєв говорить про порядок після протестів", lang="uk"),
        entry("Ринки зачинилися: Токаєв надіслав солдатів до Алмати, протести тривають", lang="uk"),
    ]
    assert joined(["Алмати", "Токаєв"], leads) == "Алмати і Токаєв"
    found = titles(["Алмати", "Токаєв"], "Алмати і Токаєв", leads)
    assert found == ("Алмати: протести", "Алмати-Токаєв: протести", "Алмати і Токаєв")
    other = [entry("Сейм просить Вільнюс", lang="lt")]
    assert joined(["Seimas", "Vilnius"], other) == "Seimas – Vilnius"


def test_a_ukrainian_topic_is_called_as_headlines_call_it() -> None:
    """Word for word, not by a bare oblique case before a colon."""
    leads = [
        entry("Вибори в Молдові: п’ять запитань", lang="uk"),
        entry("ЦВК Молдови зняла з виборів Чебана", lang="uk"),
        entry("Опитування в Молдові: Влах наздогнала Чебана перед виборами", lang="uk"),
    ]
    offered = titles(["Молдові"], "Молдові", leads)
    assert offered[0] == "Вибори в Молдові"
    assert not any(t.startswith(("Молдові", "Молдови")) for t in offered)


def test_a_place_that_only_stands_in_the_genitive_is_called_with_its_headlines_word() -> None:
    """Two headlines have the phrase."""
    leads = [
        entry("ДТП біля Звягеля: кількість загиблих зросла", lang="uk"),
        entry("Кількість загиблих у ДТП біля Звягеля — сім", lang="uk"),
    ]
    assert titles(["Звягеля"], "Звягеля", leads) == ("ДТП біля Звягеля",)


def test_names_stand_in_the_nominative_that_one_of_the_texts_has() -> None:
    """The others may decline them."""
    leads = [
        entry("Справу Гриценка передали до Києва", text="Олег Гриценко мовчить. Київ чекає.", lang="uk"),
        entry("Києву нагадали про Гриценка", text="З Гриценком говорили.", lang="uk"),
    ]
    assert titles(["Гриценка", "Києва"], "Гриценка і Києва", leads)[0].startswith("Гриценко")
    assert all("Гриценка" not in t and "Гриценком" not in t for t in titles(["Гриценка"], "Гриценка", leads))
