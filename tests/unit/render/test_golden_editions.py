"""Editions as they were read and approved: adding a case is adding a folder.

A folder below tests/data/editions holds `edition.record.json` (an Edition as `to_json` writes it) and what it must
become: `edition.txt` and the head of `edition.eml`. To accept new output, run the tests with NEWSLETTER_GOLDEN=accept
and read the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsletter.model.base import from_json, to_json
from newsletter.model.editions import Edition
from newsletter.render import Renderer

FOLDERS = sorted(
    p.parent for p in (Path(__file__).resolve().parents[2] / "data" / "editions").glob("*/edition.record.json")
)


def test_there_are_golden_editions() -> None:
    """Discovery that finds nothing would pass for ever."""
    assert len(FOLDERS) >= 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_an_edition_becomes_what_was_approved(folder: Path, render: Renderer) -> None:
    """The text part word for word, and the head of the message."""
    record = (folder / "edition.record.json").read_text(encoding="utf-8")
    edition = from_json(Edition, record)
    assert to_json(Edition, edition) == record.strip()
    rendered = render(edition)
    made = {"edition.txt": rendered.text, "head.txt": rendered.message.split(b"\r\n\r\n")[0].decode("ascii")}
    made["head.txt"] = "\n".join(line for line in made["head.txt"].split("\r\n") if "boundary=" not in line) + "\n"
    for name, text in made.items():
        path = folder / name
        if os.environ.get("NEWSLETTER_GOLDEN") == "accept":
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text
