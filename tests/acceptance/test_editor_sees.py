"""What an editor is told agrees with what is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import MORNING, Room, piece

STATE = piece(
    "Minister opens a bridge over the river",
    "2022-01-10T12:00:00Z",
    text="The minister opened a bridge of steel over the river in Vesborg on Monday.",
    link="https://state.example/bridge",
)
COURT = piece("Court freezes property of a former president", "2022-01-10T13:00:00Z", text="A court froze property.")
UKRAINIAN = piece(
    "Переговори в Женеві завершилися без прориву",
    "2022-01-10T12:30:00Z",
    text="Сторони провели в Женеві вісім годин і нічого не узгодили.",
)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(folder=tmp_path, settings="approval: required")
    made.feed("wire", COURT)
    made.feed("state", STATE, settings="trust: labelled, label: state agency")
    assert made.run("build", at=MORNING).code == 0
    return made


def test_placing_what_only_a_labelled_source_reports_is_refused_at_once(room: Room) -> None:
    """With the reason and what can be done; nothing is stored."""
    done = room.run("draft", "place", "https://state.example/bridge", "news-flash")
    assert done.code != 0
    assert "only reported by state, which is never printed alone" in done.err
    assert "hint: labelled sources never lead and never stand alone" in done.err
    assert "revision 0" in room.run("draft", "show").out


def test_explain_and_ledger_agree_on_what_fell_off_the_page(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft of an earlier version took the edit; the last check took the story away, and both say so."""
    from newsletter.edit import single

    monkeypatch.setattr(single, "_may_stand", lambda *_: None)
    assert room.run("draft", "place", "https://state.example/bridge", "news-flash").code == 0
    assert room.run("approve", "--by", "An editor").code == 0
    assert room.told("2022-01-11") == ["Court freezes property of a former president"]
    said = room.run("explain", "https://state.example/bridge").out
    assert "not on the page, held: " in said
    assert "its words are printed" not in said
    other = room.run("explain", COURT.link or "").out
    assert "its words are printed in “News flash”, story 1 of 1" in other


def test_the_sum_names_what_is_only_in_other_languages(tmp_path: Path) -> None:
    """It has words; they are not the edition's."""
    room = Room(folder=tmp_path)
    room.feed("wire", COURT)
    room.feed("visti", UKRAINIAN)
    assert room.run("build", at=MORNING).code == 0
    said = room.run("ledger", "--summary").out
    assert "1 only in other languages than the edition's" in said
    assert "without words" not in said


def test_what_a_publisher_may_not_lead_any_more_is_said_to_be_that(tmp_path: Path) -> None:
    """A higher limit alone would not help; the obstacle is named."""
    room = Room(folder=tmp_path)
    titles = ("Court freezes property", "Rain stops the harvest", "Museum finds a boat", "Bridge opens in Vesborg")
    room.feed("wire", *(piece(t, "2022-01-10T12:00:00Z", text=f"{t}, officials said on Monday.") for t in titles))
    room.feed("post", piece("Choir sings in the rain", "2022-01-10T06:00:00Z"))
    config = tmp_path / "sources.yaml"
    text = config.read_text(encoding="utf-8").replace("section: 100", "section: 2")
    text = text.replace("    limit: 10\n", "    limit: 2\n").replace(
        "  - title: Elsewhere\n    style: links\n    limit: 50\n", ""
    )
    config.write_text(text, encoding="utf-8")
    assert room.run("build", at=MORNING).code == 0
    left = [r for r in room.run("ledger", "--json").lines if r["outcome"] == "passed" and r["source"] == "wire"]
    assert len(left) == 2
    said = room.run("explain", left[0]["entry"]).out
    assert "a higher limit of “News flash” alone would not bring it in: wire leads 2 stories of News flash" in said


def test_a_running_story_has_one_day_in_the_edition_and_in_its_explanation(tmp_path: Path) -> None:
    """New since 11 January is explained as new since 11 January."""
    room = Room(folder=tmp_path)
    base = "Envoys of Ostland and Westland met in Vesborg for eight hours of talks on border troops."
    first = piece("Envoys of Ostland and Westland meet in Vesborg", text=base, link="https://wire.example/talks")
    more = "Ostland agreed to withdraw 4,000 soldiers from the river Lorn, General Orla Brandt said."
    second = piece(
        "Envoys of Ostland and Westland meet in Vesborg", text=f"{base} {more}", link="https://wire.example/talks"
    )
    room.feed("wire", first, COURT)
    assert room.run("build", at=MORNING).code == 0
    room.feed("wire", second, COURT)
    assert room.run("build", at="2022-01-12T04:30:00Z").code == 0
    assert "New since 11 January:" in room.html("2022-01-12")
    said = room.run("explain", "https://wire.example/talks", at="2022-01-12T04:30:00Z").out
    assert "told before: the edition prints what is new since 11 January 2022" in said
