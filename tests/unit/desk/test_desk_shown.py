"""What is left out is piled up by reason; equal looks have equal stamps."""

from __future__ import annotations

from dataclasses import replace

from newsletter.desk.shown import GMAIL_CLIPS, LISTED, Piece, Rendition, Shown, pile_up, total
from tests.support.make import day


def test_pieces_of_one_reason_lie_together_and_what_waits_comes_first() -> None:
    """What is held or flagged is for an editor's eyes; the rest keeps its order."""
    piles = pile_up(
        [
            Piece(title="a", source="wire", reason="over the limit"),
            Piece(title="b", source="wire", reason="too old"),
            Piece(title="c", source="wire", reason="over the limit"),
            Piece(title="d", source="wire", reason="no date", flag="undated"),
            Piece(title="e", source="wire", reason="from the future", outcome="held"),
        ]
    )
    assert [(p.reason, [piece.title for piece in p.pieces]) for p in piles] == [
        ("no date", ["d"]),
        ("from the future", ["e"]),
        ("over the limit", ["a", "c"]),
        ("too old", ["b"]),
    ]


def test_a_long_pile_is_cut_and_counted() -> None:
    """The first visit to a source may set hundreds aside: the page says how many, the ledger has them all."""
    (pile,) = pile_up(Piece(title=str(n), source="wire", reason="before our time") for n in range(LISTED + 7))
    assert len(pile.pieces) == LISTED
    assert pile.more == 7
    assert total([pile]) == LISTED + 7


def test_the_stamp_changes_with_what_is_shown_and_only_then() -> None:
    """Equal stamps mean equal pages."""
    shown = Shown(title="Review", day=day("2022-01-11"), kind="draft", state="draft", sentence="")
    assert shown.stamp == replace(shown).stamp
    assert shown.stamp != replace(shown, subject="Talks end").stamp


def test_a_mail_is_clipped_beyond_102_kilobytes_of_bytes_not_characters() -> None:
    """Cyrillic letters take two bytes each."""
    fits = Rendition(html="ю" * (GMAIL_CLIPS // 2), text="", web="", message_size=0)
    assert not fits.clipped
    assert replace(fits, html=fits.html + "a").clipped


def test_columns_are_those_of_the_longest_line() -> None:
    """Beside the rule at column 78."""
    assert Rendition(html="", text="one\nthree\n", web="", message_size=0).columns == 5
    assert Rendition(html="", text="", web="", message_size=0).columns == 0
