"""The recorded day raises no false alarm."""

from __future__ import annotations

import json
from pathlib import Path


def test_nothing_is_found_on_the_recorded_day(demo: Path) -> None:
    """No finding of any severity: whoever sees one has a reason to look."""
    manifest = json.loads((demo / "outbox" / "2022-01-11" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["findings"] == []
