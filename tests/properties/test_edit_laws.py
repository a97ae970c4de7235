"""Laws of editing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.edit import admit, apply, bonds_of, fold
from newsletter.errors import EditRefused
from newsletter.model.base import MAIN, EntryId, StoryId
from newsletter.model.editions import (
    Differ,
    Draft,
    Edit,
    Hold,
    Join,
    Layout,
    Lead,
    LinksBlock,
    Piece,
    Place,
    Retitle,
    SignedEdit,
    Spike,
    Split,
    Subject,
    Undo,
)
from newsletter.model.stories import Difference, Stated
from tests.support.days import START
from tests.support.make import block, day, entry, layout, link_item, section, story, window

ENTRIES = [entry(f"Story number {n}") for n in range(7)]
A, B, C, D, E, F, G = ENTRIES
PAGE = layout(
    section("One", block(A, B), block(C), LinksBlock(label="ours", items=(link_item(D), link_item(E)))),
    section("Two", block(F)),
    section("Three"),
    stories=[story(A, B), story(C), story(D), story(E), story(F), story(G)],
    unplaced=[block(G)],
)
PAGE = replace(PAGE, pieces=tuple(Piece(block=block(e), seen=e.first_seen) for e in ENTRIES))

DIFFERENCE = Difference(
    kind="number",
    what="soldiers",
    values=(
        Stated(value="122,000 soldiers", members=(A.id, C.id), sentence="122,000 soldiers"),
        Stated(value="90,000 soldiers", members=(B.id, D.id), sentence="90,000 soldiers"),
    ),
)

known = st.sampled_from([e.id for e in ENTRIES] + [EntryId("nowhere")])
keys = st.sampled_from(["one", "two", "three", "four"])
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Spike, entry=known),
    st.builds(Hold, entry=known),
    st.builds(Place, entry=known, section=keys, position=st.integers(-1, 5)),
    st.builds(Retitle, entry=known, text=st.text(max_size=12)),
    st.builds(Join, entry=known, others=st.tuples(known)),
    st.builds(Split, entry=known),
    st.builds(Lead, entry=known),
    st.builds(Differ, entry=known, difference=st.just(DIFFERENCE)),
    st.builds(Subject, leads=st.lists(st.text(max_size=30), max_size=4).map(tuple)),
    st.builds(Undo, revision=st.integers(0, 9)),
)


def everywhere(page: Layout) -> Counter[StoryId]:
    """How often each story is in a section or among the unplaced."""
    return Counter(s for _, _, s in page.placed()) + Counter(u.block.story for u in page.unplaced)


def draft(made: list[Edit]) -> Draft:
    signed = tuple(SignedEdit(edit=e, by="Desk", at=START, revision=n) for n, e in enumerate(made, 1))
    return Draft(review=MAIN, day=day("2022-01-10"), window=window(), base=PAGE, edits=signed)


@settings(deadline=None, max_examples=150)
@given(st.lists(edits, max_size=10))
def test_any_sequence_of_edits_keeps_every_story_once(made: list[Edit]) -> None:
    """In a section or among the unplaced; and whatever was joined and split, every entry is in one story."""
    folded = fold(draft(made))
    assert everywhere(folded.layout) == Counter({s.id: 1 for s in folded.layout.stories})
    assert sorted(e for s in folded.layout.stories for e in s.entries) == sorted(e.id for e in ENTRIES)
    assert all(s.lead in s.entries and EntryId(s.id) in s.entries for s in folded.layout.stories)
    assert folded.layout.asides == PAGE.asides
    assert [s.key for s in folded.layout.sections] == ["one", "two", "three"]


@settings(deadline=None, max_examples=100)
@given(st.lists(edits, max_size=8))
def test_no_edit_is_dropped(made: list[Edit]) -> None:
    """What failed is one of the draft's, each once, in order and with a reason."""
    whole = draft(made)
    failed = fold(whole).failed
    revisions = [signed.revision for signed, _ in failed]
    assert revisions == sorted(set(revisions))
    assert all(signed in whole.edits and why for signed, why in failed)


@settings(deadline=None, max_examples=100)
@given(st.lists(edits, max_size=8), st.data())
def test_taking_back_the_last_edit_gives_what_was_before(made: list[Edit], data: st.DataObject) -> None:
    """Undo is exact, because nothing is ever changed but replayed."""
    last = data.draw(edits.filter(lambda e: not isinstance(e, Undo)))
    undone = [*made, last, Undo(revision=len(made) + 1)]
    assert fold(draft(undone)).layout == fold(draft(made)).layout


@settings(deadline=None, max_examples=100)
@given(st.lists(edits, max_size=6), edits)
def test_an_edit_that_is_admitted_is_applied(made: list[Edit], last: Edit) -> None:
    """And one that is refused would have failed."""
    before, whole = draft(made), draft([*made, last])
    try:
        folded = admit(before, whole.edits[-1])
    except EditRefused:
        assert whole.edits[-1] in [signed for signed, _ in fold(whole).failed]
    else:
        assert folded == fold(whole)
        if not isinstance(last, Undo):
            assert apply(fold(before).layout, last, by="Desk") == folded.layout


@settings(deadline=None, max_examples=80)
@given(st.lists(edits, max_size=8))
def test_only_edits_that_count_say_something_for_later(made: list[Edit]) -> None:
    """What was taken back or failed makes no bond; an own headline stays with the entry it was given to."""
    whole = draft(made)
    folded, said = fold(whole), bonds_of(whole)
    failed = {signed.revision for signed, _ in folded.failed}
    assert not failed & {revision for revision, _ in said}
    for _, bond in said:
        story = next(s for s in folded.layout.stories if bond.one in s.entries)
        if bond.kind == "title":
            assert folded.layout.titles
            assert story.id in everywhere(folded.layout)
