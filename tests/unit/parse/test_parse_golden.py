"""Every file of tests/data/feeds, and beside it what must come of it. Adding a case is adding the two files.

The expected file holds the feed without its empty fields, or the error and its hint.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsletter.errors import ParseError
from newsletter.model.base import SourceName, to_data
from newsletter.model.feeds import Feed, Fetched
from newsletter.parse import parse

FEEDS = Path(__file__).resolve().parents[2] / "data" / "feeds"
EXPECTED = ".expected.json"
CASES = sorted(
    p.name for p in FEEDS.iterdir() if p.is_file() and not p.name.endswith(EXPECTED) and not p.name.startswith(".")
)


def outcome(path: Path) -> dict[str, Any]:
    """What parsing gives, as it is written down."""
    url = f"https://feeds.example/dir/{path.name}"
    try:
        feed = parse(Fetched(source=SourceName("wire"), body=path.read_bytes(), url=url))
    except ParseError as error:
        return {"error": str(error), "hint": error.hint}
    data = without_empty(to_data(Feed, feed))
    assert isinstance(data, dict)
    assert data.pop("known") == data.pop("left_over") == 0
    return data


def without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        return {k: without_empty(v) for k, v in data.items() if v not in (None, "", [], {}) and v is not False}
    return [without_empty(v) for v in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", CASES)
def test_a_feed_is_read_as_written_down(name: str) -> None:
    """Every field that is not empty; the warnings too."""
    expected = FEEDS / (name + EXPECTED)
    found = outcome(FEEDS / name)
    assert expected.exists(), f"write {expected.name}: {json.dumps(found, ensure_ascii=False, indent=1)}"
    assert found == json.loads(expected.read_text("utf-8"))


def test_every_expected_outcome_has_its_feed() -> None:
    """No file is left over from a case that was renamed."""
    left = {p.name.removesuffix(EXPECTED) for p in FEEDS.glob(f"*{EXPECTED}")}
    assert left == set(CASES)
    assert len(CASES) >= 30
