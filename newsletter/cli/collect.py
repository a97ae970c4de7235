"""Poll the sources that are due, and store what is new.

Without names all sources are looked at. --now ignores our own interval between two polls; what a server asked for
(Retry-After, max-age) and the limits per host always hold.

examples:
  newsletter collect
  newsletter collect "Example Wire" --now
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in sources.yaml")
    parser.add_argument("--now", dest="now_please", action="store_true", help="do not wait for the next poll")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.model.base import to_data
    from newsletter.model.feeds import CollectReport

    with open_room(args, console) as room:
        report = room.collect(only=tuple(args.sources), now_please=args.now_please)
    if args.json:
        console.json(to_data(CollectReport, report))
    else:
        for source in report.sources:
            words = source.error or (f"{source.new} new, {source.changed} changed" if source.status == "new" else "")
            console.out(f"{source.status:<10} {source.name}{': ' + words if words else ''}")
            if source.found:
                console.out(
                    f"{'':<10} its address is a page; the feed that it names is read from now on: {source.found}"
                )
            for line in (*source.warnings, *source.continued):
                console.out(f"{'':<10} {line}")
    asked = [s for s in report.sources if s.status != "resting"]
    return 1 if asked and len(report.failed) == len(asked) else 0
