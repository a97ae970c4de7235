"""Pages of articles are read in processes that can be killed: what a page costs, at worst, is its own text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pytest

from newsletter import article
from newsletter.errors import ParseError
from newsletter.model.articles import Article
from newsletter.model.base import SourceName
from newsletter.model.feeds import Fetched
from newsletter.workers import Limits, Pages
from tests.unit.test_workers_readers import processes

SEEN = dt.datetime(2022, 1, 11, 6, tzinfo=dt.UTC)
WORDS = "The council of the upper town agreed on Monday to buy a second ferry, which will run from the spring."


def page(name: str, *more: str) -> Fetched:
    text = "".join(f"<p>{w}</p>" for w in (WORDS, *more))
    html = f"<html lang='en'><head><title>Ferry {name}</title></head><body><h1>Ferry {name}</h1>{text}</body></html>"
    return Fetched(
        source=SourceName(name), body=html.encode(), url=f"https://{name}.example/", content_type="text/html"
    )


def read(*pages: Fetched, limits: Limits | None = None) -> dict[str, Article | ParseError]:
    return {fetched.source: found for fetched, found in Pages(limits)(pages, SEEN)}


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    """A process that does what a page asks for: `sitecustomize` is what Python itself runs at its start."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, threading\n"
        "if '-m' in sys.orig_argv and 'newsletter.workers' in sys.orig_argv:\n"
        "    import newsletter.article as article\n"
        "    read = article.read\n"
        "    def trapped(body, **more):\n"
        "        if b'HANG' in body: threading.Event().wait()\n"
        "        if b'DIE' in body: os.abort()\n"
        "        if b'EAT' in body: bytearray(2**31)\n"
        "        return read(body, **more)\n"
        "    article.read = trapped\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return ()


def test_a_page_is_read_elsewhere_and_just_as_here() -> None:
    """The same article; what is no article is an error in words."""
    one, none = (
        page("one"),
        Fetched(source=SourceName("none"), body=b"<html><body></body></html>", url="https://n.example/"),
    )
    found = read(one, none)
    assert found["one"] == article.read(one.body, url=one.url, content_type=one.content_type, seen=SEEN)
    assert isinstance(found["none"], ParseError) and found["none"].hint


@pytest.mark.parametrize(
    ("what", "words"), [("HANG", "longer than 2 seconds"), ("DIE", "broke the parser"), ("EAT", "memory")]
)
def test_a_page_that_hangs_dies_or_eats_memory_costs_itself(trap: None, what: str, words: str) -> None:
    """The process is killed, the next page gets a new one, nothing is left behind, and the hint speaks of a page."""
    before = processes()
    found = read(page("bad", what), *(page(f"p{n}") for n in range(3)), limits=Limits(seconds=2))
    error = found.pop("bad")
    assert isinstance(error, ParseError) and words in str(error) and "browser" in error.hint
    assert all(isinstance(answer, Article) for answer in found.values()) and len(found) == 3
    assert processes() == before


def test_no_page_starts_no_process() -> None:
    """A process costs more than most polls."""
    before = processes()
    assert read() == {}
    assert processes() == before
