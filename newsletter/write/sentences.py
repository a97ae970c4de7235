"""Where a sentence begins and ends, and whether it may stand by itself before a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from newsletter.write.tongue import WORD, Tongue

#: A text is read up to here: nobody's news comes later, and it bounds the work on a hostile page.
READ = 20_000
#: A quotation longer than this is taken for a missing quotation mark.
_QUOTATION = 700
SHORTEST, LONGEST = 7, 45  #: words of a sentence that is printed
REPEATS = 0.9  #: share of a sentence's words that stand in the headline already

_STOP = re.compile(r"[.!?…]+[\"”’»“)\]]*(?=\s|$)")
_BLOCK = re.compile(
    r"</?(?:p|div|br|hr|h[1-6]|li|ul|ol|dl|dt|dd|table|tr|td|th|blockquote|pre|section|article|figure|figcaption|aside)\b[^<>]*>"
)
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|\"[^\"]*\"")
#: The same in single marks; an apostrophe stands inside a word or behind one.
_SINGLE = re.compile(r"(?<!\w)[‘'][^‘’']{3,}[’'](?!\w)")
#: Beside a quotation these name nobody.
_ATTRIBUTION = frozenset(
    "he she they it we i who said says told tells added adds wrote writes stressed noted warned stated explained"
    " recalled continued and also then later today the a an to by quote quoted as saying reads read reporters"
    " journalists us me"
    " він вона вони ми я сказав сказала сказали каже кажуть додав додала додали зазначив зазначила розповів розповіла"
    " пояснив пояснила заявив заявила наголосив наголосила пише написав написала і й та також потім сьогодні".split()
)
_TAG = re.compile(r"<[^<>]*>")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_HEAD = re.compile(r"[\s•·*▪–—-]*")
#: "KYIV, Jan. 10 (Example Wire) — ": where and by whom a report was filed is no part of its first sentence; in small
#: letters with its day or agency only: "Kyiv, 10 January — ", "Kyiv (Example Wire) — ".
_DATELINE = re.compile(
    r"[A-ZА-ЯІЇЄҐ][A-ZА-ЯІЇЄҐ.'’ -]{2,30}(?:, [\w. ]{3,14})?(?: ?\([^()]{2,30}\))? ?[—–-] "
    r"|[A-ZА-ЯІЇЄҐ][\w.'’]+(?:[ -][A-ZА-ЯІЇЄҐ][\w.'’]+){0,2}"
    r"(?:, (?:[^\W\d_]{3,9}\.? \d{1,2}|\d{1,2} [^\W\d_]{3,9}\.?)(?: ?\([^()]{2,30}\))?| \([^()]{2,30}\)) [—–-] "
)
_CLOSERS = {"“": "”", "«": "»", "„": "“”", '"': '"'}
_OPENING = re.compile('[“«„"]')
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_CYRILLIC = re.compile(r"[\u0400-\u0481\u048a-\u052f]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]|[^\W\d_]")
_ELLIPSIS = re.compile(r"…|\.\.|\[\s*\]")
#: Marks of markup, templates and invisible steering: no report is written with them.
_MARKUP = re.compile(r"[<>{}|\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\]\(|&\w+;")


def sentences(text: str, tongue: Tongue, html: str | None = None) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences: those that end with a mark. What trails without one is no sentence.

    `html` is what `text` was made from: where its paragraphs end a sentence ends too, so that a heading does not
    run into what stands below it.
    """
    text = text[:READ]
    for start, end in _paragraphs(text, html or ""):
        quotations = _quotations(text, start, end)
        for stop in _STOP.finditer(text, start, end):
            inside = any(a < stop.start() and stop.end() <= b for a, b in quotations)
            if inside or not _ends(text, start, stop, end, tongue):
                continue
            yield _trim(text, start, stop.end())
            start = stop.end()


def stretches(text: str, tongue: Tongue, html: str | None = None) -> Iterator[tuple[int, int]]:
    """As `sentences`, with what trails without a mark, and with datelines: lines of a report may end with none."""
    text = text[:READ]
    for start, end in _paragraphs(text, html or ""):
        quotations = _quotations(text, start, end)
        for stop in _STOP.finditer(text, start, end):
            inside = any(a < stop.start() and stop.end() <= b for a, b in quotations)
            if not inside and _ends(text, start, stop, end, tongue):
                yield start, stop.end()
                start = stop.end()
        if start < end:
            yield start, end


def _paragraphs(text: str, html: str) -> list[tuple[int, int]]:
    """Stretches of text that the HTML keeps apart; after the first place where the two disagree, the rest as one."""
    pieces, at = [], 0
    for block in _BLOCK.split(html[: 10 * READ]) if html else ():
        piece = " ".join(unescape(_TAG.sub("", block)).split())
        at += len(text[at:]) - len(text[at:].lstrip())
        if piece and not text.startswith(piece, at):
            break
        if piece:
            pieces.append((at, at + len(piece)))
            at += len(piece)
    pieces += [(m.start(), m.end()) for m in _LINE.finditer(text, at)]
    return pieces


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without list marks and a dateline in front."""
    head = _HEAD.match(text, start, end)
    start = head.end() if head else start
    dateline = _DATELINE.match(text, start, end)
    return (dateline.end() if dateline else start), end


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pairs of (opening mark, closing mark)."""
    pairs, done = [], start
    for opening in _OPENING.finditer(text, start, end):
        at, mark = opening.start(), opening.group()
        if at < done or (mark == '"' and at > start and text[at - 1] not in " \t(["):
            continue
        limit = min(end, at + _QUOTATION)
        close = min((i for c in _CLOSERS[mark] if (i := text.find(c, at + 1, limit)) >= 0), default=-1)
        if close >= 0:
            pairs.append((at, close))
            done = close + 1
    return pairs


def _ends(text: str, start: int, stop: re.Match[str], end: int, tongue: Tongue) -> bool:
    """Does the mark end a sentence? In doubt it does not: a fragment is worse than a long sentence."""
    rest = text[stop.end() : end].lstrip()
    if not rest:
        return True
    if not (rest[0].isupper() or rest[0].isdigit() or rest[0] in "“„«\"'‘([•*—–-"):
        return False
    if stop.group() != ".":
        return True
    token = text[max(start, stop.start() - 24) : stop.start()].rpartition(" ")[2].lstrip('("“„«[').casefold()
    if token in tongue.never_end:
        return False
    if token in tongue.before_digits:
        return not rest[0].isdigit()
    if token in tongue.may_end or _ACRONYM.fullmatch(token):
        word = WORD.search(rest[:40])
        return word is not None and word.group().casefold() in tongue.starters
    return True


def folded(text: str) -> list[str]:
    """The words of a text, for comparing."""
    return [w.casefold().replace("’", "'") for w in WORD.findall(text)]


def repeats(sentence: str, headline: str) -> bool:
    """Does the sentence say hardly more than the headline above it?"""
    words, known = folded(sentence), set(folded(headline))
    return bool(words) and sum(w in known for w in words) >= REPEATS * len(words)


def script_of(text: str) -> str:
    """latin, cyrillic or other: which letters are in the majority; "" without letters. Reads 500 characters."""
    text = text[:500]
    cyrillic = len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text))
    other = sum(map(str.isalpha, text)) - cyrillic - latin
    return max((latin, "latin"), (cyrillic, "cyrillic"), (other, "other"))[1] if latin + cyrillic + other else ""


def balanced(text: str) -> bool:
    """Every quotation mark and bracket that opens is closed, and the other way round."""
    if text.count('"') % 2 or text.count("«") != text.count("»"):
        return False
    if text.count("“") + text.count("„") != text.count("”") + ("„" in text) * text.count("“"):
        return False
    if "‘" in text and text.count("‘") > text.count("’"):
        return False
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def flaw(sentence: str, tongue: Tongue) -> str:
    """Why a sentence may not be printed by itself, in words; "" when it may."""
    words = WORD.findall(sentence)
    if not SHORTEST <= len(words) <= LONGEST:
        return f"{len(words)} words"
    checks = (
        (bool(_ELLIPSIS.search(sentence)), "cut short"),
        (bool(_MARKUP.search(sentence)), "holds markup"),
        (not balanced(sentence), "a quotation mark or bracket without its pair"),
        (sentence.rstrip('”"»“’)]').endswith(("?", "!")), "a question or an exclamation"),
        (_shouts(sentence), "capitals"),
        (script_of(sentence) != tongue.script, "another alphabet"),
        (not (sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in '“„«"$€£'), "no beginning"),
        (_opener(sentence, words, tongue), f"leans on what came before: {words[0]}"),
        (bool(tongue.leans.search(sentence)), "leans on what came before"),
        (bool(tongue.furniture.search(sentence)), "furniture of a page"),
        (bool(tongue.address.search(_outside(sentence))), "speaks to the reader"),
        (_unspoken(sentence), "a quotation without a speaker"),
        (not tongue.verb.search(sentence), "no verb"),
    )
    return next((why for wrong, why in checks if wrong), "")


def _opener(sentence: str, words: list[str], tongue: Tongue) -> bool:
    """A leaning first word. Inside somebody's quotation "We" is fine: who spoke follows."""
    if sentence[0] in '“„«"' and _speech(sentence):
        return False
    first = words[0].casefold().replace("’", "'")
    return first in tongue.openers or first.partition("'")[0] in tongue.openers


def _outside(sentence: str) -> str:
    """The sentence without what it quotes."""
    return _QUOTED.sub(" ", sentence)


def _unspoken(sentence: str) -> bool:
    """Is it nothing but direct speech? Who is only "he" in it is named elsewhere: by itself nobody says it."""
    outside = _SINGLE.sub(" ", _outside(sentence))
    return outside != sentence and all(w in _ATTRIBUTION for w in folded(outside))


def _speech(sentence: str) -> bool:
    """Does something follow the quotation that the sentence begins with?"""
    close = max(sentence.rfind(c) for c in '”»"')
    return close > 0 and len(sentence) - close > 10


def _shouts(sentence: str) -> bool:
    letters = [c for c in sentence if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.5 * len(letters)
