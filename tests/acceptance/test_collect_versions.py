"""An entry whose text changes is one entry with versions; a rewrite of what was told reaches the editor once."""

from __future__ import annotations

import pytest

from tests.support.newsroom import MORNING, Piece, Room, piece

DAY = "2022-01-11"
NOON, EVENING = "2022-01-11T10:00:00Z", "2022-01-11T17:00:00Z"
FIRST = "Twelve people were hurt when a bridge fell into the river near the old mill, the fire brigade said on Monday."
SECOND = "The mayor of the upper town promised on Monday evening to rebuild the bridge within a year of the accident."
WRONG = FIRST.replace("Twelve", "Two")


def bridge(text: str = f"{FIRST} {SECOND}", **fields: str) -> Piece:
    return piece(
        fields.pop("title", "Bridge falls into the river"), text=text, link="https://wire.example/bridge", **fields
    )


def edition(room: Room) -> None:
    """The bridge is told in the edition of the day."""
    room.feed("wire", bridge(), piece("Envoys open a round of talks in Geneva"))
    assert room.run("build", at=MORNING).code == 0
    assert "Bridge falls into the river" in room.told(DAY)


def status(room: Room, at: str = EVENING) -> list[str]:
    out = room.run("status", at=at).out
    return [line.removeprefix("attention: ") for line in out.splitlines() if line.startswith("attention: ")]


def test_entries_changed_says_what_changed_in_words(room: Room) -> None:
    """The newest change first; entries that stayed are not named."""
    edition(room)
    room.feed("wire", bridge(f"{WRONG} {SECOND}"), piece("Envoys open a round of talks in Geneva"))
    room.run("collect", at=NOON)
    lines = room.run("entries", "--changed", at=NOON).out.splitlines()
    assert lines[0].endswith("version 2  wire: Bridge falls into the river")
    assert lines[1:] == ["  2022-01-11 10:00 UTC, version 1 to 2:", f"    “{FIRST}” → “{WRONG}”"]
    assert room.run("entries", "--changed", "--since", "2022-01-12", at=NOON).out == ""


def test_entries_versions_shows_everything_that_was_said(room: Room) -> None:
    """As JSON with both texts; of an entry that nobody knows in words."""
    edition(room)
    room.feed("wire", bridge(f"{WRONG} {SECOND}"))
    room.run("collect", at=NOON)
    room.feed("wire", bridge(WRONG))
    room.run("collect", at=EVENING)
    (entry,) = [e for e in room.run("entries", "--json").lines if e["title"].startswith("Bridge")]
    (data,) = room.run("entries", "--versions", entry["id"], "--json", at=EVENING).lines
    assert [v["summary_text"] for v in data["versions"]] == [f"{FIRST} {SECOND}", f"{WRONG} {SECOND}", WRONG]
    assert [(s["from"], s["to"], s["changes"]) for s in data["steps"]] == [
        (1, 2, [{"where": "text", "old": FIRST, "new": WRONG}]),
        (2, 3, [{"where": "text", "old": SECOND, "new": None}]),
    ]
    assert room.run("entries", "--versions", "nobody").code == 2


def test_a_silent_rewrite_of_what_was_told_is_put_before_the_editor_once(room: Room) -> None:
    """Which edition, the headline, the first sentence; a program that asks is always told."""
    edition(room)
    room.feed("wire", bridge(f"{WRONG} {SECOND}"))
    room.run("collect", at=NOON)
    assert len(room.run("status", "--json", at=EVENING).json["notices"]) == 1
    (line,) = status(room)
    assert line.startswith("wire changed “Bridge falls into the river” after edition No. 1 of 11 January 2022 told it")
    assert f"“{FIRST}” → “{WRONG}”" in line
    assert status(room) == []
    assert len(room.run("status", "--json", at=EVENING).json["notices"]) == 1


def test_another_change_of_it_is_said_again(room: Room) -> None:
    """And the same change in further versions is not."""
    edition(room)
    for text, said in ((f"{WRONG} {SECOND}", 1), (f"{WRONG} {SECOND} More is known soon.", 0), (SECOND, 1)):
        room.feed("wire", bridge(text))
        room.run("collect", "--now", at=NOON)
        assert len(status(room)) == said, text


def test_a_new_headline_is_named_as_such(room: Room) -> None:
    """It was printed, whatever else was."""
    edition(room)
    room.feed("wire", bridge(title="Bridge falls, nobody hurt"))
    room.run("collect", at=NOON)
    (line,) = status(room)
    assert "which it printed: the headline “Bridge falls into the river” → “Bridge falls, nobody hurt”" in line


@pytest.mark.parametrize(
    "same",
    [
        bridge(f"{FIRST}   {SECOND}"),
        bridge(f"<p>{FIRST}</p>\n<p><b>{SECOND}</b></p>"),
        bridge(f"{FIRST} {SECOND} The fire brigade goes on looking."),
        bridge(f"{SECOND} {FIRST}"),
    ],
    ids=["white space", "markup", "an addition", "order"],
)
def test_what_changes_nothing_that_was_told_is_not_said(room: Room, same: Piece) -> None:
    """An editor who is called for nothing does not come when it matters."""
    edition(room)
    room.feed("wire", same)
    room.run("collect", at=NOON)
    assert status(room) == []


def test_what_was_not_told_is_nobodys_correction(room: Room) -> None:
    """It is listed by `entries --changed` and that is all."""
    edition(room)
    room.feed("wire", piece("A late report", at="2022-01-11T05:00:00Z", text=FIRST))
    room.run("collect", at="2022-01-11T06:00:00Z")
    room.feed("wire", piece("A late report", at="2022-01-11T05:00:00Z", text=WRONG))
    room.run("collect", at=NOON)
    assert "A late report" in room.run("entries", "--changed", at=NOON).out
    assert status(room) == []


def test_a_build_says_it_too_and_a_week_later_nobody_does(room: Room) -> None:
    """`build` is read by whoever calls it, like the troubles of sources."""
    edition(room)
    room.feed("wire", bridge(f"{WRONG} {SECOND}"), piece("Next day", at="2022-01-12T03:00:00Z"))
    built = room.run("build", at="2022-01-12T04:30:00Z")
    assert "wire changed “Bridge falls into the river”" in built.out + built.err
    assert status(room, "2022-01-12T05:00:00Z") == []
    assert room.run("status", "--json", at="2022-01-20T05:00:00Z").json["notices"] == []


def test_an_agency_kill_and_a_silent_rewrite_stand_side_by_side(room: Room) -> None:
    """One list: what an agency says as long as it holds, the rewrite once."""
    edition(room)
    kill = piece("KILL: Bridge falls into the river", at="2022-01-11T09:00:00Z", link="https://wire.example/kill")
    room.feed("wire", kill, bridge(f"{WRONG} {SECOND}"))
    room.run("collect", at=NOON)
    first, second = status(room), status(room)
    assert [line.split(" “")[0] for line in first] == ["wire withdraws", "wire changed"]
    assert [line.split(" “")[0] for line in second] == ["wire withdraws"]
