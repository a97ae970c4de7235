"""What every ledger owes: decisions per review, day and revision; states of editions; what is undecided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from newsletter.errors import Busy, StoreError
from newsletter.model.base import MAIN, EntryId, ReviewId, SourceName, StoryId
from newsletter.model.feeds import Entry, SourceState
from newsletter.model.rendered import EditionRecord, EditionState
from newsletter.model.sample import sample
from newsletter.model.stories import Decision, LedgerRow, Outcome
from newsletter.ports import Decisions, Editions
from newsletter.store import Store, open_store
from tests.support.make import at, day, entry, review

CUTOFF = at("2022-01-11T04:30Z")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (day(f"2022-01-{n}") for n in (10, 11, 12, 13))
EVENING = ReviewId("evening")
EDITION = sample(review(), CUTOFF)


def archive(store: Store, *names: str) -> Sequence[Entry]:
    """Entries `a`, `b`, … that are in the archive, seen in this order."""
    given = [
        entry(f"Title {n}", id=n, seen=at("2022-01-10T12:00Z") + dt.timedelta(minutes=i)) for i, n in enumerate(names)
    ]
    state = SourceState(name=SourceName("wire"), url="https://wire.example/feed")
    store.archive.take_in(state, given, CUTOFF)
    return given


def record(when: dt.date = TUESDAY, revision: int = 1, **more: Any) -> EditionRecord:
    fields: dict[str, Any] = {
        "review": MAIN,
        "number": 7,
        "state": EditionState.PUBLISHING,
        "cutoff": CUTOFF,
        "stories": 1,
        "entries": 2,
        "files": {"manifest.json": "b" * 64, "edition.eml": "a" * 64},
    }
    return EditionRecord(day=when, revision=revision, **(fields | more))


def decided(**outcomes: str) -> list[Decision]:
    """Decisions by entry: decided(a="told", b="held")."""
    return [
        Decision(entry=EntryId(e), outcome=Outcome(o), reason=f"because {o}", story=StoryId(e), section="Flash")
        for e, o in outcomes.items()
    ]


def publish(store: Store, when: dt.date, revision: int = 1, review: ReviewId = MAIN, **outcomes: str) -> EditionRecord:
    made = record(when, revision, review=review)
    store.editions.begin(made, EDITION, decided(**outcomes))
    store.editions.finish(review, when, revision, "published", CUTOFF)
    return made


def undecided(store: Store, review: ReviewId = MAIN, cutoff: dt.datetime = CUTOFF) -> str:
    return "".join(e.id for e in store.decisions.undecided(review, cutoff))


def test_an_entry_without_a_decision_is_undecided_up_to_the_cutoff(store: Store) -> None:
    """Seen at the very cutoff still counts; in order of first sight; as whole entries."""
    given = archive(store, "b", "a", "c")
    assert store.decisions.undecided(MAIN, given[1].first_seen) == list(given[:2])


@pytest.mark.parametrize(("outcome", "open_again"), [(o, o == "held") for o in Outcome])
def test_only_what_is_held_comes_back(store: Store, outcome: str, open_again: bool) -> None:
    """Told, merged, passed and spiked are closed for good."""
    archive(store, "a")
    publish(store, MONDAY, a=outcome)
    assert undecided(store) == ("a" if open_again else "")


def test_the_latest_day_has_the_say(store: Store) -> None:
    """Held on Monday and told on Tuesday is told; the order in which the days were published does not matter."""
    archive(store, "a", "b")
    publish(store, TUESDAY, a="told", b="held")
    publish(store, MONDAY, a="held", b="passed")
    assert undecided(store) == "b"


def test_reviews_decide_for_themselves(store: Store) -> None:
    """Told in the morning review is undecided in the evening one."""
    archive(store, "a", "b")
    publish(store, MONDAY, a="told")
    publish(store, MONDAY, review=EVENING, b="told")
    assert (undecided(store), undecided(store, EVENING)) == ("b", "a")


def test_a_further_revision_replaces_the_day_s_decisions(store: Store) -> None:
    """What it does not mention is as if that day had not decided it."""
    archive(store, "a", "b", "c")
    publish(store, MONDAY, a="held", b="held")
    publish(store, TUESDAY, a="told", b="told")
    publish(store, TUESDAY, revision=2, a="told", c="spiked")
    assert undecided(store) == "b"
    assert [(r.entry, r.outcome) for r in store.decisions.rows(MAIN, TUESDAY)] == [("a", "told"), ("c", "spiked")]


def test_undoing_a_revision_brings_the_decisions_of_the_one_before_back(store: Store) -> None:
    """An unfinished revision leaves no trace; undoing twice is undoing once."""
    archive(store, "a", "b")
    first = publish(store, TUESDAY, a="told")
    store.editions.begin(record(revision=2), EDITION, decided(b="told"))
    assert undecided(store) == "a"
    for _ in range(2):
        store.editions.undo(MAIN, TUESDAY, 2)
    assert undecided(store) == "b"
    found = store.editions.find(MAIN, day=TUESDAY)
    assert found == replace(first, state=EditionState.PUBLISHED, published_at=CUTOFF)


def test_undoing_the_first_revision_leaves_the_day_open(store: Store) -> None:
    """As if nobody had begun; and it can be begun again."""
    archive(store, "a")
    store.editions.begin(record(), EDITION, decided(a="told"))
    store.editions.undo(MAIN, TUESDAY, 1)
    assert store.editions.find(MAIN, day=TUESDAY) is None
    assert undecided(store) == "a"
    publish(store, TUESDAY, a="told")
    assert undecided(store) == ""


def test_what_is_published_cannot_be_taken_back(store: Store) -> None:
    """The error says what can be done instead."""
    archive(store, "a")
    publish(store, TUESDAY, a="told")
    with pytest.raises(StoreError, match="is published: it cannot be taken back") as caught:
        store.editions.undo(MAIN, TUESDAY, 1)
    assert "revision" in caught.value.hint
    assert undecided(store) == ""


def test_an_edition_s_record_comes_back_as_it_went_in(store: Store) -> None:
    """Every field, with what finishing adds."""
    archive(store, "a")
    made = record(subject="Talks end «в Женеві»", by="Ann")
    store.editions.begin(made, EDITION, decided(a="told"))
    assert store.editions.find(MAIN, day=TUESDAY) == made
    assert store.editions.unfinished() == [made]
    store.editions.finish(MAIN, TUESDAY, 1, "published", CUTOFF)
    assert store.editions.find(MAIN, day=TUESDAY) == replace(made, state=EditionState.PUBLISHED, published_at=CUTOFF)
    assert store.editions.unfinished() == []


def test_states_move_on_and_a_repeated_step_changes_nothing(store: Store) -> None:
    """publishing, published, sending, sent; a recovery that says `published` late does not turn it back."""
    store.editions.begin(record(), EDITION, [])
    seen = []
    for state in ("published", "published", "sending", "published", "sent", "published", "sending", "sent"):
        store.editions.finish(MAIN, TUESDAY, 1, state, CUTOFF)
        found = store.editions.find(MAIN, day=TUESDAY)
        assert found is not None
        seen.append(str(found.state))
    assert seen == ["published", "published", "sending", "sending", "sent", "sent", "sending", "sent"]


@pytest.mark.parametrize("state", ["publishing", "quiet"])
def test_an_edition_cannot_be_finished_backwards(store: Store, state: str) -> None:
    """Only published, sending and sent are ahead of it."""
    store.editions.begin(record(), EDITION, [])
    with pytest.raises(StoreError, match=f"could become {state}"):
        store.editions.finish(MAIN, TUESDAY, 1, state, CUTOFF)


def test_an_edition_that_nobody_began_cannot_be_finished(store: Store) -> None:
    """Said in words."""
    with pytest.raises(StoreError, match="there is no revision 1 of the edition of 2022-01-11"):
        store.editions.finish(MAIN, TUESDAY, 1, "published", CUTOFF)


def test_a_revision_is_begun_once(store: Store) -> None:
    """The second of two builds finds it taken, and what it wanted to decide is not decided."""
    archive(store, "a", "b")
    publish(store, TUESDAY, revision=2, a="told")
    for revision in (1, 2):
        with pytest.raises(Busy, match="exists already"):
            store.editions.begin(record(revision=revision), EDITION, decided(b="told"))
    assert undecided(store) == "b"


def test_a_decision_about_an_unknown_entry_stores_nothing_at_all(store: Store) -> None:
    """One transaction: neither the other decisions nor the revision remain."""
    archive(store, "a")
    with pytest.raises(StoreError, match="contradicts itself"):
        store.editions.begin(record(), EDITION, decided(a="told", nobody="told"))
    assert undecided(store) == "a"
    assert store.editions.find(MAIN, day=TUESDAY) is None


def test_the_edition_before_is_the_newest_published_one(store: Store) -> None:
    """Neither one that is still publishing, nor a quiet day, nor another review's."""
    publish(store, MONDAY)
    publish(store, MONDAY, revision=2)
    publish(store, TUESDAY, review=EVENING)
    store.editions.begin(record(TUESDAY), EDITION, [])
    store.editions.begin(record(WEDNESDAY, 0, number=0, state=EditionState.QUIET), None, [])
    found = store.editions.find(MAIN, before=THURSDAY)
    assert found is not None
    assert (found.day, found.revision) == (MONDAY, 2)
    assert store.editions.find(MAIN, before=MONDAY) is None
    assert store.editions.find(MAIN, before=dt.date.max) == found


def test_a_quiet_day_is_remembered_uses_no_number_and_decides_nothing(store: Store) -> None:
    """Looking again replaces it, an edition of that day is revision 1, and afterwards the day is not quiet."""
    archive(store, "a")
    quiet = record(TUESDAY, 0, number=0, state=EditionState.QUIET, files={}, stories=0, entries=0)
    for cutoff in (CUTOFF, CUTOFF + dt.timedelta(hours=1)):
        store.editions.begin(replace(quiet, cutoff=cutoff), None, [])
        assert store.editions.find(MAIN, day=TUESDAY) == replace(quiet, cutoff=cutoff)
    assert [r.outcome for r in store.decisions.rows(MAIN, TUESDAY)] == ["undecided"]
    made = publish(store, TUESDAY, a="told")
    store.editions.begin(quiet, None, [])
    found = store.editions.find(MAIN, day=TUESDAY)
    assert found is not None
    assert (found.revision, found.number, found.state) == (1, made.number, "published")
    assert undecided(store) == ""


def test_told_are_told_and_merged_of_that_day_and_later(store: Store) -> None:
    """With the entry as it is now, its story and the day; superseded revisions do not count."""
    given = archive(store, "a", "b", "c", "d", "e")
    publish(store, MONDAY, a="told")
    publish(store, TUESDAY, b="told", e="told")
    publish(store, TUESDAY, revision=2, b="told", c="merged", d="passed")
    publish(store, TUESDAY, review=EVENING, e="told")
    told = store.decisions.told(MAIN, TUESDAY)
    assert [(t.entry, t.story, t.day) for t in told] == [(given[1], "b", TUESDAY), (given[2], "c", TUESDAY)]
    assert [t.entry.id for t in store.decisions.told(MAIN, MONDAY)] == ["a", "b", "c"]


def test_held_since_is_the_first_day_of_the_run_that_goes_on(store: Store) -> None:
    """A break starts it anew; who is not held now is not there."""
    archive(store, "a", "b", "c")
    publish(store, MONDAY, a="held", b="held", c="held")
    publish(store, TUESDAY, a="held", b="passed", c="held")
    publish(store, WEDNESDAY, a="held", b="held", c="told")
    assert store.decisions.held_since(MAIN) == {"a": MONDAY, "b": WEDNESDAY}
    assert store.decisions.held_since(EVENING) == {}


def test_rows_are_what_the_day_s_edition_decided(store: Store) -> None:
    """With what a person needs to recognise the entry."""
    archive(store, "a", "b")
    publish(store, TUESDAY, b="passed", a="told")
    assert list(store.decisions.rows(MAIN, TUESDAY)) == [
        LedgerRow(
            review=MAIN,
            day=TUESDAY,
            entry=EntryId(name),
            title=f"Title {name}",
            source=SourceName("wire"),
            outcome=outcome,
            story=StoryId(name),
            section="Flash",
            reason=f"because {outcome}",
        )
        for name, outcome in (("a", "told"), ("b", "passed"))
    ]


def test_rows_of_a_day_not_yet_published_are_all_that_is_undecided(store: Store) -> None:
    """What is held says why it was held."""
    archive(store, "a", "b", "c")
    publish(store, MONDAY, a="told", b="held")
    rows = list(store.decisions.rows(MAIN, TUESDAY))
    assert [(r.entry, r.outcome, r.reason) for r in rows] == [
        ("b", "undecided", "held before: because held"),
        ("c", "undecided", ""),
    ]


def test_what_is_undecided_is_found_without_reading_what_is_decided(tmp_path: Path) -> None:
    """The query that looks through the archive is answered from two indexes alone (SQLite says so itself)."""
    store = open_store("sqlite://", tmp_path)
    statements: list[tuple[str, Any]] = []

    @event.listens_for(store.database.engine, "before_cursor_execute")
    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        statements.append((statement, parameters))

    store.decisions.undecided(MAIN, CUTOFF)
    # Beside it one query asks what was told lately and has changed.
    [(statement, parameters)] = [s for s in statements if s[0].startswith("SELECT") and "version" not in s[0]]
    with store.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
    store.close()
    assert any("entries USING COVERING INDEX entries_in_order" in step for step in steps), steps
    assert any("decisions USING COVERING INDEX decisions_of_entry" in step for step in steps), steps


def test_ledger_and_editions_are_the_ports(store: Store) -> None:
    """The type checker holds them to the protocols."""
    decisions: Decisions = store.decisions
    editions: Editions = store.editions
    assert (list(decisions.told(MAIN, MONDAY)), list(editions.unfinished())) == ([], [])
