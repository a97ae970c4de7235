"""What `explain` says would have changed a place does change it, when it is done."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.newsroom import Room, piece

TEXT = "The court of {} heard the case of a bridge that fell into the river, officials said."
TOWNS = ("Lviv", "Odesa", "Sumy", "Dnipro")


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """A draft with three places, four stories, a story of two, and one that only a labelled source has."""
    room = Room(folder=tmp_path_factory.mktemp("explained"), settings="approval: required", elsewhere=1)
    room.write()
    towns = [
        piece(f"Court in {t} hears a case", f"2022-01-10T1{n}:00:00Z", text=TEXT.format(t)) for n, t in enumerate(TOWNS)
    ]
    talks = "Ministers of Austria and Hungary ended their talks on gas transit in Vienna without a deal."
    room.feed("wire", *towns, piece("Gas transit talks in Vienna end", "2022-01-10T18:00:00Z", text=talks))
    other = piece("Vienna gas transit talks end", "2022-01-10T19:00:00Z", text=talks, link="https://post.example/gas")
    room.feed("post", other)
    room.feed("bulletin", piece("Moscow praises an exercise"), settings="trust: labelled, label: state agency")
    config = room.folder / "sources.yaml"
    text = config.read_text(encoding="utf-8").replace("limit: 10", "limit: 3")
    config.write_text(text, encoding="utf-8")
    assert room.run("build").code == 0
    return room


def copy(room: Room, folder: Path) -> Room:
    shutil.copytree(room.folder, folder, dirs_exist_ok=True)
    return Room(folder=folder, sources=dict(room.sources), settings=room.settings, elsewhere=room.elsewhere)


def explained(room: Room, key: str) -> dict[str, list[str]]:
    """About -> what is said."""
    done = room.run("explain", key, "--json")
    said: dict[str, list[str]] = {}
    document: Any = done.json
    for reason in document["reasons"]:
        said.setdefault(reason["about"], []).append(reason["words"])
    return said


def address(title: str) -> str:
    return "https://wire.example/" + title.lower().replace(" ", "-")


def left_out(room: Room) -> str:
    (row,) = [x for x in room.run("draft", "show").out.splitlines() if x.startswith("- ") and "no room" in x]
    found = re.search(r"\[(\w+)\]", row)
    assert found
    return found[1]


def promised(words: str) -> str:
    """The place that is promised, as `explain` names a place."""
    found = re.search(r"story (\d+) of “(.*)”", words)
    assert found, words
    return f"in “{found[2]}”, story {found[1]} of"


def test_a_limit_that_would_bring_it_in_does(drafted: Room, tmp_path: Path) -> None:
    """The smallest one, and the place that it says."""
    room = copy(drafted, tmp_path)
    entry = left_out(room)
    (said,) = [w for w in explained(room, entry)["change"] if w.startswith("with a limit of")]
    limit = re.search(r"limit of (\d+) for “(.*?)” \(it is (\d+)\)", said)
    assert limit
    config = tmp_path / "sources.yaml"
    before, title, after = config.read_text(encoding="utf-8").partition(f"title: {limit[2]}")
    config.write_text(before + title + after.replace(f"limit: {limit[3]}", f"limit: {limit[1]}", 1), encoding="utf-8")
    assert room.run("build").code == 0
    assert promised(said) in explained(room, entry)["place"][0]


def test_in_a_frozen_draft_no_limit_is_promised(drafted: Room, tmp_path: Path) -> None:
    """From the first edit on sources.yaml changes nothing in it; an editor's hand does."""
    room = copy(drafted, tmp_path)
    entry = left_out(room)
    assert room.run("draft", "title", entry, "A case in court").code == 0
    said = explained(room, entry)["change"]
    assert not [w for w in said if "limit" in w]
    (hand,) = [w for w in said if w.startswith("an editor may place it")]
    place = hand.partition("newsletter ")[2].replace("SECTION", "news-flash").split()
    assert room.run(place[0], "--by", "Olena", *place[1:]).code == 0
    after = explained(room, entry)["place"]
    assert "in “News flash”, story 1 of" in after[0]
    assert after[-1] == "placed there by Olena"


def test_split_off_it_stands_where_it_was_said(drafted: Room, tmp_path: Path) -> None:
    """The command beside it is the one that does it."""
    room = copy(drafted, tmp_path)
    key = "https://post.example/gas"
    (said,) = [w for w in explained(room, key)["change"] if w.startswith("split off")]
    command = re.search(r"newsletter (split \w+)", said)
    assert command
    assert room.run(*command[1].split()).code == 0
    assert promised(said) in explained(room, key)["place"][0]


def test_a_spike_that_is_taken_back(drafted: Room, tmp_path: Path) -> None:
    """The undo is named, and where the story stands then."""
    room = copy(drafted, tmp_path)
    key = "https://post.example/gas"
    entry = room.run("explain", key, "--json").json["entry"]
    assert room.run("draft", "--by", "Olena", "spike", entry).code == 0
    (said,) = [w for w in explained(room, key)["change"] if w.startswith("taken back")]
    undo = re.search(r"newsletter (draft undo \d+)", said)
    assert undo
    assert room.run(*undo[1].split()).code == 0
    assert promised(said) in explained(room, key)["place"][0]


def test_what_only_a_labelled_source_has_is_printed_by_nobody_s_hand(drafted: Room, tmp_path: Path) -> None:
    """Another source's report would do it, so no command is offered that would be refused."""
    room = copy(drafted, tmp_path)
    said = explained(room, address("Moscow praises an exercise"))
    assert said["change"] == ["if another source reported it, that report could be printed and this one named below it"]
    text = "Moscow praised an exercise in the Arctic, the governor of Murmansk said."
    room.feed("post", piece("Moscow praises an exercise", text=text, link="https://post.example/exercise"))
    assert room.run("collect", "--now").code == 0
    assert room.run("build").code == 0
    assert explained(room, address("Moscow praises an exercise"))["place"][0].startswith("under “also reported by”")


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        ("{below: 3, publishers: 1}", "quiet: 1 story is too few for an edition of 2022-01-11"),
        (
            "{below: 1, publishers: 2}",
            "quiet: 1 story of fewer than 2 publishers is too few for an edition of 2022-01-11",
        ),
    ],
)
def test_of_a_quiet_day_nothing_is_said_to_be_printed(tmp_path: Path, quiet: str, said: str) -> None:
    """Which of the two numbers was too small, and that the story waits."""
    room = Room(folder=tmp_path)
    room.feed("wire", piece("Court in Lviv hears a case", text=TEXT.format("Lviv")))
    config = tmp_path / "sources.yaml"
    text = config.read_text(encoding="utf-8").replace("{below: 1, publishers: 1}", quiet)
    config.write_text(text, encoding="utf-8")
    assert room.run("build").out.strip() == said
    shown = room.run("explain", address("Court in Lviv hears a case")).out
    assert "draft of 2022-01-11" in shown
    assert "not printed so far: too little has come for an edition" in shown
