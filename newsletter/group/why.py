"""Why an entry belongs to its story, in words that a person checks in seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsletter.group.abroad import Shared
from newsletter.group.same import is_alike
from newsletter.group.traits import Traits
from newsletter.model.base import EntryId


def why(
    n: int, found: Sequence[int], all_of_them: Sequence[Traits], evidence: Mapping[int, Shared], lead: EntryId
) -> str:
    """What entry `n` of the set `found` has in common with the lead; failing that, with another member."""
    one = all_of_them[n]
    # What was told comes before the lead: that is why the whole story is passed over.
    others = sorted((m for m in found if m != n), key=lambda m: (not all_of_them[m].told, all_of_them[m].id != lead, m))
    if not others:
        return "the only report"
    for m in others:
        reason = _reason(one, all_of_them[m])
        if reason:
            return reason
    if n in evidence:
        return _shares(evidence[n], all_of_them)
    for m in others:
        if m in evidence and evidence[m].other == n:
            return f"is supported by {_whose(all_of_them[m])}, which shares {_listed(evidence[m].names)}"
    return "leads the story" if one.id == lead else "belongs to the same story as told before"


def _reason(one: Traits, other: Traits) -> str:
    if one.link is not None and one.link == other.link:
        return f"same link as {_whose(other)}"
    if one.entry.repeat_of == other.id or (one.entry.repeat_of and one.entry.repeat_of == other.entry.repeat_of):
        return f"repeats {_whose(other)}"
    if other.entry.repeat_of == one.id:
        return f"repeated by {_whose(other)}"
    if one.words and one.words == other.words:
        return f"same headline as {_whose(other)}"
    if is_alike(one, other):
        return f"nine tenths of the headline's words are those of {_whose(other)}"
    return ""


def _whose(other: Traits) -> str:
    told = f", told on {other.told[1].day} {other.told[1]:%B %Y}" if other.told else ""
    return f"{other.source}'s{told}"


def _shares(shared: Shared, all_of_them: Sequence[Traits]) -> str:
    return f"shares {_listed(shared.names)} with {_whose(all_of_them[shared.other])}"


def _listed(names: Sequence[str]) -> str:
    """Serdyukov, Crimea and CSTO; at most four."""
    some = names[:4]
    return f"{', '.join(some[:-1])} and {some[-1]}" if len(some) > 1 else "".join(some)
