"""One event in other words."""

from __future__ import annotations

import pytest

from newsletter.group import group, maybe
from newsletter.group.candidates import RAREST, RECENT, candidates
from newsletter.model.base import StoryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story
from tests.support.make import day, entry, sources, told

QUAKE = entry("Strong earthquake shakes Kermanshah, dozens of houses collapse", source="wire")
AGAIN = entry("Houses collapse in Kermanshah after an earthquake", source="post")


def grouped(*entries: Entry) -> tuple[Story, ...]:
    return group(entries, told=(), sources=sources("wire", "post"), language="en")


def test_a_rewrite_is_the_same_story() -> None:
    """Other words in another order; each membership says what is shared, names first."""
    (story,) = grouped(QUAKE, AGAIN)
    whys = {m.entry: m.why for m in story.members}
    assert whys[AGAIN.id] == "shares Kermanshah, earthquake, houses and collapse with wire's"
    assert set(whys[QUAKE.id].split()) >= {"Kermanshah,", "collapse", "earthquake"}


@pytest.mark.parametrize(
    "other",
    [
        "Strong earthquake shakes Bandung, dozens of houses collapse",  # another place
        "Strong earthquake shakes Kermanshah, no houses collapse",
        "Court in Kermanshah frees two captains",
        "Earthquake drill",
    ],
)
def test_another_event_is_another_story(other: str) -> None:
    """However many words a headline of the same make shares."""
    assert len(grouped(QUAKE, entry(other, source="post"))) == 2


def test_who_reports_both_holds_them_for_two_events() -> None:
    """The same two headlines from one source are two stories."""
    assert len(grouped(QUAKE, entry(AGAIN.title, source="wire"))) == 2


def test_a_ukrainian_word_needs_no_stemmer() -> None:
    """Six letters of it are compared."""
    one = entry("Уряд підвищить мінімальну зарплату вчителям", source="wire", lang="uk")
    other = entry("Мінімальна зарплата вчителів: урядове підвищення з березня", source="post", lang="uk")
    assert len(grouped(one, other)) == 1


def test_days_apart_are_two_events() -> None:
    """An earthquake in the same place next week is news."""
    later = entry(AGAIN.title, source="post", at="2022-01-13T12:00Z")
    assert len(grouped(QUAKE, later)) == 2


def test_what_goes_on_after_it_was_told_continues_it() -> None:
    """A rewrite of a told story is a story of its own and knows which one it continues: what of it is new, is news."""
    (story,) = group([AGAIN], told=[told(QUAKE, story="s1")], sources=sources("wire", "post"), language="en")
    assert (story.id, story.continues, story.told) == (StoryId(AGAIN.id), (StoryId("s1"),), day("2022-01-10"))
    assert "continues wire's, told on 10 January 2022" in story.members[0].why


def test_between_the_thresholds_an_editor_is_asked() -> None:
    """Two stories that share a good part of their words, and not enough."""
    one = entry("Rescuers reach Kermanshah village cut off since the earthquake by snow and fallen bridges")
    other = entry(
        "Kermanshah bazaar reopens while shopkeepers count broken windows and promised earthquake aid remains late"
    )
    entries = [one, entry(other.title, source="post")]
    stories = grouped(*entries)
    assert len(stories) == 2
    (pair,) = maybe(entries, stories, sources={})
    assert set(pair.stories) == {s.id for s in stories}
    assert 0 < pair.likeness < 1 and "Kermanshah" in pair.why
    assert maybe([QUAKE, AGAIN], grouped(QUAKE, AGAIN), sources={}) == ()


def test_candidates_grow_with_the_entries_and_no_faster() -> None:
    """One word that all have is looked up, and never all with all."""
    found = [{"everybody": 1.0, f"pair {n // 2}": 1.0} for n in range(2000)]
    pairs = list(candidates(found))
    assert len(pairs) == len(set(pairs)) <= 2000 * RAREST * RECENT
    assert all(a < b for a, b in pairs)
    assert all((n, n + 1) in set(pairs) for n in (0, 998, 1998))


def test_headlines_that_differ_in_what_happened_are_two_events() -> None:
    """Made alike, of the same place and the same number: a bus is no train."""
    bus = entry("Bus crash kills 4 near Hald", source="wire")
    train = entry("Train crash kills 4 near Hald", source="post")
    assert len(grouped(bus, train)) == 2
