"""file: sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, Fetched, FetchOutcome, FetchRequest, Unchanged, Validators
from newsletter.model.rules import Network


def read(newsroom: Path, url: str, known: Validators | None = None) -> FetchOutcome:
    """The outcome of reading one file: URL."""
    request = FetchRequest(source=SourceName("wire"), url=url, validators=known or Validators())
    (outcome,) = Fetcher(newsroom, Network(), "test", bounds=Bounds(size=100))([request])
    return outcome


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "wire.xml").write_bytes(b"<rss/>")
    (tmp_path / "feeds" / "a b?.xml").write_bytes(b"<rss/>")
    return tmp_path


@pytest.mark.parametrize("url", ["file:feeds/wire.xml", "file:./feeds/wire.xml", "FILE:feeds/a%20b%3F.xml"])
def test_a_relative_path_starts_at_the_newsroom(newsroom: Path, url: str) -> None:
    """Wherever the program was called."""
    outcome = read(newsroom, url)
    assert isinstance(outcome, Fetched)
    assert (outcome.body, outcome.url, outcome.moved_to) == (b"<rss/>", url, None)


@pytest.mark.parametrize("start", ["file://", "file://localhost", "file:"])
def test_an_absolute_path_is_taken_as_it_is(newsroom: Path, start: str) -> None:
    """RFC 8089, with and without the authority."""
    assert isinstance(read(newsroom / "elsewhere", f"{start}{newsroom}/feeds/wire.xml"), Fetched)


def test_an_unchanged_file_is_unchanged_and_a_changed_one_is_not(newsroom: Path) -> None:
    """By content, not by date: a checkout or a copy changes nothing."""
    first = read(newsroom, "file:feeds/wire.xml")
    assert isinstance(first, Fetched)
    os.utime(newsroom / "feeds/wire.xml", (0, 0))
    assert read(newsroom, "file:feeds/wire.xml", first.validators) == Unchanged(
        source=SourceName("wire"), validators=first.validators
    )
    (newsroom / "feeds/wire.xml").write_bytes(b"<rss />")
    assert isinstance(read(newsroom, "file:feeds/wire.xml", first.validators), Fetched)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:feeds/none.xml", "does not exist"),
        ("file:feeds", "is a folder"),
        ("file:feeds/wire.xml/x", "cannot be read"),
        ("file:///dev/zero", "no regular file"),
        ("file://elsewhere/feeds/wire.xml", "another machine"),
        ("file:feeds/%00.xml", "cannot be read"),
        ("file:empty.xml", "is empty"),
        ("file:large.xml", "is larger than"),
        ("ftp://example.org/x", "begins with none of file:, http:, https:"),
        ("feeds/wire.xml", "begins with none of"),
    ],
)
def test_what_cannot_be_read_fails_in_words(newsroom: Path, url: str, words: str) -> None:
    """One line, no exception."""
    (newsroom / "empty.xml").touch()
    (newsroom / "large.xml").write_bytes(b"x" * 101)
    outcome = read(newsroom, url)
    assert isinstance(outcome, Failed)
    assert words in outcome.error and "\n" not in outcome.error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything: run the tests as another user")
def test_a_file_without_permission_fails_in_words(newsroom: Path) -> None:
    """It is there, and that is said."""
    (newsroom / "feeds/wire.xml").chmod(0)
    outcome = read(newsroom, "file:feeds/wire.xml")
    assert isinstance(outcome, Failed) and "may not be read" in outcome.error


def test_a_pipe_is_not_waited_for(newsroom: Path) -> None:
    """A named pipe would block for ever."""
    os.mkfifo(newsroom / "pipe.xml")
    outcome = read(newsroom, "file:pipe.xml")
    assert isinstance(outcome, Failed) and "no regular file" in outcome.error
