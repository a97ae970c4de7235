"""The patrons' pages on a real store: what they say is what is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsletter.deliver import patron_of, sign
from newsletter.model.base import MAIN, ReviewId
from newsletter.public import create_app
from newsletter.store import Store, open_store

NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)
UK = ReviewId("uk")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store("sqlite:///newsletter.db", tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("reviews", [(MAIN,), (MAIN, UK)])
def test_leaving_and_coming_back_are_stored(reviews: tuple[ReviewId, ...], store: Store) -> None:
    """Twice around with a clock that stands still, as under --at: the page never says what is not so."""
    ann = patron_of("ann@example.org", name="Ann", reviews=reviews, now=NOW - dt.timedelta(days=9))
    store.patrons.put(ann)
    client = create_app(patrons=store.patrons, secret="s", title="Daily Review", clock=lambda: NOW).test_client()
    link = f"/u/{sign(ann.id, MAIN, 's')}"
    for _ in range(2):
        assert "You have left" in client.post(link, data={"List-Unsubscribe": "One-Click"}).text
        assert not store.patrons.active(MAIN)
        assert "had been done before" in client.get(link).text
        assert "You are back" in client.post(link, data={"action": "back"}).text
        assert [p.name for p in store.patrons.active(MAIN)] == ["Ann"]
        assert "Leave Daily Review?" in client.get(link).text
    assert len(store.patrons.active(UK)) == len(reviews) - 1
