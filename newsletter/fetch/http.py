"""http: and https: sources, all at once. The only asynchronous code of the program, behind a plain generator.

A thread runs the event loop, so that sources are read while whoever asked stores the ones before.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from newsletter.errors import FetchError
from newsletter.fetch.bounds import Reach
from newsletter.fetch.session import Session
from newsletter.model.feeds import Fetched, FetchOutcome, FetchRequest, Lull

_LOOKUPS = 16  # names looked up at once
_LULL = 1.0  # seconds


def fetch_http(requests: Sequence[FetchRequest], reach: Reach) -> Iterator[FetchOutcome | Lull]:
    """One outcome per request as it comes in, a Lull for each second without any.

    Closing the generator ends what is still under way.
    """
    run = _Run(requests, reach)
    run.thread.start()
    try:
        left = len(requests)
        while left:
            try:
                outcome = run.outcomes.get(timeout=_LULL)
            except queue.Empty:
                yield Lull()
                continue
            left -= 1
            if isinstance(outcome, BaseException):
                raise FetchError(f"the fetcher broke down ({type(outcome).__name__}: {outcome})") from outcome
            if isinstance(outcome, Fetched):
                run.taken()
            yield outcome
    finally:
        run.stop()


class _Run:
    """One round of polling in its thread."""

    def __init__(self, requests: Sequence[FetchRequest], reach: Reach) -> None:
        self.outcomes: queue.SimpleQueue[FetchOutcome | BaseException] = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._main, name="fetch", daemon=True)
        self._requests, self._reach = requests, reach
        self._loop = asyncio.new_event_loop()
        self._room = asyncio.Semaphore(reach.bounds.waiting)
        self._work: asyncio.Task[None] | None = None
        self._stopped = False

    def taken(self) -> None:
        """Somebody took a body: there is room for the next one."""
        self._tell(self._room.release)

    def stop(self) -> None:
        """End what is under way, and wait until it has ended."""
        self._tell(self._cancel)
        self.thread.join()

    def _tell(self, what: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(what)
        except RuntimeError:  # the loop is closed: all is done
            return

    def _cancel(self) -> None:
        self._stopped = True
        if self._work is not None:
            self._work.cancel()

    def _main(self) -> None:
        lookups = ThreadPoolExecutor(_LOOKUPS, thread_name_prefix="lookup")
        try:
            self._loop.set_default_executor(lookups)
            self._loop.run_until_complete(self._supervise())
        except BaseException as error:  # told to whoever waits, who would otherwise wait for ever
            self.outcomes.put(error)
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            lookups.shutdown(wait=False, cancel_futures=True)
            self._loop.close()

    async def _supervise(self) -> None:
        self._work = asyncio.current_task()
        if self._stopped:
            return
        try:
            async with Session(self._reach, self._room) as session, asyncio.TaskGroup() as group:
                for request in self._requests:
                    group.create_task(self._one(session, request))
        except asyncio.CancelledError:
            if not self._stopped:
                raise

    async def _one(self, session: Session, request: FetchRequest) -> None:
        self.outcomes.put(await session.ask(request))
