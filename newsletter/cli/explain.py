"""Why an entry or a story is in the edition, or is not: how it came, what it was joined with, which rule took it, and
what would have changed that.

examples:
  newsletter explain https://example.org/2022/01/10/talks
  newsletter explain 3f2a9c… --day 2022-01-11
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.feeds import Entry
    from newsletter.model.rules import Review
    from newsletter.model.stories import LedgerRow
    from newsletter.pipeline.day import Reason


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    parser.add_argument("key", metavar="URL|ENTRY|STORY", help="an address, or an id (its beginning is enough)")
    add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.explained import Unknown, find
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        review = room.review(args.review)
        found = find(room, args.key)
        if isinstance(found, Unknown):
            if args.json:
                console.json({"entry": None, "reasons": [{"about": "unknown", "words": w} for w in found.lines]})
            else:
                for line in found.lines:
                    console.out(line)
            return 0
        documents = []
        for entry in found:
            day, what, rows, reasons = of_entry(room, review, entry, args.day)
            reasons = [*came(room, entry), *reasons]
            documents.append(_document(entry, day, rows, reasons))
            if not args.json:
                _print(entry, f"{what} of {day}", rows, reasons, console)
        if args.json:
            console.json(documents[0] if len(documents) == 1 else documents)
    return 0


def of_entry(
    room: Newsroom, review: Review, entry: Entry, day: dt.date | None
) -> tuple[dt.date, str, Sequence[LedgerRow], Sequence[Reason]]:
    """The day that is explained (the one asked for; else the last that decided on it, unless it is open), whether it
    is an edition or a draft, what was decided about it, and why."""
    from newsletter.cli.explained import day_of
    from newsletter.pipeline.day import Reason
    from newsletter.pipeline.explain import explain

    rows = room.store.decisions.of(review.id, entry.id)
    if day is None:
        decided = [r.day for r in rows if r.outcome != "held"]
        day = decided[-1] if decided else room.day(review)
    made = day_of(room, review, day)
    if made is None:
        words = f"there is no edition of {day}, and no draft of it"
        return day, "day", rows, [Reason(about="place", words=words)]
    reasons = explain(made, entry)
    if not reasons:
        words = f"not among what the edition of {day} decides about"
        if entry.first_seen > made.window.cutoff:
            words += f": it came at {_at(entry.first_seen)}, after the cutoff of {_at(made.window.cutoff)}"
        reasons = (Reason(about="place", words=words),)
    return day, "draft" if made.open else "edition", rows, reasons


def came(room: Newsroom, entry: Entry) -> list[Reason]:
    """How it came in."""
    from newsletter.pipeline.day import Reason

    source = room.rules.source(entry.source)
    gone = "" if source or entry.source.startswith("clips: ") else ", which is no longer in sources.yaml"
    dated = f"published {_at(entry.published)}" if entry.published else "undated"
    first = " (our first visit there)" if entry.first_seen == entry.source_since else ""
    made = [f"from {entry.source}{gone}, {dated}, brought by the poll of {_at(entry.first_seen)}{first}"]
    if entry.version > 1:
        made.append(f"its source has changed it since: this is version {entry.version}")
    if entry.repeat_of:
        known = next(iter(room.store.archive.entries(ids=[entry.repeat_of])), None)
        whose = f"{known.source}'s “{known.title or '(no title)'}”" if known else entry.repeat_of
        made.append(f"repeats {whose}")
    return [Reason(about="came", words=words) for words in made]


def _document(entry: Entry, day: dt.date, rows: Sequence[LedgerRow], reasons: Sequence[Reason]) -> dict[str, object]:
    decided = [
        {"day": str(r.day), "outcome": r.outcome, "story": r.story, "section": r.section, "reason": r.reason}
        for r in rows
    ]
    return {
        "entry": entry.id,
        "title": entry.title,
        "source": entry.source,
        "url": entry.link,
        "day": str(day),
        "decisions": decided,
        "reasons": [{"about": r.about, "words": r.words} for r in reasons],
    }


def _print(entry: Entry, day: str, rows: Sequence[LedgerRow], reasons: Sequence[Reason], console: Console) -> None:
    heads = {
        "came": "came in",
        "joined": "joined",
        "differ": "they differ",
        "place": "where",
        "weight": "weighs",
        "change": "otherwise",
    }
    console.out(f"“{entry.title or '(no title)'}” [{entry.id}], {day}")
    before = ""
    for reason in reasons:
        head = heads[reason.about] if reason.about != before else ""
        console.out(f"  {head:<10} {reason.words}")
        before = reason.about
    for row in rows:
        said = row.reason if row.reason.startswith(row.outcome) else f"{row.outcome}: {row.reason}"
        console.out(f"  {'ledger' if row is rows[0] else '':<10} {row.day} {said}")


def _at(at: dt.datetime) -> str:
    return f"{at.day} {at:%b %Y %H:%M} UTC"
