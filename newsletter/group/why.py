"""Why an entry belongs to its story, in words that a person checks in seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from newsletter.group.abroad import Shared
from newsletter.group.recount import same_but_counted
from newsletter.group.same import is_alike
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import EVERYDAY
from newsletter.group.voices import copied
from newsletter.group.words import stems, words_of
from newsletter.model.base import EntryId, day_in_words

#: Of a large story so many members are asked what they share; the lead is the first of them.
_ASKED = 12
#: More than this nobody reads.
_NAMED = 4
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")


def why(
    n: int, found: Sequence[int], all_of_them: Sequence[Traits], evidence: Mapping[int, Shared], lead: EntryId
) -> str:
    """What entry `n` of the set `found` has in common with the lead; failing that, with another member."""
    one = all_of_them[n]
    # What was told comes before the lead: that is why the whole story is passed over.
    others = sorted((m for m in found if m != n), key=lambda m: (not all_of_them[m].told, all_of_them[m].id != lead, m))
    if not others:
        return "the only report"
    for m in others[:_ASKED]:
        reason = _reason(one, all_of_them[m])
        if reason:
            return reason
    if n in evidence:
        return _shares(evidence[n], all_of_them)
    for m in others:
        if m in evidence and evidence[m].other == n:
            return f"is supported by {_whose(all_of_them[m])}, which shares {listed(evidence[m].names)}"
    most = max(((shared_words(one, all_of_them[m]), -k, m) for k, m in enumerate(others[:_ASKED])), key=_telling)
    if len(most[0]) > 1:
        return f"shares {listed(most[0])} with {_whose(all_of_them[most[2]])}"
    return "leads the story" if one.id == lead else "belongs to the same story as told before"


def _telling(found: tuple[tuple[str, ...], int, int]) -> tuple[int, int]:
    return min(len(found[0]), _NAMED), found[1]


def shared_words(one: Traits, other: Traits) -> tuple[str, ...]:
    """What both say, as `other` writes it: names and numbers first, headline before text; no everyday words."""
    mine = one.stems | frozenset(stems(one.opening))
    spelled = _spelled(other.entry.title or "", other.entry.text[:400])
    found = [written for stem, written in spelled.items() if stem in mine and stem not in EVERYDAY]
    return tuple(sorted(found, key=str.islower))


@lru_cache(maxsize=4_000)
def _spelled(title: str, text: str) -> Mapping[str, str]:
    """What is compared -> as it is written there. A headline may write all words with a capital; a name keeps it."""
    found: dict[str, str] = {}
    for written in _WORD.findall(f"{title} {text}"):
        for stem in stems(words_of(written)):
            if stem not in found or written.islower():
                found[stem] = written
    return found


def _reason(one: Traits, other: Traits) -> str:
    if one.link is not None and one.link == other.link:
        return f"same link as {_whose(other)}"
    if one.entry.repeat_of == other.id or (one.entry.repeat_of and one.entry.repeat_of == other.entry.repeat_of):
        return f"repeats {_whose(other)}"
    if other.entry.repeat_of == one.id:
        return f"repeated by {_whose(other)}"
    if one.words and one.words == other.words:
        return f"same headline as {_whose(other)}"
    if copied(one.entry, other.entry):
        return f"the same text under another headline as {_whose(other)}"
    if is_alike(one, other):
        return f"nine tenths of the headline's words are those of {_whose(other)}"
    if same_but_counted(one, other):
        return f"the headline with another number, of the same day, as {_whose(other)}"
    return ""


def _whose(other: Traits) -> str:
    told = f", told on {day_in_words(other.told[1])}" if other.told else ""
    return f"{other.source}'s{told}"


def _shares(shared: Shared, all_of_them: Sequence[Traits]) -> str:
    return f"shares {listed(shared.names)} with {_whose(all_of_them[shared.other])}"


def listed(names: Sequence[str]) -> str:
    """Serdyukov, Crimea and CSTO; at most four."""
    some = names[:_NAMED]
    return f"{', '.join(some[:-1])} and {some[-1]}" if len(some) > 1 else "".join(some)
