"""The order of grouping: what is the same, what supports it from abroad, who leads, and why each belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from newsletter.group.abroad import Shared, abroad
from newsletter.group.lead import lead
from newsletter.group.rewrites import nearly, rewrites
from newsletter.group.same import alike, pieces
from newsletter.group.sets import Sets
from newsletter.group.thresholds import THRESHOLDS
from newsletter.group.traits import Traits, traits
from newsletter.group.why import listed, shared_words, why
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source
from newsletter.model.stories import Maybe, Member, Story, ToldEntry


def group(
    entries: Sequence[Entry],
    *,
    told: Sequence[ToldEntry],
    sources: Mapping[SourceName, Source],
    language: str,
) -> tuple[Story, ...]:
    """Join the entries that report one event: a partition of `entries`, in order of first_seen, then id.

    `told` are entries of editions that were published. A story that holds one of them carries its id and its day
    and lists only today's entries, so that nothing is told twice. `language` is the edition's (BCP 47 primary tag).
    """
    all_of_them = _sorted_traits(entries, told, sources)
    sets = pieces(all_of_them)
    alike(all_of_them, sets)
    rewrites(all_of_them, sets, THRESHOLDS)
    evidence = abroad(all_of_them, sets, language)
    made = (_story(found, all_of_them, evidence, sources, language) for found in sets.all())
    return tuple(story for story in made if story is not None)


def maybe(
    entries: Sequence[Entry], stories: Sequence[Story], *, sources: Mapping[SourceName, Source]
) -> tuple[Maybe, ...]:
    """Pairs of `stories` that an editor may want to merge: too alike to be left, not enough to be joined.

    Stories that were told are in none. The likest pair first.
    """
    all_of_them = _sorted_traits(entries, (), sources)
    index = {t.id: n for n, t in enumerate(all_of_them)}
    sets = Sets(len(all_of_them))
    holds: dict[int, Story] = {}
    for story in stories:
        found = [index[e] for e in story.entries if e in index]
        for n in found:
            sets.join(found[0], n)
        holds |= {min(found): story} if found else {}
    made = []
    for likeness, a, b in nearly(all_of_them, sets, THRESHOLDS):
        pair = holds.get(a), holds.get(b)
        if pair[0] and pair[1] and not (pair[0].told or pair[1].told):
            both = (all_of_them[index[pair[0].lead]], all_of_them[index[pair[1].lead]])
            why_ = shared_words(*both)
            made.append(Maybe(stories=(pair[0].id, pair[1].id), likeness=round(likeness, 2), why=_alike_in(why_)))
    return tuple(made)


def _alike_in(words: Sequence[str]) -> str:
    return f"both say {listed(words)}" if words else "their members say much the same"


def _sorted_traits(
    entries: Sequence[Entry], told: Sequence[ToldEntry], sources: Mapping[SourceName, Source]
) -> list[Traits]:
    """Today's and yesterday's entries together. Where a told entry has come back, today's version is compared."""
    before: dict[EntryId, ToldEntry] = {}
    for t in sorted(told, key=lambda t: (t.day, t.story)):
        before[t.entry.id] = t
    today = {e.id: e for e in entries}
    marks: dict[EntryId, tuple[StoryId, dt.date]] = {i: (t.story, t.day) for i, t in before.items()}
    everything = {i: t.entry for i, t in before.items()} | today
    found = [traits(e, sources.get(e.source), marks.get(i), new=i in today) for i, e in everything.items()]
    return sorted(found, key=lambda t: t.order)


def _story(
    found: Sequence[int],
    all_of_them: Sequence[Traits],
    evidence: Mapping[int, Shared],
    sources: Mapping[SourceName, Source],
    language: str,
) -> Story | None:
    """One set as a story of today's entries; None when all of it was told before."""
    new = [n for n in found if all_of_them[n].new]
    if not new:
        return None
    members = [all_of_them[n] for n in new]
    # Two stories that were told apart may turn out to be one: the later one is what readers remember.
    marks = sorted(
        ((t.told[1], t.told[0]) for n in found if (t := all_of_them[n]).told), key=lambda m: (-m[0].toordinal(), m[1])
    )
    first = lead(members, sources, language)
    return Story(
        id=marks[0][1] if marks else StoryId(members[0].id),
        lead=first.id,
        members=tuple(Member(entry=all_of_them[n].id, why=why(n, found, all_of_them, evidence, first.id)) for n in new),
        title=first.entry.title or "",
        told=marks[0][0] if marks else None,
    )
