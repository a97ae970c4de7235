"""Corrections as readers and editors meet them: the stub, the list, the letter, what the command says."""

from __future__ import annotations

import mailbox
import re
from pathlib import Path

import pytest

from newsletter.pipeline.correct import traces
from tests.support.newsroom import Result, Room, piece

MONDAY, LATER, EVENING = "2022-01-10T04:30:00Z", "2022-01-10T08:30:00Z", "2022-01-10T18:00:00Z"
TUESDAY = "2022-01-11T04:30:00Z"
TALKS, FLOOD = "Envoys open a round of talks in Geneva", "Flood in the valley takes the old bridge"
TALKS_URL, FLOOD_URL = "https://wire.example/talks", "https://post.example/flood"
SAID = "The envoys of forty countries met for nine hours on Sunday 9 January 2022."
WATER = "The water rose by three metres during the night and two roads were closed."
WORDS = "We wrote forty countries. It was fourteen."


def published(room: Room, *, settings: str = "", patrons_only: bool = False) -> Room:
    """Monday's edition: the talks, for patrons only where it says so, and a flood."""
    room.settings = settings
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL), settings="tags: [front]")
    room.feed("post", piece(FLOOD, at="2022-01-09T11:00:00Z", text=WATER, link=FLOOD_URL))
    if patrons_only:
        config = room.folder / "sources.yaml"
        config.write_text(config.read_text().replace("style: bullets\n", "style: bullets\n    public: no\n"))
    assert room.run("build", at=MONDAY).code == 0
    return room


def correct(room: Room, *words: str, at: str = LATER) -> Result:
    result = room.run("correct", *words, "--by", "Olena", at=at)
    assert result.code == 0, result.err
    return result


def read(room: Room, name: str) -> str:
    return (room.folder / "outbox" / name).read_text(encoding="utf-8")


def mailed(room: Room, *, patrons_only: bool = False) -> Room:
    """Monday's edition went to a patron."""
    room.env["NEWSLETTER_SECRET"] = "a long random text for the tests of letters"
    room.env["NEWSLETTER_MAILER"] = "maildir:mail"
    published(room, settings="deliver: yes", patrons_only=patrons_only)
    assert room.run("patrons", "add", "first@patrons.example", at=MONDAY).code == 0
    assert room.run("send", at=MONDAY).code == 0
    return room


def letter(room: Room) -> mailbox.MaildirMessage:
    box = mailbox.Maildir(str(room.folder / "mail"), create=False)
    return next(m for m in box if str(m["Subject"]).startswith("Correction"))


def test_the_stub_of_a_withdrawn_story_says_that_it_stands_for_itself(room: Room) -> None:
    """In mail, text and page; it is no note at the story above it. The list of corrections does not repeat that."""
    published(room)
    correct(room, FLOOD_URL, "Nobody has seen it.", "--withdraw")
    said = "A report stood here."
    for name in ("2022-01-10/edition.html", "2022-01-10/web.html", "2022-01-10/edition.txt"):
        assert read(room, name).count(said) == 1, name
    page = read(room, "2022-01-10/web.html")
    assert re.search(r'<p class="notice stub"[^>]*><strong>A report stood here.</strong> Withdrawn on', page)
    assert "notice noted" not in page


def test_two_corrections_for_two_audiences_are_one_list_in_the_mail(room: Room) -> None:
    """And on the page only the one for everybody."""
    published(room, patrons_only=True)
    correct(room, TALKS_URL, WORDS)
    correct(room, FLOOD_URL, "Four metres.", at=EVENING)
    room.feed("post", piece("Council meets in Brussels", at="2022-01-10T10:00:00Z"))
    assert room.run("build", at=TUESDAY).code == 0
    mail, page = room.html("2022-01-11"), read(room, "2022-01-11/web.html")
    assert mail.count(">Corrections</h2>") == 1 and WORDS in mail and "Four metres." in mail
    assert page.count(">Corrections</h2>") == 1 and WORDS not in page and "Four metres." in page
    assert re.findall("^Corrections$", read(room, "2022-01-11/edition.txt"), re.MULTILINE) == ["Corrections"]


def test_a_letter_is_dated_when_the_correction_was_made(room: Room) -> None:
    """However late it is sent; one Date."""
    mailed(room)
    correct(room, TALKS_URL, WORDS)
    assert room.run("correct", "--notify", "1", at=EVENING).code == 0
    assert letter(room).get_all("Date") == ["Mon, 10 Jan 2022 08:30:00 +0000"]


@pytest.mark.parametrize("patrons_only", [True, False])
def test_a_letter_leads_to_the_public_page_only_where_that_says_it(room: Room, patrons_only: bool) -> None:
    """What patrons alone were told has no page to view in a browser."""
    mailed(room, patrons_only=patrons_only)
    correct(room, TALKS_URL, WORDS, "--notify")
    text = next(p for p in letter(room).walk() if p.get_content_type() == "text/plain").get_payload(decode=True)
    assert isinstance(text, bytes)
    assert WORDS.split(". ")[0] in text.decode()
    assert ("https://review.example.org/2022-01-10/" in text.decode()) is not patrons_only


def test_the_same_correction_is_not_made_twice(room: Room) -> None:
    """Refused with its number; taken back, it may be said again, and other words may at any time."""
    published(room)
    correct(room, TALKS_URL, WORDS)
    again = room.run("correct", TALKS_URL, WORDS, at=EVENING)
    assert again.code == 4 and "said already as correction 1" in again.err
    correct(room, TALKS_URL, "It was on Saturday.", at=EVENING)
    assert room.run("correct", "--undo", "1", at=EVENING).code == 0
    correct(room, TALKS_URL, WORDS, at=EVENING)


def test_two_pages_of_before_are_told_apart(room: Room) -> None:
    """Each link says which revision; preflight has nothing to say of our own words."""
    published(room)
    correct(room, TALKS_URL, WORDS)
    second = correct(room, FLOOD_URL, "Four metres.", at=EVENING)
    page = read(room, "2022-01-10/web.html")
    assert "As it stood before (revision 1)" in page and "As it stood before (revision 2)" in page
    assert "two links say" not in second.err


def test_a_correction_does_not_repeat_what_the_build_said(room: Room) -> None:
    """That an edition of one story has a short preheader was said when it was built; the next one has it too."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL))
    assert "preheader" in room.run("build", at=MONDAY).err
    assert "preheader" not in correct(room, TALKS_URL, WORDS).err
    assert "preheader" not in correct(room, TALKS_URL, "It was on Saturday.", at=EVENING).err


def test_a_date_in_another_story_is_no_trace_of_the_withdrawn_one() -> None:
    """Five words that stand in any story of the day are none; eight in a row, a headline and the address are."""
    gone = ("The agency detained an official in the port over large bribes, it said on Tuesday 24 March.",)
    url = "https://wire.example/bribes"
    assert traces(gone, frozenset({url}), {"mail": "The mayor said on Tuesday 24 March that it rained."}) == {}
    told = {"mail": "It detained an official in the port over large bribes.", "page": f"<a href='{url}'>See</a>"}
    assert traces(gone, frozenset({url}), told) == {"mail": gone[0], "page": url}


def test_what_still_stands_of_a_withdrawn_story_is_named(room: Room) -> None:
    """The words, and the headline of the story that has them."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z", text=SAID, link=TALKS_URL))
    room.feed("post", piece("Bridge falls", at="2022-01-09T11:00:00Z", text=f"A bridge fell. {SAID}", link=FLOOD_URL))
    assert room.run("build", at=MONDAY).code == 0
    said = correct(room, TALKS_URL, "It is not so.", "--withdraw").err
    assert f"“{SAID}” of what was withdrawn still stands in the mail and the public page, in “Bridge falls”" in said


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_first_standing_words_suit_the_mail_and_the_page(language: str) -> None:
    """No page says “this mail”."""
    words = Path("newsletter/data/newsroom/words", language, "corrections.md").read_text(encoding="utf-8")
    assert "this mail" not in words and "цей лист" not in words
