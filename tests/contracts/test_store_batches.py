"""Many sources in one transaction: the same as one after the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from newsletter.model.base import SourceName
from newsletter.model.feeds import Entry, SourceState
from newsletter.store import Store, open_store
from newsletter.store.database import Database
from tests.support.make import at, entry

NOW = at("2022-01-10T12:15Z")
LATER = at("2022-01-10T13:15Z")


def state(name: str, **more: Any) -> SourceState:
    return SourceState(name=SourceName(name), url=f"https://{name}.example/feed", first_visit=NOW, **more)


BATCHES: list[list[tuple[SourceState, list[Entry]]]] = [
    [
        (state("wire", body_hash="1"), [entry("Talks end"), entry("Snow"), entry("Snow", text="Twice in one.")]),
        (state("quiet", error="the server says 503", errors=2), []),
        (
            state("post", entry_hashes="0" * 32),
            [entry("Talks end", source="post", url="https://wire.example/talks-end")],
        ),
        (state("echo"), [entry("Talks end", source="echo", url="https://wire.example/talks-end")]),
    ],
    [
        (state("wire", body_hash="2"), [entry("Snow", text="More snow."), entry("Ice"), entry("Talks end")]),
        (state("quiet", gone=True), []),
        (state("post"), [entry("Ice", source="post", url="https://wire.example/ice")]),
    ],
]


def test_a_batch_gives_what_one_source_after_the_other_gives(store: Store, tmp_path: Path) -> None:
    """Counts, entries, versions, who repeats whom, states."""
    with open_store("sqlite:///one.db", tmp_path) as single:
        for batch, now in zip(BATCHES, (NOW, LATER), strict=True):
            together = store.archive.take_in_all([(one, given, now) for one, given in batch])
            apart = [single.archive.take_in(one, given, now) for one, given in batch]
            assert list(together) == apart
        assert list(store.archive.entries()) == list(single.archive.entries())
        assert store.archive.sources() == single.archive.sources()
    repeated = {str(e.source): e.repeat_of for e in store.archive.entries() if e.title == "Talks end"}
    assert len(repeated) == 3 and repeated["wire"] is None
    assert repeated["post"] is not None and repeated["echo"] is not None


def test_nothing_and_one_are_batches_too(store: Store) -> None:
    """Most polls bring nothing."""
    assert list(store.archive.take_in_all([])) == []
    assert list(store.archive.take_in_all([(state("wire"), [entry("Snow")], NOW)])) == [(1, 0)]
    assert store.archive.sources()[SourceName("wire")].last_new == NOW


def test_a_source_may_stand_in_a_batch_twice(store: Store) -> None:
    """Then one is stored after the other."""
    first, second = (state("wire"), [entry("Snow")], NOW), (state("wire"), [entry("Snow"), entry("Ice")], LATER)
    assert list(store.archive.take_in_all([first, second])) == [(1, 0), (1, 0)]


def test_hashes_and_validators_are_stored_with_their_entries(store: Store) -> None:
    """Or not at all: what was cut off in between would never be read again."""
    hashed = state("wire", entry_hashes="0123456789abcdef" * 40)
    store.archive.take_in_all([(hashed, [entry("Snow")], NOW)])
    assert store.archive.sources()[SourceName("wire")] == replace(hashed, last_new=NOW)


def test_a_batch_is_one_transaction(store: Store) -> None:
    """Each costs a wait for the disk."""
    from sqlalchemy import event

    ends: list[str] = []
    database: Database = store.database
    event.listen(database.engine, "commit", lambda connection: ends.append("commit"))
    store.archive.take_in_all([(state(f"s{n}"), [entry(f"Snow {n}", source=f"s{n}")], NOW) for n in range(50)])
    assert ends == ["commit"]
