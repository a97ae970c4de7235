"""What the rules for sentences need to know of a language. One record per language, in `words_<language>.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: A word: letters and digits, with apostrophes and hyphens inside.
WORD = re.compile(r"[^\W_]+(?:['’ʼ\-‑][^\W_]+)*")


def alternatives(words: str) -> str:
    """Words separated by `|` or line ends, as one regex group; a space matches a space."""
    parts = [w.strip() for w in re.split(r"[|\n]", words) if w.strip()]
    return "(?:" + "|".join(re.escape(w) for w in sorted(parts, key=lambda w: (-len(w), w))) + ")"


def listed(words: str) -> frozenset[str]:
    """Words separated by white space, case folded."""
    return frozenset(words.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """Tables and patterns of one language. Patterns are compiled; word sets are case folded."""

    script: str  #: latin or cyrillic
    # --- where a sentence ends
    never_end: frozenset[str]  #: abbreviations whose full stop never ends a sentence (without the stop)
    may_end: frozenset[str]  #: abbreviations whose full stop ends one only before a word of `starters`
    before_digits: frozenset[str]  #: abbreviations only where a digit follows ("No. 5")
    starters: frozenset[str]  #: words that a new sentence often begins with and a name never
    # --- what stands alone
    openers: frozenset[str]  #: a sentence that begins with one leans on what was said before
    leans: re.Pattern[str]  #: phrases that lean on what was said before, wherever they stand
    leans_softly: re.Pattern[str]  #: fine directly behind a sentence that is printed, else not
    furniture: re.Pattern[str]  #: words of a web page rather than of a report
    address: re.Pattern[str]  #: the publisher's "we" and the reader's "you"; in somebody's quotation they are fine
    verb: re.Pattern[str]  #: a finite verb, by list and by ending: a heuristic
    # --- days
    months: tuple[str, ...]  #: as printed behind a day number, January first
    date: re.Pattern[str]  #: groups d, m (or d2, m2), y
    month_of: Mapping[str, int]  #: first three letters, case folded -> month
    relative: re.Pattern[str]  #: groups today, yesterday, tomorrow, weekday, vague
    weekday_of: Mapping[str, int]  #: first letters of a weekday -> 0 for Monday
    said_on: str  #: "said on {date}"
    future: re.Pattern[str]  #: says what will be
    future_headline: re.Pattern[str]  #: the same in a headline
    past: re.Pattern[str]  #: one word: what happened or was said
    clause: re.Pattern[str]  #: where one clause ends and another begins
    after: re.Pattern[str]  #: "since", "after": what follows is no plan for that day
    # --- direct speech
    quotes: tuple[re.Pattern[str], ...]  #: groups quote and who
    role: re.Pattern[str]  #: one word that a role is named with
    name_words: int  #: words that a name behind a role has at most
    article: re.Pattern[str]  #: what is cut from the head of a role

    def day(self, month: int, day: int) -> str:
        """As printed: 10 January."""
        return f"{day} {self.months[month - 1]}"
