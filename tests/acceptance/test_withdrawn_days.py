"""A withdrawn story in the whole newsroom: what is kept for publishing has none of its words, and says so."""

from __future__ import annotations

import sqlite3

import pytest

from tests.support.newsroom import Result, Room, piece

MONDAY, LATER, EVENING = "2022-01-10T04:30:00Z", "2022-01-10T08:30:00Z", "2022-01-10T18:00:00Z"
TUESDAY = "2022-01-11T04:30:00Z"
TALKS, FLOOD = "Envoys open a round of talks in Geneva", "Flood in the valley takes the old bridge"
TALKS_URL, FLOOD_URL = "https://wire.example/talks", "https://post.example/flood"
SAID = "The envoys of forty countries met for nine hours on Sunday 9 January 2022."
WATER = "The water rose by three metres during the night and two roads were closed."
OURS, EARLIER = "Torrent sweeps a footbridge away", "The bridge is younger than we wrote."
REVIEWS = "reviews: {day: {}, evening: {title: Evening}}"
#: In these tables is what was collected; nothing of it is published.
ARCHIVE = {"entries", "entry_versions", "vectors", "entry_keys"}


def correct(room: Room, *words: str, at: str = LATER) -> Result:
    result = room.run("correct", *words, "--by", "Olena", at=at)
    assert result.code == 0, result.err
    return result


@pytest.fixture
def retitled(room: Room) -> Room:
    """Monday's edition: the flood under a headline of our own, corrected once."""
    room.settings = "approval: required"
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL))
    room.feed("post", piece(FLOOD, at="2022-01-09T11:00:00Z", text=WATER, link=FLOOD_URL))
    assert room.run("build", at=MONDAY).code == 0
    entry = next(e for e in room.run("entries", "--json").lines if e["title"] == FLOOD)["id"]
    assert room.run("draft", "title", entry, OURS, at=MONDAY).code == 0
    assert room.run("approve", "--by", "Olena", at=MONDAY).code == 0
    correct(room, FLOOD_URL, EARLIER)
    return room


def where(room: Room, words: str) -> set[str]:
    """The tables of the store in which these words stand, and the bytes of its files."""
    found = set()
    with sqlite3.connect(room.folder / "var" / "newsletter.db") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            asked = " OR ".join(f'instr(CAST("{c}" AS TEXT), ?)' for c in columns)
            if database.execute(f"SELECT 1 FROM {table} WHERE {asked}", [words] * len(columns)).fetchone():
                found.add(table)
    files = (p for p in (room.folder / "var").glob("newsletter.db*") if words.encode() in p.read_bytes())
    return found | {p.name for p in files}


def test_what_was_withdrawn_is_kept_nowhere_for_publishing(retitled: Room) -> None:
    """No draft, edit, headline of ours or earlier correction, in no table and in no free page; the archive stays."""
    assert {"edits", "bonds", "editions", "newsletter.db"} <= where(retitled, OURS)
    assert "corrections" in where(retitled, EARLIER) and "drafts" in where(retitled, WATER)
    correct(retitled, FLOOD_URL, "Nobody has seen it.", "--withdraw", at=EVENING)
    assert where(retitled, OURS) == set() == where(retitled, EARLIER)
    for words in (FLOOD, WATER, FLOOD_URL):
        assert where(retitled, words) - {"newsletter.db"} <= ARCHIVE, words
    assert "drafts" in where(retitled, TALKS)  # the other story is as it was


def test_the_day_says_what_happened_to_it(retitled: Room) -> None:
    """Made again: the same bytes. Explained: withdrawn. Its link is asked no more, another correction is refused."""
    correct(retitled, FLOOD_URL, "Nobody has seen it.", "--withdraw", at=EVENING)
    again = retitled.run("build", "--verify", "--strict", at=EVENING)
    assert again.code == 0 and "made again, the same bytes" in again.out
    assert "withdrawn from the edition of 2022-01-10" in retitled.run("explain", FLOOD_URL, at=EVENING).out
    assert "its words are printed" in retitled.run("explain", TALKS_URL, at=EVENING).out
    assert FLOOD_URL not in retitled.run("check", "--links", at=EVENING).out
    twice = retitled.run("correct", FLOOD_URL, "It is not so.", at=EVENING)
    assert twice.code == 4 and "was withdrawn from the edition of 2022-01-10 (correction 2)" in twice.err
    assert "(its words went with the story)" in retitled.run("correct", "--list").out
    undone = retitled.run("correct", "--undo", "1", at=EVENING)
    assert undone.code == 4 and "the story of correction 1 was withdrawn (correction 2)" in undone.err


def test_the_next_edition_says_the_withdrawal_and_not_what_was_corrected_before(retitled: Room) -> None:
    """Both were made since the last edition; only one is still said."""
    correct(retitled, FLOOD_URL, "Nobody has seen it.", "--withdraw", at=EVENING)
    retitled.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert retitled.run("build", at=TUESDAY).code == 0
    assert retitled.run("approve", "--by", "Olena", at=TUESDAY).code == 0
    page = retitled.html("2022-01-11")
    assert "Nobody has seen it." in page and EARLIER not in page


def test_other_editions_with_the_story_are_named(retitled: Room) -> None:
    """The next day's, which printed the correction; and a sister review's, with the command that withdraws it there."""
    retitled.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert retitled.run("build", at=TUESDAY).code == 0
    assert retitled.run("approve", "--by", "Olena", at=TUESDAY).code == 0
    assert EARLIER in retitled.html("2022-01-11")
    done = correct(retitled, FLOOD_URL, "Nobody has seen it.", "--withdraw", at=TUESDAY)
    assert "the edition of 2022-01-11 prints the earlier correction of it" in done.err


def test_a_sister_review_that_told_it_is_named(room: Room) -> None:
    """Nothing is withdrawn there unasked. What is an edition's only story can be withdrawn."""
    room.feed("post", piece(FLOOD, at="2022-01-09T11:00:00Z", text=WATER, link=FLOOD_URL))
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text().replace("sections:", f"{REVIEWS}\nsections:"))
    for review in ("day", "evening"):
        assert room.run("--review", review, "build", at=MONDAY).code == 0
    done = room.run("--review", "day", "correct", FLOOD_URL, "No.", "--withdraw", "--by", "Olena", at=LATER)
    assert done.code == 0 and "the edition of 2022-01-10 of the review evening tells the story as well" in done.err
    assert "newsletter --review evening correct " in done.err and "there is no story" in done.err
