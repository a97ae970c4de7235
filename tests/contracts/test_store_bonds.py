"""What every store owes of bonds: kept with the edits that say them, repeatable, in the order of being said."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from newsletter.model.base import MAIN, EntryId, ReviewId
from newsletter.model.bonds import Bond, bonds_between
from newsletter.model.editions import Draft, Join, Layout, SignedEdit
from newsletter.ports import Bonds
from newsletter.store import Store
from tests.support.make import at, day, window

DAY, NOW = day("2022-01-11"), at("2022-01-11T04:00Z")
A, B, C = EntryId("a"), EntryId("b"), EntryId("c")


def said(one: EntryId, other: EntryId, minutes: int = 0) -> Bond:
    (bond,) = bonds_between("join", [one], [other], by="Olena", at=NOW + dt.timedelta(minutes=minutes))
    return bond


def test_saying_it_again_is_one_bond_with_the_later_time(store: Store) -> None:
    """Whatever the review in which it is said: a newsroom has one set of them."""
    bonds: Bonds = store.bonds
    bonds.put(MAIN, DAY, [said(B, A), said(B, C)])
    bonds.put(MAIN, DAY, [said(A, B, 5)])
    bonds.put(ReviewId("evening"), DAY, [said(A, B, 9)])
    assert list(bonds.all()) == [said(B, C), said(A, B, 9)]
    assert bonds.forget([said(A, B)]) == 2
    assert list(bonds.all()) == [said(B, C)]


def test_the_bonds_of_a_draft_are_those_of_its_edits(store: Store) -> None:
    """Stored with the edit in one step; an edit that was taken back leaves none, what was said apart stays."""
    store.drafts.put_base(Draft(review=MAIN, day=DAY, window=window(), base=Layout()))
    store.bonds.put(MAIN, DAY, [said(B, C)])
    edit = SignedEdit(edit=Join(entry=A, others=(B,)), by="Olena", at=NOW, revision=1)
    store.drafts.append(MAIN, DAY, edit, [(1, said(A, B, 1))])
    assert list(store.bonds.all()) == [said(B, C), replace(said(A, B, 1), turn=1)]
    store.drafts.append(MAIN, DAY, replace(edit, revision=2), [])
    assert list(store.bonds.all()) == [said(B, C)]
