"""Words that were meant to be replaced, and days that are not what they were."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from newsletter.model.editions import Extract, HeadingBlock, ProseBlock
from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, collapse, short, warning

#: Code points of a headline beyond which it is none: the longest that news agencies write have about 150.
LONG_HEADLINE = 200
#: Not the names that are written alike: TK Maxx, TK Elevator, flight TK 1721, TK-401, example.TK; Super Bowl XXX, the
#: XXX Olympiad. "TK" alone is a custom of newsrooms that write English.
_PLACEHOLDER_WORDS = re.compile(
    r"\bTK(?:TK)+\b|\bTODO\b|\bXXXX+\b|(?<!Bowl )\bXXX\b(?! Olymp)|(?i:\blorem ipsum\b)|%%|\{\{|\}\}"
    r"|\[(?:TK|XX+|insert[^\]]{0,40})\]"
)
_TK = re.compile(r"(?<![\w.@/&-])TK\b(?![-–./&@’']\w| \d| [A-Z][a-z])")
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


def placeholder_words(case: Case) -> Iterator[Finding]:
    """Words that somebody meant to replace."""
    for place, text in _house_words(case):
        if said := _said(case, text):
            yield warning("placeholder-words", said, "write what was meant", place=place)
    for piece in case.pieces:
        if said := _said(case, piece.words.printed):
            yield case.graver(piece)("placeholder-words", said, "write what was meant, or leave it out", piece.story)


def placeholder_teasers(case: Case) -> Iterator[Finding]:
    """Not on a locked screen either."""
    for place, text in (("subject", case.edition.subject), ("preheader", case.edition.preheader)):
        if said := _said(case, text):
            yield case.graver()("placeholder-teaser", said, "choose another headline for it", place=place)


def _said(case: Case, text: str) -> str:
    """What stands where other words were meant to, in words; "" when nothing does."""
    found = placeholder(text, case.edition.language)
    return f"“{short(found)}” in “{short(text)}”" if found else ""


def placeholder(text: str, language: str) -> str:
    """What stands in a text of this language where other words were meant to; "" when nothing does."""
    english = re.split(r"[-_]", language.lower())[0] == "en"
    found = _PLACEHOLDER_WORDS.search(text) or (_TK.search(text) if english else None)
    return found[0] if found else ""


def long_headlines(case: Case) -> Iterator[Finding]:
    """A paragraph that a feed has put where its title belongs."""
    for piece in case.pieces:
        length = len(collapse(piece.words.printed))
        if piece.role in ("headline", "line") and length > LONG_HEADLINE:
            yield warning(
                "long-headline",
                f"“{short(piece.words.printed)}” has {length} characters",
                "write a headline of your own (newsletter draft title)",
                piece.story,
            )


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


def _house_words(case: Case) -> Iterator[tuple[str, str]]:
    """Where they stand, and what they are."""
    for section in case.edition.sections:
        place = short(section.title) or section.key
        yield place, section.title
        for block in section.blocks:
            if isinstance(block, ProseBlock):
                yield place, block.markdown
            elif isinstance(block, HeadingBlock):
                yield place, block.text
