"""A published edition made again months later: the same bytes, or it says so and leaves what is kept alone."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from tests.support.newsroom import Room, piece

MONDAY, LATER = "2022-01-10T04:30:00Z", "2022-01-10T08:30:00Z"
TUESDAY, MAY = "2022-01-11T04:30:00Z", "2022-05-10T09:00:00Z"
TALKS, TALKS_URL = "Envoys open a round of talks in Geneva", "https://wire.example/talks"


@pytest.fixture
def old(room: Room) -> Room:
    """Monday's edition, published and corrected, with a key in the address of a source."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", link=TALKS_URL))
    assert room.run("build", at=MONDAY).code == 0
    assert room.run("correct", TALKS_URL, "It was a second round.", "--by", "Olena", at=LATER).code == 0
    return room


def kept(room: Room) -> dict[str, bytes]:
    folder = room.folder / "outbox" / "2022-01-10"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def store(room: Room, *statements: str) -> None:
    database = sqlite3.connect(room.folder / "var" / "newsletter.db")
    for statement in statements:
        assert database.execute(statement).rowcount
    database.commit()
    database.close()


def test_the_same_bytes_after_templates_and_sources_have_changed(old: Room) -> None:
    """Both are kept with the edition; nothing is written."""
    before = kept(old)
    (old.folder / "templates").mkdir(exist_ok=True)
    (old.folder / "templates" / "web.html").write_text("another theme {{ lang }}")
    old.settings = "language: uk"
    old.sources = {}
    old.feed("other")
    result = old.run("build", "--day", "2022-01-10", "--strict", at=MAY)
    assert result.code == 0 and "already built" in result.out and "the same bytes" in result.out
    assert kept(old) == before


def test_a_lost_folder_is_put_back_to_the_byte(old: Room) -> None:
    """With the page from before the correction and the manifest; and the public pages with it."""
    before = kept(old)
    assert "revision-1/web.html" in before and "manifest.json" in before
    shutil.rmtree(old.folder / "outbox")
    result = old.run("build", "--day", "2022-01-10", "--strict", "--json", at=MAY)
    assert (result.code, result.json["restored"], result.json["differs"]) == (0, True, [])
    assert kept(old) == before
    assert (old.folder / "outbox" / "site" / "2022-01-10" / "revision-1" / "index.html").is_file()


def test_a_file_that_somebody_changed_is_named_and_put_back(old: Room) -> None:
    """Of today's edition as well, with --verify; without it a built day stays as it is."""
    before = kept(old)
    (old.folder / "outbox" / "2022-01-10" / "edition.txt").write_text("something else")
    assert "edition.txt" in old.run("build", at=LATER).err and kept(old) != before
    result = old.run("build", "--verify", "--strict", at=LATER)
    assert result.code == 0 and "edition.txt in the outbox is not what was published, and put back" in result.out
    assert kept(old) == before


def test_another_library_is_said(old: Room) -> None:
    """With the same bytes beside them; with other bytes as the reason, exit 3, and the kept files are left alone."""
    before = kept(old)
    store(old, """UPDATE editions SET versions = replace(versions, '"nh3":"', '"nh3":"0.0.')""")
    same = old.run("build", "--day", "2022-01-10", "--strict", at=MAY)
    assert same.code == 0 and "the same bytes, though with nh3 " in same.out and " instead of 0.0." in same.out
    store(old, "UPDATE materials SET body = replace(body, '<main>', '<main >')")
    other = old.run("build", "--day", "2022-01-10", "--strict", at=MAY)
    assert other.code == 3 and "web.html differ, because of nh3 " in other.out and "left alone" in other.out
    assert kept(old) == before


def test_what_would_come_back_as_other_bytes_is_not_put_back(old: Room) -> None:
    """The file is named; what is there stays."""
    store(old, "UPDATE materials SET body = replace(body, '<main>', '<main >')")
    (old.folder / "outbox" / "2022-01-10" / "web.html").write_text("torn")
    before = kept(old)
    result = old.run("build", "--day", "2022-01-10", "--strict", at=MAY)
    assert (
        result.code == 3 and "cannot be had again: web.html" in result.out and "every version is the same" in result.out
    )
    assert kept(old) == before


def test_an_edition_from_before_anything_was_kept_is_only_compared(old: Room) -> None:
    """It says why."""
    store(old, "UPDATE editions SET versions = NULL, templates = NULL, config = NULL, manifest = NULL")
    result = old.run("build", "--day", "2022-01-10", "--strict", at=MAY)
    assert result.code == 3 and "what it was made with is not kept" in result.out


def test_templates_and_configuration_are_kept_once_and_without_secrets(room: Room) -> None:
    """Two days, one set of templates; the key in an address is nowhere."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    config = room.folder / "sources.yaml"
    secret = "  - {url: 'https://feeds.example/x?api_key=s3cr3tkey', name: paid, every: 300d}\n"
    config.write_text(config.read_text() + secret)
    room.env["NEWSLETTER_STORE"] = "sqlite:///var/newsletter.db"
    assert room.run("collect", "wire", at=MONDAY).code == 0
    assert room.run("build", "--offline", at=MONDAY).code == 0
    room.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    config.write_text(config.read_text() + secret)
    assert room.run("collect", "wire", at=TUESDAY).code == 0
    assert room.run("build", "--offline", at=TUESDAY).code == 0
    database = sqlite3.connect(room.folder / "var" / "newsletter.db")
    bodies = [row[0] for row in database.execute("SELECT body FROM materials")]
    database.close()
    assert len(bodies) == 2 and any("feeds.example" in b for b in bodies)
    assert not any("s3cr3tkey" in b for b in bodies)
