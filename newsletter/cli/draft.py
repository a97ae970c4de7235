"""The day's draft: show it as Markdown, and change it in small, signed, undoable steps.

ENTRY is an entry's id or link (newsletter draft show prints the ids); an edit means the story that holds it.
The first edit freezes the text: later stories wait as arrivals, nothing shifts.

examples:
  newsletter draft show
  newsletter draft spike 3f2a9c…              take a story out for good
  newsletter draft hold 3f2a9c…               keep it for a later edition
  newsletter draft place 3f2a9c… news-flash   move it into a section, to the top
  newsletter draft title 3f2a9c… "Own headline"
  newsletter draft subject "Talks end" "Court rules"   the mail's subject: up to three short leads
  newsletter draft differences                where the reports of one story disagree
  newsletter draft differ 3f2a9c…             print below the story that its sources differ, and in what
  newsletter draft undo 2                     take the second edit back
"""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from newsletter.cli.blocks import lines_of
from newsletter.cli.console import Console, short
from newsletter.model.base import EntryId
from newsletter.model.editions import Draft, Edit, Folded, Hold, Place, Retitle, Spike, StoryBlock, Subject, Undo

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from newsletter.app import Newsroom
    from newsletter.model.base import StoryId
    from newsletter.model.feeds import Entry
    from newsletter.model.rules import Review
    from newsletter.pipeline.differing import Apart


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_day

    add_day(parser)
    parser.add_argument("--by", metavar="NAME", help="who changes it (default: your login name)")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("show", help="as Markdown")
    differences = actions.add_parser("differences", help="where the reports of one story disagree")
    differences.add_argument("--json", action="store_true", help="one object a story")
    differ = actions.add_parser("differ", help="print below a story that its sources differ")
    differ.add_argument("entry")
    differ.add_argument(
        "number", nargs="?", type=int, help="which, as draft differences counts (default: the only one)"
    )
    for name, line in (("spike", "take a story out for good"), ("hold", "keep it for a later edition")):
        actions.add_parser(name, help=line).add_argument("entry")
    place = actions.add_parser("place", help="move a story into a section")
    place.add_argument("entry")
    place.add_argument("section", help="its key, as draft show prints it")
    place.add_argument("--position", type=int, default=0, help="0 is the top")
    title = actions.add_parser("title", help="the newsroom's own headline")
    title.add_argument("entry")
    title.add_argument("text")
    subject = actions.add_parser("subject", help="the mail's subject, of up to three short leads")
    subject.add_argument("leads", nargs="+", metavar="LEAD", help="together at most 60 characters")
    actions.add_parser("undo", help="take one edit back").add_argument("revision", type=int)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs
    from newsletter.cli.room import open_room
    from newsletter.cli.suggestions import suggestions

    with open_room(args, console) as room:
        review = room.review(args.review)
        day: dt.date = room.day(review, args.day)
        if args.action not in ("show", "differences"):
            edit = differ(args, room, review, day) if args.action == "differ" else edit_of(args, room)
            edited = jobs.revise(room, review, day, edit, by=args.by or getpass.getuser())
            console.out(f"revision {edited.revision} of the draft of {day}")
            return 0
        if args.action == "show" and (published := _published(room, review, day)):
            console.out(published)
            return 0
        draft = room.compose(review, day)
        folded = room.fold(draft)
        apart, entries = room.differing(folded.layout)
        if args.action == "differences":
            return _differences(apart, entries, review, console, as_json=args.json)
        console.out(markdown(draft, folded, review, open_differences(folded, apart, entries)))
        for one in suggestions(room, review, folded.layout):
            console.out(f"? “{one.titles[0]}” and “{one.titles[1]}” may be one story: {one.why}")
            console.out(f"  newsletter join {one.short[0]} {one.short[1]}")
    return 0


def _published(room: Newsroom, review: Review, day: dt.date) -> str:
    """What stands in place of the draft of a day whose edition is out: nothing of it is undecided."""
    from newsletter.model.rendered import EditionState

    record = room.store.editions.find(review.id, day=day)
    if record is None or record.state in (EditionState.QUIET, EditionState.PUBLISHING):
        return ""
    folder = room.outbox.path(record.review, record.day).relative_to(room.folder)
    return (
        f"the edition of {day} is published as No. {record.number}: see {folder}/edition.txt;"
        " newsletter correct changes it"
    )


def open_differences(
    folded: Folded, apart: Mapping[StoryId, Apart], entries: Mapping[EntryId, Entry]
) -> dict[StoryId, list[str]]:
    """By story, what could be printed below it still; what is printed already is offered no more."""
    from newsletter.cli.differing import brief

    blocks = {part.story: part for _, part, _ in folded.layout.placed() if isinstance(part, StoryBlock)}
    said = {s: [frozenset(v.value for v in d.sides) for d in block.differs] for s, block in blocks.items()}
    return {story: brief(one, entries, said.get(story, ())) for story, one in apart.items()}


def _differences(
    apart: Mapping[StoryId, Apart],
    entries: Mapping[EntryId, Entry],
    review: Review,
    console: Console,
    *,
    as_json: bool,
) -> int:
    from newsletter.cli.differing import data, lines_of

    if as_json:
        for one in data(apart, entries):
            console.json(one)
    else:
        console.out("\n".join(lines_of(apart, entries, review)))
    return 0


def differ(args: argparse.Namespace, room: Newsroom, review: Review, day: dt.date) -> Edit:
    """The difference that the command line names, as the reports have it now."""
    from newsletter.cli.differing import edit

    layout = room.fold(room.compose(review, day)).layout
    return edit(room, layout, find_entry(room, args.entry), args.number)


def edit_of(args: argparse.Namespace, room: Newsroom) -> Edit:
    """The edit that the command line names."""
    if args.action == "undo":
        return Undo(revision=args.revision)
    if args.action == "subject":
        return Subject(leads=tuple(args.leads))
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


def markdown(draft: Draft, folded: Folded, review: Review, notes: Mapping[StoryId, Sequence[str]] | None = None) -> str:
    """The draft for reading in a terminal: every section with its key, every story with its id, and what an editor
    should know of it (`notes`)."""
    from newsletter.render.phrases import Phrases

    notes, phrases = notes or {}, Phrases(review.language, review.timezone)
    hours = draft.window.hours
    lines = [f"# {review.title}, {draft.day}", f"revision {draft.revision}, news of {hours} hours", ""]
    lines += [f"subject: {folded.layout.subject}", ""] if folded.layout.subject else []
    for section in folded.layout.sections:
        lines += [f"## {section.title}  ({section.key})", ""]
        for block in section.blocks:
            told = notes.get(block.story, ()) if isinstance(block, StoryBlock) else ()
            lines += [*lines_of(block, phrases, draft.day), *told, ""]
    if folded.layout.unplaced:
        lines += ["## Unplaced", ""]
        lines += [
            f"- {short(u.block.headline.printed)} [{u.block.credit.entry}]: {u.reason}" for u in folded.layout.unplaced
        ]
    for aside in folded.layout.asides:
        lines.append(f"- [{aside.entry}] {aside.reason}")
    if draft.arrivals:
        lines += ["", "## Arrived after the first edit", ""]
        lines += [f"- {short(b.headline.printed)} [{b.credit.entry}]" for b in draft.arrivals]
    lines += [f"! revision {e.revision} no longer applies: {why}" for e, why in folded.failed]
    return "\n".join(lines)
