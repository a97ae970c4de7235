"""How well and how fast stories are found, on the development data: `python -m benchmarks.grouping`.

`python -m benchmarks.grouping semantic` and `... multilingual` do the same with the optional extras.

The data lie beside the repository in shared/grouping, or where $NEWSLETTER_SHARED says; they are evaluated with and
never shipped. What is scored is `newsletter.group.group` as an edition calls it, with the thresholds as they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import log10
from pathlib import Path
from typing import Any, get_args

from newsletter.embed import embed, meanings, texts_of
from newsletter.group import between, group, thresholds, topics
from newsletter.group.candidates import candidates
from newsletter.group.likeness import vectors
from newsletter.group.thresholds import THRESHOLDS
from newsletter.group.traits import traits
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.meanings import MeaningKind
from newsletter.model.stories import Story, ToldEntry

UNDATED = dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
Item = Mapping[str, Any]


# --- scores --------------------------------------------------------------------------------------


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """BCubed F1, precision, recall (Bagga & Baldwin 1998): how much of each entry's company it should have, and has."""
    together = Counter(zip(gold, found, strict=True))
    wanted, got = Counter(gold), Counter(found)
    pairs = list(zip(gold, found, strict=True))
    precision = sum(together[g, f] / got[f] for g, f in pairs) / len(pairs)
    recall = sum(together[g, f] / wanted[g] for g, f in pairs) / len(pairs)
    return harmonic(precision, recall), precision, recall


def judged(pairs: Iterable[Item], story: Mapping[str, str]) -> tuple[float, float, float]:
    """F1, precision, recall over pairs that people judged to be one event, or not."""
    said = [(bool(p["same"]), story[p["a"]] == story[p["b"]]) for p in pairs]
    right = sum(same and joined for same, joined in said)
    precision = right / max(1, sum(joined for _, joined in said))
    recall = right / max(1, sum(same for same, _ in said))
    return harmonic(precision, recall), precision, recall


# --- data ----------------------------------------------------------------------------------------


def shared() -> Path | None:
    """The folder with the development data, if it is there."""
    here = Path(__file__).resolve().parents[1]
    named = os.environ.get("NEWSLETTER_SHARED")
    folder = Path(named) if named else here.parent / "shared"
    return folder if (folder / "grouping").is_dir() else None


def load(folder: Path, name: str) -> list[Item]:
    text = (folder / "grouping" / "dev" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def entry(item: Item) -> Entry:
    at = dt.datetime.fromisoformat(item["published"]) if item.get("published") else None
    return Entry(
        id=EntryId(item["id"]),
        source=SourceName(item["source"]),
        title=item["title"],
        summary_text=item.get("summary") or "",
        url=item.get("url"),
        clean_url=item.get("url"),
        published=at,
        first_seen=at or UNDATED,
        source_since=UNDATED,
        language=item.get("lang"),
    )


def seed(path: Path, title: str, at: dt.datetime) -> Entry:
    text = path.read_text(encoding="utf-8")
    return Entry(
        id=EntryId(path.name[:3]),
        source=SourceName(path.name[:3]),
        title=title,
        content_text=text,
        published=at,
        first_seen=at,
        source_since=at,
    )


#: Of the five seeds: how much of the title is in the text, and when they were published.
SEEDS = {
    "000": "2022-01-11T04:30:00+00:00",
    "001": "2021-12-27T19:24:00+00:00",
    "002": "2021-12-28T12:00:00+00:00",
    "003": "2021-12-30T12:00:00+00:00",
    "004": "2022-01-12T17:40:00+00:00",
}


def seeds(folder: Path) -> list[Entry]:
    found = {p.name[:3]: p for p in (folder / "seeds").glob("*.txt")}
    return [seed(found[k], "", dt.datetime.fromisoformat(at)) for k, at in SEEDS.items()]


# --- figures -------------------------------------------------------------------------------------


class Grouping:
    """`group` as an edition calls it, with or without a model; each text is embedded once in a run."""

    def __init__(self, kind: MeaningKind) -> None:
        self.kind = kind
        self.vectors: dict[EntryId, bytes] = {}

    def __call__(self, entries: Sequence[Entry], told: Sequence[ToldEntry] = ()) -> tuple[Story, ...]:
        meant = None
        if self.kind != "words":
            everybody = {e.id: e for e in (*(t.entry for t in told), *entries)}
            new = [e for i, e in everybody.items() if i not in self.vectors]
            self.vectors |= dict(zip((e.id for e in new), embed(self.kind, texts_of(new)), strict=True))
            meant = meanings(self.kind, {i: self.vectors[i] for i in everybody})
        by = thresholds(None, self.kind)
        return group(entries, told=told, sources={}, language="en", by=by, meanings=meant)


grouping = Grouping("words")


def stories_of(items: Sequence[Item]) -> tuple[tuple[Story, ...], dict[str, str]]:
    stories = grouping([entry(i) for i in items])
    return stories, {e: s.id for s in stories for e in s.entries}


def mean(rows: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    return tuple(sum(column) / len(rows) for column in zip(*rows, strict=True))


def scored(samples: Iterable[Sequence[Item]], label: Callable[[Item], str]) -> tuple[float, ...]:
    rows = []
    for items in samples:
        _, story = stories_of(items)
        rows.append(bcubed([label(i) for i in items], [story[i["id"]] for i in items]))
    return mean(rows)


def days(folder: Path) -> list[list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in load(folder, "gnews_days"):
        found[item["day"]].append(item)
    return [found[d] for d in sorted(found)]


def windows(folder: Path) -> list[list[Item]]:
    """Three windows of 24 hours: from the first item on, in the middle, up to the last."""
    items = load(folder, "gnews_full")
    times = {i["id"]: dt.datetime.fromisoformat(i["published"]) for i in items}
    day = dt.timedelta(hours=24)
    first, last = min(times.values()), max(times.values())
    starts = (first, first + (last - day - first) / 2, last - day)
    return [[i for i in items if s <= times[i["id"]] <= s + day] for s in starts]


def mixed(folder: Path) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Stories and topics of the mixed languages; a story without a topic is its own."""
    items = load(folder, "mini_uk_en_ru")
    stories, story = stories_of(items)
    made = topics(stories, {EntryId(i["id"]): entry(i) for i in items}, limit=len(stories), min_stories=2)
    topic: dict[str, str] = {s: t.title for t in made for s in t.stories}
    found = [topic.get(s, s) for s in (story[i["id"]] for i in items)]
    return (
        bcubed([i["gold"] for i in items], [story[i["id"]] for i in items]),
        bcubed([i["topic"] or i["gold"] for i in items], found),
    )


def pairs(folder: Path, language: str) -> tuple[float, ...]:
    _, story = stories_of(load(folder, f"tg_{language}_items"))
    return judged(load(folder, f"tg_{language}_pairs"), story)


def _drawn(*words: object) -> int:
    """A number that these words always give: a lot that nobody can choose."""
    return int.from_bytes(hashlib.sha256(repr(words).encode()).digest()[:4], "big")


def parted(items: Sequence[Item], turn: int) -> tuple[list[Item], list[Item]]:
    """Items that were told, and those of today: by lot, never by their time stamps.

    Of four stories one was told and is over, one is new, and of two half of the reports were told.
    """
    stories: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        stories[str(item["gold"])].append(item)
    told: list[Item] = []
    today: list[Item] = []
    for name, members in sorted(stories.items()):
        members.sort(key=lambda i: _drawn(turn, i["id"]))
        lot = _drawn(turn, name) % 4
        count = len(members) if lot == 0 else 0 if lot == 1 else (len(members) + 1) // 2
        told, today = told + members[:count], today + members[count:]
    return told, today


def linked(samples: Iterable[Sequence[Item]], turns: int) -> tuple[float, float, float]:
    """F1, precision, recall of linking today's items to the story told before that they continue, over all of them.

    Right is the told story of the same event and no other; wrong is any other link; missed is none where there is one.
    """
    right = made = wanted = 0
    for items in samples:
        for turn in range(turns):
            told, today = parted(items, turn)
            names = {str(i["gold"]) for i in told}
            before = [ToldEntry(entry=entry(i), story=StoryId(str(i["gold"])), day=UNDATED.date()) for i in told]
            found = grouping([entry(i) for i in today], before)
            link = {e: s.continues[0] for s in found for e in s.entries if s.continues}
            gold = {EntryId(i["id"]): str(i["gold"]) for i in today}
            made += len(link)
            wanted += sum(g in names for g in gold.values())
            right += sum(link.get(e) == g for e, g in gold.items())
    precision, recall = right / max(1, made), right / max(1, wanted)
    return harmonic(precision, recall), precision, recall


def many(items: Sequence[Item], count: int) -> list[Item]:
    """The corpus again and again with other words for what is rare, so that every copy is other news."""
    common = {w for w, n in Counter(w for i in items for w in i["title"].split()).items() if n > len(items) // 100}
    made: list[Item] = []
    copy = 0
    while len(made) < count:
        for item in items:
            title = " ".join(w if w in common or not copy else f"{_letters(copy)}{w}" for w in item["title"].split())
            made.append({**item, "id": f"{copy}-{item['id']}", "title": title, "url": None})
        copy += 1
    return made[:count]


def _letters(n: int) -> str:
    return "".join(chr(97 + int(d)) for d in str(n))


def looked_up(items: Sequence[Item]) -> tuple[float, int]:
    """CPU seconds for the candidates, and how many there are."""
    found = vectors([traits(entry(i), None) for i in items], THRESHOLDS)
    start = time.process_time()
    count = sum(1 for _ in candidates(found))
    return time.process_time() - start, count


def grouped(count: int) -> list[tuple[float, float]]:
    """CPU seconds and peak megabytes of processes that do nothing else: grouping so many items; before it, with a
    model, making their vectors, which an edition finds in the store."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "vectors"
        steps = ["--group"] if grouping.kind == "words" else ["--embed", "--group"]
        found = []
        for step in steps:
            command = [sys.executable, "-m", "benchmarks.grouping", grouping.kind, step, str(kept), str(count)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            seconds, peak = done.stdout.split()
            found.append((float(seconds), float(peak)))
        return found


def cost(folder: Path, arguments: Sequence[str]) -> None:
    """One of the two steps that `grouped` measures, in this process."""
    kept, count = Path(arguments[-2]), int(arguments[-1])
    entries = [entry(i) for i in many(load(folder, "gnews_full"), count)]
    start = time.process_time()
    if grouping.kind != "words" and "--embed" in arguments:
        kept.write_bytes(pickle.dumps(embed(grouping.kind, texts_of(entries))))
    else:
        if grouping.kind != "words":
            made: list[bytes] = pickle.loads(kept.read_bytes())
            grouping.vectors = dict(zip((e.id for e in entries), made, strict=True))
        grouping(entries)
    seconds = time.process_time() - start
    print(f"{seconds:.2f} {peak():.0f}")


def peak() -> float:
    """Of this process, in megabytes. `ru_maxrss` would count the parent's too: it is kept over exec (Linux)."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(n for n in status.read_text(encoding="ascii").splitlines() if n.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def row(what: str, target: str, *figures: float, seconds: float | None = None) -> None:
    shown = "  ".join(f"{f:.3f}" for f in figures)
    print(f"{what:<44}{target:<18}{shown:<22}{'' if seconds is None else f'{seconds:6.1f} s CPU'}")


def timed(what: str, target: str, make: Callable[[], tuple[float, ...]]) -> None:
    start = time.process_time()
    figures = make()
    row(what, target, *figures, seconds=time.process_time() - start)


def main(arguments: Sequence[str]) -> None:
    folder = shared()
    if folder is None:
        raise SystemExit("no development data: set NEWSLETTER_SHARED to the folder that holds grouping/")
    kinds: tuple[MeaningKind, ...] = get_args(MeaningKind)
    kind: MeaningKind = next((k for k in kinds if k in arguments), "words")
    grouping.kind = kind
    if {"--embed", "--group"} & set(arguments):
        return cost(folder, arguments)
    core = kind == "words"
    print(f"{kind}; {thresholds(None, kind)}\n{'':<44}{'to reach':<18}F1     precision recall")
    wanted = "≥ .86 (P ≥ .90)" if core else "≥ .90 (P ≥ .94)"
    timed("days", wanted, lambda: scored(days(folder), lambda i: str(i["gold"])))
    timed("24-hour windows", "≥ .84" if core else "≥ .90", lambda: scored(windows(folder), lambda i: str(i["gold"])))
    stories, topic = mixed(folder)
    row("mixed Ukrainian/English/Russian: stories", "≥ .80" if core else "≥ .92", *stories)
    row("mixed Ukrainian/English/Russian: topics", "≥ .68" if core else "≥ .85", *topic)
    timed("Russian pairs", "≥ .80" if core else "≥ .85", lambda: pairs(folder, "ru"))
    timed("English pairs", "", lambda: pairs(folder, "en"))
    told_on = "≥ .86" if core else "≥ .90"
    timed("linking to a story told before", told_on, lambda: linked([*days(folder), *windows(folder)], 2))
    timed("  of it: days", "", lambda: linked(days(folder), 3))
    timed("  of it: 24-hour windows", "", lambda: linked(windows(folder), 2))
    *made, (seconds, peak) = grouped(2_000)
    print(f"{'2,000 items':<44}{'≤ 3 s, ≤ 150 MB':<18}{seconds:.2f} s CPU, {peak:.0f} MB")
    for seconds, peak in made:
        print(f"{'  their vectors, once, when collected':<62}{seconds:.2f} s CPU, {peak:.0f} MB")
    items = load(folder, "gnews_full")
    (few, n), (lots, m) = looked_up(many(items, 10_000)), looked_up(many(items, 100_000))
    costs = f"{few:.2f} s / {lots:.2f} s CPU, {n:,} / {m:,}, growth n^{log10(lots / few):.2f}"
    print(f"{'candidates for 10,000 / 100,000 items':<44}{'≤ 0.6 / ≤ 10 s':<18}{costs}")
    found = between(seeds(folder))
    print(f"{'differences in the seeds':<44}{'2 of 2':<18}{len(found)}")
    for d in found:
        print("    " + " | ".join(f"{v.value}: {', '.join(sorted(v.members))}" for v in d.values))
    return None


if __name__ == "__main__":
    main(sys.argv[1:])
