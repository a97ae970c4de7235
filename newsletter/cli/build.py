"""Build today's edition: collect what is due, compose, render, check, and save it to the outbox.

Safe to call as often as you like: a day that is built stays as it is. Killed anywhere, the next call finishes or
takes back what was left. With approval: required it writes a draft and publishes nothing.

examples:
  newsletter build                               what cron runs
  newsletter build --offline                     from what is stored
  newsletter --at 2022-01-11T04:30:00Z build     as it would have been then
  newsletter build --day 2022-01-10              a published day: make it again, compare, put back what is lost
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.rules import Review


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    parser.add_argument("--offline", action="store_true", help="ask no source; use what is stored")
    parser.add_argument(
        "--verify", action="store_true", help="make a published day again and compare (a past day: always)"
    )
    parser.add_argument("--strict", action="store_true", help="exit 3 when it is done but something needs a person")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room, show_build

    with open_room(args, console) as room:
        review = room.review(args.review)
        if args.verify or _is_past(room, review, args.day):
            return _again(room, review, args, console)
        report = jobs.build(room, review, args.day, offline=args.offline)
        # Nobody reads what a quiet call would say: then it waits for `status`.
        told = () if console.quiet else (*jobs.notices(room, review, once=True), *jobs.attention(room))
        for line in told:
            console.say(f"attention: {line}")
    code = show_build(report, console, as_json=args.json, strict=args.strict)
    return 3 if args.strict and told and code == 0 else code


def _is_past(room: Newsroom, review: Review, day: dt.date | None) -> bool:
    """A day that is over and has an edition is not built, but can be made again."""
    from newsletter.model.rendered import EditionState

    if day is None or day >= room.day(review):
        return False
    record = room.store.editions.find(review.id, day=day)
    return record is not None and record.state is not EditionState.QUIET


def _again(room: Newsroom, review: Review, args: argparse.Namespace, console: Console) -> int:
    from newsletter import published

    done = published.rebuild(room, review, room.day(review, args.day))
    record = done.record
    folder = str(room.outbox.path(record.review, record.day).relative_to(room.folder))
    if args.json:
        data = {"day": str(record.day), "review": record.review, "number": record.number, "revision": record.revision}
        data |= {"state": record.state.value, "folder": folder, "stories": record.stories, "entries": record.entries}
        data |= {"sources_failed": [], "findings": [], "differs": done.differs, "changed": done.changed}
        console.json({**data, "damaged": done.damaged, "restored": done.restored})
    else:
        console.out(done.sentence)
        console.out(f"  {folder}/edition.html")
    return 3 if args.strict and done.needs else 0
