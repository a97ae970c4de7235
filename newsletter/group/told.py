"""Which stories told before today's continue: recognised by what both say, however long ago within memory.

A link is no merge. Two developments of one story stay two stories of today; each knows what it continues, so that
the page can say what is new since then. So a wrong link costs a label and hides nothing, and the likeness that is
asked for is a little lower than for joining.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from newsletter.group.likeness import Bag, bags, total
from newsletter.group.names import mentions
from newsletter.group.same import ALIKE_WITHIN, contradict
from newsletter.group.sets import Sets
from newsletter.group.thresholds import Thresholds
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import ATTACK, EVERYDAY
from newsletter.group.why import listed, shared_words
from newsletter.group.words import stems, words_of
from newsletter.model.base import SourceName, StoryId, day_in_words
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Story

#: Where a text stands behind both headlines so much of what both say must tell something: no everyday word, and not
#: what every attack has; one of it no name, unless they are so much alike.
_TELLING, _ALIKE = 2, 2.0
#: So many words two stories must share to be compared, and so many of a story's rarest ones look for others.
_SHARED, _RAREST = 2, 8
#: Of the stories told that have such a word, so many that were told last are compared.
_RECENT = 40
#: After so long the same words are more often another event: then so much more likeness is asked for.
_LONG, _MORE = dt.timedelta(days=7), 1.5
#: Reports with so much of their openings in common are one report that was continued, though a number differs.
_OPENING, _OPENING_WORDS = 0.5, 8
#: Of a large story so many members are looked at for what speaks against one event.
_ASKED = 12


@dataclass(frozen=True, slots=True)
class Link:
    """What a set of today's entries continues."""

    story: StoryId  #: as it was told
    day: dt.date
    likeness: float
    entry: int  #: index of the told entry that is most like today's
    by: int  #: index of today's entry that it is most like


@dataclass(slots=True)
class _Told:
    story: StoryId
    day: dt.date
    members: list[int]
    sum: Bag
    square: float


def links(all_of_them: Sequence[Traits], sets: Sets, by: Thresholds) -> dict[int, tuple[Link, ...]]:
    """The links of every set that has any, by its root, the likest first: by words alone. Depends on no order."""
    if not any(t.told for t in all_of_them):
        return {}
    found = bags(all_of_them, by, None)
    told = _told(all_of_them, found)
    posted = _posted(told)
    made: dict[int, tuple[Link, ...]] = {}
    for group in sets.all():
        today = [n for n in group if all_of_them[n].new and not all_of_them[n].generic and found[n].words]
        if today and not sets.is_aside(group[0]):
            linked = sorted(
                _links(today, told, posted, all_of_them, found, sets, by), key=lambda k: (-k.likeness, k.story)
            )
            made |= {sets.root(group[0]): tuple(linked)} if linked else {}
    return made


def go_along(
    linked: Mapping[int, tuple[Link, ...]],
    all_of_them: Sequence[Traits],
    sets: Sets,
    sources: Mapping[SourceName, Source],
) -> dict[int, tuple[Link, ...]]:
    """Join what only labelled sources say today with the one story of others that continues the same: never alone on
    the page, an accusation stands below the event that it is about. The links that hold then."""
    found = dict(linked)
    old = {sets.root(n) for n, t in enumerate(all_of_them) if t.told}
    full = [n for n, t in enumerate(all_of_them) if t.new and _is_full(sources.get(t.source))]
    firm = {sets.root(n) for n in full}
    for root, links_ in sorted(linked.items()):
        homes = [r for r in firm - old - {root} if r in found and found[r][0].story == links_[0].story]
        if root not in found or root in firm | old or len(homes) != 1 or sets.kept_apart(root, homes[0]):
            continue
        if abs(all_of_them[homes[0]].at - all_of_them[root].at) > ALIKE_WITHIN:
            continue
        made = sets.join(root, homes[0])
        both = {k.story: k for k in (*found.pop(root), *found.pop(homes[0]))}
        found[made] = tuple(sorted(both.values(), key=lambda k: (-k.likeness, k.story)))
        firm = {sets.root(n) for n in full}
    return found


def _is_full(source: Source | None) -> bool:
    return source is not None and source.trust is Trust.FULL and not source.ours


def _told(all_of_them: Sequence[Traits], found: Sequence[Bag]) -> dict[StoryId, _Told]:
    stories: dict[StoryId, _Told] = {}
    for n, one in enumerate(all_of_them):
        if one.told is None or one.ours or one.generic or not found[n].words or _asks(one):
            continue
        story, day = one.told
        held = stories.setdefault(story, _Told(story, day, [], Bag({}), 0.0))
        held.day = max(held.day, day)
        held.members.append(n)
        held.sum.add(found[n])
    for held in stories.values():
        held.square = held.sum.dot(held.sum)
    return stories


def _asks(one: Traits) -> bool:
    """A question has told no event: what answers it is news."""
    return (one.entry.title or "").rstrip(" ”»\"'").endswith("?")


def _posted(told: Mapping[StoryId, _Told]) -> dict[str, list[StoryId]]:
    """Word -> the stories that have it, the latest told first."""
    posted: dict[str, list[StoryId]] = defaultdict(list)
    for held in sorted(told.values(), key=lambda t: (-t.day.toordinal(), t.story)):
        for f in held.sum.words:
            posted[f].append(held.story)
    return posted


def _links(
    today: Sequence[int],
    told: Mapping[StoryId, _Told],
    posted: Mapping[str, Sequence[StoryId]],
    all_of_them: Sequence[Traits],
    found: Sequence[Bag],
    sets: Sets,
    by: Thresholds,
) -> Iterator[Link]:
    whole = total(found[n] for n in today)
    square = whole.dot(whole)
    shared = sorted((f for f in whole.words if f in posted and f not in EVERYDAY), key=lambda f: (len(posted[f]), f))
    met = {s for f in shared[:_RAREST] for s in posted[f][:_RECENT]}
    at = max(all_of_them[n].at for n in today).date()
    for story in met:
        held = told[story]
        least = by.told * (_MORE if at - held.day > _LONG else 1.0)
        if len(whole.words.keys() & held.sum.words.keys()) < _SHARED or any(
            sets.kept_apart(today[0], m) for m in held.members
        ):
            continue
        scale = sqrt(square * held.square)
        across = whole.dot(held.sum)
        if across < least * scale:
            continue
        best, against = _pairs(today, held.members, all_of_them, found)
        likeness = round((across - against) / scale, 9)
        if (
            likeness >= least
            and best is not None
            and _tells(all_of_them[best[1]], all_of_them[best[2]], likeness, least)
        ):
            yield Link(story, held.day, likeness, best[2], best[1])


def _tells(one: Traits, told: Traits, likeness: float, least: float) -> bool:
    """Do the likest two share more than a place and what every attack has?"""
    if min(len(one.opening), len(told.opening)) < _OPENING_WORDS:
        return True
    mine, theirs = (t.stems.union(stems(t.opening)) for t in (one, told))
    telling = (mine & theirs) - EVERYDAY - ATTACK
    names = {s for m in mentions(told.entry.title or "", told.entry.text) if m.sure for s in stems(words_of(m.said))}
    return len(telling) >= _TELLING and (bool(telling - names) or likeness >= _ALIKE * least)


def _pairs(
    today: Sequence[int], told: Sequence[int], all_of_them: Sequence[Traits], found: Sequence[Bag]
) -> tuple[tuple[float, int, int] | None, float]:
    """The likest pair (likeness, index of today's, of the told one); the likeness of pairs that speak against it."""
    best: tuple[float, int, int] | None = None
    against = 0.0
    for n in today[:_ASKED]:
        for m in told[:_ASKED]:
            likeness = found[n].dot(found[m])
            if n != m and contradict(all_of_them[m], all_of_them[n]) and not _continued(all_of_them[m], all_of_them[n]):
                against += likeness
            elif best is None or (-likeness, n, m) < (-best[0], *best[1:]):
                best = (likeness, n, m)
    return best, against


def _continued(told: Traits, one: Traits) -> bool:
    """The text of the earlier report opens the later one: the same report, with another count."""
    if told.fixed == one.fixed and told.words != one.words:
        return False
    few = min(len(told.opening), len(one.opening))
    return few >= _OPENING_WORDS and len(told.opening & one.opening) >= _OPENING * few


def continuing(story: Story, found: Sequence[Link], all_of_them: Sequence[Traits]) -> Story:
    """`story` with what it continues, and with why beside the member that shows it."""
    if not found:
        return story
    told = max([link.day for link in found] + ([story.told] if story.told else []))
    ids = tuple(dict.fromkeys((*(link.story for link in found), *story.continues)))
    members = story.members
    if story.told is None:  # what was joined with a told entry says so already
        first = max(found, key=lambda link: link.day)  # the day that the page's "New since" names; then the likest
        one, other = all_of_them[first.by], all_of_them[first.entry]
        words = shared_words(one, other)
        said = f"continues {other.source}'s, told on {day_in_words(first.day)}"
        said += f": both say {listed(words)}" if words else ""
        members = tuple(replace(m, why=f"{m.why}; {said}") if m.entry == one.id else m for m in members)
    return replace(story, told=told, continues=ids, members=members)
