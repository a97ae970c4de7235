"""What every store owes of versions: what was said before, what editions printed of it, what a person was told."""

from __future__ import annotations

import datetime as dt

from newsletter.model.base import MAIN, EntryId, SourceName, StoryId
from newsletter.model.editions import Edition, Extract, Section, Span, StoryBlock
from newsletter.model.feeds import SourceState
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.sample import sample
from newsletter.model.stories import Decision, Outcome
from newsletter.ports import Versions
from newsletter.store import Store
from tests.support.make import at, day, entry, review

CUTOFF = at("2022-01-11T04:30Z")
TUESDAY = day("2022-01-11")
A = EntryId("a")


def says(store: Store, text: str, *, when: dt.datetime, title: str = "Talks end", source: str = "wire") -> None:
    state = SourceState(name=SourceName(source), url=f"https://{source}.example/feed")
    given = entry(title, id="a", text=text, seen=at("2022-01-10T12:00Z"), source=source, url="https://wire.example/a")
    store.archive.take_in(state, [given], when)


def printed(store: Store, version: int) -> None:
    """An edition whose only extracts are of entry `a`."""
    made = sample(review(), CUTOFF)
    span = Span(entry=A, version=version, field="title", start=0, end=9)
    block = next(b for s in made.sections for b in s.blocks if isinstance(b, StoryBlock))
    line = Extract(text="Twelve people came.", span=Span(entry=A, version=version, field="summary", start=0, end=19))
    block = StoryBlock(
        story=StoryId("a"), headline=Extract(text="Talks end", span=span), credit=block.credit, sentences=(line,)
    )
    section = made.sections[0]
    edition = _with(made, section, block)
    record = EditionRecord(
        review=MAIN,
        day=TUESDAY,
        number=7,
        revision=1,
        state=EditionState.PUBLISHING,
        cutoff=CUTOFF,
        stories=1,
        entries=1,
        files={},
    )
    told = Decision(entry=A, outcome=Outcome.TOLD, reason="told", story=StoryId("a"), section="Flash")
    store.editions.begin(record, edition, [told])
    store.editions.finish(MAIN, TUESDAY, 1, "published", CUTOFF)


def _with(edition: Edition, section: Section, block: StoryBlock) -> Edition:
    from dataclasses import replace

    return replace(edition, sections=(replace(section, blocks=(block,)),))


def test_every_version_comes_back_in_its_order_with_when_it_was_seen(store: Store) -> None:
    """The current one last; an unknown id is left out; a text that stayed makes none."""
    for hour, text in ((12, "One."), (13, "Two."), (14, "Two."), (15, "Three.")):
        says(store, text, when=at(f"2022-01-10T{hour}:00Z"))
    (found,) = store.versions.versions([A, EntryId("nobody")]).values()
    assert [(v.number, v.summary_text, v.seen.hour) for v in found] == [
        (1, "One.", 12),
        (2, "Two.", 13),
        (3, "Three.", 15),
    ]


def test_changed_entries_are_those_with_another_version_since_then(store: Store) -> None:
    """The newest first; by source."""
    says(store, "One.", when=at("2022-01-10T12:00Z"))
    assert store.versions.changed() == []
    says(store, "Two.", when=at("2022-01-10T13:00Z"))
    assert [e.id for e in store.versions.changed(since=at("2022-01-10T13:00Z"))] == [A]
    assert store.versions.changed(since=at("2022-01-10T13:01Z")) == []
    assert store.versions.changed(source=SourceName("other")) == []


def test_what_an_edition_printed_and_its_source_has_changed_is_found(store: Store) -> None:
    """With the version and the words that were printed; what stayed as it was printed is not."""
    says(store, "Twelve people came.", when=at("2022-01-10T12:00Z"))
    printed(store, 1)
    assert store.versions.rewritten(MAIN, TUESDAY) == []
    says(store, "Two people came.", when=at("2022-01-11T09:00Z"))
    (one,) = store.versions.rewritten(MAIN, TUESDAY)
    assert (one.day, one.number, one.version, one.entry.version) == (TUESDAY, 7, 1, 2)
    assert one.printed == ("Talks end", "Twelve people came.")
    assert store.versions.rewritten(MAIN, TUESDAY + dt.timedelta(days=1)) == []


def test_an_edition_that_printed_the_newer_version_has_nothing_to_correct(store: Store) -> None:
    """The version stands in the edition, not in a clock."""
    says(store, "One.", when=at("2022-01-10T12:00Z"))
    says(store, "Two.", when=at("2022-01-10T13:00Z"))
    printed(store, 2)
    assert store.versions.rewritten(MAIN, TUESDAY) == []


def test_a_thing_is_said_once(store: Store) -> None:
    """Whatever the key is made of, however often it is asked, in one call too."""
    assert store.versions.say(["a", "b\x00", "a"], CUTOFF) == {"a", "b\ufffd"}
    assert store.versions.say(["a", "c"], CUTOFF) == {"c"}
    assert store.versions.say([], CUTOFF) == frozenset()


def test_the_store_is_the_port(store: Store) -> None:
    """As the type checker sees it."""
    port: Versions = store.versions
    assert port.changed() == []
