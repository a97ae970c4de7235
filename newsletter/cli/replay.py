"""Past editions again, with the present code, thresholds and corrections: grouping against what editors finally did.

Precision: of the pairs of entries that are joined now, how many were one story in the end. Recall: of the pairs that
were one story in the end, how many are joined now. "In the end" is what was published, with every join and split since.
An edition that no editor joined or split in is compared with what the program itself made: it shows whether grouping
has stayed the same, not whether it is right. Nothing is stored or changed.

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
        total, bonds, days, touched = Pairs(), room.store.bonds.all(), 0, 0
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
                days, touched, total = days + 1, touched + made.touched, total + made.pairs
                _show(made, console, as_json=args.json)
            day += dt.timedelta(days=1)
    if args.json:
        console.json({"days": days, "touched": touched, **_data(total)})
    else:
        console.out(f"{days} {'day' if days == 1 else 'days'}: {_words(total)}")
        console.out(_worth(days, touched))
    return 0


def _show(made: Replayed, console: Console, *, as_json: bool) -> None:
    if as_json:
        changed = [{"entries": [a, b], "joined": joined} for a, b, joined in made.changed]
        facts = {"day": str(made.day), "entries": made.entries, "stories": made.stories, "touched": made.touched}
        console.json({**facts, **_data(made.pairs), "changed": changed})
        return
    console.out(f"{made.day}  {made.entries} entries in {made.stories} stories: {_words(made.pairs)}")
    for a, b, joined in made.changed[:5]:
        console.out(f"            {'joined now' if joined else 'apart now'}: {a} {b}")


def _worth(days: int, touched: int) -> str:
    """What the figures are worth: an edition that nobody joined or split in is compared with the program's own."""
    if not days:
        return "no edition to compare with"
    of = f"{touched} of {days} {'edition' if days == 1 else 'editions'}"
    said = f"an editor has joined or split entries of {of}"
    if touched == days:
        return said
    rest = "the others" if touched else "it" if days == 1 else "all"
    return f"{said}; of {rest} the figures show stability only, not precision"


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
