"""What one edition decided about every entry, and why; for a day that is not published, what is undecided.

examples:
  newsletter ledger
  newsletter ledger --day 2022-01-11 --json
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from collections import Counter

    from newsletter.cli.room import open_room
    from newsletter.model.base import to_data
    from newsletter.model.stories import LedgerRow

    counts: Counter[str] = Counter()
    with open_room(args, console) as room:
        review = room.review(args.review)
        for row in room.store.decisions.rows(review.id, room.day(review, args.day)):
            counts[row.outcome] += 1
            if args.json:
                data = to_data(LedgerRow, row)
                names = ("entry", "title", "source", "outcome", "story", "section", "reason")
                console.json({n: data[n] for n in names})
            else:
                console.out(f"{row.outcome:<10} {row.source}: {row.title or '(no title)'}")
                console.out(f"           {row.section + ': ' if row.section else ''}{row.reason}")
    if not args.json:
        total = ", ".join(f"{n} {outcome}" for outcome, n in counts.most_common())
        console.out(f"{sum(counts.values())} entries{': ' + total if total else ''}")
    return 0
