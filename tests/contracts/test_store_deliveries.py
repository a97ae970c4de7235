"""What every list of deliveries owes: a claim is one process's, and what was sent stays sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from newsletter.errors import StoreError
from newsletter.model.base import MAIN, PatronId, ReviewId
from newsletter.model.patrons import Delivery, DeliveryState
from newsletter.ports import Deliveries
from newsletter.store import Store
from tests.support.make import at, day

TUESDAY = day("2022-01-11")
NOW = at("2022-01-11T05:00Z")
LATER = NOW + dt.timedelta(minutes=10)


def delivery(patron: str = "p1", state: DeliveryState = DeliveryState.CLAIMED, **more: Any) -> Delivery:
    fields: dict[str, Any] = {"review": MAIN, "day": TUESDAY, "message_id": f"<{patron}@x.example>", "at": NOW}
    return Delivery(patron=PatronId(patron), state=state, **(fields | more))


def test_a_delivery_is_claimed_once_and_comes_back(store: Store) -> None:
    """The second caller is told that somebody has it; the claim stands as it was made."""
    assert store.deliveries.claim(delivery())
    assert not store.deliveries.claim(delivery(at=LATER, message_id="<other@x.example>"))
    assert store.deliveries.of(MAIN, TUESDAY) == [delivery()]


def test_reviews_days_and_patrons_are_claimed_separately(store: Store) -> None:
    """One row for each."""
    evening, wednesday = ReviewId("evening"), day("2022-01-12")
    claims = [delivery("p2"), delivery(), delivery(review=evening), delivery(day=wednesday)]
    assert [store.deliveries.claim(c) for c in claims] == [True] * 4
    assert [d.patron for d in store.deliveries.of(MAIN, TUESDAY)] == ["p1", "p2"]
    assert [d.patron for d in store.deliveries.of(evening, TUESDAY)] == ["p1"]


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED])
def test_what_is_settled_stays_settled(store: Store, state: DeliveryState) -> None:
    """Neither a second claim nor a late answer changes it."""
    store.deliveries.claim(delivery())
    store.deliveries.settle(delivery(state=state, at=LATER, error=None))
    assert not store.deliveries.claim(delivery())
    store.deliveries.settle(delivery(state=DeliveryState.UNSURE, error="late"))
    assert store.deliveries.of(MAIN, TUESDAY) == [delivery(state=state, at=LATER)]


def test_a_temporary_error_releases_the_claim_and_the_tries_are_counted(store: Store) -> None:
    """Released is claimed with an error; the next claim takes it, and only one does."""
    store.deliveries.claim(delivery())
    store.deliveries.settle(delivery(error="450 try later", at=LATER))
    assert store.deliveries.of(MAIN, TUESDAY) == [delivery(error="450 try later", at=LATER)]
    assert store.deliveries.claim(delivery(at=LATER, message_id="<2@x.example>"))
    assert not store.deliveries.claim(delivery(at=LATER))
    assert store.deliveries.of(MAIN, TUESDAY) == [delivery(at=LATER, tries=2, message_id="<2@x.example>")]
    store.deliveries.settle(delivery(state=DeliveryState.SENT, at=LATER, tries=1))
    assert store.deliveries.of(MAIN, TUESDAY)[0].tries == 2


def test_a_dead_process_s_claim_can_be_seen_and_settled_as_unsure(store: Store) -> None:
    """It is not sent again by itself; a late answer or a person decides."""
    store.deliveries.claim(delivery())
    [orphan] = store.deliveries.of(MAIN, TUESDAY)
    assert (orphan.state, orphan.error, orphan.at) == (DeliveryState.CLAIMED, None, NOW)
    store.deliveries.settle(replace(orphan, state=DeliveryState.UNSURE, error="died"))
    assert not store.deliveries.claim(delivery(at=LATER))
    store.deliveries.settle(delivery(error="somebody said again"))
    assert store.deliveries.claim(delivery(at=LATER))


def test_what_was_never_claimed_cannot_be_settled(store: Store) -> None:
    """That would be a message nobody knows of."""
    with pytest.raises(StoreError, match="never claimed"):
        store.deliveries.settle(delivery(state=DeliveryState.SENT))


def test_the_deliveries_are_the_port(store: Store) -> None:
    """The type checker holds them to the protocol."""
    port: Deliveries = store.deliveries
    assert list(port.of(MAIN, TUESDAY)) == []
