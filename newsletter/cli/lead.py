"""Choose the entry that speaks for its story: its headline, its words, its credit; the others also report it.

examples:
  newsletter lead 3f2a9c…
  newsletter lead https://example.org/2022/01/10/talks
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("entry", metavar="ENTRY|URL")
    parser.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    import getpass

    from newsletter import corrections
    from newsletter.cli.draft import find_entry
    from newsletter.cli.join import show
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        entry = find_entry(room, args.entry)
        made = corrections.lead(room, room.review(args.review), entry, by=args.by or getpass.getuser())
    show(made, console, as_json=args.json)
    return 0
