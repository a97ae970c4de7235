"""`lines:` of a source -> patterns and what is printed of them, every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast, get_args

from newsletter.config.check import check, get, note_unknown
from newsletter.config.schema import Part
from newsletter.config.tree import Path, Tree
from newsletter.config.wrong import did_you_mean, show
from newsletter.model.base import primary
from newsletter.model.lines import Gap, Line, Pattern, Print, Slot, SlotKind, Stretch, Word, fold_word
from newsletter.model.titles import CATEGORIES, categories

#: What one source may have: more is a mistake, and each pattern is tried on each sentence.
MAX_LINES, MAX_PATTERNS, MAX_LENGTH, MAX_PARTS = 30, 10, 300, 40
_KINDS = get_args(SlotKind)
_SLOT = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[^\W\d]\w{0,29}")
_GAP = re.compile(r"\.\.\.|…")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‑-][^\W_]+)*\*?")
_TOKEN = re.compile(
    rf"(?P<slot>{_SLOT.pattern})|(?P<gap>{_GAP.pattern})|(?P<word>{_WORD.pattern}(?:\|{_WORD.pattern})*)"
)
#: Marks of a pattern that mean nothing: what separates words in the report is not compared.
_IGNORED = re.compile(r"(?:(?!\.\.\.)[\s,.:;!?()\[\]\"“”„«»–—-])*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MATCH_HINT = "words as the report writes them, {name} for a number, {name:words}, {name:names}, ... for what varies"


class LineEntry(Part):
    match: Any = None
    print: Any = None


class Wrong(Exception):
    """A pattern or a printed line is wrong: what, and what would be right."""

    def __init__(self, what: str, allowed: str = "") -> None:
        super().__init__(what)
        self.what, self.allowed = what, allowed


def read_lines(tree: Tree, path: Path, data: Sequence[Any]) -> tuple[Line, ...]:
    """The lines that are right; every fault of the others is noted. `path` is that of the list."""
    if len(data) > MAX_LINES:
        tree.add(path, f"lines: holds {len(data)} lines", f"up to {MAX_LINES}")
        return ()
    given = get(tree, ("newsletter", "language"))
    language = given if isinstance(given, str) and given else "en"
    read = (_line(tree, (*path, n), entry, language) for n, entry in enumerate(data))
    return tuple(line for line in read if line is not None)


def _line(tree: Tree, where: Path, entry: Any, language: str) -> Line | None:
    part = check(tree, LineEntry, where, entry)
    if part is None:
        return None
    before = len(tree.problems)
    patterns = tuple(_patterns(tree, (*where, "match"), part.match))
    slots = {s.name: s.takes for p in patterns for s in p.parts if isinstance(s, Slot)}
    counts = next((n for n, takes in slots.items() if takes == "number"), "")
    for number, pattern in enumerate(patterns if len(tree.problems) == before else ()):
        missing = [n for n in slots if n not in {s.name for s in pattern.parts if isinstance(s, Slot)}]
        if missing:
            at = (*where, "match", number) if isinstance(part.match, list) else (*where, "match")
            tree.add(
                at, f"match: {{{missing[0]}}} stands in another pattern of this line and not in this one", _MATCH_HINT
            )
    prints = tuple(_prints(tree, (*where, "print"), part.print, language, counts))
    for found in prints if len(tree.problems) == before else ():
        for piece in (p for _, pieces in found.forms for p in pieces if p.slot and p.text not in slots):
            meant = did_you_mean(piece.text, slots)
            tree.add((*where, "print"), f"print: no pattern has {{{piece.text}}}{meant}", _braced(slots))
            break
    if len(tree.problems) > before:
        return None
    return Line(match=patterns, prints=prints, counts=counts)


def _braced(slots: dict[str, SlotKind]) -> str:
    return ", ".join(f"{{{name}}}" for name in slots) or "a line without braces"


# --- patterns ------------------------------------------------------------------------------------


def _patterns(tree: Tree, where: Path, value: Any) -> Iterator[Pattern]:
    if value is None:
        tree.add(where, "match: is missing", _MATCH_HINT)
        return
    several = value if isinstance(value, list) else [value]
    if not 1 <= len(several) <= MAX_PATTERNS:
        tree.add(where, f"match: holds {len(several)} patterns", f"1 to {MAX_PATTERNS}")
        return
    for number, text in enumerate(several):
        try:
            yield pattern(text)
        except Wrong as wrong:
            at = (*where, number) if isinstance(value, list) else where
            tree.add(at, f"match: {wrong.what}", wrong.allowed)


def pattern(text: Any) -> Pattern:
    """A pattern as it is written; Wrong in words when it is none."""
    text = _text(text)
    parts: list[Word | Slot | Gap] = []
    at = 0
    while True:
        skipped = _IGNORED.match(text, at)
        at = skipped.end() if skipped else at
        if at >= len(text):
            break
        found = _TOKEN.match(text, at)
        if found is None:
            raise Wrong(f"{show(text[at])} has no meaning in a pattern", _MATCH_HINT)
        parts.append(_part(found))
        at = found.end()
    _sound(parts)
    return Pattern(text=text, parts=tuple(parts))


def _part(found: re.Match[str]) -> Word | Slot | Gap:
    if found["gap"]:
        return Gap()
    if found["word"]:
        return Word(forms=tuple(fold_word(w) for w in found["word"].split("|")))
    name, colon, takes = (p.strip() for p in found["slot"][1:-1].partition(":"))
    if not _NAME.fullmatch(name):
        raise Wrong(f"{show(found['slot'])} is no slot", "letters in the braces: {attacks}, {places:names}")
    takes = takes or "number"
    if takes not in _KINDS or (colon and not found["slot"][1:-1].partition(":")[2].strip()):
        raise Wrong(
            f"{show(found['slot'])}: a slot cannot take {show(takes)}{did_you_mean(takes, _KINDS)}", " | ".join(_KINDS)
        )
    return Slot(name=name, takes=cast(SlotKind, takes))


def _sound(parts: list[Word | Slot | Gap]) -> None:
    if not any(isinstance(p, Word) for p in parts):
        raise Wrong("holds no word, so it would fit everything", _MATCH_HINT)
    if len(parts) > MAX_PARTS:
        raise Wrong(f"holds {len(parts)} words", f"up to {MAX_PARTS}; ... for what varies")
    if isinstance(parts[0], Gap) or isinstance(parts[-1], Gap):
        raise Wrong("begins or ends with ...", "a word or a slot there; what stands around them is not asked")
    names = [p.name for p in parts if isinstance(p, Slot)]
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice:
        raise Wrong(f"{{{twice}}} stands in it twice", "a name of its own for every slot")
    padded: list[Word | Slot | Gap | None] = [None, *parts, None]
    for before, part, behind in zip(padded, padded[1:], padded[2:], strict=False):
        if (
            isinstance(part, Slot)
            and part.takes == "words"
            and not (isinstance(before, Word) and isinstance(behind, Word))
        ):
            raise Wrong(
                f"nobody can tell where the words of {{{part.name}:words}} begin and end",
                "a word of the report before and behind it; {name:names} for names",
            )
        if isinstance(part, Slot) and isinstance(behind, Slot):
            raise Wrong(f"{{{part.name}}} and {{{behind.name}}} touch", "a word or ... between two slots")


# --- what is printed -----------------------------------------------------------------------------


def _prints(tree: Tree, where: Path, value: Any, language: str, counts: str) -> Iterator[Print]:
    """One language, or several by their tags: tags and plural categories are never the same words."""
    if value is None:
        tree.add(where, "print: is missing", 'a line, or one for each plural form: {one: "...", other: "..."}')
    elif isinstance(value, dict) and value and not any(k in CATEGORIES for k in value):
        for tag, forms in value.items():
            if not re.fullmatch(r"[a-z]{2,3}", tag):
                note_unknown(tree, (*where, tag), CATEGORIES)
            else:
                yield from _print(tree, (*where, tag), forms, tag, counts)
    else:
        yield from _print(tree, where, value, primary(language), counts)


def _print(tree: Tree, where: Path, value: Any, language: str, counts: str) -> Iterator[Print]:
    before = len(tree.problems)
    forms = value if isinstance(value, dict) else {"": value}
    needed = categories(language, numbers=(*range(201), 1_000_000)) if isinstance(value, dict) else ()
    if needed is None:
        tree.add(where, f"print: {show(language)} is no known language", "a language tag such as en, uk", key=True)
        return
    if isinstance(value, dict) and not counts:
        tree.add(where, "print: has plural forms, and the pattern no number to choose by", "one line of text")
        return
    for form in (f for f in forms if f not in ("", *CATEGORIES)):
        note_unknown(tree, (*where, form), CATEGORIES)
    missing = [n for n in needed if n not in forms]
    if missing:
        tree.add(where, f"print: the form {missing[0]} is missing, which {language!r} has", ", ".join(needed))
    read = []
    for form, text in forms.items():
        at = (*where, form) if form else where
        try:
            read.append((form, printed(text)))
        except Wrong as wrong:
            tree.add(at, f"print: {wrong.what}", wrong.allowed)
    if len(tree.problems) == before:
        yield Print(language=language, forms=tuple(read))


def printed(text: Any) -> tuple[Stretch, ...]:
    """A line as it is written, `**` around what is bold; Wrong in words when it is none."""
    text = _text(text)
    runs = text.split("**")
    if len(runs) % 2 == 0:
        raise Wrong("has a ** without its pair", "**{attacks} attacks** near {places:names}")
    pieces: list[Stretch] = []
    for number, run in enumerate(runs):
        for turn, words in enumerate(_SLOT.split(run)):
            name = words.strip()
            if turn % 2 and not _NAME.fullmatch(name):
                raise Wrong(f"{show('{' + words + '}')} is no slot", "the name of a slot in braces: {attacks}")
            if turn % 2 == 0 and ("{" in words or "}" in words):
                raise Wrong("has a brace without its pair", "{name} for what is taken, and no other braces")
            if words:
                pieces.append(Stretch(text=name if turn % 2 else words, slot=bool(turn % 2), strong=bool(number % 2)))
    return tuple(pieces)


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise Wrong(f"{show(text)} is not text", "one line of text, in quotes")
    if not text.strip():
        raise Wrong("is empty", "one line of text")
    if len(text) > MAX_LENGTH:
        raise Wrong(f"is too long: {len(text)} characters", f"up to {MAX_LENGTH}")
    if _CONTROL.search(text):
        raise Wrong("holds a line break or a control character", "one line of text")
    return text.strip()
