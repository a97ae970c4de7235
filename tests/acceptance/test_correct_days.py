"""Corrections of published editions over days: notes, kept pages, the next edition, withdrawals, letters."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import mailbox
import shutil
import signal
import sqlite3
from pathlib import Path
from typing import Any

import feedparser
import pytest

from newsletter.errors import NewsletterError
from newsletter.model.base import MAIN
from newsletter.outbox import FolderOutbox
from tests.support.newsroom import Result, Room, piece
from tests.support.warm import Warm

MONDAY, LATER, EVENING = "2022-01-10T04:30:00Z", "2022-01-10T08:30:00Z", "2022-01-10T18:00:00Z"
TUESDAY, WEDNESDAY = "2022-01-11T04:30:00Z", "2022-01-12T04:30:00Z"
TALKS, FLOOD = "Envoys open a round of talks in Geneva", "Flood in the valley takes the old bridge"
TALKS_URL, FLOOD_URL = "https://wire.example/talks", "https://post.example/flood"
SAID = "The envoys of forty countries met for nine hours on Sunday 9 January 2022."
WATER = "The water rose by three metres during the night and two roads were closed."
WORDS = "We wrote forty countries. It was fourteen."


def published(room: Room, *, settings: str = "") -> Room:
    """Monday's edition: two stories."""
    room.settings = settings
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL))
    room.feed("post", piece(FLOOD, at="2022-01-09T11:00:00Z", text=WATER, link=FLOOD_URL))
    assert room.run("build", at=MONDAY).code == 0
    return room


def correct(room: Room, *words: str, at: str = LATER) -> Result:
    result = room.run("correct", *words, "--by", "Olena", at=at)
    assert result.code == 0, result.err
    return result


def files(room: Room, below: str = "") -> dict[str, bytes]:
    outbox = room.folder / "outbox"
    return {str(p.relative_to(outbox)): p.read_bytes() for p in (outbox / below).rglob("*") if p.is_file()}


def manifest(room: Room, day: str = "2022-01-10") -> Any:
    return json.loads((room.folder / "outbox" / day / "manifest.json").read_text(encoding="utf-8"))


def test_the_page_says_it_at_the_story_and_leads_to_what_stood_there(room: Room) -> None:
    """A second revision, dated; the first one's page beside it, marked and no search result; the ledger as it was."""
    published(room)
    ledger = room.run("ledger", "--json", "--day", "2022-01-10").lines
    done = correct(room, TALKS_URL, WORDS)
    assert f"“{TALKS}” is corrected in the edition of 2022-01-10, revision 2" in done.out
    page = files(room)["site/2022-01-10/index.html"].decode()
    note = f"Correction, 10 January 2022: {WORDS}"
    assert page.index(TALKS) < page.index(note) and page.count(note) == 1 and "<h2>Corrections</h2>" in page
    assert page.count(f"Correction, 10 January 2022, “{TALKS}”: {WORDS}") == 1
    assert 'href="https://review.example.org/2022-01-10/revision-1/"' in page
    before = files(room)["site/2022-01-10/revision-1/index.html"].decode()
    assert TALKS in before and WORDS not in before and "before it was corrected" in before and "noindex" in before
    assert manifest(room)["revision"] == 2 and manifest(room)["number"] == 1
    assert room.run("ledger", "--json", "--day", "2022-01-10").lines == ledger


def test_the_feeds_say_that_the_edition_has_changed(room: Room) -> None:
    """RFC 4287: `updated` is another, `published` the same."""
    published(room)
    before = feedparser.parse(io.BytesIO(files(room)["site/feed.xml"])).entries[0]
    correct(room, TALKS_URL, WORDS)
    after = feedparser.parse(io.BytesIO(files(room)["site/feed.xml"])).entries[0]
    assert after.updated > before.updated and after.published == before.published and after.id == before.id
    assert WORDS in after.content[0].value


def test_the_next_edition_says_it_by_itself_and_only_once(room: Room) -> None:
    """Also where it was made after that edition's own revision; with the headline that was printed and the way to it;
    the one after is silent again."""
    published(room)
    correct(room, TALKS_URL, WORDS)
    room.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert room.run("build", at=TUESDAY).code == 0
    line = f"Correction to the edition of 10 January, “{TALKS}”: {WORDS}"
    there = "https://review.example.org/2022-01-10/#correction-1"
    assert line in room.html("2022-01-11") and line in files(room)["site/index.html"].decode()
    assert "revision-1" not in room.html("2022-01-11")
    text = " ".join(files(room)["2022-01-11/edition.txt"].decode().split())
    assert line in text and f"The corrected page: {there}" in text and f'href="{there}"' in room.html("2022-01-11")
    assert 'id="correction-1"' in files(room)["site/2022-01-10/index.html"].decode()
    room.feed("wire", piece("A general is to lead the mission", at="2022-01-11T10:00:00Z"))
    assert room.run("build", at=WEDNESDAY).code == 0
    assert WORDS not in room.html("2022-01-12")


def test_a_story_is_found_by_entry_and_story_and_on_its_day(room: Room) -> None:
    """Ids by their beginning; the newest edition that has it; what is in none is refused with a hint."""
    published(room)
    entry = next(e for e in room.run("entries", "--json").lines if e["title"] == FLOOD)["id"]
    room.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert room.run("build", at=TUESDAY).code == 0
    assert "edition of 2022-01-10" in correct(room, entry[:8], WORDS, at=TUESDAY).out
    other = room.run("correct", FLOOD_URL, WORDS, "--day", "2022-01-11", at=TUESDAY)
    assert other.code == 4 and "is in no story of the edition of 2022-01-11" in other.err and "hint:" in other.err
    assert room.run("correct", "https://nowhere.example/", WORDS, at=TUESDAY).code == 4
    assert room.run("correct", FLOOD_URL, "  ", at=TUESDAY).code == 2
    assert room.run("correct", at=TUESDAY).code == 2


def test_a_withdrawn_story_leaves_no_word_in_any_file(room: Room) -> None:
    """Subject, preheader, machine files, earlier pages, feeds, what links answered; the stub says when and why."""
    published(room)
    correct(room, FLOOD_URL, "The bridge is younger than we wrote.")
    assert any(FLOOD.encode() in b for b in files(room).values())
    links = room.folder / "outbox" / ".links.json"
    links.write_text(json.dumps([{"url": FLOOD_URL, "ok": True, "words": "", "at": LATER}]), encoding="utf-8")
    correct(room, FLOOD_URL, "Nobody has seen it.", "--withdraw", at=EVENING)
    for name, body in files(room).items():
        text = body.decode("utf-8", "replace").casefold()
        for word in ("flood", "valley", "old bridge", "post.example", "three metres", "younger than"):
            assert word not in text, (name, word)
    page = files(room)["site/2022-01-10/index.html"].decode()
    assert "Withdrawn on 10 January 2022: Nobody has seen it." in page and TALKS in page
    assert not [n for n in files(room) if "revision-" in n]
    assert room.run("ledger", "--json", "--day", "2022-01-10").lines[0]["outcome"] == "told"


def test_what_was_withdrawn_is_kept_in_no_stored_edition_and_does_not_come_back(room: Room) -> None:
    """Not with --undo, not with a rebuild."""
    published(room)
    correct(room, FLOOD_URL, "Nobody has seen it.", "--withdraw")
    with sqlite3.connect(room.folder / "var" / "newsletter.db") as database:
        rows = database.execute("SELECT edition, subject, manifest FROM editions").fetchall()
    assert len(rows) == 2 and not any("Flood" in (text or "") for row in rows for text in row)
    refused = room.run("correct", "--undo", "1", at=EVENING)
    assert refused.code == 4 and "withdrawal" in refused.err
    shutil.rmtree(room.folder / "outbox" / "2022-01-10")
    assert "put back" in room.run("build", "--day", "2022-01-10", at=TUESDAY).out
    assert not any(b"Flood in the" in b for b in files(room).values())


def test_a_subject_that_names_the_withdrawn_story_becomes_another(room: Room) -> None:
    """The next headline that fits."""
    published(room)
    subject = room.edition("2022-01-10")["subject"]
    url = {TALKS: TALKS_URL, FLOOD: FLOOD_URL}[subject]
    correct(room, url, "It is not so.", "--withdraw")
    assert room.edition("2022-01-10")["subject"] in {TALKS, FLOOD} - {subject}


def test_a_correction_is_listed_and_taken_back(room: Room) -> None:
    """A third revision without the note; the page from before is not linked and not kept."""
    published(room)
    correct(room, TALKS_URL, WORDS)
    correct(room, FLOOD_URL, "Four metres.", at=EVENING)
    listed = room.run("correct", "--list").out
    assert (
        "1. edition of 2022-01-10, revision 2: corrected by Olena, 10 Jan 2022 10:30 EET" in listed and WORDS in listed
    )
    assert {n for n in files(room) if n.startswith("2022-01-10/rev")} == {
        "2022-01-10/revision-1/web.html",
        "2022-01-10/revision-2/web.html",
    }
    assert room.run("correct", "--undo", "1", at=EVENING).code == 0
    assert WORDS not in room.html("2022-01-10") and "Four metres." in room.html("2022-01-10")
    assert {n for n in files(room) if n.startswith("2022-01-10/rev")} == {"2022-01-10/revision-2/web.html"}
    assert room.run("correct", "--undo", "1", at=EVENING).code == 4
    assert [c["undone"] for c in room.run("correct", "--list", "--json").lines] == [4, None]
    room.feed("wire", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert room.run("build", at=TUESDAY).code == 0
    assert WORDS not in room.html("2022-01-11") and "Four metres." in room.html("2022-01-11")


def test_what_only_patrons_see_is_corrected_for_patrons_only(room: Room) -> None:
    """The note, the list, and the next edition's line: in the mail, and in no public file."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL), settings="tags: [front]")
    room.feed("post", piece(FLOOD, at="2022-01-09T11:00:00Z", text=WATER, link=FLOOD_URL))
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text().replace("style: bullets\n", "style: bullets\n    public: no\n"))
    assert room.run("build", at=MONDAY).code == 0
    done = correct(room, TALKS_URL, WORDS)
    assert "public pages are not" not in done.err
    assert room.html("2022-01-10").count(WORDS) == 2
    text = config.read_text()
    room.feed("post", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    config.write_text(text)
    assert room.run("build", at=TUESDAY).code == 0
    assert WORDS in room.html("2022-01-11")
    assert not [n for n, b in files(room, "site").items() if b"fourteen" in b]


def test_a_placeholder_is_no_correction(room: Room) -> None:
    """Nothing is published."""
    published(room)
    before = files(room, "2022-01-10")
    result = room.run("correct", TALKS_URL, "It was TKTK countries, not forty.", at=LATER)
    assert result.code == 2 and "TKTK" in result.err
    assert files(room, "2022-01-10") == before and room.run("correct", "--list").out == ""


@pytest.fixture
def mailed(room: Room) -> Room:
    """Monday's edition went to two patrons; a third one came afterwards."""
    room.env["NEWSLETTER_SECRET"] = "a long random text for the tests of letters"
    room.env["NEWSLETTER_MAILER"] = "maildir:mail"
    published(room, settings="deliver: yes")
    for name in ("first", "second"):
        assert room.run("patrons", "add", f"{name}@patrons.example", at=MONDAY).code == 0
    assert room.run("send", at=MONDAY).code == 0
    assert room.run("patrons", "add", "third@patrons.example", at=LATER).code == 0
    return room


def letters(room: Room) -> list[tuple[str, str]]:
    box = mailbox.Maildir(str(room.folder / "mail"), create=False)
    return sorted((str(m["To"]), str(m["Subject"])) for m in box)


def test_a_letter_goes_to_those_who_got_the_edition_once_each(mailed: Room) -> None:
    """And the edition itself is sent to nobody again."""
    before = letters(mailed)
    done = correct(mailed, TALKS_URL, WORDS, "--notify")
    assert "2 sent" in done.err, done.err
    new = [m for m in letters(mailed) if m not in before]
    assert [to for to, _ in new] == ["first@patrons.example", "second@patrons.example"]
    assert {subject for _, subject in new} == {"Correction: Daily Review, 10 January 2022"}
    again = mailed.run("correct", "--notify", "1", at=EVENING)
    assert again.code == 0 and "0 sent, 2 had it before" in again.err
    assert len(letters(mailed)) == len(before) + 2
    ids = [str(m["Message-ID"]) for m in mailbox.Maildir(str(mailed.folder / "mail"), create=False)]
    assert len(set(ids)) == len(ids)


def test_no_letter_without_deliver_and_then_nothing_is_published(room: Room) -> None:
    """deliver: no stands before everything."""
    published(room)
    result = room.run("correct", TALKS_URL, WORDS, "--notify", at=LATER)
    assert result.code == 4 and "deliver: yes" in result.err
    assert manifest(room)["revision"] == 1 and room.run("correct", "--list").out == ""


def test_an_agency_s_notice_names_the_command_until_it_is_done(room: Room) -> None:
    """status says what to call; corrected, it is silent."""
    published(room)
    kill = piece(f"KILL: {TALKS}", at="2022-01-10T06:00:00Z", link="https://wire.example/kill")
    room.feed("wire", kill, piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL))
    assert room.run("collect", "--now", at=LATER).code == 0
    said = room.run("status", at=LATER).out
    assert "(newsletter correct " in said and "--day 2022-01-10" in said
    correct(room, TALKS_URL, "Withdrawn by its agency.", "--withdraw")
    assert "newsletter correct" not in room.run("status", at=EVENING).out


def test_a_damaged_folder_is_said_before_a_correction_and_mended(room: Room) -> None:
    """What stood there before could not be kept: the command that puts it back is named."""
    published(room)
    (room.folder / "outbox" / "2022-01-10" / "web.html").write_text("torn")
    result = room.run("correct", TALKS_URL, WORDS, at=LATER)
    assert result.code == 1 and "newsletter build --day 2022-01-10" in result.err
    assert room.run("build", "--day", "2022-01-10", "--verify", at=LATER).code == 0
    correct(room, TALKS_URL, WORDS)


def whole(room: Room) -> bool:
    try:
        FolderOutbox(room.folder / "outbox", several_reviews=False).read(MAIN, dt.date(2022, 1, 10))
    except NewsletterError:
        return False
    return True


KILLS = (("renameat2", 1), ("fsync", 3), ("fdatasync", 2))


@pytest.mark.kill
def test_a_kill_while_correcting_leaves_the_old_or_the_new_edition(room: Room, tmp_path: Path, warm: Warm) -> None:
    """At the exchange and beside it: always a whole edition, and the next command finishes or takes back."""
    published(room)
    before = tmp_path / "before"
    shutil.copytree(room.folder, before)
    command = ("-q", "correct", FLOOD_URL, "Nobody has seen it.", "--withdraw", "--by", "Olena")
    killed = 0
    for call, when in KILLS:
        shutil.rmtree(room.folder)
        shutil.copytree(before, room.folder)
        strace = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={when}")
        killed += warm.run(room, *command, at=LATER, strace=strace).code == -signal.SIGKILL
        assert whole(room)
        assert room.run("-q", "build", at=EVENING).code == 0
        assert not [n for n in files(room) if "staged" in n] and whole(room)
        listed = len(room.run("correct", "--list", "--json").lines)
        assert manifest(room)["revision"] == 1 + listed
        assert any(b"Flood in the" in b for b in files(room).values()) == (listed == 0)
        if not listed:
            assert room.run(*command, at=EVENING).code == 0
    assert killed > 1


def test_the_same_state_gives_the_same_bytes(room: Room, tmp_path: Path) -> None:
    """Corrected twice from the same state: the same hashes."""
    published(room)
    shutil.copytree(room.folder, tmp_path / "twin")
    twin = Room(folder=tmp_path / "twin", env=room.env)
    correct(room, TALKS_URL, WORDS)
    correct(twin, TALKS_URL, WORDS)
    hashes = [{n: hashlib.sha256(b).hexdigest() for n, b in files(r, "2022-01-10").items()} for r in (room, twin)]
    assert hashes[0] == hashes[1]
