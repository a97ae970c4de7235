"""What every store of drafts owes: a base, edits that are only appended, approval of one revision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from newsletter.errors import EditRefused, StaleRevision
from newsletter.model.base import MAIN, EntryId, ReviewId
from newsletter.model.editions import Draft, Edit, Hold, Place, Retitle, SignedEdit, Spike, Undo
from newsletter.model.rules import Style
from newsletter.model.sample import sample
from newsletter.model.stories import Aside, Outcome
from newsletter.ports import Drafts
from newsletter.store import Store
from tests.support.make import at, block, day, entry, layout, review, section, story, window

TUESDAY = day("2022-01-11")
NOW = at("2022-01-11T04:40Z")
TALKS, SNOW = entry("Talks end", text="They ended."), entry("Snow", text="It snows.")


def draft(**more: Any) -> Draft:
    base = layout(
        section("News flash", block(TALKS)),
        stories=[story(TALKS), story(SNOW)],
        unplaced=[block(SNOW)],
        asides=[Aside(entry=EntryId("old"), outcome=Outcome.PASSED, reason="before our time")],
    )
    fields: dict[str, Any] = {"review": MAIN, "day": TUESDAY, "window": window(), "base": base}
    return Draft(**(fields | more))


def signed(revision: int, edit: Edit | None = None) -> SignedEdit:
    return SignedEdit(edit=edit or Spike(entry=TALKS.id), by="Ann", at=NOW, revision=revision)


def test_a_draft_comes_back_as_it_went_in(store: Store) -> None:
    """Base, window, arrivals; every kind of block survives."""
    every_block = layout(*sample(review(), NOW).sections, stories=[story(TALKS, SNOW, told="2022-01-10")])
    whole = draft(base=every_block, arrivals=(block(SNOW),))
    assert store.drafts.put_base(whole) == whole
    assert store.drafts.get(MAIN, TUESDAY) == whole


def test_there_is_no_draft_before_one_is_put(store: Store) -> None:
    """Nor one of another review or day."""
    store.drafts.put_base(draft())
    assert store.drafts.get(MAIN, day("2022-01-12")) is None
    assert store.drafts.get(ReviewId("evening"), TUESDAY) is None


def test_before_the_first_edit_the_base_is_replaced(store: Store) -> None:
    """Window, base and arrivals follow the last build."""
    store.drafts.put_base(draft())
    later = draft(base=layout(section("Flash", style=Style.BULLETS)), window=window(cutoff="2022-01-11T05:00Z"))
    assert store.drafts.put_base(later) == later


def test_from_the_first_edit_on_the_base_is_frozen_and_later_stories_are_arrivals(store: Store) -> None:
    """The text never shifts under an editor's hands."""
    store.drafts.put_base(draft())
    store.drafts.append(MAIN, TUESDAY, signed(1))
    stored = store.drafts.put_base(
        draft(base=layout(), window=window(cutoff="2022-01-11T05:00Z"), arrivals=(block(SNOW),))
    )
    assert stored == draft(edits=(signed(1),), arrivals=(block(SNOW),))


def test_edits_come_back_in_order_and_as_they_were_made(store: Store) -> None:
    """Every kind, with who and when."""
    edits: list[Edit] = [
        Spike(entry=TALKS.id),
        Hold(entry=SNOW.id),
        Place(entry=SNOW.id, section="news-flash", position=2),
        Retitle(entry=SNOW.id, text="Сніг <b>"),
        Undo(revision=1),
    ]
    store.drafts.put_base(draft())
    for number, edit in enumerate(edits, 1):
        store.drafts.append(MAIN, TUESDAY, signed(number, edit))
    stored = store.drafts.get(MAIN, TUESDAY)
    assert stored is not None
    assert stored.edits == tuple(signed(n, e) for n, e in enumerate(edits, 1))
    assert stored.revision == 5


@pytest.mark.parametrize("revision", [0, 1, 3])
def test_an_edit_of_another_revision_than_the_next_is_stale(store: Store, revision: int) -> None:
    """Somebody else was faster, or a page was open for long; nothing is stored."""
    store.drafts.put_base(draft())
    store.drafts.append(MAIN, TUESDAY, signed(1))
    with pytest.raises(StaleRevision) as caught:
        store.drafts.append(MAIN, TUESDAY, signed(revision))
    assert (caught.value.expected, caught.value.found) == (revision - 1, 1)
    assert store.drafts.get(MAIN, TUESDAY) == draft(edits=(signed(1),))


def test_an_edit_without_a_draft_is_refused(store: Store) -> None:
    """There is nothing that it could change."""
    with pytest.raises(EditRefused, match="there is no draft of 2022-01-11"):
        store.drafts.append(MAIN, TUESDAY, signed(1))


def test_an_approval_names_a_revision_and_a_later_edit_voids_it(store: Store) -> None:
    """Approved is what was read, and nothing else."""
    store.drafts.put_base(draft())
    store.drafts.append(MAIN, TUESDAY, signed(1))
    with pytest.raises(StaleRevision):
        store.drafts.approve(MAIN, TUESDAY, 0, "Ann", NOW)
    store.drafts.approve(MAIN, TUESDAY, 1, "Ann", NOW)
    assert store.drafts.get(MAIN, TUESDAY) == draft(edits=(signed(1),), approved=1, approved_by="Ann")
    store.drafts.append(MAIN, TUESDAY, signed(2))
    assert store.drafts.get(MAIN, TUESDAY) == draft(edits=(signed(1), signed(2)))


def test_an_approval_can_be_taken_back(store: Store) -> None:
    """Also when there is none, also without a draft."""
    store.drafts.unapprove(MAIN, TUESDAY)
    store.drafts.put_base(draft())
    store.drafts.approve(MAIN, TUESDAY, 0, "Ann", NOW)
    for _ in range(2):
        store.drafts.unapprove(MAIN, TUESDAY)
        assert store.drafts.get(MAIN, TUESDAY) == draft()


def test_another_base_voids_the_approval_of_an_unedited_draft(store: Store) -> None:
    """Nobody has read the new one; the same base again keeps it, arrivals do not touch it."""
    store.drafts.put_base(draft())
    store.drafts.approve(MAIN, TUESDAY, 0, "Ann", NOW)
    again = store.drafts.put_base(draft(arrivals=(block(SNOW),)))
    assert (again.approved, again.approved_by) == (0, "Ann")
    assert store.drafts.put_base(draft(base=layout())) == draft(base=layout())


def test_drafts_of_two_reviews_do_not_touch_each_other(store: Store) -> None:
    """One day, two drafts, two rows of edits."""
    evening = ReviewId("evening")
    store.drafts.put_base(draft())
    store.drafts.put_base(draft(review=evening))
    store.drafts.append(evening, TUESDAY, signed(1))
    assert store.drafts.get(MAIN, TUESDAY) == draft()
    assert store.drafts.get(evening, TUESDAY) == replace(draft(review=evening), edits=(signed(1),))


def test_the_drafts_are_the_port(store: Store) -> None:
    """The type checker holds them to the protocol."""
    port: Drafts = store.drafts
    assert port.get(MAIN, TUESDAY) is None
