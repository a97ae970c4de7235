"""Build today's edition: collect what is due, compose, render, check, and save it to the outbox.

Safe to call as often as you like: a day that is built stays as it is. Killed anywhere, the next call finishes or
takes back what was left. With approval: required it writes a draft and publishes nothing.

examples:
  newsletter build                               what cron runs
  newsletter build --offline                     from what is stored
  newsletter --at 2022-01-11T04:30:00Z build     as it would have been then
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    parser.add_argument("--offline", action="store_true", help="ask no source; use what is stored")
    parser.add_argument("--strict", action="store_true", help="exit 3 when it is done but something needs a person")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room, show_build

    with open_room(args, console) as room:
        review = room.review(args.review)
        report = jobs.build(room, review, args.day, offline=args.offline)
        # Nobody reads what a quiet call would say: then it waits for `status`.
        told = () if console.quiet else (*jobs.notices(room, review), *jobs.attention(room))
        for line in told:
            console.say(f"attention: {line}")
    code = show_build(report, console, as_json=args.json, strict=args.strict)
    return 3 if args.strict and told and code == 0 else code
