"""What a section takes: tags, words with their endings, sources, times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from newsletter.layout.candidate import Candidate
from newsletter.model.base import primary
from newsletter.model.rules import SectionRule, Take
from newsletter.model.stories import Window
from newsletter.model.titles import holds_hours


def takes(rule: SectionRule, story: Candidate, window: Window) -> bool:
    """All keys of `take`, any value of each; no `take` takes everything.

    A title with {hours} means the edition's own window: what happened before it opened, or nobody knows when, does
    not stand below it, `within` or not. Elsewhere `within` never cuts into that window: after a skipped day the
    stories of both days are new.
    """
    if holds_hours(rule.title) and not _inside(story, window):
        return False
    take = rule.take
    if take is None:
        return True
    since = min(window.cutoff - take.within, window.opens) if take.within else None
    return (
        fits(take, story)
        and (since is None or (story.at is not None and story.at >= since))
        and story.publishers >= take.min_publishers
    )


def _inside(story: Candidate, window: Window) -> bool:
    return story.at is not None and window.opens <= story.at <= window.cutoff


def fits(take: Take, story: Candidate) -> bool:
    """The keys that say what a story is about and who carries it."""
    return (
        _any(take.tags, story.tags)
        and _any(take.sources, story.sources)
        and _any(take.publishers, story.voices)
        and (not take.languages or bool(story.languages & {primary(x) for x in take.languages}))
        and (not take.words or any(word(w).search(story.text) for w in take.words))
    )


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _any(wanted: Sequence[str], found: frozenset[str]) -> bool:
    return not wanted or not found.isdisjoint(w.casefold() for w in wanted)


_CYRILLIC_END = re.compile(r"(?<=[а-яіїєґ']{4})[аеєиіїоуюяйь]+$", re.IGNORECASE)


def stem(name: str, letters: int = 5) -> str:
    """By what two forms of a word are one: Молдова, Молдові; Надія, Надії; Sherman, Sherman's."""
    return _CYRILLIC_END.sub("", fold(name).casefold().removesuffix("'s"))[:letters]


@lru_cache(maxsize=512)
def word(text: str) -> re.Pattern[str]:
    """A word or phrase with the endings that names take: Kazakhstan also finds Kazakhstan's and Kazakhstani.

    Cyrillic names lose their last vowel and take up to three letters (Женева, Женеві). What is short and in
    capitals is found in capitals only: US is not us.
    """
    clean = fold(" ".join(text.split()))
    exact = len(clean) <= 3 and clean.isupper()
    if re.search(r"[а-яіїєґ]$", clean, re.IGNORECASE) and len(clean) > 4:
        body = re.escape(re.sub(r"[аеиіїоуюяйь]$", "", clean, flags=re.IGNORECASE)) + "[а-яіїєґ']{0,3}"
    elif exact:
        body = re.escape(clean) + "(?:'s)?"
    else:
        stem = re.escape(clean[:-1]) if clean[-1:] in "eyEY" else re.escape(clean)
        body = f"(?:{re.escape(clean)}(?:s|'s|s'|i|is|n|ns|ian|ians)?|{stem}(?:ians?|ies))"
    return re.compile(rf"(?<!\w){body}(?!\w)", 0 if exact else re.IGNORECASE)
