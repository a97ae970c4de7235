"""Correct a published edition. Its page gets a dated note at the story and keeps what stood there before; the next
edition says it by itself. The mail that was sent is not sent again.

examples:
  newsletter correct https://wire.example/geneva "We wrote 2013. It was 2014."
  newsletter correct 3f2a9c --day 2022-01-10 --withdraw "The agency has withdrawn this report."
  newsletter correct --list
  newsletter correct --undo 3
  newsletter correct --notify 3              a short mail about correction 3 to those who got the edition
"""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.rules import Review
    from newsletter.published import Corrected


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    parser.add_argument("key", nargs="?", metavar="STORY|ENTRY|URL", help="the story: an id, or an address")
    parser.add_argument("text", nargs="?", metavar="TEXT", help="what was wrong and what is right")
    parser.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
    parser.add_argument("--withdraw", action="store_true", help="take the story away, text and pictures, for good")
    parser.add_argument("--list", action="store_true", help="all corrections; with --day, of that edition")
    parser.add_argument("--undo", type=int, metavar="N", help="take correction N back")
    parser.add_argument(
        "--notify",
        type=int,
        nargs="?",
        const=0,
        metavar="N",
        help="mail it to those who got the edition; alone: correction N",
    )
    parser.add_argument("--force", action="store_true", help="with --notify N: also to those who may have had it")
    parser.add_argument("--strict", action="store_true", help="exit 3 when it is done but something needs a person")
    add_day(parser)
    add_json(parser)
    parser.set_defaults(late=("key", "text"))  # they may stand behind the options


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.errors import UsageError

    asked = [args.key is not None, args.list, args.undo is not None, bool(args.notify) and args.key is None]
    if sum(asked) != 1 or (args.key is not None and not args.text):
        raise UsageError(
            "say what to correct and how, or one of --list, --undo N, --notify N",
            hint='newsletter correct URL "What was wrong and what is right."',
        )
    with open_room(args, console) as room:
        review = room.review(args.review)
        if args.list:
            _list(room, review, args, console)
            return 0
        if args.key is None and args.notify:
            return _notify(room, review, args.notify, args, console)
        return _correct(room, review, args, console)


def _correct(room: Newsroom, review: Review, args: argparse.Namespace, console: Console) -> int:
    from newsletter import published

    if args.undo is not None:
        done = published.undo(room, review, args.undo)
    else:
        if args.notify is not None:
            published.may_notify(review)  # before anything is published
        by = args.by or getpass.getuser()
        done = published.correct(room, review, args.key, args.text, by=by, day=args.day, withdraw=args.withdraw)
    code = _show(done, args, console)
    if args.undo is None and args.notify is not None:
        code = max(code, _notify(room, review, done.correction.number, args, console))
    return code


def _show(done: Corrected, args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import finding_lines
    from newsletter.model.rendered import Severity

    for line in finding_lines(done.findings):
        console.say(line)
    if args.json:
        console.json(_data(done))
    else:
        console.out(done.sentence)
    said = any(f.severity is not Severity.NOTE for f in done.findings)
    return 3 if args.strict and said else 0


def _data(done: Corrected) -> dict[str, object]:
    from newsletter.model.base import to_data
    from newsletter.model.corrections import EditionCorrection

    data: dict[str, object] = to_data(EditionCorrection, done.correction)
    return data | {"revision": done.record.revision, "findings": [f.message for f in done.findings]}


def _list(room: Newsroom, review: Review, args: argparse.Namespace, console: Console) -> None:
    from newsletter.model.base import to_data
    from newsletter.model.corrections import EditionCorrection

    for one in room.store.corrections.of(review.id, day=args.day):
        if args.json:
            console.json(to_data(EditionCorrection, one))
            continue
        when = f"{one.at.astimezone(review.zone):%d %b %Y %H:%M %Z}"
        kind = "withdrawn" if one.withdrawn else "corrected"
        back = f", taken back in revision {one.undone}" if one.undone else ""
        console.out(f"{one.number}. edition of {one.day}, revision {one.revision}: {kind} by {one.by}, {when}{back}")
        console.out(f"   {one.entry}: {one.text or '(its words went with the story)'}")


def _notify(room: Newsroom, review: Review, number: int, args: argparse.Namespace, console: Console) -> int:
    from newsletter import published
    from newsletter.cli.send import sentence

    report = published.notify(room, review, number, again=args.force)
    console.say(f"correction {number}, {sentence(report)}")
    for address, error in report.failed:
        console.say(f"failed: {address}: {error}")
    return 3 if args.strict and (report.failed or report.refused or report.deferred or report.unsure) else 0
