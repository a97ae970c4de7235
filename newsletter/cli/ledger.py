"""What one edition decided about every entry, and why; for today, before it is published, what is undecided.

examples:
  newsletter ledger
  newsletter ledger --summary
  newsletter ledger --day 2022-01-11 --json
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from newsletter.cli.console import Console, short

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.rules import Review


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    parser.add_argument("--summary", action="store_true", help="only the sum, in one sentence")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.account import add_up
    from newsletter.cli.room import open_room
    from newsletter.model.base import to_data
    from newsletter.model.stories import LedgerRow

    with open_room(args, console) as room:
        review = room.review(args.review)
        day = room.day(review, args.day)
        check_day(room, review, day)
        rows = list(room.store.decisions.rows(review.id, day))
    sum_ = add_up(rows)
    if args.summary and args.json:
        counts = ("collected", "used", "stories", "held", "passed", "undecided")
        console.json({"day": str(day), **{n: getattr(sum_, n) for n in counts}, "why": dict(sum_.why)})
        return 0
    for row in () if args.summary else rows:
        if args.json:
            data = to_data(LedgerRow, row)
            names = ("entry", "title", "source", "outcome", "story", "section", "reason")
            console.json({n: data[n] for n in names} | {"cause": data["cause"], "rule": data["rule"]})
        else:
            console.out(f"{row.outcome:<10} {row.source}: {short(row.title or '(no title)')}")
            console.out(f"           {row.section + ': ' if row.section else ''}{row.reason}")
    if not args.json:
        console.out(sum_.sentence)
    return 0


def check_day(room: Newsroom, review: Review, day: dt.date) -> None:
    """NotPublished for a day that has decided nothing and is not today: what is undecided now says nothing of it."""
    from newsletter.errors import NotPublished
    from newsletter.model.rendered import EditionState

    record, today = room.store.editions.find(review.id, day=day), room.day(review)
    if day == today or (record is not None and record.state is not EditionState.QUIET):
        return
    hint = "newsletter ledger without --day shows what is undecided now"
    if day > today:
        raise NotPublished(f"{day} has not begun: nothing is decided about it", hint=hint)
    why = "was quiet" if record is not None else "has no edition"
    before = room.store.editions.find(review.id, before=day)
    last = f"; the last edition before it is that of {before.day}" if before is not None else ""
    raise NotPublished(f"{day} {why}: it decided nothing{last}", hint=hint)
