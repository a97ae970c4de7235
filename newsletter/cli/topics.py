"""The topics over days: first day, last news, stories, and what each may be called.

ID is what the list prints, or its beginning. A closed topic makes no section until a later story brings it back.

examples:
  newsletter topics
  newsletter topics title 3f2a9c… "Kazakhstan protests"
  newsletter topics close 3f2a9c…
  newsletter topics --json | jq '.[] | select(.state == "quiet") | .title'
"""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.model.topics import Development

_STATES = {"open": "open", "quiet": "quiet: close it?", "closed": "closed"}


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    add_json(parser)
    parser.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    titled = actions.add_parser("title", help="call it so from now on")
    titled.add_argument("topic", metavar="ID")
    titled.add_argument("text", metavar="WORDS")
    for name, line in (("close", "make no section of it any more"), ("open", "take its closing back")):
        actions.add_parser(name, help=line).add_argument("topic", metavar="ID")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.pipeline import topics

    with open_room(args, console) as room:
        review = room.review(args.review)
        day = room.day(review)
        store, now = room.store.topics, room.now()
        found = topics.follow(
            review,
            day,
            decisions=room.store.decisions,
            topics=store,
            archive=room.store.archive,
            draft=room.compose(review, day),
        )
        if not args.action:
            _print(found, console, as_json=args.json)
            return 0
        one = topics.find(found, args.topic)
        if args.action == "title":
            topics.title(review, one, args.text, by=args.by or getpass.getuser(), topics=store, now=now)
            console.out(f"{one.title} is called {' '.join(args.text.split())} from now on")
        elif args.action == "close":
            topics.close(review, one, day=day, topics=store, now=now)
            console.out(f"{one.title} is closed until a later story brings it back")
        else:
            topics.reopen(review, one, topics=store, now=now)
            console.out(f"{one.title} is open")
    return 0


def _print(found: tuple[Development, ...], console: Console, *, as_json: bool) -> None:
    from newsletter.model.base import to_data
    from newsletter.model.topics import Development

    if as_json:
        console.json([{**to_data(Development, one), "count": _count(one)} for one in found])
        return
    for one in found:
        count = f"{_count(one)} {'story' if _count(one) == 1 else 'stories'}"
        console.out(f"{one.title}  [{one.id}]  {_STATES[one.state]}")
        console.out(f"    since {one.first}, last news {one.last}, {count}; {one.why}")
        if one.section:
            console.out(f"    its stories stand in the section “{one.section}” of sources.yaml")
        elif one.stood:
            console.out(f"    no section of its own: {one.stood}")
        if one.titled_by:
            console.out(f"    titled by {one.titled_by}")
        else:
            console.out(f"    or: {' | '.join(one.titles[1:])}" if one.titles[1:] else "    no other title by rule")
    console.out(f"{len(found)} topics")


def _count(one: Development) -> int:
    """A story that was told again with something new is one."""
    return len({story for _, story in one.stories})
