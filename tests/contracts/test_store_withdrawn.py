"""What every store owes a withdrawal: what is kept for publishing is gone before the revision counts as published."""

from __future__ import annotations

from dataclasses import replace

from newsletter.model.base import MAIN, EntryId, StoryId
from newsletter.model.corrections import EditionCorrection
from newsletter.model.editions import Draft, House, Layout, OwnTitle, Retitle, SignedEdit
from newsletter.model.feeds import SourceState
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.sample import sample
from newsletter.model.stories import Decision, Outcome
from newsletter.store import Store
from tests.support.make import at, block, day, entry, layout, review, section, story, window

TUESDAY, NOW = day("2022-01-11"), at("2022-01-11T04:40Z")
FLOOD = entry("Flood takes the bridge", text="It rose by three metres.", id="f100d000f100d000")
TALKS = entry("Envoys meet", text="They met.", id="7a1c500000000000")
OURS = "Torrent sweeps a footbridge away"


def draft(base: Layout) -> Draft:
    return Draft(review=MAIN, day=TUESDAY, window=window(), base=base)


def record(revision: int) -> EditionRecord:
    return EditionRecord(
        review=MAIN,
        day=TUESDAY,
        number=1,
        revision=revision,
        state=EditionState.PUBLISHING,
        cutoff=NOW,
        stories=2,
        entries=2,
        files={f"images/{revision}.jpg": "0" * 64},
        subject=FLOOD.title or "",
    )


def correction(number: int, text: str, *, withdrawn: bool = False) -> EditionCorrection:
    return EditionCorrection(
        review=MAIN,
        number=number,
        day=TUESDAY,
        revision=number + 1,
        story=StoryId(FLOOD.id),
        entry=FLOOD.id,
        text=text,
        by="Ann",
        at=NOW,
        withdrawn=withdrawn,
    )


def published(store: Store) -> None:
    """Two stories, one of them under a headline of our own, and a correction of it."""
    source = SourceState(name=FLOOD.source, url="https://wire.example/feed")
    store.archive.take_in(source, [FLOOD, TALKS], NOW)
    title = OwnTitle(entry=FLOOD.id, headline=House(text=OURS))
    base = layout(section("News", block(FLOOD), block(TALKS)), stories=[story(FLOOD), story(TALKS)])
    store.drafts.put_base(draft(replace(base, titles=(title,))))
    edit = SignedEdit(edit=Retitle(entry=FLOOD.id, text=OURS), by="Ann", at=NOW, revision=1)
    store.drafts.append(MAIN, TUESDAY, edit)
    edition = replace(sample(review(), NOW), day=TUESDAY, subject=OURS)
    told = [
        Decision(entry=e, outcome=Outcome.TOLD, reason="told", story=StoryId(e), section="News")
        for e in (FLOOD.id, TALKS.id)
    ]
    store.editions.begin(record(1), edition, told)
    store.editions.finish(MAIN, TUESDAY, 1, "published", NOW)
    store.corrections.begin(correction(1, "It was four metres."), record(2), replace(edition, revision=2), None)
    store.editions.finish(MAIN, TUESDAY, 2, "published", NOW)
    withdrawal = correction(2, "Nobody has seen it.", withdrawn=True)
    store.corrections.begin(withdrawal, record(3), replace(edition, revision=3, subject="x"), None)


def test_nothing_is_forgotten_while_the_withdrawal_may_still_be_taken_back(store: Store) -> None:
    """As `publishing` it may be undone; then all is as it was."""
    published(store)
    store.editions.undo(MAIN, TUESDAY, 3)
    kept = store.drafts.get(MAIN, TUESDAY)
    assert kept and [s.lead for s in kept.base.stories] == [FLOOD.id, TALKS.id]
    assert [c.text for c in store.corrections.of(MAIN)] == ["It was four metres."]


def test_what_is_kept_for_publishing_goes_with_the_withdrawal(store: Store) -> None:
    """Draft, edit, headline of ours, words of the earlier correction, revisions before; the other story stays."""
    published(store)
    store.editions.finish(MAIN, TUESDAY, 3, "published", NOW)
    kept = store.drafts.get(MAIN, TUESDAY)
    assert kept is not None and kept.base.titles == ()
    assert [b.credit.entry for s in kept.base.sections for b in s.blocks if b.kind == "story"] == [TALKS.id]
    assert [s.lead for s in kept.base.stories] == [TALKS.id]
    assert [(a.entry, a.outcome, a.reason) for a in kept.base.asides] == [
        (FLOOD.id, Outcome.TOLD, "withdrawn from the edition of 2022-01-11")
    ]
    assert [s.edit for s in kept.edits] == [Retitle(entry=FLOOD.id, text="")]
    assert [(c.number, c.text) for c in store.corrections.of(MAIN)] == [(1, ""), (2, "Nobody has seen it.")]
    assert [store.editions.kept(MAIN, TUESDAY, n)[0] is None for n in (1, 2, 3)] == [True, True, False]
    assert {e.id for e in store.archive.entries()} == {FLOOD.id, TALKS.id}


def test_editions_that_name_an_entry_are_found(store: Store) -> None:
    """Of each day the newest revision; none for an id that no edition names."""
    published(store)
    store.editions.finish(MAIN, TUESDAY, 3, "published", NOW)
    entry_ids = {c.credit.entry for s in sample(review(), NOW).sections for c in s.blocks if c.kind == "story"}
    found = store.editions.holding(sorted(entry_ids))
    assert [(r.day, r.revision, e.subject) for r, e in found] == [(TUESDAY, 3, "x")]
    assert store.editions.holding([EntryId("nobody")]) == []


def test_files_of_a_withdrawn_revision_are_no_longer_named(store: Store) -> None:
    """Their pictures need not be kept; those of the revision that stands do."""
    published(store)
    assert store.editions.files() == {"images/1.jpg", "images/2.jpg", "images/3.jpg"}
    store.editions.finish(MAIN, TUESDAY, 3, "published", NOW)
    assert store.editions.files() == {"images/3.jpg"}
