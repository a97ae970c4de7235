"""A toll that rises, a date that sources give differently, a second attack: over two days, unattended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.newsroom import Room, piece

MONDAY, TUESDAY = "2022-01-11T04:30:00Z", "2022-01-12T04:30:00Z"
THREE = piece(
    "Russian missile strike on Kharkiv kills three, wounds 12",
    "2022-01-10T17:10:00Z",
    text="A Russian missile hit a residential building in the Saltivka district of Kharkiv on Monday, killing three "
    "people and wounding 12, Governor Oleh Syniehubov said. Rescue workers were searching under the rubble.",
)
ODESA = piece(
    "Russian missile strike on Odesa kills three, wounds 12",
    "2022-01-10T17:40:00Z",
    text="A Russian missile hit a grain terminal in the port of Odesa on Monday, killing three people and wounding 12, "
    "Governor Oleh Kiper said. The terminal caught fire and shipping was halted for four hours.",
)
FIVE = piece(
    "At least five dead in Kharkiv missile strike",
    "2022-01-10T21:00:00Z",
    text="At least five people died when a missile struck an apartment block in Kharkiv, regional governor Oleh "
    "Syniehubov said late on Monday. Eighteen others were taken to hospital.",
)
SIX = piece(
    "Kharkiv strike: death toll rises to six",
    "2022-01-11T03:40:00Z",
    text="The death toll of the missile strike on the Saltivka district of Kharkiv has risen to six, the State "
    "Emergency Service said. The body of a woman was recovered from under the rubble of the building.",
)
TALKS = "The next round of talks between Ukraine and Russia will take place in Istanbul on {}, {} said."
HERE = piece(
    "Ukrainian and Russian delegations to meet in Istanbul on 28 January",
    "2022-01-10T12:00:00Z",
    text=TALKS.format("28 January", "Turkish Foreign Minister Hakan Fidan"),
)
THERE = piece(
    "Istanbul talks between Ukraine and Russia set for 29 January",
    "2022-01-10T13:00:00Z",
    text=TALKS.format("29 January", "a diplomat of Turkish Foreign Minister Hakan Fidan"),
)
BRIEF = piece(
    "War briefing: what we know on day 1,491",
    "2022-01-11T04:20:00Z",
    text="Missiles struck two cities. The bank kept its rate. Delegations prepare for talks.",
)
NINE = piece(
    "Death toll in Kharkiv strike rises to nine",
    "2022-01-11T12:00:00Z",
    text="The death toll from the missile strike on a residential building in Kharkiv has risen to nine, Governor Oleh "
    "Syniehubov said. Rescuers ended their search after 19 hours.",
)
SUBSTATION = piece(
    "Russian drones hit Kharkiv power substation",
    "2022-01-11T22:30:00Z",
    text="Russian drones hit an electricity substation in the Kyivskyi district of Kharkiv, leaving 40,000 homes "
    "without power, Mayor Ihor Terekhov said. Nobody was hurt.",
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(folder=tmp_path)
    made.feed("wire", THREE, ODESA, HERE, settings="weight: 1.5")
    made.feed("post", FIVE, THERE)
    made.feed("desk", SIX, BRIEF)
    assert made.run("build", at=MONDAY).code == 0
    return made


def heads(room: Room, day: str) -> dict[str, Any]:
    blocks = [b for s in room.edition(day)["sections"] for b in s["blocks"] if b["kind"] == "story"]
    return {b["headline"]["text"]: b for b in blocks}


def test_the_latest_count_leads_and_no_older_one_stands_beside_it(room: Room) -> None:
    """One event, one story; Odesa is another. A roundup is no subject and stands behind."""
    told = heads(room, "2022-01-11")
    assert SIX.title in told
    assert ODESA.title in told
    assert not {THREE.title, FIVE.title} & set(told)
    assert list(told)[-1] == BRIEF.title
    edition = room.edition("2022-01-11")
    assert "briefing" not in edition["subject"] + edition["preheader"]


def test_a_disputed_date_stands_in_no_headline(room: Room) -> None:
    """28 here, 29 there: shown to the editor, held from the page, and in no subject or preheader."""
    edition = room.edition("2022-01-11")
    words = [edition["subject"], edition["preheader"], *heads(room, "2022-01-11")]
    assert not any(day in line for line in words for day in ("28 January", "29 January"))
    rows = {r["title"]: r["outcome"] for r in room.run("ledger", "--json", "--day", "2022-01-11", at=MONDAY).lines}
    assert [rows[p.title or ""] for p in (HERE, THERE)] == ["held", "held"]


def test_what_goes_on_is_an_update_and_a_second_attack_is_news(room: Room) -> None:
    """`explain` says which story it continues and why; editions that nobody touched replay as they were."""
    room.feed("wire", NINE, SUBSTATION, settings="weight: 1.5")
    assert room.run("build", at=TUESDAY).code == 0
    told = heads(room, "2022-01-12")
    assert told[NINE.title or ""]["since"] == "2022-01-11"
    assert told[SUBSTATION.title or ""]["since"] is None
    assert "continues desk's, told on 11 January 2022: both say" in room.run("explain", str(NINE.link), at=TUESDAY).out
    replayed = room.run("replay", at=TUESDAY).out
    assert "2 days: precision 1.000" in replayed
    assert "recall 1.000" in replayed
