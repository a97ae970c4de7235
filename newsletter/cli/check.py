"""Everything that would fail at 07:00, now: sources.yaml, templates and words, store, outbox, mailer, secret.

Each line says ok, warning or error. Exit 0 when nothing is an error, 2 when something is.

examples:
  newsletter check
  newsletter check --templates     every theme against the traps of inlining and mail programs
  newsletter check --links         ask every link of today's draft, too
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from newsletter.cli.console import Console
from newsletter.errors import NewsletterError

if TYPE_CHECKING:
    from newsletter.app import Newsroom

REPORTS = 5  #: the last entries of a source that its lines are tried on
#: An edition takes a few hundred kilobytes and SQLite's journal a few megabytes; below this a build is at risk.
DISK_ROOM = 100 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument(
        "--templates", action="store_true", help="only the templates, every theme: traps of inlining and mail programs"
    )
    parser.add_argument(
        "--links", action="store_true", help="only the links of today's draft: do they answer? (ten seconds at most)"
    )
    parser.epilog = "example: newsletter check --templates --strict"
    parser.add_argument("--strict", action="store_true", help="exit 3 for warnings")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room

    found: list[dict[str, object]] = []
    with open_room(args, console) as room:
        _ = room.rules  # nothing else can be said while sources.yaml is wrong
        if args.templates:
            from newsletter.cli.themes import lint

            found = [{"what": "templates", **line} for line in lint(room)]
            return _show(found, args, console)
        if args.links:
            found = [{"what": "links", **line} for line in links(room, args.review)]
            return _show(found, args, console)
        checks: tuple[tuple[str, Callable[[Newsroom], Iterator[tuple[str, str]]]], ...] = (
            ("sources.yaml", rules),
            ("templates", templates),
            ("grouping", meaning),
            ("store", store),
            ("reports", reports),
            ("outbox", outbox),
            ("mailer", mailer),
        )
        for name, check in checks:
            try:
                found += [{"what": name, "state": state, "message": message} for state, message in check(room)]
            except NewsletterError as error:
                message = f"{error} (hint: {error.hint})" if error.hint else str(error)
                found.append({"what": name, "state": "error", "message": message})
            except OSError as error:
                what = os.strerror(error.errno) if error.errno else str(error)
                message = f"{error.filename}: {what}" if error.filename else what
                found.append({"what": name, "state": "error", "message": message})
    return _show(found, args, console)


def _show(found: list[dict[str, object]], args: argparse.Namespace, console: Console) -> int:
    """Print the lines; the exit code."""
    if args.json:
        console.json({"checks": found})
    else:
        for line in found:
            console.out(f"{line['state']:<8} {line['what']}: {line['message']}")
    states = {line["state"] for line in found}
    return 2 if "error" in states else 3 if args.strict and "warning" in states else 0


def rules(room: Newsroom) -> Iterator[tuple[str, str]]:
    """What is valid and still odd."""
    reviews, sources = room.rules.reviews, room.rules.sources
    yield "ok", f"{len(reviews)} review{'s'[: len(reviews) != 1]}, {len(sources)} source{'s'[: len(sources) != 1]}"
    if not sources:
        yield "warning", "there are no sources, so every day will be quiet"
    for review in reviews:
        if not review.imprint:
            yield "warning", f"review {review.id}: no imprint; the law of many countries asks for a postal address"
        if not review.deliver:
            yield "ok", f"review {review.id}: deliver: no, so nothing is mailed to patrons"


def templates(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Every template with every kind of block, and the words beside them."""
    from newsletter.model.sample import sample

    for review in room.rules.reviews:
        rendered = room.render(sample(review, room.now()))
        yield "ok", f"review {review.id}: all of them render ({len(rendered.html.encode()) // 1024} KB of HTML)"


def meaning(room: Newsroom) -> Iterator[tuple[str, str]]:
    """What entries are compared by."""
    joining = room.joining
    if joining.missing:
        hint = f"pip install 'newsletter[{joining.missing}]', or take meaning: out of sources.yaml"
        yield "error", f"meaning: {joining.missing} is not installed, so words alone decide (hint: {hint})"
    else:
        yield "ok", f"entries are compared by {f'words and meaning ({joining.model})' if joining.model else 'words'}"


def store(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Can it be opened, read and written?"""
    yield "ok", room.store.check()
    left = room.store.editions.unfinished()
    if left:
        yield "warning", f"an earlier run left {len(left)} edition(s) half published; the next build puts that right"


def links(room: Newsroom, review: str | None) -> Iterator[dict[str, object]]:
    """Of today's draft; asked now, or within the last day."""
    which = room.review(review)
    day = room.day(which)
    # Of a published day the draft that it was made from: what is composed now has left that news behind.
    draft = room.store.drafts.get(which.id, day) or room.compose(which, day)
    sections = room.fold(draft).layout.sections
    found = room.ask_links(sections)
    for finding in found:
        yield {"state": "warning", "message": f"{finding.message} ({finding.remedy})"}
    if not found:
        yield {"state": "ok", "message": "none of those that were asked failed to answer"}


def reports(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Does each of the `lines:` still read what its source writes, and does a section show it?"""
    from newsletter.layout import unshown
    from newsletter.write import matches

    hidden = [set(unshown(review, room.sources)) for review in room.rules.reviews]
    for source in (s for s in room.rules.sources if s.lines):
        if all(source.name in names for names in hidden):
            yield "warning", f"{source.name}: no section of bullets takes it, so its lines are never printed"
        last = sorted(room.store.archive.entries(source=source.name), key=lambda e: e.published or e.first_seen)
        last = last[-REPORTS:]
        counts = matches(source, last)
        if last and not any(counts):
            yield (
                "warning",
                f"{source.name}: no line matched any of the last {len(last)}, so its wording may have changed",
            )
        for number, (line, count) in enumerate(zip(source.lines, counts, strict=True), 1):
            said = (
                f"matched {count} of the last {'report' if len(last) == 1 else f'{len(last)} reports'}"
                if last
                else "nothing is stored to try it on yet"
            )
            yield "ok", f"{source.name}, line {number} “{line.match[0].text}”: {said}"


def outbox(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Can a folder be made there, and is there room?"""
    folder = room.folder / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".check-"):
        free = shutil.disk_usage(folder).free
    if free < DISK_ROOM:
        yield "warning", f"only {free // (1024 * 1024)} MB are free"
    else:
        yield "ok", "writable"


def mailer(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Does the server answer, and is the secret there? Only asked where something will be mailed."""
    backend = room.mailer()
    if not any(r.deliver for r in room.rules.reviews):
        yield "ok", "not asked, because no review delivers"
        return
    _ = room.secret
    backend.open()
    backend.close()
    yield "ok", "it answers"
