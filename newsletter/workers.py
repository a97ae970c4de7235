"""Parsing in processes that can be killed: a body that hangs, crashes or eats memory costs its own source.

Pages of articles are always read there: what walks their trees is a foreign library, and slower than any feed.

Where a body is read:

- Here, if what is left of it after cutting is small (48 KB) and plain: sound XML without a document type, no endless
  words, few tags and references. What parsers do in more than linear time needs more than that to take a second (a
  test tries). Starting a process costs 0.2 s, most polls bring less work than that.
- In another process otherwise. There are at most two, started with the first such body, or when a round has brought
  256 KB of small ones: from then on they take those too, as far as they keep up. The second one is started when the
  first has four bodies waiting, or 8 MB of small ones have come: less is read before a process is there. Each has a
  limit of memory (RLIMIT_AS), and is killed from outside when it has not answered in time; the next body gets a new
  one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from newsletter.errors import ParseError
from newsletter.model.feeds import Body, Feed, Fetched, FetchOutcome, Lull
from newsletter.parse import Cut, cut, parse_rest
from newsletter.pipes import receive, send

if TYPE_CHECKING:
    from newsletter.model.articles import Article

Answer: TypeAlias = "Feed | Article | ParseError"

#: What is left of a body and is read here must be smaller; bytes.
SMALL = 48 * 1024
#: So much of what is small is read here before there are other processes for it; bytes.
ENOUGH = 256 * 1024
#: So much of what is small is worth a second process; bytes.
PLENTY = 8 * 1024 * 1024
_LONGEST_WORD = 2_000
_MOST_TAGS = 4_000  # of both kinds, < and &lt;
#: How long a new process may take to come up, on however busy a machine; seconds.
_START = 60.0
_PAGE_HINT = "read it in a browser, and report the page if it is an ordinary one"
_HINT = "its publisher should run it through validator.w3.org/feed; if that finds nothing, please report the feed"

_LATE_HINT = "try again when the machine has less to do; a feed of that size should be shorter, ask its publisher"
_LULL = 1.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Of one body, except for `processes`."""

    seconds: float = 10.0
    memory: int = 1024 * 1024 * 1024  #: bytes of address space, the interpreter and its libraries included
    processes: int = 2


class Readers:
    """A `ports.Parse`."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def __call__(
        self, outcomes: Iterable[FetchOutcome | Body]
    ) -> Iterator[tuple[FetchOutcome | Body, Feed | ParseError | None]]:
        yield from ((done, feed) for done, feed in self.with_lulls(outcomes) if not isinstance(done, Lull))

    def with_lulls(
        self, outcomes: Iterable[FetchOutcome | Body | Lull]
    ) -> Iterator[tuple[FetchOutcome | Body | Lull, Feed | ParseError | None]]:
        """The same; a Lull, given or for a second of waiting for the processes, comes after all that is ready."""
        crew = _Crew(self._limits)
        done_here = 0
        try:
            for outcome in outcomes:
                if not isinstance(outcome, Body):
                    if isinstance(outcome, Lull):
                        yield from map(_body_and_feed, crew.ready())
                    yield outcome, None
                    continue
                job = prepared(outcome)
                if not job.plain:
                    while not crew.take(job, _LULL):
                        yield from map(_body_and_feed, crew.ready())
                        yield Lull(), None
                elif done_here < ENOUGH or not crew.offer(job):
                    done_here += job.size
                    yield outcome, answer(job)
                yield from map(_body_and_feed, crew.ready())
            while crew.open:
                if not crew.wait(_LULL):
                    yield Lull(), None
                yield from map(_body_and_feed, crew.ready())
        finally:
            crew.close()


def _body_and_feed(done: tuple[Work, Answer]) -> tuple[Body, Feed | ParseError]:
    work, found = done
    assert isinstance(work, Job) and isinstance(found, Feed | ParseError)
    return work.body, found


class Pages:
    """A `ports.ReadPages`: every page is read in another process."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    def __call__(self, pages: Iterable[Fetched], seen: dt.datetime) -> Iterator[tuple[Fetched, Article | ParseError]]:
        crew = _Crew(self._limits)
        try:
            for page in pages:
                crew.take(Page(page, seen))
                yield from map(_page_and_article, crew.ready())
            yield from map(_page_and_article, crew.rest())
        finally:
            crew.close()


def _page_and_article(done: tuple[Work, Answer]) -> tuple[Fetched, Article | ParseError]:
    work, found = done
    assert isinstance(work, Page) and not isinstance(found, Feed)
    return work.fetched, found


@dataclass(frozen=True, slots=True)
class Page:
    """A web page on its way."""

    fetched: Fetched
    seen: dt.datetime


@dataclass(frozen=True, slots=True)
class Job:
    """A body on its way."""

    body: Body
    left: Cut | None  #: None: it is not cut yet
    plain: bool = False  #: small and plain: nobody needs to be afraid of it

    @property
    def size(self) -> int:
        """Bytes to be read."""
        return len((self.left.rest if self.left else self.body.fetched).body)


def prepared(body: Body) -> Job:
    """`body`, cut, unless it is large and nothing in it is known."""
    if not body.known and len(body.fetched.body) > SMALL:
        return Job(body, None)
    left = cut(body.fetched, body.known, format=body.format)
    return Job(body, left, plain=bool(left.hashes) and _is_plain(left.rest.body))


def answer(job: Job) -> Feed | ParseError:
    """Read it, here and now."""
    try:
        left = job.left or cut(job.body.fetched, job.body.known, format=job.body.format)
        return parse_rest(left, format=job.body.format)
    except ParseError as error:
        return error


def article_of(page: Page) -> Article | ParseError:
    """Read it, here and now."""
    from newsletter import article  # 0.1 s: only where a page is read

    fetched = page.fetched
    try:
        return article.read(fetched.body, url=fetched.url, content_type=fetched.content_type, seen=page.seen)
    except ParseError as error:
        return error


Work = Job | Page


def _is_plain(data: bytes) -> bool:
    if len(data) > SMALL or data.count(b"<") + data.count(b"&") > _MOST_TAGS:
        return False
    return max(map(len, data.split()), default=0) <= _LONGEST_WORD


# --- on this side --------------------------------------------------------------------------------


class _Crew:
    """The processes, a thread beside each that hands it bodies and waits for the answers."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._threads: list[threading.Thread] = []
        self._todo: queue.Queue[Work | None] = queue.Queue(maxsize=2 * limits.processes)
        self._done: queue.SimpleQueue[tuple[Work, Answer | BaseException]] = queue.SimpleQueue()
        self.open = 0  #: how many somebody has to read, or is reading
        self._offered = 0
        self._closing = threading.Event()

    def take(self, job: Work, seconds: float | None = None) -> bool:
        """Somebody will read it; waits while there is much to read already, False after so many seconds of it."""
        self._hire(more=self._todo.full())
        try:
            self._todo.put(job, timeout=seconds)
        except queue.Full:
            return False
        self.open += 1
        return True

    def offer(self, job: Job) -> bool:
        """The same if nobody has to wait; False otherwise."""
        self._offered += job.size
        self._hire(more=self._offered >= PLENTY)
        try:
            self._todo.put_nowait(job)
        except queue.Full:
            return False
        self.open += 1
        return True

    def _hire(self, *, more: bool) -> None:
        """The first one; with `more` another, if all that there are have something to do."""
        wanted = self._limits.processes if more else 1
        if len(self._threads) <= self.open and len(self._threads) < wanted:
            thread = threading.Thread(target=self._work, name="reader", daemon=True)
            self._threads.append(thread)
            thread.start()

    def wait(self, seconds: float) -> bool:
        """Until something has been read; False when nothing was in so many seconds."""
        try:
            self._done.put(self._done.get(timeout=seconds))  # only one thread takes from it: order does not matter
        except queue.Empty:
            return False
        return True

    def ready(self) -> Iterator[tuple[Work, Answer]]:
        """What has been read by now."""
        while not self._done.empty():
            yield self._next()

    def rest(self) -> Iterator[tuple[Work, Answer]]:
        """All that is still being read."""
        while self.open:
            yield self._next()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._closing.set()
        with contextlib.suppress(queue.Empty):
            while True:
                self._todo.get_nowait()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join()

    def _next(self) -> tuple[Work, Answer]:
        work, found = self._done.get()
        self.open -= 1
        if isinstance(found, BaseException) and not isinstance(found, ParseError):
            raise found
        return work, found

    def _work(self) -> None:
        reader: _Reader | None = None
        try:
            while (job := self._todo.get()) is not None and not self._closing.is_set():
                try:
                    reader = reader or _Reader(self._limits)
                    found: Answer | BaseException = reader.read(job)
                except BaseException as error:  # raised again where somebody waits
                    found = error
                if reader is not None and not reader.alive:
                    reader.close()
                    reader = None
                self._done.put((job, found))
        finally:
            if reader is not None:
                reader.close()


class _Reader:
    """One process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.alive = True
        self._late = False
        # Reading needs no secret, so the process is given none.
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSLETTER_")}
        here = str(Path(__file__).resolve().parents[1])
        paths = [here, *filter(None, [kept.get("PYTHONPATH")])]
        self._process = subprocess.Popen(  # noqa: S603  nothing in it comes from outside
            [sys.executable, "-m", "newsletter.workers", str(limits.memory), str(limits.seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for us; we end it
        )
        self._ask(None, _START)

    def read(self, job: Work) -> Answer:
        """The answer, in time or not at all."""
        sent = job
        if isinstance(job, Job) and job.left:  # what was cut off stays here: it need not be sent
            sent = replace(job, body=replace(job.body, fetched=job.left.rest))
        found = self._ask(sent, self._limits.seconds) if self.alive else None
        if found is not None:
            return cast(Answer, found)
        hint = _PAGE_HINT if isinstance(job, Page) else _LATE_HINT if self._late else _HINT
        if self._late:
            words = f"reading it took longer than {self._limits.seconds:g} seconds"
        else:
            words = f"reading it needed more than {self._limits.memory // 2**20:,} MB, or broke the parser"
        return ParseError(words, hint=hint)

    def _ask(self, job: Work | None, seconds: float) -> object:
        """Send and receive; None when the process died, by itself or because it was late."""
        assert self._process.stdin is not None and self._process.stdout is not None
        # Killing it ends the waiting too, for whatever is being sent or received.
        bell = threading.Timer(seconds, self._kill)
        bell.daemon = True
        bell.start()
        try:
            if job is not None:
                send(self._process.stdin, job)
            return receive(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self.alive = False
            return None
        finally:
            bell.cancel()

    def _kill(self) -> None:
        self._late = True
        self._process.kill()

    def close(self) -> None:
        """End the process and wait until it has ended."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


# --- on the other side ---------------------------------------------------------------------------


def main(memory: int, seconds: float) -> None:
    """Read bodies from standard input until it ends, write answers to standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    send(answers, "ready")
    while True:
        try:
            job = receive(source)
        except EOFError:
            return
        assert isinstance(job, Work)
        # Should whoever waits be killed meanwhile, the kernel ends this process: SIGALRM is not handled.
        signal.alarm(int(seconds) + 5)
        send(answers, _read(job))
        signal.alarm(0)


def _read(job: Work) -> Answer:
    try:
        return answer(job) if isinstance(job, Job) else article_of(job)
    except MemoryError:
        return ParseError("reading it needed too much memory", hint=_HINT if isinstance(job, Job) else _PAGE_HINT)


if __name__ == "__main__":
    # Under its own name, so that what is sent and received is of the same classes on both sides.
    from newsletter.workers import main as work

    work(int(sys.argv[1]), float(sys.argv[2]))
