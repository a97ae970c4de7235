"""Direct speech: who said it, in which role, and the words themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.model.base import StoryId
from newsletter.model.editions import Credit, Extract, Field, QuoteBlock
from newsletter.model.feeds import Entry
from newsletter.write.extracts import Setting, html_of, take, text_of
from newsletter.write.sentences import READ, balanced, flaw, folded, sentences
from newsletter.write.tongue import WORD, Tongue

SHORTEST, LONGEST = 6, 60  #: words of a quotation
_ROLE_WORDS = 9
#: Of two translations: letters of a word that are compared, from which length on, and how many such words they share.
_STEM, _LONG, _SHARED = 5, 4, 4
_PARTICLES = {
    "von",
    "van",
    "der",
    "den",
    "de",
    "del",
    "della",
    "di",
    "da",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ibn",
    "фон",
    "ван",
    "де",
}
_TITLES = {"mr", "mrs", "ms", "dr", "sir", "dame", "lord", "lady", "пан", "пані"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    name: str  #: in full, as the source writes it
    role: str  #: "" when the source gives none


def quotes(entry: Entry, credit: Credit, story: StoryId, setting: Setting) -> Iterator[QuoteBlock]:
    """Quotations with a named speaker, of the summary, then of the content; each once."""
    if setting.tongue is None:
        return
    seen: list[QuoteBlock] = []
    fields: tuple[Field, ...] = ("summary", "content")
    for field in fields:
        for extract, speaker in _field(entry, field, setting, setting.tongue):
            block = QuoteBlock(quote=extract, speaker=speaker.name, role=speaker.role, credit=credit, story=story)
            if not any(same_quote(block, other) for other in seen):
                seen.append(block)
                yield block


def _field(entry: Entry, field: Field, setting: Setting, tongue: Tongue) -> Iterator[tuple[Extract, Speaker]]:
    text = text_of(entry, field)[:READ]
    for start, end in sentences(text, tongue, html_of(entry, field)):
        if not balanced(text[start:end]) or tongue.furniture.search(text[start:end]):
            continue
        for pattern in tongue.quotes:
            match = pattern.search(text, start, end)
            speaker = speaker_of(match.group("who"), tongue) if match else None
            if match is None or speaker is None:
                continue
            extract = _words(entry, field, match, setting)
            if extract:
                yield extract, speaker
            break


def _words(entry: Entry, field: Field, match: re.Match[str], setting: Setting) -> Extract | None:
    """The speaker's own words, without the comma that only joins them to the rest."""
    start, end = match.span("quote")
    text = text_of(entry, field)
    while end > start and text[end - 1] in ", ":
        end -= 1
    words = text[start:end]
    wrong = flaw(words, setting.tongue) if setting.tongue else ""
    # Speech may be short, ask, exclaim and begin with "We"; it may not be cut or hold markup.
    if wrong in {
        "cut short",
        "holds markup",
        "capitals",
        "another alphabet",
        "a quotation mark or bracket without its pair",
    }:
        return None
    if not SHORTEST <= len(WORD.findall(words)) <= LONGEST or "…" in words or ".." in words:
        return None
    extract = take(entry, field, start, end, setting)
    return extract if isinstance(extract, Extract) else None


def speaker_of(who: str, tongue: Tongue) -> Speaker | None:
    """ "NATO Secretary General Jens Stoltenberg" or "Wendy Sherman, US Deputy Secretary of State", taken apart.

    None without a full name: "Ms. Sherman", "the minister".
    """
    head, _, tail = who.strip().partition(",")
    tokens = head.split()
    last = max((i for i, t in enumerate(tokens) if tongue.role.fullmatch(t.strip("-–"))), default=-1)
    name = tokens[last + 1 :]
    while last >= 0 and (len(name) > tongue.name_words or (len(name) > 2 and len(name[0]) > 1 and name[0].isupper())):
        last, name = last + 1, name[1:]  # "генеральний секретар НАТО Єнс Столтенберг"
    if last < 0 and len(name) > 3:  # "Russian tycoon Ivan Ivanenko": which words are the name cannot be told
        return None
    if not _is_name(name):
        return None
    role = " ".join(tokens[: last + 1]) if last >= 0 else _apposition(tail, tongue)
    return Speaker(name=" ".join(name), role=tongue.article.sub("", role))


def _is_name(tokens: list[str]) -> bool:
    if not 2 <= len(tokens) <= 5 or tokens[0].strip(".").casefold() in _TITLES:
        return False
    capital = [t for t in tokens if t[0].isupper()]
    plain = all(t[0].isupper() or t.casefold() in _PARTICLES for t in tokens)
    return plain and len(capital) >= 2 and not tokens[-1].isupper() and len(tokens[0].strip(".")) > 0


def _apposition(tail: str, tongue: Tongue) -> str:
    """What stands behind the name, if it names a role: "the US deputy secretary of state"."""
    role = tail.partition(",")[0].strip()
    words = role.split()
    if not 1 <= len(words) <= _ROLE_WORDS or not any(tongue.role.fullmatch(w) for w in words):
        return ""
    return role


def same_quote(one: QuoteBlock, other: QuoteBlock) -> bool:
    """Do two quotations have the same words, or one the most of the other? Or are they one, translated twice?

    Two translations of one speaker's words share what cannot be chosen freely: the numbers, all of them, and names and
    longer words, cut to five letters. Precision first: with less than half of them in common they stay two.
    """
    a, b = set(folded(one.quote.text)), set(folded(other.quote.text))
    if len(a & b) >= 0.7 * min(len(a), len(b)):
        return True
    if one.speaker.casefold().split()[-1:] != other.speaker.casefold().split()[-1:]:
        return False
    if {w for w in a if w[0].isdigit()} != {w for w in b if w[0].isdigit()}:
        return False
    long_a, long_b = ({w.removesuffix("'s")[:_STEM] for w in words if len(w) >= _LONG} for words in (a, b))
    shared = len(long_a & long_b)
    return shared >= _SHARED and shared >= 0.5 * min(len(long_a), len(long_b))
