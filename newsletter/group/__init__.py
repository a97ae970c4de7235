"""Entries -> stories -> topics. A wrong merge hides news and is worse than a split, so every rule asks for certainty.

    traits      what is compared of one entry       words, names, vocabulary, translations
    same        the same article                    equal: one piece outright; alike: average link
    rewrites    one event in different words        likeness, candidates, thresholds
    abroad      support in other languages          one best match each
    lead        who speaks for a story              why: what a member shares with it
    topic       several stories of one development
    differ      dates and numbers that disagree     claims: what a sentence states

Every step takes indices into one list in order of first_seen and id, so the order of the input cannot matter.
"""

from newsletter.group.differ import between, differences
from newsletter.group.stories import group, maybe
from newsletter.group.topic import topics

__all__ = ["between", "differences", "group", "maybe", "topics"]
