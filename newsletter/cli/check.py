"""Everything that would fail at 07:00, now: sources.yaml, templates and words, store, outbox, mailer, secret.

Each line says ok, warning or error. Exit 0 when nothing is an error, 2 when something is.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from newsletter.cli.console import Console
from newsletter.errors import NewsletterError

if TYPE_CHECKING:
    from newsletter.app import Newsroom

#: An edition takes a few hundred kilobytes and SQLite's journal a few megabytes; below this a build is at risk.
DISK_ROOM = 100 * 1024 * 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("--strict", action="store_true", help="exit 3 for warnings")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room

    found: list[dict[str, str]] = []
    with open_room(args, console) as room:
        _ = room.rules  # nothing else can be said while sources.yaml is wrong
        checks: tuple[tuple[str, Callable[[Newsroom], Iterator[tuple[str, str]]]], ...] = (
            ("sources.yaml", rules),
            ("templates", templates),
            ("store", store),
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
                found.append({"what": name, "state": "error", "message": str(error)})
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


def store(room: Newsroom) -> Iterator[tuple[str, str]]:
    """Can it be opened, read and written?"""
    yield "ok", room.store.check()
    left = room.store.editions.unfinished()
    if left:
        yield "warning", f"an earlier run left {len(left)} edition(s) half published; the next build puts that right"


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
