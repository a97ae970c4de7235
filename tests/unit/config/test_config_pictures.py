"""`pictures:` below `newsletter:` and below a review."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.config import load
from newsletter.errors import BadConfig

TEXT = """\
newsletter: {{title: Daily Review, sender: review@example.org, site: https://review.example.org{more}}}
reviews: {{evening: {{title: Evening, pictures: no}}}}
sources: [{{url: https://wire.example/feed}}]
"""


def shown(folder: Path, more: str) -> list[str]:
    (folder / "sources.yaml").write_text(TEXT.format(more=more))
    return [review.pictures for review in load(folder, {}).reviews]


@pytest.mark.parametrize(("more", "value"), [("", "link"), (", pictures: embed", "embed"), (", pictures: no", "no")])
def test_pictures_are_linked_embedded_or_left_out(tmp_path: Path, more: str, value: str) -> None:
    """Linked by default; a review may say otherwise."""
    assert shown(tmp_path, more) == [value, "no"]


def test_another_word_names_those_that_are_possible(tmp_path: Path) -> None:
    """With its place."""
    with pytest.raises(BadConfig, match=r"link \| embed \| no"):
        shown(tmp_path, ", pictures: maybe")
