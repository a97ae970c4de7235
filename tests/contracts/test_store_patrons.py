"""What every list of patrons owes: one row per address, and who left stays away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from newsletter.errors import StoreError
from newsletter.model.base import MAIN, PatronId, ReviewId
from newsletter.model.patrons import Patron
from newsletter.ports import Patrons
from newsletter.store import Store
from tests.support.make import at

JOINED = at("2022-01-01T09:00Z")
LEFT = at("2022-01-05T09:00Z")
EVENING = ReviewId("evening")


def patron(email: str = "ann@example.org", id: str = "p1", **more: Any) -> Patron:
    fields: dict[str, Any] = {"name": "Ann Прикладна", "reviews": (MAIN,), "joined": JOINED}
    return Patron(id=PatronId(id), email=email, **(fields | more))


def names(patrons: Any) -> list[str]:
    return [p.id for p in patrons]


def test_a_patron_comes_back_as_it_went_in(store: Store) -> None:
    """By id, and by address in any case; reviews in their order; also one who has left."""
    whole = patron("Ann.B+x@example.org", reviews=(EVENING, MAIN))
    gone = patron("ben@example.org", "p2", left=LEFT)
    assert store.patrons.put(whole)
    assert store.patrons.put(gone)
    assert store.patrons.find("p1") == store.patrons.find("ANN.b+X@EXAMPLE.org") == whole
    assert store.patrons.find("p2") == gone
    assert store.patrons.find("nobody@example.org") is None


def test_an_address_is_there_once_in_any_case(store: Store) -> None:
    """A second import under another id and spelling changes the one who is there; the same again does not."""
    store.patrons.put(patron())
    again = patron("ANN@example.org", id="p2", name="Ann B", joined=LEFT)
    assert store.patrons.put(again)
    assert not store.patrons.put(again)
    assert store.patrons.everybody() == [patron("ANN@example.org", name="Ann B")]


def test_an_id_belongs_to_one_address(store: Store) -> None:
    """Two addresses under one id would share one unsubscribe link."""
    store.patrons.put(patron())
    with pytest.raises(StoreError, match="belongs to another address"):
        store.patrons.put(patron("ben@example.org"))
    assert names(store.patrons.everybody()) == ["p1"]


def test_who_receives_a_review_is_in_order_of_joining_then_id(store: Store) -> None:
    """Not who left, not who takes only another review."""
    store.patrons.put(patron("c@example.org", "c"))
    store.patrons.put(patron("b@example.org", "b", joined=JOINED - dt.timedelta(seconds=1)))
    store.patrons.put(patron("a@example.org", "a", reviews=(MAIN, EVENING)))
    store.patrons.put(patron("d@example.org", "d", left=LEFT))
    store.patrons.put(patron("e@example.org", "e", reviews=(EVENING,)))
    assert names(store.patrons.active(MAIN)) == ["b", "a", "c"]
    assert names(store.patrons.active(EVENING)) == ["a", "e"]
    assert names(store.patrons.everybody()) == ["b", "a", "c", "d", "e"]


def test_who_left_stays_away_when_an_old_list_is_imported(store: Store) -> None:
    """Only somebody who joined after leaving comes back; under the old id."""
    store.patrons.put(patron())
    assert store.patrons.leave(PatronId("p1"), None, LEFT)
    assert not store.patrons.leave(PatronId("p1"), None, LEFT + dt.timedelta(days=1))
    for joined in (JOINED, LEFT):
        assert not store.patrons.put(patron(id="new", name="Other", joined=joined))
    assert store.patrons.active(MAIN) == []
    assert store.patrons.find("p1") == patron(left=LEFT)
    back = LEFT + dt.timedelta(days=1)
    assert store.patrons.put(patron(id="new", joined=back))
    assert store.patrons.active(MAIN) == [patron(joined=back)]


def test_leaving_one_review_keeps_the_other_and_an_import_does_not_bring_it_back(store: Store) -> None:
    """The memory of leaving is kept per review."""
    store.patrons.put(patron(reviews=(MAIN, EVENING)))
    assert store.patrons.leave(PatronId("p1"), EVENING, LEFT)
    assert not store.patrons.leave(PatronId("p1"), EVENING, LEFT)
    assert store.patrons.find("p1") == patron()
    assert not store.patrons.put(patron(reviews=(MAIN, EVENING)))
    assert store.patrons.put(patron(reviews=(MAIN, EVENING), joined=LEFT + dt.timedelta(days=1)))
    assert store.patrons.find("p1") == patron(reviews=(MAIN, EVENING))


def test_leaving_the_last_review_is_leaving(store: Store) -> None:
    """And it can be undone only by joining again."""
    store.patrons.put(patron())
    assert store.patrons.leave(PatronId("p1"), MAIN, LEFT)
    assert store.patrons.find("p1") == patron(reviews=(), left=LEFT)
    assert not store.patrons.put(patron())
    assert not store.patrons.leave(PatronId("p1"), None, LEFT)


@pytest.mark.parametrize(("who", "review"), [("nobody", None), ("nobody", MAIN), ("p1", EVENING)])
def test_leaving_where_one_is_not_does_nothing(store: Store, who: str, review: ReviewId | None) -> None:
    """An old link, or one of another review."""
    store.patrons.put(patron())
    assert not store.patrons.leave(PatronId(who), review, LEFT)
    assert store.patrons.active(MAIN) == [patron()]


def test_an_import_may_say_that_somebody_left(store: Store) -> None:
    """Unless the patron joined after that."""
    store.patrons.put(patron())
    assert not store.patrons.put(patron(left=JOINED - dt.timedelta(days=1)))
    assert store.patrons.put(patron(left=LEFT))
    assert store.patrons.active(MAIN) == []


def test_an_editor_may_change_which_reviews_a_patron_receives(store: Store) -> None:
    """What is no longer named is not received, and may be named again."""
    store.patrons.put(patron(reviews=(MAIN, EVENING)))
    assert store.patrons.put(patron(reviews=(EVENING,)))
    assert store.patrons.active(MAIN) == []
    assert store.patrons.put(patron(reviews=(EVENING, MAIN)))
    assert store.patrons.active(MAIN) == [replace(patron(), reviews=(EVENING, MAIN))]


def test_the_patrons_are_the_port(store: Store) -> None:
    """The type checker holds them to the protocol."""
    port: Patrons = store.patrons
    assert list(port.everybody()) == []
