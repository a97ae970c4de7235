"""Where sources differ: dates and numbers that disagree inside one story, laid side by side.

Better silent than noisy. A value is a range (claims.py), so hedges and rounding agree by themselves. No dispute are a
count that only grows from report to report, a postponement, and what an entry that states both values could tell
apart. How much two sentences have in common is never weighed by words of the story itself: inside one story all of
its own words would look common.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from newsletter.group.claims import Claim, claims, meant_by
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Difference, Stated, Story

#: Sentences about one thing have so much in common beside the thing itself (a point a word).
CONTEXT, CONTEXT_APART = 2.0, 3.0
#: Values farther apart than this factor count different things.
_FACTOR = 2.5
#: Dates farther apart than this are of different events, in days.
_DAYS = 10
_MOVED = frozenset("postpo resche перене відкла отложи moved".split())
#: Of one entry so many claims are looked at: a hostile page must not cost more.
_CLAIMS = 60
#: Of one thing so many claims are compared, the first ones.
_COMPARED = 60


@dataclass(frozen=True, slots=True)
class _Said:
    entry: Entry
    claim: Claim


def differences(story: Story, entries: Mapping[EntryId, Entry]) -> tuple[Difference, ...]:
    """What the members of `story` disagree on; every value with who says it and where. In the order of the entries.

    Members that are not in `entries` say nothing.
    """
    return between([entries[e] for e in story.entries if e in entries], context=CONTEXT)


def between(entries: Sequence[Entry], *, context: float = CONTEXT_APART) -> tuple[Difference, ...]:
    """The same for any entries; the sentences of different stories must have more in common."""
    by_key: dict[tuple[str, ...], list[_Said]] = defaultdict(list)
    for entry in sorted(entries, key=lambda e: (e.first_seen, e.id)):
        for claim in islice(claims(entry.title or "", entry.text), _CLAIMS):
            said = by_key[claim.kind, *claim.key]
            again = any(s.entry is entry and (s.claim.low, s.claim.high) == (claim.low, claim.high) for s in said[-5:])
            if len(said) < _COMPARED and not again:
                said.append(_Said(entry, claim))
    found = [d for said in by_key.values() if (d := _disagree(said, context)) is not None]
    return tuple(sorted(found, key=lambda d: (d.kind, d.what)))


def _disagree(said: Sequence[_Said], context: float) -> Difference | None:
    apart = [(a, b) for n, a in enumerate(said) for b in said[n + 1 :] if _dispute(a, b, said, context)]
    if not apart:
        return None
    chosen = {id(s): s for pair in apart for s in pair}.values()
    values: list[list[_Said]] = []
    for one in chosen:
        home = next((v for v in values if v[0].claim.agrees(one.claim)), None)
        if home is None:
            values.append([one])
        else:
            home.append(one)
    if len(values) < 2:
        return None
    stated = [_stated(v, said) for v in sorted(values, key=lambda v: (-len({s.entry.id for s in v}), v[0].claim.low))]
    first = next(iter(chosen)).claim
    return Difference(kind=first.kind, what=first.what, values=tuple(stated))


def _stated(value: Sequence[_Said], said: Sequence[_Said]) -> Stated:
    members = tuple(dict.fromkeys(s.entry.id for s in said if any(s is v for v in value)))
    return Stated(value=value[0].claim.value, members=members, sentence=value[0].claim.sentence)


def _dispute(a: _Said, b: _Said, said: Sequence[_Said], context: float) -> bool:
    if a.entry.id == b.entry.id or a.claim.agrees(b.claim) or not _of_one_thing(a.claim, b.claim, context):
        return False
    for one, other in ((a, b), (b, a)):
        if any(s.entry.id == one.entry.id and s.claim.agrees(other.claim) for s in said):
            return False  # it states both, so it means two things
    if a.claim.kind == "date":
        return not (a.claim.said | b.claim.said) & _MOVED
    return not _later_count(a, b)


def _of_one_thing(a: Claim, b: Claim, context: float) -> bool:
    if a.kind == "date":
        return abs(_day_of_year(a.size) - _day_of_year(b.size)) <= _DAYS
    if a.names and b.names and not a.names & b.names:
        return False
    low, high = sorted((a.size, b.size))
    return high <= _FACTOR * low and meant_by(a.said, b.said) >= context


def _later_count(a: _Said, b: _Said) -> bool:
    """Counts grow: the later report has the higher one."""
    first, second = sorted((a, b), key=lambda s: _when(s.entry))
    return _when(first.entry) < _when(second.entry) and first.claim.high < second.claim.low


def _when(entry: Entry) -> dt.datetime:
    return entry.published or entry.updated or entry.first_seen


def _day_of_year(at: float) -> int:
    month, day = divmod(int(at), 100)
    return month * 30 + day
