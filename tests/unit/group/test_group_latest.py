"""A toll that rises, votes that differ, twins of one event, and what continues what was told."""

from __future__ import annotations

import pytest

from newsletter.group import differences, group, is_roundup
from newsletter.group.candidates import FEW, RAREST, candidates
from newsletter.group.lead import lead
from newsletter.group.toll import toll
from newsletter.group.traits import traits
from newsletter.model.feeds import Entry
from newsletter.model.sources import Trust
from newsletter.model.stories import Story
from tests.support.make import entry, source, sources, story, told

SOURCES = sources(
    source("wire", weight=1.5), "post", "desk", "hromada", source("bulletin", trust=Trust.LABELLED), "ticker"
)
THREE = entry(
    "Russian missile strike on Kharkiv kills three, wounds 12",
    at="2022-01-10T17:10Z",
    text="A Russian missile hit a residential building in the Saltivka district of Kharkiv on Monday, killing three "
    "people and wounding 12, Governor Oleh Syniehubov said. Rescue workers were searching under the rubble.",
)
FIVE = entry(
    "At least five dead in Kharkiv missile strike",
    source="post",
    at="2022-01-10T21:00Z",
    text="At least five people died when a missile struck an apartment block in Kharkiv, regional governor Oleh "
    "Syniehubov said late on Monday. Eighteen others were taken to hospital. Firefighters worked through the night.",
)
SIX = entry(
    "Kharkiv strike: death toll rises to six",
    source="desk",
    at="2022-01-11T03:40Z",
    text="The death toll of the missile strike on the Saltivka district of Kharkiv has risen to six, the State "
    "Emergency Service said. The body of a woman was recovered from under the rubble of the nine-storey building.",
)
ODESA = entry(
    "Russian missile strike on Odesa kills three, wounds 12",
    at="2022-01-10T17:40Z",
    text="A Russian missile hit a grain terminal in the port of Odesa on Monday, killing three people and wounding 12, "
    "Governor Oleh Kiper said. The terminal caught fire and shipping was halted for four hours.",
)


def grouped(*entries: Entry, before: tuple[Entry, ...] = ()) -> list[Story]:
    """Today's stories, after an edition that told `before`: those about Kharkiv as one story."""
    kharkiv = {THREE.id, FIVE.id, SIX.id, DEPOT.id}
    remembered = [told(e, story="kharkiv" if e.id in kharkiv else "another") for e in before]
    return list(group(entries, told=remembered, sources=SOURCES, language="en"))


def test_a_toll_that_rises_is_one_story_and_its_latest_count_leads() -> None:
    """Though the first report weighs more; the second strike with the same numbers is a story of its own."""
    first, second = grouped(THREE, FIVE, SIX, ODESA)
    assert set(first.entries) == {THREE.id, FIVE.id, SIX.id}
    assert first.title == SIX.title
    assert second.entries == (ODESA.id,)


def test_the_headlines_words_look_for_others_where_a_text_has_rarer_ones() -> None:
    """What two texts have by chance ("late", "others") is rarer than the name in their headlines."""
    name, chance = {"kharki": 1.0}, [{f"{n}{k}": 0.5 for k in range(RAREST)} for n in "ab"]
    shared = [name | chance[0], name | chance[1]]
    others: list[dict[str, float]] = [{f"{n}": 1.0} for n in range(FEW)]
    assert (0, 1) in set(candidates([*shared, {"kharki": 1.0}, *chance, *others]))


def test_who_counts_more_earlier_or_is_labelled_does_not_lead() -> None:
    """The latest count of an equal leads, never state media's; and without a count nothing changes."""
    early = entry(SIX.title, source="desk", at="2022-01-10T16:00Z", text=SIX.text)
    label = entry(SIX.title, source="bulletin", at="2022-01-11T03:40Z", text=SIX.text)
    assert {s.title for s in grouped(THREE, early)} == {THREE.title}
    assert {s.title for s in grouped(THREE, label)} == {THREE.title}


@pytest.mark.parametrize(
    ("title", "text", "count"),
    [
        (THREE.title, "", 3),
        (FIVE.title, "", 5),
        (SIX.title, "", 6),
        ("Ракетний удар по Харкову", "Кількість загиблих зросла до дев’яти, повідомив голова області.", 9),
        ("Blast at a mine", "Two of 15 people were killed and 20 wounded.", None),
        ("Twelve wounded in Kharkiv", "Nobody died.", None),
        ("100,000 troops massed, killing hopes", "", None),
    ],
)
def test_the_dead_are_counted_as_people_write_it(title: str, text: str, count: int | None) -> None:
    """In headline and first sentence; the wounded are others."""
    assert toll(entry(title, text=text)) == count


TALKS = "The {} of talks between Ukraine and Russia will take place in Istanbul on {}, a Turkish diplomat said."


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (TALKS.format("new round", "28 March"), TALKS.format("next round", "29 March"), {"28 March", "29 March"}),
        (TALKS.format("first round", "28 March"), TALKS.format("next round", "29 March"), set()),
        (
            "Ukraine's parliament adopted the law on mobilisation on Wednesday with 248 votes in favour.",
            "The Verkhovna Rada passed the mobilisation law on Wednesday with 252 votes.",
            {"248 votes", "252 votes"},
        ),
        (
            "Lind leads in Velmar with 248 votes, the board said.",
            "Lind leads in Velmar with 252 votes, it said.",
            set(),
        ),
        (
            "Three miners are trapped in a coal mine in Pavlohrad, DTEK said.",
            "Two miners are trapped in a coal mine in Pavlohrad, the union said.",
            {"Three miners", "Two miners"},
        ),
        (
            "Inflation in Poland rose to 4.2 per cent in February, the statistics office GUS said.",
            "Inflation in Poland rose to 3.2 per cent in February, the statistics office GUS said.",
            {"4.2 %", "3.2 %"},
        ),
        (
            "Lithuania will buy 44 Leopard tanks, the defence minister said in Vilnius.",
            "Lithuania will buy 34 Leopard tanks, the prime minister said in Vilnius.",
            {"44 Leopard tanks", "34 Leopard tanks"},
        ),
        ("Gas prices rise 4 cents in Ohio over the week.", "Gas prices rise 2 cents in Ohio over the week.", set()),
    ],
    ids=["next round", "first and next", "votes", "an election", "miners", "per cent", "tanks", "prices"],
)
def test_what_differs_in_one_number_or_day_is_seen(one: str, other: str, values: set[str]) -> None:
    """The second an hour later; what only grows, and what differs by its nature, is no dispute."""
    a, b = entry("Out of Vilnius", text=one), entry("News", source="post", text=other, at="2022-01-10T13:00Z")
    found = differences(story(a, b), {e.id: e for e in (a, b)}, SOURCES)
    assert {v.value for d in found for v in d.values} == values


def test_a_value_is_shown_in_the_words_that_most_read_and_known_in_all() -> None:
    """An English room reads "28 March", though a Ukrainian report came first."""
    uk = entry("Зустріч", lang="uk", at="2022-01-10T09:00Z", text="Делегації України та Росії зустрінуться 28 березня.")
    wire, post = (
        entry("Talks", source=s, text=TALKS.format("talks", d).replace("talks of ", ""))
        for s, d in (("post", "28 March"), ("desk", "29 March"))
    )
    (found,) = differences(story(uk, wire, post), {e.id: e for e in (uk, wire, post)}, SOURCES)
    both = next(v for v in found.values if len(v.members) == 2)
    assert (both.value, both.forms) == ("28 March", ("28 березня",))


NINE = entry(
    "Death toll in Kharkiv strike rises to nine",
    at="2022-01-11T12:00Z",
    text="The death toll from Monday's missile strike on a residential building in Kharkiv has risen to nine, Governor "
    "Oleh Syniehubov said on Tuesday. Rescuers ended their search after 19 hours.",
)
SUBSTATION = entry(
    "Russian drones hit Kharkiv power substation",
    at="2022-01-11T22:30Z",
    text="Russian drones hit an electricity substation in the Kyivskyi district of Kharkiv late on Tuesday, leaving "
    "40,000 homes without power, Mayor Ihor Terekhov said. Nobody was hurt.",
)
DEPOT = entry(
    "Defence Ministry: Russian forces hit military depot in Kharkiv",
    source="bulletin",
    at="2022-01-10T20:00Z",
    text="Russian forces destroyed an ammunition depot in Kharkiv with a precision strike, the Russian Defence "
    "Ministry said on Monday. It denied that residential buildings in the Saltivka district had been targeted.",
)


def test_what_goes_on_is_linked_and_another_attack_on_the_city_is_not() -> None:
    """A place, "Russian" and what every attack has are no link; and another city with the same numbers is none."""
    found = {s.lead: s for s in grouped(NINE, SUBSTATION, before=(THREE, FIVE, SIX, DEPOT, ODESA))}
    assert found[NINE.id].continues == ("kharkiv",)
    assert any("continues desk's" in m.why for m in found[NINE.id].members)
    assert found[SUBSTATION.id].told is None


def test_a_question_and_a_roundup_are_continued_by_nothing() -> None:
    """What was asked is no event that was told; neither is what is filled all day."""
    asked = entry(
        "Will Hungary block the next EU loan to Ukraine?",
        text="Hungary has not said whether it will veto the next EU loan of 35 billion euros to Ukraine at the summit.",
    )
    given = entry(
        "EU leaders approve 35 billion euro loan to Ukraine",
        at="2022-01-11T12:00Z",
        text="EU leaders approved a loan of 35 billion euros to Ukraine at a summit in Brussels. Hungary abstained.",
    )
    live = entry("Ukraine war live: air raid alerts", source="desk", at="2022-01-11T12:00Z", text=SIX.text)
    assert all(s.told is None for s in grouped(given, before=(asked,)))
    assert all(s.told is None for s in grouped(live, before=(SIX,)))


@pytest.mark.parametrize("title", ["War briefing: what we know on day 1,491", "Live: raids", "Ukraine war live: raids"])
def test_a_roundup_is_known_by_its_headline(title: str) -> None:
    """It reports several events; live music is none."""
    assert is_roundup(title)
    assert not is_roundup("Live music returns to Lviv")


def test_twins_that_name_one_man_differently_are_one_story() -> None:
    """Zelenskiy and Zelenskyy, President and his name: each text has both. Both continue what was told."""
    adopted = entry(
        "Parliament adopts mobilisation law",
        text="Ukraine's parliament adopted the law on mobilisation with 252 votes. It goes to the president.",
    )
    wire = entry(
        "Zelenskiy signs mobilisation law",
        at="2022-01-11T12:00Z",
        text="President Volodymyr Zelenskiy signed the law on mobilisation on Friday, his office said. It comes into "
        "force on 1 May.",
    )
    desk = entry(
        "President signs mobilisation law",
        source="desk",
        at="2022-01-11T12:30Z",
        text="President Volodymyr Zelenskyy has signed the mobilisation law, which takes effect on 1 May, the "
        "Presidential Office said.",
    )
    (one,) = grouped(wire, desk, before=(adopted,))
    assert set(one.entries) == {wire.id, desk.id}
    assert one.told


def test_an_accusation_of_state_media_stands_below_the_event_that_it_is_about() -> None:
    """Both continue what was told of the strike; alone it would not be printed at all."""
    accuses = entry(
        "Moscow says Kharkiv building was hit by Ukrainian air defence",
        source="bulletin",
        at="2022-01-11T10:00Z",
        text="The residential building in Kharkiv was hit by a missile of Ukrainian air defence, Russian Foreign "
        "Ministry spokeswoman Maria Zakharova said on Tuesday.",
    )
    (one,) = grouped(NINE, accuses, before=(THREE, SIX, DEPOT))
    assert (one.lead, set(one.entries)) == (NINE.id, {NINE.id, accuses.id})


def test_decimal_commas_carry_across_languages() -> None:
    """15,5 is 15.5, and the Polish bank with another rate is another event."""
    kept = entry(
        "Ukraine central bank holds interest rate at 15.5%",
        text="Ukraine's central bank held its main interest rate at 15.5% on Tuesday, as expected by all analysts.",
    )
    poland = entry(
        "National Bank of Poland keeps key rate at 3.75 per cent",
        source="post",
        text="The National Bank of Poland left its key policy rate unchanged at 3.75 per cent on Tuesday.",
    )
    uk = entry(
        "НБУ зберіг облікову ставку на рівні 15,5%",
        source="hromada",
        lang="uk",
        text="Національний банк України зберіг облікову ставку на рівні 15,5% річних.",
    )
    assert {frozenset(s.entries) for s in grouped(kept, poland, uk)} == {
        frozenset({kept.id, uk.id}),
        frozenset({poland.id}),
    }


def test_who_takes_a_plan_back_leads_what_announced_it() -> None:
    """Nobody should read first that it will be on the 23rd, when it was moved to the 30th; in both languages."""
    for language, first, second in (
        ("en", "Land of Dreams festival to open in Kyiv on 23 January", "Land of Dreams festival moved to 30 January"),
        ("uk", "Фестиваль «Країна мрій» відбудеться 23 січня", "Фестиваль «Країна мрій» перенесли на 30 січня"),
    ):
        told_first = entry(first, lang=language, at="2022-01-10T09:00Z", text=f"{first}.")
        moved = entry(second, source="post", lang=language, at="2022-01-10T15:00Z", text=f"{second}.")
        members = [traits(e, SOURCES[e.source]) for e in (told_first, moved)]
        assert lead(members, SOURCES, language).id == moved.id
        assert lead(members[::-1], SOURCES, language).id == moved.id


def test_an_older_report_of_another_move_does_not_lead() -> None:
    """Published before what leads, it takes nothing of that back."""
    moved = entry("Festival moved to 30 January", source="post", at="2022-01-10T09:00Z", text="It was moved.")
    opens = entry("Festival opens on 30 January", at="2022-01-10T15:00Z", text="It opens with a concert.")
    members = [traits(e, SOURCES[e.source]) for e in (moved, opens)]
    assert lead(members, SOURCES, "en").id == opens.id
