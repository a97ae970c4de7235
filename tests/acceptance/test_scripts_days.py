"""Editions in languages that have no sentence rules and alphabets of their own; what a newcomer met in an edition."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import pytest

from tests.support.newsroom import Room, piece

HEADLINES = {
    "he": ("ממשלת ישראל אישרה את התקציב לשנה הבאה", "rtl"),
    "ar": ("الحكومة توافق على ميزانية العام المقبل", "rtl"),
    "zh": ("政府批准明年预算并宣布新的经济计划", "ltr"),
    "ja": ("政府は来年度の予算案を閣議決定した", "ltr"),
    "el": ("Η κυβέρνηση ενέκρινε τον προϋπολογισμό", "ltr"),
}
FLOOD, URL = "Flood in the valley takes the old bridge", "https://wire.example/flood"
TALKS = "Envoys open a round of talks in Geneva"
WORDS = "We wrote forty countries. It was fourteen."
AFTER = "2022-01-11T08:30:00Z"


def page(room: Room, day: str = "2022-01-11") -> str:
    return (room.folder / "outbox/site" / day / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", HEADLINES)
def test_an_edition_in_another_alphabet_prints_its_headlines(room: Room, language: str) -> None:
    """Declared on both sides: the entry is in the edition's own language, and the page runs its way."""
    headline, direction = HEADLINES[language]
    room.settings = f"language: {language}"
    room.feed("wire", piece(headline, link=URL), settings=f"language: {language}")
    built = room.run("build")
    assert built.code == 0, built.err
    assert room.told("2022-01-11") == [headline]
    assert headline in page(room) and f'dir="{direction}"' in page(room)


def test_a_report_in_a_foreign_alphabet_leads_no_hebrew_edition(room: Room) -> None:
    """Russian in an edition in Hebrew supports and is not printed."""
    headline, _ = HEADLINES["he"]
    room.settings = "language: he"
    room.feed("wire", piece(headline, link=URL), settings="language: he")
    room.feed("post", piece("Правительство утвердило новые объёмы поставок", link="https://post.example/a"))
    assert room.run("build").code == 0
    assert room.told("2022-01-11") == [headline]


@pytest.mark.parametrize(
    "words",
    [
        [URL, "--day", "2022-01-11", "--withdraw", WORDS],
        ["--withdraw", URL, WORDS],
        [URL, WORDS, "--withdraw"],
        ["--day", "2022-01-11", URL, "--withdraw", WORDS],
    ],
)
def test_the_words_of_a_correction_may_stand_behind_its_options(room: Room, words: list[str]) -> None:
    """As the help's own example has it, and any other order."""
    room.feed("wire", piece(FLOOD, link=URL), piece(TALKS))
    assert room.run("build").code == 0
    done = room.run("correct", *words, at=AFTER)
    assert done.code == 0, done.err
    assert FLOOD not in page(room) and WORDS in page(room)


def test_what_no_command_knows_is_still_refused(room: Room) -> None:
    """A third word, an unknown option, a word behind a command without any."""
    room.feed("wire", piece(FLOOD, link=URL))
    for words in (["correct", URL, WORDS, "more"], ["correct", URL, "--odd"], ["build", "now"]):
        refused = room.run(*words)
        assert refused.code == 2 and "unrecognized arguments" in refused.err


def test_a_corrected_edition_does_not_say_that_nothing_is_corrected(room: Room) -> None:
    """The list and the standing line agree, and taking the correction back brings the line back."""
    (room.folder / "words").mkdir(parents=True, exist_ok=True)
    (room.folder / "words/corrections.md").write_text("**Corrections:** {corrections}. Write to us.", encoding="utf-8")
    room.feed("wire", piece(FLOOD, link=URL))
    config = room.folder / "sources.yaml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"{text}words: {{corrections: words/corrections.md}}\n", encoding="utf-8")
    assert room.run("build").code == 0 and "none so far" in page(room)
    assert room.run("correct", URL, WORDS, at=AFTER).code == 0
    outbox = room.folder / "outbox/2022-01-11"
    for text in (page(room), *(p.read_text(encoding="utf-8") for p in outbox.glob("edition.[ht]*"))):
        assert "none so far" not in text and "each with its date" in text
    assert 'class="notice noted"' in page(room)
    assert room.run("correct", "--undo", "1", at=AFTER).code == 0 and "none so far" in page(room)


def test_words_that_were_to_be_replaced_reach_no_reader_unread(room: Room) -> None:
    """Neither subject nor preheader nor page; the build says what a person has to look at."""
    room.feed("wire", piece("TK headline about steel plants", link=URL), piece(TALKS), piece(FLOOD))
    built = room.run("build")
    edition = room.edition("2022-01-11")
    assert built.code == 0 and "TK" not in edition["subject"] + edition["preheader"]
    assert sorted(room.told("2022-01-11")) == sorted([TALKS, FLOOD]) and "TK headline" not in page(room)
    findings = json.loads((room.folder / "outbox/2022-01-11/manifest.json").read_text(encoding="utf-8"))["findings"]
    assert "placeholder-words" in {f["code"] for f in findings}


def test_a_headline_as_long_as_a_report_is_said_and_is_not_the_subject(room: Room) -> None:
    """800 characters in a title."""
    long = "Steel plants of the valley " * 30
    room.feed("wire", piece(long, link=URL), piece(TALKS))
    built = room.run("build", "--json")
    assert "long-headline" in built.out
    assert "Steel plants" not in room.edition("2022-01-11")["subject"]


def test_a_page_whose_subject_is_for_patrons_is_called_by_its_day(room: Room) -> None:
    """Not the review's title twice."""
    room.feed("wire", piece(FLOOD, link=URL))
    config = room.folder / "sources.yaml"
    text = config.read_text(encoding="utf-8").replace("    fill: last\n", "    fill: last\n    public: no\n")
    config.write_text(text, encoding="utf-8")
    assert room.run("build").code == 0
    found = re.search("<title>(.*?)</title>", page(room))
    assert found and found[1] == "Tuesday, 11 January 2022 · Daily Review"


def test_a_letter_about_a_ukrainian_edition_has_a_subject_in_words(room: Room) -> None:
    """What an editor finds among other mail."""
    room.settings = "language: uk"
    room.feed("wire", piece("Уряд ухвалив бюджет на наступний рік", link=URL), settings="language: uk")
    assert room.run("build").code == 0
    assert "subject=Виправлення 11 січня 2022" in unquote(page(room))
    text = (room.folder / "outbox/2022-01-11/edition.txt").read_text(encoding="utf-8")
    assert "?subject=2022-01-11\n" in text  # six characters a letter would not fit a line


def test_an_editors_subject_is_the_mails(room: Room) -> None:
    """Short leads of the editor's own, joined; what phones would cut is refused."""
    room.feed("wire", piece(FLOOD, link=URL), piece(TALKS))
    assert room.run("collect").code == 0
    long = room.run("draft", "subject", "The flood takes the old bridge", "Envoys open a new round of talks")
    assert long.code != 0 and "phones show 60" in long.err
    assert room.run("draft", "subject", "Bridge lost in flood", "Talks open").code == 0
    assert "subject: Bridge lost in flood; Talks open" in room.run("draft", "show").out
    assert room.run("build").code == 0
    assert room.edition("2022-01-11")["subject"] == "Bridge lost in flood; Talks open"
    mail = (room.folder / "outbox/2022-01-11/edition.eml").read_bytes()
    assert b"\r\nSubject: Bridge lost in flood; Talks open\r\n" in mail
