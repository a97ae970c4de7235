"""Two reports of one event that disagree: shown to the editor, printed by one step, never settled by the machine."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.app import Newsroom
from newsletter.desk.pages import create_preview
from tests.support.newsroom import MORNING, Room, piece

BORDER = (
    "The defence ministry counts {} soldiers near Popasna and Katerynivka in Luhansk Oblast, its spokesman says. {}"
)
MANY = piece(
    "122,000 soldiers stand near Popasna and Katerynivka",
    "2022-01-10T18:00:00Z",
    text=BORDER.format("122,000", "They came in the last weeks of the old year."),
    link="https://wire.example/border",
)
FEW = piece(
    "Army gathers near Popasna and Katerynivka, ministry says",
    "2022-01-10T19:00:00Z",
    text=BORDER.format("90,000", "Most of them live in tents."),
    link="https://post.example/border",
)
OTHER = piece("Court freezes property of a former president", "2022-01-10T12:00:00Z", text="A court froze property.")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(folder=tmp_path, settings="approval: required")
    made.feed("wire", MANY, OTHER, settings="weight: 1.2")
    made.feed("post", FEW)
    assert made.run("build", at=MORNING).code == 0
    return made


def lead(room: Room) -> str:
    (found,) = room.run("draft", "differences", "--json", at=MORNING).lines
    return str(found["lead"])


def test_values_stand_side_by_side_with_who_says_them_where_and_when(room: Room) -> None:
    """Value, sentence, source, time, link; and the same as JSON."""
    shown = room.run("draft", "differences", at=MORNING).out
    for words in (
        "122,000 soldiers: “The defence ministry counts 122,000 soldiers near",
        "wire, 10 Jan 20:00, https://wire.example/border",
        "post, 10 Jan 21:00, https://post.example/border",
        "1 story in which sources differ",
    ):
        assert words in shown
    (found,) = room.run("draft", "differences", "--json", at=MORNING).lines
    (one,) = found["differences"]
    assert one["kind"] == "number"
    assert {v["value"]: v["said"][0]["url"] for v in one["values"]} == {
        "122,000 soldiers": "https://wire.example/border",
        "90,000 soldiers": "https://post.example/border",
    }


def test_the_draft_and_explain_say_it_in_a_line(room: Room) -> None:
    """Where an editor looks anyway."""
    said = "90,000 soldiers (post), 122,000 soldiers (wire)"
    assert f"! sources differ: {said}" in room.run("draft", "show", at=MORNING).out
    assert f"they differ {said}" in room.run("explain", "https://post.example/border", at=MORNING).out


def test_the_preview_lays_it_side_by_side(room: Room) -> None:
    """With the links, and the command that prints it."""
    with Newsroom(room.folder, {}, at=dt.datetime.fromisoformat(MORNING)) as newsroom:
        review = newsroom.review()
        app = create_preview(newsroom, review, newsroom.day(review))
        page = app.test_client().get("/", headers={"Host": "127.0.0.1"}).get_data(as_text=True)
        for close in app.extensions["newsletter.close"]:
            close()
    for words in ("Where sources differ", "122,000 soldiers", "https://wire.example/border", "newsletter draft differ"):
        assert words in page


def test_the_headline_is_one_that_takes_no_side(room: Room) -> None:
    """The heavier source leads with 122,000 in its headline, so the other report's headline and words are printed."""
    shown = room.run("draft", "show", at=MORNING).out
    assert "**Army gathers near Popasna and Katerynivka, ministry says**" in shown
    assert "**122,000" not in shown


def test_one_step_sets_it_into_the_draft_and_one_takes_it_back(room: Room) -> None:
    """Nothing is inserted by itself; what is, is signed and undoable."""
    assert "Sources differ: " not in room.run("draft", "show", at=MORNING).out
    assert room.run("draft", "differ", lead(room), "1", at=MORNING).code == 0
    assert "\nSources differ: " in room.run("draft", "show", at=MORNING).out
    assert room.run("draft", "undo", "1", at=MORNING).code == 0
    assert "\nSources differ: " not in room.run("draft", "show", at=MORNING).out
    wrong = room.run("draft", "differ", lead(room), "7", at=MORNING)
    assert (wrong.code, "there is no difference 7" in wrong.err) == (2, True)


def test_it_is_printed_with_links_when_an_editor_approves(room: Room) -> None:
    """ "Sources differ: 122,000 soldiers (wire), 90,000 soldiers (post)", in the edition's words."""
    assert room.run("draft", "--by", "Olena", "differ", lead(room), at=MORNING).code == 0
    again = room.run("draft", "differ", lead(room), at=MORNING)
    assert (again.code, "says already" in again.err) == (4, True)
    assert "Sources differ: " in room.run("draft", "show", at=MORNING).out
    done = room.run("approve", "--by", "Olena", at=MORNING)
    assert done.code == 0, done.err
    page = (room.folder / "outbox" / "2022-01-11" / "edition.html").read_text(encoding="utf-8")
    text = (room.folder / "outbox" / "2022-01-11" / "edition.txt").read_text(encoding="utf-8")
    assert "Sources differ:" in page and "122,000 soldiers" in page
    assert "Sources differ:" in text and "https://wire.example/border" in text


def test_unattended_no_subject_preheader_or_headline_takes_a_side(tmp_path: Path) -> None:
    """A headline that nobody else could replace stays off the page, and waits for an editor."""
    room = Room(folder=tmp_path)
    room.feed("wire", MANY, OTHER, settings="weight: 1.2")
    room.feed("post", replace(FEW, title="Ministry names 90,000 soldiers in a report on Popasna"))
    done = room.run("build", at=MORNING)
    assert done.code == 0, done.err
    edition = json.loads((tmp_path / "outbox" / "2022-01-11" / "edition.json").read_text(encoding="utf-8"))
    blocks = [b for s in edition["sections"] for b in s["blocks"] if b["kind"] == "story"]
    heads = [edition["subject"], edition["preheader"], *(b["headline"]["text"] for b in blocks)]
    assert blocks
    assert not any("122,000" in h or "90,000" in h for h in heads)


def test_a_number_that_is_disputed_is_printed_with_its_authority(tmp_path: Path) -> None:
    """The sentence is the source's, and the source is named behind it."""
    room = Room(folder=tmp_path)
    room.feed("wire", MANY, OTHER, settings="weight: 1.2")
    room.feed("post", FEW)
    assert room.run("build", at=MORNING).code == 0
    edition = json.loads((tmp_path / "outbox" / "2022-01-11" / "edition.json").read_text(encoding="utf-8"))
    blocks = [b for s in edition["sections"] for b in s["blocks"] if b["kind"] == "story"]
    (block,) = [b for b in blocks if any("90,000" in s["text"] for s in b["sentences"])]
    assert block["credit"]["name"] == "post"
    assert "90,000" not in block["headline"]["text"] + edition["subject"] + edition["preheader"]
    assert "122,000" not in json.dumps(edition["sections"])


def test_an_edition_in_ukrainian_says_it_in_ukrainian(tmp_path: Path) -> None:
    """The words are the edition's language's; the values are the reports' own."""
    room = Room(folder=tmp_path, settings="language: uk\napproval: required")
    text = "Міністерство оборони нараховує {} військових біля Попасної та Катеринівки на Луганщині, сказав речник."
    many = piece("Армія стоїть біля Попасної та Катеринівки", text=text.format("122 тис."), link="https://a.example/1")
    few = piece(
        "Армія зібралася біля Попасної та Катеринівки", text=text.format("90 тисяч"), link="https://b.example/1"
    )
    room.feed("один", many)
    room.feed("два", few)
    assert room.run("build", at=MORNING).code == 0
    assert room.run("draft", "differ", lead(room), at=MORNING).code == 0
    done = room.run("approve", "--by", "Olena", at=MORNING)
    assert done.code == 0, done.err
    assert "Джерела розходяться:" in (tmp_path / "outbox" / "2022-01-11" / "edition.txt").read_text(encoding="utf-8")


def test_what_may_be_one_story_is_offered_with_the_command_that_joins_it(tmp_path: Path) -> None:
    """By `draft show` and by `join` alone; what it says can be called as it stands."""
    room = Room(folder=tmp_path, settings="approval: required")
    room.feed("wire", piece("Monitors count attacks near Popasna", text="Monitors near Popasna counted two attacks."))
    room.feed("post", piece("Two attacks at Popasna on Monday", text="Popasna saw two attacks, monitors said."))
    config = tmp_path / "sources.yaml"
    config.write_text(f"{config.read_text(encoding='utf-8')}grouping: {{same: 0.9, maybe: 0.05}}\n", encoding="utf-8")
    done = room.run("build", at=MORNING)
    assert done.code == 0, done.err
    (offer,) = [o for o in room.run("join", at=MORNING).out.splitlines() if "newsletter join" in o]
    assert offer.strip() in room.run("draft", "show", at=MORNING).out
    assert room.run(*offer.split()[1:], at=MORNING).code == 0
    assert "0 suggestions" in room.run("join", at=MORNING).out
