"""When a source needs a person: failing for days, gone, or quiet against its own rhythm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from newsletter.model.base import day_in_words
from newsletter.model.feeds import SourceState
from newsletter.timetable.polls import span

#: A source that fails for as long as this is put in front of the editor.
FAILING = dt.timedelta(days=3)
#: A source is quiet after so many times its usual time between two entries, and never before `QUIET`: a weekend is
#: no silence.
_TIMES = 5
QUIET = dt.timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What a person should know of a source."""

    key: str  #: the same as long as it is the same trouble, so that it is said once
    words: str


def trouble(state: SourceState, now: dt.datetime) -> Trouble | None:
    """What is wrong with a source beyond what a day mends; None when nothing is.

    Silence counts only up to the last poll that succeeded: when we slept, the source was not quiet.
    """
    if state.gone:
        return Trouble(key="gone", words="is gone for good (410): take it out, or find its new address")
    if state.error is not None and state.error_since is not None:
        since = state.error_since
        if now - since < FAILING:
            return None
        return Trouble(
            key=f"failing since {since.isoformat()}", words=f"fails since {day_in_words(since)}: {state.error}"
        )
    if state.rhythm is None or state.last_new is None or state.last_success is None:
        return None
    silent = state.last_success - state.last_new
    if silent < max(QUIET, state.rhythm * _TIMES):
        return None
    usual = f"it usually brings something every {span(state.rhythm)}"
    return Trouble(
        key=f"quiet since {state.last_new.isoformat()}",
        words=f"has brought nothing new since {day_in_words(state.last_new)}, and {usual}",
    )


def found_elsewhere(state: SourceState) -> Trouble | None:
    """A page stands at the source's address, and the feed that it names is read instead: a person should agree."""
    if state.found_on is None or state.moved_to is None or state.gone:
        return None
    words = f"answers with a page; the feed that it names is read instead: {state.moved_to}"
    return Trouble(key=f"found {state.moved_to}", words=words)
