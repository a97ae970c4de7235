"""The case forms of a name: Молдова, Молдови and Молдові are one, and a title takes the nominative."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from newsletter.model.feeds import Entry

#: Letters of a name that are compared.
_LETTERS = 7
#: So much of a text is read for the forms of a name.
_READ = 400
_CYRILLIC = re.compile("[а-яіїєґё]")
#: Case endings of nouns, Ukrainian and Russian, the longer first; three letters stay.
_ENDING = re.compile(r"(?<=\w\w\w)(?:ами|ями|ого|ому|ою|ею|єю|ом|ем|єм|ам|ям|ах|ях|[аяуюіїиыоеєйь])$")
_WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
#: A phrase ends there, and has so many words at most.
_PARTS, _LONG = re.compile(r"[:;,.!?…|()]|\s[—–-]\s"), 4
_PREPOSITIONS = frozenset("в у на до з із зі від біля під над за про через між по при проти против из около".split())
#: In two cases and the same form: Алмати is never declined.
_GENITIVE, _LOCATIVE = frozenset("до від біля для без після проти от из после".split()), frozenset("в у на при".split())
_FEMININE, _MASCULINE = ("и", "ї", "ою", "ею", "єю"), ("ом", "ем", "єм")


def key(said: str) -> str:
    """Under what a name is compared, within one language: Kazakhstan's is Kazakhstan, and Надії is Надія; Spritz is
    not Sprint."""
    low = said.casefold()
    return (_ENDING.sub("", low) if _CYRILLIC.search(low) else low)[:_LETTERS]


def nominative(name: str, leads: Sequence[Entry]) -> str:
    """The name in the nominative, as one of the texts writes it; "" where none does. Other alphabets: as it is."""
    if not _CYRILLIC.search(name.casefold()) or name.isupper():
        return name
    found = list(_forms(name, leads))
    said = Counter(form for form, _ in found)
    first = {form for form, before in found if not before}
    behind = {form: {before for said, before in found if said == form} for form in said}
    for form in sorted(said, key=lambda f: (-said[f], f)):
        if _stands(form.casefold(), [f.casefold() for f in said]) or (form in first and form[-1] in "аяоеи"):
            return form
        if len(said) == 1 and behind[form] & _GENITIVE and behind[form] & _LOCATIVE:
            return form
    return ""


def _stands(form: str, others: Sequence[str]) -> bool:
    """Ends a nominative so? A consonant, Чебан, or -о; -а only beside a feminine Молдови, for Звягеля is a genitive."""
    if form[-1] in "ая":
        return any(f.endswith(_FEMININE) for f in others) and not any(f.endswith(_MASCULINE) for f in others)
    return form[-1] in "оьй" or _ENDING.sub("", form) == form


def _forms(name: str, leads: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """Every form of it in the texts, and the word before it in its sentence; "" where it is the first."""
    wanted = key(name)
    for line in (line for e in leads for line in (e.title or "", e.text[:_READ])):
        for match in _WORD.finditer(line):
            if match.group()[0].isupper() and key(match.group()) == wanted:
                before = line[: match.start()].rstrip()
                first = not before or before[-1] in ".!?…"
                yield match.group(), "" if first else before.split()[-1].casefold()


def phrases(names: Sequence[str], leads: Sequence[Entry], heads: Callable[[str], bool]) -> list[str]:
    """What headlines call it, word for word, the commonest first, then the shortest: «Вибори в Молдові».

    A phrase ends with one of `names` and begins with a word that `heads` says is one for what goes on, in the
    nominative; or it begins a sentence somewhere and stands in two headlines: «ДТП біля Звягеля».
    """
    wanted = {key(n) for n in names}
    found: Counter[str] = Counter()
    for entry in leads:
        found.update({p for part in _PARTS.split(entry.title or "") for p in _runs(part, wanted, heads)})
    sure = {p: n for p, n in found.items() if n > 1 or heads(p.split()[0].casefold())}
    called = {p for p in sure if heads(p.split()[0].casefold())}
    return sorted(sure, key=lambda p: (p not in called, -sure[p], len(p), p))


def _runs(part: str, wanted: AbstractSet[str], heads: Callable[[str], bool]) -> Iterator[str]:
    words = part.split()
    bare = [w.strip('«»"“”„') for w in words]
    for end in (n for n, w in enumerate(bare) if w[:1].isupper() and key(w) in wanted):
        for start in range(max(0, end - _LONG + 1), end):
            first = bare[start]
            goes_on = heads(first.casefold()) and all(key(w) not in wanted for w in bare[start:end])
            if goes_on or (first[:1].isupper() and start + 1 < end and bare[start + 1].casefold() in _PREPOSITIONS):
                said = " ".join(words[start : end + 1])
                if said.count("«") == said.count("»"):
                    yield said[:1].upper() + said[1:]
