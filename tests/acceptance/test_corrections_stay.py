"""Corrections of the grouping, made on one day and honoured on the next; explained, accounted for and played again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import Room, piece

MONDAY, LATER = "2022-01-10T04:30:00Z", "2022-01-10T04:40:00Z"
TUESDAY = "2022-01-11T04:30:00Z"
ENDED, FROZEN = "Talks end in Geneva without a result", "Court freezes property of a former president"
TALKS = piece(ENDED, "2022-01-09T20:00:00Z", text="Nothing was agreed in Geneva.")
COURT = piece(FROZEN, "2022-01-09T19:00:00Z", text="A court froze property.")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(folder=tmp_path, settings="approval: required")
    made.feed("wire", TALKS)
    made.feed("post", COURT)
    assert made.run("build", at=MONDAY).code == 0
    return made


def ids(room: Room) -> dict[str, str]:
    return {e["title"]: e["id"] for e in room.run("entries", "--json").lines}


def test_a_join_is_an_edit_today_and_holds_tomorrow(room: Room) -> None:
    """One story on the page; and what the second source adds the next day belongs to it, as what was told."""
    known = ids(room)
    done = room.run("join", known[ENDED], known[FROZEN], "--by", "Olena", at=LATER)
    assert (done.code, "revision 1" in done.out) == (0, True)
    again = room.run("join", known[ENDED], known[FROZEN], at=LATER)
    assert (again.code, "one story already" in again.err) == (4, True)
    assert "(Olena on 10 January 2022)" in room.run("join", "--list", at=LATER).out
    assert room.run("approve", "--by", "Olena", at=LATER).code == 0
    assert len(room.told("2022-01-10")) == 1
    words = room.run("explain", known[FROZEN], at=TUESDAY).out
    assert "joined by Olena" in words


def test_taking_the_edit_back_takes_the_bond_back(room: Room) -> None:
    """And taking that back brings it again."""
    known = ids(room)
    room.run("join", known[ENDED], known[FROZEN], "--by", "Olena", at=LATER)
    room.run("draft", "undo", "1", at=LATER)
    assert room.run("join", "--list", at=LATER).out == ""
    room.run("draft", "undo", "2", at=LATER)
    assert "Olena" in room.run("join", "--list", at=LATER).out


def test_an_own_headline_stays_through_joining_and_splitting(room: Room) -> None:
    """It goes with the entry that it was given to."""
    known = ids(room)
    talks, court = known[ENDED], known[FROZEN]
    room.run("draft", "title", court, "Our own words", at=LATER)
    room.run("join", talks, court, at=LATER)
    assert "**Our own words**" in room.run("draft", "show", at=LATER).out
    room.run("split", talks, at=LATER)
    shown = room.run("draft", "show", at=LATER).out
    assert f"**Our own words** [{court}]" in shown
    assert f"**{ENDED}** [{talks}]" in shown


def test_never_changes_nothing_today_and_is_kept(room: Room) -> None:
    """Nothing is frozen for it; a later join overrules it and says so."""
    known = ids(room)
    assert "kept for later" in room.run("join", "--never", *known.values(), "--by", "Petro", at=LATER).out
    assert "revision 0" in room.run("draft", "show", at=LATER).out
    joined = room.run("join", *known.values(), "--by", "Olena", at=LATER)
    assert "this overrules what Petro" in joined.out


def test_an_unknown_past_day_is_said_to_be_none(room: Room) -> None:
    """Not today's undecided entries under another day's name."""
    done = room.run("ledger", "--day", "2021-06-01", at=LATER)
    assert (done.code, done.out) == (4, "")
    assert "has no edition: it decided nothing" in done.err
    assert room.run("ledger", "--summary", at=LATER).out.endswith("2 undecided\n")


def test_what_must_be_read_is_held_and_reported(tmp_path: Path) -> None:
    """A limit leaves it out; a person is told, and it comes back."""
    room = Room(folder=tmp_path, elsewhere=1)
    stories = [piece(f"{w} happens in town number {n}", "2022-01-10T12:00:00Z") for n, w in enumerate(WORDS)]
    room.feed("wire", *stories, settings="must_read: yes")
    done = room.run("build", "--json")
    held = [f for f in done.json["findings"] if f["code"] == "must-read"]
    rows = room.run("ledger", "--json").lines
    assert held and len(held) == sum(r["outcome"] == "held" and r["cause"] == "person" for r in rows)
    assert not [r for r in rows if r["outcome"] == "passed"]
    assert f"{len(held)} held" in done.json["account"]


WORDS = (
    *("Flood", "Harvest", "Strike", "Festival", "Blackout", "Election", "Marathon", "Fire", "Auction", "Parade"),
    *("Exhibition", "Robbery", "Wedding", "Landslide", "Premiere", "Vaccination", "Snowfall", "Bankruptcy"),
)


def test_the_limit_that_would_let_it_in_is_found_by_trying(tmp_path: Path) -> None:
    """Elsewhere takes one: with so many more the last one would be in."""
    room = Room(folder=tmp_path, elsewhere=1)
    for n, word in enumerate(WORDS):
        room.feed(f"wire{n}", piece(f"{word} happens in town number {n}", f"2022-01-10T{n:02}:00:00Z"))
    room.run("build")
    rows = [r for r in room.run("ledger", "--json").lines if r["cause"] == "limit"]
    words = room.run("explain", rows[0]["entry"], "--json").json
    assert any(r["words"].startswith("with a limit of ") for r in words["reasons"] if r["about"] == "change")


def test_an_address_that_nobody_brought_names_the_nearest(room: Room) -> None:
    """And what could be done."""
    out = room.run("explain", "https://wire.example/talks-end-in-geneva-without-result", at=LATER).out
    assert out.startswith("unknown address: no source has brought it")
    assert ENDED in out and "newsletter clip" in out


def test_past_editions_are_played_again(room: Room) -> None:
    """Against what the editors did: alone the code misses the join, with the corrections it does not."""
    known = ids(room)
    room.run("join", *known.values(), at=LATER)
    room.run("approve", "--by", "Olena", at=LATER)
    total = room.run("replay", "--json", at=TUESDAY).lines[-1]
    assert (total["days"], total["precision"], total["recall"]) == (1, 1.0, 1.0)
    alone = room.run("replay", "--alone", "--json", at=TUESDAY).lines[-1]
    assert (alone["together"], alone["right"], alone["recall"]) == (1, 0, 0.0)
    assert total["touched"] == 1
    assert "joined or split entries of 1 of 1 edition\n" in room.run("replay", at=TUESDAY).out


def test_figures_of_an_edition_that_nobody_touched_are_no_precision(room: Room) -> None:
    """Approved as it was made: there is nothing but the program's own grouping to compare with."""
    room.run("approve", "--by", "Olena", at=LATER)
    said = room.run("replay", at=TUESDAY).out.splitlines()[-1]
    assert said == (
        "an editor has joined or split entries of 0 of 1 edition; of it the figures show stability only, not precision"
    )


def test_a_published_day_has_no_draft_to_show(room: Room) -> None:
    """Not an edition without stories: where the published one lies, and what changes it."""
    room.run("approve", "--by", "Olena", at=LATER)
    shown = room.run("draft", "--day", "2022-01-10", "show", at=TUESDAY)
    assert (shown.code, shown.out) == (
        0,
        "the edition of 2022-01-10 is published as No. 1: see outbox/2022-01-10/edition.txt;"
        " newsletter correct changes it\n",
    )


def test_the_account_closes_whatever_comes(tmp_path: Path) -> None:
    """A skipped day, twenty old posts at once, undated and future ones, a section taken out of the configuration."""
    room = Room(folder=tmp_path, elsewhere=3)
    room.feed("wire", piece("Flood in the valley", "2022-01-10T12:00:00Z"))
    assert room.run("build").code == 0
    old = [piece(f"{w} of long ago {n}", f"2021-12-{n + 1:02}T12:00:00Z") for n, w in enumerate((*WORDS, "A", "B"))]
    odd = [piece("Nobody dates this", None), piece("Tomorrow it will be so", "2022-01-20T12:00:00Z")]
    fresh = [piece(f"{w} in town", "2022-01-12T12:00:00Z") for w in WORDS[:6]]
    room.feed("wire", piece("Flood in the valley", "2022-01-10T12:00:00Z"), *old, *odd, *fresh)
    text = (tmp_path / "sources.yaml").read_text(encoding="utf-8")
    cut = text.index("  - title: News flash")
    (tmp_path / "sources.yaml").write_text(text[:cut] + text[text.index("  - title: Elsewhere") :], encoding="utf-8")
    assert room.run("build", at="2022-01-13T04:30:00Z").code == 0
    rows = room.run("ledger", "--json", "--day", "2022-01-13", at="2022-01-13T05:00:00Z").lines
    entries = [e["id"] for e in room.run("entries", "--json").lines]
    told = [r["entry"] for r in room.run("ledger", "--json", "--day", "2022-01-11").lines]
    assert sorted([*told, *(r["entry"] for r in rows)]) == sorted(entries)
    total = room.run("ledger", "--summary", "--json", "--day", "2022-01-13", at="2022-01-13T05:00:00Z").json
    assert total["collected"] == len(rows) == total["used"] + total["held"] + total["passed"]
    assert total["passed"] == sum(total["why"].values())


def test_what_was_said_can_be_forgotten_after_the_edition_is_published(room: Room) -> None:
    """There is no edit to take back any more; the bond goes, and nothing forbids what it joined."""
    known = ids(room)
    room.run("join", known[ENDED], known[FROZEN], "--by", "Olena", at=LATER)
    assert room.run("approve", "--by", "Olena", at=LATER).code == 0
    forgot = room.run("join", "--forget", known[ENDED], known[FROZEN], at=TUESDAY)
    assert forgot.code == 0, forgot.err
    assert room.run("join", "--list", at=TUESDAY).out.strip() == ""
    again = room.run("join", "--forget", known[ENDED], known[FROZEN], at=TUESDAY)
    assert again.code != 0 and "hint:" in again.err
