"""What agencies write to editors before a headline or a text: no words of the news, so nothing is compared by them."""

from __future__ import annotations

import re

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада"
    r"|грудня"
)
_DAYS = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|понеділка|вівторка|середи|четверга|п['’ʼ]ятниці"
    r"|суботи|неділі"
)
_ZONES = r"gmt|utc|z|bst|ce?s?t|cest|eet|eest|msk|e[sd]?t|c[sd]t|p[sd]?t|за києвом|kyiv|london|local"
#: Of such words an embargo's hour is made. Possessive: digits can be parted in exponentially many ways.
_WHEN = (
    r"(?:[\s,;–—-]*(?:\d[\d:.+/-]*(?:st|nd|rd|th|t[\d:.+-]+z?)?|[ap]\.?m\b\.?|(?:until|till?|to|for|before|release|publication"
    rf"|at|on|of|time|noon|midnight|further notice|до|{_MONTHS}|{_DAYS}|{_ZONES})\b\.?))*+"
)
_EMBARGO = (
    r"(?:EMBARGOED\b|UNDER\s+EMBARGO\b|(?i:(?:embargoed|under\s+embargo)(?=\s*[:\])]|\s+(?:until|till|for)\b)|hold\s+for\s+release|not\s+for\s+(?:publication|release)"
    r"|embargo\s+(?:until|till)|ембарго\s+до)\b"
    rf"|(?:EMBARGO|ЕМБАРГО)\b(?=[^:]{{0,10}}\d)|(?:EMBARGO|ЕМБАРГО)\b(?=\s*:\s*\d))(?:\s*:)?(?i:{_WHEN})\s*[:.,;–—\])-]*\s*"
)
_OTHERS = (
    r"(?i:(?:(?:media|news|press|editors?['’]?|planning)\s+)?advisory|correction|corrected|corrects|виправлення"
    r"|kill(?:\s+notice)?|retraction|withdrawn)\s*(?:\([^)]{0,60}\)\s*)?(?:[:\])]|-(?!\w*ing\b)|[–—])\s*"
)
_BEFORE = re.compile(rf"[\s(\[*_«“\"-]*(?:{_EMBARGO}|{_OTHERS})")
_BEHIND = re.compile(rf"\s*(?:[-–—|]\s+|[(\[]\s*){_EMBARGO}$")
#: Only so many stand one before the other.
_MOST = 3


def without_notice(text: str) -> str:
    """`text` without "EMBARGOED UNTIL 0600 GMT 12 January:", "ADVISORY:", "CORRECTION:" before it, or an embargo behind
    it; as it is where nothing else would be left."""
    left = text
    for _ in range(_MOST):
        found = _BEFORE.match(left)
        if found is None:
            break
        left = left[found.end() :]
    if found := _BEHIND.search(left[-200:]):
        left = left[: max(0, len(left) - 200) + found.start()]
    return left if left.strip() else text
