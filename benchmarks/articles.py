"""The seeds through `article/`, side by side with what a person takes from them by hand.

    python -m benchmarks.articles            needs ../shared/seeds, or $NEWSLETTER_SHARED

What a person takes is written down as numbers of lines, because no sentence of the seeds may be stored here.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from newsletter.article import read
from newsletter.model.articles import Article

SEEN = dt.datetime(2024, 4, 20, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What somebody who reads the file takes from it."""

    seed: str
    first: int  #: line of the headline, counted from 1
    begins: int  #: first line of the text
    ends: int  #: last line of the text
    left_out: frozenset[int] = frozenset()  #: lines in between that are no text: headings, part headings
    published: str
    changed: str = "-"
    by: int = 0  #: names in the by-line
    agencies: int = 0
    parts: int = 0


def lines_of(path: Path) -> list[str]:
    return [" ".join(line.split()) for line in path.read_text(encoding="utf-8").split("\n")]


def person(lines: list[str], facts: Person) -> list[str]:
    """The paragraphs."""
    numbered = enumerate(lines[facts.begins - 1 : facts.ends], facts.begins)
    return [line.removeprefix("• ") for n, line in numbered if line and n not in facts.left_out]


def row(name: str, ours: object, theirs: object) -> str:
    return f"  {name:<22}{ours!s:<28}{theirs!s:<28}{'=' if str(ours) == str(theirs) else 'DIFFERS'}"


def table(path: Path, facts: Person) -> tuple[list[str], bool]:
    lines = lines_of(path)
    started = time.perf_counter()
    article: Article = read(path.read_bytes(), url=None, seen=SEEN)
    took = time.perf_counter() - started
    wanted = person(lines, facts)
    kept = set(article.paragraphs)
    missing = [p for p in wanted if p not in kept]
    extra = [p for p in article.paragraphs if p not in set(wanted)]
    stamp = f"{article.published:%Y-%m-%d %H:%M}" if article.published else "-"
    changed = f"{article.changed:%Y-%m-%d}" if article.changed else "-"
    rows = [
        row("headline, line", lines.index(article.title or "") + 1, facts.first),
        row("published", stamp, facts.published),
        row("changed", changed, facts.changed),
        row("names in the by-line", len(article.authors), facts.by),
        row("agencies", len(article.agencies), facts.agencies),
        row("paragraphs", len(article.paragraphs), len(wanted)),
        row("words", article.words, sum(len(p.split()) for p in wanted)),
        row("kept, but furniture", len(extra), 0),
        row("dropped, but text", len(missing), 0),
        row("parts", len(article.parts), facts.parts),
    ]
    head = f"{path.name[:3]}  {len([x for x in lines if x])} lines, {article.dropped} dropped, {took * 1000:.0f} ms"
    return [f"{head:<24}", f"  {'':<22}{'article/':<28}{'a person':<28}", *rows, ""], not any(
        "DIFFERS" in r for r in rows
    )


SEEDS = (
    Person(seed="001", first=4, begins=14, ends=36, published="2021-12-27 19:24", by=1),
    Person(seed="002", first=3, begins=5, ends=32, published="-", agencies=1),
    Person(seed="003", first=1, begins=3, ends=47, left_out=frozenset({21, 35}), published="-"),
    Person(
        seed="004",
        first=3,
        begins=6,
        ends=99,
        left_out=frozenset({23, 25, 43, 45, 53, 55, 63, 65, 83, 85, 93, 95}),
        published="2022-01-12 00:00",
        changed="2022-01-27",
        agencies=6,
        parts=7,
    ),
)


def main() -> int:
    named = os.environ.get("NEWSLETTER_SHARED")
    folder = (Path(named) if named else Path(__file__).resolve().parents[2] / "shared") / "seeds"
    same = True
    for facts in SEEDS:
        found = sorted(folder.glob(f"{facts.seed}_*.txt"))
        if not found:
            print(f"{facts.seed}: not found; set NEWSLETTER_SHARED to a folder with seeds/", file=sys.stderr)
            return 1
        rows, equal = table(found[0], facts)
        print("\n".join(rows))
        same = same and equal
    return 0 if same else 3


if __name__ == "__main__":
    raise SystemExit(main())
