"""The timer. It only ticks; `timetable.due` decides, from what the store says, so that nothing is skipped or doubled.

APScheduler's own job store is not used: a job that it remembers is a second truth beside the store.
"""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Callable

from newsletter import jobs, timetable
from newsletter.app import Newsroom
from newsletter.errors import NewsletterError
from newsletter.model.base import ReviewId
from newsletter.model.rules import Review
from newsletter.ports import Progress

#: After a step that failed or found too little, wait before it is tried again: a full disk is not mended in a tick.
AGAIN = dt.timedelta(minutes=5)


class Rests:
    """When a task that failed may be tried again. The one thing the timer remembers; losing it costs one try."""

    def __init__(self) -> None:
        self._until: dict[tuple[ReviewId, str], dt.datetime] = {}

    def over(self, review: ReviewId, task: str, now: dt.datetime) -> bool:
        return now >= self._until.get((review, task), now)

    def rest(self, review: ReviewId, task: str, now: dt.datetime) -> None:
        self._until[(review, task)] = now + AGAIN


def tick(room: Newsroom, progress: Progress, rests: Rests | None = None) -> bool:
    """Do what is due now, for every review; False when some of it failed. Never raises for one task."""
    rests = rests or Rests()
    results = [_poll(room, progress, rests)]
    for review in room.rules.reviews:
        results.append(_review(room, review, progress, rests))
    if any(review.public_delay for review in room.rules.reviews):
        results.append(_public_pages(room, progress, rests))
    return all(results)


def _poll(room: Newsroom, progress: Progress, rests: Rests) -> bool:
    return _try(room, ReviewId(""), "poll", lambda: room.collect(), progress, rests)


def _public_pages(room: Newsroom, progress: Progress, rests: Rests) -> bool:
    """Where they follow later, somebody has to look whether the time has come."""

    def refresh() -> None:
        jobs.refresh_site(room)
        rests.rest(ReviewId(""), "site", room.now())

    return _try(room, ReviewId(""), "site", refresh, progress, rests)


def _review(room: Newsroom, review: Review, progress: Progress, rests: Rests) -> bool:
    def build() -> None:
        report = jobs.build(room, review)
        progress("built", review=review.id, what=report.sentence)
        for line in (*jobs.notices(room, review, once=True), *jobs.attention(room)):
            progress("attention", what=line)
        if report.state in ("quiet", "draft"):
            rests.rest(review.id, "build", room.now())  # nothing was published: look again later

    def send() -> None:
        report = jobs.send(room, review)
        progress("sent", review=review.id, sent=report.sent, already=report.already, failed=len(report.failed))
        if report.deferred:
            rests.rest(review.id, "send", room.now())

    fine = True
    steps: dict[str, Callable[[], None]] = {"build": build, "send": send}
    for name, step in steps.items():  # asked again between the two: what is built now may be sent now
        day = room.day(review)
        record, draft = room.store.editions.find(review.id, day=day), room.store.drafts.get(review.id, day)
        if name in timetable.due(room.now(), review, record=record, draft=draft):
            fine = _try(room, review.id, name, step, progress, rests) and fine
    return fine


def _try(
    room: Newsroom, review: ReviewId, task: str, step: Callable[[], object], progress: Progress, rests: Rests
) -> bool:
    if not rests.over(review, task, room.now()):
        return True
    try:
        step()
    except NewsletterError as error:
        progress("failed", task=task, review=review, error=str(error), hint=error.hint)
        rests.rest(review, task, room.now())
        return False
    except OSError as error:
        progress("failed", task=task, review=review, error=str(error))
        rests.rest(review, task, room.now())
        return False
    return True


def run_forever(room: Newsroom, progress: Progress, *, seconds: float) -> None:
    """Tick until SIGINT or SIGTERM; the tick in work is finished first."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    # One thread: it opens the store, and no two ticks meet.
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=dt.UTC)
    rests = Rests()
    scheduler.add_job(tick, args=(room, progress, rests))  # at once, and then every so often
    scheduler.add_job(
        tick,
        "interval",
        args=(room, progress, rests),
        seconds=seconds,
        max_instances=1,  # a slow round is not overtaken by the next tick
        coalesce=True,  # a machine that slept ticks once, not once per tick it slept through
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)
