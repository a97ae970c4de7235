"""One round of polling as it happens inside `newsletter run`: python -m benchmarks.inside FOLDER TIME.

Prints JSON: seconds to start (everything that `run` has loaded and opened before its first poll), then wall and CPU
seconds of the poll itself, and the largest memory in MB.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from importlib import import_module
from pathlib import Path


def main(folder: Path, at: str) -> None:
    """Open the newsroom, poll once."""
    started = time.perf_counter()
    from newsletter.app import Newsroom
    from newsletter.cli.main import instant

    import_module("newsletter.fetch.http")  # what `run` has loaded long ago
    with Newsroom(folder, {}, at=instant(at)) as room:
        room.store.archive.sources()
        _ = room.rules  # read now, as `run` has done
        ready, busy = time.perf_counter(), cpu()
        report = room.collect(now_please=True)
        wall, used = time.perf_counter() - ready, cpu() - busy
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    counts: dict[str, int] = {}
    for source in report.sources:
        counts[source.status] = counts.get(source.status, 0) + 1
    print(json.dumps({"start": ready - started, "wall": wall, "cpu": used, "peak": peak, "counts": counts}))


def cpu() -> float:
    """Seconds of CPU of this process and the children that have ended."""
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
