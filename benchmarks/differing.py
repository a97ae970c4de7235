"""Where sources differ, on the development data: `python -m benchmarks.differing [N]` prints N of them to judge by eye.

How many differences are raised in a hundred stories of several entries, with the stories as `group` makes them, and
what looking for them costs. The data are those of `benchmarks.grouping`.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.grouping import days, entry, load, many, seeds, shared, stories_of
from newsletter.group import between, differences
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Difference, Story

Found = tuple[str, Story, Mapping[EntryId, Entry], Difference]


def raised(name: str, items: Sequence[Mapping[str, object]]) -> tuple[list[Found], int]:
    """Every difference in the stories of these items, and how many stories have several entries."""
    stories, _ = stories_of(items)
    entries = {EntryId(str(i["id"])): entry(i) for i in items}
    several = [s for s in stories if len(s.members) > 1]
    return [(name, s, entries, d) for s in several for d in differences(s, entries)], len(several)


def samples(folder: Path) -> dict[str, list[Sequence[Mapping[str, object]]]]:
    names = ("gnews_full", "tg_en_items", "tg_ru_items", "mini_uk_en_ru")
    return {"gnews_days": list(days(folder)), **{n: [load(folder, n)] for n in names}}


def show(found: Found) -> None:
    name, story, entries, difference = found
    print(f"--- {name}: {story.title}: {difference.kind}, {difference.what}")
    for value in difference.values:
        print(f"    {value.value:<24} {entries[value.members[0]].source} (+{len(value.members) - 1}): {value.sentence}")


def cost(folder: Path, count: int) -> tuple[float, int]:
    """CPU seconds for all stories of so many entries, and how many stories of several entries there are."""
    items = many(load(folder, "gnews_full"), count)
    stories, _ = stories_of(items)
    entries = {EntryId(i["id"]): entry(i) for i in items}
    start = time.process_time()
    for story in stories:
        differences(story, entries)
    return time.process_time() - start, sum(len(s.members) > 1 for s in stories)


def main(arguments: Sequence[str]) -> None:
    folder = shared()
    if folder is None:
        raise SystemExit("no development data: set NEWSLETTER_SHARED to the folder that holds grouping/")
    everything: list[Found] = []
    for name, groups in samples(folder).items():
        made = [raised(name, items) for items in groups]
        found, several = [f for some, _ in made for f in some], sum(n for _, n in made)
        everything += found
        per = 100 * len(found) / max(1, several)
        print(f"{name:<16}{len(found):>4} differences in {several:>5} stories of several entries: {per:.1f} per 100")
    seconds, several = cost(folder, 2_000)
    print(f"2,000 entries ({several} stories of several): {seconds:.2f} s CPU")
    print(f"seeds: {len(between(seeds(folder)))} of 2")
    everything.sort(key=lambda f: hashlib.sha256(repr((f[0], f[1].id, f[3].what)).encode()).digest())
    for one in everything[: int(arguments[0]) if arguments else 0]:
        show(one)


if __name__ == "__main__":
    main(sys.argv[1:])
