"""Every page of tests/data/articles, and beside it what must come of it. Adding a case is adding the two files.

All were fetched on 14 April 2024, long after they were written. The expected file holds the article without its empty
fields, or the error and its hint. No word of them was ever published.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from newsletter.article import read
from newsletter.errors import ParseError
from newsletter.model.articles import Article
from newsletter.model.base import to_data

PAGES = Path(__file__).resolve().parents[2] / "data" / "articles"
EXPECTED = ".expected.json"
CASES = sorted(
    p.name for p in PAGES.iterdir() if p.is_file() and not p.name.endswith(EXPECTED) and not p.name.startswith(".")
)
SEEN = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)


def outcome(path: Path) -> dict[str, Any]:
    """What reading gives, as it is written down."""
    kind = "text/html" if path.suffix == ".html" else "text/plain"
    try:
        article = read(path.read_bytes(), url=f"https://river.example/2022/{path.stem}", content_type=kind, seen=SEEN)
    except ParseError as error:
        return {"error": str(error), "hint": error.hint}
    data = to_data(Article, article)
    return {k: v for k, v in data.items() if v not in (None, "", [], {})}


@pytest.mark.parametrize("name", CASES)
def test_a_page_is_read_as_written_down(name: str) -> None:
    """Every field that is not empty."""
    expected = PAGES / (name + EXPECTED)
    found = outcome(PAGES / name)
    assert expected.exists(), f"write {expected.name}: {json.dumps(found, ensure_ascii=False, indent=1)}"
    assert found == json.loads(expected.read_text("utf-8"))


def test_every_expected_outcome_has_its_page() -> None:
    """No file is left over from a case that was renamed."""
    left = {p.name.removesuffix(EXPECTED) for p in PAGES.glob(f"*{EXPECTED}")}
    assert left == set(CASES)
    assert len(CASES) >= 20
