"""Approve the stored draft, which publishes it. --revision names what was read: a later edit voids it.

example:
  newsletter approve --by "Night desk" --revision 3
"""

from __future__ import annotations

import argparse
import getpass

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    parser.add_argument("--by", metavar="NAME", help="who has read it (default: your login name)")
    parser.add_argument("--revision", type=int, metavar="N", help="the revision that was read (default: the newest)")
    parser.set_defaults(strict=False)
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room, show_build

    with open_room(args, console) as room:
        review = room.review(args.review)
        report = jobs.approve(room, review, args.day, by=args.by or getpass.getuser(), revision=args.revision)
    return show_build(report, console, as_json=args.json, strict=False)
