"""Days in a row: nothing is repeated, nothing is missed, and the account closes."""

from __future__ import annotations

import subprocess

from tests.support.newsroom import Room, piece

MONDAY = "2022-01-10T04:30:00Z"
TUESDAY = "2022-01-11T04:30:00Z"
WEDNESDAY = "2022-01-12T04:30:00Z"
THURSDAY = "2022-01-13T04:30:00Z"


def outcomes(room: Room, at: str, day: str) -> dict[str, tuple[str, str]]:
    """Title -> (outcome, reason) of one edition."""
    rows = room.run("ledger", "--json", "--day", day, at=at).lines
    return {row["title"]: (row["outcome"], row["reason"]) for row in rows}


def build(room: Room, at: str) -> None:
    result = room.run("build", at=at)
    assert result.code == 0, result.err


def test_the_next_day_repeats_nothing_and_misses_nothing(room: Room) -> None:
    """What Monday told stays Monday's; what came since is Tuesday's, all of it."""
    first = piece("Envoys open a round of talks in Geneva", at="2022-01-09T10:00:00Z")
    second = piece("Court freezes the property of a former president", at="2022-01-10T10:00:00Z")
    room.feed("wire", first)
    build(room, MONDAY)
    room.feed("wire", second, first)
    build(room, TUESDAY)
    assert room.told("2022-01-10") == ["Envoys open a round of talks in Geneva"]
    assert room.told("2022-01-11") == ["Court freezes the property of a former president"]


def test_a_skipped_day_is_in_the_next_edition(room: Room) -> None:
    """Nobody built on Tuesday: Wednesday's edition reaches back to Monday's cutoff and its titles say so."""
    room.feed("wire", piece("Envoys open a round of talks", at="2022-01-09T10:00:00Z"), settings="tags: [front]")
    build(room, MONDAY)
    room.feed("wire", piece("Monitors stopped at a checkpoint", at="2022-01-10T08:00:00Z"), settings="tags: [front]")
    build(room, WEDNESDAY)
    assert room.told("2022-01-12") == ["Monitors stopped at a checkpoint"]
    titles = [s["title"] for s in room.edition("2022-01-12")["sections"]]
    assert "Past 48 hours" in titles


def test_a_day_that_has_ended_is_not_built_afterwards(room: Room) -> None:
    """Going back in time is refused, with the reason."""
    room.feed("wire", piece("Envoys open a round of talks", at="2022-01-10T10:00:00Z"))
    build(room, TUESDAY)
    back = room.run("build", at=MONDAY)
    assert back.code == 4
    assert "has ended" in back.err
    assert "hint:" in back.err
    assert not (room.folder / "outbox" / "2022-01-10").exists()


def test_a_feed_that_was_down_is_told_when_it_is_back(room: Room) -> None:
    """A failure costs that source for that day, and nothing of what it has to say."""
    room.feed("wire", piece("Envoys open a round of talks", at="2022-01-10T10:00:00Z"))
    room.feed("post", piece("Old news of the post", at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    room.down("post")
    result = room.run("build", at=TUESDAY)
    assert result.code == 0
    assert "post" in result.err
    room.feed("post", piece("Court freezes the property of a former president", at="2022-01-10T09:00:00Z"))
    build(room, WEDNESDAY)
    assert room.told("2022-01-12") == ["Court freezes the property of a former president"]


def test_what_comes_late_is_kept_for_an_editor_and_not_placed_unattended(room: Room) -> None:
    """Published long before the window opened: not news by itself, and not lost either."""
    room.feed("wire", piece("Envoys open a round of talks", at="2022-01-10T01:00:00Z"))
    build(room, MONDAY)
    room.feed("wire", piece("A report of last week", at="2022-01-06T10:00:00Z"), piece("Fresh news of the day"))
    build(room, TUESDAY)
    outcome, reason = outcomes(room, TUESDAY, "2022-01-11")["A report of last week"]
    assert outcome == "held"
    assert "late" in reason
    assert room.told("2022-01-11") == ["Fresh news of the day"]


def test_an_entry_without_a_date_is_kept_for_an_editor(room: Room) -> None:
    """Nobody knows when it happened, so no machine prints it."""
    room.feed("wire", piece("An undated notice of the wire", at=None), piece("Fresh news of the day"))
    build(room, TUESDAY)
    assert outcomes(room, TUESDAY, "2022-01-11")["An undated notice of the wire"][0] == "held"
    assert room.told("2022-01-11") == ["Fresh news of the day"]


def test_what_is_dated_in_the_future_waits_until_its_time_has_come(room: Room) -> None:
    """A piece of tomorrow must not be known today."""
    room.feed("wire", piece("Council meets in Brussels", at="2022-01-12T02:00:00Z"), piece("Fresh news of the day"))
    build(room, TUESDAY)
    assert room.told("2022-01-11") == ["Fresh news of the day"]
    assert outcomes(room, TUESDAY, "2022-01-11")["Council meets in Brussels"][0] == "held"
    build(room, WEDNESDAY)
    assert room.told("2022-01-12") == ["Council meets in Brussels"]


def test_old_entries_at_the_first_visit_are_before_our_time(room: Room) -> None:
    """A new source starts its account; its archive is not told as news."""
    room.feed("wire", piece("A piece of December", at="2021-12-27T10:00:00Z"), piece("Fresh news of the day"))
    build(room, TUESDAY)
    outcome, reason = outcomes(room, TUESDAY, "2022-01-11")["A piece of December"]
    assert (outcome, reason.partition(":")[0]) == ("passed", "before our time")


def test_a_changed_guid_or_another_feed_does_not_tell_a_story_twice(room: Room) -> None:
    """The same article under a new guid, and in a second feed, is the story that was told."""
    title, link = "Court freezes the property of a former president", "https://wire.example/court"
    room.feed("wire", piece(title, guid="a-1", link=link))
    build(room, TUESDAY)
    room.feed("wire", piece(title, guid="b-77", link=link + "?utm_source=rss"))
    room.feed("post", piece(title + " | Post", link="https://post.example/court", at="2022-01-11T10:00:00Z"))
    room.feed("desk", piece("Other news of the day", link="https://desk.example/1", at="2022-01-11T10:00:00Z"))
    build(room, WEDNESDAY)
    assert room.told("2022-01-12") == ["Other news of the day"]
    outcome, reason = outcomes(room, WEDNESDAY, "2022-01-12")[title + " | Post"]
    assert outcome == "passed"
    assert "told" in reason


def test_a_day_is_built_once_and_stays_as_it_is(room: Room) -> None:
    """A second call finds it built and changes no byte, even when there is more news."""
    room.feed("wire", piece("Fresh news of the day"))
    build(room, TUESDAY)
    before = {p.name: p.read_bytes() for p in (room.folder / "outbox" / "2022-01-11").iterdir() if p.is_file()}
    room.feed("wire", piece("More news of the day"), piece("Fresh news of the day"))
    again = room.run("build", at="2022-01-11T06:00:00Z")
    assert again.code == 0
    assert "already built" in again.out
    assert {p.name: p.read_bytes() for p in (room.folder / "outbox" / "2022-01-11").iterdir() if p.is_file()} == before


def test_asked_again_a_build_says_again_what_needs_a_person(room: Room) -> None:
    """The first call may have been cron's: with --strict the second one exits 3 as well, and names the source."""
    room.feed("wire", *(piece(f"News {n}", text=f"Something of kind {n} happened.") for n in range(2)))
    room.feed("absent")
    room.down("absent")
    first, second = (room.run("build", "--json", "--strict") for _ in range(2))
    assert (first.code, second.code) == (3, 3)
    assert first.json["sources_failed"] == second.json["sources_failed"] == ["absent"]
    assert first.json["findings"] == second.json["findings"]


def test_two_builds_at_once_make_one_edition(room: Room) -> None:
    """The second waits for the first and finds the day built."""
    room.feed("wire", *[piece(f"News number {n} of the day") for n in range(30)])
    command = room.command("build")
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=room.environment())
        for _ in range(2)
    ]
    said = [p.communicate(timeout=90) for p in both]
    assert [p.returncode for p in both] == [0, 0], said
    assert sum("already built" in out for out, _ in said) == 1
    assert len(room.told("2022-01-11")) == 30


def test_every_candidate_has_one_outcome_with_a_reason(room: Room) -> None:
    """The account closes: told, merged, held and passed add up to what was collected."""
    room.elsewhere = 3
    room.feed("wire", *[piece(f"Town number {n} reports something of its own") for n in range(40)])
    build(room, TUESDAY)
    rows = room.run("ledger", "--json", "--day", "2022-01-11").lines
    assert len(rows) == 40
    assert {row["outcome"] for row in rows} <= {"told", "merged", "passed", "held"}
    assert all(row["reason"] for row in rows)
    assert sum(row["outcome"] == "told" for row in rows) == 13  # News flash takes 10, Elsewhere 3


def test_a_text_over_the_terms_shortens_its_story_and_not_the_edition(room: Room) -> None:
    """One publisher's teaser of 501 characters never means no mail at 07:00."""
    long = "The council said " + "in a long and winding sentence that goes on " * 11 + "that it will meet again."
    room.feed("wire", piece("Council meets again", text=long), piece("Fresh news of the day"))
    build(room, TUESDAY)
    assert set(room.told("2022-01-11")) == {"Council meets again", "Fresh news of the day"}


def test_a_quiet_day_uses_no_number_and_decides_nothing(room: Room) -> None:
    """Too little news: no edition, and everything is still undecided for the next one."""
    room.settings = ""
    room.feed("wire", piece("Fresh news of the day"))
    text = (room.folder / "sources.yaml").read_text().replace("below: 1, publishers: 1", "below: 5, publishers: 1")
    (room.folder / "sources.yaml").write_text(text)
    result = room.run("build", "--json")
    assert result.code == 0, result.err
    assert result.json["state"] == "quiet"
    assert result.json["number"] is None
    assert not (room.folder / "outbox" / "2022-01-11").exists()
    assert [r["outcome"] for r in room.run("ledger", "--json").lines] == ["undecided"]
    assert room.run("build", "--strict").code == 3


def test_with_approval_required_a_build_writes_a_draft_and_decides_nothing(room: Room) -> None:
    """Approval names the revision that was read, and publishes it under the editor's name."""
    room.settings = "approval: required"
    room.feed("wire", piece("Fresh news of the day"), piece("Other news of the day"))
    built = room.run("build", "--json")
    assert built.json["state"] == "draft"
    assert not (room.folder / "outbox" / "2022-01-11").exists()
    rows = room.run("ledger", "--json").lines
    assert {r["outcome"] for r in rows} == {"undecided"}
    spiked = next(r["entry"] for r in rows if r["title"] == "Other news of the day")
    assert room.run("draft", "--by", "desk", "spike", spiked).code == 0
    stale = room.run("approve", "--by", "desk", "--revision", "0")
    assert stale.code == 4
    assert room.run("approve", "--by", "desk", "--revision", "1").code == 0
    assert room.told("2022-01-11") == ["Fresh news of the day"]
    assert "no editor has" not in room.html("2022-01-11")
    assert outcomes(room, TUESDAY, "2022-01-11")["Other news of the day"][0] == "spiked"


def test_stories_that_come_after_the_first_edit_wait_as_arrivals(room: Room) -> None:
    """The text never shifts under an editor's hands, and what waited is in the next edition."""
    room.settings = "approval: required"
    room.feed("wire", piece("Fresh news of the day"), piece("Other news of the day"))
    room.run("build")
    rows = room.run("ledger", "--json").lines
    held = next(r["entry"] for r in rows if r["title"] == "Other news of the day")
    room.run("draft", "hold", held)
    room.feed("post", piece("A story that came late in the morning", link="https://post.example/1"))
    later = "2022-01-11T05:30:00Z"
    room.run("build", at=later)
    shown = room.run("draft", "show", at=later).out
    assert "Arrived after the first edit" in shown
    assert room.run("approve", at=later).code == 0
    assert room.told("2022-01-11") == ["Fresh news of the day"]
    room.run("build", at=WEDNESDAY)
    assert room.run("approve", at=WEDNESDAY).code == 0
    assert set(room.told("2022-01-12")) == {"Other news of the day", "A story that came late in the morning"}


def test_an_editor_can_place_what_no_machine_may(room: Room) -> None:
    """An undated notice waits among the unplaced; a person puts it where it belongs."""
    room.settings = "approval: required"
    room.feed("wire", piece("An undated notice of the wire", at=None), piece("Fresh news of the day"))
    room.run("build")
    notice = next(r["entry"] for r in room.run("ledger", "--json").lines if r["title"].startswith("An undated"))
    placed = room.run("draft", "place", notice, "news-flash")
    assert placed.code == 0, placed.err
    assert room.run("approve", "--by", "desk").code == 0
    assert set(room.told("2022-01-11")) == {"An undated notice of the wire", "Fresh news of the day"}


def test_a_source_that_changes_its_text_costs_a_frozen_draft_nothing(room: Room) -> None:
    """The editor's page keeps the story as it was read, and says that the source has changed."""
    room.settings = "approval: required"
    link, text = "https://wire.example/1", "The council met in the capital on Monday and agreed on a budget."
    other = piece("Other news of the day")
    room.feed("wire", piece("Council agrees on a budget", text=text, link=link), other)
    room.run("build")
    spiked = next(r["entry"] for r in room.run("ledger", "--json").lines if r["title"] == "Other news of the day")
    room.run("draft", "spike", spiked)
    changed = "The council met in the capital on Monday and did not agree on anything at all."
    room.feed("wire", piece("Council does not agree", text=changed, link=link), other)
    room.run("collect", "--now", at="2022-01-11T05:40:00Z")
    approved = room.run("approve", "--by", "desk", at="2022-01-11T05:41:00Z")
    assert approved.code == 0, approved.err
    assert room.told("2022-01-11") == ["Council agrees on a budget"]
    assert "source" in approved.err
    assert "read the source again" in approved.err


def test_what_was_published_before_a_second_review_was_added_is_still_found(room: Room) -> None:
    """The folder of an edition does not move when the newsroom grows."""
    room.feed("wire", piece("Fresh news of the day"))
    build(room, TUESDAY)
    text = (room.folder / "sources.yaml").read_text()
    (room.folder / "sources.yaml").write_text(text + "reviews: {evening: {title: Evening Review}}\n")
    again = room.run("build", at="2022-01-11T05:00:00Z")
    assert again.code == 0, again.err
    assert "already built" in again.out
    assert (room.folder / again.out.splitlines()[1].strip()).is_file()
