"""Warnings: what an editor should look at before anybody else does."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from newsletter.model.base import StoryId
from newsletter.model.editions import Extract, HeadingBlock, ProseBlock
from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, collapse, short, warning

SUBJECT = 60
_PLACEHOLDER_WORDS = re.compile(r"\bTK\b|\bTKTK\b|\bTODO\b|\bXXX+\b|(?i:\blorem ipsum\b)|%%")
_RELATIVE = re.compile(
    r"\b(?:today|tonight|yesterday|tomorrow|(?:this|next|last) (?:week|month|year|night|morning|evening|weekend)"
    r"|сьогодні|вчора|учора|завтра|(?:цього|наступного|минулого) (?:тижня|місяця|року))\b(?! \[)",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|shall|is to|are to|буде|будуть|відбудеться|відбудуться)\b", re.IGNORECASE)
_ENGLISH = "january february march april may june july august september october november december"
_UKRAINIAN = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
_NAMES = {name: number for row in (_ENGLISH, _UKRAINIAN) for number, name in enumerate(row.split(), 1)}
_SHORT = {name[:3]: number for number, name in enumerate(_ENGLISH.split(), 1)} | {"sept": 9}
_MONTH = "|".join(sorted([*_NAMES, *_SHORT], key=len, reverse=True))
_DAY = re.compile(
    rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>{_MONTH})\b(?:,? (?P<y>20\d\d))?"
    rf"|\b(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>20\d\d))?",
    re.IGNORECASE,
)


def odd_subject(case: Case) -> Iterator[Finding]:
    length = len(collapse(case.edition.subject))
    if length > SUBJECT:
        yield warning(
            "long-subject", f"the subject has {length} characters; phones show about {SUBJECT}", "shorten the subject"
        )


def teasers(case: Case) -> Iterator[Finding]:
    if not collapse(case.edition.preheader):
        yield warning("no-preheader", "the edition has no preheader", "say in it what the next two stories are")


def placeholder_words(case: Case) -> Iterator[Finding]:
    """Words that somebody meant to replace."""
    for story, text in _all_words(case):
        if found := _PLACEHOLDER_WORDS.search(text):
            yield warning("placeholder-words", f"“{found[0]}” in “{short(text)}”", "write what was meant", story)


def relative_days(case: Case) -> Iterator[Finding]:
    """ "Today" means the day on which the source wrote it: it needs that day in brackets behind it."""
    for piece in case.pieces:
        if isinstance(piece.words, Extract) and (found := _RELATIVE.search(piece.words.printed)):
            yield warning(
                "relative-day",
                f"“{found[0]}” without its date in “{short(piece.words.printed)}”",
                "add the date in brackets, or choose another sentence",
                piece.story,
            )


def passed_days(case: Case) -> Iterator[Finding]:
    """ "Will" with a day that is over: the news is stale. Inserts say when a source wrote, not what it announces."""
    for piece in case.pieces:
        if isinstance(piece.words, Extract) and _FUTURE.search(piece.words.text):
            days = list(_days(piece.words.text, case.edition.day))
            if days and max(days) < case.edition.day:
                yield warning(
                    "passed-day",
                    f"“{short(piece.words.printed)}” announces {max(days).isoformat()}, which is over",
                    "say what came of it, or leave the sentence out",
                    piece.story,
                )


def _days(text: str, edition_day: dt.date) -> Iterator[dt.date]:
    """Days named in `text`; without a year, the one nearest to the edition's day."""
    for m in _DAY.finditer(text):
        name = (m["m"] or m["m2"]).lower()
        month, day = _NAMES.get(name) or _SHORT[name], int(m["d"] or m["d2"])
        given = m["y"] or m["y2"]
        years = [int(given)] if given else [edition_day.year + n for n in (-1, 0, 1)]
        found = []
        for year in years:
            try:
                found.append(dt.date(year, month, day))
            except ValueError:  # 31 April, or 29 February in most years
                continue
        if found:
            yield min(found, key=lambda d: abs((d - edition_day).days))


def _all_words(case: Case) -> Iterator[tuple[StoryId | None, str]]:
    yield None, case.edition.subject
    yield None, case.edition.preheader
    for section in case.edition.sections:
        yield None, section.title
        for block in section.blocks:
            if isinstance(block, ProseBlock):
                yield None, block.markdown
            elif isinstance(block, HeadingBlock):
                yield None, block.text
    yield from ((p.story, p.words.printed) for p in case.pieces)
