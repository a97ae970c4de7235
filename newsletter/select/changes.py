"""What has changed between two versions of an entry, sentence by sentence. Pure.

Only like is compared with like: a feed that begins or ceases to carry the whole text beside its summary has changed
nothing. Neither does white space, markup (texts have none), another kind of quotation mark or dash, the parameters of
an address that stands in the text, a sentence that has moved, or a teaser that is cut at another place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from newsletter.model.feeds import Version

#: A text is compared up to here: it bounds the work on a hostile one; code points and sentences.
READ = 40_000
MOST = 400
#: Sentences that share this part of their words are one sentence that was rewritten.
_ALIKE = 0.5

# Every run is tried from its beginning only, and given back by nobody: no text makes these more than linear.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s+[\"“„«(\[]*[^\W_a-zа-яіїєґ])|\n+")
#: "Mr.", "Jan.", "U.S.": what ends so is no end of a sentence; two that stay together do no harm.
_SHORT = re.compile(r"(?:^|[\s(“\"])(?:[A-ZА-ЯІЇЄҐ][^\W\d_]{0,2}|(?:[^\W\d_]\.)+[^\W\d_]?)\.$")
_QUERY = re.compile(r"(https?://[^\s?#]{1,500}+)[?#]\S*")
_TRAIL = re.compile(
    r"(?<![\s\[(])[\s\[(]*+(?:…|(?<!\.)\.{3,}+)[\s\])]*+(?:(?:continue reading|read more|читати далі)\W*+)?$",
    re.IGNORECASE,
)
_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One sentence, or the headline, that is not what it was. Not both are None."""

    where: Literal["title", "text"]
    old: str | None  #: None: it was added
    new: str | None  #: None: it was taken out

    @property
    def words(self) -> str:
        """“old” → “new”, for a person."""
        what = "the headline " if self.where == "title" else ""
        if self.old is None:
            return f"added {what}“{_short(self.new or '')}”"
        if self.new is None:
            return f"took out {what}“{_short(self.old)}”"
        return f"{what}“{_short(self.old)}” → “{_short(self.new)}”"


def changes(old: Version, new: Version) -> tuple[Change, ...]:
    """The headline first, then the text in its order; () when nothing that a reader sees is another."""
    found: list[Change] = []
    if old.title and new.title and _folded(old.title) != _folded(new.title):
        found.append(Change(where="title", old=old.title, new=new.title))
    for before, after in _texts(old, new):
        text = _compared(sentences_of(before), sentences_of(after))
        if text:
            return (*found, *text)
    return tuple(found)


def _texts(old: Version, new: Version) -> Iterator[tuple[str, str]]:
    """Whole texts if both have one, else summaries; whichever is there when neither is there in both."""
    if old.content_text and new.content_text:
        yield old.content_text, new.content_text
    if old.summary_text and new.summary_text:
        yield old.summary_text, new.summary_text


def sentences_of(text: str) -> list[str]:
    """The whole text in sentences, nothing left out; what trails without a full stop is one too."""
    found: list[str] = []
    start, text = 0, text[:READ]
    for end in _END.finditer(text):
        sentence = text[start : end.end()].strip()
        if _SHORT.search(sentence[-6:]) and len(found) < MOST:
            continue
        if sentence:
            found.append(sentence)
        start = end.end()
    return [*found, *filter(None, [text[start:].strip()])][:MOST]


def _compared(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    mine, theirs = [_folded(s) for s in old], [_folded(s) for s in new]
    stays = set(mine) & set(theirs)
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            gone = [i for i in range(a, b) if mine[i] not in stays]
            came = [j for j in range(c, d) if theirs[j] not in stays]
            found += _paired([old[i] for i in gone], [new[j] for j in came])
    return tuple(found)


def _paired(gone: Sequence[str], came: Sequence[str]) -> Iterator[Change]:
    """Rewritten sentences with what they were, in the order in which they stand now; then what is left."""
    left = {i: _bag(sentence) for i, sentence in enumerate(gone)}
    comparable = len(gone) * len(came) <= MOST * 25  # who rewrites more than that has written another text
    for sentence in came:
        bag = _bag(sentence)
        before = (
            max(left, key=lambda i: _likeness(gone[i], left[i], sentence, bag), default=None) if comparable else None
        )
        if before is not None and _likeness(gone[before], left[before], sentence, bag) >= _ALIKE:
            del left[before]
            if not _cut_elsewhere(gone[before], sentence):
                yield Change(where="text", old=gone[before], new=sentence)
        else:
            yield Change(where="text", old=None, new=sentence)
    for i in left:
        yield Change(where="text", old=gone[i], new=None)


def _likeness(one: str, mine: Set[str], other: str, theirs: Set[str]) -> float:
    if mine & theirs and _cut_elsewhere(one, other):
        return 1.0
    return 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))


def _bag(sentence: str) -> Set[str]:
    return frozenset(re.findall(r"\w+", _folded(sentence).casefold()))


def _cut_elsewhere(one: str, other: str) -> bool:
    """Is one of them the beginning of the other, cut off by its publisher and not by its author?"""
    shorter, longer = sorted((one, other), key=len)
    begin = _TRAIL.sub("", _folded(shorter))
    whole = _TRAIL.sub("", _folded(longer))
    return begin != _folded(shorter) and len(begin) >= 10 and whole.startswith(begin)


def _folded(text: str) -> str:
    """As a reader sees it: what is only another way of writing the same is the same."""
    plain = unicodedata.normalize("NFKC", _TRAIL.sub(" …", _QUERY.sub(r"\1", text)))
    return " ".join(plain.translate(_SAME).split())


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
