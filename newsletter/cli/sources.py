"""The sources in sources.yaml: shown, tried, added and taken out; OPML in and out. Comments in the file stay.

`add` takes the address of a feed or of a site, finds the feed, and tries it first. `test` shows what a source would
give and stores nothing. `remove` keeps what the source has brought.

examples:
  newsletter sources add example.org
  newsletter sources test "Example Wire"
  newsletter sources import subscriptions.opml
  newsletter sources export > sources.opml
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.app import Newsroom
    from newsletter.model.feeds import ParsedEntry
    from newsletter.pipeline.tryout import Tried

_LONGEST_NAME = 60
#: An address without a scheme.
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_json(actions.add_parser("list", help="every source, one a line"))
    add = actions.add_parser("add", help="one source, by the address of its feed or of its site")
    add.add_argument("url")
    add.add_argument("--name", default="", help="default: the title of its feed")
    add.add_argument("--tag", action="append", default=[], metavar="TAG", help="may be given several times")
    actions.add_parser("remove", help="take one source out; what it has brought stays").add_argument("name")
    brought = actions.add_parser("import", help="many, from an OPML file ('-' reads standard input)")
    brought.add_argument("file", type=Path)
    brought.add_argument("--dry-run", action="store_true", help="say what would be added; change nothing")
    actions.add_parser("export", help="all that are on the web, as OPML 2.0")
    test = actions.add_parser("test", help="ask one source now, show what it gives, store nothing")
    test.add_argument("source", metavar="NAME|URL")
    add_json(test)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        return {"list": show, "add": add, "remove": remove, "import": bring, "export": export, "test": test}[
            args.action
        ](room, args, console)


def show(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    for source in room.rules.sources:
        if args.json:
            fields = {"name": source.name, "url": source.url, "publisher": source.publisher}
            console.json({**fields, "tags": source.tags, "language": source.language})
        else:
            tags = f"  [{', '.join(source.tags)}]" if source.tags else ""
            console.out(f"{source.name}  {source.url}{tags}")
    return 0


def add(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    tried = _either(room.find_feed, args.url, console)
    url = tried.address
    same = _known(room).get(_key(url))
    if same:
        console.out(f"{url} is the source {same} already")
        return 0
    name = _free_name(args.name or tried.feed.title or "", url, {s.name for s in room.rules.sources})
    room.add_sources([{"url": url, "name": name} | ({"tags": args.tag} if args.tag else {})])
    if tried.named_by:
        console.say(f"found at {url}, which {tried.named_by} names")
    elif tried.guessed:
        console.say(f"found at {url} by trying usual addresses")
    console.out(f"{name} is a source now: {url}, {_count(tried)}")
    return 0


def remove(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    room.remove_source(args.name)
    console.out(f"{args.name} is no source any more; what it has brought stays in the archive")
    return 0


def bring(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.parse.opml import read_opml

    body = sys.stdin.buffer.read() if str(args.file) == "-" else args.file.read_bytes()
    outlines, bad = read_opml(body)
    known, names = _known(room), {str(s.name) for s in room.rules.sources}
    lines: list[dict[str, str | list[str]]] = []
    for outline in outlines:
        if _key(outline.url) in known:
            continue
        known[_key(outline.url)] = name = _free_name(outline.title, outline.url, names)
        names.add(name)
        lines.append({"url": outline.url, "name": name} | ({"tags": list(outline.tags)} if outline.tags else {}))
    if lines and not args.dry_run:
        room.add_sources(lines)
    done = "would be added" if args.dry_run else "added"
    console.out(
        f"{len(lines)} {done}, {len(outlines) - len(lines)} were here already, {len(bad)} without a usable address"
    )
    for one in bad:
        console.say(f"not usable: {one.title or 'without a title'}: {one.address or 'no address'}")
    return 0 if outlines or not bad else 1


def export(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.parse.opml import Outline, write_opml

    web = [s for s in room.rules.sources if s.url.startswith(("http://", "https://"))]
    outlines = [Outline(url=s.url, title=s.name, tags=s.tags, language=s.language or "") for s in web]
    print(write_opml(outlines, title=room.rules.reviews[0].title, now=room.now()), end="")
    if len(web) < len(room.rules.sources):
        console.say(f"{len(room.rules.sources) - len(web)} are files, which nobody else can read: left out")
    return 0


def test(room: Newsroom, args: argparse.Namespace, console: Console) -> int:
    from newsletter.model.base import SourceName, to_data
    from newsletter.model.feeds import ParsedEntry
    from newsletter.write import matches

    source = room.rules.source(SourceName(args.source))
    tried = room.try_source(source.url, source.format) if source else _either(room.try_source, args.source, console)
    feed = tried.feed
    if args.json:
        fields = {"url": tried.fetched.url, "moved_to": tried.fetched.moved_to, "format": feed.format}
        fields |= {"title": feed.title, "language": feed.language}
        entries = [to_data(ParsedEntry, e) for e in feed.entries]
        console.json({**fields, "warnings": feed.warnings, "entries": entries})
        return 0
    console.out(f"{feed.title or 'without a title'}: {feed.format}, {_count(tried)}, at {tried.fetched.url}")
    if tried.fetched.moved_to:
        console.out(f"  it has moved for good to {tried.fetched.moved_to}")
    for warning in feed.warnings:
        console.out(f"  warning: {warning}")
    for entry in feed.entries:
        console.out(f"  {_line(entry)}")
    for number, count in enumerate(matches(source, feed.entries) if source else (), 1):
        console.out(f"  line {number} matched {count} of {len(feed.entries)}")
    return 0


def _line(entry: ParsedEntry) -> str:
    at = entry.published or entry.updated
    return (
        f"{f'{at:%Y-%m-%d %H:%M}' if at else 'without a date  '}  {entry.title or 'without a title'}  {entry.url or ''}"
    )


def _count(tried: Tried) -> str:
    count = len(tried.feed.entries)
    dates = [d for e in tried.feed.entries if (d := e.published or e.updated)]
    newest = f", the newest of {max(dates):%Y-%m-%d %H:%M} UTC" if dates else ""
    return f"{count} {'entry' if count == 1 else 'entries'}{newest}"


def _either(ask: Callable[[str], Tried], text: str, console: Console) -> Tried:
    """Without a scheme https is asked, then http, and it is said which of them answered."""
    from newsletter.errors import FetchError

    url = _address(text)
    if not _BARE.match(text.strip()):
        return ask(url)
    try:
        return ask(url)
    except FetchError as error:
        plain = "http" + url.removeprefix("https")
        try:
            tried = ask(plain)
        except FetchError as again:
            hint = error.hint or "write the address with https:// or http://"
            raise FetchError(f"{error}; {again}", hint=hint) from again
    console.say(f"https does not answer there: asked {plain}")
    return tried


def _address(text: str) -> str:
    """What people type: example.org is https://example.org/."""
    from newsletter.errors import UsageError
    from newsletter.parse.opml import web_address

    url = web_address(text)
    if _BARE.match(url):
        url = f"https://{url}"
    if not url.startswith(("http://", "https://", "file:")):
        hint = "write an address that begins with https://, or a name as in `newsletter sources list`"
        raise UsageError(f"{text!r} is neither a source nor an address", hint=hint)
    return url


def _known(room: Newsroom) -> dict[str, str]:
    return {_key(s.url): str(s.name) for s in room.rules.sources}


def _key(url: str) -> str:
    """http and https, www. and none are one feed."""
    from newsletter.parse import url_key

    return url_key(url) or url


def _free_name(wanted: str, url: str, taken: Iterable[str]) -> str:
    """`wanted`, else the host; with a number where a source is called so already."""
    from newsletter.config.addresses import default_name

    line = " ".join("".join(c if c.isprintable() else " " for c in wanted).split())[:_LONGEST_NAME].strip()
    name, turn, others = line or default_name(url), 1, set(taken)
    while (name if turn == 1 else f"{name} {turn}") in others:
        turn += 1
    return name if turn == 1 else f"{name} {turn}"
