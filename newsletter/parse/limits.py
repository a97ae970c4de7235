"""How much work a document may cause. Measured against what the parsers behind us do in more than linear time.

What is refused here is no feed that anybody publishes; the bounds stand an order of magnitude above those.
"""

from __future__ import annotations

import re
from itertools import chain

from newsletter.errors import ParseError

#: feedparser takes 20 to 40 µs for each. 20,000 entries of six elements have 240,000.
ELEMENTS = 250_000
#: One character at a time: 3 µs for each.
REFERENCES = 1_500_000
#: Looked up by walking through all of them, for each of them.
ATTRIBUTES = 200
#: Each is compared with all before it.
CATEGORIES = 500
_KEYWORDS = 20_000  # code points in one list with commas
# An author is searched for an address from every position of every run of its characters: quadratic in the run.
_RUN = 200
_RUN_WORK = 50_000_000

_START = r"<[A-Za-z_][^\s<>/]*+"
_ATTRIBUTE = r"""\s++[^\s=<>"']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')"""
_MANY_ATTRIBUTES = re.compile(rf"{_START}(?:{_ATTRIBUTE}){{{ATTRIBUTES + 1}}}")
_ENTRY_OR_CATEGORY = re.compile(r"<(?:[\w.-]{1,50}:)?(item|entry|category|subject|keywords|tags)\b", re.IGNORECASE)
_LONG_KEYWORDS = re.compile(
    rf"<[^<>]{{0,100}}(?:keywords|tags)[^<>]{{0,500}}>\s*+(?:<!\[CDATA\[)?[^<]{{{_KEYWORDS}}}", re.IGNORECASE
)
# Only from where a run begins: tried at every letter, it would read each word as often as it has letters.
_LONG_RUN = re.compile(rf"(?<![\w.+@-])[\w.+@-]{{{_RUN},}}+")


def check(text: str) -> str:
    """`text`, with overlong words cut; ParseError when reading it would take longer than any feed is worth."""
    if text.count("<") > ELEMENTS and _outside_cdata(text) > ELEMENTS:
        raise _refused(f"more than {ELEMENTS:,} elements")
    if text.count("&") > REFERENCES:
        raise _refused(f"more than {REFERENCES:,} references to characters")
    if _MANY_ATTRIBUTES.search(text):
        raise _refused(f"an element with more than {ATTRIBUTES} attributes")
    categories = 0
    for found in _ENTRY_OR_CATEGORY.finditer(text):
        categories = 0 if found[1].lower() in ("item", "entry") else categories + 1
        if categories > CATEGORIES:
            raise _refused(f"an entry with more than {CATEGORIES} categories")
    if _may_list_keywords(text) and _LONG_KEYWORDS.search(text):
        raise _refused("a list of keywords that does not end")
    # Words are split off first: that costs a sixth of looking for runs in the whole text.
    words = text.split()
    if max(map(len, words), default=0) < _RUN:
        return text
    long_words = (word for word in words if len(word) >= _RUN)
    if sum(len(run[0]) ** 2 for word in long_words for run in _LONG_RUN.finditer(word)) > _RUN_WORK:
        return _LONG_RUN.sub(lambda run: run[0][:_RUN], text)
    return text


def _may_list_keywords(text: str) -> bool:
    folded = text.casefold()
    return "keywords" in folded or "tags" in folded


def _outside_cdata(text: str) -> int:
    first, *others = text.split("<![CDATA[")
    return sum(part.count("<") for part in chain([first], (o.partition("]]>")[2] or o for o in others)))


def _refused(what: str) -> ParseError:
    return ParseError(f"this is no feed that can be read: it has {what}")
