"""A newsroom whose sources are on a loopback server: `desk.poll(at)` is one fresh call of the command.

with Loopback({"/feed": feed(piece("Talks end"))}) as server:
    wire = Polling(room, server)
    assert wire.poll("2022-01-11T06:00Z").status == "new"
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.support.loopback import Loopback, Request, answer
from tests.support.newsroom import Piece, Result, Room

_CONFIG = """\
newsletter:
  title: Daily Review
  sender: Daily Review <review@example.org>
  site: https://review.example.org
  quiet: {{below: 1, publishers: 1}}
network:
  allow: [127.0.0.0/8]
  per_host: {{connections: {connections}, gap: {gap}}}
sections:
  - {{title: News flash, style: briefs, limit: 30}}
sources:
{sources}
"""


def body(*pieces: Piece, head: str = "", end: str = "</channel></rss>") -> bytes:
    """A feed's bytes; `head` goes into its channel."""
    inside = "".join(p.rss() for p in pieces)
    text = '<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
    return f"{text}<title>Wire</title><language>en</language>{head}{inside}{end}".encode()


def feed(*pieces: Piece, head: str = "", **headers: str) -> bytes:
    """A whole answer; `ETag='"a"'`, `Cache_Control="max-age=60"` become headers."""
    return answer(body(*pieces, head=head), headers={name.replace("_", "-"): value for name, value in headers.items()})


@dataclass
class Polling:
    """One newsroom with its sources by name; `paths` are paths of the server, or whole addresses."""

    room: Room
    server: Loopback
    paths: dict[str, str] | None = None
    every: str = ""
    gap: str = "0s"
    connections: int = 8

    def __post_init__(self) -> None:
        self.paths = self.paths or {"wire": "/feed"}
        self.write()

    def write(self) -> None:
        every = f", every: {self.every}" if self.every else ""
        lines = "\n".join(
            f"  - {{url: '{p if ':' in p else self.server.url + p}', name: {name}, publisher: {name}{every}}}"
            for name, p in (self.paths or {}).items()
        )
        self.room.folder.mkdir(parents=True, exist_ok=True)
        text = _CONFIG.format(sources=lines, gap=self.gap, connections=self.connections)
        (self.room.folder / "sources.yaml").write_text(text, encoding="utf-8")

    def poll(self, at: str, *words: str) -> dict[str, Any]:
        """What `collect --json` says of the first source, with how many requests it made as `asked`."""
        return self.polls(at, *words)[0]

    def polls(self, at: str, *words: str) -> list[dict[str, Any]]:
        before = len(self.server.requests)
        result = self.room.run("collect", "--json", *words, at=at)
        assert result.code in (0, 1), result.err
        sources: list[dict[str, Any]] = result.json["sources"]
        return [{**source, "asked": len(self.server.requests) - before} for source in sources]

    def titles(self, source: str = "wire") -> list[str]:
        """What the archive holds of a source."""
        return [e["title"] for e in self.room.run("entries", "--json", "--source", source).lines]

    def status(self, at: str) -> Result:
        return self.room.run("status", at=at)

    @property
    def last(self) -> Request:
        return self.server.requests[-1]


def later(at: str, **span: float) -> str:
    """`later("2022-01-11T06:00Z", hours=3)`."""
    return (dt.datetime.fromisoformat(at) + dt.timedelta(**span)).isoformat()
