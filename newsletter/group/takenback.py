"""What a report takes back of an earlier one: a meeting that is moved, a festival that is called off."""

from __future__ import annotations

import re

from newsletter.group.names import first_sentence
from newsletter.model.feeds import Entry

_SAYS = re.compile(
    r"\b(?:postpon(?:es?|ed)|reschedul(?:es?|ed)|call(?:s|ed) off|cancel(?:s|l?ed)"
    r"|(?:moved|moves|delayed|put off|pushed back) (?:to|until|till|by)"
    r"|перен(?:ес\w*|осять|осить)|відклад(?:ено|ають|ає)|відкла(?:в|ла|ли)"
    r"|скас(?:ував|увала|ували|овано|овують)|перенесл[аи]|отмен(?:ил[аи]?|ен[аоы]?))\b",
    re.IGNORECASE,
)


def takes_back(entry: Entry) -> bool:
    """Does its headline, or the sentence behind it, say that what was planned is moved or called off?"""
    return any(_SAYS.search(text) for text in (entry.title or "", first_sentence(entry.text)))
