"""Patterns of a report's lines against its sentences: what stands in the slots, or why nobody can tell.

No regular expressions of an editor and no backtracking: a pattern is tried on a sentence in two passes over a table of
parts x words, so the cost is their product, whatever the text. The passes give *every* way in which the pattern fits.
A slot counts only when all of them, in all sentences, give it the same value: two different numbers are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from newsletter.model.editions import Field
from newsletter.model.lines import Gap, Line, Pattern, Slot, Word, fold_word
from newsletter.write.names import names
from newsletter.write.numbers import Counting, counting, is_range, of_digits, of_words
from newsletter.write.sentences import stretches
from newsletter.write.tongue import Tongue

#: What has more words than this is a list or a table without structure, and no sentence.
LONGEST = 250
#: Words that a slot of words takes at most, and characters.
WORDS, CHARACTERS = 6, 60

_TOKEN = re.compile(
    r"\d+(?:[.,:/–—-]\d+|[ \u00a0\u202f]\d{3}(?!\d))*(?:[-‑]?[^\W\d_][^\W_]*)*"
    r"|[^\W_]+(?:['’ʼ‑-][^\W_]+)*"
)
#: Two words before a number that make it a bound.
_BOUNDS = frozenset({("up", "to"), ("close", "to"), ("next", "to"), ("as", "to")})
_YEAR = re.compile(r"(?:19|20)\d\d")
#: Directly before digits these make them money, the number of a thing, or a bound.
_PREFIXES = frozenset("$€£¥₴₽#№~≈<>≤≥±+−-–—/.,:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word or a number of a sentence."""

    start: int  #: in its field
    end: int
    raw: str
    folded: str
    between: str  #: the marks between the token before and this one, without white space
    digits: bool
    value: Decimal | None  #: of digits; None where they are no plain number
    dated: bool  #: part of a date
    prefixed: bool  #: a currency, a number sign or a bound stands directly before it
    percent: bool  #: a per cent sign stands behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    field: Field
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What stands in a slot."""

    value: Decimal | None  #: of a number
    spans: tuple[tuple[int, int], ...]  #: in the field; of names one each
    words: tuple[str, ...]  #: exactly what stands there

    @property
    def key(self) -> object:
        """Equal keys say the same."""
        return self.value if self.value is not None else tuple(fold_word(w) for w in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line that fits a report."""

    field: Field
    taken: Mapping[str, Taken]  #: by slot
    trouble: str = ""  #: why it may not be printed, in words for the editor


@dataclass(frozen=True, slots=True)
class _Fit:
    """All ways in which one pattern fits one sentence."""

    field: Field
    slots: Mapping[str, Sequence[Taken]]
    doubt: str


# --- sentences -----------------------------------------------------------------------------------


def sentences_of(
    fields: Sequence[tuple[Field, str, str | None]], language: str, tongue: Tongue
) -> tuple[Sentence, ...]:
    """The sentences of a report's fields (name, text, the HTML it was made from), title, summary, content."""
    rules = counting(language)
    made = []
    for field, text, html in fields:
        for start, end in stretches(text, tongue, html):
            tokens = _tokens(text, start, end, rules, tongue)
            if 0 < len(tokens) <= LONGEST:
                made.append(Sentence(field=field, tokens=tokens))
    return tuple(made)


def _tokens(text: str, start: int, end: int, rules: Counting, tongue: Tongue) -> tuple[Token, ...]:
    dates = [(m.start(), m.end()) for m in tongue.date.finditer(text, start, end)]
    tokens: list[Token] = []
    done = start
    for found in _TOKEN.finditer(text, start, end):
        raw, at = found.group(), found.start()
        digits = raw[0].isdigit()
        tokens.append(
            Token(
                start=at,
                end=found.end(),
                raw=raw,
                folded=fold_word(raw),
                between="".join(text[done:at].split()),
                digits=digits,
                value=of_digits(raw, rules) if digits else None,
                dated=any(a <= at < b for a, b in dates),
                prefixed=digits and at > start and text[at - 1] in _PREFIXES,
                percent=text[found.end() : found.end() + 2].lstrip()[:1] in ("%", "‰"),
            )
        )
        done = found.end()
        if len(tokens) > LONGEST:
            break
    return tuple(tokens)


# --- a line --------------------------------------------------------------------------------------


def find(line: Line, sentences: Sequence[Sentence], language: str) -> Found | None:
    """What the line takes from a report; None where no pattern of it fits.

    Numbers must agree in headline and text; other words in the text, or in the headline where only that fits.
    """
    rules = counting(language)
    fits = [fit for s in sentences for p in line.match if (fit := _fit(p, s, rules)) is not None]
    if not fits:
        return None
    inside = [f for f in fits if f.field != "title"] or fits
    chosen = inside[0]
    trouble = next((f.doubt for f in fits if f.doubt), "")
    for name, found in chosen.slots.items():
        number = found[0].value is not None
        all_of_it = [t for f in (fits if number else inside) for t in f.slots[name]]
        values = list(dict.fromkeys(t.key for t in all_of_it))
        if len(values) > 1:
            said = dict.fromkeys(" and ".join(t.words) for t in all_of_it)
            trouble = trouble or f"{{{name}}} may be {' or '.join(f'“{s}”' for s in list(said)[:3])}"
    return Found(field=chosen.field, taken={n: t[0] for n, t in chosen.slots.items()}, trouble=trouble)


def _fit(pattern: Pattern, sentence: Sentence, rules: Counting) -> _Fit | None:
    """Two passes: `reach[i][t]`: i parts can end before token t; `rest[i][t]`: the others can go on from it."""
    parts, tokens = pattern.parts, sentence.tokens
    known = {t.folded for t in tokens}
    if not all(_in(part, known) for part in parts if isinstance(part, Word)):
        return None  # most sentences end here
    count = len(tokens)
    steps = [_steps(parts, i, tokens, rules) for i in range(len(parts))]
    rest = [[False] * (count + 1) for _ in parts] + [[True] * (count + 1)]
    for i in range(len(parts) - 1, -1, -1):
        for t in range(count, -1, -1):
            if isinstance(parts[i], Gap):
                rest[i][t] = rest[i + 1][t] or (t < count and rest[i][t + 1])
            else:
                rest[i][t] = any(rest[i + 1][u] for u in steps[i].get(t, ()))
    if not any(rest[0]):
        return None
    reach = [[True] * (count + 1)] + [[False] * (count + 1) for _ in parts]
    for i, part in enumerate(parts):
        for t in range(count + 1):
            if isinstance(part, Gap):
                reach[i + 1][t] = reach[i][t] or (t > 0 and reach[i + 1][t - 1])
            elif reach[i][t]:
                for u in steps[i].get(t, ()):
                    reach[i + 1][u] = True
    return _read(pattern, sentence, steps, reach, rest, rules)


def _in(word: Word, known: set[str]) -> bool:
    return any(f in known or (f.endswith("*") and any(k.startswith(f[:-1]) for k in known)) for f in word.forms)


def _is(word: Word, token: Token) -> bool:
    return any(token.folded.startswith(f[:-1]) if f.endswith("*") else token.folded == f for f in word.forms)


def _steps(
    parts: Sequence[Word | Slot | Gap], i: int, tokens: Sequence[Token], rules: Counting
) -> Mapping[int, Sequence[int]]:
    """Token -> where the part may end that begins there."""
    part = parts[i]
    if isinstance(part, Gap):
        return {}
    if isinstance(part, Word):
        return {t: (t + 1,) for t, token in enumerate(tokens) if _is(part, token)}
    if part.takes == "number":
        return {t: (n[1],) for t in range(len(tokens)) if (n := _number(tokens, t, rules)) is not None}
    if part.takes == "words":
        return {t: tuple(_words(tokens, t)) for t in range(len(tokens))}
    follows = parts[i + 1] if i + 1 < len(parts) else None
    ends = {}
    for t in range(len(tokens)):
        found = _names(tokens, t, follows, rules)
        if found:
            ends[t] = (found[-1][1],)
    return ends


def _number(tokens: Sequence[Token], t: int, rules: Counting) -> tuple[Decimal | None, int] | None:
    """Value (None: no plain number) and end."""
    token = tokens[t]
    if token.dated:
        return None
    if token.digits:
        return token.value, t + 1
    pair = (
        (token.folded, tokens[t + 1].folded) if t + 1 < len(tokens) and not tokens[t + 1].between else (token.folded,)
    )
    found = of_words(pair, rules)
    return (found[0], t + found[1]) if found else None


def _words(tokens: Sequence[Token], t: int) -> Iterator[int]:
    for u in range(t, min(len(tokens), t + WORDS)):
        if (u > t and tokens[u].between) or tokens[u].end - tokens[t].start > CHARACTERS:
            return
        yield u + 1


def _names(
    tokens: Sequence[Token], t: int, follows: Word | Slot | Gap | None, rules: Counting
) -> tuple[tuple[int, int], ...]:
    def fits(u: int) -> bool:
        return isinstance(follows, Word) and _is(follows, tokens[u])

    def counts(u: int) -> bool:
        return _number(tokens, u, rules) is not None

    return names(tokens, t, fits=fits, counts=counts)


# --- what the passes say -------------------------------------------------------------------------


def _read(
    pattern: Pattern,
    sentence: Sentence,
    steps: Sequence[Mapping[int, Sequence[int]]],
    reach: Sequence[Sequence[bool]],
    rest: Sequence[Sequence[bool]],
    rules: Counting,
) -> _Fit:
    tokens, slots, doubt, last = sentence.tokens, {}, "", 0
    for i, part in enumerate(pattern.parts):
        if not isinstance(part, Slot):
            continue
        ways = [(t, u) for t, ends in steps[i].items() if reach[i][t] for u in ends if rest[i + 1][u]]
        if part.takes != "words":
            ways = _whole(ways)
        slots[part.name] = [_taken(part, pattern, i, tokens, t, u, rules) for t, u in ways]
        last = max(last, *(u for _, u in ways))
        if part.takes == "number":
            doubts = (_doubt(pattern, i, tokens, t, u, rules) for t, u in ways)
            doubt = doubt or next((d for d in doubts if d), "")
    words = [p for p in pattern.parts if isinstance(p, Word)]
    for token in tokens[: last or len(tokens)]:
        if token.folded in rules.unsaid and not any(_is(w, token) for w in words):
            doubt = doubt or f"the report says “{token.raw}” before it"
    return _Fit(sentence.field, slots, doubt)


def _whole(ways: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without what lies inside another way: "one" of "twenty-one", the last names of a longer list."""
    return [(t, u) for t, u in ways if not any((a, b) != (t, u) and a <= t and u <= b for a, b in ways)]


def _taken(slot: Slot, pattern: Pattern, i: int, tokens: Sequence[Token], t: int, u: int, rules: Counting) -> Taken:
    spans = [(t, u)]
    if slot.takes == "names":
        follows = pattern.parts[i + 1] if i + 1 < len(pattern.parts) else None
        spans = list(_names(tokens, t, follows, rules))
    number = _number(tokens, t, rules) if slot.takes == "number" else None
    return Taken(
        value=(number[0] if number[0] is not None else Decimal("NaN")) if number else None,
        spans=tuple((tokens[a].start, tokens[b - 1].end) for a, b in spans),
        words=tuple(_said(tokens, a, b) for a, b in spans),
    )


def _said(tokens: Sequence[Token], a: int, b: int) -> str:
    """The words for a message and for comparing; what is printed is cut from the text itself."""
    words = [tokens[a].raw]
    for token in tokens[a + 1 : b]:
        words[-1] += token.between if token.between in (",", ";") else ""
        words.append(token.raw)
    return " ".join(words)


def _doubt(pattern: Pattern, i: int, tokens: Sequence[Token], t: int, u: int, rules: Counting) -> str:
    """Why a number is not what it seems; words that the pattern itself holds are the editor's, and no reason."""
    before = i > 0 and isinstance(pattern.parts[i - 1], Word)
    behind = i + 1 < len(pattern.parts) and isinstance(pattern.parts[i + 1], Word)
    first, said = tokens[t], _said(tokens, t, u)
    if first.digits and first.value is None:
        return f"“{said}” is no plain number"
    if first.prefixed or tokens[u - 1].percent:
        return f"“{said}” is an amount of something else"
    if not before:
        if _YEAR.fullmatch(first.raw):
            return f"“{said}” may be a year"
        word = tokens[t - 1].folded if t else ""
        bound = t > 1 and (tokens[t - 2].folded, word) in _BOUNDS
        if bound or word in rules.before or (t > 1 and is_range(word) and _number(tokens, t - 2, rules)):
            return f"the report says “{tokens[t - 1].raw} {said}”"
    if not behind and u < len(tokens) and not tokens[u].between:
        word = tokens[u].folded
        more = u + 1 < len(tokens) and is_range(word) and _number(tokens, u + 1, rules)
        if word in rules.behind or more or tokens[u].digits:
            return f"the report says “{said} {tokens[u].raw}”"
    return ""
