"""Which language a text is in: as declared, unless its alphabet says otherwise; then by the alphabet.

Letters that only one language of an alphabet uses decide (Ukrainian і ї є ґ; Russian ы э ъ ё). What the alphabet
leaves open, the languages that are expected at all may decide. Latin script alone never names a language: where
several that are written in it are expected, py3langid (BSD) chooses among them, if that extra is installed. It takes
130 MB with numpy, so it is loaded for such a text only, and never for a newsroom with one language in Latin letters.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

#: Enough to tell an alphabet by.
_LOOKED_AT = 4_000

_CYRILLIC = frozenset("uk ru be bg sr mk kk ky mn tg".split())
_OTHERS = {
    "GREEK": frozenset({"el"}),
    "HEBREW": frozenset({"he", "yi"}),
    "ARABIC": frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd"}),
    "CJK": frozenset({"zh", "ja", "ko", "yue"}),
    "HIRAGANA": frozenset({"ja"}),
    "KATAKANA": frozenset({"ja"}),
    "HANGUL": frozenset({"ko"}),
    "GEORGIAN": frozenset({"ka"}),
    "ARMENIAN": frozenset({"hy"}),
}
_FIRST = {"GREEK": "el", "HEBREW": "he", "ARABIC": "ar", "CJK": "zh", "GEORGIAN": "ka", "ARMENIAN": "hy"}
_EITHER = frozenset("sr uz az kk tg mn ku bs".split())  #: written in Latin and Cyrillic
_ALL = frozenset().union(_CYRILLIC, *_OTHERS.values())

_THREE_LETTERS = re.compile("(?:[A-Za-z][^A-Za-z]*){3}")
_UKRAINIAN = re.compile("[іїєґ]")
_RUSSIAN = re.compile("[ыэъё]")
#: A text whose letters are this much of one script is written in it.
_PLAINLY = 0.7
#: A language is believed from this probability on: a bare name is in any of them.
_SURE = 0.95


def detect(text: str, *, declared: str | None, among: Sequence[str]) -> str | None:
    """A primary language subtag in lower case (BCP 47), or None when nothing decides: neither declaration nor alphabet,
    nor, where it is installed, py3langid.

    `declared` may be a whole tag (en-GB); it wins unless the text is plainly in another alphabet. `among` are the
    languages that are expected, in order of preference.
    """
    claimed = primary(declared)
    expected = [tag for tag in map(primary, among) if tag]
    script = _script(text)
    if claimed and (script is None or script in _scripts_of(claimed)):
        return claimed
    if script is None:
        return None
    if script == "CYRILLIC":
        return _cyrillic(text, expected)
    if script == "LATIN":
        latin = {tag for tag in expected if tag not in _ALL or tag in _EITHER}
        return _likeliest(text[:_LOOKED_AT], latin) if len(latin) > 1 else next(iter(latin), None)
    return _other(text, script, expected)


def installed() -> bool:
    """Is py3langid there? Loads nothing."""
    return importlib.util.find_spec("py3langid") is not None


def _likeliest(text: str, among: Set[str]) -> str | None:
    """Which of these languages; None without the extra, or where none of them is likely enough."""
    known = sorted(among & _identifier().labels) if installed() else []
    if len(known) < len(among):
        return None  # one that the model does not know would be taken for another
    identifier = _identifier().model
    identifier.set_languages(known)
    found, probability = identifier.classify(text)
    return str(found) if probability >= _SURE else None


@dataclass(frozen=True, slots=True)
class _Identifier:
    model: Any
    labels: frozenset[str]


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return _Identifier(model=model, labels=frozenset(model.labels))


def primary(tag: str | None) -> str | None:
    """en-GB -> en; None for what is no tag."""
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", (tag or "").strip())
    return found[0].lower() if found else None


def _scripts_of(language: str) -> frozenset[str]:
    scripts = {script for script, languages in _OTHERS.items() if language in languages}
    if language in _CYRILLIC:
        scripts.add("CYRILLIC")
    if not scripts or language in _EITHER:
        scripts |= {"LATIN"} if language not in _EITHER else {"LATIN", "CYRILLIC"}
    if language == "ja":
        scripts.add("CJK")
    return frozenset(scripts)


def _script(text: str) -> str | None:
    """The script of most letters; None when there are too few, or none prevails."""
    if text[:_LOOKED_AT].isascii():
        return "LATIN" if _THREE_LETTERS.search(text[:_LOOKED_AT]) else None
    counts: dict[str, int] = {}
    # Few letters occur often: each is looked up once.
    for letter, times in Counter(text[:_LOOKED_AT]).items():
        if letter.isalpha():
            script = "LATIN" if letter.isascii() else unicodedata.name(letter, "?").split()[0].split("-")[0]
            counts[script] = counts.get(script, 0) + times
    total = sum(counts.values())
    if total < 3:
        return None
    # Japanese mixes three scripts, and Kana decides.
    asian = sum(counts.get(s, 0) for s in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
    if asian >= _PLAINLY * total:
        return "CJK"
    best = max(counts, key=lambda script: (counts[script], script))
    return best if counts[best] >= _PLAINLY * total else None


def _cyrillic(text: str, expected: Sequence[str]) -> str | None:
    sample = text[:_LOOKED_AT].lower()
    ukrainian, russian = len(_UKRAINIAN.findall(sample)), len(_RUSSIAN.findall(sample))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    return next((tag for tag in expected if tag in _CYRILLIC), None)


def _other(text: str, script: str, expected: Sequence[str]) -> str | None:
    if script == "CJK":
        names = [unicodedata.name(c, "?").split()[0] for c in text[:_LOOKED_AT] if c.isalpha()]
        if any(name in ("HIRAGANA", "KATAKANA") for name in names):
            return "ja"
        if names.count("HANGUL") * 2 > len(names):
            return "ko"
    languages = _OTHERS.get(script)
    if languages is None:
        return None
    return next((tag for tag in expected if tag in languages), _FIRST.get(script))
