"""What a topic may be called: names and the word for what is going on, as its stories write them.

Verbatim, a few words, no verb of speech: "Kazakhstan protests", "NATO-Russia talks". An editor picks or writes another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from newsletter.group.forms import nominative, phrases
from newsletter.group.names import mentions
from newsletter.group.vocabulary import COMMON_STEMS, TITLES
from newsletter.group.words import words_of
from newsletter.model.feeds import Entry

#: Words for what goes on. What is not here is no title by rule: frequency alone calls a topic after a verb.
GOINGS_ON = frozenset(
    (
        "talks protests protest election elections war strike strikes sanctions summit crisis unrest trial inquiry"
        " vote coup earthquake floods flood fire fires riots outbreak pandemic ceasefire"
        " offensive siege exercises drills deal treaty referendum budget"
        " reform reforms arrests arrest attack attacks blast shelling border"
        " mission negotiations visit clashes evacuation blackout wildfires hurricane storm drought famine merger launch"
        " investigation hearings verdict scandal standoff invasion withdrawal mobilisation mobilization"
        " переговори страйк страйки протести протест вибори війна санкції саміт криза суд слідство голосування"
        " переворот землетрус повінь пожежа пожежі заворушення епідемія перемир'я наступ навчання угода договір"
        " референдум бюджет реформа"
        " арешт арешти атака атаки вибух обстріл обстріли кордон місія візит сутички евакуація розслідування вторгнення"
    ).split()
)
#: So many of a topic's stories must have the word.
_HAVING = 2
#: Who does not have the word shares so many names with those that have it: one alone is often a country.
_SHARED = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
MOST = 3
#: Code points of a phrase that may be a title.
_LONGEST = 40
#: "and" in the language of the stories; between names of another one a dash says it.
_AND = {"en": " and ", "uk": " і ", "ru": " и ", "": " and "}
#: Cyrillic endings: so many letters more, and none of the last vowel.
_ENDING, _EXACT = 3, 4
_CYRILLIC = re.compile("[а-яіїєґ]")


def joined(names: Sequence[str], leads: Sequence[Entry]) -> str:
    """Two names as one phrase: Almaty and Tokayev; Алмати і Токаєв."""
    spoken = Counter((e.language or "").split("-")[0].lower() for e in leads)
    return _AND.get(min(spoken, key=lambda c: (-spoken[c], c), default=""), " – ").join(names)


def titles(names: Sequence[str], together: str, leads: Sequence[Entry]) -> tuple[str, ...]:
    """At most three, different ones, the best first. `names` are the topic's, `together` they read as one phrase."""
    if any(_CYRILLIC.search(n.casefold()) for n in names):
        return _declined(names, together, leads)
    whole = {name: _whole(name, leads) for name in names}
    two = together == joined(names, leads) and len(names) > 1
    if two:
        together = joined([whole[n] for n in names], leads)
    elif len(names) == 1:
        together = whole[names[0]]
    parts = not two and len(together.split()) > 1  # one name of several words: none of them alone
    word = going_on(leads)
    names = [whole[n] for n in names]
    offers = []
    if word and two:
        offers += [_with(names[0], word), _with("-".join(names), word)]
    elif word:
        offers.append(_with(together, word))
    beside = _phrases([together] if parts else names, leads)
    offers += [together, *beside, *([] if parts else names)]
    return _different(offers)


def _declined(names: Sequence[str], together: str, leads: Sequence[Entry]) -> tuple[str, ...]:
    """Where names have cases: a headline's own phrase, else what the texts have in the nominative."""
    plain = [said for name in names if (said := nominative(name, leads))]
    apart = together == joined(names, leads) and len(names) > 1
    offers = [p for p in phrases(names, leads, lambda w: w in GOINGS_ON) if len(p) <= _LONGEST][:2]
    if len(plain) < len(names):
        together = ""
    elif apart or len(names) == 1:
        together = joined(plain, leads)
    word = going_on(leads)
    if word and plain:
        offers += [_with(plain[0], word)]
        offers += [_with("-".join(plain), word)] if len(plain) > 1 and apart else []
    offices = [p for p in _phrases(names, leads) if p.split()[0].isupper()]  # "ЦВК Молдови"
    offers += [together, *offices, *(plain if apart or not together else [])]
    return _different([o for o in offers if o]) or (joined(names, leads),)


def _different(offers: Sequence[str]) -> tuple[str, ...]:
    found: dict[tuple[str, ...], str] = {}
    for offer in offers:
        found.setdefault(words_of(offer), offer)
    return tuple(found.values())[:MOST]


def _with(name: str, word: str) -> str:
    """Almaty protests; where a name would have to be declined it stands before a colon: Алмати: протести."""
    return f"{name}: {word}" if _CYRILLIC.search(word) else f"{name} {word}"


@lru_cache(maxsize=4_000)
def _meant(word: str) -> str:
    """The word for what goes on that this is, in whatever case it stands; "" for none."""
    if word in GOINGS_ON or not _CYRILLIC.search(word):
        return word if word in GOINGS_ON else ""
    found = (w for w in GOINGS_ON if len(w) > _EXACT and word.startswith(_stem(w)) and len(word) - len(w) <= _ENDING)
    return max(found, key=lambda w: (len(_stem(w)), len(w), w), default="")


def _stem(word: str) -> str:
    return word[:-1] if word[-1] in "аеиіїйоуюяьы" else word


def says_what(headline: str) -> bool:
    """Has it a word for what goes on?"""
    return any(_meant(w) for w in words_of(headline))


def going_on(leads: Sequence[Entry]) -> str:
    """The word for what goes on that most stories have, as they write it; of equally common ones the first by
    alphabet. "" where too few agree, or where a story has nothing to do with it: the tennis of a country is not its
    earthquake."""
    said: list[set[str]] = []
    for entry in leads:
        text = f"{entry.title or ''} {entry.text[:400]}"
        said.append({w for m in _WORD.findall(text) if (w := _meant(m.casefold().replace("’", "'")))})
    having = Counter(w for words in said for w in words)
    named = [_named(e) for e in leads]
    fits = (w for w in having if having[w] >= _HAVING and _true(w, said, named))
    return min(fits, key=lambda w: (-having[w], w), default="")


def _true(word: str, said: Sequence[AbstractSet[str]], named: Sequence[AbstractSet[str]]) -> bool:
    """Has every story the word (earthquakes counts for earthquake), or two names of those that have it?"""
    having = [word in words or f"{word}s" in words or word.removesuffix("s") in words for words in said]
    theirs = {n for names, has in zip(named, having, strict=True) if has for n in names}
    return all(has or len(names & theirs) >= _SHARED for names, has in zip(named, having, strict=True))


def _named(entry: Entry) -> AbstractSet[str]:
    """The stems of its names; those at the start of a sentence too, for a headline often begins with one."""
    return {m.stem for m in mentions(entry.title or "", entry.text)} - COMMON_STEMS


def _whole(name: str, leads: Sequence[Entry]) -> str:
    """A name with the one that always stands behind it: Jens is Jens Stoltenberg."""
    behind: Counter[str] = Counter()
    for entry in leads:
        for line in (entry.title or "", entry.text[:400]):
            for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)(?: ([^\W\d_][\w-]*))?", line):
                word = found.group(1) or ""
                behind[word if word[:1].isupper() and word.casefold() not in TITLES | GOINGS_ON else ""] += 1
    most = next(iter(behind), "")
    return f"{name} {most}" if most and len(behind) == 1 and behind[most] >= _HAVING else name


def _phrases(names: Sequence[str], leads: Sequence[Entry]) -> list[str]:
    """A name with the capitalised word beside it, where headlines have both more than once: "Kazakh President"."""
    beside: Counter[str] = Counter()
    for entry in leads:
        said = _WORD.findall(entry.title or "")
        pairs = {f"{a} {b}" for a, b in pairwise(said) if a[0].isupper() and b[0].isupper()}
        beside.update(p for p in pairs if any(_holds(p, n) for n in names))
    common = [p for p, n in beside.items() if n >= _HAVING]
    return sorted(common, key=lambda p: (-beside[p], p))[:MOST]


def _holds(phrase: str, name: str) -> bool:
    """The whole name: "General Jens" has only a part of it."""
    return f" {name} " in f" {phrase} "
