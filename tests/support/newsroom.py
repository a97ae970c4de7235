"""A newsroom in a folder, with a vocabulary: `room.feed("wire", piece("Title"))`, `room.run("build", at=...)`.

Feeds are files, the command is called as the terminal calls it. Where a fault is put below the program (`prefix`) or
several run side by side, it is a process of its own; elsewhere it runs in this one, which is ten times faster.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import html
import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from newsletter.cli.main import main

MORNING = "2022-01-11T04:30:00Z"

CONFIG = """\
newsletter:
  title: Daily Review
  timezone: Europe/Kyiv
  sender: Daily Review <review@example.org>
  reply_to: editors@example.org
  site: https://review.example.org
  imprint: Example Review, 1 Example Street, Kyiv
  quiet: {{below: 1, publishers: 1}}
  per_publisher: {{section: 100, edition: 100}}
{settings}
sections:
  - title: Past {{hours}} hours
    style: bullets
    take: {{tags: [front], within: 24h}}
    limit: 6
  - title: News flash
    style: briefs
    fill: last
    limit: 10
  - title: Elsewhere
    style: links
    limit: {elsewhere}
sources:
{sources}
"""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One entry of a feed, as its publisher would write it."""

    title: str | None
    at: str | None = "2022-01-10T12:00:00Z"
    text: str = ""
    guid: str | None = None
    link: str | None = None

    def rss(self) -> str:
        parts = [f"<title>{html.escape(self.title)}</title>"] if self.title is not None else []
        if self.link:
            parts.append(f"<link>{html.escape(self.link)}</link>")
        if self.guid:
            parts.append(f'<guid isPermaLink="false">{html.escape(self.guid)}</guid>')
        if self.at:
            parts.append(f"<pubDate>{format_datetime(dt.datetime.fromisoformat(self.at))}</pubDate>")
        if self.text:
            parts.append(f"<description>{html.escape(self.text)}</description>")
        return f"<item>{''.join(parts)}</item>"


def piece(title: str | None, at: str | None = "2022-01-10T12:00:00Z", **fields: Any) -> Piece:
    """A piece with a link of its own unless `link` says otherwise."""
    slug = "".join(c if c.isalnum() else "-" for c in (title or "untitled").lower())[:60]
    fields.setdefault("link", f"https://wire.example/{slug}")
    fields.setdefault("guid", fields["link"] or slug)
    return Piece(title=title, at=at, **fields)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a command left on the terminal."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


def called(arguments: list[str], environment: dict[str, str]) -> Result:
    """`newsletter ARGUMENTS` in this process, with nothing left behind: environment, signal handler, streams."""
    out, err, before, handler = io.StringIO(), io.StringIO(), dict(os.environ), signal.getsignal(signal.SIGTERM)
    os.environ.clear()
    os.environ.update(environment)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(arguments)
            except SystemExit as end:  # argparse ends a wrong call like this
                code = int(end.code or 0)
    finally:
        os.environ.clear()
        os.environ.update(before)
        signal.signal(signal.SIGTERM, handler)
    return Result(code=code, out=out.getvalue(), err=err.getvalue())


@dataclass(kw_only=True)
class Room:
    """A newsroom whose sources are files in `feeds/`."""

    folder: Path
    sources: dict[str, str] = field(default_factory=dict)  #: name -> further settings as YAML flow
    settings: str = ""
    elsewhere: int = 50
    env: dict[str, str] = field(default_factory=dict)

    def feed(self, name: str, *pieces: Piece, settings: str = "") -> None:
        """What `name` publishes from now on; the source is added to sources.yaml when it is new."""
        feeds = self.folder / "feeds"
        feeds.mkdir(parents=True, exist_ok=True)
        body = "".join(p.rss() for p in pieces)
        text = (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>{name}</title><link>https://{name}.example/</link><language>en</language>{body}</channel></rss>"
        )
        (feeds / f"{name}.xml").write_text(text, encoding="utf-8")
        if self.sources.get(name) != settings:
            self.sources[name] = settings
        self.write()

    def down(self, name: str) -> None:
        """The source cannot be had."""
        (self.folder / "feeds" / f"{name}.xml").unlink()

    def write(self) -> None:
        """Write sources.yaml."""
        lines = [
            f"  - {{url: 'file:feeds/{name}.xml', name: {name}, publisher: {name}{', ' + more if more else ''}}}"
            for name, more in self.sources.items()
        ]
        settings = "".join(f"  {line}\n" for line in self.settings.splitlines())
        text = CONFIG.format(settings=settings, sources="\n".join(lines), elsewhere=self.elsewhere)
        (self.folder / "sources.yaml").write_text(text, encoding="utf-8")

    def run(self, *words: str, at: str | None = MORNING, timeout: float = 120, prefix: tuple[str, ...] = ()) -> Result:
        """Run the command; behind a `prefix` (strace, a shell's limits) in a process of its own."""
        if not prefix:
            return called(self.command(*words, at=at)[3:], self.environment())
        done = subprocess.run(
            [*prefix, *self.command(*words, at=at)],
            capture_output=True,
            text=True,
            timeout=timeout,
            env=self.environment(),
        )
        return Result(code=done.returncode, out=done.stdout, err=done.stderr)

    def command(self, *words: str, at: str | None = MORNING) -> list[str]:
        instant = ["--at", at] if at else []
        return [sys.executable, "-m", "newsletter", "-C", str(self.folder), *instant, *words]

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSLETTER_")}
        return {**kept, "PYTHONWARNINGS": "default", **self.env}

    def edition(self, day: str) -> Any:
        """edition.json of a day."""
        return json.loads((self.folder / "outbox" / day / "edition.json").read_text(encoding="utf-8"))

    def html(self, day: str) -> str:
        return (self.folder / "outbox" / day / "edition.html").read_text(encoding="utf-8")

    def told(self, day: str) -> list[str]:
        """The headlines of an edition, in the order of the page."""
        return [
            block["headline"]["text"]
            for section in self.edition(day)["sections"]
            for block in section["blocks"]
            if block["kind"] == "story"
        ]
