"""Support in other languages."""

from __future__ import annotations

import pytest

from newsletter.group import group
from newsletter.group.names import stem
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story
from tests.support.make import day, entry, sources, told

ENGLISH = entry(
    "Russian general of the Crimea operation to head the CSTO mission",
    text="Andrei Serdyukov also led Russian troops in Syria.",
)
UKRAINIAN = entry(
    "Місію ОДКБ очолив генерал, який керував захопленням Криму",
    source="kontynent",
    lang="uk",
    text="Російський генерал Сердюков командував і в Сирії.",
)
RUSSIAN = entry(
    "Миссией ОДКБ руководит генерал Сердюков, участвовавший в захвате Крыма",
    source="vesti",
    lang="ru",
    text="Ранее Сердюков командовал в Сирии.",
)


def grouped(*entries: Entry, before: tuple[Entry, ...] = ()) -> tuple[Story, ...]:
    return group(
        entries, told=[told(e, story="s1") for e in before], sources=sources("wire", "kontynent"), language="en"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сердюкова", "Serdyukov"),
        ("Криму", "Crimea"),
        ("ОДКБ", "CSTO"),
        ("Женеві", "Geneva"),
        ("Джонсон", "Johnson"),
        ("Шольц", "Scholz"),
        ("Німеччини", "Germany"),
        ("Грузії", "Georgia"),
        ("Алматы", "Almaty"),
        ("Запоріжжя", "Zaporizhzhia"),
        ("Стефанішина", "Stefanishyna"),
        ("Герасимов", "Gerasimov"),
        ("Щастя", "Shchastia"),
        ("CNN", "cnn"),
    ],
)
def test_a_name_has_one_form_in_all_alphabets(one: str, other: str) -> None:
    """Transliterated, sounded out, cut to four letters."""
    assert stem(one) == stem(other) != ""


def test_a_report_in_another_language_supports_the_story() -> None:
    """By three names; the reason lists them as the edition's language writes them."""
    (story,) = grouped(ENGLISH, UKRAINIAN)
    assert story.lead == ENGLISH.id
    why = {m.entry: m.why for m in story.members}
    assert why[UKRAINIAN.id] == "shares Crimea, CSTO, Serdyukov and Syria with wire's"
    assert why[ENGLISH.id] == "is supported by kontynent's, which shares Crimea, CSTO, Serdyukov and Syria"


def test_reports_in_two_other_languages_support_one_story() -> None:
    """Each has its own best match."""
    assert len(grouped(ENGLISH, UKRAINIAN, RUSSIAN)) == 1


def test_two_other_languages_find_each_other() -> None:
    """Where nobody has it in the edition's language."""
    assert len(grouped(UKRAINIAN, RUSSIAN)) == 1


def test_two_stories_in_the_editions_language_are_not_joined_by_names() -> None:
    """Names say what a story is about, not that two are one; the supporter goes to the better match."""
    second = entry("Serdyukov leaves Syria for Almaty", source="post", text="The CSTO has sent him there by plane.")
    stories = grouped(ENGLISH, second, UKRAINIAN)
    assert {s.lead: len(s.members) for s in stories} == {ENGLISH.id: 2, second.id: 1}


def test_two_names_are_not_enough() -> None:
    """Poroshenko and Kyiv are in the news every day."""
    english = entry("Court freezes the property of Poroshenko", text="Petro Poroshenko denies it.")
    other = entry("Порошенко повертається", source="kontynent", lang="uk", text="Петро Порошенко летить до Києва.")
    assert len(grouped(english, other)) == 2


def test_one_name_and_two_numbers_are_not_enough() -> None:
    """Any two counts of one place may be alike."""
    english = entry("Almaty counts 164 dead", text="In Almaty 5800 were held.")
    other = entry("В Алмати полічили 164 будинки", source="kontynent", lang="uk", text="Разом в Алмати 5800 квартир.")
    assert len(grouped(english, other)) == 2


def test_names_of_another_day_do_not_count() -> None:
    """More than 36 hours apart is another development."""
    late = entry(UKRAINIAN.title, source="kontynent", lang="uk", text=UKRAINIAN.text, at="2022-01-12T00:01Z")
    assert len(grouped(ENGLISH, late)) == 2


def test_names_everybody_has_do_not_count() -> None:
    """When each entry of the day has them, they tell no event from another."""
    many = [
        entry(f"Serdyukov, Crimea, CSTO, part {n}", source=f"s{n}", text=f"In Syria Serdyukov met Crimea's CSTO {n}.")
        for n in range(13)
    ]
    stories = grouped(*many, UKRAINIAN)
    assert [len(s.members) for s in stories if UKRAINIAN.id in s.entries] == [1]


def test_the_same_language_is_not_joined_by_names() -> None:
    """Rewrites within one language need more than names; where the texts say the same too, they are one."""
    title = "Serdyukov of Crimea fame: CSTO chief"
    other = "Critics of Serdyukov recall how Almaty's first peacekeepers came home after three winters."
    assert len(grouped(ENGLISH, entry(title, source="post", text=other))) == 2
    assert len(grouped(ENGLISH, entry(title, source="post", text=ENGLISH.text))) == 1


def test_words_of_one_meaning_count_beside_a_name() -> None:
    """A name, a large number and what happened: three together are enough."""
    english = entry("Storm leaves 1,200 homes in Zaporizhzhia without electricity")
    other = entry("Шторм у Запоріжжі: без світла 1200 будинків", source="kontynent", lang="uk")
    assert len(grouped(english, other)) == 1
    elsewhere = entry("Суд у Запоріжжі звільнив капітана судна", source="kontynent", lang="uk")
    assert len(grouped(english, elsewhere)) == 2


def test_support_of_what_was_told_is_told() -> None:
    """Today's Ukrainian report of yesterday's story has nothing to support today."""
    (story,) = grouped(UKRAINIAN, before=(ENGLISH,))
    assert (story.id, story.told) == ("s1", day("2022-01-10"))


def test_news_in_the_editions_language_is_not_passed_over_by_names() -> None:
    """It shares names with a report that supported yesterday's story: that makes it no repeat."""
    (story,) = grouped(ENGLISH, before=(UKRAINIAN,))
    assert story.told is None


def test_who_spoke_in_the_second_sentence_is_evidence_too() -> None:
    """A miners' strike: the mine stands in the headline, the union's leader and the count behind it."""
    english = entry(
        "Miners at the Nadiia pit stop work over unpaid wages",
        text="Work at the mine in Lviv region ended on Monday. Mykhailo Volynets of the union said 112 stay below.",
    )
    ukrainian = entry(
        "Гірники шахти «Надія» почали страйк",
        source="kontynent",
        lang="uk",
        text="112 гірників не піднялися на поверхню. Про це повідомив Михайло Волинець, голова профспілки.",
    )
    assert len(grouped(english, ukrainian)) == 1
