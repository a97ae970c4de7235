"""What every archive owes: identity of entries, versions, repetitions, states of sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import Enclosure, Entry, Image, SourceState, Validators, Wishes
from newsletter.ports import Archive
from newsletter.store import Store
from newsletter.store.schema import entry_versions
from tests.support.make import at, entry

NOW = at("2022-01-10T12:15Z")
LATER = at("2022-01-10T13:15Z")


def state(name: str = "wire", **more: Any) -> SourceState:
    return SourceState(name=SourceName(name), url=f"https://{name}.example/feed", first_visit=NOW, **more)


def take(store: Store, *given: Entry, now: dt.datetime = NOW) -> tuple[int, int]:
    source = given[0].source if given else "wire"
    return store.archive.take_in(state(source), given, now)


def all_of(store: Store) -> Sequence[Entry]:
    return list(store.archive.entries())


def titles(store: Store) -> list[str | None]:
    return [e.title for e in store.archive.entries()]


FULL = Entry(
    id=EntryId("wire:full"),
    source=SourceName("wire"),
    guid="tag:wire.example,2022:1",
    url="https://wire.example/1?utm_source=feed",
    clean_url="https://wire.example/1",
    title="Перемовини «в Женеві» 🕊 end",
    summary_html="<p>Short &amp; sweet</p>",
    summary_text="Short & sweet",
    content_html="<p>All of it</p>",
    content_text="All of it",
    authors=("Ann Example", "Бен"),
    published=at("2022-01-10T11:59:59.123456Z"),
    updated=at("0001-01-01T00:00Z"),
    first_seen=NOW,
    source_since=NOW,
    language="uk",
    tags=("front", "дипломатія"),
    image=Image(url="https://wire.example/1.jpg", width=600, alt="A table"),
    enclosures=(Enclosure(url="https://wire.example/1.mp3", type="audio/mpeg", length=2**40),),
    original="Example Agency",
)
BARE = Entry(id=EntryId("wire:bare"), source=SourceName("wire"), first_seen=NOW, source_since=NOW)


@pytest.mark.parametrize("given", [FULL, BARE], ids=["full", "bare"])
def test_an_entry_comes_back_as_it_went_in(store: Store, given: Entry) -> None:
    """Every field, aware UTC and microseconds included; also when nearly all are missing."""
    assert take(store, given) == (1, 0)
    assert all_of(store) == [given]


def test_a_source_s_state_comes_back_as_it_went_in(store: Store) -> None:
    """Validators byte for byte, times aware."""
    whole = state(
        moved_to="https://new.example/feed",
        validators=Validators(etag='W/"a\\"b"', last_modified="Mon, 10 Jan 2022 12:00:00 GMT"),
        body_hash="0" * 64,
        language="en",
        last_success=NOW,
        last_new=NOW,
        last_try=LATER,
        next_at=LATER,
        error="it did not answer",
        errors=3,
        gone=True,
        asked_until=LATER,
        wishes=Wishes(ttl=dt.timedelta(minutes=90), skip_hours=(0, 23), skip_days=(5,)),
        rhythm=dt.timedelta(hours=2),
        overran=NOW,
        error_since=NOW,
    )
    store.archive.take_in(whole, (), NOW)
    assert store.archive.sources() == {"wire": whole}


def test_the_same_again_changes_nothing(store: Store) -> None:
    """A feed that is polled twice brings nothing the second time."""
    given = [entry("Talks end"), entry("Talks begin", guid="g"), entry(None, text="Only text", url=None)]
    assert take(store, *given) == (3, 0)
    before = all_of(store)
    assert take(store, *given, now=LATER) == (0, 0)
    assert take(store, *reversed(given), now=LATER) == (0, 0)
    assert all_of(store) == before


def test_the_source_remembers_when_it_last_brought_something_new(store: Store) -> None:
    """Only new entries count, not a poll that brings nothing."""
    take(store, entry("Talks end"))
    store.archive.take_in(state(last_new=NOW, last_try=LATER), [entry("Talks end")], LATER)
    assert store.archive.sources()[SourceName("wire")].last_new == NOW


def test_a_changed_text_is_a_new_version_of_the_same_entry(store: Store) -> None:
    """Id and first sight stay; what was there before is kept, so that a quotation can be proved."""
    first = entry("Talks end", guid="1", text="They ended.", id="first")
    take(store, first)
    second = replace(first, id=EntryId("other"), summary_text="They failed.", first_seen=LATER, source_since=LATER)
    assert take(store, second, now=LATER) == (0, 1)
    assert all_of(store) == [replace(first, version=2, summary_text="They failed.")]
    with store.database.read() as connection:
        kept = connection.execute(select(entry_versions)).mappings().all()
    assert [(row["entry"], row["version"], row["summary_text"], row["seen"]) for row in kept] == [
        ("first", 1, "They ended.", NOW)
    ]


def test_two_changes_leave_two_earlier_versions_each_with_its_time(store: Store) -> None:
    """A version is dated by when it was first brought."""
    for number, now in enumerate([NOW, LATER, LATER + dt.timedelta(hours=1)]):
        take(store, entry("Talks end", text=f"Version {number}."), now=now)
    with store.database.read() as connection:
        rows = connection.execute(select(entry_versions).order_by(entry_versions.c.version)).mappings().all()
    assert [(row["version"], row["summary_text"], row["seen"]) for row in rows] == [
        (1, "Version 0.", NOW),
        (2, "Version 1.", LATER),
    ]


def test_other_markup_around_the_same_words_is_no_new_version(store: Store) -> None:
    """A feed that stamps its markup anew at every poll does not count as changed; the newest is kept."""
    first = entry("Talks end", text="They ended.")
    take(store, first)
    stamped = replace(first, summary_html="<p id=t2>They ended.</p>", updated=LATER)
    assert take(store, stamped) == (0, 0)
    assert all_of(store) == [stamped]


def test_what_a_feed_no_longer_states_stays_known(store: Store) -> None:
    """A date that a feed drops is not forgotten."""
    take(store, entry("Talks end", guid="1"))
    assert take(store, replace(entry("Talks end", guid="1"), published=None)) == (0, 0)
    assert all_of(store)[0].published is not None


@pytest.mark.parametrize(
    "link",
    [
        "http://www.wire.example/talks-end",
        "https://wire.example/talks-end/",
        "HTTPS://WIRE.example:443/talks-end",
    ],
)
def test_a_changed_guid_under_the_same_link_is_the_same_entry(store: Store, link: str) -> None:
    """http and https, www. and a trailing slash make no other link."""
    take(store, entry("Talks end", guid="1"))
    assert take(store, entry("Talks end", guid="2", clean_url=link, id="other")) == (0, 0)
    assert [e.id for e in all_of(store)] == ["wire:talks-end"]
    # and from now on it is known by either guid, wherever it moves
    moved = entry("Talks end today", guid="2", url="https://elsewhere.example/x", id="third")
    assert take(store, moved) == (0, 1)


def test_a_new_headline_with_a_new_guid_under_the_same_link_is_the_same_entry(store: Store) -> None:
    """Some publishers change the guid at every correction."""
    take(store, entry("Talks end", guid="https://wire.example/1#0", url="https://wire.example/1"))
    again = entry("Envoys leave Geneva", guid="https://wire.example/1#1", url="https://wire.example/1", id="other")
    assert take(store, again) == (0, 1)
    assert titles(store) == ["Envoys leave Geneva"]


def test_a_page_that_is_filled_anew_each_day_brings_a_new_entry_each_day(store: Store) -> None:
    """One link, another guid, another date, another headline: nothing is missed."""
    page = {"url": "https://wire.example/report", "source": "wire"}
    take(store, entry("Report of Sunday", at="2022-01-09T12:00Z", guid="9", id="sunday", **page))
    assert take(store, entry("Monday: two attacks", at="2022-01-10T12:00Z", guid="10", id="monday", **page)) == (1, 0)
    assert titles(store) == ["Report of Sunday", "Monday: two attacks"]


def test_one_link_for_every_entry_identifies_none(store: Store) -> None:
    """A live page or a front page as the link of all: the entries are told apart all the same, poll after poll."""
    page = "https://wire.example/live"
    given = [
        entry("Talks end", url=page, id="a"),
        entry("A road is closed", url=page, id="b"),
        entry("Prices rise", url="https://wire.example/", id="c"),
        entry("Snow in the west", url="https://wire.example/", id="d"),
    ]
    assert take(store, *given) == (4, 0)
    assert take(store, *reversed(given)) == (0, 0)
    assert take(store, given[1]) == (0, 0)
    assert sorted(str(t) for t in titles(store)) == ["A road is closed", "Prices rise", "Snow in the west", "Talks end"]


def test_one_guid_for_every_entry_identifies_none(store: Store) -> None:
    """Where link and headline differ entirely, a shared guid means nothing; also when the ids were made from it."""
    given = [entry("Talks end in Geneva", guid="0", id="same"), entry("Snow in the west", guid="0", id="same")]
    assert take(store, *given) == (2, 0)
    assert take(store, *given) == (0, 0)
    assert take(store, given[1], given[0]) == (0, 0)
    assert len({e.id for e in all_of(store)}) == 2


def test_one_piece_listed_twice_is_one_entry(store: Store) -> None:
    """The same guid, nearly the same headline: the newer one counts, in either order, and does so again."""
    older = entry("Talks end", guid="1", at="2022-01-10T10:00Z", url="https://wire.example/a", id="a")
    newer = entry("Talks end early", guid="1", at="2022-01-10T11:00Z", url="https://wire.example/b", id="b")
    assert take(store, older, newer) == (1, 0)
    assert take(store, newer, older) == (0, 0)
    assert titles(store) == ["Talks end early"]


def test_without_guid_and_link_the_content_is_the_identity(store: Store) -> None:
    """Equal headline and texts: the same; anything else: another."""
    assert take(store, entry("Talks end", url=None, text="One.", id="a")) == (1, 0)
    assert take(store, entry("Talks end", url=None, text="One.", id="b")) == (0, 0)
    assert take(store, entry("Talks end", url=None, text="Two.", id="c")) == (1, 0)


def test_the_same_link_in_another_source_is_a_repetition_of_the_earliest(store: Store) -> None:
    """Both are kept, and the later one says whom it repeats; the earliest even when a third one comes."""
    link = "https://wire.example/talks"
    take(store, entry("Talks end", url=link, id="first", seen="2022-01-10T12:00Z"))
    take(store, entry("Talks: the end", source="post", url=f"{link}/", id="second", seen="2022-01-10T13:00Z"))
    take(store, entry("The talks ended", source="gazette", url=link, id="third", seen="2022-01-10T14:00Z"))
    assert [(e.id, e.repeat_of) for e in all_of(store)] == [("first", None), ("second", "first"), ("third", "first")]


def test_a_front_page_as_link_makes_no_repetition(store: Store) -> None:
    """Two sources that link to one site do not repeat each other."""
    take(store, entry("Talks end", url="https://example.org/"))
    take(store, entry("Snow", source="post", url="http://www.example.org"))
    assert [e.repeat_of for e in all_of(store)] == [None, None]


def test_one_guid_in_two_sources_is_two_entries(store: Store) -> None:
    """A guid means something within its source only."""
    take(store, entry("Talks end", guid="1"))
    assert take(store, entry("Snow", source="post", guid="1")) == (1, 0)


def test_entries_of_another_source_are_refused_and_nothing_is_stored(store: Store) -> None:
    """Identity is decided per source, so a mixture would be a fault of the caller."""
    with pytest.raises(ValueError, match="another source"):
        store.archive.take_in(state("wire"), [entry("Snow", source="post")], NOW)
    assert store.archive.sources() == {}


def test_characters_that_no_database_holds_are_replaced_once_and_for_all(store: Store) -> None:
    """NUL and lone surrogates become U+FFFD, and the same feed again is still the same."""
    hostile = entry("Talks\0 end\ud800", guid="\udfff", authors=("a\0",), image=Image(url="https://x.example/\0"))
    assert take(store, hostile) == (1, 0)
    assert take(store, hostile) == (0, 0)
    assert [(e.title, e.guid, e.authors) for e in all_of(store)] == [("Talks\ufffd end\ufffd", "\ufffd", ("a\ufffd",))]


def test_guids_and_links_may_be_longer_than_an_index_allows(store: Store) -> None:
    """A megabyte of guid is a guid."""
    given = entry("Talks end", guid="g" * 1_000_000, url="https://wire.example/" + "p" * 1_000_000)
    assert take(store, given) == (1, 0)
    assert take(store, given) == (0, 0)


def test_entries_come_in_order_of_first_sight_then_id(store: Store) -> None:
    """Ids sort by code point on every database, whatever its locale."""
    given = [entry(f"Title {ord(name)}", id=name, seen="2022-01-10T12:00Z") for name in ("b", "B", "a", "é", "_", "1")]
    take(store, *given, entry("Title early", id="z", seen="2022-01-10T11:59:59.999999Z"))
    assert [e.id for e in all_of(store)] == ["z", "1", "B", "_", "a", "b", "é"]


def test_entries_are_found_by_source_by_time_and_by_id(store: Store) -> None:
    """`since` includes its instant; unknown ids are no error; conditions combine."""
    take(store, entry("One", id="1", seen="2022-01-10T10:00Z"), entry("Two", id="2", seen="2022-01-10T11:00Z"))
    take(store, entry("Three", id="3", source="post", seen="2022-01-10T12:00Z"))

    def found(**conditions: Any) -> list[str]:
        return [e.id for e in store.archive.entries(**conditions)]

    assert found(source=SourceName("wire")) == ["1", "2"]
    assert found(since=at("2022-01-10T11:00Z")) == ["2", "3"]
    assert found(ids=["3", "none", "1", "3"]) == ["1", "3"]
    assert found(ids=[]) == []
    assert found(source=SourceName("wire"), since=at("2022-01-10T11:00Z")) == ["2"]


def test_a_walk_through_the_archive_does_not_stop_a_writer(store: Store) -> None:
    """Pages are short transactions: while somebody reads on, somebody else writes, and nothing is missed or doubled."""
    take(store, *(entry(f"Title {n:04}", seen="2022-01-10T12:00Z") for n in range(1200)))
    walk = store.archive.entries()
    seen = [next(walk).id for _ in range(700)]
    assert take(store, entry("Zulu", id="zzz", seen="2022-01-10T13:00Z"), now=LATER) == (1, 0)
    seen += [e.id for e in walk]
    assert len(seen) == len(set(seen)) == 1201


def test_a_person_is_told_of_a_trouble_once(store: Store) -> None:
    """Polls in between change nothing about that; another trouble is another matter; an unknown source is none."""
    take(store, entry("Talks end"))
    wire = SourceName("wire")
    assert [store.archive.warned(wire, "failing"), store.archive.warned(wire, "failing")] == [True, False]
    take(store, entry("Snow"), now=LATER)
    assert store.archive.warned(wire, "failing") is False
    assert store.archive.warned(wire, "quiet") is True
    assert store.archive.warned(SourceName("nobody"), "quiet") is False


LONG = "Envoys of both sides left the hall late in the evening and said that they would meet again in spring."


@pytest.mark.parametrize(
    "disguise",
    [
        {"guid": "n1", "url": "https://new.example/2022/talks-end-in-geneva"},
        {"guid": "n1", "url": "https://new.example/a/1"},
        {"guid": "n1", "url": "https://wire.example/2022/talks-end-in-geneva?r=2"},
        {"guid": "n1", "url": "https://wire.example/2022/talks-end-in-geneva?r=2", "at": None},
    ],
    ids=["another host", "another path", "a rotating parameter", "without a date"],
)
def test_a_piece_whose_guid_and_link_both_changed_is_known_by_headline_date_and_words(
    store: Store, disguise: dict[str, Any]
) -> None:
    """And it is known by its new names from then on."""
    first: dict[str, Any] = {
        "guid": "o1",
        "url": "https://wire.example/2022/talks-end-in-geneva?r=1",
        "text": LONG,
        "id": "first",
    }
    undated: dict[str, Any] = {"at": None} if "at" in disguise else {}
    take(store, entry("Talks end", **(first | undated)))
    assert take(store, entry("Talks end", text=LONG, id="second", **disguise), now=LATER) == (0, 0)
    assert take(store, entry("Talks end", text=LONG, id="third", **disguise), now=LATER) == (0, 0)
    assert [e.id for e in all_of(store)] == ["first"]


@pytest.mark.parametrize(
    "other",
    [
        {"at": "2022-01-11T12:00Z", "url": "https://wire.example/briefings/of-tuesday"},
        {"text": "Today: snow, and what it means for the roads in the west, and who is to clear them of all of it."},
        {"at": "2022-01-11T12:00Z", "url": "https://wire.example/briefings/of-monday?day=2"},
    ],
    ids=["the next day's", "other words at the same time", "the same path a day later"],
)
def test_a_briefing_under_one_headline_is_new_every_time(store: Store, other: dict[str, Any]) -> None:
    """The weak signs of identity hide no news."""
    first: dict[str, Any] = {
        "guid": "1",
        "url": "https://wire.example/briefings/of-monday?day=1",
        "text": LONG,
        "id": "first",
    }
    take(store, entry("The briefing", **first))
    changed = {"guid": "2", "url": "https://wire.example/briefings/other-one", "text": LONG, "id": "second"}
    again: dict[str, Any] = changed | other
    assert take(store, entry("The briefing", **again), now=LATER) == (1, 0)


def test_the_earliest_date_of_publication_stays(store: Store) -> None:
    """An old entry with a new date is no news; the new date is that of its change."""
    take(store, entry("Talks end", guid="1", at="2022-01-10T12:00Z"))
    assert take(store, entry("Talks end", guid="1", at="2022-01-11T12:00Z")) == (0, 0)
    (found,) = all_of(store)
    assert (found.published, found.updated) == (at("2022-01-10T12:00Z"), at("2022-01-11T12:00Z"))
    take(store, entry("Talks end", guid="1", at="2022-01-09T12:00Z"))
    assert all_of(store)[0].published == at("2022-01-09T12:00Z")


def test_the_archive_is_the_port(store: Store) -> None:
    """The type checker holds it to the protocol."""
    port: Archive = store.archive
    assert port.sources() == {}
