"""List the archive: every entry that was collected, oldest first.

examples:
  newsletter entries --since 2022-01-10
  newsletter entries --source "Example Wire" --json | head
"""

from __future__ import annotations

import argparse
import datetime as dt

from newsletter.cli.console import Console

COLUMNS = (
    *("id", "source", "guid", "url", "title", "summary_html", "content_html", "authors", "published", "updated"),
    *("first_seen", "language", "tags", "image", "enclosures", "repeat_of"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("--source", metavar="S", help="only this source")
    parser.add_argument("--since", type=since, metavar="T", help="first seen since a day or an instant")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.model.base import SourceName, to_data
    from newsletter.model.feeds import Entry

    with open_room(args, console) as room:
        source = SourceName(args.source) if args.source else None
        for entry in room.store.archive.entries(source=source, since=args.since):
            if args.json:
                data = to_data(Entry, entry)
                console.json({n: data[n] for n in COLUMNS})
            else:
                when = entry.published.strftime("%Y-%m-%d %H:%M") if entry.published else "no date         "
                console.out(f"{entry.id}  {when}  {entry.source}: {entry.title or '(no title)'}")
    return 0


def since(text: str) -> dt.datetime:
    from newsletter.cli.main import instant

    return instant(f"{text}T00:00:00Z" if "T" not in text else text)
