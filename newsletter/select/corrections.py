"""What was told and is not so any more: an agency's correction or kill, and a text that its source rewrote in silence.

A source that adds a sentence goes on reporting; that is no correction. One that changes or takes out a sentence, or
the headline, has something to say to who printed it, all the more where these very words were printed. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise

from newsletter.model.base import EntryId, StoryId, day_in_words
from newsletter.model.feeds import Entry, Version
from newsletter.model.stories import Rewritten, ToldEntry
from newsletter.select.changes import Change, changes
from newsletter.select.notices import Kind, notice_of, taken_back, uses


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing that an editor should know of a published edition."""

    words: str  #: one line
    key: str  #: the same for the same correction, so that it is said once; "" for what is said as long as it holds
    day: dt.date | None = None  #: of the edition that told it
    entry: EntryId | None = None  #: what it told
    story: StoryId | None = None


def corrections(
    told: Sequence[ToldEntry],
    seen: Sequence[Entry],
    rewritten: Sequence[Rewritten],
    versions: Mapping[EntryId, Sequence[Version]],
) -> tuple[Correction, ...]:
    """Notices of agencies first, a line for every use; then rewritten texts, in the order of `rewritten`.

    `seen` are entries of the last days, `versions` holds every version of the entries in `rewritten`.
    """
    # A told entry may have become its own correction: that is said by its agency, and no silent rewrite.
    marked = [one for one in rewritten if (n := notice_of(one.entry)) and n.kind in (Kind.CORRECTION, Kind.KILL)]
    now = [ToldEntry(entry=one.entry, story=StoryId(one.entry.id), day=one.day) for one in marked]
    spoken = taken_back(seen)
    notices: dict[str, Correction] = {}
    for use in (*told, *now):
        for line in uses(use, spoken):
            notices.setdefault(line, Correction(words=line, key="", day=use.day, entry=use.entry.id, story=use.story))
    silent = [one for one in rewritten if one not in marked]
    stories = {(one.day, one.entry.id): one.story for one in told}
    found = (c for one in silent if (c := _rewrite(one, versions.get(one.entry.id, ()))))
    return (*notices.values(), *(replace(c, story=stories.get((c.day, c.entry))) for c in found if c.day and c.entry))


def _rewrite(one: Rewritten, versions: Sequence[Version]) -> Correction | None:
    by_number = {v.number: v for v in versions}
    old, new = by_number.get(one.version), by_number.get(one.entry.version)
    if old is None or new is None:
        return None
    found = [c for c in changes(old, new) if c.old is not None]
    if not found:
        return None
    first = next((c for c in found if _was_printed(c, one.printed)), found[0])
    # What was printed is named first; of the rest how much there is.
    printed = ", which it printed" if _was_printed(first, one.printed) else ""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    title = old.title or new.title or one.entry.id
    words = (
        f"{one.entry.source} changed “{title}” after edition No. {one.number} of {day_in_words(one.day)}"
        f" told it{printed}: {first.words}{more}"
    )
    # The change, not the version: a page that is rewritten every hour says each thing once.
    digest = blake2b(f"{first.old}\0{first.new}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    key = f"rewritten {one.day.isoformat()} {one.entry.id} {digest}"
    return Correction(words=words, key=key, day=one.day, entry=one.entry.id)


def _was_printed(change: Change, printed: Sequence[str]) -> bool:
    return any(_within(change.old, words) or _within(words, change.old) for words in printed)


def _within(part: str | None, whole: str | None) -> bool:
    return bool(part and whole) and " ".join((part or "").split()) in " ".join((whole or "").split())


def difference(versions: Sequence[Version]) -> Iterator[tuple[Version, Version, tuple[Change, ...]]]:
    """Each version but the first with the one before it and what changed between them."""
    for old, new in pairwise(versions):
        yield old, new, changes(old, new)
