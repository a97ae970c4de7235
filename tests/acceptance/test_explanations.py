"""The explanations that docs/explanations.md shows are what the program says of the recorded day."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

from tests.support.newsroom import MORNING, called

FILE = Path(__file__).resolve().parents[2] / "docs" / "explanations.md"
EXAMPLE = re.compile(r"```\n(\$ .*?)```", re.DOTALL)


def said(room: Path, example: str) -> str:
    """The example as the terminal shows it now: every line that begins with a $ is called, in their order."""
    lines = []
    for command in (line for line in example.splitlines() if line.startswith("$ ")):
        words = shlex.split(command)[2:]
        at = words[1] if words[0] == "--at" else MORNING
        rest = words[2:] if words[0] == "--at" else words
        done = called(["-C", str(room), "--at", at, *rest], {})
        lines += [command, done.out.rstrip()] if done.out.strip() else [command]
    return "\n".join(lines) + "\n"


def test_the_documented_explanations_are_what_the_program_says(demo: Path, tmp_path: Path) -> None:
    """Ten or more; NEWSLETTER_GOLDEN=accept writes what it says now into the file."""
    room = tmp_path / "room"  # some of them change what they explain
    shutil.copytree(demo, room)
    text = FILE.read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    now = [said(room, example) for example in examples]
    if os.environ.get("NEWSLETTER_GOLDEN") == "accept":
        fresh = iter(now)
        FILE.write_text(EXAMPLE.sub(lambda _: f"```\n{next(fresh)}```", text), encoding="utf-8")
    else:
        assert examples == now
    assert len(now) >= 10
