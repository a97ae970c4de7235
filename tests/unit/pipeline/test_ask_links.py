"""Links are asked politely, within bounds, and remembered."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, Fetched, FetchOutcome, FetchRequest, Gone
from newsletter.model.rendered import LinkAnswer
from newsletter.outbox import LinkAnswers
from newsletter.pipeline.links import KEPT, MOST, OF_ONE_HOST, ask_links
from tests.support import make

NOW = make.at("2022-01-11T04:30Z")
WIRE = "https://wire.example/a"


class Web:
    """web.says(url, 404); everything else answers."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._status: dict[str, int | None] = {}

    def says(self, url: str, status: int | None) -> None:
        self._status[url] = status

    def __call__(self, requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        for request in requests:
            self.asked.append(request.url)
            yield self._outcome(request.source, request.url)

    def _outcome(self, name: SourceName, url: str) -> FetchOutcome:
        if url not in self._status:
            return Fetched(source=name, body=b"<p>", url=url)
        status = self._status[url]
        if status == 410:
            return Gone(source=name)
        return Failed(source=name, error=f"it answers {status}" if status else "no such host", status=status)


class Memory:
    """A `ports.LinkMemory`."""

    def __init__(self) -> None:
        self.kept: Mapping[str, LinkAnswer] = {}

    def answers(self) -> Mapping[str, LinkAnswer]:
        return self.kept

    def keep(self, answers: Mapping[str, LinkAnswer]) -> None:
        self.kept = dict(answers)


@pytest.mark.parametrize(
    ("status", "ok"), [(404, False), (410, False), (500, False), (None, False), (403, True), (429, True), (999, True)]
)
def test_what_an_answer_says_of_a_link(status: int | None, ok: bool) -> None:
    """A refusal of robots is none of readers."""
    web = Web()
    web.says(WIRE, status)
    answer = ask_links([WIRE], fetch=web, memory=Memory(), now=NOW)[WIRE]
    assert answer.ok is ok and bool(answer.words) is not ok


def test_an_answer_is_remembered_for_a_day() -> None:
    """A preview and a second build ask nobody; a day later it may be another."""
    web, memory = Web(), Memory()
    ask_links([WIRE], fetch=web, memory=memory, now=NOW)
    ask_links([WIRE], fetch=web, memory=memory, now=NOW + KEPT)
    assert web.asked == [WIRE]
    ask_links([WIRE], fetch=web, memory=memory, now=NOW + KEPT + dt.timedelta(seconds=1))
    assert web.asked == [WIRE, WIRE]


def test_few_of_one_host_and_few_in_all() -> None:
    """And none of a host whose answer says nothing."""
    web = Web()
    urls = [f"{WIRE}/{n}" for n in range(9)] + [f"https://h{n}.example/" for n in range(99)] + ["https://x.com/a"]
    ask_links(urls, fetch=web, memory=Memory(), now=NOW)
    assert len(web.asked) == MOST and "https://x.com/a" not in web.asked
    assert sum(u.startswith(WIRE) for u in web.asked) == OF_ONE_HOST


def test_when_nothing_answers_it_is_our_own_line() -> None:
    """Nothing is said of the links, and nothing is remembered."""
    web, memory = Web(), Memory()
    urls = [f"https://h{n}.example/" for n in range(6)]
    for url in urls:
        web.says(url, None)
    assert ask_links(urls, fetch=web, memory=memory, now=NOW) == {} == memory.kept
    assert len(ask_links([*urls, WIRE], fetch=web, memory=memory, now=NOW)) == 7


def test_a_host_that_never_answers_costs_the_seconds_and_no_more() -> None:
    """What came before is told; what did not come is not known, and so no finding."""
    never = threading.Event()
    other = "https://slow.example/"

    def slow(requests: Sequence[FetchRequest]) -> Iterator[FetchOutcome]:
        yield Fetched(source=requests[0].source, body=b"<p>", url=WIRE)
        never.wait(30)
        yield Failed(source=requests[1].source, error="too late")

    found = ask_links([WIRE, other], fetch=slow, memory=Memory(), now=NOW, seconds=0.2)
    never.set()
    assert list(found) == [WIRE]


def test_answers_are_kept_in_a_file(tmp_path: Path) -> None:
    """And a broken one is the same as none."""
    memory = LinkAnswers(tmp_path / "outbox")
    assert memory.answers() == {}
    answer = LinkAnswer(url=WIRE, ok=False, words="it answers 404", at=NOW)
    memory.keep({WIRE: answer})
    assert LinkAnswers(tmp_path / "outbox").answers() == {WIRE: answer}
    assert [p.name for p in (tmp_path / "outbox").iterdir()] == [".links.json"]
    (tmp_path / "outbox" / ".links.json").write_text('[{"url": 1')
    assert memory.answers() == {}
