"""Parsing in processes that can be killed: a body that hangs, crashes or eats memory costs its own source.

Where a body is read:

- Here, if what is left of it after cutting is small (48 KB) and plain: sound XML without a document type, no endless
  words, few tags and references. What parsers do in more than linear time needs more than that to take a second (a
  test tries). Starting a process costs 0.2 s, most polls bring less work than that.
- In another process otherwise. There are at most two, started with the first such body, or when a round has brought
  256 KB of small ones: from then on they take those too, as far as they keep up. Each has a limit of memory
  (RLIMIT_AS), and is killed from outside when it has not answered in time; the next body gets a new one.
"""

from __future__ import annotations

import contextlib
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
from typing import IO

from newsletter.errors import ParseError
from newsletter.model.feeds import Body, Feed, FetchOutcome
from newsletter.parse import Cut, cut, parse_rest

Answer = Feed | ParseError

#: What is left of a body and is read here must be smaller; bytes.
SMALL = 48 * 1024
#: So much of what is small is read here before there are other processes for it; bytes.
ENOUGH = 256 * 1024
_LONGEST_WORD = 2_000
_MOST_TAGS = 4_000  # of both kinds, < and &lt;
#: How long a new process may take to come up, on however busy a machine; seconds.
_START = 60.0
_HINT = "its publisher should run it through validator.w3.org/feed; if that finds nothing, please report the feed"


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
        crew = _Crew(self._limits)
        done_here = 0
        try:
            for outcome in outcomes:
                if not isinstance(outcome, Body):
                    yield outcome, None
                    continue
                job = prepared(outcome)
                if not job.plain:
                    crew.take(job)
                elif done_here < ENOUGH or not crew.offer(job):
                    done_here += job.size
                    yield outcome, answer(job)
                yield from crew.ready()
            yield from crew.rest()
        finally:
            crew.close()


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


def answer(job: Job) -> Answer:
    """Read it, here and now."""
    try:
        left = job.left or cut(job.body.fetched, job.body.known, format=job.body.format)
        return parse_rest(left, format=job.body.format)
    except ParseError as error:
        return error


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
        self._todo: queue.Queue[Job | None] = queue.Queue(maxsize=2 * limits.processes)
        self._done: queue.SimpleQueue[tuple[Body, Answer | BaseException]] = queue.SimpleQueue()
        self._open = 0
        self._closing = threading.Event()

    def take(self, job: Job) -> None:
        """Somebody will read it; waits while there is much to read already."""
        self._hire()
        self._todo.put(job)
        self._open += 1

    def offer(self, job: Job) -> bool:
        """The same if nobody has to wait; False otherwise."""
        self._hire()
        try:
            self._todo.put_nowait(job)
        except queue.Full:
            return False
        self._open += 1
        return True

    def _hire(self) -> None:
        """One more, if all that there are have something to do."""
        if len(self._threads) <= self._open and len(self._threads) < self._limits.processes:
            thread = threading.Thread(target=self._work, name="reader", daemon=True)
            self._threads.append(thread)
            thread.start()

    def ready(self) -> Iterator[tuple[Body, Answer]]:
        """What has been read by now."""
        while not self._done.empty():
            yield self._next()

    def rest(self) -> Iterator[tuple[Body, Answer]]:
        """All that is still being read."""
        while self._open:
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

    def _next(self) -> tuple[Body, Answer]:
        body, found = self._done.get()
        self._open -= 1
        if isinstance(found, Feed | ParseError):
            return body, found
        raise found

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
                self._done.put((job.body, found))
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

    def read(self, job: Job) -> Answer:
        """The answer, in time or not at all."""
        # What was cut off stays here: it need not be sent.
        sent = replace(job, body=replace(job.body, fetched=job.left.rest)) if job.left else job
        found = self._ask(sent, self._limits.seconds) if self.alive else None
        if isinstance(found, Feed | ParseError):
            return found
        if self._late:
            words = f"reading it took longer than {self._limits.seconds:g} seconds"
        else:
            words = f"reading it needed more than {self._limits.memory // 2**20:,} MB, or broke the parser"
        return ParseError(words, hint=_HINT)

    def _ask(self, job: Job | None, seconds: float) -> object:
        """Send and receive; None when the process died, by itself or because it was late."""
        assert self._process.stdin is not None and self._process.stdout is not None
        # Killing it ends the waiting too, for whatever is being sent or received.
        bell = threading.Timer(seconds, self._kill)
        bell.daemon = True
        bell.start()
        try:
            if job is not None:
                _send(self._process.stdin, job)
            return _receive(self._process.stdout)
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


def _send(pipe: IO[bytes], what: object) -> None:
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(8, "big"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> object:
    size = pipe.read(8)
    data = pipe.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    if not data:
        raise EOFError
    return pickle.loads(data)  # noqa: S301  our own process wrote it


# --- on the other side ---------------------------------------------------------------------------


def main(memory: int, seconds: float) -> None:
    """Read bodies from standard input until it ends, write answers to standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _send(answers, "ready")
    while True:
        try:
            job = _receive(source)
        except EOFError:
            return
        assert isinstance(job, Job)
        # Should whoever waits be killed meanwhile, the kernel ends this process: SIGALRM is not handled.
        signal.alarm(int(seconds) + 5)
        _send(answers, _read(job))
        signal.alarm(0)


def _read(job: Job) -> Answer:
    try:
        return answer(job)
    except MemoryError:
        return ParseError("reading it needed too much memory", hint=_HINT)


if __name__ == "__main__":
    # Under its own name, so that what is sent and received is of the same classes on both sides.
    from newsletter.workers import main as work

    work(int(sys.argv[1]), float(sys.argv[2]))
