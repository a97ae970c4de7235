"""Are the public pages fresh? The manifests alone know it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from newsletter.model.base import MAIN
from newsletter.model.rules import Review
from newsletter.outbox import FolderOutbox
from newsletter.pipeline.site import public_editions, state_by_name
from tests.support.newsroom import Room, piece

MONDAY, TUESDAY = "2022-01-10T04:30:00Z", "2022-01-11T04:30:00Z"
REVIEW = Review(id=MAIN, title="Daily Review", sender="review@example.org", site="https://review.example.org")
DELAYED = Review(
    id=MAIN,
    title="Daily Review",
    sender="review@example.org",
    site="https://review.example.org",
    public_delay=dt.timedelta(hours=6),
)


def states(folder: Path, review: Review, at: str) -> tuple[str, str]:
    """By name, and by reading everything."""
    outbox, now = FolderOutbox(folder / "outbox", several_reviews=False), dt.datetime.fromisoformat(at)
    by_name = state_by_name([review], outbox=outbox, now=now)
    return by_name, public_editions([review], outbox=outbox, now=now).state


def test_names_say_what_reading_says(room: Room) -> None:
    """With one edition, with two, with one that waits, with a folder that is none; of a torn one they differ, so that
    it is looked at."""
    seen = set()
    for at, title in ((MONDAY, "Envoys meet in Geneva"), (TUESDAY, "Monitors stop at the bridge")):
        room.feed("wire", piece(title, at=f"{at[:8]}{int(at[8:10]) - 1:02}T10:00:00Z"))
        assert room.run("build", at=at).code == 0
        for review in (REVIEW, DELAYED):
            by_name, by_reading = states(room.folder, review, at)
            assert by_name == by_reading
            seen.add(by_name)
    assert len(seen) == 3, "none, Monday, both: where Tuesday waits Monday is public"
    (room.folder / "outbox" / "2022-01-09").mkdir()
    by_name, by_reading = states(room.folder, REVIEW, TUESDAY)
    assert by_name == by_reading in seen
    (room.folder / "outbox" / "2022-01-10" / "edition.txt").write_text("torn")
    by_name, by_reading = states(room.folder, REVIEW, TUESDAY)
    assert by_name != by_reading
