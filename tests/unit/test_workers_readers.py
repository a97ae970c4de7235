"""Parsing in processes that can be killed: what a body costs, at worst, is its own source."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

import pytest

from newsletter import workers
from newsletter.errors import ParseError
from newsletter.model.base import SourceName
from newsletter.model.feeds import Body, Feed, Fetched, FetchOutcome, Unchanged
from newsletter.parse import cut, parse
from newsletter.workers import ENOUGH, SMALL, Limits, Readers, answer, prepared


def body(name: str, data: bytes, *, known: str = "") -> Body:
    fetched = Fetched(source=SourceName(name), body=data, url=f"https://{name}.example/feed")
    return Body(fetched=fetched, digest=hashlib.sha256(data).hexdigest(), known=known)


def rss(*texts: str) -> bytes:
    items = "".join(f"<item><title>Entry {n}</title><description>{t}</description></item>" for n, t in enumerate(texts))
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()


def large() -> bytes:
    """More than is read in this process."""
    return rss(*["Words of a long report. " * 100] * 60)


def read(*bodies: FetchOutcome | Body, limits: Limits | None = None) -> dict[str, Feed | ParseError | None]:
    found = Readers(limits)(bodies)
    return {(o.fetched if isinstance(o, Body) else o).source: answer for o, answer in found}


def read_here(one: Body) -> Feed | ParseError | None:
    """The answer, if it is given in this process."""
    job = prepared(one)
    return answer(job) if job.plain else None


def processes() -> set[int]:
    """Our children that live."""
    path = Path(f"/proc/self/task/{threading.get_native_id()}/children")
    if not path.exists():
        pytest.skip("this system has no /proc")
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def test_a_large_body_is_read_elsewhere_and_just_as_here() -> None:
    """Field by field."""
    data = large()
    assert read_here(body("wire", data)) is None
    found = read(body("wire", data))["wire"]
    assert isinstance(found, Feed)
    assert found.entries == parse(body("wire", data).fetched).entries
    assert found.entry_hashes == cut(body("wire", data).fetched).hashes


def test_a_small_plain_body_is_read_here() -> None:
    """Starting a process would cost more than reading it."""
    before = processes()
    bodies: list[FetchOutcome | Body] = [body(f"s{n}", rss("Text.")) for n in range(5)]

    def watched() -> Iterator[FetchOutcome | Body]:
        for one in bodies:
            yield one
            assert processes() == before

    assert sum(isinstance(answer, Feed) for _, answer in Readers()(watched())) == 5


def test_a_large_body_with_little_news_is_read_here() -> None:
    """What counts is what is left after cutting."""
    data = large()
    known = cut(body("wire", data).fetched).hashes
    found = read_here(
        body("wire", data.replace(b"</channel>", b"<item><title>New</title></item></channel>"), known=known)
    )
    assert isinstance(found, Feed)
    assert [e.title for e in found.entries] == ["New"]


@pytest.mark.parametrize(
    "data",
    [
        rss("x" * 3_000),
        rss("&lt;b&gt;" * 2_100),
        b"<!DOCTYPE rss>" + rss("Text.").replace(b"</rss>", b""),
        rss("Text.") + b"<",
        b"{",
        b"words",
    ],
    ids=["long word", "many tags", "not closed", "trailing", "broken JSON", "text"],
)
def test_what_is_small_but_not_plain_is_read_elsewhere(data: bytes) -> None:
    """Parsers were never tested with it."""
    assert len(data) < SMALL
    assert read_here(body("wire", data)) is None


def test_many_small_bodies_are_shared_with_other_processes() -> None:
    """From 256 KB on, with one process: a second would cost more than it saves. Each is answered once, as it is."""
    bodies = [body(f"s{n}", rss(*[f"Report {n}, with some words. " * 20] * 30)) for n in range(60)]
    assert sum(len(b.fetched.body) for b in bodies) > 3 * ENOUGH
    before, most = processes(), 0
    found: dict[str, Feed | ParseError | None] = {}
    for outcome, given in Readers()(bodies):
        assert isinstance(outcome, Body)
        most = max(most, len(processes() - before))
        found[outcome.fetched.source] = given
    assert found == {b.fetched.source: answer(prepared(b)) for b in bodies}
    assert most == 1


def test_bodies_that_wait_bring_a_second_process() -> None:
    """A cold start: everything has to be read."""
    bodies = [body(f"s{n}", large()) for n in range(12)]
    before, most = processes(), 0
    for _ in Readers()(bodies):
        most = max(most, len(processes() - before))
    assert most == 2


def test_other_outcomes_pass_through() -> None:
    """In whatever order bodies are ready."""
    found = read(Unchanged(source=SourceName("same")), body("wire", large()), Unchanged(source=SourceName("too")))
    assert found["same"] is None and found["too"] is None
    assert isinstance(found["wire"], Feed)


def test_what_is_no_feed_is_an_error_in_words() -> None:
    """As if it had been read here."""
    found = read(body("page", b"<html><body>" + b"<p>words</p>" * 10_000), body("wire", rss("Text.")))
    assert isinstance(found["page"], ParseError) and "an HTML page" in str(found["page"])
    assert isinstance(found["wire"], Feed)


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    """A process that does what a title asks for: `sitecustomize` is what Python itself runs at its start."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys, threading\n"
        "if '-m' in sys.orig_argv and 'newsletter.workers' in sys.orig_argv:\n"
        "    import newsletter.parse.feed as feed\n"
        "    read = feed.read\n"
        "    def trapped(fetched):\n"
        "        if b'HANG' in fetched.body: threading.Event().wait()\n"
        "        if b'SPIN' in fetched.body:\n"
        "            while True: pass\n"
        "        if b'DIE' in fetched.body: os.abort()\n"
        "        if b'EAT' in fetched.body: bytearray(2**31)\n"
        "        if b'NOISE' in fetched.body: print('noise', flush=True)\n"
        "        return read(fetched)\n"
        "    import newsletter.parse\n"
        "    newsletter.parse.FORMATS = {**newsletter.parse.FORMATS, 'feed': trapped}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return ()


@pytest.mark.parametrize(("what", "words"), [("HANG", "longer than 1 seconds"), ("SPIN", "longer than 1 seconds")])
def test_a_body_that_hangs_costs_one_feed(trap: None, what: str, words: str) -> None:
    """The process is killed, the next body gets a new one, and nothing is left behind."""
    before = processes()
    found = read(
        body("bad", large() + what.encode()), *(body(f"s{n}", large()) for n in range(4)), limits=Limits(seconds=1)
    )
    error = found.pop("bad")
    assert isinstance(error, ParseError) and words in str(error) and error.hint
    assert all(isinstance(answer, Feed) for answer in found.values()) and len(found) == 4
    assert processes() == before


@pytest.mark.parametrize(("what", "words"), [("DIE", "broke the parser"), ("EAT", "MemoryError|memory|MB")])
def test_a_body_that_kills_its_process_or_eats_memory_costs_one_feed(trap: None, what: str, words: str) -> None:
    """Whatever ends it."""
    import re

    found = read(body("bad", large() + what.encode()), body("s1", large()), body("s2", large()), body("s3", large()))
    error = found.pop("bad")
    assert isinstance(error, ParseError) and re.search(words, str(error))
    assert all(isinstance(answer, Feed) for answer in found.values()) and len(found) == 3


def test_what_a_parser_prints_is_no_answer(trap: None) -> None:
    """Standard output carries the answers, so nobody else writes there."""
    assert isinstance(read(body("loud", large().replace(b"Entry 1<", b"NOISE<")))["loud"], Feed)


def test_every_process_may_hang_at_once(trap: None) -> None:
    """Two hang, and what waits behind them is read."""
    bad = [body(f"bad{n}", large() + b"HANG") for n in range(3)]
    found = read(*bad, *(body(f"s{n}", large()) for n in range(3)), limits=Limits(seconds=1))
    assert sum(isinstance(answer, ParseError) for answer in found.values()) == 3
    assert sum(isinstance(answer, Feed) for answer in found.values()) == 3


def test_nothing_is_left_behind_by_whoever_stops_early() -> None:
    """Ctrl-C, or an error while storing."""
    before = processes()
    answers = Readers()(body(f"s{n}", large()) for n in range(6))
    assert isinstance(answers, Generator)
    next(answers)
    answers.close()
    assert processes() == before


def test_a_process_is_given_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading needs none."""
    monkeypatch.setenv("NEWSLETTER_SECRET", "hush")
    reader = workers._Reader(Limits())
    try:
        environment = Path(f"/proc/{reader._process.pid}/environ")
        if not environment.exists():
            pytest.skip("this system has no /proc")
        assert b"hush" not in environment.read_bytes()
    finally:
        reader.close()


def test_a_process_ends_with_whoever_started_it() -> None:
    """When its input ends, so does it."""
    reader = workers._Reader(Limits())
    assert reader._process.stdin is not None
    reader._process.stdin.close()
    assert reader._process.wait(timeout=20) == 0
    reader.close()


NASTY = {
    "open divs": "&lt;div&gt;" * 950,
    "open brackets": "&lt;" * 1900 + "a",
    "references": "&amp;amp; " * 1900,
    "commas": "a,b " * 11_000,
    "addresses": "a@b " * 11_000,
    "dots": "a.b.c. " * 6_000,
    "spaces": " " * 45_000,
    "lines": "\n" * 45_000,
    "quotes": "\"' " * 15_000,
    "attributes": "&lt;a " + "b=c " * 10_000 + "&gt;",
    "dashes": "&lt;!-- " * 1800,
    "equals": "= " * 22_000,
    "brackets": "( [ { " * 7_000,
}


@pytest.mark.parametrize("place", ["title", "description", "author", "category", "pubDate", "guid", "link"])
def test_what_is_read_here_never_takes_long(place: str) -> None:
    """The worst that a small plain body can do, in every place that somebody looks at: CPU time, not a clock's."""
    for name, text in NASTY.items():
        data = rss("Text.").replace(b"<title>Entry 0", f"<{place}>{text}</{place}><title>Entry 0".encode())
        start = os.times()
        read_here(body("wire", data))
        used = os.times().user - start.user
        assert used < 3, (place, name, used)


def test_a_deadline_is_no_reason_to_doubt_that_the_feed_is_valid() -> None:
    """A long feed on a busy machine may be as valid as any: its publisher is not sent to a validator."""
    ((_, found),) = Readers(Limits(seconds=0.01))([body("s", large())])
    assert isinstance(found, ParseError) and "longer than" in str(found)
    assert "validator" not in found.hint and "try again" in found.hint
