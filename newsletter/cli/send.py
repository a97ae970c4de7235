"""Mail the published edition to every patron who has not had it. A second call sends only what is missing.

Nothing goes to patrons while deliver: is no. --to sends one marked test mail to any address and counts for nothing.
Needs $NEWSLETTER_SECRET, which signs the links for leaving; $NEWSLETTER_SMTP_PASSWORD where the server wants one.

examples:
  newsletter send --dry-run               how many would get it
  newsletter send --to editor@example.org look at it in your own mail program
  newsletter send
  newsletter send --force                 also those where an interrupted run left it open
"""

from __future__ import annotations

import argparse

from newsletter.cli.console import Console
from newsletter.model.patrons import SendReport


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day, add_json

    add_day(parser)
    parser.add_argument("--to", metavar="ADDRESS", help="one marked test mail instead")
    parser.add_argument("--dry-run", action="store_true", help="send nothing; say to how many it would go")
    parser.add_argument("--force", action="store_true", help="also to those who may have had it already")
    parser.add_argument("--strict", action="store_true", help="exit 3 when some deliveries need a person")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room
    from newsletter.model.base import to_data

    with open_room(args, console) as room:
        review = room.review(args.review)
        if args.to:
            jobs.send_test(room, review, args.day, to=args.to)
            console.out(f"a test mail went to {args.to}")
            return 0
        report = jobs.send(room, review, args.day, again=args.force, dry_run=args.dry_run)
    if args.json:
        console.json(to_data(SendReport, report))
    else:
        console.out(sentence(report))
        for address, error in report.failed:
            console.say(f"failed: {address}: {error}")
    if report.deferred:
        console.say("hint: call send again later for those that the server put off")
    return 3 if args.strict and (report.failed or report.refused or report.deferred or report.unsure) else 0


def sentence(report: SendReport) -> str:
    """The whole of a sending in one line."""
    would = "would be sent" if report.dry_run else "sent"
    parts = [f"{report.sent} {would}", f"{report.already} had it before"]
    if report.refused:
        parts.append(f"{report.refused} refused for good before")
    if report.failed:
        parts.append(f"{len(report.failed)} failed")
    if report.deferred:
        parts.append(f"{report.deferred} put off by the server")
    if report.unsure:
        parts.append(f"{report.unsure} unsure: an interrupted run may have sent them (--force sends them again)")
    return f"edition of {report.day}: " + ", ".join(parts)
