"""What sources.yaml says of the public pages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.unit.config.conftest import Load, Problems


def test_every_section_is_public_unless_the_file_says_no(loaded: Load) -> None:
    """Also the topics."""
    sections = """sections:
  - {title: News}
  - {title: Analysis, public: no, take: {words: [Geneva]}}
  - topics: {public: no}
"""
    (review,) = loaded(sections, head=True).reviews
    assert [rule.public for rule in review.sections] == [True, False, False]
    assert all(rule.public for rule in loaded("", head=True).reviews[0].sections)


def test_the_public_pages_may_follow_later(loaded: Load, problems: Problems) -> None:
    """At once by default; a length of time otherwise."""
    head = "newsletter: {title: R, sender: a@r.example, site: https://r.example, public_delay: %s}\n"
    assert loaded("", head=True).reviews[0].public_delay == dt.timedelta(0)
    assert loaded(head % "0h").reviews[0].public_delay == dt.timedelta(0)
    assert loaded(head % "6h").reviews[0].public_delay == dt.timedelta(hours=6)
    assert "public_delay" in problems(head % "later")[0].what


@pytest.mark.parametrize("off", ["no", '""'])
def test_a_sponsor_is_taken_out_with_one_word(loaded: Load, tmp_path: Path, off: str) -> None:
    """Also for one review of several."""
    (tmp_path / "partner.md").write_text("*Partner.* Paper Lantern")
    text = f"words: {{sponsor: partner.md}}\nreviews:\n  evening: {{words: {{sponsor: {off}}}}}\n"
    main, evening = loaded(text, head=True).reviews
    assert [w.slot for w in main.words] == ["sponsor"] and not evening.words
    assert not loaded(f"words: {{sponsor: {off}}}\n", head=True).reviews[0].words
