"""Stories and topics of any items: one JSON object a line with id and title; optional summary, text, published, lang,
source, url. Needs no newsroom.

examples:
  newsletter group items.jsonl
  newsletter group items.jsonl --json | jq '.stories[] | select(.members | length > 1)'
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter.cli.console import Console

if TYPE_CHECKING:
    from newsletter.model.feeds import Entry
    from newsletter.model.stories import Difference, Maybe, Story, Topic

#: When an item was published that does not say so: with the others.
_UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="the items, one JSON object a line")
    parser.add_argument("--language", default="en", metavar="L", help="of the edition: its items lead (default: en)")
    # Not from cli.room: no newsroom is opened here, and its imports cost more than grouping a day.
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter.group import between, group, maybe, topics

    entries = read(args.file)
    by_id = {e.id: e for e in entries}
    stories = group(entries, told=(), sources={}, language=args.language)
    found = topics(stories, by_id, limit=max(1, len(stories)), min_stories=2)
    pairs = maybe(entries, stories, sources={})
    apart = between(entries)
    if args.json:
        console.json(_document(stories, found, pairs, apart))
    else:
        _print(stories, found, pairs, apart, by_id, console)
    return 0


def read(file: Path) -> list[Entry]:
    """The items as entries; UsageError names the line that is none."""
    from newsletter.errors import UsageError

    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not UTF-8: {error.reason}", hint="save it as UTF-8") from error
    except OSError as error:
        raise UsageError(
            f"{file}: {error.strerror or error}", hint="name a file with one JSON object a line"
        ) from error
    items: list[dict[str, Any]] = []
    seen: set[str] = set()
    for n, line in enumerate(lines, 1):
        if line.strip():
            item = _item(file, n, line)
            if item["id"] in seen:
                raise UsageError(f"{file}:{n}: the id {item['id']!r} was there before", hint="ids must be unique")
            seen.add(item["id"])
            items.append(item)
    first = min((i["published"] for i in items if i["published"]), default=_UNDATED)
    return [_entry(i, first) for i in items]


def _item(file: Path, n: int, line: str) -> dict[str, Any]:
    from newsletter.errors import UsageError

    hint = 'write {"id": "1", "title": "Talks end in Geneva", "published": "2022-01-10T12:00:00Z"}'
    try:
        item = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{file}:{n}: this is no JSON", hint=hint) from error
    if not isinstance(item, dict) or not isinstance(item.get("id"), (str, int)) or isinstance(item.get("id"), bool):
        raise UsageError(f"{file}:{n}: an item is an object with an id and a title", hint=hint)
    for name in ("title", "summary", "text", "published", "lang", "source", "url"):
        if not isinstance(item.get(name), (str, type(None))):
            raise UsageError(f"{file}:{n}: {name} must be text", hint=hint)
    try:
        when = dt.datetime.fromisoformat(item["published"]) if item.get("published") else None
        when = when and (when.replace(tzinfo=when.tzinfo or dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{file}:{n}: {item['published']!r} is no instant", hint=hint) from error
    return {**item, "id": str(item["id"]), "published": when}


def _entry(item: Mapping[str, Any], first: dt.datetime) -> Entry:
    from newsletter.language import detect
    from newsletter.model.base import EntryId, SourceName
    from newsletter.model.feeds import Entry

    title, text = item.get("title") or "", item.get("text") or ""
    summary = item.get("summary") or ""
    return Entry(
        id=EntryId(item["id"]),
        source=SourceName(item.get("source") or f"item {item['id']}"),
        title=title or None,
        summary_text=summary,
        content_text=text,
        url=item.get("url"),
        clean_url=item.get("url"),
        published=item["published"],
        first_seen=item["published"] or first,
        source_since=_UNDATED if first >= _UNDATED else first,
        language=detect(f"{title} {summary} {text}", declared=item.get("lang"), among=("en", "uk", "ru")),
    )


def _document(
    stories: Sequence[Story], found: Sequence[Topic], pairs: Sequence[Maybe], apart: Sequence[Difference]
) -> dict[str, Any]:
    return {
        "stories": [
            {"id": s.id, "title": s.title, "lead": s.lead, "members": s.entries, "why": [m.why for m in s.members]}
            for s in stories
        ],
        "topics": [{"title": t.title, "titles": _titles(t), "stories": t.stories, "why": t.why} for t in found],
        "differences": [
            {
                "kind": d.kind,
                "what": d.what,
                "values": [{"value": v.value, "members": v.members, "sentence": v.sentence} for v in d.values],
            }
            for d in apart
        ],
        "maybe": [{"stories": m.stories, "likeness": m.likeness, "why": m.why} for m in pairs],
    }


def _titles(topic: Topic) -> Sequence[str]:
    titles: Sequence[str] = getattr(topic, "titles", ())
    return titles or (topic.title,)


def _print(
    stories: Sequence[Story],
    found: Sequence[Topic],
    pairs: Sequence[Maybe],
    apart: Sequence[Difference],
    entries: Mapping[Any, Entry],
    console: Console,
) -> None:
    title = {s.id: s.title or "(no title)" for s in stories}
    for s in sorted(stories, key=lambda s: -len(s.members)):
        console.out(f"{len(s.members):>4}  {title[s.id]}")
        for m in s.members:
            if len(s.members) > 1:
                console.out(f"        {entries[m.entry].title or '(no title)'}\n          {m.why}")
    for t in found:
        console.out(f"topic: {t.title} ({len(t.stories)} stories; {t.why})")
    for p in pairs:
        console.out(f"merge? {title[p.stories[0]]} | {title[p.stories[1]]} ({p.likeness:.2f}; {p.why})")
    for d in apart:
        console.out(f"sources differ: {d.what}")
        for v in d.values:
            said = ", ".join(entries[m].source for m in v.members)
            console.out(f"        {v.value}: {said}\n          {v.sentence}")
    console.out(f"{len(entries)} items in {len(stories)} stories, {len(found)} topics")
