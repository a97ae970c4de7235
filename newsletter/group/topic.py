"""The day's larger developments: several stories that share names.

Thin on purpose: a topic is opened when the names leave no doubt, because a wrong one stands on the page as a title.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations, permutations

from newsletter.group.forms import key, nominative
from newsletter.group.names import Names, small_words
from newsletter.group.titles import GOINGS_ON, joined, titles
from newsletter.group.vocabulary import EVERYDAY
from newsletter.group.words import stems, words_of
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story, Topic

#: One name alone makes a topic when so many headlines have it.
_ALONE = 3
#: A name in a larger share of the stories is the day's background.
_COMMON = 0.4
_EVERYDAY = frozenset(key(w)[:6] for w in EVERYDAY)
#: What holds together by the name of a person or an office, or of a city that half of the news is about, is a
#: development only where each story also shares so many telling words with another; so much is read for them.
_WORDS, _READ = 2, 400
#: A mine, a club, a festival: «Надія» in a headline is a name, though nothing else stands in the quotation marks.
_QUOTED = re.compile(r"«([^\W\d_a-zа-яіїєґё][\w'’ʼ-]+)»")


@dataclass(frozen=True, slots=True)
class _Offer:
    names: tuple[str, ...]  #: as `key` makes them
    stories: frozenset[int]


def topics(
    stories: Sequence[Story], entries: Mapping[EntryId, Entry], *, limit: int, min_stories: int
) -> tuple[Topic, ...]:
    """At most `limit` topics of at least `min_stories` stories, the largest first; a story is in one at most.

    Stories belong together that share two names, or one that three of their headlines have and other words besides;
    names of more than two fifths of all stories do not count. Stories that were told, whose lead is not in `entries` or
    is in another language than most leads are, are in none.
    """
    usable = _usable(stories, entries)
    leads = [entries[s.lead] for s in usable]
    names = names_of(leads)
    offers = [_held(o, leads) for o in _offers(names, [named_in(e.title or "") for e in leads])]
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
    """The names in each of them: as they are compared -> as they are written. Who reports is no name."""
    found = Names(enumerate(_without_outlets(leads)))
    small = {w for e in leads for w in small_words(e)}  # "Joint Forces" and a joint exercise have no name in common
    outlets = {key(w) for e in leads for w in words_of(e.source)}
    of_all: list[dict[str, str]] = []
    for n, lead in enumerate(leads):
        quoted = {key(w): w for w in _QUOTED.findall(lead.title or "") if key(w) not in outlets}
        sure = (w for w in found.of(n).values() if not w[0].isdigit() and w.casefold() not in small | GOINGS_ON)
        of_all.append(quoted | {key(w): w for w in sure})
    return of_all


def everyday(name: str) -> bool:
    """Is half of the news about it? `name` as it is compared."""
    return name[:6] in _EVERYDAY


def _without_outlets(leads: Sequence[Entry]) -> list[Entry]:
    """Their texts without the sources' names: "told Example Wire" makes no topic of the wire."""
    outlets = sorted({e.source for e in leads if " " in e.source}, key=lambda s: (-len(s), s))
    if not outlets:
        return list(leads)
    said = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, outlets))})(?!\w)")
    return [
        replace(
            e,
            title=e.title and said.sub("…", e.title),
            summary_text=said.sub("…", e.summary_text),
            content_text=said.sub("…", e.content_text),
        )
        for e in leads
    ]


def named_in(headline: str) -> frozenset[str]:
    """Its words, as names are compared."""
    return frozenset(map(key, words_of(headline)))


def _usable(stories: Sequence[Story], entries: Mapping[EntryId, Entry]) -> list[Story]:
    """In order of id. A title made of names must be in one language."""
    there = sorted((s for s in stories if s.told is None and s.lead in entries), key=lambda s: s.id)
    spoken = {s.id: (entries[s.lead].language or "").split("-")[0].lower() for s in there}
    languages = Counter(spoken.values())
    most = min(languages, key=lambda c: (-languages[c], c), default="")
    return [s for s in there if spoken[s.id] == most]


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


def _held(offer: _Offer, leads: Sequence[Entry]) -> _Offer:
    """`offer` with the stories that more than one name holds together: an exhibition and a match are both in Kyiv."""
    of_it = [leads[n] for n in sorted(offer.stories)]
    said = _spelled(offer, of_it)
    many = len(said) > 1 and _together(said, of_it) == joined(said, of_it)
    if many or (len(said) == 1 and not any(map(everyday, offer.names))):
        return offer
    telling = {n: telling_words(leads[n], offer.names) for n in offer.stories}
    while True:
        apart = {n for n in telling if not any(len(telling[n] & telling[m]) >= _WORDS for m in telling if m != n)}
        if not apart:
            return replace(offer, stories=frozenset(telling))
        telling = {n: words for n, words in telling.items() if n not in apart}


def telling_words(entry: Entry, names: Collection[str]) -> AbstractSet[str]:
    """The words of a headline and of the opening behind it that not everything has."""
    said = words_of(f"{entry.title or ''} {entry.text[:_READ]}")
    return {w for w in stems(w for w in said if key(w) not in names) if not w.isdigit()} - EVERYDAY


def _spelled(offer: _Offer, leads: Sequence[Entry]) -> list[str]:
    """The offer's names as one of the texts writes them."""
    said = [w for e in leads for w in re.findall(r"[^\W\d_][\w'’ʼ-]*", f"{e.title or ''} {e.text}")]
    return [next((w for w in said if w[0].isupper() and key(w) == name), name) for name in offer.names]


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
    if together == joined(said, of_it):
        said = [nominative(name, of_it) or name for name in said]
        together = joined(said, of_it)
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
    return joined(said, leads)


def _as_said(name: str, found: Sequence[int], names: Sequence[Mapping[str, str]]) -> str:
    """The commonest spelling; of equally common ones the first by alphabet."""
    spelled = Counter(names[n][name] for n in found if name in names[n])
    return min(spelled, key=lambda s: (-spelled[s], s))
