"""List the archive: every entry that was collected, oldest first; or what has changed in it.

With --changed: entries whose publishers rewrote them, the newest change first, with what changed sentence by sentence.
With --versions: everything that one entry has said so far. White space, markup and the parameters of addresses are no
change; a sentence that moved is none either.

examples:
  newsletter entries --changed --since 2022-01-10
  newsletter entries --versions 1f0c5e7a9b2d --json
  newsletter entries --since 2022-01-10
  newsletter entries --source "Example Wire" --json | head
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from newsletter.cli.console import Console, short

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.base import SourceName
    from newsletter.model.feeds import Entry, Version

COLUMNS = (
    *("id", "source", "guid", "url", "title", "summary_html", "content_html", "authors", "published", "updated"),
    *("first_seen", "language", "tags", "image", "enclosures", "repeat_of"),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("--source", metavar="S", help="only this source")
    parser.add_argument("--since", type=since, metavar="T", help="first seen since a day or an instant")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--changed", action="store_true", help="only rewritten ones (since T), and what changed")
    only.add_argument("--versions", metavar="ID", help="all versions of one entry, and what changed between them")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room
    from newsletter.model.base import SourceName, to_data
    from newsletter.model.feeds import Entry

    with open_room(args, console) as room:
        source = SourceName(args.source) if args.source else None
        if args.versions or args.changed:
            return _changes(room, args, source, console)
        for entry in room.store.archive.entries(source=source, since=args.since):
            if args.json:
                data = to_data(Entry, entry)
                console.json({n: data[n] for n in COLUMNS})
            else:
                when = entry.published.strftime("%Y-%m-%d %H:%M") if entry.published else "no date         "
                console.out(f"{entry.id}  {when}  {entry.source}: {short(entry.title or '(no title)')}")
    return 0


def _changes(room: Newsroom, args: argparse.Namespace, source: SourceName | None, console: Console) -> int:
    from newsletter.errors import UsageError
    from newsletter.model.base import EntryId

    if args.versions:
        found = list(room.store.archive.entries(ids=[EntryId(args.versions)]))
        if not found:
            raise UsageError(f"there is no entry {args.versions!r}", hint="newsletter entries lists them")
    else:
        found = list(room.store.versions.changed(source=source, since=args.since))
    versions = room.store.versions.versions([e.id for e in found])
    for entry in found:
        said = versions[entry.id]
        # Of one entry everything; in a list what its last version changed.
        shown = said if args.versions else said[-2:]
        if args.json:
            console.json(_data(entry, shown, whole=bool(args.versions)))
        else:
            _show(entry, shown, console)
    return 0


def _data(entry: Entry, versions: Sequence[Version], *, whole: bool) -> dict[str, Any]:
    """One entry with its changes; `whole`: with all that its versions say, too."""
    from newsletter.model.base import to_data
    from newsletter.model.feeds import Version
    from newsletter.select import Change, difference

    steps = [
        {
            "from": old.number,
            "to": new.number,
            "seen": new.seen.isoformat(),
            "changes": [to_data(Change, c) for c in some],
        }
        for old, new, some in difference(versions)
    ]
    data = {"id": entry.id, "source": entry.source, "title": entry.title, "version": entry.version, "steps": steps}
    return data | ({"versions": [to_data(Version, v) for v in versions]} if whole else {})


def _show(entry: Entry, versions: Sequence[Version], console: Console) -> None:
    from newsletter.select import difference

    console.out(f"{entry.id}  version {entry.version}  {entry.source}: {short(entry.title or '(no title)')}")
    if len(versions) == 1:
        console.out("  as it was first seen")
    for old, new, changes in difference(versions):
        console.out(f"  {new.seen:%Y-%m-%d %H:%M} UTC, version {old.number} to {new.number}:")
        for change in changes:
            console.out(f"    {change.words}")
        if not changes:
            console.out("    nothing that a reader would see")


def since(text: str) -> dt.datetime:
    from newsletter.cli.main import instant

    return instant(f"{text}T00:00:00Z" if "T" not in text else text)
