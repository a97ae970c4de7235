"""What the tests of the store say in one word."""

from __future__ import annotations

import datetime as dt

from newsletter.model.base import SourceName
from newsletter.model.feeds import Entry, SourceState
from newsletter.store import Store
from tests.support.make import at

NOW = at("2022-01-10T12:15Z")


def state(name: str = "wire", body_hash: str | None = None) -> SourceState:
    return SourceState(name=SourceName(name), url=f"https://{name}.example/feed", first_visit=NOW, body_hash=body_hash)


def take(store: Store, *given: Entry, now: dt.datetime = NOW) -> tuple[int, int]:
    """Take in what one source brings."""
    return store.archive.take_in(state(given[0].source if given else "wire"), given, now)
