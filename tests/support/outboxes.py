"""An edition to put into an outbox: `publish(box, 2, "Talks failed")`, and what lies there afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from newsletter.model.base import MAIN, ReviewId
from newsletter.model.rendered import Finding, Manifest, Rendered, Severity
from newsletter.outbox import FolderOutbox
from tests.support.make import at, day

TUESDAY = day("2022-01-11")
EVENING = ReviewId("evening")


def rendered(words: str = "Talks end") -> Rendered:
    return Rendered(
        html=f"<p>{words}</p>", text=words, web=f"<h1>{words}</h1>", message=words.encode() + b"\r\n", data="{}"
    )


def manifest(revision: int = 1, review: ReviewId = MAIN, **more: Any) -> Manifest:
    fields: dict[str, Any] = {
        "day": TUESDAY,
        "state": "published",
        "number": 7,
        "cutoff": at("2022-01-11T04:30Z"),
        "stories": 1,
        "entries": 2,
        "files": {},
        "findings": (Finding(severity=Severity.WARNING, code="long", message="too long «…»", remedy="shorten"),),
    }
    return Manifest(review=review, revision=revision, **(fields | more))


def publish(box: FolderOutbox, revision: int = 1, words: str = "Talks end", review: ReviewId = MAIN) -> dict[str, str]:
    """Stage and put; the hashes of its files."""
    files = box.stage(manifest(revision, review), rendered(words))
    box.put(review, TUESDAY, revision)
    return files


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def text_of(box: FolderOutbox) -> str:
    return box.read(MAIN, TUESDAY)[1]["edition.txt"].decode()
