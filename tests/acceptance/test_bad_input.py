"""What bad input gets: one line in words and a hint, the old edition untouched, never a traceback."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.support.newsroom import Result, Room, piece

TUESDAY = "2022-01-11T04:30:00Z"
WEDNESDAY = "2022-01-12T04:30:00Z"


def in_words(result: Result) -> None:
    """An error as a person gets it."""
    assert result.code in (1, 2), (result.code, result.out, result.err)
    assert "Traceback" not in result.err
    assert "hint:" in result.err
    assert result.out == ""


@pytest.fixture
def built(room: Room) -> Room:
    """A newsroom with Tuesday's edition in its outbox and news for Wednesday."""
    room.feed("wire", piece("Fresh news of the day"))
    assert room.run("build", at=TUESDAY).code == 0
    room.feed("wire", piece("News of the next day", at="2022-01-11T12:00:00Z"))
    return room


def tuesday(room: Room) -> dict[str, bytes]:
    folder = room.folder / "outbox" / "2022-01-11"
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def test_all_errors_of_sources_yaml_come_at_once_with_their_places(room: Room) -> None:
    """Line, column, and what is allowed there; nothing is changed."""
    room.feed("wire", piece("Fresh news of the day"))
    text = (room.folder / "sources.yaml").read_text()
    text = text.replace("timezone: Europe/Kyiv", "timezone: Europe/Atlantis").replace("style: briefs", "style: poster")
    (room.folder / "sources.yaml").write_text(text)
    result = room.run("build")
    in_words(result)
    assert result.code == 2
    assert "sources.yaml:3:" in result.err
    assert "poster" in result.err
    assert not (room.folder / "var").exists()


def test_every_source_down_gives_an_edition_of_what_is_stored(room: Room) -> None:
    """Collected last night, and this morning nothing answers: the edition is made from what is there."""
    room.feed("wire", piece("Fresh news of the day"))
    assert room.run("collect", at="2022-01-10T20:00:00Z").code == 0
    room.down("wire")
    result = room.run("build", at=TUESDAY)
    assert result.code == 0
    assert room.told("2022-01-11") == ["Fresh news of the day"]


def test_an_unreadable_database_is_said_in_words(built: Room) -> None:
    """Garbage where the store should be."""
    before = tuesday(built)
    (built.folder / "var" / "newsletter.db").write_bytes(b"not a database, surely" * 1000)
    for extra in ("newsletter.db-wal", "newsletter.db-shm"):
        (built.folder / "var" / extra).unlink(missing_ok=True)
    in_words(built.run("build", at=WEDNESDAY))
    assert tuesday(built) == before


def test_an_outbox_that_is_no_folder_is_said_in_words(room: Room) -> None:
    """A file stands where the outbox should be."""
    room.feed("wire", piece("Fresh news of the day"))
    (room.folder / "outbox").write_text("in the way")
    in_words(room.run("build"))


@pytest.mark.parametrize("broken", ["{% if %}", "{{ no_such_word }}", "{{ edition.subject"])
def test_a_broken_template_stops_the_build_and_keeps_the_old_edition(built: Room, broken: str) -> None:
    """The template and the line are named; nothing is decided."""
    before = tuesday(built)
    templates = built.folder / "templates"
    templates.mkdir()
    (templates / "mail.html").write_text(f"<html>\n{broken}\n</html>")
    result = built.run("build", at=WEDNESDAY)
    in_words(result)
    assert "mail.html" in result.err
    assert tuesday(built) == before
    shutil.rmtree(templates)
    assert built.run("build", at=WEDNESDAY).code == 0
    assert built.told("2022-01-12") == ["News of the next day"]


def test_a_disk_that_is_full_is_said_in_words_and_nothing_is_lost(built: Room) -> None:
    """Files cannot grow over a few kilobytes: the build fails, and the next one with room succeeds."""
    before = tuesday(built)
    full = ("bash", "-c", 'ulimit -f 8; exec "$@"', "-")
    in_words(built.run("build", at=WEDNESDAY, prefix=full))
    assert tuesday(built) == before
    assert not (built.folder / "outbox" / "2022-01-12").exists()
    assert built.run("build", at=WEDNESDAY).code == 0
    assert built.told("2022-01-12") == ["News of the next day"]


HOSTILE = [
    "{{ 7 * 7 }} and {% raw %} stay",
    "<script>alert(1)</script>Story of a script",
    "[press](javascript:alert(1)) here",
    "A title\r\nBcc: victim@example.org\r\n\r\nwith line breaks",
    "A title with \u202eright to left\u202c marks",
    '"><img src=x onerror=alert(1)> breaks out',
    "=?utf-8?q?encoded?= words & <b>bold</b>",
]


def test_hostile_titles_arrive_as_characters_or_not_at_all(room: Room) -> None:
    """What a feed says is data: nothing of it runs, expands, or ends a header."""
    room.feed("wire", *[piece(t, link=f"https://wire.example/{n}") for n, t in enumerate(HOSTILE)])
    assert room.run("build").code == 0
    folder = room.folder / "outbox" / "2022-01-11"
    for name in ("edition.html", "web.html"):
        page = (folder / name).read_text().lower()
        assert "<script" not in page
        assert 'href="javascript:' not in page
        assert "onerror=alert(1)>" not in page
        assert "\u202e" not in page
    # Braces of a template are a placeholder that somebody forgot: it waits for a person, and is never worked out.
    text = (folder / "edition.txt").read_text()
    assert "7 * 7" not in text and "49" not in text
    (row,) = (r for r in room.run("ledger", "--json").lines if "7 * 7" in (r["title"] or ""))
    assert row["outcome"] == "held"
    message = (folder / "edition.eml").read_bytes()
    assert b"\nBcc:" not in message
    json.loads((folder / "edition.json").read_text())


def test_a_fault_shows_a_traceback_only_when_asked(room: Room) -> None:
    """-v is for those who mend the program."""
    room.feed("wire", piece("Fresh news of the day"))
    (room.folder / "outbox").write_text("in the way")
    assert "Traceback" in room.run("-v", "build").err


@pytest.mark.parametrize(
    "words", [("biuld",), ("--at", "yesterday", "build"), ("build", "--day", "soon"), ("--review", "evening", "build")]
)
def test_a_wrong_call_exits_2(room: Room, words: tuple[str, ...]) -> None:
    """The call is wrong, not the work."""
    room.feed("wire", piece("Fresh news of the day"))
    result = room.run(*words, at=None)
    assert result.code == 2
    assert "Traceback" not in result.err
