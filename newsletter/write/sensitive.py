"""Words that send a story to a person: small lists, one per language, which a newsroom extends with `sensitive:`.

One line is one sign. `*` stands for any ending, `|` separates alternatives, and what stands on both sides of `+` must
be in one sentence. Meant are violence against children and private persons in its details, suicide, sexual violence
and the names of victims; not war as such, or nothing of it could be printed unattended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from newsletter.model.feeds import Entry

#: Of each text of an entry so many code points are looked at.
READ = 3_000

EN = """
suicid*
took his|her|their own life|lives
killed|hanged himself|herself
self-harm*
rape|raped|rapes|rapist*
sex|sexual*|sexually assault*|abuse*|violence|harass*|exploit*|crime*|offence*|offense*
paedophil*|pedophil*|molest*
behead*|decapitat*|dismember*|mutilat*
child|children|girl|girls|boy|boys + killed|murdered|dead|died|dies|death|tortured|abused|body|bodies|stabbed|strangled
infant*|baby|babies|toddler*|newborn*|kid|kids + killed|murdered|dead|died|dies|death|tortured|abused|body|bodies
teen|teens|teenage*|minors|schoolgirl*|schoolboy*|schoolchild* + killed|murdered|dead|died|dies|death|abused|stabbed
victim|victims + named|identified
"""

UK = """
самогуб*|суїцид*
наклав*|наклала на себе руки
зґвалт*
сексуальн* насильств*|домаган*
педофіл*|розбещ*
обезголов*|розчлен*
повісився|повісилася|повісилась
дитин*|діти|дітей|дітьми|немовл*|підліт*|дівчинк*|хлопчик* + загинул*|загибл*|вбит*|убит*|помер*|смерт*|тіло|закатован*
неповнолітн*|школяр*|дівчат*|хлопчат* + загинул*|загибл*|вбит*|убит*|помер*|смерт*|тіло|закатован*|зарізан*
жертв* + імена|прізвища
"""

RU = """
самоуби*|суицид*
изнасил*
сексуальн* насили*|домогат*
педофил*|растли*
обезглав*|расчлен*
повесился|повесилась
ребен*|ребён*|дети|детей|детьми|младен*|подрост*|девочк*|мальчик* + погиб*|убит*|умер*|смерт*|тело|замучен*
несовершеннолетн*|школьни* + погиб*|убит*|умер*|смерт*|тело|замучен*|зарезан*
жертв* + имена|фамилии
"""

_SENTENCE = re.compile(r"[.!?…]+[\"”»]?\s|\n")


def sensitive(entries: Sequence[Entry], more: tuple[str, ...] = ()) -> str:
    """The words in any of the entries because of which a person must look; "" when there are none."""
    signs = _compiled(more)
    for entry in entries:
        for text in (entry.title or "", entry.summary_text[:READ], entry.content_text[:READ]):
            for found in _found(text, signs):
                return found
    return ""


def _found(text: str, signs: Sequence[tuple[re.Pattern[str], ...]]) -> Iterator[str]:
    for first, *others in signs:
        for match in first.finditer(text):
            sentence = _around(text, match.start(), match.end()) if others else ""
            seconds = [m.group() for o in others if (m := o.search(sentence))]
            if len(seconds) == len(others):
                yield " … ".join([match.group(), *seconds])


def _around(text: str, start: int, end: int) -> str:
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    begin = max((e for e in ends if e <= start), default=0)
    return text[begin : min((e for e in ends if e >= end), default=len(text))]


@lru_cache(maxsize=8)
def _compiled(more: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    lines = [line for table in (EN, UK, RU) for line in table.splitlines()] + list(more)
    return tuple(
        tuple(_pattern(part) for part in line.split("+") if part.strip()) for line in lines if line.strip(" +")
    )


def _pattern(part: str) -> re.Pattern[str]:
    words = ("|".join(_word(w) for w in alternatives.split("|") if w) for alternatives in part.split())
    return re.compile(r"(?<!\w)" + r"\s+".join(f"(?:{w})" for w in words) + r"(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word.rstrip("*")).replace("'", "['’ʼ]") + (r"\w*" if word.endswith("*") else "")
