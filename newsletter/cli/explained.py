"""What `explain` speaks of: the entry that a person means, and the day on which it is explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from newsletter import ports
    from newsletter.app import Newsroom
    from newsletter.model.base import EntryId
    from newsletter.model.bonds import Bond
    from newsletter.model.editions import Draft, Layout
    from newsletter.model.edits import Edit
    from newsletter.model.feeds import Entry
    from newsletter.model.rules import Review
    from newsletter.model.stories import ToldEntry, Topic, Window
    from newsletter.model.topics import Choice
    from newsletter.pipeline.day import Again, Day

#: An id's beginning is at least so long.
_ID = 6
#: Addresses that have so much in common are near.
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing of that name, in words."""

    lines: tuple[str, ...]


def find(room: Newsroom, key: str) -> Sequence[Entry] | Unknown:
    """The entries that bear this id or address: two feeds may bring one address. Else what is nearest."""
    from newsletter.parse import clean_url

    clean = clean_url(key) if "://" in key else key
    wanted = {key, clean}
    found, others = [], []
    for entry in room.store.archive.entries():
        if wanted & {entry.id, entry.url, entry.clean_url} or (len(key) >= _ID and entry.id.startswith(key)):
            found.append(entry)
        elif "://" in key and entry.link:
            others.append(entry)
    if found:
        return found
    if "://" not in key:
        return Unknown((f"unknown: no entry is called {key!r}", "newsletter entries lists all; an address works too"))
    return Unknown(_unknown(room, clean or key, others))


def _unknown(room: Newsroom, url: str, entries: Sequence[Entry]) -> tuple[str, ...]:
    host = _host(url)
    watching = [s.name for s in room.rules.sources if host and _host(s.url).split(".")[-2:] == host.split(".")[-2:]]
    known = [e for e in entries if _host(e.link or "") == host]
    lines = ["unknown address: no source has brought it"]
    lines.append(f"watched there: {', '.join(watching)}" if watching else f"no source in sources.yaml is at {host}")
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(url)
    near: list[tuple[float, str, Entry]] = []
    for entry in known:
        matcher.set_seq1(entry.link or "")
        if matcher.quick_ratio() >= _NEAR and (share := matcher.ratio()) >= _NEAR:
            near.append((share, entry.id, entry))
    for _, _, entry in sorted(near, key=lambda n: (-n[0], n[1]))[:3]:
        lines.append(f"nearest: {entry.link} “{entry.title or '(no title)'}” [{entry.id}]")
    lines.append("newsletter clip URL reads it and stores it")
    return tuple(lines)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def day_of(room: Newsroom, review: Review, day: dt.date) -> Day | None:
    """The day as the stages make it: today's draft, or a published day from what it decided; None without either."""
    from newsletter.account import too_quiet
    from newsletter.model.rendered import EditionState
    from newsletter.model.stories import MEMORY
    from newsletter.pipeline.day import Day
    from newsletter.pipeline.past import Past
    from newsletter.pipeline.printed import printed

    store = room.store
    record = store.editions.find(review.id, day=day)
    published = record is not None and record.state is not EditionState.QUIET
    if published:
        draft = store.drafts.get(review.id, day)
    else:
        draft = room.compose(review, day) if day == room.day(review) else None
    if draft is None:
        return None
    decisions = Past(store.decisions, store.archive, day) if published else store.decisions
    folded = room.fold(draft).layout
    layout = printed(folded, store.decisions.rows(review.id, day)) if published else folded
    choices = store.topics.choices(review.id)
    before = [t for t in store.decisions.told(review.id, day - MEMORY) if t.day < day]
    entries = {e.id: e for e in store.archive.entries(ids=[i for s in layout.stories for i in s.entries])}

    return Day(
        review=review,
        layout=layout,
        window=draft.window,
        entries=entries,
        told={t.entry.id: t.story for t in before},
        sources=room.sources,
        again=_laying_out(room, day, decisions, draft.window, choices),
        edited=None if published else _editing(room, review, draft),
        edits=draft.edits,
        quiet=not published and review.quiet.then == "hold" and too_quiet(layout, review.quiet),
        topics=_topics(review, day, before, layout, entries, choices),
    )


def _laying_out(
    room: Newsroom, day: dt.date, decisions: ports.Decisions, window: Window, choices: Sequence[Choice]
) -> Again:
    """The day once more, as the stages make it with other rules, further bonds or without some entries."""
    from newsletter.pipeline.compose import base
    from newsletter.pipeline.past import Without

    bonds, grouping = room.store.bonds.all(), room.joining

    def again(changed: Review, further: Sequence[Bond], gone: AbstractSet[EntryId]) -> Layout:
        known, said = Without(decisions, gone) if gone else decisions, [*bonds, *further]
        return base(changed, day, room.sources, known, window, bonds=said, grouping=grouping, choices=choices)

    return again


def _editing(room: Newsroom, review: Review, draft: Draft) -> Callable[[Edit], Layout]:
    """What an editor's next edit would make of the draft; nothing is stored."""
    from newsletter.edit import admit
    from newsletter.model.editions import SignedEdit

    frozen: list[Draft] = []

    def edited(edit: Edit) -> Layout:
        if not frozen:
            frozen.append(draft if draft.edits else room.freeze(review, draft))
        return admit(frozen[0], SignedEdit(edit=edit, by="", at=room.now(), revision=draft.revision + 1)).layout

    return edited


def _topics(
    review: Review,
    day: dt.date,
    before: Sequence[ToldEntry],
    layout: Layout,
    entries: Mapping[EntryId, Entry],
    choices: Sequence[Choice],
) -> tuple[Topic, ...]:
    """The topics of the day's stories that may stand on the page."""
    from newsletter.group import developments, todays
    from newsletter.model.rules import TopicsRule
    from newsletter.model.stories import Cause

    rule = next((s for s in review.sections if isinstance(s, TopicsRule)), None)
    if rule is None:
        return ()
    left = (Cause.LIMIT, Cause.UNTAKEN)
    fit = {s for _, _, s in layout.placed()} | {u.block.story for u in layout.unplaced if u.cause in left}
    stories = [s for s in layout.stories if s.id in fit]
    followed = developments(before, stories, entries, day=day, choices=choices, quiet=rule.quiet_days)
    return todays(followed, day, limit=len(followed) or 1, min_stories=rule.min_stories)
