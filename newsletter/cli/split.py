"""Take entries out of their story: they become a story of their own, and are never joined again with what stays.

On the page the new story stands right behind the old one. What was taken for a repeat of an earlier edition, and is
none, waits among the unplaced: newsletter draft place puts it on the page.

examples:
  newsletter split 3f2a9c…                    this entry reports something else
  newsletter split 3f2a9c… 88d1e0…            these two leave together
  newsletter split 3f2a9c… --from 51b0c7…     and only of that one it is to be kept apart later
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("entries", nargs="+", metavar="ENTRY|URL")
    parser.add_argument(
        "--from", dest="apart", action="append", default=[], metavar="ENTRY|URL", help="kept apart from"
    )
    parser.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    import getpass

    from newsletter import corrections
    from newsletter.cli.draft import find_entry
    from newsletter.cli.join import show
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        entries = [find_entry(room, key) for key in args.entries]
        apart = [find_entry(room, key) for key in args.apart]
        by = args.by or getpass.getuser()
        made = corrections.split(room, room.review(args.review), entries, apart=apart, by=by)
    show(made, console, as_json=args.json)
    return 0
