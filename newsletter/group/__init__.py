"""Entries -> stories -> topics. A wrong merge hides news and is worse than a split, so every rule asks for certainty.

    bonds       what editors said: it comes before everything else    sides: who goes with whom
    traits      what is compared of one entry       words, names, vocabulary, translations
    same        the same article                    equal: one piece outright; alike: average link
    rewrites    one event in different words        likeness, candidates, thresholds
    abroad      support in other languages          one best match each
    lead        who speaks for a story              why: what a member shares with it
    told        which stories told before it continues    memory: what of a sentence is new since
    topic       several stories of one development  titles: what it may be called; developing: over days
    differ      dates and numbers that disagree     claims: what a sentence states

Every step takes indices into one list in order of first_seen and id, so the order of the input cannot matter.
"""

from newsletter.group.bonds import Said, said_in_words, settle, signed
from newsletter.group.developing import developments, todays
from newsletter.group.differ import between, differences
from newsletter.group.memory import Memory, Recalled
from newsletter.group.sides import goes_along, reprints
from newsletter.group.stories import group, maybe
from newsletter.group.thresholds import THRESHOLDS, Thresholds, thresholds
from newsletter.group.topic import topics
from newsletter.group.words import is_roundup

__all__ = [
    "THRESHOLDS",
    "Memory",
    "Recalled",
    "Said",
    "Thresholds",
    "between",
    "developments",
    "differences",
    "goes_along",
    "group",
    "is_roundup",
    "maybe",
    "reprints",
    "said_in_words",
    "settle",
    "signed",
    "thresholds",
    "todays",
    "topics",
]
