"""Who receives the review. CSV in and out: a header row with email, and if you like name and reviews.

examples:
  newsletter patrons import list.csv
  newsletter patrons list
  newsletter patrons add reader@example.org
  newsletter patrons remove reader@example.org
  newsletter patrons export > list.csv

Somebody who left is not brought back by an import; `add` does that, when they ask for it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_json(actions.add_parser("list", help="everybody, with when they joined and left"))
    add = actions.add_parser("add", help="one patron, by address")
    add.add_argument("email")
    add.add_argument("--name", default="")
    actions.add_parser("remove", help="one patron leaves").add_argument("email")
    brought = actions.add_parser("import", help="many, from CSV ('-' reads standard input)")
    brought.add_argument("file", type=Path)
    brought.add_argument("--dry-run", action="store_true", help="say what is wrong with the file; change nothing")
    actions.add_parser("export", help="everybody who receives it, as CSV")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        return {"list": show, "add": add, "remove": remove, "import": bring, "export": export}[args.action](
            room, args, console
        )


def show(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.model.base import to_data
    from newsletter.model.patrons import Patron

    for patron in room.store.patrons.everybody():
        if args.json:
            console.json(to_data(Patron, patron))
        else:
            left = f", left {patron.left:%Y-%m-%d}" if patron.left else ""
            console.out(f"{patron.email}  {', '.join(patron.reviews)}  joined {patron.joined:%Y-%m-%d}{left}")
    return 0


def add(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.deliver import patron_of
    from newsletter.errors import UsageError

    try:
        patron = patron_of(args.email, name=args.name, reviews=(room.review(args.review).id,), now=room.now())
    except ValueError as error:
        raise UsageError(str(error)) from None
    changed = room.store.patrons.put(patron)
    console.out(f"{patron.email} {'receives it now' if changed else 'receives it already'}")
    return 0


def remove(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    patron = room.store.patrons.find(args.email)
    if patron is None:
        console.error(f"{args.email} is no patron", "newsletter patrons list shows everybody")
        return 1
    left = room.store.patrons.leave(patron.id, None, room.now())
    console.out(f"{patron.email} {'has left' if left else 'had left before'}")
    return 0


def bring(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.deliver import decode, read_csv

    data = sys.stdin.buffer.read() if str(args.file) == "-" else args.file.read_bytes()
    reviews = tuple(r.id for r in room.rules.reviews)
    patrons, problems = read_csv(
        decode(data), now=room.now(), reviews=reviews, default_review=room.review(args.review).id
    )
    for problem in problems:
        console.say(f"warning: {problem}")
    if args.dry_run:
        console.out(f"{len(patrons)} patrons could be read, {len(problems)} lines not; nothing was changed")
        return 0
    gone = {p.id for p in room.store.patrons.everybody() if p.left}
    stay = [p for p in patrons if p.id not in gone]  # a list from elsewhere does not know who left here
    new = sum(room.store.patrons.put(p) for p in stay)
    console.out(f"{new} new or changed, {len(stay) - new} as before, {len(problems)} lines left out")
    if len(stay) < len(patrons):
        console.say(f"{len(patrons) - len(stay)} had left and stay away (patrons add brings back who asks for it)")
    return 0 if patrons or not problems else 1


def export(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.deliver import write_csv

    print(write_csv([p for p in room.store.patrons.everybody() if p.left is None]), end="")
    return 0
