"""A day's bounds, and what `run` has to do now.

Nothing here remembers that it fired. What is due follows from what is stored ("is the edition of this day
built?"), so a late start, a restart or a change of clocks neither skips nor doubles today's edition.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from newsletter.model.base import check_utc
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.rules import Approval, Review
from newsletter.model.stories import Window

if TYPE_CHECKING:
    from newsletter.model.editions import Draft

#: How far back an edition reaches at most, after however many missed days.
REACH = dt.timedelta(days=7)
#: How far back the first edition of a review reaches.
FIRST = dt.timedelta(hours=24)


class Task(StrEnum):
    """One thing that `run` has to do, in the order in which they are done. A task is its own name: "build"."""

    BUILD = "build"  #: compose the edition; publish it, or, where approval is required, leave a draft
    SEND = "send"  #: deliver the published edition


# --- days ----------------------------------------------------------------------------------------


def day_of(now: dt.datetime, review: Review) -> dt.date:
    """The civil date in the review's zone."""
    check_utc(now)
    return now.astimezone(review.zone).date()


def at(day: dt.date, time: dt.time, review: Review) -> dt.datetime:
    """The UTC instant at which the review's clocks show `time` on `day`.

    Where the clocks go forward over `time`, it counts from before the change (02:30 is what would have been
    02:30), and where they go back the first of the two is meant: RFC 5545, 3.3.5; PEP 495, fold=0.
    """
    return dt.datetime.combine(day, time, tzinfo=review.zone).replace(fold=0).astimezone(dt.UTC)


def window(cutoff: dt.datetime, last_cutoff: dt.datetime | None) -> Window:
    """The stretch of news of one edition: from the last edition's cutoff, at most seven days back.

    A review's first edition reaches back 24 hours. A cutoff that lies before the last one (a rebuild for an
    earlier instant) gives an empty window, never one that ends before it opens.
    """
    if last_cutoff is None:
        return Window(opens=cutoff - FIRST, cutoff=cutoff)
    return Window(opens=min(max(last_cutoff, cutoff - REACH), cutoff), cutoff=cutoff)


def has_edition(day: dt.date, review: Review) -> bool:
    return day.weekday() in review.days and day not in review.skip


# --- what is due ---------------------------------------------------------------------------------


def due(
    now: dt.datetime,
    review: Review,
    *,
    record: EditionRecord | None,
    draft: Draft | None = None,
) -> tuple[Task, ...]:
    """What `run` must do now for one review; () for nothing.

    `record` and `draft` are those of today (`day_of(now, review)`); of another day they count as none. Nothing is
    remembered: a task that was tried and is not done is due again at the next tick, and the caller decides how soon
    it tries again. Which sources are polled is no part of it: see `due_sources`.
    """
    today = day_of(now, review)
    record = record if record and record.day == today and record.review == review.id else None
    draft = draft if draft and draft.day == today and draft.review == review.id else None
    tasks: list[Task] = []
    if has_edition(today, review):
        if _to_build(now, today, review, record, draft):
            tasks.append(Task.BUILD)
        if _to_send(now, today, review, record):
            tasks.append(Task.SEND)
    return tuple(tasks)


def _to_build(
    now: dt.datetime, today: dt.date, review: Review, record: EditionRecord | None, draft: Draft | None
) -> bool:
    """PUBLISHING is due: an earlier process died at it, and a build finishes what it finds."""
    if record is not None:
        return record.state is EditionState.PUBLISHING
    news_until = at(today, review.news_until, review)
    if review.approval is Approval.AUTOMATIC:
        return now >= news_until
    ready = max(news_until, at(today, review.draft_at, review))
    if now < ready:
        return False
    if draft is None or (not draft.edits and draft.approved is None and draft.window.cutoff < ready):
        return True  # none yet, or one of the small hours that nobody has touched
    return review.no_answer != "hold" and now >= at(today, review.approve_by, review)


def _to_send(now: dt.datetime, today: dt.date, review: Review, record: EditionRecord | None) -> bool:
    """SENDING too: an earlier run was interrupted, or left some for later."""
    there = record is not None and record.state in (EditionState.PUBLISHED, EditionState.SENDING)
    return there and review.deliver and now >= at(today, review.edition_at, review)
