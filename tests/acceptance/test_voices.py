"""Corroboration counts publishers: a reprint or a wire copy is not a second voice."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.newsroom import MORNING, Room, piece

WIRE = (
    "KYIV, Jan 10 (Reuters) - Monitors near Popasna counted two attacks by armed formations on Monday and one soldier "
    "wounded. Shelling stopped at noon near Katerynivka. The monitors asked both sides to keep to the ceasefire."
)
FIRST = piece("Monitors count two attacks near Popasna", "2022-01-10T15:00:00Z", text=WIRE, link="https://a.example/1")
COPY = piece(
    "A loud night on the front line",
    "2022-01-10T16:00:00Z",
    text=f"{WIRE} More in our evening bulletin.",
    link="https://b.example/1",
)
OWN = piece(
    "Monitors count two attacks near Popasna",
    "2022-01-10T17:00:00Z",
    text="Our reporter was in Popasna when the shelling began. Monitors wrote down two attacks near Katerynivka.",
    link="https://c.example/1",
)


def room(folder: Path, least: int) -> Room:
    """Three feeds; a section that asks for so many publishers comes first."""
    made = Room(folder=folder)
    made.feed("alpha", FIRST)
    made.feed("beta", COPY)
    made.feed("gamma", OWN)
    config = folder / "sources.yaml"
    text = config.read_text(encoding="utf-8")
    taken = f"  - title: Confirmed\n    style: briefs\n    take: {{min_publishers: {least}}}\n  - title: News flash"
    config.write_text(text.replace("  - title: News flash", taken), encoding="utf-8")
    return made


def sections(made: Room) -> dict[str, list[str]]:
    edition = json.loads((made.folder / "outbox" / "2022-01-11" / "edition.json").read_text(encoding="utf-8"))
    return {s["title"]: [b["kind"] for b in s["blocks"]] for s in edition["sections"] if s["title"]}


def test_two_publishers_with_one_wire_text_and_a_third_are_two_voices(tmp_path: Path) -> None:
    """Enough for a section that asks for two."""
    made = room(tmp_path, 2)
    assert made.run("build", at=MORNING).code == 0
    assert sections(made)["Confirmed"] == ["story"]
    explained = made.run("explain", "https://c.example/1", at=MORNING).out
    assert "2 publishers" in explained


def test_they_are_not_three(tmp_path: Path) -> None:
    """Not enough for one that asks for three."""
    made = room(tmp_path, 3)
    assert made.run("build", at=MORNING).code == 0
    assert "Confirmed" not in sections(made)
    assert "News flash" in sections(made)


def test_the_copy_says_that_it_is_one(tmp_path: Path) -> None:
    """Words that a person checks in seconds."""
    made = room(tmp_path, 2)
    assert made.run("build", at=MORNING).code == 0
    assert "the same text under another headline as " in made.run("explain", "https://b.example/1", at=MORNING).out


def test_a_quiet_day_counts_voices(tmp_path: Path) -> None:
    """Two feeds with one wire text are one publisher, which is too little where two are asked for."""
    for name, second, state in (("copy", COPY, "quiet"), ("own", OWN, "published")):
        made = Room(folder=tmp_path / name)
        made.feed("alpha", FIRST)
        made.feed("beta", second)
        config = made.folder / "sources.yaml"
        text = config.read_text(encoding="utf-8").replace("{below: 1, publishers: 1}", "{below: 1, publishers: 2}")
        config.write_text(text, encoding="utf-8")
        assert made.run("build", "--json", at=MORNING).json["state"] == state
