"""Past editions again, with the present code, thresholds and corrections: grouping against what editors finally did.

Precision: of the pairs of entries that are joined now, how many were one story in the end. Recall: of the pairs that
were one story in the end, how many are joined now. "In the end" is what was published, with every join and split since.
Nothing is stored or changed.

examples:
  newsletter replay
  newsletter replay --from 2022-01-01 --to 2022-01-31 --json
  newsletter replay --alone            what the code does without the corrections
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.pipeline.replay import Pairs, Replayed

#: How many days are played again when nobody says from when.
_DAYS = dt.timedelta(days=30)


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.main import civil_day
    from newsletter.cli.room import add_json

    parser.add_argument("--from", dest="first", type=civil_day, metavar="D", help="first day (default: a month back)")
    parser.add_argument("--to", dest="last", type=civil_day, metavar="D", help="last day (default: today)")
    parser.add_argument("--alone", action="store_true", help="group without what editors have said")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.errors import UsageError
    from newsletter.model.rendered import EditionState
    from newsletter.pipeline.replay import Pairs, replay

    with open_room(args, console) as room:
        review = room.review(args.review)
        last = args.last or room.day(review)
        day = args.first or last - _DAYS
        if day > last:
            raise UsageError(f"--from {day} is after --to {last}", hint="name the earlier day first")
        total, bonds, days = Pairs(), room.store.bonds.all(), 0
        while day <= last:
            record = room.store.editions.find(review.id, day=day)
            if record is not None and record.state is not EditionState.QUIET:
                made = replay(
                    review,
                    day,
                    archive=room.store.archive,
                    decisions=room.store.decisions,
                    sources=room.sources,
                    bonds=bonds,
                    grouping=room.joining,
                    corrected=not args.alone,
                )
                days, total = days + 1, total + made.pairs
                _show(made, console, as_json=args.json)
            day += dt.timedelta(days=1)
    if args.json:
        console.json({"days": days, **_data(total)})
    else:
        console.out(f"{days} {'day' if days == 1 else 'days'}: {_words(total)}")
    return 0


def _show(made: Replayed, console: Console, *, as_json: bool) -> None:
    if as_json:
        changed = [{"entries": [a, b], "joined": joined} for a, b, joined in made.changed]
        facts = {"day": str(made.day), "entries": made.entries, "stories": made.stories}
        console.json({**facts, **_data(made.pairs), "changed": changed})
        return
    console.out(f"{made.day}  {made.entries} entries in {made.stories} stories: {_words(made.pairs)}")
    for a, b, joined in made.changed[:5]:
        console.out(f"            {'joined now' if joined else 'apart now'}: {a} {b}")


def _data(pairs: Pairs) -> dict[str, Any]:
    figures = {"together": pairs.together, "joined": pairs.joined, "right": pairs.right}
    return {**figures, "precision": pairs.precision, "recall": pairs.recall}


def _words(pairs: Pairs) -> str:
    def figure(share: float | None) -> str:
        return "-" if share is None else f"{share:.3f}"

    return (
        f"precision {figure(pairs.precision)} ({pairs.right} of {pairs.joined} pairs),"
        f" recall {figure(pairs.recall)} ({pairs.right} of {pairs.together})"
    )
