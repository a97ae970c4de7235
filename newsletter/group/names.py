"""Names in a text, brought to a form that English, Ukrainian and Russian share.

Cyrillic is transliterated (our own table: one letter, one sound), what the alphabets spell differently is made
equal (g/h/zh, c/k, y/i, w/v), and four letters are kept, because case endings come behind them: Сердюкова and
Serdyukov are "serd". Whatever does not sound alike stands in a short table: ОДКБ is the CSTO, Грузія is Georgia.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from newsletter.group.vocabulary import ACRONYMS, COMMON_STEMS, MONTHS, STEMS, TITLES, WEEKDAYS
from newsletter.group.words import words_of
from newsletter.model.feeds import Entry

#: Letters of a name that are compared.
STEM = 4
#: Of a text so much is looked at for its first sentences.
_OPENING = 600
#: Below this, a number is an hour, a day of the month, a count of nearly anything.
_LARGE = 32

#: 15.5 is no hour and no day; 0.5 and 7.30 may be.
_EXACT = re.compile(r"(?:[1-9]|[1-9]\d)\.\d|[1-9]\d{2,}\.\d+")

_SPELLINGS = (
    *("a", "b", "v", "h", "h", "d", "e", "h", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f"),
    *("h", "ts", "ch", "sh", "sh", "", "i", "", "e", "iu", "ia", "e", "i", "i", "e"),
)
_CYRILLIC = dict(
    zip(
        "абвгґдежзийклмнопрстуфхцчшщъыьэюяєіїё",
        _SPELLINGS,
        strict=True,
    )
)
#: Spellings of one sound. In this order: the longer first.
_SOUNDS = (
    ("dzh", "h"),
    ("dh", "h"),
    ("shch", "sh"),
    ("sch", "sh"),
    ("tsch", "ch"),
    ("tch", "ch"),
    ("tz", "ts"),
    ("kh", "h"),
    ("zh", "h"),
    ("gh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "kv"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("g", "h"),
    ("j", "h"),
    ("ou", "u"),
    ("ie", "e"),
    ("iu", "u"),
)
_C = re.compile("c(?!h)")
_DOUBLE = re.compile(r"(.)\1")
#: "Dzhonson" is Johnson: an h between a vowel and a consonant is not heard in one of the two.
_MUTE_H = re.compile("(?<=[aeiou])h(?=[bcdfklmnprstvz])")


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[’'ʼ-](?=[^\W\d_]))*")
_START = re.compile(r"[.!?…:;«»“”\"„|–—(\[]\s*[«“\"„(\[‘']*\s*$")
_SENTENCE = re.compile(r"[.!?…](?:[”\"»’)]*)\s+(?=[A-ZА-ЯІЇЄҐ“«\"„])")
_ABBREVIATION = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Gov|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs))\.$"
)
#: Letters of the longest of them, and what stands before it.
_SHORT = 6
_POSSESSIVE = re.compile("['’ʼ]s?$")


_NO_NAMES = MONTHS | WEEKDAYS | TITLES


@dataclass(frozen=True, slots=True)
class Mention:
    """A capitalised word of a text."""

    stem: str  #: what languages share
    said: str  #: as it stands there
    sure: bool  #: inside a sentence; at its start a capital says nothing


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The shared form of one name: "Серґій" and "Sergei" are both "serh". "" when too little is left."""
    low = word.casefold()
    if low in ACRONYMS:
        return ACRONYMS[low]
    low = "".join(_CYRILLIC.get(c, c) for c in low)
    low = "".join(c for c in unicodedata.normalize("NFKD", low) if "a" <= c <= "z")
    for spelled, sound in _SOUNDS:
        low = low.replace(spelled, sound)
    low = _C.sub("k", low)
    if len(low) > STEM:  # CNN stays as it is
        low = _MUTE_H.sub("", _DOUBLE.sub(r"\1", low))
    low = low[:STEM]
    return STEMS.get(low, low) if len(low) >= 3 else ""


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence; at most 400 characters."""
    head = text[:400]
    for found in _SENTENCE.finditer(head):
        if not _ABBREVIATION.search(head[: found.start() + 1]):
            return head[: found.start() + 1]
    return head


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, roughly; of the first 20,000 characters."""
    for line in text[:20_000].splitlines():
        start = 0
        for found in _SENTENCE.finditer(line):
            if not _ABBREVIATION.search(line, max(start, found.start() - _SHORT), found.start() + 1):
                yield line[start : found.end()].strip()
                start = found.end()
        if line[start:].strip():
            yield line[start:].strip()


def opening(text: str, count: int) -> str:
    """The first `count` sentences; of the first 600 characters."""
    return first_sentence(text) if count == 1 else " ".join(islice(sentences(text[:_OPENING]), count))


def mentions(title: str, text: str, count: int = 1) -> Iterator[Mention]:
    """The capitalised words of the headline and of the first `count` sentences of the text."""
    yield from _of(title, shouted=_is_title_case(title))
    yield from _of(opening(text, count), shouted=False)


def _of(sentence: str, *, shouted: bool) -> Iterator[Mention]:
    for found in _WORD.finditer(sentence):
        word = _POSSESSIVE.sub("", found.group())
        if not word[:1].isupper() or word.casefold() in _NO_NAMES:
            continue
        acronym = len(word) > 1 and word.isupper() and not sentence.isupper()
        start = found.start() == 0 or bool(_START.search(sentence, max(0, found.start() - 6), found.start()))
        for part in word.split("-"):
            shared = stem(part) if part[:1].isupper() and part.casefold() not in _NO_NAMES else ""
            if shared:
                yield Mention(stem=shared, said=part, sure=acronym or not (start or shouted))


def _is_title_case(title: str) -> bool:
    """Are the Words of This Headline Capitalised as a Matter of Style?"""
    longer = [w for w in _WORD.findall(title)[1:] if len(w) > 3]
    return len(longer) >= 3 and sum(w[0].isupper() for w in longer) >= 0.75 * len(longer)


class Names:
    """The names and large numbers of many entries, by the key under which each was given.

    At the start of a sentence a capital says nothing, so a word there counts only if some entry has it, or a word
    with the same stem, inside a sentence. A word that is written small at least as often is no name ("Bank").
    `count` sentences of each text are read.
    """

    def __init__(self, entries: Iterable[tuple[int, Entry]], count: int = 1) -> None:
        found = {key: (entry, tuple(mentions(entry.title or "", entry.text, count))) for key, entry in entries}
        small = Counter(w for entry, _ in found.values() for w in small_words(entry))
        large = Counter(m.said.casefold() for _, said in found.values() for m in said)
        sure = {m.stem for _, said in found.values() for m in said if m.sure} - COMMON_STEMS
        self._of = {
            key: {m.stem: m.said for m in reversed(said) if m.stem in sure and _is_name(m, small, large)}
            | _numbers(entry, count)
            for key, (entry, said) in found.items()
        }

    def of(self, key: int) -> dict[str, str]:
        """Stem -> as this entry writes it first; a number is its own stem."""
        return self._of[key]


def _numbers(entry: Entry, count: int) -> dict[str, str]:
    """Numbers that tell one event from another: no hours, days of a month, or years that are nearly now."""
    now = (entry.published or entry.updated or entry.first_seen).year
    said = words_of(f"{entry.title or ''} {opening(entry.text, count)}")
    large = (w for w in said if w.isdigit() and len(w) < 10 and int(w) >= _LARGE)
    exact = (w for w in said if _EXACT.fullmatch(w))
    return {w: w for w in large if abs(int(w) - now) > 1} | {w: w for w in exact}


def _is_name(mention: Mention, small: Counter[str], large: Counter[str]) -> bool:
    word = mention.said.casefold()
    return small[word] < large[word]


def small_words(entry: Entry) -> Iterator[str]:
    """Words without a capital, of headline and first sentence."""
    for sentence in (entry.title or "", first_sentence(entry.text)):
        yield from (w for w in _WORD.findall(sentence) if w[0].islower())
