"""Read one web page, store it as an entry, and put it into today's draft.

Without --section the page is only stored, and takes its chance with everything else. The page is kept under its
publisher's name; what that publisher allows to be quoted, if it stands in sources.yaml, holds here too.

examples:
  newsletter clip https://example.org/2022/01/10/talks
  newsletter clip https://example.org/2022/01/10/talks --section news-flash
"""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.app import Newsroom
    from newsletter.model.base import EntryId
    from newsletter.pipeline import Clipped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="the address of the article itself, http or https")
    parser.add_argument("--section", metavar="S", help="its key, as draft show prints it; to the top of it")
    parser.add_argument("--by", metavar="NAME", help="who puts it there (default: your login name)")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.errors import UsageError
    from newsletter.parse.urls import absolute

    url = absolute(args.url)
    if url is None:
        raise UsageError(f"{args.url!r} is no address of a web page", hint="it begins with https:// or http://")
    with open_room(args, console) as room:
        clipped = room.clip(url)
        for line in in_words(clipped):
            console.out(line)
        if args.section:
            review = room.review(args.review)
            place(room, args, clipped.entry.id)
            console.out(f"placed at the top of {args.section}, {room.day(review)}")
    return 0


def place(room: Newsroom, args: argparse.Namespace, entry: EntryId) -> None:
    """One Place edit of today's draft."""
    from newsletter import jobs
    from newsletter.errors import EditRefused
    from newsletter.model.editions import Place

    review = room.review(args.review)
    day = room.day(review)
    try:
        jobs.revise(room, review, day, Place(entry=entry, section=args.section), by=args.by or getpass.getuser())
    except EditRefused as refusal:
        draft = room.store.drafts.get(review.id, day)
        if draft and draft.edits and any(b.credit.entry == entry for b in room.compose(review, day).arrivals):
            hint = "it is stored and waits as an arrival: it can be in the next edition"
            raise EditRefused("the draft is frozen since its first edit; the page came later", hint=hint) from refusal
        raise


def in_words(clipped: Clipped) -> list[str]:
    """What was read, for who has to decide on it."""
    found, entry = clipped.article, clipped.entry
    by = found.byline or ", ".join(found.authors)
    facts = [_date(found.published) if found.published else "no date on the page", by, ", ".join(found.agencies)]
    facts.append(f"{found.words} words, {found.minutes} min")
    lines = [found.title or "(no title)", "  " + " · ".join(f for f in facts if f)]
    if found.parts:
        newest = found.parts[-1]
        words = f": {newest.title}" if newest.title else ""
        day = f", the newest of {_date(newest.at)}" if newest.at else ""
        lines.append(f"  continued: {len(found.parts)} parts{day}{words}")
    lines.append(f"  {clipped.status}: {entry.id} of {entry.source}")
    return lines


def _date(at: dt.datetime) -> str:
    midnight = at.hour == at.minute == 0
    return f"{at.day} {at:%B %Y}" if midnight else f"{at.day} {at:%B %Y}, {at:%H:%M} UTC"
