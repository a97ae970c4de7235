"""Past editions again with the present code and bonds; how well they are grouped against what editors finally did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter import ports
from newsletter.group import THRESHOLDS, group
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.bonds import Bond
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import MEMORY, Outcome
from newsletter.pipeline.compose import SUPPORT
from newsletter.pipeline.meanings import Joining
from newsletter.pipeline.past import Past


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of entries: what the editors' stories hold, what the present grouping joins, and both."""

    together: int = 0  #: pairs that are one story in what was published and said since
    joined: int = 0  #: pairs that the present code joins
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Of the pairs that are joined, how many rightly; None where none is."""
        return self.right / self.joined if self.joined else None

    @property
    def recall(self) -> float | None:
        """Of the pairs that are one story, how many are joined; None where there is none."""
        return self.right / self.together if self.together else None

    def __add__(self, other: Pairs) -> Pairs:
        return Pairs(
            together=self.together + other.together, joined=self.joined + other.joined, right=self.right + other.right
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One day again."""

    day: dt.date
    entries: int
    stories: int  #: that the present code makes
    pairs: Pairs
    changed: tuple[tuple[EntryId, EntryId, bool], ...]  #: pairs that differ; True: joined now and not then
    touched: bool  #: an editor has joined or split entries of it, or said of two that they are apart


def replay(
    review: Review,
    day: dt.date,
    *,
    archive: ports.Archive,
    decisions: ports.Decisions,
    sources: Mapping[SourceName, Source],
    bonds: Sequence[Bond],
    grouping: Joining | None,
    corrected: bool = True,
) -> Replayed:
    """Group the entries of a published edition anew and compare with its stories, as editors left them.

    What was said by then or later counts as what editors did: a join makes its stories one, a split takes them apart.
    With `corrected` the present grouping knows the bonds as well; without, it shows what the code does alone.
    """
    past = Past(decisions, archive, day)
    rows = [r for r in decisions.rows(review.id, day) if r.outcome in (Outcome.TOLD, Outcome.MERGED, Outcome.PASSED)]
    wanted = {r.entry: r.story for r in rows if r.story is not None}
    entries = list(archive.entries(ids=list(wanted)))
    told, passed = past.told(review.id, day - MEMORY), past.passed(review.id, day - SUPPORT)
    by = grouping.by if grouping else THRESHOLDS
    meant = grouping.meanings([*(t.entry for t in told), *passed, *entries]) if grouping else None
    said = bonds if corrected else ()
    stories = group(
        entries,
        told=told,
        sources=sources,
        language=review.language,
        bonds=said,
        by=by,
        passed=passed,
        meanings=meant,
    )
    found = {e: s.id for s in stories for e in s.entries}
    finally_ = _finally(entries, wanted, bonds)
    then, now = _pairs(finally_), _pairs(found)
    return Replayed(
        day=day,
        entries=len(entries),
        stories=len(stories),
        pairs=Pairs(together=len(then), joined=len(now), right=len(then & now)),
        changed=tuple((a, b, (a, b) in now) for a, b in sorted(then ^ now)),
        touched=any(b.kind in ("join", "apart") and b.one in wanted and b.other in wanted for b in bonds),
    )


def _finally(
    entries: Sequence[Entry], wanted: Mapping[EntryId, StoryId], bonds: Sequence[Bond]
) -> dict[EntryId, StoryId]:
    """Entry -> story as published, with what editors have said since laid over it; the later word counts."""
    story = {e.id: wanted[e.id] for e in entries}
    for bond in sorted(bonds, key=lambda b: b.order):
        one, other = story.get(bond.one), story.get(bond.other)
        if one is None or other is None:
            continue
        if bond.kind == "join" and one != other:
            story = {e: one if s == other else s for e, s in story.items()}
        elif bond.kind == "apart" and one == other:
            story[bond.other] = StoryId(f"{one} without {bond.other}")
    return story


def _pairs(story: Mapping[EntryId, StoryId]) -> set[tuple[EntryId, EntryId]]:
    held: dict[StoryId, list[EntryId]] = {}
    for entry in sorted(story):
        held.setdefault(story[entry], []).append(entry)
    return {(a, b) for members in held.values() for n, a in enumerate(members) for b in members[n + 1 :]}
