"""The scores by which grouping is measured."""

from __future__ import annotations

import pytest

from benchmarks.grouping import bcubed, judged


def test_bcubed_is_what_each_entry_makes_of_its_company() -> None:
    """Of five entries three are one story; found are one pair of them, and the third with a stranger."""
    f1, precision, recall = bcubed("aaabc", "xxyyz")
    assert precision == pytest.approx((1 + 1 + 1 / 2 + 1 / 2 + 1) / 5)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert bcubed("aab", "xxy") == (1.0, 1.0, 1.0)


def test_pairs_are_right_when_joined_as_people_say() -> None:
    """One of two that belong together is found, and one that does not is joined."""
    pairs = [
        {"a": "1", "b": "2", "same": True},
        {"a": "1", "b": "3", "same": True},
        {"a": "1", "b": "4", "same": False},
    ]
    story = {"1": "x", "2": "x", "3": "y", "4": "x"}
    assert judged(pairs, story) == (0.5, 0.5, 0.5)
