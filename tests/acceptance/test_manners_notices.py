"""What agencies say to editors, from the feed to the edition."""

from __future__ import annotations

from tests.support.newsroom import Room, piece

TUESDAY, WEDNESDAY = "2022-01-11T04:30:00Z", "2022-01-12T04:30:00Z"
QUITTING = "Minister resigns over talks in Geneva"


def ledger(room: Room, day: str, at: str) -> dict[str, tuple[str, str]]:
    rows = room.run("ledger", "--json", "--day", day, at=at).lines
    return {row["title"]: (row["outcome"], row["reason"]) for row in rows}


def test_an_embargo_is_told_when_it_is_over(room: Room) -> None:
    """Held on Tuesday, told on Wednesday without the words to editors; an advisory never."""
    embargoed = piece("EMBARGOED UNTIL 0600 GMT 11 January 2022: Prices fall", at="2022-01-10T10:00:00Z")
    advisory = piece("ADVISORY: our schedule of Tuesday", at="2022-01-10T10:00:00Z")
    news = piece("Snow closes a road in the west", at="2022-01-10T10:00:00Z")
    room.feed("wire", embargoed, advisory, news)
    assert room.run("build", at=TUESDAY).code == 0
    assert room.told("2022-01-11") == ["Snow closes a road in the west"]
    rows = ledger(room, "2022-01-11", TUESDAY)
    assert rows[embargoed.title or ""] == ("held", "embargoed until 11 January 2022, 06:00 UTC")
    assert rows[advisory.title or ""] == ("passed", "an advisory to editors, no news")
    assert room.run("build", at=WEDNESDAY).code == 0
    assert room.told("2022-01-12") == ["Prices fall"]


def test_a_kill_before_the_edition_keeps_the_piece_out(room: Room) -> None:
    """And its reprint in another source."""
    kill = piece(f"KILL: {QUITTING}", at="2022-01-10T12:00:00Z")
    room.feed("wire", kill, piece(QUITTING, at="2022-01-10T10:00:00Z"), piece("Snow closes a road in the west"))
    room.feed("post", piece(QUITTING, at="2022-01-10T11:00:00Z", link="https://post.example/q"))
    assert room.run("build", at=TUESDAY).code == 0
    assert room.told("2022-01-11") == ["Snow closes a road in the west"]


def test_a_kill_after_the_edition_is_put_before_the_editor(room: Room) -> None:
    """As an entry of its own, or as the new text of the told one."""
    told = piece(QUITTING, at="2022-01-10T10:00:00Z")
    room.feed("wire", told)
    room.feed("post", piece("Snow closes a road in the west", guid="s", link="https://post.example/s"))
    assert room.run("build", at=TUESDAY).code == 0
    room.feed("wire", piece(f"KILL: {QUITTING}", at="2022-01-11T09:00:00Z"), told)
    room.feed("post", piece("CORRECTED-Snow closes two roads", guid="s", link="https://post.example/s"))
    room.run("collect", at="2022-01-11T10:00:00Z")
    out = room.run("status", at="2022-01-11T10:00:00Z").out
    assert f"attention: wire withdraws “{QUITTING}”, told on 11 January 2022" in out
    assert "attention: post corrects “Snow closes two roads”, told on 11 January 2022" in out
