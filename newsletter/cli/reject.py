"""Take back an approval that has not been published.

examples:
  newsletter reject               take today's approval back
  newsletter reject --day 2022-01-11
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day

    add_day(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        review = room.review(args.review)
        jobs.reject(room, review, args.day)
        console.out(f"the draft of {room.day(review, args.day)} is not approved")
    return 0
