"""Laws of what editors said: it is honoured, in any order, and the rest stays a partition."""

from __future__ import annotations

import datetime as dt
import random
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.group import group, settle
from newsletter.model.base import EntryId
from newsletter.model.bonds import Bond, bonds_between
from newsletter.model.feeds import Entry
from tests.support.days import START, batches
from tests.support.make import entry, sources, told

KNOWN = sources("wire", "post", "kontynent", "review")

kinds: st.SearchStrategy[Literal["join", "apart"]] = st.sampled_from(["join", "apart"])
ids = st.integers(0, 12).map(lambda n: EntryId(f"e{n:03}"))


@st.composite
def said(draw: st.DrawFn) -> list[Bond]:
    made: list[Bond] = []
    for hour in range(draw(st.integers(0, 8))):
        at = START + dt.timedelta(hours=hour)
        made += bonds_between(draw(kinds), [draw(ids)], [draw(ids)], by="Desk", at=at)
    return made


@settings(deadline=None, max_examples=120)
@given(batches(), said(), st.integers(0, 4), st.randoms(use_true_random=False))
def test_what_holds_is_honoured_in_any_order(
    found: list[Entry], bonds: list[Bond], before: int, rng: random.Random
) -> None:
    """Joined entries are in one story, kept-apart ones never, every entry is in one, and order does not matter."""
    old, new = [told(e) for e in found[:before]], found[before:]
    stories = group(new, told=old, sources=KNOWN, language="en", bonds=bonds)
    where = {e: s.id for s in stories for e in s.entries}
    assert sorted(where) == sorted(e.id for e in new)
    assert len({s.id for s in stories}) == len(stories)
    holds = settle(bonds)
    for bond in holds.joins:
        if bond.one in where and bond.other in where:
            assert where[bond.one] == where[bond.other]
    for bond in holds.aparts:
        if bond.one in where and bond.other in where:
            assert where[bond.one] != where[bond.other]
    shuffled, mixed = list(new), list(bonds)
    rng.shuffle(shuffled)
    rng.shuffle(mixed)
    assert group(shuffled, told=old[::-1], sources=KNOWN, language="en", bonds=mixed) == stories


@settings(deadline=None, max_examples=100)
@given(said())
def test_every_sentence_holds_or_is_overruled_by_a_later_one(bonds: list[Bond]) -> None:
    """Nothing is dropped without a word."""
    settled = settle(bonds)
    assert {*settled.joins, *settled.aparts} | {o.bond for o in settled.overruled} == set(bonds)
    assert all(o.by.order > o.bond.order for o in settled.overruled)


@settings(deadline=None, max_examples=40)
@given(batches(), said())
def test_an_unrelated_entry_changes_no_story_with_bonds_either(found: list[Entry], bonds: list[Bond]) -> None:
    """Stability."""
    stranger = entry("Xylophone quartet tours Zanzibar", source="far", at="2022-01-11T00:00Z")
    before = group(found, told=(), sources=KNOWN, language="en", bonds=bonds)
    after = group([*found, stranger], told=(), sources=KNOWN, language="en", bonds=bonds)
    assert {s.entries for s in after} == {s.entries for s in before} | {(stranger.id,)}
