"""What editors say of grouping, with contradictions and reprints: the same today, tomorrow, undone and forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.newsroom import Result, Room, piece

MONDAY, LATER, TUESDAY = "2022-01-10T04:30:00Z", "2022-01-10T04:40:00Z", "2022-01-11T04:30:00Z"
OTHERS = {
    "wire": "Talks end in Geneva without a result",
    "post": "Court freezes property of a former president",
    "desk": "Farmers count what the frost has left of vines",
}
AGENCY = (
    "Envoys of both sides ended eight hours of talks in Geneva and agreed on nothing, the hosts said. They meet again."
)
OWN = "The delegations left the hotel in Geneva late without a result after a day of talks, a spokesman for it told us."
REPORTS = {  # the second reprints the first
    "wire": ("Talks end in Geneva without a result", AGENCY),
    "post": ("Geneva talks end without any result, hosts say", AGENCY),
    "desk": ("Without a result: talks in Geneva end", OWN),
}


def newsroom(folder: Path, feeds: dict[str, tuple[str, str]]) -> tuple[Room, dict[str, str]]:
    """With Monday's draft, and the ids of its entries by source; the first source was the first to report."""
    room = Room(folder=folder, settings="approval: required")
    for n, (name, (title, text)) in enumerate(feeds.items()):
        room.feed(name, piece(title, f"2022-01-09T2{n}:00:00Z", text=text, link=f"https://{name}.example/a"))
    assert room.run("build", at=MONDAY).code == 0
    return room, {e["source"]: e["id"] for e in room.run("entries", "--json").lines}


def stories(room: Room, known: dict[str, str], at: str) -> set[frozenset[str]]:
    """Who stands together in the draft, by source."""
    names = {i[:8]: name for name, i in known.items()}
    told: list[set[str]] = []
    for line in room.run("draft", "show", at=at).out.splitlines():
        found = {names[i[:8]] for i in re.findall(r"\[([0-9a-f]{8,})\]", line)}
        if line.startswith("**"):
            told.append(found)
        elif line.startswith("—"):
            told[-1] |= found
    return {frozenset(t) for t in told}


def call(room: Room, known: dict[str, str], words: str, at: str = LATER) -> Result:
    """A command in which sources stand for their entries."""
    done = room.run(*(known.get(w, w) for w in words.split()), at=at)
    assert done.code == 0, done.err
    return done


def together(*groups: str) -> set[frozenset[str]]:
    return {frozenset(g.split()) for g in groups}


def test_of_contradicting_words_the_later_count_today_and_tomorrow(tmp_path: Path) -> None:
    """Joined one after the other, then two of the three kept apart: who was joined last stays, and it is said."""
    room, known = newsroom(tmp_path, {n: (t, "") for n, t in OTHERS.items()})
    call(room, known, "join wire post --by Olena")
    call(room, known, "join wire desk --by Petro")
    said = call(room, known, "join --never post desk --by Ira").out
    assert "this overrules what Olena on 10 January 2022 said" in said
    apart = together("wire desk", "post")
    assert stories(room, known, LATER) == apart
    (lost,) = [b for b in call(room, known, "join --list --json").lines if b["overruled"]]
    assert (lost["kind"], lost["by"]) == ("join", "Olena")

    call(room, known, "join --forget post desk")
    assert stories(room, known, LATER) == together("wire post desk")
    call(room, known, "draft undo 4")  # the forgetting itself is taken back
    assert stories(room, known, LATER) == apart
    call(room, known, "build", at=TUESDAY)
    assert stories(room, known, TUESDAY) == apart


def test_never_of_two_that_are_apart_already_says_so_and_can_be_said_twice(tmp_path: Path) -> None:
    """Nothing of today's draft changes, and there is one sentence, not two."""
    room, known = newsroom(tmp_path, {n: (t, "") for n, t in OTHERS.items()})
    for words in ("join --never wire post", "join --never post wire"):
        assert "they are two stories of today's draft already" in call(room, known, words).out
    assert len(call(room, known, "join --list --json").lines) == 1
    assert stories(room, known, LATER) == together("wire", "post", "desk")


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("split wire", ("wire post", "desk")),  # its reprint goes along
        ("split post", ("wire desk", "post")),  # a reprint of the lead leaves alone: that is what was said
        ("join --never post desk", ("wire post", "desk")),
        ("join --never wire post", ("wire desk", "post")),
    ],
)
def test_a_reprint_goes_with_what_it_reprints_today_and_tomorrow(
    tmp_path: Path, words: str, left: tuple[str, ...]
) -> None:
    """Until somebody says otherwise of the two; undo makes all of it one story again."""
    room, known = newsroom(tmp_path, REPORTS)
    assert stories(room, known, LATER) == together("wire post desk")
    said = call(room, known, words).out
    assert ("goes along: it has the same text" in said) == (words == "split wire")
    assert stories(room, known, LATER) == together(*left)
    call(room, known, "build", at=TUESDAY)
    assert stories(room, known, TUESDAY) == together(*left)
    call(room, known, "draft --day 2022-01-10 undo 1", at=LATER)
    assert stories(room, known, LATER) == together("wire post desk")


def test_what_is_said_after_publishing_holds_for_later_groupings_only(tmp_path: Path) -> None:
    """A draft's edits are over then; unknown entries, one entry alone and a spent number are refused in words."""
    room, known = newsroom(tmp_path, {n: (t, "") for n, t in OTHERS.items()})
    assert room.run("approve", "--by", "Olena", at=LATER).code == 0
    assert "the edition of today is published" in call(room, known, "join wire post").out
    assert "the edition of today is published" in call(room, known, "lead desk").out
    assert room.run("draft", "undo", "1", at=LATER).code == 4
    for wrong in (["join", known["wire"], "ffffffff"], ["join", "--never", known["wire"]], ["join", "--forget", "9"]):
        done = room.run(*wrong, at=LATER)
        assert (done.code, "hint:" in done.err) == (2, True)
    call(room, known, "join --forget wire post", at=TUESDAY)
    assert [b["kind"] for b in call(room, known, "join --list --json", at=TUESDAY).lines] == ["lead"]
