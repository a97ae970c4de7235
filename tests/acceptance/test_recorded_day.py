"""The recorded day: the edition that `make demo` shows, and the traps in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.newsroom import Room, called

DAY = "2022-01-11"


@pytest.fixture(scope="module")
def edition(demo: Path) -> Any:
    return json.loads((demo / "outbox" / DAY / "edition.json").read_text(encoding="utf-8"))


def listed(demo: Path, *words: str) -> list[Any]:
    return Room(folder=demo).run(*words, "--json", at=None).lines


def rows(demo: Path) -> list[Any]:
    return listed(demo, "ledger", "--day", DAY)


def test_the_sections_stand_in_the_order_of_the_page(edition: Any) -> None:
    """War zone, what the subject is about, flash, Kazakhstan, then links; whatever the order in which they chose."""
    titles = [s["title"] for s in edition["sections"] if s["title"]]
    assert titles == [
        "Past 24 hours in the war zone",
        "Diplomatic week",
        "News flash",
        "Kazakhstan protests",
        "Also today",
    ]


def test_at_least_forty_entries_in_twenty_stories(demo: Path) -> None:
    """Enough for a morning."""
    manifest = json.loads((demo / "outbox" / DAY / "manifest.json").read_text())
    assert manifest["stories"] >= 20
    assert manifest["entries"] >= 40


def test_the_subject_is_a_whole_headline_of_the_edition(edition: Any) -> None:
    """At most 60 characters, no question, from the first story that fits."""
    headlines = [b["headline"]["text"] for s in edition["sections"] for b in s["blocks"] if b["kind"] == "story"]
    assert edition["subject"] in headlines
    assert len(edition["subject"]) <= 60


@pytest.mark.parametrize(
    ("part", "outcome"), [("2021-12-27", "passed"), ("2022-01-12", "held")], ids=["December", "tomorrow"]
)
def test_what_is_too_old_or_not_known_yet_is_not_told(demo: Path, part: str, outcome: str) -> None:
    """The piece of 27 December and the piece of 12 January are in the account and not in the edition."""
    trapped = [e["id"] for e in listed(demo, "entries") if (e["published"] or "").startswith(part)]
    assert trapped
    assert {r["outcome"] for r in rows(demo) if r["entry"] in trapped} == {outcome}


def test_today_gets_its_date_or_is_not_taken(demo: Path) -> None:
    """No reader has to guess which day a source's "today" was."""
    text = (demo / "outbox" / DAY / "edition.txt").read_text()
    for line in text.lower().split("\n"):
        if "today" in line and "also today" not in line:
            assert "today [" in " ".join(text.lower().split())


def test_no_extract_of_one_entry_is_longer_than_its_terms(demo: Path, edition: Any) -> None:
    """500 characters for the outlet that allows them, 200 or 300 for the others."""
    taken: dict[str, int] = {}
    for section in edition["sections"]:
        for block in section["blocks"]:
            extracts = block.get("sentences", []) + ([block["quote"]] if "quote" in block else [])
            for extract in extracts:
                if extract["voice"] == "extract":
                    entry = extract["span"]["entry"] if "span" in extract else extract["entry"]
                    taken[entry] = taken.get(entry, 0) + len(extract["text"])
    assert taken
    assert max(taken.values()) <= 500


def test_the_state_agency_never_leads_and_carries_its_label(edition: Any) -> None:
    """Its reports support; where it is named, its label stands beside it."""
    for section in edition["sections"]:
        for block in section["blocks"]:
            if block["kind"] == "story":
                assert "bulletin" not in (block["credit"]["url"] or "")
                for credit in block["also"]:
                    if credit["name"] == "Moscow Bulletin":
                        assert credit["label"]


def test_ukrainian_reports_support_and_are_never_printed(edition: Any, demo: Path) -> None:
    """Linked "(in Ukrainian)"; not a word of them in the English edition's stories."""
    text = (demo / "outbox" / DAY / "edition.txt").read_text()
    assert "(in Ukrainian)" in text
    assert not any("\u0400" <= c <= "\u04ff" for c in text)


def test_patrons_are_thanked_and_readers_of_the_page_are_called(demo: Path) -> None:
    """One edition, two outlets; the patrons' words are nowhere on the public page."""
    folder = demo / "outbox" / DAY
    thanks = (demo / "words" / "thanks.md").read_text().split("\n")[0][:30]
    call = (demo / "words" / "call.md").read_text()
    assert thanks.strip("*_# ")[:20] in (folder / "edition.txt").read_text().replace("\n", " ")
    assert thanks.strip("*_# ")[:20] not in (folder / "web.html").read_text()
    assert "/join" in call
    assert "/join" in (folder / "web.html").read_text()


def test_it_says_that_no_editor_has_read_it(demo: Path) -> None:
    """A machine's edition never passes for an editor's."""
    for name in ("edition.txt", "web.html", "edition.html"):
        assert "no editor has read it yet" in " ".join((demo / "outbox" / DAY / name).read_text().split())


def test_the_demo_is_the_same_to_the_byte_every_time(demo: Path, tmp_path: Path) -> None:
    """Another folder, another process, the same edition."""
    other = tmp_path / "again"
    subprocess.run([sys.executable, "-m", "newsletter", "-q", "demo", str(other)], check=True, timeout=120)
    for name in ("edition.eml", "edition.html", "edition.txt", "web.html", "edition.json", "manifest.json"):
        assert (demo / "outbox" / DAY / name).read_bytes() == (other / "outbox" / DAY / name).read_bytes(), name


def test_every_story_says_where_it_came_from(demo: Path) -> None:
    """The ledger names the outcome and the reason of each of the day's entries."""
    account = rows(demo)
    assert len(account) >= 60
    assert {r["outcome"] for r in account} <= {"told", "merged", "held", "passed"}
    assert all(r["reason"] for r in account)


def test_a_folder_that_is_not_a_demo_is_left_alone(tmp_path: Path) -> None:
    """The demo makes its folder anew; somebody else's files are not its to remove."""
    (tmp_path / "thesis.txt").write_text("three years of work")
    assert called(["demo", str(tmp_path)], {}).code == 2
    assert (tmp_path / "thesis.txt").read_text() == "three years of work"


def test_every_link_of_the_text_part_stands_by_itself(demo: Path, edition: Any) -> None:
    """A mail program makes a link of everything up to the next blank: no prose may be glued to it."""
    words = {w.strip("<>,.") for w in (demo / "outbox" / DAY / "edition.txt").read_text().split()}
    blocks = [b for s in edition["sections"] for b in s["blocks"] if b["kind"] == "story"]
    missing = [b["credit"]["url"] for b in blocks if b["credit"]["url"] not in words]
    assert not missing


def blocks(edition: Any, kind: str) -> list[Any]:
    return [b for s in edition["sections"] for b in s["blocks"] if b["kind"] == kind]


def test_what_the_two_diplomats_said_stands_below_the_talks(edition: Any) -> None:
    """Quotations with name and role, the state agency's with its label; no cards of their own."""
    said = {q["speaker"]: q for q in blocks(edition, "quote")}
    assert said["Wendy Sherman"]["role"] == "US Deputy Secretary of State"
    assert said["Sergei Riabkov"]["credit"]["label"] == "Russian state agency"
    cards = [b["headline"]["text"] for b in blocks(edition, "story")]
    assert not any(c.startswith(("Sherman", "Riabkov")) for c in cards)
    (week,) = [s["blocks"] for s in edition["sections"] if s["title"] == "Diplomatic week"]
    assert [b["kind"] for b in week[:3]] == ["story", "quote", "quote"]


def test_the_edition_is_read_in_three_minutes_and_greets_in_one_breath(demo: Path, edition: Any) -> None:
    """As in the target edition: greeting and thanks in one paragraph, and a line on corrections."""
    text = " ".join((demo / "outbox" / DAY / "edition.txt").read_text().split())
    assert "3-minute read" in text
    assert "start of the day. Thank you for being a patron: this mail exists because of you." in text
    assert "Corrections: none so far." in text  # it is the first edition of this newsroom
    assert not any("{" in b["markdown"] for b in blocks(edition, "prose"))


def test_a_labelled_voice_comes_after_the_others(edition: Any) -> None:
    """Sherman's words stand before those that only the state agency quotes."""
    assert [bool(q["credit"]["label"]) for q in blocks(edition, "quote")] == [False, True]


def test_days_to_come_stand_with_the_talks(edition: Any) -> None:
    """NATO and Russia on the 12th, the OSCE on the 13th, each with its credit, in the source's own words."""
    lists = {b["label"]: b["items"] for b in blocks(edition, "links") if b["label"] == "ahead"}
    assert [i["title"]["text"] for i in lists["ahead"]] == [
        "Representatives of NATO and Russia meet in Brussels on 12 January",
        "OSCE Permanent Council on 13 January",
    ]
    assert [i["credit"]["name"] for i in lists["ahead"]] == ["Example Wire", "Capital Post"]


def test_our_own_articles_hang_on_the_topics_that_they_are_about(edition: Any) -> None:
    """Two with the talks, one with Kazakhstan, none among the leftovers."""
    ours = {s["title"]: len(b["items"]) for s in edition["sections"] for b in s["blocks"] if b.get("label") == "ours"}
    assert ours == {"Diplomatic week": 2, "Kazakhstan protests": 1}


def test_the_preheader_names_the_newest_of_the_rest(edition: Any) -> None:
    """Germany and Poroshenko: two publishers each, and nothing of the talks again."""
    assert edition["preheader"] == (
        "German arrest of former Georgian general draws criticism"
        " · Ukrainian court freezes ex-President Poroshenko's property"
    )


def test_links_have_a_sentence_and_bullets_say_things_once(edition: Any) -> None:
    """As in the target edition."""
    (rest,) = [s["blocks"] for s in edition["sections"] if s["title"] == "Also today"]
    assert sum(len(b["sentences"]) == 1 for b in rest if b["kind"] == "story") >= 4
    (front,) = [s["blocks"] for s in edition["sections"] if s["title"].startswith("Past")]
    assert not any(b["sentences"] for b in front if b["kind"] == "story")
