"""The recorded day raises no false alarm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_nothing_is_found_on_the_recorded_day(tmp_path: Path) -> None:
    """No finding of any severity: whoever sees one has a reason to look."""
    room = tmp_path / "room"
    command = [sys.executable, "-m", "newsletter", "-q", "demo", str(room)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((room / "outbox" / "2022-01-11" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["findings"] == []
