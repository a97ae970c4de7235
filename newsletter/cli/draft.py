"""The day's draft: show it as Markdown, and change it in small, signed, undoable steps.

ENTRY is an entry's id or link (newsletter draft show prints the ids); an edit means the story that holds it.
The first edit freezes the text: later stories wait as arrivals, nothing shifts.

examples:
  newsletter draft show
  newsletter draft spike 3f2a9c…              take a story out for good
  newsletter draft hold 3f2a9c…               keep it for a later edition
  newsletter draft place 3f2a9c… news-flash   move it into a section, to the top
  newsletter draft title 3f2a9c… "Own headline"
  newsletter draft undo 2                     take the second edit back
"""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from newsletter.cli.console import Console
from newsletter.model.base import EntryId
from newsletter.model.editions import Draft, Edit, Folded, Hold, Place, Retitle, Spike, StoryBlock, Undo

if TYPE_CHECKING:
    import datetime as dt

    from newsletter.app import Newsroom
    from newsletter.model.rules import Review


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day

    add_day(parser)
    parser.add_argument("--by", metavar="NAME", help="who changes it (default: your login name)")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("show", help="as Markdown")
    for name, line in (("spike", "take a story out for good"), ("hold", "keep it for a later edition")):
        actions.add_parser(name, help=line).add_argument("entry")
    place = actions.add_parser("place", help="move a story into a section")
    place.add_argument("entry")
    place.add_argument("section", help="its key, as draft show prints it")
    place.add_argument("--position", type=int, default=0, help="0 is the top")
    title = actions.add_parser("title", help="the newsroom's own headline")
    title.add_argument("entry")
    title.add_argument("text")
    actions.add_parser("undo", help="take one edit back").add_argument("revision", type=int)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        review = room.review(args.review)
        day: dt.date = room.day(review, args.day)
        if args.action != "show":
            edited = jobs.revise(room, review, day, edit_of(args, room), by=args.by or getpass.getuser())
            console.out(f"revision {edited.revision} of the draft of {day}")
            return 0
        draft = room.compose(review, day)
        console.out(markdown(draft, room.fold(draft), review))
    return 0


def edit_of(args: argparse.Namespace, room: Newsroom) -> Edit:
    """The edit that the command line names."""
    if args.action == "undo":
        return Undo(revision=args.revision)
    entry = find_entry(room, args.entry)
    match args.action:
        case "spike":
            return Spike(entry=entry)
        case "hold":
            return Hold(entry=entry)
        case "place":
            return Place(entry=entry, section=args.section, position=args.position)
        case _:
            return Retitle(entry=entry, text=args.text)


def find_entry(room: Newsroom, key: str) -> EntryId:
    """An entry by id, by the beginning of its id (six characters or more), or by link."""
    from newsletter.errors import UsageError

    found = [
        e.id
        for e in room.store.archive.entries()
        if key in (e.id, e.url, e.clean_url) or (len(key) >= 6 and e.id.startswith(key))
    ]
    if len(set(found)) != 1:
        many = "no entry" if not found else f"{len(set(found))} entries"
        raise UsageError(f"{many} called {key!r}", hint="newsletter draft show prints the ids")
    return found[0]


def markdown(draft: Draft, folded: Folded, review: Review) -> str:
    """The draft for reading in a terminal: every section with its key, every story with its id."""
    hours = draft.window.hours
    lines = [f"# {review.title}, {draft.day}", f"revision {draft.revision}, news of {hours} hours", ""]
    for section in folded.layout.sections:
        lines += [f"## {section.title}  ({section.key})", ""]
        for block in section.blocks:
            if isinstance(block, StoryBlock):
                lines += [*story_lines(block), ""]
    if folded.layout.unplaced:
        lines += ["## Unplaced", ""]
        lines += [f"- {u.block.headline.printed} [{u.block.credit.entry}]: {u.reason}" for u in folded.layout.unplaced]
    for aside in folded.layout.asides:
        lines.append(f"- [{aside.entry}] {aside.reason}")
    if draft.arrivals:
        lines += ["", "## Arrived after the first edit", ""]
        lines += [f"- {b.headline.printed} [{b.credit.entry}]" for b in draft.arrivals]
    lines += [f"! revision {e.revision} no longer applies: {why}" for e, why in folded.failed]
    return "\n".join(lines)


def story_lines(block: StoryBlock) -> list[str]:
    """One story as Markdown."""
    lines = [f"**{block.headline.printed}** [{block.credit.entry}]"]
    lines += [s.printed for s in block.sentences]
    lines.append(f"— {block.credit.name}" + (f"; also {', '.join(c.name for c in block.also)}" if block.also else ""))
    return lines
