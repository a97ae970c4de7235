"""Words of an entry as extracts: verbatim, with their place, their days explained, their length counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from newsletter.model.base import primary
from newsletter.model.editions import Extract, Field, Insert, Span
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import Window
from newsletter.write import days
from newsletter.write.sentences import flaw, repeats, sentences
from newsletter.write.tongue import Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """For which edition is written."""

    language: str  #: primary tag
    tongue: Tongue | None  #: None: a language without rules; such editions have headlines only
    zone: ZoneInfo
    today: dt.date  #: the cutoff's day in `zone`

    @classmethod
    def of(cls, review: Review, window: Window, tongue: Tongue | None) -> Setting:
        zone = review.zone
        return cls(
            language=primary(review.language), tongue=tongue, zone=zone, today=window.cutoff.astimezone(zone).date()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why words may not be printed unattended."""

    reason: str  #: in words
    overtaken: bool = False  #: a plan for a day that has passed


def text_of(entry: Entry, field: Field) -> str:
    """The field that spans of this name count in."""
    match field:
        case "title":
            return entry.title or ""
        case "summary":
            return entry.summary_text
        case "content":
            return entry.content_text


def html_of(entry: Entry, field: Field) -> str | None:
    """What the field's text was made from."""
    return entry.summary_html if field == "summary" else entry.content_html if field == "content" else None


def take(entry: Entry, field: Field, start: int, end: int, setting: Setting) -> Extract | Refused:
    """The words [start, end) of a field, with dates behind "today" and its like."""
    text = text_of(entry, field)[start:end]
    span = Span(entry=entry.id, version=entry.version, field=field, start=start, end=end)
    tongue = setting.tongue
    if tongue is None:
        return Extract(text=text, span=span)
    said = entry.published.astimezone(setting.zone).date() if entry.published else None
    dated = days.named(text, tongue, said or setting.today)
    pointed = days.pointed(text, tongue, said or setting.today, dated)
    if pointed and said is None:
        words = text[pointed[0].start : pointed[0].end]
        return Refused(reason=f'says "{words}" and has no date')
    gone = days.overtaken(text, [*dated, *pointed], tongue, setting.today, headline=field == "title")
    if gone:
        return Refused(reason=f"says what will be on {_english(gone)}, which has passed", overtaken=True)
    inserts = tuple(Insert(at=m.end, text=m.insert) for m in pointed)
    return Extract(text=text, span=span, inserts=inserts)


def _english(day: dt.date) -> str:
    """Reasons are for the editor's report and in English, whatever the edition's language."""
    return f"{day.day} {day:%B}"


#: An embargo that stood before the headline: whoever prints it prints it after its hour, and without it. A colon
#: between two digits is one of its time.
#: In any case of letters, but for the bare word: "Embargo: the Union bans oil" is news, and so is
#: "Embargoed goods reach the front: report".
_EMBARGOED = re.compile(
    r"^[\W_]*(?:EMBARGOED\b|UNDER EMBARGO\b"
    r"|(?i:(?:EMBARGOED|UNDER EMBARGO)(?=\s*:|\s+(?:UNTIL|TILL)\b)|EMBARGO (?:UNTIL|TILL)"
    r"|HOLD FOR RELEASE"
    r"|NOT FOR (?:PUBLICATION|RELEASE) (?:BEFORE|UNTIL))\b|EMBARGO\b(?=[^:]*\d))"
    r".{0,80}?(?:(?<!\d)|(?<=\d)(?=:\s)):\s+(?=\S)"
)


def headline(entry: Entry, source: Source, setting: Setting) -> Extract | Refused:
    """The title without the site's name behind it, and without an embargo before it. Refused when there is none, or
    when its plan has passed."""
    title = entry.title or ""
    end = len(title)
    for mark in (" | ", " – ", " — ", " - ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and tail.strip().casefold() in {source.name.casefold(), source.publisher.casefold()}:
            end = len(head)
    embargo = _EMBARGOED.match(title)
    start = embargo.end() if embargo else len(title) - len(title.lstrip())
    end = len(title[:end].rstrip())
    if start >= end:
        return Refused(reason="has no headline")
    return take(entry, "title", start, end, setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an entry's text gives."""

    taken: tuple[Extract, ...] = ()
    overtaken: Refused | None = None  #: set when its only sentence is a plan for a day that has passed


def read(entry: Entry, title: str, setting: Setting, limit: int, skip: Callable[[str], bool] | None = None) -> Reading:
    """All sentences that may be printed, as many as `limit` code points hold, white space between them counted:
    of the summary, or of the content when the summary gives none. Those that `skip` takes are passed over.
    """
    if setting.tongue is None:
        return Reading()
    refused: Refused | None = None
    fields: tuple[Field, ...] = ("summary", "content")
    for field in fields:
        taken, candidates, gone = _read_field(entry, field, title, setting, setting.tongue, limit, skip)
        if taken:
            return Reading(taken=taken)
        if gone and candidates == 1:
            refused = refused or gone
    return Reading(overtaken=refused)


def _read_field(
    entry: Entry,
    field: Field,
    title: str,
    setting: Setting,
    tongue: Tongue,
    limit: int,
    skip: Callable[[str], bool] | None,
) -> tuple[tuple[Extract, ...], int, Refused | None]:
    """What is taken; how many sentences there were to take; the last refusal of a plan that has passed."""
    text = text_of(entry, field)
    taken: list[Extract] = []
    seen: set[str] = set()
    gone: Refused | None = None
    candidates, used, supported = 0, 0, True
    for start, end in sentences(text, tongue, html_of(entry, field)):
        sentence = text[start:end]
        if repeats(sentence, title):
            supported = True  # the headline says it, so what leans on it stands
            continue
        if skip and skip(sentence):
            supported = False  # it is not printed, so what leans on it does not stand
            continue
        sound = sentence not in seen and not flaw(sentence, tongue)
        candidates += sound
        extract = take(entry, field, start, end, setting) if sound else None
        if isinstance(extract, Refused) and extract.overtaken:
            gone = extract
        leans = bool(tongue.leans_softly.search(sentence)) and not days.named(sentence, tongue, setting.today)
        supported = isinstance(extract, Extract) and (supported or not leans) and used + length(extract) <= limit
        if isinstance(extract, Extract) and supported:
            taken.append(extract)
            seen.add(sentence)
            used += length(extract) + 1
    return tuple(taken), candidates, gone


def length(extract: Extract) -> int:
    """Code points of visible text, white space collapsed."""
    return len(" ".join(extract.printed.split()))
