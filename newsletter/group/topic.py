"""The day's larger developments: several stories that share names.

Thin on purpose: a topic is opened when the names leave no doubt, because a wrong one stands on the page as a title.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from newsletter.group.names import Names, small_words
from newsletter.group.titles import titles
from newsletter.group.words import words_of
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story, Topic

#: One name alone makes a topic when so many headlines have it.
_ALONE = 3
#: A name in a larger share of the stories is the day's background.
_COMMON = 0.4
#: Letters of a name that are compared.
_LETTERS = 7


@dataclass(frozen=True, slots=True)
class _Offer:
    names: tuple[str, ...]  #: as `_key` makes them
    stories: frozenset[int]


def topics(
    stories: Sequence[Story], entries: Mapping[EntryId, Entry], *, limit: int, min_stories: int
) -> tuple[Topic, ...]:
    """At most `limit` topics of at least `min_stories` stories, the largest first; a story is in one at most.

    Stories belong together that share two names, or one that three of their headlines have; names of more than two
    fifths of all stories do not count. Stories that were told, whose lead is not in `entries` or is in another
    language than most leads are, are in none.
    """
    usable = _usable(stories, entries)
    leads = [entries[s.lead] for s in usable]
    names = names_of(leads)
    offers = _offers(names, [named_in(e.title or "") for e in leads])
    made: list[Topic] = []
    taken: set[int] = set()
    while len(made) < limit:
        open_ones = [(o, o.stories - taken) for o in offers]
        fitting = [
            (o, left) for o, left in open_ones if len(left) >= max(min_stories, 2 if len(o.names) > 1 else _ALONE)
        ]
        if not fitting:
            break
        offer, left = min(fitting, key=lambda f: (-len(f[1]), -len(f[0].names), f[0].names))
        taken |= left
        made.append(_topic(offer, sorted(left), usable, names, leads))
    return tuple(made)


def names_of(leads: Sequence[Entry]) -> list[dict[str, str]]:
    """The names in each of them: as they are compared -> as they are written."""
    found = Names(enumerate(leads))
    small = {w for e in leads for w in small_words(e)}  # "Joint Forces" and a joint exercise have no name in common
    return [
        {_key(said): said for said in found.of(n).values() if not said.isdigit() and said.casefold() not in small}
        for n in range(len(leads))
    ]


def named_in(headline: str) -> frozenset[str]:
    """Its words, as names are compared."""
    return frozenset(map(_key, words_of(headline)))


def _usable(stories: Sequence[Story], entries: Mapping[EntryId, Entry]) -> list[Story]:
    """In order of id. A title made of names must be in one language."""
    there = sorted((s for s in stories if s.told is None and s.lead in entries), key=lambda s: s.id)
    spoken = {s.id: (entries[s.lead].language or "").split("-")[0].lower() for s in there}
    languages = Counter(spoken.values())
    most = min(languages, key=lambda c: (-languages[c], c), default="")
    return [s for s in there if spoken[s.id] == most]


def _key(said: str) -> str:
    """Within one language more letters are compared than across: Spritz is not Sprint, Kazakhstan's is Kazakhstan."""
    return said.casefold()[:_LETTERS]


def _offers(names: Sequence[Mapping[str, str]], headlines: Sequence[frozenset[str]]) -> list[_Offer]:
    having: dict[str, set[int]] = defaultdict(set)
    for n, of_one in enumerate(names):
        for name in of_one:
            having[name].add(n)
    having = {s: ns for s, ns in having.items() if 2 <= len(ns) <= max(_COMMON * len(names), 2)}
    pairs: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for n, of_one in enumerate(names):
        for pair in combinations(sorted(s for s in of_one if s in having), 2):
            pairs[pair].add(n)
    offers = [_Offer(pair, frozenset(ns)) for pair, ns in pairs.items() if len(ns) >= 2]
    for name, having_it in having.items():
        in_title = frozenset(n for n in having_it if name in headlines[n])
        if len(in_title) >= _ALONE:
            offers.append(_Offer((name,), in_title))
    return offers


def _topic(
    offer: _Offer,
    found: Sequence[int],
    usable: Sequence[Story],
    names: Sequence[Mapping[str, str]],
    leads: Sequence[Entry],
) -> Topic:
    said = [_as_said(name, found, names) for name in offer.names]
    of_it = [leads[n] for n in found]
    together = _together(said, of_it)
    offered = titles(said, together, of_it)
    return Topic(
        title=offered[0],
        titles=offered,
        stories=tuple(usable[n].id for n in found),
        why=f"its stories share {together}",
        names=offer.names,
        together=together,
    )


def _together(said: Sequence[str], leads: Sequence[Entry]) -> str:
    """Names that stand side by side are one: Hong Kong, but Almaty and Tokayev."""
    for one, other in permutations(said, 2):
        if any(f"{one} {other}" in f"{e.title or ''} {e.text}" for e in leads):
            return f"{one} {other}"
    return " and ".join(said)


def _as_said(name: str, found: Sequence[int], names: Sequence[Mapping[str, str]]) -> str:
    """The commonest spelling; of equally common ones the first by alphabet."""
    spelled = Counter(names[n][name] for n in found if name in names[n])
    return min(spelled, key=lambda s: (-spelled[s], s))
