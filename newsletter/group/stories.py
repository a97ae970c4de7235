"""The order of grouping: what is the same, what supports it from abroad, who leads, and why each belongs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsletter.group.abroad import Shared, abroad
from newsletter.group.bonds import Said, bound, settle, why_bound
from newsletter.group.lead import lead
from newsletter.group.nearly import nearly
from newsletter.group.rewrites import rewrites
from newsletter.group.same import alike, pieces
from newsletter.group.thresholds import THRESHOLDS, Thresholds
from newsletter.group.told import continuing, go_along, links
from newsletter.group.traits import Traits, traits
from newsletter.group.voices import copies
from newsletter.group.why import listed, shared_words, why
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.bonds import Bond
from newsletter.model.feeds import Entry
from newsletter.model.meanings import Meanings
from newsletter.model.sources import Source
from newsletter.model.stories import Maybe, Member, Story, ToldEntry


def group(
    entries: Sequence[Entry],
    *,
    told: Sequence[ToldEntry],
    sources: Mapping[SourceName, Source],
    language: str,
    bonds: Sequence[Bond] = (),
    by: Thresholds = THRESHOLDS,
    meanings: Meanings | None = None,
    passed: Sequence[Entry] = (),
) -> tuple[Story, ...]:
    """Join the entries that report one event: a partition of `entries`, in order of first_seen, then id.

    `told` are entries of editions that were published. A story that holds one of them carries its id and its day
    and lists only today's entries, so that nothing is told twice. `language` is the edition's (BCP 47 primary tag).
    What editors said (`bonds`) comes before what words say: see bonds.py. `passed` are entries that were decided and
    never told: they are in no story, and support those that they report too.
    """
    all_of_them = _sorted_traits(entries, told, sources, passed)
    said = settle(bonds)
    sets = pieces(all_of_them, bound(said, all_of_them))
    alike(all_of_them, sets)
    rewrites(all_of_them, sets, by, meanings)
    evidence = abroad(all_of_them, sets, language)
    linked = go_along(links(all_of_them, sets, by), all_of_them, sets, sources)
    made = ((_story(found, all_of_them, evidence, sources, language, said), found[0]) for found in sets.all())
    stories = [continuing(story, linked.get(sets.root(n), ()), all_of_them) for story, n in made if story is not None]
    return tuple(_own_ids(stories))


def maybe(
    entries: Sequence[Entry],
    stories: Sequence[Story],
    *,
    sources: Mapping[SourceName, Source],
    bonds: Sequence[Bond] = (),
    by: Thresholds = THRESHOLDS,
    meanings: Meanings | None = None,
) -> tuple[Maybe, ...]:
    """Pairs of `stories` that an editor may want to merge: too alike to be left, not enough to be joined.

    Stories that were told, and pairs that an editor keeps apart, are in none. The likest pair first.
    """
    all_of_them = _sorted_traits(entries, (), sources)
    index = {t.id: n for n, t in enumerate(all_of_them)}
    sets = bound(replace(settle(bonds), joins=()), all_of_them)
    holds: dict[int, Story] = {}
    for story in stories:
        found = [index[e] for e in story.entries if e in index]
        for n in found:
            sets.join(found[0], n)
        holds |= {min(found): story} if found else {}
    sets.set_aside(n for n, t in enumerate(all_of_them) if t.ours)
    made = []
    for likeness, a, b in nearly(all_of_them, sets, by, meanings):
        pair = holds.get(a), holds.get(b)
        if pair[0] and pair[1] and not (pair[0].told or pair[1].told):
            both = (all_of_them[index[pair[0].lead]], all_of_them[index[pair[1].lead]])
            why_ = shared_words(*both)
            made.append(Maybe(stories=(pair[0].id, pair[1].id), likeness=round(likeness, 2), why=_alike_in(why_)))
    return tuple(made)


def _alike_in(words: Sequence[str]) -> str:
    return f"both say {listed(words)}" if words else "their members say much the same"


def _sorted_traits(
    entries: Sequence[Entry],
    told: Sequence[ToldEntry],
    sources: Mapping[SourceName, Source],
    passed: Sequence[Entry] = (),
) -> list[Traits]:
    """Today's and yesterday's entries together. Where a told entry has come back, today's version is compared."""
    before: dict[EntryId, ToldEntry] = {}
    for t in sorted(told, key=lambda t: (t.day, t.story)):
        before[t.entry.id] = t
    today = {e.id: e for e in entries}
    marks: dict[EntryId, tuple[StoryId, dt.date]] = {i: (t.story, t.day) for i, t in before.items()}
    everything = {e.id: e for e in passed} | {i: t.entry for i, t in before.items()} | today
    found = [traits(e, sources.get(e.source), marks.get(i), new=i in today) for i, e in everything.items()]
    return sorted(found, key=lambda t: t.order)


def _story(
    found: Sequence[int],
    all_of_them: Sequence[Traits],
    evidence: Mapping[int, Shared],
    sources: Mapping[SourceName, Source],
    language: str,
    said: Said,
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
    first, chosen_by = lead(members, sources, language), ""
    if chosen := max((b for t in members if (b := said.leads.get(t.id))), key=lambda b: b.order, default=None):
        first, chosen_by = next(t for t in members if t.id == chosen.one), chosen.by or "an editor"
    # Who leads is copied, then who came first.
    again = copies(sorted((t.entry for t in members), key=lambda e: e.id != first.id)) if len(new) > 1 else {}
    joined = {n: why_bound(n, found, all_of_them, said) for n in new} if said.joins else {}
    return Story(
        id=marks[0][1] if marks else StoryId(members[0].id),
        lead=first.id,
        members=tuple(
            Member(
                entry=(e := all_of_them[n].id),
                why=joined.get(n) or why(n, found, all_of_them, evidence, first.id),
                copy_of=again.get(e),
            )
            for n in new
        ),
        title=first.entry.title or "",
        told=marks[0][0] if marks else None,
        continues=tuple(dict.fromkeys(story for _, story in marks)),
        lead_by=chosen_by,
        support=tuple(t.id for n in found if not (t := all_of_them[n]).new and not t.told),
    )


def _own_ids(stories: Sequence[Story]) -> Iterator[Story]:
    """What an editor has taken out of a story that was told is told too, and may not bear its name: of several, the
    one that holds the entry that the story is called by keeps it, else the first."""
    owners: dict[StoryId, Story] = {}
    for story in stories:
        if story.id not in owners or EntryId(story.id) in story.entries:
            owners[story.id] = story
    for story in stories:
        yield story if owners[story.id] is story else replace(story, id=StoryId(story.entries[0]))
