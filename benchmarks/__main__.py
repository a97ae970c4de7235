"""Whole commands as a person runs them: median of five, seconds of CPU and of wall, peak memory.

    make bench                 everything
    python -m benchmarks day   only the cases whose name holds "day"
    python -m benchmarks collecting   beside other feed readers, see benchmarks/collecting.py (ten minutes)
    python -m benchmarks editions   what an edition costs and weighs, and whether inlining changed how it looks

These machines are noisy: compare medians of one run with each other, never with another day's.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
AT = "2022-01-11T04:30:00Z"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One run of one command."""

    wall: float  #: seconds
    cpu: float  #: seconds, user and system, children included
    peak: float  #: megabytes, largest process


def measure(arguments: list[str]) -> Cost:
    """Run the command to its end and ask the kernel what it took."""
    started = time.perf_counter()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "newsletter", "-q", *arguments],
        {k: v for k, v in os.environ.items() if not k.startswith("NEWSLETTER_")},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"newsletter {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall=time.perf_counter() - started, cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss / 1024)


def feed(number: int, entries: int, text: str) -> str:
    items = "".join(
        f"<item><title>Town {number}-{n} reports something of its own</title><guid>{number}-{n}</guid>"
        f"<link>https://town{number}.example/{n}</link><pubDate>Mon, 10 Jan 2022 {n % 24:02}:00:00 GMT</pubDate>"
        f"<description>{text}</description></item>"
        for n in range(entries)
    )
    return f'<rss version="2.0"><channel><title>Town {number}</title>{items}</channel></rss>'


def town(folder: Path, feeds: int, entries: int) -> None:
    """A newsroom of `feeds` feeds with `entries` entries of about 1.5 KB each."""
    text = "The council of the town met on Monday evening and agreed on a budget for the year. " * 18
    (folder / "feeds").mkdir(parents=True)
    for number in range(feeds):
        (folder / "feeds" / f"{number}.xml").write_text(feed(number, entries, text))
    lines = "\n".join(f"  - {{url: 'file:feeds/{n}.xml', name: town-{n}}}" for n in range(feeds))
    (folder / "sources.yaml").write_text(
        "newsletter: {title: Daily Review, sender: review@example.org, site: 'https://review.example.org'}\n"
        "sections:\n  - {title: News flash, style: briefs, limit: 10}\n"
        "  - {title: Elsewhere, style: links, limit: 30}\n"
        f"sources:\n{lines}\n"
    )


def start(folder: Path) -> Iterator[list[str]]:
    """--version: what every command pays first."""
    while True:
        yield ["--version"]


def recorded_day(folder: Path) -> Iterator[list[str]]:
    """demo: ten feeds, 74 entries, an edition of 31 stories, from an empty store."""
    while True:
        yield ["demo", str(folder / "day")]


def cold_morning(folder: Path) -> Iterator[list[str]]:
    """collect: 200 feeds of 40 entries, none of them seen before."""
    town(folder / "town", 200, 40)
    while True:
        shutil.rmtree(folder / "town" / "var", ignore_errors=True)
        yield ["-C", str(folder / "town"), "--at", AT, "collect"]


def same_morning(folder: Path) -> Iterator[list[str]]:
    """collect: the same 200 feeds again, nothing new."""
    town(folder / "same", 200, 40)
    measure(["-C", str(folder / "same"), "--at", "2022-01-11T00:00:00Z", "collect"])
    while True:
        yield ["-C", str(folder / "same"), "--at", AT, "collect", "--now"]


def big_edition(folder: Path) -> Iterator[list[str]]:
    """build --offline: 2,000 undecided entries."""
    town(folder / "big", 50, 40)
    measure(["-C", str(folder / "big"), "--at", "2022-01-11T00:00:00Z", "collect"])
    shutil.copytree(folder / "big" / "var", folder / "big" / "kept")
    while True:
        for made in ("var", "outbox"):
            shutil.rmtree(folder / "big" / made, ignore_errors=True)
        shutil.copytree(folder / "big" / "kept", folder / "big" / "var")
        yield ["-C", str(folder / "big"), "--at", AT, "build", "--offline"]


CASES: tuple[Callable[[Path], Iterator[list[str]]], ...] = (
    start,
    recorded_day,
    cold_morning,
    same_morning,
    big_edition,
)


def main(words: list[str]) -> None:
    if words[:1] == ["collecting"]:
        from benchmarks import collecting

        collecting.main(words[1:])
        return
    versions = ", ".join(f"{n} {importlib.metadata.version(n)}" for n in ("feedparser", "SQLAlchemy", "premailer"))
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {versions}; median of {RUNS}")
    print(f"{'case':<14}{'wall s':>8}{'cpu s':>8}{'peak MB':>9}")
    for case in CASES:
        if words and not any(word in case.__name__ for word in words):
            continue
        with tempfile.TemporaryDirectory() as name:
            calls = case(Path(name))
            costs = [measure(next(calls)) for _ in range(RUNS)]
        middle = [statistics.median(getattr(c, what) for c in costs) for what in ("wall", "cpu", "peak")]
        title = case.__name__.replace("_", " ")
        print(f"{title:<14}{middle[0]:>8.2f}{middle[1]:>8.2f}{middle[2]:>9.0f}  {(case.__doc__ or '').strip()}")
    if not words or any(word in "editions" for word in words):
        from benchmarks import editions

        if not editions.main():
            raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
