"""Sentences out of their place: quotations in two wordings, what leans on words left out, what was not for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model.editions import Extract
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, Piece, blocking, short, warning

_QUOTED = re.compile(r"“([^“”]{20,600})”|«([^«»]{20,600})»|\"([^\"]{20,600})\"|„([^„“”]{20,600})[“”]")
#: Quotations that share so many of the shorter one's words are one; with fewer words they are too common to tell.
_SHARED, _FEWEST = 0.7, 6
_OPENERS = re.compile(
    r"(?:[“«\"]\s*)?(?:he|she|they|it|his|her|their|its|but|however|also|meanwhile|moreover|therefore|nevertheless"
    r"|instead|thus|such|this|these|those|that|then|він|вона|вони|воно|його|її|їхн\w+|але|однак|проте|також|тим часом"
    r"|крім того|натомість|тому|втім|це|ця|цей|ці|тоді)(?![\w'’-])",
    re.IGNORECASE,
)
#: "This week" and "that is why" lean on nothing that a headline would not say; "It is" is a way to begin.
_STANDS = re.compile(
    r"(?:this|these|those|that|цей|ця|це|ці) (?:week|month|year|morning|evening|time|day|days|who|тиждень|місяць|рік)\b"
    r"|it (?:is|was|remains|will be|has been) \w+ (?:that|to|how|why)\b|such as\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^[\W_]*(?:(?:(?:MANDATORY|BULLETIN|STORY|NEWS|PHOTO|URGENT)\s+)*(?:KILL|KILLED|WITHDRAWN|RETRACTED)\b"
    r"\s*(?:[:–—\])/-]|$)|(?:MEDIA|PRESS|NEWS|EDITORS?['’]?|PLANNING)?\s*ADVISORY\s*(?:[:–—\])/-]|$)"
    r"|(?:ATTENTION|NOTE TO|EDITORS?['’]?S? NOTE|EDS)\b\s*(?:EDITORS?\b)?\s*[:–—-]"
    r"|(?i:media advisory|press advisory|kill notice|note to editors|editors['’] note)\s*[:–—]"
    r"|(?:CORRECTION|CORRECTED|CORRECTS)\s*[:–—\])/-]|ЕМБАРГО\b|ВІДКЛИКАНО\b)"
    r"|\b(?:EMBARGOED|UNDER EMBARGO|HOLD FOR RELEASE|NOT FOR PUBLICATION|NOT FOR RELEASE|STRICT EMBARGO)\b"
    r"|\b(?i:embargoed (?:until|till|for))\b"
)


def two_wordings(case: Case) -> Iterator[Finding]:
    """One utterance, worded in two ways: one of the two sources has it wrong, or translated it."""
    seen: list[tuple[list[str], str]] = []
    for piece in case.pieces:
        for said in _quotations(piece):
            words = re.findall(r"\w+", said.casefold())
            if len(words) < _FEWEST:
                continue
            for others, other in seen:
                if _alike(words, others):
                    yield warning(
                        "two-wordings",
                        f"“{short(said, 50)}” and “{short(other, 50)}” seem to be one quotation in two wordings",
                        "keep the one that the speaker's own record has",
                        piece.story,
                    )
                    break
            seen.append((words, said))


def _quotations(piece: Piece) -> Iterator[str]:
    if piece.role == "quote":
        yield piece.words.printed
    else:
        yield from (next(filter(None, m.groups()), "") for m in _QUOTED.finditer(piece.words.printed))


def _alike(a: list[str], b: list[str]) -> bool:
    """Most words in common, and neither is a piece of the other."""
    few, many = sorted((a, b), key=len)
    whole = f" {' '.join(many)} "
    if f" {' '.join(few)} " in whole:
        return False
    return len(set(few) & set(many)) >= _SHARED * len(set(few))


def leaning(case: Case) -> Iterator[Finding]:
    """ "But he refused": who, and against what, stood in the sentence before, and that one is not printed."""
    before: Piece | None = None
    for piece in case.pieces:
        words = piece.words
        if piece.role in ("sentence", "quote") and isinstance(words, Extract) and words.span.start > 0:
            text = words.printed.strip()
            found = _OPENERS.match(text)
            if piece.role == "sentence" and found and not _STANDS.match(text) and _left_out(words, before, case):
                yield case.graver(piece)(
                    "leans",
                    f"“{short(text)}” leans on a sentence that is left out",
                    "print the sentence before it as well, or leave this one out",
                    piece.story,
                )
        before = piece


def _left_out(words: Extract, before: Piece | None, case: Case) -> bool:
    """Does something stand in the source between what is printed before and these words?"""
    span = words.span
    start = 0
    if before and isinstance(before.words, Extract):
        last = before.words.span
        if (last.entry, last.version, last.field) == (span.entry, span.version, span.field) and last.end <= span.start:
            start = last.end
    entry = case.entries.get(span.entry)
    return bool(entry and _field(entry, span.field)[start : span.start].strip(" \n\t“”«»\"'"))


def _field(entry: Entry, name: str) -> str:
    return {"title": entry.title or "", "summary": entry.summary_text, "content": entry.content_text}[name]


def agency_notices(case: Case) -> Iterator[Finding]:
    """What an agency tells editors is not for readers, least of all before its hour."""
    for piece in case.pieces:
        if isinstance(piece.words, Extract) and (found := _NOTICE.search(piece.words.printed)):
            yield blocking(
                "agency-notice",
                f"“{short(found[0].strip())}” in “{short(piece.words.printed)}” is meant for editors",
                "leave the story out; see what the agency asks for",
                piece.story,
            )
