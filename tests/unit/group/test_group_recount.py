"""The same headline with another count; what follows an event; and which pairs an editor is asked about."""

from __future__ import annotations

import pytest

from newsletter.group import differences, group, maybe
from newsletter.model.feeds import Entry
from tests.support.make import entry, sources

SOURCES = sources("wire", "post", "desk")


def reports(one: tuple[str, str], other: tuple[str, str], **more: str) -> list[Entry]:
    return [entry(one[0], text=one[1]), entry(other[0], source="post", text=other[1], **more)]


def joined(entries: list[Entry]) -> bool:
    return len(group(entries, told=(), sources=SOURCES, language="en")) == 1


def asked(entries: list[Entry]) -> bool:
    stories = group(entries, told=(), sources=SOURCES, language="en")
    return bool(maybe(entries, stories, sources=SOURCES))


TROOPS = "{} troops massed at Ukraine's border, officials say"
MASSED = "Russia has massed {} troops at the border with Ukraine, officials said on Monday."


def counted(one: str, other: str, *, texts: bool = True, title: str = TROOPS, **more: str) -> list[Entry]:
    said = MASSED if texts else ""
    return reports((title.format(one), said.format(one)), (title.format(other), said.format(other)), **more)


def test_two_counts_of_one_thing_are_one_story_whose_sources_differ() -> None:
    """All else agrees: words, names, the day, how the texts open."""
    entries = counted("122,000", "100,000")
    (story,) = group(entries, told=(), sources=SOURCES, language="en")
    assert all("another number" in m.why for m in story.members)
    (found,) = differences(story, {e.id: e for e in entries}, SOURCES)
    assert {v.value for v in found.values} == {"122,000 troops", "100,000 troops"}


@pytest.mark.parametrize(
    "entries",
    [
        counted("122,000", "100,000", texts=False),  # nothing behind the headlines
        counted("122,000", "20,000"),  # too far apart
        counted("122,000", "100,000", at="2022-01-11T08:00Z"),  # another day's count
        counted("5", "6", title="Season {} of the border series with massed troops opens in Lviv"),
        reports(
            ("Lind wins 100 metres in Velmar", "Mara Lind won the 100 metres freestyle in Velmar on Saturday."),
            ("Lind wins 200 metres in Velmar", "Mara Lind won the 200 metres freestyle in Velmar on Saturday."),
        ),
    ],
    ids=["bare headlines", "far apart", "a day later", "no count", "two races"],
)
def test_where_it_is_not_sure_an_editor_is_asked(entries: list[Entry]) -> None:
    """Never joined, always offered."""
    assert not joined(entries)
    assert asked(entries)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            (
                "US and Russia end Geneva talks without a breakthrough",
                "The talks between Wendy Sherman and Sergei Ryabkov lasted nearly eight hours.",
            ),
            (
                "Sherman, Ryabkov leave Geneva with positions unchanged",
                "After more than seven hours the two deputies said that nothing had been agreed.",
            ),
        ),
        (
            ("Djokovic deported from Australia after losing visa appeal", "He left Melbourne on Sunday evening."),
            ("Tennis star flies out of Melbourne as court backs minister", "Novak Djokovic took a flight to Dubai."),
        ),
        (
            ("Mine collapse in Kyrgyz gold field kills three", "Three miners died at the Kumtor field on Sunday."),
            ("Rescuers recover bodies of workers from Kumtor pit", "The bodies of three workers were brought out."),
        ),
    ],
)
def test_two_honest_reports_in_other_words_are_offered(one: tuple[str, str], other: tuple[str, str]) -> None:
    """They share a name and a telling word: too little to join, enough to ask."""
    entries = reports(one, other)
    assert not joined(entries)
    assert asked(entries)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Five killed as bus plunges into ravine in Nepal", "Five killed as bus plunges into ravine in Peru"),
        ("122 new cases of measles in Velmar", "140 new cases of measles in Hald"),
        ("Moscow denies any plan to attack Ukraine", "Attack on a shop in Hald ends with a joke"),
    ],
)
def test_what_is_another_event_for_sure_is_not_asked_about(one: str, other: str) -> None:
    """Another place, or nothing in common but what half of the news is about."""
    entries = reports((one, f"{one}, police said."), (other, f"{other}, police said."))
    assert not joined(entries)
    assert not asked(entries)


MATCH = ("Velmar beat Hald 3-1 in the cup", "Velmar beat Hald 3-1 on Sunday in the quarter-final of the cup at home.")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Coach Brandt: after the 3-1 of Velmar over Hald I would rather stay in Orsk", "Brandt praised the 3-1."),
        ("Orsk keeper Lund retires at 39, recalls Velmar's 3-1 win over Hald", "The 3-1 of Velmar made up his mind."),
        ("Brandt wants to stay in Orsk", "He spoke of the 3-1 of Velmar against Hald, and of the coach he had."),
    ],
)
def test_who_speaks_of_a_match_is_no_report_of_it(title: str, text: str) -> None:
    """An interview that names another event's score is its own story."""
    assert not joined(reports(MATCH, (title, text)))


def test_a_report_that_begins_with_the_outcome_is_one_of_the_event() -> None:
    """Nobody is named before "after" of whom the other knows nothing."""
    quake = "Strong earthquake shakes Kermanshah, dozens of houses collapse"
    after = "Dozens of houses in ruins after strong earthquake shakes Kermanshah"
    text = "The earthquake shook the town before dawn, and houses fell."
    assert joined(reports((quake, text), (after, text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Morning report: 2 attacks near Popasna", "Evening report: 4 attacks near Popasna"),
        ("Oil price rises to 82 dollars a barrel", "Gas price rises to 82 euros in Europe"),
        ("Blinken meets Lavrov in Geneva", "Blinken meets Zelensky in Kyiv"),
    ],
)
def test_headlines_of_one_make_are_two_events(one: str, other: str) -> None:
    """Short texts that open alike prove nothing against two names."""
    text = "The day in {}: what officials said of it, and why it is so."
    assert not joined(reports((one, text.format(one)), (other, text.format(other))))
