"""What somebody does or says after an event is another event, however much of the first one it names."""

from __future__ import annotations

import re

from newsletter.group.names import mentions, stem
from newsletter.group.traits import Traits
from newsletter.group.vocabulary import EVERYDAY
from newsletter.group.words import stems, words_of

_AFTER = re.compile(
    r"(?<=\S)\s+(?:after|following|since|despite|recalls?|recalling|після|попри|внаслідок|згадує|згадав|згадала"
    r"|после|вопреки|вслед|вспоминает|вспомнил|вспомнила)\s+",
    re.IGNORECASE,
)
#: A bare headline knows of nobody. In words of the opening.
_READ = 8


def follows(one: Traits, other: Traits) -> bool:
    """Does `one` name the event of `other` only behind "after", and somebody before it of whom `other` knows nothing?

    "Orsk's keeper Lund retires after Velmar beat Hald 3-1" is no report of the match; "Two hurt after Velmar beat
    Hald" may be one.
    """
    title = one.entry.title or ""
    found = _AFTER.search(title)
    shared = one.stems & other.stems
    if found is None or not shared or len(other.opening) < _READ:
        return False
    before = title[: found.start()]
    if shared & (frozenset(stems(words_of(before))) - EVERYDAY):
        return False
    speaks = before.rstrip().endswith(":")  # who speaks is somebody, though he stands at the start
    names = {m.stem for m in mentions(before, "") if m.sure or speaks}
    return bool(names) and not names & {stem(w) for w in other.bag | other.opening}
