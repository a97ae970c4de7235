"""Topics over days: a fold over the editions that were published, and today's stories on top.

What a topic is follows from what was told, day after day; only an editor's choices are stored. So nothing of it can be
half written, and a draft changes nothing. A story attaches to the topic that it continues, or all whose names it has;
what is left opens topics as on a single day.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsletter.group.titles import going_on, says_what, titles
from newsletter.group.topic import everyday, named_in, names_of, telling_words, topics
from newsletter.model.base import EntryId, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Member, Story, ToldEntry, Topic
from newsletter.model.topics import Choice, Development

#: Stories without a topic are remembered for so long: two of them on two days may open one.
_LOOSE = dt.timedelta(days=3)
#: So many names shared with a topic's stories attach a story, where it has not all that the topic goes by.
_SHARED = 3
#: A topic of which so long nothing was told is over: the same names are another one.
_OVER = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Telling:
    """One story on one day."""

    day: dt.date
    story: Story
    lead: Entry
    names: Mapping[str, str]  #: what is compared -> as it is written


@dataclass(slots=True)
class _Growing:
    """A topic while it grows."""

    core: tuple[str, ...]  #: the names that it was opened by
    together: str
    told: list[_Telling] = field(default_factory=list)

    @property
    def last(self) -> dt.date:
        return max(t.day for t in self.told)

    def holds(self, telling: _Telling) -> tuple[int, int]:
        """How firmly a story belongs here; (0, 0) when it does not."""
        ids = {t.story.id for t in self.told}
        common = Counter(n for t in self.told for n in t.names)
        shared = sum(n in common for n in telling.names)
        headline = named_in(telling.lead.title or "")  # at its start too, where a capital alone says nothing
        # A link may rest on two everyday words: here it needs a name as well, for a title on the page stands above it.
        linked = ids.intersection(telling.story.continues) and (shared or headline & common.keys())
        if telling.story.id in ids or linked:
            return 3, 0
        if len(self.core) > 1 and all(name in telling.names or name in headline for name in self.core):
            return 2, shared
        single = len(self.core) == 1 and self.core[0] in headline
        often = sum(common[n] > 1 for n in telling.names)
        return (1, shared) if single or often >= _SHARED else (0, 0)


def developments(
    told: Sequence[ToldEntry],
    stories: Sequence[Story] = (),
    entries: Mapping[EntryId, Entry] | None = None,
    *,
    day: dt.date,
    choices: Sequence[Choice] = (),
    quiet: int = 5,
) -> tuple[Development, ...]:
    """The topics of `told` and of today's `stories`, the one with the last news first, then the largest.

    `day` is today; after `quiet` days without news a topic is offered for closing. No order of the input matters.
    """
    growing: list[_Growing] = []
    loose: list[_Telling] = []
    by_day: dict[dt.date, list[tuple[Story, Entry]]] = defaultdict(list)
    for on, some in _editions(told):
        if on < day or not stories:
            by_day[on] += some
    there = entries or {}
    by_day[day] += [(s, there[s.lead]) for s in stories if s.lead in there]
    for on in sorted(d for d, some in by_day.items() if some):
        growing, loose = _step(growing, loose, on, by_day[on])
    made = [_made(g, day, quiet) for g in growing]
    return tuple(sorted(_chosen(made, choices), key=lambda d: (-d.last.toordinal(), -len(d.stories), d.id)))


def todays(found: Sequence[Development], day: dt.date, *, limit: int, min_stories: int) -> tuple[Topic, ...]:
    """Those with enough stories today, as sections are made of them; the largest of today first."""
    made = []
    for one in found:
        stories = tuple(s for on, s in one.stories if on == day)
        if len(stories) >= max(1, min_stories) and one.state != "closed":
            made.append(Topic(title=one.title, titles=one.titles, stories=stories, why=one.why))
    return tuple(sorted(made, key=lambda t: (-len(t.stories), t.title, t.stories))[:limit])


def _editions(told: Sequence[ToldEntry]) -> list[tuple[dt.date, list[tuple[Story, Entry]]]]:
    """What each edition told, as stories with their first entry."""
    held: dict[tuple[dt.date, StoryId], dict[EntryId, Entry]] = defaultdict(dict)
    for one in told:
        held[one.day, one.story][one.entry.id] = one.entry
    days: dict[dt.date, list[tuple[Story, Entry]]] = defaultdict(list)
    for (on, name), some in sorted(held.items()):
        members = sorted(some.values(), key=lambda e: (e.first_seen, e.id))
        spoken = Counter((e.language or "").split("-")[0] for e in members)
        most = min(spoken, key=lambda c: (-spoken[c], c))
        lead = next(e for e in members if (e.language or "").split("-")[0] == most)
        story = Story(
            id=name,
            lead=lead.id,
            members=tuple(Member(entry=e.id, why="told") for e in members),
            title=lead.title or "",
        )
        days[on].append((story, lead))
    return sorted(days.items())


def _step(
    growing: Sequence[_Growing], loose: Sequence[_Telling], day: dt.date, stories: Sequence[tuple[Story, Entry]]
) -> tuple[list[_Growing], list[_Telling]]:
    """One day more: attach, then open."""
    pairs = sorted(stories, key=lambda p: p[0].id)
    names = names_of([lead for _, lead in pairs])
    left = [t for t in loose if day - t.day <= _LOOSE]
    waiting: list[tuple[_Growing, _Telling]] = []
    for (story, lead), of_one in zip(pairs, names, strict=True):
        telling = _Telling(day, story, lead, of_one)
        offers = [(g.holds(telling), -n, g) for n, g in enumerate(growing) if day - g.last <= _OVER]
        best = max(offers, key=lambda o: o[:2], default=None)
        if best is not None and best[0] > (0, 0):
            waiting.append((best[2], telling))
        else:
            left.append(telling)
    for home, telling in waiting:  # behind all of them, so that no order within the day matters
        home.told.append(telling)
    opened, left = _open(left, day)
    return [*growing, *opened], left


def _open(left: Sequence[_Telling], day: dt.date) -> tuple[list[_Growing], list[_Telling]]:
    """Topics of what is in none; each needs a story of `day`."""
    latest = {t.story.id: t for t in sorted(left, key=lambda t: t.day)}
    plain = [replace(t.story, told=None) for t in latest.values()]
    found = topics(plain, {t.lead.id: t.lead for t in latest.values()}, limit=len(plain), min_stories=2)
    opened: list[_Growing] = []
    taken: set[StoryId] = set()
    for topic in found:
        members = [latest[s] for s in topic.stories]
        if any(t.day == day for t in members) and _develops(topic.names, members):
            opened.append(_Growing(core=topic.names, together=topic.together, told=members))
            taken |= set(topic.stories)
    for one in _told_on([t for t in left if t.story.id not in taken], day):
        opened.append(one)
        taken |= {t.story.id for t in one.told}
    return opened, [t for t in left if t.story.id not in taken]


def _develops(core: Sequence[str], members: Sequence[_Telling]) -> bool:
    """Is it more than one event told twice? Of two stories both say what goes on, or one headline does and both have
    every name."""
    leads = [t.lead for t in members]
    if len(members) > 2 or going_on(leads):
        return True
    headlines = [e.title or "" for e in leads]
    return any(map(says_what, headlines)) and all(named_in(h).issuperset(core) for h in headlines)


def _told_on(left: Sequence[_Telling], day: dt.date) -> list[_Growing]:
    """Topics of a story that goes on: a strike told yesterday and, with other words, today."""
    opened: list[_Growing] = []
    taken: set[StoryId] = set()
    for new in sorted((t for t in left if t.day == day), key=lambda t: t.story.id):
        cores = [(t, core) for t in left if t.day < day and t.story.id not in taken and (core := _goes_on(t, new))]
        if new.story.id in taken or not cores:
            continue
        core = max((core for _, core in cores), key=lambda c: (len(c), c))
        one = _Growing(core=core, together=" ".join(new.names[n] for n in core), told=[*(t for t, _ in cores), new])
        one.told += [
            t for t in left if t not in one.told and t.story.id not in taken and any(_goes_on(o, t) for o in one.told)
        ]
        taken |= {t.story.id for t in one.told}
        opened.append(one)
    return opened


def _goes_on(old: _Telling, new: _Telling) -> tuple[str, ...]:
    """The names in both headlines, where both say what goes on and other telling words besides; () else."""
    headline = named_in(old.lead.title or "") & named_in(new.lead.title or "")
    core = tuple(sorted(n for n in headline & old.names.keys() & new.names.keys() if not everyday(n)))
    if not core or old.lead.language != new.lead.language or not going_on([old.lead, new.lead]):
        return ()
    same = telling_words(old.lead, core) & telling_words(new.lead, core)
    return core if old.story.id == new.story.id or len(same) >= _SHARED else ()


def _made(one: _Growing, day: dt.date, quiet: int) -> Development:
    told = sorted(one.told, key=lambda t: (t.day, t.story.id))
    leads = list({t.lead.id: t.lead for t in told}.values())
    said = [next((t.names[name] for t in told if name in t.names), name) for name in one.core]
    entries = tuple(dict.fromkeys(e for t in told for e in t.story.entries))
    offered = titles(said, one.together, leads)
    return Development(
        id=str(entries[0]),
        title=offered[0],
        titles=offered,
        first=told[0].day,
        last=told[-1].day,
        stories=tuple((t.day, t.story.id) for t in told),
        entries=entries,
        state="quiet" if (day - told[-1].day).days > quiet else "open",
        why=f"its stories share {one.together}",
    )


def _chosen(found: Sequence[Development], choices: Sequence[Choice]) -> list[Development]:
    """An editor's words, each for the topic that holds most of its entries; a later choice goes first."""
    made = {d.id: d for d in found}
    done: set[str] = set()
    for choice in sorted(choices, key=lambda c: (c.at, c.id), reverse=True):
        held = {d.id: len(set(d.entries) & set(choice.entries)) for d in found if d.id not in done}
        best = min(held, key=lambda i: (-held[i], i), default=None)
        if best is None or not held[best]:
            continue
        done.add(best)
        one = made[best]
        closed = choice.closed is not None and one.last <= choice.closed
        made[best] = replace(
            one,
            title=choice.title or one.title,
            titled_by=choice.titled_by,
            first=min(one.first, choice.first or one.first),
            state="closed" if closed else one.state,
            closed=choice.closed,
        )
    return list(made.values())
