"""What was told, and what of a sentence is new since.

Known is what a told entry says, printed or not: what stood in the source on 10 January is no news "since 10 January".
A sentence is new when it states a number, a name or a turn that nothing told had, or when most of its words are new;
never when its words were there before, in any story that was told. In doubt it is known, and is not printed again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from newsletter.group.claims import claims
from newsletter.group.names import mentions, sentences, stem
from newsletter.group.vocabulary import COMMON_STEMS, EVERYDAY, MONTHS, SMALL_WORDS, TITLES, WEEKDAYS
from newsletter.group.words import is_generic, is_number, must_agree, stems, words_of
from newsletter.model.base import EntryId, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.stories import Story, ToldEntry

#: Of a sentence with a new name so much must be new (one word of ten), and of one without any new fact.
NEW_WITH_NAME, NEW_WITHOUT = 0.1, 0.6
#: The same in a text that was told itself and grew: what is not in its earlier version was added on purpose.
ADDED_WITH_NAME, ADDED_WITHOUT = 0.0, 0.3
#: Of a text so much is looked at, in code points.
_READ = 20_000
#: Days, times and years are when something is said, not what happened.
_WHEN = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b(?!\d)|\b(?:19|20)\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?[^\W\d_]{3,9}\b"
    r"|\b[^\W\d_]{3,9}\.? \d{1,2}\b(?![.,:]?\d)"
)
#: A number as digits. "12s" is what is left of "dozens": a vague plural counts nothing.
_COUNT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
#: From here on a number with noughts at its end may be another one rounded: 20 wounded are not 22.
_ROUND, _ROUNDED_FROM = 0.1, 1000
#: "Serdyukov told …": at its start a capital says nothing by itself, but an English noun without an article does, when
#: it speaks or acts. No plural, no -ing.
_ACTS = re.compile(
    r"([A-Z][^\W\d_]+(?<!s)(?<!ing)(?<!ly)),? (?:told|tells|said|says|added|warned|called|announced|denied|will|would"
    r"|has|had|is|was|led|leads|met|meets|joined|joins|arrived|leaves|left|resigned|died|took|takes)\b"
)
#: Who was told is no news of the event.
_HEARD = re.compile(r"\b(told|tells)((?: (?:the )?[A-Z][^\W\d_]+)+)")
#: With such a share of its own words a headline is another article's; so near to a told one it is the same.
OWN_HEADLINE, SAME_HEADLINE = 0.3, 0.9


def _plain(text: str) -> str:
    return " ".join(text[:_READ].casefold().split())


def _texts(entry: Entry) -> tuple[str, ...]:
    """What it says, each text once."""
    return tuple(dict.fromkeys(t for t in (entry.title or "", entry.summary_text, entry.content_text) if t))


def _numbers(sentence: str) -> set[float]:
    """What is counted. A number beside a month is a day, and is left out."""
    counted = _WHEN.sub(lambda m: " " if _is_when(m.group()) else m.group(), sentence)
    return {float(w) for w in words_of(counted) if len(w) < 16 and _COUNT.fullmatch(w)}


def _is_when(said: str) -> bool:
    words = words_of(said)
    return ":" in said or len(words) == 1 or any(w in MONTHS for w in words)


def _turns(words: Iterable[str]) -> frozenset[str]:
    """Negation, and words that turn an event round: resigned, killed, freed."""
    return frozenset(w for w in must_agree(words) if not is_number(w) and w not in MONTHS and w not in WEEKDAYS)


def _agree(a: float, b: float) -> bool:
    """Equal, or one is the other rounded: 52 is 51.9, 52.3 is not; 100,000 is 102,000."""
    if a == b:
        return True
    for rough, exact in ((a, b), (b, a)):
        if rough != int(rough) or rough < 20:
            continue
        if exact != int(exact) and abs(rough - exact) <= 0.5:
            return True
        digits = f"{rough:.0f}"
        unit = 10.0 ** (len(digits) - len(digits.rstrip("0")))
        if rough >= _ROUNDED_FROM and abs(rough - exact) <= min(unit / 2, _ROUND * rough):
            return True
    return False


def _acting(sentence: str) -> tuple[str, ...]:
    """Who acts at the start of a sentence, where that is somebody's name."""
    found = _ACTS.match(sentence)
    low = found.group(1).casefold() if found else ""
    known = low in TITLES or low in SMALL_WORDS or low[:6] in EVERYDAY
    return (found.group(1),) if found and not known else ()


def _days(text: str) -> set[str]:
    """Weekdays, and days beside a month: "saturday", "16 march"."""
    words = {w for w in words_of(text) if w in WEEKDAYS}
    return words | {" ".join(sorted(words_of(m.group()))) for m in _WHEN.finditer(text) if _is_month(m.group())}


def _is_month(said: str) -> bool:
    return any(w in MONTHS for w in words_of(said))


@dataclass(frozen=True)
class Recalled:
    """What was told of one story before."""

    day: dt.date  #: when it was told last
    said: tuple[str, ...]  #: the texts of its entries, as they were when they were told
    memory: Memory = field(repr=False, compare=False)
    told: tuple[Entry, ...] = ()  #: its entries, as they were when they were told

    def knows(self, entry: Entry, sentence: str) -> bool:
        """Is there nothing in `sentence` of `entry` that is new since `day`?

        What was published before that day cannot be; an entry without a date is taken at its word.
        """
        at = entry.published or entry.updated
        if at is not None and at.date() < self.day:
            return True
        words = words_of(sentence)
        if not words or self.memory.printed(sentence) or f" {' '.join(words)} " in self._running:
            return True
        meant = set(stems(words))
        share = len(meant - self._stems) / len(meant) if meant else 0.0
        if any(not any(_agree(n, told) for told in self._numbers) for n in _numbers(sentence)):
            return False
        turned = _turns(words) - self._turns
        if "not" in turned:
            return False
        fact = turned or self._new_names(sentence) or self._new_dates(sentence)
        if self.memory.told(entry.id):
            return share <= (ADDED_WITH_NAME if fact else ADDED_WITHOUT)
        return share < (NEW_WITH_NAME if fact else NEW_WITHOUT)

    def is_same(self, entry: Entry) -> bool:
        """Is there strong evidence that this is what was told: the entry itself, its link, a declared repeat, the
        headline, or a copy of its text?"""
        if any(entry.id == one.id or entry.repeat_of == one.id or _one_link(entry, one) for one in self.told):
            return True
        return any(_one_headline(entry, one) for one in self.told) or self._copied(entry)

    def _copied(self, entry: Entry) -> bool:
        texts = [" ".join(words_of(t[:_READ])) for t in (entry.summary_text, entry.content_text) if t]
        return bool(texts) and all(f" {t} " in self._running for t in texts)

    def states_new(self, entry: Entry) -> bool:
        """Does any of its texts state a number, a day or a name that was not told, or its headline other words?"""
        title = set(stems(words_of(entry.title or "")))
        if title and len(title - self._stems) >= OWN_HEADLINE * len(title):
            return True
        for text in (t[:_READ] for t in _texts(entry)):
            if any(not any(_agree(n, told) for told in self._numbers) for n in _numbers(text)):
                return True
            if _days(text) - self._days or self._new_dates(text) or any(map(self._new_names, sentences(text))):
                return True
        return False

    def _new_names(self, sentence: str) -> set[str]:
        heard = _HEARD.sub(lambda m: m.group(1) + m.group(2).lower(), sentence)
        named = {m.stem for m in mentions(heard, "") if m.sure} | {stem(w) for w in _acting(sentence)}
        return named - COMMON_STEMS - self._names - {""}

    def _new_dates(self, sentence: str) -> bool:
        """Another day than was told for the same event."""
        stated = {(c.key, c.size) for c in claims("", sentence) if c.kind == "date"}
        return any(key in {k for k, _ in self._dates} and (key, size) not in self._dates for key, size in stated)

    @cached_property
    def _words(self) -> tuple[tuple[str, ...], ...]:
        return tuple(words_of(text[:_READ]) for text in self.said)

    @cached_property
    def _running(self) -> str:
        return " | ".join(f" {' '.join(words)} " for words in self._words)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(s for words in self._words for s in stems(words))

    @cached_property
    def _names(self) -> frozenset[str]:
        """Every word counts: a name at the start of a sentence is known too, and Kyiv by what is Kyiv's. But an English
        word without a capital names nobody: a market is not Mark."""
        words = (w for text in self.said for w in re.findall(r"[^\W\d_]+", text[:_READ]))
        return frozenset(stem(w) for w in words if not "a" <= w[0] <= "z")

    @cached_property
    def _numbers(self) -> frozenset[float]:
        return frozenset(n for text in self.said for n in _numbers(text[:_READ]))

    @cached_property
    def _days(self) -> frozenset[str]:
        return frozenset(d for text in self.said for d in _days(text[:_READ]))

    @cached_property
    def _turns(self) -> frozenset[str]:
        return frozenset(t for words in self._words for t in _turns(words))

    @cached_property
    def _dates(self) -> frozenset[tuple[tuple[str, ...], float]]:
        return frozenset((c.key, c.size) for text in self.said for c in claims("", text) if c.kind == "date")


def _one_link(a: Entry, b: Entry) -> bool:
    """Both lead to one page; a rolling page under another headline is no evidence."""
    one, other = (e.clean_url or e.url for e in (a, b))
    return bool(one) and one == other and (a.source != b.source or _plain(a.title or "") == _plain(b.title or ""))


def _one_headline(a: Entry, b: Entry) -> bool:
    """Nearly the same words, none of them generic, with the same numbers, days and turns."""
    one, other = (words_of(e.title or "") for e in (a, b))
    if is_generic(one) or is_generic(other) or must_agree(one) != must_agree(other):
        return False
    mine, theirs = set(one), set(other)
    return len(mine & theirs) >= SAME_HEADLINE * max(len(mine), len(theirs))


class Memory:
    """The stories of the editions that were published, as their entries were then."""

    def __init__(self, told: Sequence[ToldEntry]) -> None:
        self._told = tuple(told)
        self._of: dict[StoryId, list[ToldEntry]] = defaultdict(list)
        for one in told:
            self._of[one.story].append(one)

    def of(self, story: Story) -> Recalled | None:
        """What was told of what `story` continues; None for a story that was never told."""
        if story.told is None:
            return None
        wanted = dict.fromkeys((*story.continues, story.id))
        held = [one for s in wanted for one in self._of.get(s, ())]
        members = frozenset(story.entries)
        held += [one for one in self._told if one.entry.id in members and one not in held]
        said = tuple(dict.fromkeys(text for one in held for text in _texts(one.entry)))
        return Recalled(day=story.told, said=said, memory=self, told=tuple(one.entry for one in held))

    def told(self, entry: EntryId) -> bool:
        """Was this entry told itself? Where it is here again, its text has changed since."""
        return entry in self._entries

    @cached_property
    def _entries(self) -> frozenset[EntryId]:
        return frozenset(one.entry.id for one in self._told)

    def printed(self, sentence: str) -> bool:
        """Do these words stand in anything that was told?"""
        return _plain(sentence) in self._everything

    @cached_property
    def _everything(self) -> str:
        return "\n".join(_plain(text) for one in self._told for text in _texts(one.entry))
