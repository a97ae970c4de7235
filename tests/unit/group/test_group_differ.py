"""Where sources differ."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.group import between, differences
from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Entry
from tests.support.make import entry, source, sources, story

BORDER = "The ministry counts {} soldiers near the northern border of the country, its spokesman says."


def say(first: str, second: str, *, later: str = "2022-01-10T12:00Z") -> list[set[str]]:
    """What two reports of one story are found to disagree on."""
    one = entry("Army moves north", source="wire", text=first)
    other = entry("Army goes north", source="post", text=second, at=later)
    found = differences(story(one, other), {e.id: e for e in (one, other)})
    return [{v.value for v in d.values} for d in found]


def test_two_numbers_of_one_thing_are_laid_side_by_side() -> None:
    """Value, who says it, and the sentence."""
    one = entry("Army moves north", source="wire", text=BORDER.format("122,000"))
    other = entry("Army goes north", source="post", text=BORDER.format("90,000"))
    third = entry("Army in the north", source="desk", text=BORDER.format("90,000"))
    (found,) = differences(story(one, other, third), {e.id: e for e in (one, other, third)})
    assert (found.kind, found.what) == ("number", "soldiers")
    assert [(v.value, len(v.members)) for v in found.values] == [("90,000 soldiers", 2), ("122,000 soldiers", 1)]
    assert found.values[1].sentence == one.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100,000", "100,000"),
        ("122,000", "nearly 125,000"),
        ("122,000", "more than 110,000"),
        ("122,000", "about 120,000"),
        ("122,000", "up to 130,000"),
        ("122,300", "122,000"),  # rounded
        ("90,000", "5,000"),  # another thing, so far apart
        ("100 thousand", "100,000"),
    ],
)
def test_hedges_and_rounding_are_no_dispute(one: str, other: str) -> None:
    """What may be the same number is not laid side by side."""
    assert say(BORDER.format(one), BORDER.format(other)) == []


def test_up_to_is_a_limit() -> None:
    """Who says up to 100,000 does not say 122,000."""
    assert say(BORDER.format("122,000"), BORDER.format("up to 100,000")) == [{"122,000 soldiers", "100,000 soldiers"}]


def test_a_count_that_grows_is_no_dispute() -> None:
    """A later report has more; an earlier one that had more is another matter."""
    assert say(BORDER.format("100"), BORDER.format("160"), later="2022-01-10T18:00Z") == []
    assert say(BORDER.format("160"), BORDER.format("100"), later="2022-01-10T18:00Z") != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BORDER.format("300"), "In Almaty 400 soldiers guard the airport since the morning."),
        ("Season 4 of the series has a new trailer, the studio says.", "Season 5 of the series has a new trailer."),
        ("The talks lasted nearly eight hours in Geneva.", "They sat in Geneva for more than seven hours."),
        (BORDER.format("300"), f"{BORDER.format('400')} {BORDER.format('300')}"),  # it means two things
        ("", ""),
    ],
)
def test_numbers_of_different_things_are_no_dispute(one: str, other: str) -> None:
    """Better silent than noisy."""
    assert say(one, other) == []


def test_two_days_for_one_meeting() -> None:
    """The same parties, the same kind of event, another day."""
    assert say(
        "Envoys of Italy and Serbia hold talks on 11 January.", "Envoys of Italy will meet Serbia on Jan. 10."
    ) == [{"11 January", "Jan. 10"}]


@pytest.mark.parametrize(
    "other",
    [
        "Envoys of Italy will meet Serbia on January 11.",
        "Envoys of Italy will meet Albania on January 10.",
        "Envoys of Italy will meet Serbia on January 10 and Albania on January 13.",  # which of the two?
        "Envoys of Italy will meet Serbia on May 10.",
        "Envoys of Italy and Serbia have postponed their talks to January 14.",
    ],
)
def test_other_meetings_are_no_dispute(other: str) -> None:
    """Other parties, another season, a new date."""
    assert say("Envoys of Italy and Serbia hold talks on 11 January.", other) == []


PAIRS_APART = [
    ("Унаслідок удару по Харкову загинули {} людей, повідомила поліція Харкова.", "15", "12"),
    ("Міністерство оборони нараховує {} військових біля кордону, сказав речник.", "122 тис.", "90 тисяч"),
    ("В результате взрыва в Алма-Ате погибли {} человек, сообщили в полиции Алма-Аты.", "44", "26"),
    ("The blast at the mine in Karaganda killed {} people, rescuers in Karaganda said.", "15", "12"),
]


@pytest.mark.parametrize(
    ("sentence", "one", "other"), PAIRS_APART, ids=["uk dead", "uk soldiers", "ru dead", "en dead"]
)
def test_numbers_are_compared_in_three_languages(sentence: str, one: str, other: str) -> None:
    """The earlier report has the higher count, so it is no development."""
    assert len(say(sentence.format(one), sentence.format(other))) == 1


PAIRS_AGREE = [
    ("Штаб налічує близько 100 тисяч військових біля кордону.", "Штаб налічує 90 тисяч військових біля кордону."),
    ("Штаб налічує понад 90 тисяч військових біля кордону.", "Штаб налічує 100 тисяч військових біля кордону."),
    ("Штаб налічує майже 100 тисяч військових біля кордону.", "Штаб налічує 95 тисяч військових біля кордону."),
    ("Штаб налічує до 100 тисяч військових біля кордону.", "Штаб налічує 60 тисяч військових біля кордону."),
    ("Переговори в Женеві тривали майже вісім годин.", "Переговори в Женеві тривали понад 7 годин."),
    ("В Алма-Ате ранены более 300 человек, сообщили врачи.", "В Алма-Ате ранены 353 человека, сообщили врачи."),
    ("В Алма-Ате погибли 26 человек, сообщили врачи.", "В Алма-Ате ранены 35 человек, сообщили врачи."),
    ("The blast killed 12 people in the Karaganda mine.", "The blast wounded 20 people in the Karaganda mine."),
    ("Nexus 6 Release Date Coming: Rumours Suggest October.", "Nexus 8 Release Date Coming: Rumours Suggest October."),
    ("Sales of Example Outfitters climb 6% in 2014.", "Sales of Example Outfitters climb 10% in 2013."),
    ("Example Outfitters: target cut to $38 by Alpha Bank.", "Example Outfitters: target cut to $49 by Beta Bank."),
    ("122.000 soldiers stand near the northern border.", "130.000 soldiers stand near the northern border."),
    ("Поранено 3 військових біля Попасної, повідомив штаб.", "Загинули 2 військових біля Попасної, повідомив штаб."),
    ("За добу штаб нарахував 2 обстріли біля Попасної.", "З початку тижня штаб нарахував 5 обстрілів біля Попасної."),
    ("За сутки в Казани выявлено 84 новых случая заражения.", "В Казани выявлено 103 случая заражения."),
    ("The US sends 3,000 troops to Poland and Germany.", "The US sends 1,700 troops to Poland."),
    ("США відправлять 3000 військових до Польщі та Румунії.", "США відправлять 1700 військових до Польщі."),
    ("Kyiv approved the budget with 226 votes.", "Kyiv approved the budget in the second reading with 270 votes."),
    ("The march drew 30,000 people; police counted 18,000.", "Police counted 18,000 people at the march."),
    ("Armenia says 49 of its soldiers were killed.", "Azerbaijan says 71 of its soldiers were killed."),
    ("Police in Almaty detained 40 protesters overnight.", "Police in Almaty detained 90 protesters since Sunday."),
    ("Envoys of Italy and Serbia held talks on 10 January.", "Italy and Serbia will hold talks on 18 January."),
    ("Envoys of Italy and Serbia held talks on 9 January.", "Envoys of Italy meet Serbia for new talks on 11 January."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), PAIRS_AGREE)
def test_hedges_fates_names_and_measures_are_no_dispute(one: str, other: str) -> None:
    """In whichever order they came."""
    assert say(one, other, later="2022-01-10T18:00Z") == []
    assert say(other, one, later="2022-01-10T18:00Z") == []


def test_a_value_is_shown_with_all_of_the_words_that_it_counts() -> None:
    """40 participants of a protest are no "40 protest"."""
    text = "У Львові затримали {} учасників протесту, повідомила поліція Львова."
    assert say(text.format(40), text.format(25)) == [{"40 учасників протесту", "25 учасників протесту"}]


def test_what_one_publisher_says_later_is_no_dispute() -> None:
    """Two feeds of one house are one voice: the later report corrects the earlier one."""
    one = entry("Army moves north", source="wire", text=BORDER.format("122,000"))
    other = entry("Army goes north", source="wire-world", text=BORDER.format("90,000"))
    known = {e.id: e for e in (one, other)}
    house = sources(source("wire", publisher="House"), source("wire-world", publisher="House"))
    assert len(differences(story(one, other), known)) == 1
    assert differences(story(one, other), known, house) == ()


def test_a_wire_copy_with_another_number_is_no_dispute() -> None:
    """Both carry one agency's report, one of them an earlier state of it."""
    text = "KYIV, Jan 10 (Reuters) - " + BORDER
    one = entry("Army moves north", source="wire", text=text.format("122,000"))
    other = entry("A cold night", source="post", text=text.format("90,000"))
    assert differences(story(one, other), {e.id: e for e in (one, other)}) == ()


def test_who_supports_a_story_is_heard_too() -> None:
    """An entry that a limit passed over yesterday and that reports the same."""
    one = entry("Army moves north", source="wire", text=BORDER.format("122,000"))
    other = entry("Army goes north", source="post", text=BORDER.format("90,000"))
    known = {e.id: e for e in (one, other)}
    assert len(differences(replace(story(one), support=(other.id,)), known)) == 1


def test_any_text_can_be_read() -> None:
    """Numbers and dates that are none."""
    wild = "99 January 99 1,2,3 $ -5 % 10/10 12:30 31.02. \u0663 soldiers 9" + "9" * 400 + " soldiers. 5 % 5 million"
    assert say(wild, wild) == []


def shared() -> Path | None:
    named = os.environ.get("NEWSLETTER_SHARED")
    folders = [Path(named)] if named else [p.parent / "shared" for p in Path(__file__).resolve().parents]
    return next((f / "seeds" for f in folders if (f / "seeds").is_dir()), None)


SEEDS = {"000": 11, "001": -4, "002": -3, "003": -1, "004": 12}  #: days from 31 December 2021


@pytest.mark.skipif(shared() is None, reason="needs the seeds: set NEWSLETTER_SHARED to the folder that holds seeds/")
def test_in_the_seeds_both_disagreements_are_found_and_nothing_else() -> None:
    """Talks on 11 or 10 January; 122,000 or 100,000 troops."""
    folder = shared()
    assert folder is not None
    entries = []
    for path in sorted(folder.glob("*.txt")):
        at = dt.datetime(2021, 12, 31, 12, tzinfo=dt.UTC) + dt.timedelta(days=SEEDS[path.name[:3]])
        text = path.read_text(encoding="utf-8")
        entries.append(
            Entry(
                id=EntryId(path.name[:3]),
                source=SourceName(path.name[:3]),
                content_text=text,
                published=at,
                first_seen=at,
                source_since=at,
            )
        )
    date, number = between(entries)
    assert {v.value: set(v.members) for v in date.values} == {
        "Jan. 10": {"000", "002", "003", "004"},
        "Jan. 11": {"001"},
    }
    assert [(v.value.split()[0], set(v.members)) for v in number.values] == [
        ("100,000", {"003", "004"}),
        ("122,000", {"001"}),
    ]
