"""A language model in the daily job: it helps where it is installed, and costs nothing where it is not."""

from __future__ import annotations

import sqlite3

import pytest

from newsletter.embed import installed
from tests.support.newsroom import Room, piece

OIL = "Oil price jumps after pipeline blast"
CRUDE = "Crude surges following explosion on pipeline"
OTHERS = (
    "Parliament passes the budget for next year after a night of votes",
    "Heavy rain floods streets in the southern port",
    "Central bank leaves interest rates where they are",
    "Museum opens an exhibition of early photographs",
)


@pytest.fixture
def asked(room: Room) -> Room:
    """A newsroom that asks for the semantic model."""
    room.feed("wire", *(piece(t) for t in (OIL, *OTHERS)))
    room.feed("post", piece(CRUDE, link="https://post.example/crude"))
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text() + "grouping: {meaning: semantic}\n")
    return room


def test_a_build_needs_no_model(asked: Room) -> None:
    """With it two headlines in other words are one story, without it they are two; the edition is made either way."""
    built = asked.run("build", "--json")
    assert built.code == 0, built.err
    assert built.json["stories"] == (5 if installed("semantic") else 6)


def test_check_says_what_entries_are_compared_by(asked: Room) -> None:
    """A model that is asked for and not there is an error with the line that installs it."""
    said = asked.run("check").out
    if installed("semantic"):
        assert "ok       grouping: entries are compared by words and meaning (semantic)" in said
    else:
        assert "error    grouping: " in said and "pip install 'newsletter[semantic]'" in said


@pytest.mark.skipif(not installed("semantic"), reason="needs pip install 'newsletter[semantic]'")
def test_a_model_reads_each_entry_once(asked: Room) -> None:
    """What it made is kept in the store; the second collecting makes nothing."""
    first = asked.run("collect", "--now")
    assert "meanings made=6" in first.err
    assert "meanings" not in asked.run("collect", "--now").err
    with sqlite3.connect(asked.folder / "var" / "newsletter.db") as store:
        assert store.execute("select count(*), min(length(vector)) from vectors").fetchone() == (6, 512)


def test_a_model_that_nobody_knows_is_refused(asked: Room) -> None:
    """With what is allowed."""
    config = asked.folder / "sources.yaml"
    config.write_text(config.read_text().replace("meaning: semantic", "meaning: oracle"))
    refused = asked.run("check")
    assert refused.code == 2 and "multilingual" in refused.err
