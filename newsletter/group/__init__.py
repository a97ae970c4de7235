"""Entries -> stories -> topics. A wrong merge hides news and is worse than a split, so every rule asks for certainty.

    traits     what is compared of one entry        words, names, vocabulary
    same       the same article                     equal: one piece outright; alike: average link
    abroad     support in other languages           one best match each
    lead       who speaks for a story
    topic      several stories of one development

Every step takes indices into one list in order of first_seen and id, so the order of the input cannot matter.
"""

from newsletter.group.stories import group
from newsletter.group.topic import topics

__all__ = ["group", "topics"]
