"""Laws of selecting."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model.feeds import Entry
from newsletter.model.stories import Outcome
from newsletter.select import select
from tests.support.days import START, batches
from tests.support.make import day, window

CUTOFF = START + dt.timedelta(hours=24)
TODAY = day("2022-01-11")

held_for = st.dictionaries(st.integers(0, 11), st.integers(0, 6), max_size=6)


@settings(deadline=None, max_examples=80)
@given(batches(), held_for, st.randoms(use_true_random=False))
def test_selecting_is_a_partition_and_knows_no_order(
    found: list[Entry], held: dict[int, int], rng: random.Random
) -> None:
    """What was seen up to the cutoff is in exactly one place, whatever the order of the input."""
    since = {e.id: TODAY - dt.timedelta(days=held[n]) for n, e in enumerate(found) if n in held}
    whole = select(found, window=window(START, CUTOFF), day=TODAY, held_since=since)
    placed = [e.id for e in whole.candidates] + [a.entry for a in whole.asides]
    assert sorted(placed) == sorted(e.id for e in found if e.first_seen <= CUTOFF)
    shuffled = list(found)
    rng.shuffle(shuffled)
    assert select(shuffled, window=window(START, CUTOFF), day=TODAY, held_since=since) == whole


@settings(deadline=None, max_examples=80)
@given(batches(), held_for)
def test_nothing_undated_future_or_late_is_a_candidate(found: list[Entry], held: dict[int, int]) -> None:
    """Only an editor places those; what was held may be as old as when it was held."""
    since = {e.id: TODAY - dt.timedelta(days=held[n]) for n, e in enumerate(found) if n in held}
    whole = select(found, window=window(START, CUTOFF), day=TODAY, held_since=since)
    for entry in whole.candidates:
        assert entry.published is not None
        assert entry.published <= CUTOFF
        assert entry.published >= min(START, entry.first_seen) - dt.timedelta(hours=36) or entry.id in since
    assert {a.outcome for a in whole.asides} <= {Outcome.HELD, Outcome.PASSED}
    assert all(a.reason for a in whole.asides)
