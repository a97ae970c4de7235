"""What a topic may be called: names and the word for what is going on, as its stories write them.

Verbatim, a few words, no verb of speech: "Kazakhstan protests", "NATO-Russia talks". An editor picks or writes another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

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
        " переговори протести протест вибори війна санкції саміт криза суд слідство голосування переворот землетрус"
        " повінь пожежа пожежі заворушення епідемія перемир'я наступ навчання угода договір референдум бюджет реформа"
        " арешт арешти атака атаки вибух обстріл обстріли кордон місія візит сутички евакуація розслідування вторгнення"
    ).split()
)
#: So many of a topic's stories must have the word.
_HAVING = 2
#: Who does not have the word shares so many names with those that have it: one alone is often a country.
_SHARED = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
MOST = 3


def titles(names: Sequence[str], together: str, leads: Sequence[Entry]) -> tuple[str, ...]:
    """At most three, different ones, the best first. `names` are the topic's, `together` they read as one phrase."""
    whole = {name: _whole(name, leads) for name in names}
    if " and " in together:
        together = " and ".join(whole[n] for n in names)
    elif len(names) == 1:
        together = whole[names[0]]
    parts = " and " not in together and len(together.split()) > 1  # one name of several words: none of them alone
    word = _going_on(leads)
    names = [whole[n] for n in names]
    offers = []
    if word and len(names) > 1 and " and " in together:
        offers += [f"{names[0]} {word}", f"{'-'.join(names)} {word}"]
    elif word:
        offers.append(f"{together} {word}")
    phrases = _phrases([together] if parts else names, leads)
    offers += [together, *phrases, *([] if parts else names)]
    found: dict[tuple[str, ...], str] = {}
    for offer in offers:
        found.setdefault(words_of(offer), offer)
    return tuple(found.values())[:MOST]


def _going_on(leads: Sequence[Entry]) -> str:
    """The word for what goes on that most stories have, as they write it; of equally common ones the first by
    alphabet. "" where too few agree, or where a story has nothing to do with it: the tennis of a country is not its
    earthquake."""
    said: list[set[str]] = []
    for entry in leads:
        text = f"{entry.title or ''} {entry.text[:400]}"
        said.append({w for w in (m.casefold().replace("’", "'") for m in _WORD.findall(text)) if w in GOINGS_ON})
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
