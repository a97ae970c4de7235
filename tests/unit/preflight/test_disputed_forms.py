"""A disputed day is known in whatever form a headline writes it."""

from __future__ import annotations

import pytest

from newsletter.model.base import EntryId
from newsletter.model.stories import Difference, Stated
from newsletter.preflight.numbers import value_in

TALKS = Difference(
    kind="date",
    what="talks",
    values=(
        Stated(value="28 March", members=(EntryId("a"),), sentence="", forms=("28 березня",)),
        Stated(value="March 29", members=(EntryId("b"),), sentence=""),
    ),
)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Delegations to meet in Istanbul on 28 March", "28 March"),
        ("Delegations to meet on Mar. 28", "28 March"),
        ("Delegations to meet on the 28th of March", "28 March"),
        ("Делегації зустрінуться 28 березня", "28 March"),
        ("Talks set for 29 March", "March 29"),
        ("Talks on 28 March or 29 March", ""),
        ("Talks on 8 March; 128 March hares", ""),
        ("A march of 28,000 people", ""),
        ("Talks in Istanbul", ""),
    ],
)
def test_a_day_is_found_short_or_in_full_and_in_either_order(words: str, value: str) -> None:
    """Who names both takes no side; other days and counts are none."""
    assert value_in(TALKS, words) == value
