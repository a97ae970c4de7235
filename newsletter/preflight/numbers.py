"""Numbers: those that sources disagree on, and those that no source has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model.editions import House
from newsletter.model.rendered import Finding
from newsletter.model.stories import Difference
from newsletter.preflight.case import Case, Piece, fold, short, warning

_NUMBER = re.compile(r"\d+(?:[ \u00a0\u202f.,’']\d{3}(?!\d))*(?:[.,]\d+)?")
_GROUPED = re.compile(r"[ \u00a0\u202f.,’'](?=\d{3}(?!\d))")
_SAID = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "uk": "нуль один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять",
}
#: Numbers that are written as words, in one spelling.
WORDS = {word: str(n) for row in _SAID.values() for n, word in enumerate(row.split())} | {
    "одна": "1", "одне": "1", "дві": "2", "двоє": "2", "троє": "3", "четверо": "4", "п'ятеро": "5",
    "once": "1", "twice": "2", "both": "2", "dozen": "12", "hundred": "100", "thousand": "1000",
}  # fmt: skip


#: Letters that tell one month from another.
_MONTH = 3


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in one spelling: 1,200 and 1 200 are 1200, 2,5 is 2.5."""
    words = re.findall(r"[\w']+", text.replace("’", "'").casefold())
    return digits(text) | {WORDS[w] for w in words if w in WORDS}


def digits(text: str) -> frozenset[str]:
    """Those of `numbers` that are written in digits."""
    return frozenset(_plain(n[0]) for n in _NUMBER.finditer(text))


def _plain(number: str) -> str:
    number = _GROUPED.sub("", number).replace(",", ".")
    whole, dot, rest = number.partition(".")
    return (whole.lstrip("0") or "0") + dot + rest


def unsourced_numbers(case: Case) -> Iterator[Finding]:
    """A number in a headline of our own stands in a report that the story cites."""
    for piece in case.pieces:
        if piece.role != "headline" or not isinstance(piece.words, House):
            continue
        cited = {e for e, s in case.beside.stories.items() if s == case.story_of(piece)}
        cited |= {c.entry for story, c, _ in case.credits if story == piece.story}
        reports = [entry for e in cited if (entry := case.entries.get(e))]
        known = numbers(" ".join(f"{e.title or ''} {e.summary_text} {e.content_text}" for e in reports))
        missing = sorted(digits(piece.words.printed) - known)
        if reports and missing:
            yield warning(
                "number-without-source",
                f"no report of its story has the {', '.join(missing)} of “{short(piece.words.printed)}”",
                "look it up in the reports, and mend the headline",
                piece.story,
            )


def disputed_headline(case: Case) -> Iterator[Finding]:
    """Where sources disagree no headline takes a side, and so neither do subject and preheader, made of headlines."""
    for piece in case.pieces:
        if piece.role in ("headline", "line") and (found := _disputed(case, piece)):
            yield case.graver(piece)(
                "disputed-headline",
                f"sources differ on {found}, which stands in “{short(piece.words.printed)}”",
                "write a headline without it, or say who counts so",
                piece.story,
            )


def disputed_teaser(case: Case) -> Iterator[Finding]:
    """Words of a subject or preheader that stand in no headline are looked at by themselves."""
    for place, words in (("subject", case.edition.subject), ("preheader", case.edition.preheader)):
        # The edition's own date is no claim.
        plain = fold(words).replace(fold(case.edition.title), "")
        for difference in case.beside.differences:
            shown = any(m in case.shown for v in difference.values for m in v.members)
            if shown and _about(difference, plain) and (value := value_in(difference, plain)):
                yield case.graver()(
                    "disputed-teaser",
                    f"sources differ on {short(value)}, which stands in the {place}",
                    "choose another headline for it",
                    place=place,
                )
                break


def disputed_house(case: Case) -> Iterator[Finding]:
    """Elsewhere a disputed number needs its authority. Words of a source carry its credit; our own must name it."""
    for piece in case.pieces:
        if piece.role != "sentence" or not isinstance(piece.words, House):
            continue
        found = _disputed(case, piece)
        if found and fold(piece.credit.name) not in fold(piece.words.printed):
            yield case.graver(piece)(
                "disputed-number",
                f"sources differ on {found}, and “{short(piece.words.printed)}” does not say who counts so",
                f"name {short(piece.credit.name)} in the sentence",
                piece.story,
            )


def _disputed(case: Case, piece: Piece) -> str:
    """The disputed value that these words take for granted; "" for none."""
    story = case.story_of(piece)
    members = {e for e, s in case.beside.stories.items() if s == story} | {piece.credit.entry}
    for difference in case.beside.differences:
        concerned = any(m in members for v in difference.values for m in v.members)
        if concerned and (value := value_in(difference, piece.words.printed)):
            return short(value)
    return ""


def value_in(difference: Difference, text: str) -> str:
    """The value of `difference` that `text` gives; "" when it gives none, or more than one of them."""
    words, counted = fold(text), numbers(text)
    if difference.kind == "date":
        found = [v.value for v in difference.values if any(_names_day(form, words) for form in (v.value, *v.forms))]
    else:
        found = [v.value for v in difference.values if numbers(v.value) and numbers(v.value) <= counted]
    return found[0] if len(found) == 1 else ""


def _names_day(form: str, words: str) -> bool:
    """Does `words` name the day that `form` writes as "28 March" or "Jan. 10", in whatever order, short or in full?"""
    day, month = re.search(r"\d+", form), re.search(r"[^\W\d_]{3,}", form)
    if day is None or month is None:
        return fold(form) in words
    d, m = day[0], re.escape(fold(month[0])[:_MONTH])
    return bool(re.search(rf"\b{d}(?:st|nd|rd|th)? (?:of )?{m}|\b{m}[^\W\d_]*\.? {d}(?!\d|[.,:]\d)", words))


def _about(difference: Difference, words: str) -> bool:
    """A number alone says little; what is counted must stand there, too. Endings differ."""
    stem = fold(difference.what).rpartition(" ")[2][:5]
    return difference.kind == "date" or bool(stem and stem in words)
