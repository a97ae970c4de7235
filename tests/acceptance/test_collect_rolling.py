"""A rolling article read again: a new dated part is another version of the same entry, never another entry."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support.loopback import Loopback, Route, answer
from tests.support.newsroom import Room, piece

OPENING = "Talks on the river end\n\nThe two towns ended their talks without a result, their mayors said on Monday.\n"
PARTS = (
    ("2022-01-11", "A dead end", "The upper town described the talks on Tuesday as disappointing and wants others."),
    ("2022-01-13", "The sluice opens", "The lower town opened its sluice on Thursday, three weeks before the date."),
    (
        "2022-01-17",
        "The sluice closes",
        "On Monday the lower town closed the sluice again, and said nothing about why.",
    ),
)


def shared_seed() -> Path | None:
    named = os.environ.get("NEWSLETTER_SHARED")
    folder = (Path(named) if named else Path(__file__).resolve().parents[3] / "shared") / "seeds"
    return next(iter(sorted(folder.glob("004_*.txt"))), None)


def allow(room: Room) -> None:
    room.write()
    file = room.folder / "sources.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "network: {allow: [127.0.0.0/8], per_host: {connections: 8, gap: 0s}}\n", encoding="utf-8")


def text_page(text: str) -> bytes:
    return answer(text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})


def heading(day: str) -> str:
    year, month, date = day.split("-")
    return f"UPDATE {date}/{month}/{year}"


def growing() -> list[tuple[str, str]]:
    """(day, the page as it was then)."""
    pages, text = [("2022-01-10", OPENING)], OPENING
    for day, title, words in PARTS:
        text += f"\n{heading(day)}\n\n{title}\n\n{words}\n"
        pages.append((day, text))
    return pages


def versions(room: Room, source: str) -> Mapping[str, Any]:
    """Everything that the one entry of a source has said."""
    (entry,) = room.run("entries", "--json", "--source", source).lines
    (found,) = room.run("entries", "--versions", entry["id"], "--json").lines
    return dict(found)


def added(step: Mapping[str, Any]) -> str:
    """The sentences that a step added; it changed nothing else."""
    assert all(change["old"] is None and change["where"] == "text" for change in step["changes"]), step
    return " ".join(change["new"] for change in step["changes"])


def test_a_clip_that_went_on_is_one_entry_whose_new_text_is_the_new_part(room: Room) -> None:
    """Day by day; the command names the part."""
    routes: dict[str, Route] = {}
    with Loopback(routes) as server:
        room.feed("wire", piece("Envoys open a round of talks in Geneva"))
        allow(room)
        for number, (day, text) in enumerate(growing()):
            routes["/talks"] = text_page(text)
            result = room.run("clip", f"{server.url}/talks", at=f"{day}T18:00:00Z")
            assert result.code == 0, result.err
            assert result.out.count("new since the last clip") == (1 if number else 0)
            if number:
                assert result.out.splitlines()[-2].endswith(f": {PARTS[number - 1][1]}")
    said = versions(room, "clips: 127.0.0.1")
    assert said["version"] == 4
    assert [added(step) for step in said["steps"]] == [words for _, _, words in PARTS]
    assert said["versions"][-1]["content_text"].startswith(PARTS[-1][2])


def test_a_fetched_article_that_went_on_is_one_entry_whose_new_text_is_the_new_part(room: Room) -> None:
    """The feed says that its old entry was updated; the page is read again however old the entry is."""
    routes: dict[str, Route] = {}
    with Loopback(routes) as server:
        for day, text in growing():
            routes["/talks"] = text_page(text)
            entry = (
                f"<entry><id>urn:talks</id><title>Talks on the river end</title><link href='{server.url}/talks'/>"
                f"<published>2022-01-10T12:00:00Z</published><updated>{day}T12:00:00Z</updated>"
                "<summary>The mayors met.</summary></entry>"
            )
            room.feed("rolling", settings="article: fetch")
            (room.folder / "feeds" / "rolling.xml").write_text(
                f"<feed xmlns='http://www.w3.org/2005/Atom'><title>River</title>{entry}</feed>", encoding="utf-8"
            )
            allow(room)
            result = room.run("collect", "--now", at=f"{day}T18:00:00Z")
            title = next((t for d, t, _ in PARTS if d == day), None)
            assert ("“Talks on the river end” goes on" in result.out) is (title is not None)
            assert title is None or f", {title}" in result.out
    said = versions(room, "rolling")
    assert [added(step) for step in said["steps"]] == [words for _, _, words in PARTS]


def test_the_seed_of_seven_parts_grows_day_by_day_into_one_entry(room: Room) -> None:
    """What stood on the page each day: seven versions, and each adds exactly the words of its part."""
    seed = shared_seed()
    if seed is None:
        pytest.skip("needs the seeds: set NEWSLETTER_SHARED to a folder with seeds/004_*.txt")
    lines = seed.read_text(encoding="utf-8").splitlines()
    heads = [i for i, line in enumerate(lines) if line.startswith("UPDATE ")]
    days = ["2022-01-12", *("-".join(reversed(lines[i].split()[1].split("/"))) for i in heads)]
    assert len(days) == 7
    routes: dict[str, Route] = {}
    with Loopback(routes) as server:
        room.feed("wire", piece("Envoys open a round of talks in Geneva"))
        allow(room)
        for day, end in zip(days, [*heads, len(lines)], strict=True):
            routes["/talks"] = text_page("\n".join(lines[:end]))
            result = room.run("clip", f"{server.url}/talks", at=f"{day}T20:00:00Z")
            assert result.code == 0, result.err
            assert result.out.count("new since the last clip") == (day != days[0])
    said = versions(room, "clips: 127.0.0.1")
    texts = [v["content_text"] for v in said["versions"]]
    assert len(texts) == 7
    for step, before, after in zip(said["steps"], texts, texts[1:], strict=False):
        assert after.endswith(before)  # the newest part stands first, all else stays
        part = after.removesuffix(before).split()
        assert added(step).split() == part and len(part) >= 40
