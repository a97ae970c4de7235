"""Which entries are the same article: link, declared repeat, headline.

Two kinds of evidence, treated differently:

- *Equal* (the same link, a declared repeat, the same headline): the entries are one *piece* by definition, outright.
- *Alike* (headlines that share nine tenths of their words): pieces are joined while more than half of all pairs
  across the two sides are alike, so that A ~ B ~ C does not chain A to C (average link; single link chains).

Within one source equal headlines are as often two reports of a series ("Morning report") as one article twice, so
there the texts must open alike too.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from math import ceil

from newsletter.group.aftermath import follows
from newsletter.group.names import stem
from newsletter.group.recount import same_but_counted
from newsletter.group.sets import Sets
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import OPPOSITES, RIVALS

#: The same headline after so long is another event.
EQUAL_WITHIN = dt.timedelta(hours=72)
ALIKE_WITHIN = dt.timedelta(hours=36)
#: The share of the longer headline's words that the other must have. Contract: "nine tenths of their words".
ALIKE = 0.9
ALIKE_WORDS = 5
#: Headlines that share so much of their words are made alike: what differs is what they tell.
_TEMPLATE = 0.6
#: Openings of texts are about one thing, or are one text, from these shares of common words on.
_OPENING_ALIKE, _OPENING_SAME = 0.3, 0.75
#: Shorter openings say nothing, and of two names that differ only longer ones.
_OPENING_WORDS, _OPENING_NAMED = 8, 12
#: A shorter word is spelled in one way.
_LETTERS = 4
#: Average link: joined when more than this share of all pairs are alike.
_AVERAGE = 0.5
#: Of headlines made by a template ("Weather in X") only so many are compared with each.
_CANDIDATES = 20
#: Of many pieces with one headline (a hostile or broken feed) only the latest are compared.
_RECENT = 8


def pieces(all_of_them: Sequence[Traits], sets: Sets | None = None) -> Sets:
    """Join what is equal. `all_of_them` are in order of first_seen, then id; sets are of indices. `sets` hold what
    editors have joined and keep apart already."""
    sets = sets or Sets(len(all_of_them))
    known = {t.id: n for n, t in enumerate(all_of_them)}
    keys: dict[Hashable, int] = {}
    shared = _shared_pages(all_of_them)
    for n, one in enumerate(all_of_them):
        for key in _keys(one, shared):
            sets.join(keys.setdefault(key, n), n)
        repeated = one.entry.repeat_of
        if repeated is not None:
            # Siblings of an entry that is not here are still one piece.
            sets.join(known.get(repeated, keys.setdefault(("repeats", repeated), n)), n)
    # An article of ours is nobody's report: only its own link or a declared repeat brings it together.
    sets.set_aside(n for n, one in enumerate(all_of_them) if one.ours)
    for bucket in _buckets(all_of_them, lambda t: t.words if not t.generic else None):
        _join_headlines(bucket, all_of_them, sets)
    for bucket in _buckets(all_of_them, lambda t: (t.source, t.words) if t.generic and t.words else None):
        _join_headlines(bucket, all_of_them, sets)
    return sets


def alike(all_of_them: Sequence[Traits], sets: Sets) -> None:
    """Join pieces whose headlines are alike: first to a story that was told, so that nothing is told twice."""
    bonds = sorted(_alike_pairs(all_of_them), key=lambda b: (-b[0], b[1], b[2]))
    piece = [sets.root(n) for n in range(len(all_of_them))]
    told = {piece[n] for n, t in enumerate(all_of_them) if t.told}
    best: dict[int, int] = {}
    for _, a, b in bonds:
        for new, old in ((piece[a], piece[b]), (piece[b], piece[a])):
            if old in told and new not in told and not sets.kept_apart(new, old):
                best.setdefault(new, old)
    # Only what is itself alike to a told entry: a neighbour of a neighbour may be news.
    _average([(s, a, b) for s, a, b in bonds if not {piece[a], piece[b]} & (told | best.keys())], sets)
    for new, old in best.items():
        sets.join(old, new)


def is_series(a: Traits, b: Traits) -> bool:
    """Two reports of one source under one headline, not one article twice."""
    if a.source != b.source:
        return False
    if not a.opening or not b.opening:
        return a.opening != b.opening or abs(a.at - b.at) > dt.timedelta(hours=6)
    return len(a.opening & b.opening) < 0.9 * max(len(a.opening), len(b.opening))


def is_alike(a: Traits, b: Traits) -> bool:
    """Do the headlines share nine tenths of their words, with nothing else against it?"""
    usable = not a.generic and not b.generic and min(len(a.bag), len(b.bag)) >= ALIKE_WORDS
    return usable and _alike(a, b) > 0


def contradict(a: Traits, b: Traits) -> bool:
    """Does something speak against one event, however many words are shared? A series of one source; a bus here and a
    train there; headlines made alike that differ in a number, a name, a negation, or say the opposite."""
    if is_series(a, b) and a.source == b.source and a.words == b.words:
        return True
    if _rivals(a, b) or follows(a, b) or follows(b, a):
        return True
    if len(a.bag & b.bag) < _TEMPLATE * max(len(a.bag), len(b.bag)):
        return False
    if a.fixed != b.fixed:
        return not same_but_counted(a, b)
    return not _small_difference(a, b)


def _keys(one: Traits, shared: set[str]) -> Iterator[Hashable]:
    if one.link is not None and one.link not in shared:
        yield "link", one.link
    if one.told is not None:
        yield "told", one.told[0], one.ours


def _shared_pages(all_of_them: Iterable[Traits]) -> set[str]:
    """Links under which one source has several headlines (a rolling page, a home page): they name no piece."""
    headlines: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for one in all_of_them:
        if one.link is not None:
            headlines[(one.link, one.source)].add(one.words)
    return {link for (link, _), said in headlines.items() if len(said) > 1}


def _buckets(all_of_them: Sequence[Traits], key: Callable[[Traits], Hashable | None]) -> Iterator[list[int]]:
    found: dict[Hashable, list[int]] = defaultdict(list)
    for n, one in enumerate(all_of_them):
        k = key(one)
        if k is not None:
            found[k].append(n)
    return (b for b in found.values() if len(b) > 1)


def _join_headlines(bucket: list[int], all_of_them: Sequence[Traits], sets: Sets) -> None:
    """One headline: each entry goes to the nearest earlier piece that it can be one with."""
    groups: list[list[int]] = []
    for n in sorted(bucket, key=lambda n: (all_of_them[n].at, all_of_them[n].id)):
        one = all_of_them[n]
        for group in reversed(groups[-_RECENT:]):
            first = all_of_them[group[0]]
            if sets.kept_apart(group[0], n):
                continue
            if one.at - first.at <= EQUAL_WITHIN and not any(is_series(all_of_them[m], one) for m in group[-_RECENT:]):
                sets.join(group[0], n)
                group.append(n)
                break
        else:
            groups.append([n])


# --- alike ---------------------------------------------------------------------------------------


def _alike_pairs(all_of_them: Sequence[Traits]) -> Iterator[tuple[float, int, int]]:
    """Pairs of entries with alike headlines: (share of common words, index, index).

    Of two sets of which each has nine tenths of the other's words, the rarest words of both must have one in
    common, so only those are looked up (prefix filter; Chaudhuri et al., ICDE 2006).
    """
    usable = [n for n, t in enumerate(all_of_them) if not t.generic and len(t.bag) >= ALIKE_WORDS]
    count = Counter(w for n in usable for w in all_of_them[n].bag)
    index: dict[str, list[int]] = defaultdict(list)
    for n in usable:
        bag = all_of_them[n].bag
        rarest = sorted(bag, key=lambda w: (count[w], w))[: len(bag) - ceil(ALIKE * len(bag)) + 1]
        seen: set[int] = set()
        for word in rarest:
            for m in index[word][-_CANDIDATES:]:
                if m not in seen:
                    seen.add(m)
                    share = _alike(all_of_them[m], all_of_them[n])
                    if share:
                        yield share, m, n
            index[word].append(n)


def _alike(a: Traits, b: Traits) -> float:
    """The share of common words, or 0 where the headlines are not alike, or tell different things."""
    common = len(a.bag & b.bag)
    share = common / max(len(a.bag), len(b.bag))
    if share < ALIKE or a.fixed != b.fixed or abs(a.at - b.at) > ALIKE_WITHIN or _rivals(a, b):
        return 0.0
    if a.words == b.words and not is_series(a, b):
        return 1.0
    if a.source == b.source and is_series(a, b):
        return 0.0
    return share if _small_difference(a, b) else 0.0


def _small_difference(a: Traits, b: Traits) -> bool:
    """A word more or another ending is small. Another word is, if it is no name and not the opposite, and the texts,
    where there are any, open alike."""
    only_a, only_b = a.bag - b.bag, b.bag - a.bag
    left_a = {w for w in only_a if not any(_inflected(w, v) for v in only_b)}
    left_b = {w for w in only_b if not any(_inflected(w, v) for v in only_a)}
    if not (left_a and left_b):
        return True
    if any(frozenset((w[:4], v[:4])) in OPPOSITES for w in left_a for v in left_b):
        return False
    if min(len(a.opening), len(b.opening)) < _OPENING_WORDS:
        return not (_named(a, left_a) or _named(b, left_b))
    if _known_to(left_a, b) and _known_to(left_b, a):
        return True  # who signs is "President" here and "Zelenskiy" there, and each text has both
    if left_a & a.opening - b.opening and left_b & b.opening - a.opening:
        return False  # each text means it: its own word, and never the other's
    if not (_named(a, left_a) or _named(b, left_b)):
        return _open_alike(a, b, _OPENING_ALIKE)
    return min(len(a.opening), len(b.opening)) >= _OPENING_NAMED and _open_alike(a, b, _OPENING_SAME)


def _known_to(words: Iterable[str], other: Traits) -> bool:
    """Does the other's text have all of them, in whatever spelling?"""
    read = {stem(w) for w in other.opening}
    return all(w in other.opening or (len(w) > _LETTERS and stem(w) in read) for w in words)


def _rivals(a: Traits, b: Traits) -> bool:
    """Does each headline name one of a kind (a bus, a train) that the other's headline and text never do?"""
    for kind in RIVALS:
        ones, others = ({kind[w] for w in t.bag if w in kind} for t in (a, b))
        if ones and others:
            read_a, read_b = ({kind[w] for w in t.bag | t.opening if w in kind} for t in (a, b))
            if ones - read_b and others - read_a and not ones & others:
                return True
    return False


def _inflected(a: str, b: str) -> bool:
    return len(a) > 3 and len(b) > 3 and a[:4] == b[:4] and abs(len(a) - len(b)) <= 3


def _named(one: Traits, words: Iterable[str]) -> bool:
    """Does the headline write one of the words with a capital? (Where it writes all so, every word may be a name.)"""
    title = (one.entry.title or "").replace("’", "").replace("'", "").split()
    capital = {w.strip("“”«»\"'.,:;!?()[]-–—").casefold() for w in title if w.lstrip("“«\"'([")[:1].isupper()}
    return any(w in capital for w in words)


def _open_alike(a: Traits, b: Traits, share: float) -> bool:
    return len(a.opening & b.opening) >= share * min(len(a.opening), len(b.opening))


def _average(bonds: Sequence[tuple[float, int, int]], sets: Sets) -> None:
    """Average link over pieces; a pair without a bond counts nothing."""
    bonded: dict[int, set[int]] = defaultdict(set)
    for _, a, b in bonds:
        a, b = sets.root(a), sets.root(b)
        if a != b:
            bonded[a].add(b)
            bonded[b].add(a)
    parts = {p: [p] for p in bonded}
    where = {p: p for p in bonded}
    for a, b in dict.fromkeys((sets.root(a), sets.root(b)) for _, a, b in bonds):
        if a == b:
            continue
        ga, gb = where[a], where[b]
        if ga == gb:
            continue
        pairs = sum(len(bonded[p].intersection(parts[gb])) for p in parts[ga])
        if pairs > _AVERAGE * len(parts[ga]) * len(parts[gb]) and not _kept_apart(parts[ga], parts[gb], sets):
            parts[ga] += parts.pop(gb)
            where |= dict.fromkeys(parts[ga], ga)
    for group in parts.values():
        for piece in group[1:]:
            sets.join(group[0], piece)


def _kept_apart(ones: Sequence[int], others: Sequence[int], sets: Sets) -> bool:
    """Has an editor said that something of the one is nothing of the other?"""
    return not sets.free and any(sets.kept_apart(a, b) for a in ones for b in others)
