"""Rebuild the public pages, those of every review, from the editions in the outbox.

Every build does this by itself. Call it after changing templates, words or sources.yaml, or after a warning. The
pages are files in outbox/site; they are replaced in one step, and stay as they were when anything goes wrong.

example:
  newsletter site
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

from newsletter.cli.console import Console


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("--strict", action="store_true", help="exit 3 when an edition had to be left out")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        report = jobs.rebuild_site(room)
        shared = len({r.site for r in room.rules.reviews}) < len(room.rules.reviews)
    for words in report.damaged:
        console.say(f"warning: left out: {words}")
    if shared:
        console.say("warning: two reviews have the same site:, so their pages have the same addresses")
    if args.json:
        console.json({"folder": "outbox/site", **asdict(report)})
    else:
        editions = f"{report.editions} edition{'s'[: report.editions != 1]}"
        console.out(f"the public pages of {editions}: {report.files} files, {report.changed} changed")
        if report.waiting:
            console.out(f"{report.waiting} of the newest wait until public_delay: is over")
        console.out("  outbox/site/index.html")
    return 3 if args.strict and report.damaged else 0
