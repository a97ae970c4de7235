"""Read one web page, store it as an entry, and put it into today's draft.

Without --section the page is only stored, and takes its chance with everything else. The page is kept under its
publisher's name; what that publisher allows to be quoted, if it stands in sources.yaml, holds here too. A page that
went on since it was clipped is the same entry; its new parts are named.

examples:
  newsletter clip https://example.org/2022/01/10/talks --dry-run
  newsletter clip saved-page.txt --dry-run
  newsletter clip https://example.org/2022/01/10/talks
  newsletter clip https://example.org/2022/01/10/talks --section news-flash
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from newsletter.cli.console import Console
from newsletter.model.base import day_in_words

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.app import Newsroom
    from newsletter.model.articles import Article
    from newsletter.model.base import EntryId
    from newsletter.pipeline.articles import Clipped


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="the address of the article itself, http or https")
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be read, of a saved file too; store nothing"
    )
    parser.add_argument("--section", metavar="S", help="its key, as draft show prints it; to the top of it")
    parser.add_argument("--by", metavar="NAME", help="who puts it there (default: your login name)")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.errors import UsageError
    from newsletter.parse.urls import absolute

    url = absolute(args.url)
    if url is None and args.dry_run and Path(args.url).is_file():
        url = f"file:{quote(str(Path(args.url).resolve()))}"
    if url is None:
        raise UsageError(f"{args.url!r} is no address of a web page", hint="it begins with https:// or http://")
    with open_room(args, console) as room:
        if args.dry_run:
            for name, value in facts(room.read_page(url)):
                console.out(f"{name:<14} {value}")
            return 0
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


def facts(found: Article) -> Iterator[tuple[str, str]]:
    """What a page says, field by field; of its text the measure, not the words."""
    yield "title", found.title or "(none)"
    yield "by-line", found.byline or "(none)"
    yield "authors", ", ".join(found.authors) or "(none)"
    yield "published", _date(found.published) if found.published else "(the page does not say)"
    yield "changed", _date(found.changed) if found.changed else "(the page does not say)"
    yield "agencies", ", ".join(found.agencies) or "(none)"
    yield "language", found.language or "(undecided)"
    yield "picture", found.image.url if found.image else "(none)"
    yield "text", f"{len(found.paragraphs)} paragraphs, {found.words} words, {found.minutes} min"
    yield "left out", f"{found.dropped} lines of furniture"
    for number, part in enumerate(found.parts, 1):
        day = _date(part.at) if part.at else "no date"
        yield f"part {number}", f"{day}, {len(part.text.split())} words{f': {part.title}' if part.title else ''}"


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
    for part in clipped.fresh:
        day = f" of {_date(part.at)}" if part.at else ""
        lines.append(f"  new since the last clip: the part{day}{f': {part.title}' if part.title else ''}")
    lines.append(f"  {clipped.status}: {entry.id} of {entry.source}")
    return lines


def _date(at: dt.datetime) -> str:
    midnight = at.hour == at.minute == 0
    return day_in_words(at) if midnight else f"{day_in_words(at)}, {at:%H:%M} UTC"
