"""Collecting, beside other feed readers: python -m benchmarks collecting [--runs 5] [--only newsletter,sfeed]

One loopback server, one run, the same 200 feeds for everybody (benchmarks/town.py). Phases: `cold` (nothing is
known), `morning` (every feed has two new entries), `304` (nothing has changed, and the server says so), `same`
(nothing has changed, and the server sends everything all the same), `2000` (2,000 feeds, all 304; ours only).

rss2email and reader are installed into a virtual environment of their own in a temporary folder (or --venv);
newsboat, sfeed and curl are taken from the system (apt-get install newsboat sfeed curl). What is missing is skipped.

All feeds are on one host here. So this newsroom's `network.per_host` is opened for it (50 connections, no gap); a
real one asks a host twice at a time, a second apart. The others have no such limits, and reader gets 20 threads.
rss2email runs with --no-send: it makes its messages but hands them to nobody.

The others are run as commands. This program is measured twice: as a command (`ratio`: their time over ours), and inside
`newsletter run`, which has been started long ago (`inside`: their time over ours without start-up).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

FEEDS = 200
MANY = 2_000
PHASES = ("cold", "morning", "304", "same")
#: Which entry the feeds begin with, and whether the server knows validators.
SERVED = {"cold": (0, 1), "morning": (2, 1), "304": (2, 1), "same": (2, 0)}
#: The phase whose end is the beginning of each.
AFTER = {"morning": "cold", "304": "morning", "same": "morning"}
AT = {"cold": "2022-01-11T05:00:00Z", "morning": "2022-01-12T05:00:00Z", "304": "2022-01-13T05:00:00Z"}
AT |= {"same": "2022-01-13T05:00:00Z"}
#: How many times faster we want to be: the issue's targets.
TARGETS: Mapping[tuple[str, str], float] = {
    **{(phase, "rss2email"): t for phase, t in (("morning", 12), ("304", 2.5), ("same", 25), ("cold", 3.5))},
    **{("morning", "reader"): 12, ("morning", "newsboat"): 6, ("morning", "sfeed"): 3},
}
#: Rows of this program: the command, one poll inside `run`, what the command imports before it begins.
OURS = ("newsletter", "inside run", "import only")
_READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
if sys.argv[2] == "add":
    for line in open(sys.argv[3]).read().split():
        reader.add_feed(line)
else:
    reader.update_feeds(scheduled=False, workers=20)
"""


@dataclass(frozen=True)
class Tool:
    """A feed reader: how its folder is made, what one round of polling is, what says how long it takes to start."""

    name: str
    version: str
    prepare: Callable[[Path, list[str]], None]
    poll: Callable[[Path, str], list[str]]
    start: list[str]
    env: Mapping[str, str] = field(default_factory=dict)
    phases: tuple[str, ...] = PHASES


# --- this program --------------------------------------------------------------------------------


def newsroom(folder: Path, urls: list[str]) -> None:
    """A newsroom whose limits per host are opened for the loopback server."""
    lines = "\n".join(f"  - {{url: '{url}', name: town-{n}}}" for n, url in enumerate(urls))
    (folder / "sources.yaml").write_text(
        "newsletter: {title: Daily Review, sender: review@example.org, site: 'https://review.example.org'}\n"
        "network: {allow: [127.0.0.0/8], per_host: {connections: 50, gap: 0s}}\n"
        "sections:\n  - {title: News flash, style: briefs, limit: 10}\n"
        f"sources:\n{lines}\n"
    )


def ours() -> Tool:
    python = [sys.executable, "-m", "newsletter", "-q"]
    return Tool(
        name="newsletter",
        version=_said([sys.executable, "-m", "newsletter", "--version"]),
        prepare=newsroom,
        poll=lambda folder, phase: [*python, "-C", str(folder), "--at", AT[phase], "collect", "--now"],
        start=[sys.executable, "-c", "import newsletter.app, newsletter.fetch.http"],
    )


# --- the others ----------------------------------------------------------------------------------


def rss2email(venv: Path) -> Tool:
    call = [str(venv / "bin" / "r2e")]

    def config(folder: Path) -> list[str]:
        return [*call, "-c", str(folder / "r2e.cfg"), "-d", str(folder / "r2e.json")]

    def prepare(folder: Path, urls: list[str]) -> None:
        _said([*config(folder), "new", "reader@example.org"])
        outlines = "".join(f'<outline type="rss" text="town-{n}" xmlUrl="{u}"/>' for n, u in enumerate(urls))
        (folder / "feeds.opml").write_text(f'<opml version="1.0"><body>{outlines}</body></opml>')
        _said([*config(folder), "opmlimport", str(folder / "feeds.opml")])

    return Tool(
        name="rss2email",
        version=_installed(venv, "rss2email"),
        prepare=prepare,
        poll=lambda folder, phase: [*config(folder), "run", "--no-send"],
        start=[*call, "--version"],
    )


def reader(venv: Path) -> Tool:
    python = str(venv / "bin" / "python")

    def prepare(folder: Path, urls: list[str]) -> None:
        (folder / "urls").write_text("\n".join(urls))
        (folder / "poll.py").write_text(_READER)
        _said([python, str(folder / "poll.py"), str(folder / "db.sqlite"), "add", str(folder / "urls")])

    return Tool(
        name="reader",
        version=_installed(venv, "reader"),
        prepare=prepare,
        poll=lambda folder, phase: [python, str(folder / "poll.py"), str(folder / "db.sqlite"), "update"],
        start=[python, "-c", "import reader; reader.make_reader(':memory:')"],
    )


def newsboat() -> Tool:
    def files(folder: Path) -> list[str]:
        return ["newsboat", "-C", f"{folder}/config", "-u", f"{folder}/urls", "-c", f"{folder}/cache.db"]

    def prepare(folder: Path, urls: list[str]) -> None:
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text("reload-threads 20\n")

    return Tool(
        name="newsboat",
        version=_said(["newsboat", "--version"]).splitlines()[0],
        prepare=prepare,
        poll=lambda folder, phase: [*files(folder), "-x", "reload"],
        start=["newsboat", "--version"],
    )


def sfeed() -> Tool:
    def prepare(folder: Path, urls: list[str]) -> None:
        feeds = "\n".join(f"  feed town-{n} {url}" for n, url in enumerate(urls))
        (folder / "sfeedrc").write_text(f"sfeedpath={folder}/feeds\nfeeds() {{\n{feeds}\n}}\n")

    return Tool(
        name="sfeed",
        version="sfeed " + _said(["dpkg-query", "-W", "-f", "${Version}", "sfeed"]),
        prepare=prepare,
        poll=lambda folder, phase: ["sfeed_update", f"{folder}/sfeedrc"],
        start=["true"],
        phases=("cold", "morning", "same"),  # it sends no validators
    )


def tools(venv: Path, wanted: list[str]) -> Iterator[Tool]:
    """Those that are there; the others are named with what would bring them."""
    if not wanted or "newsletter" in wanted:
        yield ours()
    if any(not wanted or name in wanted for name in ("rss2email", "reader")):
        _make(venv)
    offers: list[tuple[str, Path, Callable[[], Tool]]] = [
        ("rss2email", venv / "bin" / "r2e", partial(rss2email, venv)),
        ("reader", venv / "bin" / "python", partial(reader, venv)),
        ("newsboat", Path(shutil.which("newsboat") or "/none"), newsboat),
        ("sfeed", Path((shutil.which("curl") and shutil.which("sfeed_update")) or "/none"), sfeed),
    ]
    for name, program, make in offers:
        if wanted and name not in wanted:
            continue
        try:
            if not program.exists():
                raise FileNotFoundError(program.name)
            yield make()
        except (OSError, subprocess.CalledProcessError):
            how = "pip" if name in ("rss2email", "reader") else "apt-get"
            print(f"{name}: skipped, it is not here ({how} install {name})")


def _make(venv: Path) -> None:
    if not (venv / "bin" / "r2e").exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=False)
        pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q"]
        # reader's own copy of feedparser imports sgmllib, which it does not ask for.
        subprocess.run([*pip, "rss2email==3.14", "reader>=3,<4", "sgmllib3k"], check=False, stderr=subprocess.DEVNULL)


def _installed(venv: Path, name: str) -> str:
    script = f"from importlib.metadata import version as v; print('{name}', v('{name}'), 'feedparser', v('feedparser'))"
    return _said([str(venv / "bin" / "python"), "-c", script])


def _said(call: list[str]) -> str:
    return subprocess.run(call, check=True, capture_output=True, text=True).stdout.strip()


# --- measuring -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """One run."""

    wall: float  #: seconds
    cpu: float  #: seconds, children included
    peak: float = 0.0  #: MB, largest process


def run(call: list[str], folder: Path) -> Cost:
    """The command to its end, and what it took."""
    started = time.perf_counter()
    env = {k: v for k, v in os.environ.items() if not k.startswith("NEWSLETTER_")}
    pid = os.posix_spawnp(
        call[0],
        call,
        env | {"HOME": str(folder)},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, str(folder / "errors"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    if status:
        print((folder / "errors").read_text()[-500:])
        raise SystemExit(f"{' '.join(call[:6])} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def inside(folder: Path, phase: str) -> dict[str, float]:
    """The poll alone, as `newsletter run` does it."""
    answer: dict[str, float] = json.loads(
        _said([sys.executable, "-m", "benchmarks.inside", str(folder), AT[phase]]).splitlines()[-1]
    )
    return answer


@contextmanager
def serving() -> Iterator[str]:
    """The loopback server in a process of its own; its address."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.server"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


def turn(url: str, phase: str) -> None:
    first, validators = SERVED[phase]
    with urllib.request.urlopen(f"{url}/set?first={first}&validators={validators}") as answer:
        answer.read()


class Table:
    """What was measured."""

    def __init__(self) -> None:
        self.costs: dict[tuple[str, str], list[Cost]] = {}

    def add(self, phase: str, name: str, cost: Cost) -> None:
        self.costs.setdefault((phase, name), []).append(cost)

    def middle(self, phase: str, name: str) -> Cost | None:
        costs = self.costs.get((phase, name))
        if not costs:
            return None
        return Cost(*(statistics.median(getattr(c, what) for c in costs) for what in ("wall", "cpu", "peak")))

    def show(self, names: list[str]) -> None:
        titles = "".join(f"{title:>9}" for title in ("wall s", "cpu s", "peak MB", "ratio", "inside", "wanted"))
        print(f"\n{'phase':<9}{'':<14}{titles}")
        for phase in dict.fromkeys(phase for phase, _ in self.costs):
            for name in names:
                cost = self.middle(phase, name)
                if cost is None:
                    continue
                ratios = [self.ratio(phase, cost, ours) for ours in ("newsletter", "inside run")]
                wanted = TARGETS.get((phase, name))
                marks = [mark if name not in OURS else "" for mark in (*ratios, f"{wanted:g}" if wanted else "")]
                shown = "".join(f"{mark:>9}" for mark in marks)
                print(f"{phase:<9}{name:<14}{cost.wall:>9.2f}{cost.cpu:>9.2f}{cost.peak:>9.0f}{shown}")

    def ratio(self, phase: str, theirs: Cost, ours: str) -> str:
        mine = self.middle(phase, ours)
        return f"{theirs.wall / mine.wall:.1f}" if mine and phase in PHASES else ""


def round_of(tool: Tool, home: Path, urls: list[str], base: str, table: Table) -> None:
    """All phases once, one after the other; each starts from a copy of what the phase before it left."""
    kept: dict[str, Path] = {}
    for phase in tool.phases:
        turn(base, phase)
        # Folders are moved to one place before each run, because some tools write their own path down.
        place = home / "place"
        shutil.rmtree(place, ignore_errors=True)
        if phase == "cold":
            place.mkdir(parents=True)
            tool.prepare(place, urls)
        else:
            shutil.copytree(kept[AFTER[phase]], place)
        if tool.name == "newsletter":
            twin = home / "twin"
            shutil.rmtree(twin, ignore_errors=True)
            shutil.copytree(place, twin)
            found = inside(twin, phase)
            table.add(phase, "inside run", Cost(found["wall"], found["cpu"], found["peak"]))
            table.add("start", "newsletter", Cost(found["start"], 0.0))
        table.add(phase, tool.name, run(tool.poll(place, phase), home))
        kept[phase] = home / f"after-{phase}"
        shutil.rmtree(kept[phase], ignore_errors=True)
        shutil.copytree(place, kept[phase])
    table.add("start", tool.name if tool.name != "newsletter" else "import only", run(tool.start, home))


def many(home: Path, base: str, runs: int) -> None:
    """2,000 feeds, all 304."""
    folder = home / "many"
    folder.mkdir()
    newsroom(folder, [f"{base}/{n}.xml" for n in range(MANY)])
    turn(base, "cold")
    inside(folder, "cold")
    costs = []
    for _ in range(runs):
        twin = home / "many-twin"
        shutil.rmtree(twin, ignore_errors=True)
        shutil.copytree(folder, twin)
        costs.append(inside(twin, "morning"))
    wall, used, peak = (statistics.median(c[what] for c in costs) for what in ("wall", "cpu", "peak"))
    print(
        f"\n{MANY:,} feeds, all 304, inside run: {wall:.2f} s, {used:.2f} s CPU, {peak:.0f} MB; {costs[-1]['counts']}"
    )
    bare = statistics.median(
        float(_said([sys.executable, "-m", "benchmarks.bare", base, str(MANY)])) for _ in range(runs)
    )
    print(f"the same requests by aiohttp alone: {bare:.2f} s CPU; our overhead {used - bare:.2f} s CPU (wanted: 0.5)")


def main(words: list[str]) -> None:
    """Everything, in one table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks collecting",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default="", help="names with commas")
    parser.add_argument("--venv", type=Path)
    args = parser.parse_args(words)
    wanted = [name for name in args.only.split(",") if name]
    with tempfile.TemporaryDirectory() as name, serving() as base:
        home = Path(name)
        table = Table()
        there = list(tools(args.venv or home / "venv", wanted))
        urls = [f"{base}/{n}.xml" for n in range(FEEDS)]
        cores = os.cpu_count()
        print(
            f"Python {platform.python_version()}, {cores} cores, load {os.getloadavg()[0]:.1f}; medians of {args.runs}"
        )
        print("; ".join(tool.version for tool in there))
        print("All feeds are on one host: network.per_host is opened for it (50 connections, no gap).")
        for number in range(args.runs):
            for tool in there:  # taking turns, so that whatever else the machine does hits all alike
                print(f"run {number + 1}: {tool.name}", file=sys.stderr)
                round_of(tool, home / tool.name, urls, base, table)
        table.show([*OURS, *(t.name for t in there if t.name != "newsletter")])
        if not wanted or "newsletter" in wanted:
            many(home, base, args.runs)


if __name__ == "__main__":
    main(sys.argv[1:])
