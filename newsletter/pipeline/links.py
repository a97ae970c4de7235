"""Do the links of an edition answer? Asked with the fetcher's guard and manners, bounded, and remembered.

Nothing that comes of it enters an edition: what a server says today must not change what is built again tomorrow.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from urllib.parse import urlsplit

from newsletter import ports
from newsletter.model.base import SourceName
from newsletter.model.feeds import Failed, FetchOutcome, FetchRequest, Gone
from newsletter.model.rendered import LinkAnswer
from newsletter.preflight import may_be_asked

#: Seconds in all; links in one call; links of one host (with a second between two, more would not fit the time).
SECONDS, MOST, OF_ONE_HOST = 10.0, 60, 2
#: How long an answer is believed.
KEPT = dt.timedelta(days=1)
#: When so many links are asked and none answers, that says nothing about the links.
ALL_DEAD = 5
#: What servers tell robots and not readers: RFC 9110, 15.5; RFC 6585, 4; RFC 7725; 999 is a big network's own.
REFUSALS = frozenset({401, 402, 403, 405, 406, 429, 451, 503, 999})


def ask_links(
    urls: Sequence[str], *, fetch: ports.Fetch, memory: ports.LinkMemory, now: dt.datetime, seconds: float = SECONDS
) -> Mapping[str, LinkAnswer]:
    """What each of `urls` answered, now or within the last day; those that had no time to answer are not there."""
    known = fresh(memory, now)
    wanted = _some([u for u in urls if u not in known and may_be_asked(u)])
    names = {SourceName(f"link {n}"): url for n, url in enumerate(wanted)}
    requests = [FetchRequest(source=name, url=url) for name, url in names.items()]
    found = {names[o.source]: _answer(names[o.source], o, now) for o in in_time(fetch, requests, seconds)}
    if len(found) >= ALL_DEAD and not any(a.ok for a in found.values()):
        return known  # it is rather our own line that is down
    if found:
        memory.keep({**known, **found})
    return {**known, **found}


def fresh(memory: ports.LinkMemory, now: dt.datetime) -> dict[str, LinkAnswer]:
    """What is remembered and still believed."""
    return {url: a for url, a in memory.answers().items() if abs(now - a.at) <= KEPT}


def _some(urls: Sequence[str]) -> list[str]:
    asked: Counter[str] = Counter()
    chosen: list[str] = []
    for url in urls:
        host = urlsplit(url).hostname or ""
        asked[host] += 1
        if asked[host] <= OF_ONE_HOST and len(chosen) < MOST:
            chosen.append(url)
    return chosen


def in_time(fetch: ports.Fetch, requests: Sequence[FetchRequest], seconds: float) -> Iterator[FetchOutcome]:
    """The outcomes that come within `seconds`. What is still under way then is ended behind our back."""
    if not requests:
        return
    outcomes: SimpleQueue[FetchOutcome | None] = SimpleQueue()
    over = threading.Event()

    def work() -> None:
        try:
            for outcome in fetch(requests):
                if over.is_set():
                    break
                outcomes.put(outcome)
        finally:
            outcomes.put(None)

    timer = threading.Timer(seconds, outcomes.put, (None,))
    timer.daemon = True
    timer.start()
    threading.Thread(target=work, name="links", daemon=True).start()
    try:
        while (outcome := outcomes.get()) is not None:
            yield outcome
    finally:
        over.set()
        timer.cancel()


def _answer(url: str, outcome: FetchOutcome, now: dt.datetime) -> LinkAnswer:
    words = ""
    if isinstance(outcome, Gone):
        words = "the page is gone (410)"
    elif isinstance(outcome, Failed) and outcome.status not in REFUSALS:
        words = outcome.error
    return LinkAnswer(url=url, ok=not words, words=words, at=now)
