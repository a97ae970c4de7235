"""Reprints and wire copies are no voice of their own."""

from __future__ import annotations

import pytest

from newsletter.group import group
from newsletter.group.voices import copied, copies
from tests.support.make import entry, sources

TEXT = (
    "Monitors near Popasna counted two attacks by armed formations on Monday and one soldier wounded. "
    "Shelling stopped at noon near Katerynivka."
)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (TEXT, TEXT, True),
        (TEXT, f"From our desk. {TEXT} Read more in the evening bulletin of our paper.", True),
        (TEXT, TEXT[: len(TEXT) // 2], False),  # a word cut in half: too short to say
        ("KYIV (Reuters) - Two attacks.", "Jan 10 (Reuters) - Soldier wounded near Popasna on Monday.", True),
        ("KYIV (Reuters) - Two attacks.", "KYIV (AFP) - Two attacks.", False),
        ("Two attacks, Reuters reports.", "One wounded, Reuters reports.", False),  # quoted is not reprinted
        ("Two attacks.", "Two attacks.", False),  # too short to be nobody else's words
        ("", "", False),
    ],
)
def test_one_text_is_told_from_two(one: str, other: str, same: bool) -> None:
    """Four fifths of the shorter text's runs of words, or one agency's dateline."""
    a, b = entry("One headline", source="wire", text=one), entry("Another", source="post", text=other)
    assert (copied(a, b), copied(b, a)) == (same, same)


def test_who_comes_first_is_copied() -> None:
    """Copies of a copy name the first one, too."""
    made = [entry("Headline", source=s, text=TEXT) for s in ("wire", "post", "desk")]
    assert copies(made) == {made[1].id: made[0].id, made[2].id: made[0].id}


def test_a_story_says_which_members_are_copies() -> None:
    """The lead is never one."""
    made = [entry("Two attacks near Popasna counted", source=s, text=TEXT) for s in ("wire", "post")]
    (story,) = group(made, told=(), sources=sources("wire", "post"), language="en")
    assert [m.copy_of for m in story.members if m.entry == story.lead] == [None]
    assert [m.copy_of for m in story.members if m.entry != story.lead] == [story.lead]
