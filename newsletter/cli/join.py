"""Make one story of several, today and whenever these entries are grouped; or say that two are never one.

ENTRY is an entry's id (its beginning is enough) or its link. Without entries: what may be one story, with why and the
command that accepts it. It is an edit of today's draft: until that is published newsletter draft undo N takes it back,
afterwards --forget does, whatever made it.

examples:
  newsletter join                          suggestions
  newsletter join 3f2a9c… 88d1e0…          these report one event
  newsletter join --never 3f2a9c… 88d1e0…  these never do
  newsletter join --list                   what was said so far, by whom and when
  newsletter join --forget 3f2a9c… 88d1e0… what was said of these two no longer holds
  newsletter join --forget 2               the second of the list
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.base import EntryId
    from newsletter.model.rules import Review


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("entries", nargs="*", metavar="ENTRY|URL")
    parser.add_argument("--never", action="store_true", help="these two are never one story")
    parser.add_argument("--forget", action="store_true", help="take back what was said of two, or number N of --list")
    parser.add_argument("--list", action="store_true", help="what editors have said so far")
    parser.add_argument("--by", metavar="NAME", help="who says so (default: your login name)")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    import getpass

    from newsletter import corrections
    from newsletter.cli.draft import find_entry
    from newsletter.cli.room import open_room
    from newsletter.errors import UsageError

    with open_room(args, console) as room:
        review = room.review(args.review)
        if args.list:
            return listed(room, console, as_json=args.json)
        if not args.entries and not args.never and not args.forget:
            return suggest(room, review, console, as_json=args.json)
        by = args.by or getpass.getuser()
        if args.forget:
            show(corrections.forget(room, review, *meant(room, args), by=by), console, as_json=args.json)
            return 0
        entries = [find_entry(room, key) for key in args.entries]
        if args.never:
            if len(set(entries)) != 2:
                raise UsageError("--never takes two entries", hint="newsletter join --never ENTRY ENTRY")
            made = corrections.never(room, review, *entries, by=by)
        else:
            made = corrections.join(room, review, entries, by=by)
    show(made, console, as_json=args.json)
    return 0


def meant(room: Newsroom, args: argparse.Namespace) -> tuple[EntryId, EntryId]:
    """The two that --forget names, or those of a number of the list."""
    from newsletter.cli.draft import find_entry
    from newsletter.errors import UsageError

    keys, bonds = args.entries, room.store.bonds.all()
    if len(keys) == 1 and keys[0].isdigit() and len(keys[0]) < 6:
        if not 1 <= int(keys[0]) <= len(bonds):
            raise UsageError(f"there is no number {keys[0]}", hint="newsletter join --list shows the numbers")
        bond = bonds[int(keys[0]) - 1]
        if bond.kind not in ("join", "apart"):
            raise UsageError(f"number {keys[0]} is about one entry", hint="--forget takes a join, or a --never")
        return bond.one, bond.other
    if args.never or len(keys) != 2:
        raise UsageError("--forget takes two entries, or a number of --list", hint="newsletter join --forget 2")
    return find_entry(room, keys[0]), find_entry(room, keys[1])


def show(made: object, console: Console, *, as_json: bool) -> None:
    """What a correction did."""
    from newsletter.corrections import Corrected

    assert isinstance(made, Corrected)
    if as_json:
        console.json({"revision": made.revision, "words": made.lines})
    else:
        for line in made.lines:
            console.out(line)


def suggest(room: Newsroom, review: Review, console: Console, *, as_json: bool) -> int:
    """Pairs of today's stories between the two thresholds, each with the command that joins them."""
    from newsletter.cli.suggestions import suggestions

    found = suggestions(room, review)
    if as_json:
        console.json([{"entries": s.entries, "titles": s.titles, "likeness": s.likeness, "why": s.why} for s in found])
        return 0
    for one in found:
        console.out(f"merge? {one.titles[0]}\n       {one.titles[1]}")
        console.out(f"       {one.why} (likeness {one.likeness:.2f})")
        console.out(f"       newsletter join {one.short[0]} {one.short[1]}")
    console.out(f"{len(found)} {'suggestion' if len(found) == 1 else 'suggestions'}")
    return 0


def listed(room: Newsroom, console: Console, *, as_json: bool) -> int:
    """Every bond, and which of them a later one overrules."""
    from newsletter.group import said_in_words, settle, signed

    bonds = room.store.bonds.all()
    lost = {o.bond: o.by for o in settle(bonds).overruled}
    ids = [i for b in bonds for i in (b.one, b.other)]
    titles = {e.id: e.title or "(no title)" for e in room.store.archive.entries(ids=ids)}
    said = {"join": "one story with", "apart": "never one story with", "lead": "leads its story", "title": "is titled"}
    for number, bond in enumerate(bonds, 1):
        if as_json:
            data = {"kind": bond.kind, "entries": [bond.one, bond.other], "text": bond.text, "by": bond.by}
            console.json({"number": number, **data, "at": bond.at.isoformat(), "overruled": bond in lost})
            continue
        other = f" “{titles.get(bond.other, bond.other)}”" if bond.one != bond.other else ""
        text = f" “{bond.text}”" if bond.text else ""
        over = f"; overruled by {said_in_words(lost[bond], titles)}" if bond in lost else ""
        console.out(
            f"{number:>3}  “{titles.get(bond.one, bond.one)}” {said[bond.kind]}{other}{text} ({signed(bond)}{over})"
        )
    return 0
