"""How much one publisher may lead, and words that need a person, as sources.yaml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.config import load
from newsletter.errors import BadConfig
from newsletter.model.rules import PerPublisher

HEAD = "newsletter:\n  title: R\n  sender: a@r.example\n  site: https://r.example\n"


def read(folder: Path, more: str) -> tuple[PerPublisher, tuple[str, ...]]:
    (folder / "sources.yaml").write_text(HEAD + more, encoding="utf-8")
    (review,) = load(folder, {}).reviews
    return review.per_publisher, review.sensitive


def test_both_have_defaults_and_can_be_set(tmp_path: Path) -> None:
    """Six of a section, fifteen of an edition and a third of it; no words beside the program's own."""
    assert read(tmp_path, "") == (PerPublisher(section=6, edition=15, share=0.34), ())
    assert read(tmp_path, "  per_publisher: {share: 1}\n")[0].share == 1
    assert read(tmp_path, "  per_publisher: {section: 3}\n  sensitive: [hostage*, child* + killed]\n") == (
        PerPublisher(section=3, edition=15),
        ("hostage*", "child* + killed"),
    )


def test_no_story_of_a_publisher_at_all_is_a_mistake(tmp_path: Path) -> None:
    """Who wants none of a source leaves it out."""
    with pytest.raises(BadConfig):
        read(tmp_path, "  per_publisher: {section: 0}\n")
