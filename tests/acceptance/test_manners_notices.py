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


def test_what_reports_a_killed_piece_in_its_agencys_name_waits_for_a_person(room: Room) -> None:
    """Other words, another publisher; also where the kill came days before. Who does not name the agency is no copy."""
    kill = piece(f"KILL: {QUITTING}", at="2022-01-10T12:00:00Z")
    denial = piece("Minister denies that she resigns", at="2022-01-11T09:00:00Z", link="https://post.example/denies")
    copy = piece(
        "Minister has resigned, report says",
        text="The minister has resigned over the talks in Geneva, Wire reported on Monday.",
        at="2022-01-10T11:00:00Z",
        link="https://post.example/copy",
    )
    later = piece(
        "Resignation over Geneva talks: the minister, a portrait",
        text="Wire says that the minister resigned over the talks in Geneva.",
        at="2022-01-11T11:00:00Z",
        link="https://post.example/later",
    )
    room.feed("wire", kill, piece(QUITTING, at="2022-01-10T10:00:00Z"), piece("Snow closes a road in the west"))
    room.feed("post", copy)
    assert room.run("build", at=TUESDAY).code == 0
    assert room.told("2022-01-11") == ["Snow closes a road in the west"]
    said = ("held", "wire has withdrawn what it reports; kept for an editor")
    assert ledger(room, "2022-01-11", TUESDAY)[copy.title or ""] == said
    room.feed("post", later, denial)
    assert room.run("build", at=WEDNESDAY).code == 0
    assert room.told("2022-01-12") == [denial.title]
    assert ledger(room, "2022-01-12", WEDNESDAY)[later.title or ""] == said


def test_an_earlier_report_of_a_killed_story_waits_too(room: Room) -> None:
    """It does not name the agency, and is one story with what was withdrawn."""
    text = (
        "The minister resigned on Monday over the talks in Geneva, two members of the government said. "
        "Serhii Marchenko told reporters in Lviv that he had handed in his letter."
    )
    kill = piece(f"KILL: {QUITTING}", at="2022-01-10T12:00:00Z")
    room.feed("wire", kill, piece(QUITTING, text=text, at="2022-01-10T10:00:00Z"), piece("Snow closes a road"))
    other = piece(
        "Minister quits over talks in Geneva", text=text, at="2022-01-10T11:00:00Z", link="https://post.example/q"
    )
    room.feed("post", other)
    assert room.run("build", at=TUESDAY).code == 0
    assert room.told("2022-01-11") == ["Snow closes a road"]
    assert ledger(room, "2022-01-11", TUESDAY)[other.title or ""][0] == "held"


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
