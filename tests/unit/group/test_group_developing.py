"""Topics over days, as a fold over what was told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from newsletter.group import developments, group, todays
from newsletter.model.base import MAIN, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import ToldEntry
from newsletter.model.topics import Choice, Development
from tests.support.make import at, day, entry, story, told

MONDAY, TUESDAY, FRIDAY = day("2022-01-10"), day("2022-01-11"), day("2022-01-21")
CLEAR = entry("Police in Almaty clear the square while Tokayev speaks of order after protests")
SOLDIERS = entry("Markets shut as Tokayev sends soldiers into Almaty to end protests", source="post")
ASKS = entry("Hospitals in Almaty ask Tokayev for blood", source="desk", at="2022-01-11T12:00Z")
OTHER = entry("Bridge over the river stays shut until engineers have looked at it", source="x")
BEFORE = [told(e, day=MONDAY) for e in (CLEAR, SOLDIERS, OTHER)]


def followed(before: list[ToldEntry], *today: Entry, on: dt.date = TUESDAY, **more: Any) -> tuple[Development, ...]:
    stories = group(list(today), told=(), sources={}, language="en")
    return developments(before, stories, {e.id: e for e in today}, day=on, **more)


def choice(one: Development, **more: Any) -> Choice:
    known: dict[str, Any] = {"review": MAIN, "id": one.id, "entries": one.entries, "at": at("2022-01-11T05:00Z")}
    return Choice(**(known | more))


def test_tomorrows_story_attaches_to_the_open_topic() -> None:
    """It has the names that the topic goes by."""
    (one,) = followed(BEFORE, ASKS)
    assert (one.first, one.last, len(one.stories)) == (MONDAY, TUESDAY, 3)
    assert set(one.entries) == {CLEAR.id, SOLDIERS.id, ASKS.id}


def test_a_topic_has_three_different_suggestions_in_words_of_its_stories() -> None:
    """The best first, with the word for what goes on."""
    (one,) = followed(BEFORE)
    assert one.titles[0] == one.title == "Almaty protests"
    assert len(set(one.titles)) == 3
    said = f"{CLEAR.title} {SOLDIERS.title}".casefold()
    assert all(w.casefold() in said for t in one.titles for w in t.replace("-", " ").split() if w != "and")


def test_one_story_on_each_of_two_days_may_open_a_topic() -> None:
    """What is in none is remembered for three days."""
    (one,) = followed([told(CLEAR, day=MONDAY)], SOLDIERS)
    assert [on for on, _ in one.stories] == [MONDAY, TUESDAY]
    assert followed([told(CLEAR, day=MONDAY)], SOLDIERS, on=FRIDAY) == ()


def test_a_days_sections_are_made_of_that_days_stories() -> None:
    """One story of an old topic is no section where two are asked for."""
    found = followed(BEFORE, ASKS)
    assert todays(found, TUESDAY, limit=4, min_stories=2) == ()
    (topic,) = todays(found, TUESDAY, limit=4, min_stories=1)
    assert list(map(str, topic.stories)) == [ASKS.id]


def test_after_quiet_days_a_topic_is_offered_for_closing() -> None:
    """Five days by default."""
    assert [d.state for d in developments(BEFORE, day=day("2022-01-15"))] == ["open"]
    assert [d.state for d in developments(BEFORE, day=day("2022-01-16"))] == ["quiet"]
    assert [d.state for d in developments(BEFORE, day=day("2022-01-13"), quiet=2)] == ["quiet"]


def test_a_closed_topic_makes_no_section_until_a_story_brings_it_back() -> None:
    """The story of a later day reopens it; one of the same day does not."""
    (one,) = developments(BEFORE, day=MONDAY)
    closed = choice(one, closed=MONDAY)
    (shut,) = developments(BEFORE, day=MONDAY, choices=[closed])
    assert (shut.state, todays([shut], MONDAY, limit=4, min_stories=1)) == ("closed", ())
    (back,) = followed(BEFORE, ASKS, choices=[closed])
    assert back.state == "open"


def test_an_editors_title_stays_with_the_topic_that_holds_most_of_its_entries() -> None:
    """Also when the groups were made anew, the id is another, and the first entries are forgotten."""
    (one,) = followed(BEFORE, ASKS)
    named = choice(one, title="Kazakhstan in January", titled_by="Olena", first=MONDAY)
    later = [told(e, day=MONDAY, story="anew") for e in (CLEAR,)] + [told(ASKS, day=TUESDAY)]
    (same,) = developments(later, day=TUESDAY, choices=[named])
    assert same.id != one.id
    assert (same.title, same.titled_by, same.first) == ("Kazakhstan in January", "Olena", MONDAY)


def test_of_two_titles_the_later_counts() -> None:
    """Whatever their order."""
    (one,) = developments(BEFORE, day=MONDAY)
    early = choice(one, title="Early", titled_by="A")
    late = choice(one, id="other", title="Late", titled_by="B", at=at("2022-01-12T05:00Z"))
    for choices in ([early, late], [late, early]):
        assert [d.title for d in developments(BEFORE, day=MONDAY, choices=choices)] == ["Late"]


def test_a_link_that_rests_on_everyday_words_brings_no_story_into_a_topic() -> None:
    """It continues one of its stories, perhaps; without a name of the topic it does not stand under its title."""
    bridge = entry("Bridge stays shut after the clear skies of the weekend end", at="2022-01-11T12:00Z")
    hospital = entry("Hospitals look for blood, and Tokayev gives his own", at="2022-01-11T12:00Z")
    stories = [replace(story(e), continues=(StoryId(CLEAR.id),)) for e in (bridge, hospital)]
    (one,) = developments(BEFORE, stories, {e.id: e for e in (bridge, hospital)}, day=TUESDAY)
    assert hospital.id in one.entries
    assert bridge.id not in one.entries


def uk(title: str, text: str, *, on: str) -> Entry:
    return entry(title, text=text, lang="uk", at=f"{on}T01:00Z", source=f"s{on[-2:]}")


STRIKE = uk(
    "Шахтарі «Надії» оголосили страйк через борги із зарплати",
    "Під землею залишаються 112 гірників, повідомив голова профспілки.",
    on="2022-01-10",
)
GOES_ON = uk(
    "Страйк на «Надії»: під землею 96 гірників, уряд обіцяє гроші",
    "Під землею залишаються 96 гірників через борги із зарплати, шахтарі чекають.",
    on="2022-01-11",
)
PAID = uk("Держава виплатила решту боргу шахтарям «Надії»", "Їм виплатили 24 млн грн.", on="2022-01-12")


def test_a_strike_that_is_told_on_is_a_topic_on_its_second_day() -> None:
    """One story a day is enough, in whatever case its name stands; the next day's attaches."""
    days = [told(STRIKE, day=MONDAY), told(GOES_ON, day=TUESDAY)]
    (one,) = developments(days, day=TUESDAY)
    assert (one.first, one.last, len(one.stories)) == (MONDAY, TUESDAY, 2)
    assert one.title == "Страйк на «Надії»"
    (more,) = developments([*days, told(PAID, day=day("2022-01-12"))], day=day("2022-01-12"))
    assert (more.id, more.last, len(more.stories)) == (one.id, day("2022-01-12"), 3)


def test_two_stories_that_share_two_names_and_nothing_that_goes_on_are_no_topic() -> None:
    """A match and the withdrawal after it; the two reports of one accident."""
    match = uk("Еліна Світоліна перемогла у Страсбурзі", "На турнірі WTA грає Світоліна.", on="2022-01-10")
    leaves = uk("Травма: Світоліна знялася з турніру", "Турнір WTA у Страсбурзі: Світоліна пішла.", on="2022-01-11")
    assert developments([told(match, day=MONDAY), told(leaves, day=TUESDAY)], day=TUESDAY) == ()
    crash = uk("Автобус зіткнувся з вантажівкою", "Автобус із міста Рівне їхав біля Звягеля.", on="2022-01-10")
    toll = uk("ДТП біля Звягеля: шестеро загиблих", "В автобусі з міста Рівне біля Звягеля були люди.", on="2022-01-10")
    assert developments([told(crash, day=MONDAY), told(toll, day=MONDAY)], day=MONDAY) == ()
