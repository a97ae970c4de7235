"""Laws of the store, over generated feeds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.model.base import MAIN, EntryId, SourceName
from newsletter.model.feeds import Enclosure, Entry, Image
from newsletter.model.stories import Outcome
from newsletter.store import Store, open_store
from newsletter.store.schema import metadata
from tests.contracts.test_store_ledger import EDITION, decided, record
from tests.unit.store.vocabulary import NOW, take

LAW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

words = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
times = st.datetimes(min_value=dt.datetime(1, 1, 2), max_value=dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))
#: Few values, so that they meet: this is where identity is decided.
HEADLINES = ["Talks end in Geneva", "Snow falls on western roads", "Prices rise again", None]
TEXTS = ["", "One sentence.", "Another sentence."]
GUIDS = [None, "1", "2"]
LINKS = [
    None,
    "https://wire.example/a",
    "http://www.wire.example/a/",
    "https://wire.example/b",
    "https://wire.example/",
]

entries = st.builds(
    Entry,
    id=st.sampled_from(["i", "j", "k", "l"]).map(EntryId),
    source=st.just(SourceName("wire")),
    guid=st.sampled_from(GUIDS),
    clean_url=st.sampled_from(LINKS),
    title=st.sampled_from(HEADLINES),
    summary_text=st.sampled_from(TEXTS),
    published=st.sampled_from([None, NOW, NOW - dt.timedelta(days=1)]),
    first_seen=st.just(NOW),
    source_since=st.just(NOW),
)
anything = st.builds(
    Entry,
    id=words.map(EntryId),
    source=st.just(SourceName("wire")),
    guid=st.none() | words,
    url=st.none() | words,
    clean_url=st.none() | words,
    title=st.none() | words,
    summary_html=st.none() | words,
    summary_text=words,
    content_html=st.none() | words,
    content_text=words,
    authors=st.lists(words, max_size=3).map(tuple),
    published=st.none() | times,
    updated=st.none() | times,
    first_seen=times,
    source_since=times,
    language=st.none() | words,
    tags=st.lists(words, max_size=3).map(tuple),
    image=st.none() | st.builds(Image, url=words, width=st.none() | st.integers(), alt=st.none() | words),
    enclosures=st.lists(st.builds(Enclosure, url=words, length=st.none() | st.integers()), max_size=2).map(tuple),
    original=st.none() | words,
)


@cache
def _shared() -> Store:
    return open_store("sqlite://", Path())


@pytest.fixture(scope="module", autouse=True)
def _closed() -> Iterator[None]:
    yield
    _shared().close()
    _shared.cache_clear()


def fresh() -> Store:
    """An empty store: one for all examples, because making the schema costs more than an example."""
    with _shared().database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return _shared()


@LAW
@given(feed=st.lists(entries, max_size=8))
def test_taking_in_is_idempotent(feed: list[Entry]) -> None:
    """The same feed a second and a third time, in whatever order, brings nothing and changes nothing."""
    store = fresh()
    take(store, *feed)
    before = list(store.archive.entries())
    assert take(store, *feed) == (0, 0)
    assert take(store, *reversed(feed)) == (0, 0)
    assert list(store.archive.entries()) == before


@LAW
@given(feed=st.lists(entries, max_size=8), data=st.data())
def test_what_is_new_does_not_depend_on_the_order_of_the_feed(feed: list[Entry], data: st.DataObject) -> None:
    """Also what is stored of it."""
    mixed = data.draw(st.permutations(feed))
    found = []
    for batch in (feed, mixed):
        store = fresh()
        found.append((take(store, *batch), list(store.archive.entries())))
    assert found[0] == found[1]


@LAW
@given(feed=st.lists(entries, max_size=8))
def test_no_two_different_headlines_with_different_guids_and_links_become_one(feed: list[Entry]) -> None:
    """Nothing is missed: what shares neither guid nor link nor headline is there, each for itself."""
    apart: list[Entry] = []
    for entry in feed:
        link = (entry.clean_url or "").removeprefix("http://www.").removeprefix("https://").rstrip("/")
        keys = {entry.guid, link, entry.title}
        if None not in keys and all(
            keys.isdisjoint({e.guid, (e.clean_url or "").removeprefix("https://").rstrip("/"), e.title}) for e in apart
        ):
            apart.append(entry)
    store = fresh()
    assert take(store, *apart) == (len(apart), 0)


@LAW
@given(entry=anything)
def test_every_entry_round_trips(entry: Entry) -> None:
    """Whatever is in its fields."""
    store = fresh()
    take(store, entry)
    assert list(store.archive.entries()) == [entry]


outcomes = st.lists(
    st.tuples(
        st.integers(1, 4),  # the day
        st.dictionaries(st.sampled_from("abc"), st.sampled_from([o.value for o in Outcome]), max_size=3),
        st.booleans(),  # finished, else undone
    ),
    max_size=8,
)


@LAW
@given(history=outcomes)
def test_the_current_outcome_is_that_of_the_latest_day_s_newest_revision(
    history: list[tuple[int, dict[str, str], bool]],
) -> None:
    """Over any history of editions, revisions and undoing; compared with the same said in three lines."""
    ledger: dict[int, list[dict[str, str]]] = {}
    store = fresh()
    take(store, *(_entry(name) for name in "abc"))
    for number, made, finished in history:
        when = dt.date(2022, 1, number)
        revision = len(ledger.get(number, [])) + 1
        store.editions.begin(record(when, revision), EDITION, decided(**made))
        if finished:
            ledger.setdefault(number, []).append(made)
            store.editions.finish(MAIN, when, revision, "published", NOW)
        else:
            store.editions.undo(MAIN, when, revision)
    current = {e: o for number in sorted(ledger) for e, o in ledger[number][-1].items()}
    wanted = [e for e in "abc" if current.get(e, "held") == "held"]
    assert [e.id for e in store.decisions.undecided(MAIN, NOW)] == wanted
    held = store.decisions.held_since(MAIN)
    assert set(held) == {e for e, o in current.items() if o == "held"}


def _entry(name: str) -> Entry:
    return Entry(id=EntryId(name), source=SourceName("wire"), guid=name, title=name, first_seen=NOW, source_since=NOW)
