"""An editor's changes, one by one and replayed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from newsletter.edit import admit, apply, fold
from newsletter.errors import EditRefused
from newsletter.model.base import MAIN, EntryId
from newsletter.model.editions import (
    Draft,
    Edit,
    Extract,
    Hold,
    House,
    Join,
    Layout,
    Lead,
    LinksBlock,
    Piece,
    Place,
    QuoteBlock,
    Retitle,
    SignedEdit,
    Spike,
    StoryBlock,
    Subject,
    Undo,
    Unplaced,
)
from newsletter.model.stories import Aside, Cause, Outcome
from tests.support.make import block, credit, day, entry, headline, layout, link_item, section, story, window

TALKS = entry("Talks end", text="Nearly eight hours.")
COPY = entry("Talks end", source="post", at="2022-01-10T13:00Z")
COURT = entry("Court freezes property")
GENERAL = entry("General arrested")
OURS = entry("Four ways to help", source="review")
LATE = entry("Old news")

PAGE = layout(
    section("Diplomatic week", block(TALKS, COPY), LinksBlock(label="ours", items=(link_item(OURS),))),
    section("News flash", block(COURT)),
    stories=[story(TALKS, COPY), story(COURT), story(GENERAL), story(OURS)],
    unplaced=[block(GENERAL)],
    asides=[Aside(entry=LATE.id, outcome=Outcome.HELD, reason="came late: published 1 January 2022", flag="late")],
)


def where(page: Layout) -> dict[str, str]:
    """Headline -> the key of its section, or its outcome."""
    placed = {part.credit.entry: s.key for s, part, _ in page.placed()}
    found = placed | {u.block.credit.entry: u.outcome for u in page.unplaced}
    assert len(found) == len(list(page.placed())) + len(page.unplaced)
    return {e.title or "": found[e.id] for e in (TALKS, COURT, GENERAL, OURS)}


def order(page: Layout, key: str) -> list[str]:
    (found,) = [s for s in page.sections if s.key == key]
    return [b.headline.printed if isinstance(b, StoryBlock) else b.kind for b in found.blocks]


def test_a_spiked_story_leaves_the_page_for_good() -> None:
    """It is among the unplaced, with who did it."""
    page = apply(PAGE, Spike(entry=TALKS.id), by="Desk")
    assert where(page)["Talks end"] == "spiked"
    assert page.unplaced[-1] == Unplaced(
        block=block(TALKS, COPY), reason="spiked by Desk", outcome="spiked", cause=Cause.HAND
    )


def test_an_edit_means_the_story_that_holds_the_entry() -> None:
    """Any member will do."""
    assert apply(PAGE, Spike(entry=COPY.id)) == apply(PAGE, Spike(entry=TALKS.id))


def test_a_held_story_is_kept_for_later() -> None:
    """From a section, and from among the unplaced."""
    assert where(apply(PAGE, Hold(entry=TALKS.id)))["Talks end"] == "held"
    assert where(apply(PAGE, Hold(entry=GENERAL.id)))["General arrested"] == "held"


def test_a_line_in_a_list_can_be_taken_out() -> None:
    """It becomes a block without sentences; the emptied list goes."""
    page = apply(PAGE, Hold(entry=OURS.id))
    assert page.unplaced[-1].block == StoryBlock(story=story(OURS).id, headline=headline(OURS), credit=credit(OURS))
    assert order(page, "diplomatic-week") == ["Talks end"]


def test_quotes_stand_and_fall_with_their_story() -> None:
    """A spiked story is not quoted; a placed one takes its quotes along."""
    first = headline(TALKS)
    assert isinstance(first, Extract)
    quote = QuoteBlock(quote=first, speaker="A speaker", role="", credit=credit(TALKS), story=story(TALKS).id)
    page = layout(
        section("Talks", block(TALKS), quote), section("Flash", block(COURT)), stories=[story(TALKS), story(COURT)]
    )
    assert order(apply(page, Spike(entry=TALKS.id)), "talks") == []
    assert order(apply(page, Place(entry=TALKS.id, section="flash")), "flash") == [
        "Talks end",
        "quote",
        "Court freezes property",
    ]


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (0, ["General arrested", "Talks end", "links"]),
        (1, ["Talks end", "General arrested", "links"]),
        (99, ["Talks end", "General arrested", "links"]),
    ],
)
def test_an_unplaced_story_is_placed_at_a_position(position: int, expected: list[str]) -> None:
    """Positions count stories; the lists behind labels stay last."""
    page = apply(PAGE, Place(entry=GENERAL.id, section="diplomatic-week", position=position))
    assert order(page, "diplomatic-week") == expected
    assert page.unplaced == ()


def test_a_story_moves_to_another_section() -> None:
    """And is in the first one no more."""
    page = apply(PAGE, Place(entry=COURT.id, section="diplomatic-week", position=1))
    assert order(page, "diplomatic-week") == ["Talks end", "Court freezes property", "links"]
    assert order(page, "news-flash") == []


def test_a_story_moves_within_its_section() -> None:
    """The position is counted without the story itself."""
    page = apply(PAGE, Place(entry=COURT.id, section="diplomatic-week", position=0))
    page = apply(page, Place(entry=COURT.id, section="diplomatic-week", position=1))
    assert order(page, "diplomatic-week") == ["Talks end", "Court freezes property", "links"]


def test_a_headline_of_the_newsroom_is_in_its_own_voice() -> None:
    """In a section, in a list and among the unplaced; signed."""
    said = House(text="Geneva ends", by="Desk")
    page = PAGE
    for one in (TALKS, OURS, GENERAL):
        page = apply(page, Retitle(entry=one.id, text="  Geneva ends "), by="Desk")
    titles = [part.title if not isinstance(part, StoryBlock) else part.headline for _, part, _ in page.placed()]
    assert titles == [said, said, headline(COURT)]
    assert page.unplaced[0].block.headline == said


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Spike(entry=EntryId("nowhere")), "no story of this draft holds the entry nowhere"),
        (Spike(entry=LATE.id), "this entry is in no story: came late: published 1 January 2022"),
        (Place(entry=COURT.id, section="sport"), "there is no section “sport”"),
        (Place(entry=COURT.id, section="news-flash", position=-1), "-1 is no position"),
        (Retitle(entry=COURT.id, text="  "), "a headline needs words"),
        (Retitle(entry=COURT.id, text="x" * 201), "this headline has 201 characters; 200 is the most"),
        (Retitle(entry=COURT.id, text="two\nlines"), "a headline is one line, without control characters"),
        (Retitle(entry=COURT.id, text="two\u2028lines"), "a headline is one line, without control characters"),
        (Undo(revision=1), "only a draft's edits can be taken back"),
    ],
)
def test_what_does_not_apply_is_refused_in_words(edit: Edit, words: str) -> None:
    """EditRefused says what is wrong."""
    with pytest.raises(EditRefused) as refusal:
        apply(PAGE, edit)
    assert str(refusal.value) == words


def test_a_story_is_not_spiked_twice() -> None:
    """The second editor hears that it was done."""
    with pytest.raises(EditRefused, match="“Talks end” is spiked already"):
        apply(apply(PAGE, Spike(entry=TALKS.id)), Spike(entry=TALKS.id))


def test_what_was_told_is_not_kept() -> None:
    """Kept, it would come back to be told again; it can be placed today."""
    page = layout(section("Flash"), stories=[story(TALKS, told="2022-01-09")], unplaced=[block(TALKS)])
    with pytest.raises(EditRefused, match="was told on 9 January 2022"):
        apply(page, Hold(entry=TALKS.id))
    assert order(apply(page, Place(entry=TALKS.id, section="flash")), "flash") == ["Talks end"]


def test_a_story_that_the_layout_has_nowhere_is_refused() -> None:
    """Nothing is made up."""
    with pytest.raises(EditRefused, match="neither in a section nor among the unplaced"):
        apply(layout(stories=[story(TALKS)]), Spike(entry=TALKS.id))


# --- replayed ------------------------------------------------------------------------------------


def draft(*edits: Edit) -> Draft:
    signed = [
        SignedEdit(edit=e, by="Desk", at=dt.datetime(2022, 1, 11, 4, 31, tzinfo=dt.UTC), revision=n)
        for n, e in enumerate(edits, 1)
    ]
    return Draft(review=MAIN, day=day("2022-01-11"), window=window(), base=PAGE, edits=tuple(signed))


def failures(made: Draft) -> list[tuple[int, str]]:
    return [(signed.revision, why) for signed, why in fold(made).failed]


def test_a_draft_without_edits_is_its_base() -> None:
    """Nothing is changed, nothing failed."""
    assert fold(draft()).layout == PAGE
    assert failures(draft()) == []


def test_edits_are_replayed_in_order_and_signed() -> None:
    """The later one sees what the earlier one did."""
    page = fold(draft(Hold(entry=TALKS.id), Place(entry=TALKS.id, section="news-flash"))).layout
    assert order(page, "news-flash") == ["Talks end", "Court freezes property"]
    assert fold(draft(Hold(entry=TALKS.id))).layout.unplaced[-1].reason == "held by Desk for a later edition"


def test_undo_takes_the_named_edit_back_and_leaves_the_others() -> None:
    """Edits after it stay."""
    made = draft(Spike(entry=TALKS.id), Spike(entry=COURT.id), Undo(revision=1))
    assert where(fold(made).layout) | {"OURS": ""} == where(apply(PAGE, Spike(entry=COURT.id))) | {"OURS": ""}
    assert failures(made) == []


def test_an_undo_can_be_taken_back() -> None:
    """What it had taken back applies again."""
    made = draft(Spike(entry=TALKS.id), Undo(revision=1), Undo(revision=2))
    assert where(fold(made).layout)["Talks end"] == "spiked"
    assert failures(made) == []


def test_an_edit_that_no_longer_applies_is_reported_and_kept() -> None:
    """It is in `failed` with the reason, and in the draft."""
    made = draft(Place(entry=GENERAL.id, section="news-flash"), Hold(entry=EntryId("gone")))
    assert failures(made) == [(2, "no story of this draft holds the entry gone")]
    assert len(made.edits) == 2


def test_an_undo_without_a_target_is_reported() -> None:
    """Of an edit that is not there, of itself, and of one that was taken back before."""
    assert failures(draft(Undo(revision=7))) == [(1, "there is no earlier edit with revision 7")]
    assert failures(draft(Undo(revision=1))) == [(1, "there is no earlier edit with revision 1")]
    twice = draft(Spike(entry=TALKS.id), Undo(revision=1), Undo(revision=1))
    assert failures(twice) == [(3, "revision 1 was taken back before")]


def test_an_edit_is_admitted_only_if_it_applies_now() -> None:
    """What `revise` asks before it stores anything; undo included."""
    before = draft(Spike(entry=TALKS.id))
    *_, good = draft(Spike(entry=TALKS.id), Undo(revision=1)).edits
    *_, bad = draft(Spike(entry=TALKS.id), Undo(revision=5)).edits
    assert admit(before, good).layout == PAGE
    with pytest.raises(EditRefused, match="there is no earlier edit with revision 5"):
        admit(before, bad)


def test_a_subject_is_up_to_three_short_leads_with_semicolons() -> None:
    """Without the stops of single leads; the last that was given counts."""
    one = apply(PAGE, Subject(leads=("Talks end.", " Court rules ", "General held;")))
    assert one.subject == "Talks end; Court rules; General held"
    assert apply(one, Subject(leads=("Storm",))).subject == "Storm"


@pytest.mark.parametrize(
    ("leads", "why"),
    [
        ((), "0 leads are no subject"),
        (("a", "b", "c", "d"), "4 leads are no subject"),
        (("a", " "), "a subject needs words"),
        (("Talks\r\nBcc: x@example.org",), "one line"),
        (("x" * 40, "y" * 40), "82 characters; phones show 60"),
    ],
)
def test_a_subject_that_phones_cut_or_headers_cannot_hold_is_refused(leads: tuple[str, ...], why: str) -> None:
    """With what is wrong in words."""
    with pytest.raises(EditRefused, match=why):
        apply(PAGE, Subject(leads=leads))


@pytest.mark.parametrize("edit", [Join(entry=OURS.id, others=(TALKS.id,)), Join(entry=TALKS.id, others=(OURS.id,))])
def test_an_article_of_ours_joins_nobody_elses_story(edit: Edit) -> None:
    """It would lead it, and a link without words stand for what others report."""
    pieces = tuple(
        Piece(block=block(e), seen=e.first_seen, voice=e is not OURS) for e in (TALKS, COPY, COURT, GENERAL, OURS)
    )
    with pytest.raises(EditRefused, match="joins nobody else's story") as refusal:
        apply(replace(PAGE, pieces=pieces), edit)
    assert "From us" in (refusal.value.hint or "")


def test_an_article_of_ours_leads_no_story_of_others() -> None:
    """Not even where its own link has brought them together."""
    page = replace(
        layout(section("News flash", block(TALKS, OURS)), stories=[story(TALKS, OURS)]),
        pieces=tuple(Piece(block=block(e), seen=e.first_seen, voice=e is TALKS) for e in (TALKS, OURS)),
    )
    with pytest.raises(EditRefused, match="leads nobody else's story"):
        apply(page, Lead(entry=OURS.id))
