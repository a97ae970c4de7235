"""Laws of editing."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.edit import admit, apply, fold
from newsletter.errors import EditRefused
from newsletter.model.base import MAIN, EntryId, StoryId
from newsletter.model.editions import (
    Draft,
    Edit,
    Hold,
    Layout,
    LinksBlock,
    Place,
    Retitle,
    SignedEdit,
    Spike,
    Undo,
)
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

known = st.sampled_from([e.id for e in ENTRIES] + [EntryId("nowhere")])
keys = st.sampled_from(["one", "two", "three", "four"])
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(Spike, entry=known),
    st.builds(Hold, entry=known),
    st.builds(Place, entry=known, section=keys, position=st.integers(-1, 5)),
    st.builds(Retitle, entry=known, text=st.text(max_size=12)),
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
    """In a section or among the unplaced; and the stories themselves are untouched."""
    folded = fold(draft(made))
    assert everywhere(folded.layout) == Counter({s.id: 1 for s in PAGE.stories})
    assert (folded.layout.stories, folded.layout.asides) == (PAGE.stories, PAGE.asides)
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
