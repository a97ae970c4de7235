"""What links answered when they were asked, in one small file beside the editions. Losing it costs nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from newsletter.model.base import from_json, to_json
from newsletter.model.rendered import LinkAnswer
from newsletter.outbox.disk import in_words, make_folders

NAME = ".links.json"
#: A file beyond this is not ours; bytes.
MOST = 4_000_000


class LinkAnswers:
    """A `ports.LinkMemory`: outbox/.links.json."""

    def __init__(self, outbox: Path) -> None:
        self._path = outbox / NAME

    def answers(self) -> Mapping[str, LinkAnswer]:
        """By address; nothing when there is no file, or none that can be read."""
        try:
            if self._path.stat().st_size > MOST:
                return {}
            kept = from_json(tuple[LinkAnswer, ...], self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return {a.url: a for a in kept}

    def keep(self, answers: Mapping[str, LinkAnswer]) -> None:
        """These and no others. OutboxError in words."""
        text = to_json(tuple[LinkAnswer, ...], tuple(answers[url] for url in sorted(answers)))
        beside = self._path.with_name(f"{NAME}.{os.getpid()}")
        with in_words(self._path.parent):
            make_folders(self._path.parent)
            beside.write_text(text, encoding="utf-8", errors="replace")
            beside.replace(self._path)
