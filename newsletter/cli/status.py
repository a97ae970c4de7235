"""Today's edition in one sentence; then every source: last success, error in words, next poll and why.

examples:
  newsletter status               how things stand
  newsletter status --strict      exit 3 when something needs a person
  newsletter status --json        for a monitoring program
"""

from __future__ import annotations

import argparse
import datetime as dt
from typing import TYPE_CHECKING, Any

from newsletter.cli.console import Console
from newsletter.model.feeds import SourceState

if TYPE_CHECKING:
    from newsletter.model.sources import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    from newsletter.cli.room import add_json

    parser.add_argument("--strict", action="store_true", help="exit 3 when something needs a person")
    add_json(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    from newsletter import jobs, timetable
    from newsletter.cli.room import open_room

    with open_room(args, console) as room:
        now, review = room.now(), room.review(args.review)
        sentence, needs = jobs.today(room, review)
        states = room.store.archive.sources()
        rows = [(s, states.get(s.name)) for s in room.rules.sources]
        # A program that asks is not the person who must be told.
        notices = jobs.notices(room, review, once=not args.json)
        news = () if args.json else jobs.attention(room)
    if args.json:
        console.json(
            {
                "sentence": sentence,
                "at": now.isoformat(),
                "notices": notices,
                "sources": [
                    {
                        "name": s.name,
                        "url": s.url,
                        "trouble": found.words if t and (found := timetable.trouble(t, now)) else None,
                        "next_why": timetable.why(s, t, now) if t and t.last_try and not t.gone else None,
                        "state": health(t) if t else None,
                    }
                    for s, t in rows
                ],
            }
        )
    else:
        console.out(sentence)
        for line in (*notices, *news):
            console.out(f"attention: {line}")
        for source, state in rows:
            console.out(f"  {source.name}: {in_words(source, state, now, review.zone)}")
    failing = any(state and state.error for _, state in rows)
    return 3 if args.strict and (needs or failing or notices or news) else 0


def health(state: SourceState) -> dict[str, Any]:
    """What is remembered of a source, without what only a poll needs."""
    from newsletter.model.base import to_data

    data: dict[str, Any] = to_data(SourceState, state)
    return {name: value for name, value in data.items() if name not in ("body_hash", "entry_hashes")}


def in_words(source: Source, state: SourceState | None, now: dt.datetime, zone: dt.tzinfo = dt.UTC) -> str:
    """One source's health in one line; times are those of `zone`."""
    from newsletter import timetable

    if state is None or state.last_try is None:
        return "never asked yet"
    if state.gone:
        return "gone for good (410); take it out of sources.yaml or find its new address"
    parts = [f"last success {ago(state.last_success, now)}", f"last new entry {ago(state.last_new, now)}"]
    if state.error:
        parts.insert(0, f"failing ({state.errors} in a row): {state.error}")
    elif timetable.trouble(state, now) is not None and state.rhythm is not None:
        parts.insert(0, f"quiet: usually something new every {timetable.span(state.rhythm)}")
    if state.overran is not None and now - state.overran < timetable.ALERT:
        when = f"{state.overran.astimezone(zone):%d %b %H:%M %Z}"
        parts.append(f"rolls over faster than it is asked: on {when} nothing in it was known, entries may be missing")
    if state.moved_to:
        named = f", which the page at {state.found_on} names" if state.found_on else ""
        parts.append(f"moved to {state.moved_to}{named}")
    if state.next_at:
        due = "due now" if state.next_at <= now else f"next poll {state.next_at.astimezone(zone):%d %b %H:%M %Z}"
        parts.append(f"{due} ({timetable.why(source, state, now)})")
    return ", ".join(parts)


def ago(time: dt.datetime | None, now: dt.datetime) -> str:
    """How long ago, roughly, in words."""
    if time is None:
        return "never"
    minutes = int((now - time).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    return f"{minutes // 60} h ago" if minutes < 2880 else f"{minutes // 1440} days ago"
