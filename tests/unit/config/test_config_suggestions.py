"""Did you mean."""

from __future__ import annotations

import pytest

from newsletter.config.wrong import did_you_mean, show


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("stile", ["title", "style"], "style"),
        ("Kiyv", ["Kiev", "Kyiv"], "Kyiv"),
        ("SOURCES", ["source", "sources"], "sources"),
        ("zzz", ["sources"], ""),
        ("", ["sources"], ""),
        ("x" * 100_000, ["sources"], ""),
    ],
)
def test_the_nearest_known_word_is_suggested(word: str, known: list[str], meant: str) -> None:
    """None, where none is near."""
    assert did_you_mean(word, known) == (f"; did you mean {meant}?" if meant else "")


def test_values_are_shown_on_one_short_line() -> None:
    """A value cannot move a terminal's cursor, nor fill its screen."""
    assert show("a\x1b[31m\nb\u202e") == r"'a\x1b[31m\nb\u202e'"
    assert len(show("x" * 10_000)) == 62
    assert list(map(show, (None, {}, [], True, 1.5))) == ["nothing", "a mapping", "a list", "true", "1.5"]
