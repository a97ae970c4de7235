"""A report's entry -> the figures that are printed of it, by the `lines:` of its source.

The words around what is taken are the newsroom's own; what is taken knows where it stands. Of a report in another
language than the edition's only numbers are taken: names and words of it would stand untranslated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from newsletter.model.base import SourceName, primary
from newsletter.model.editions import Extract, Field, Figure, Run, Span
from newsletter.model.feeds import Entry, ParsedEntry
from newsletter.model.lines import Line, Stretch
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import Window
from newsletter.model.written import Report
from newsletter.write.credits import Member, credit, foreign
from newsletter.write.extracts import Setting, text_of
from newsletter.write.lines import Found, Sentence, Taken, find, sentences_of
from newsletter.write.tongue import Tongue
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK

_TONGUES: Mapping[str, Tongue] = {"en": EN, "uk": UK, "ru": UK}


def reports(
    entries: Iterable[Entry], *, sources: Mapping[SourceName, Source], review: Review, window: Window
) -> tuple[Report, ...]:
    """Every fresh report of a source with `lines:`, the newest first.

    A report is an entry that one of its source's lines fits; fresh is one of the edition's window. What cannot be
    read for sure is in its `troubles`, never in its figures.
    """
    setting = Setting.of(review, window, _TONGUES.get(primary(review.language)))
    found = []
    for entry in entries:
        source, at = sources.get(entry.source), entry.published or entry.updated
        if source is None or not source.lines or at is None or not window.opens < at <= window.cutoff:
            continue
        report = _report(entry, source, at, setting)
        if report is not None:
            found.append(report)
    return tuple(sorted(found, key=lambda r: (-r.at.timestamp(), r.entry)))


def matches(source: Source, entries: Sequence[Entry | ParsedEntry]) -> tuple[int, ...]:
    """For every line of the source, how many of these entries it fits and can be read of."""
    counted = [0] * len(source.lines)
    for entry in entries:
        language = primary(source.language or entry.language or "en")
        sentences = _sentences(entry, language)
        for number, line in enumerate(source.lines):
            fit = find(line, sentences, language)
            counted[number] += fit is not None and not fit.trouble
    return tuple(counted)


def _report(entry: Entry, source: Source, at: dt.datetime, setting: Setting) -> Report | None:
    member = Member(entry=entry, source=source)
    abroad = foreign(entry, setting)
    language = abroad or setting.language
    sentences = _sentences(entry, language)
    made: list[tuple[int, Figure]] = []
    troubles: list[str] = []
    fitted = False
    for number, line in enumerate(source.lines):
        fit = find(line, sentences, language)
        if fit is None:
            continue
        fitted = True
        result = fit.trouble or _figure(line, fit, entry, setting, abroad is not None)
        if isinstance(result, str):
            troubles.append(f"line {number + 1} of {source.name} (“{line.match[0].text}”): {result}")
        else:
            made.append((number, result))
    if not fitted:
        return None
    if source.terms.link and entry.link is None:
        troubles, made = [f"the report of {source.name} has no link, and its terms ask for one"], []
    made, over = _within(made, source)
    return Report(
        entry=entry.id,
        source=source.name,
        publisher=source.publisher,
        at=at,
        credit=credit(member, setting),
        figures=tuple(f for _, f in made),
        lines=tuple(n for n, _ in made),
        troubles=(*troubles, *over),
    )


def _sentences(entry: Entry | ParsedEntry, language: str) -> tuple[Sentence, ...]:
    fields: tuple[tuple[Field, str, str | None], ...] = (
        ("summary", entry.summary_text, entry.summary_html),
        ("content", entry.content_text, entry.content_html),
        ("title", entry.title or "", None),
    )
    return sentences_of(fields, language, _TONGUES.get(language, EN))


def _within(made: list[tuple[int, Figure]], source: Source) -> tuple[list[tuple[int, Figure]], list[str]]:
    """Lines in order, as many as the source's terms allow; only what is taken is counted, not the house's words."""
    kept, used = [], 0
    for number, figure in made:
        used += sum(len(r.taken.text) for r in figure.runs if r.taken)
        if used <= source.terms.quote or source.ours:
            kept.append((number, figure))
    over = [f"{source.name} allows {source.terms.quote} characters of one entry, and its lines take more"]
    return kept, over if len(kept) < len(made) else []


# --- one line ------------------------------------------------------------------------------------


def _figure(line: Line, found: Found, entry: Entry, setting: Setting, abroad: bool) -> Figure | str:
    """The line as it is printed, or why it is not."""
    stretches = _form(line, found, setting.language)
    if isinstance(stretches, str):
        return stretches
    runs: list[Run] = []
    for stretch in stretches:
        taken = found.taken[stretch.text] if stretch.slot else None
        if taken is None:
            runs.append(Run(text=stretch.text, strong=stretch.strong))
        elif abroad and taken.value is None:
            return f"{{{stretch.text}}} would print words in another language"
        else:
            runs += _printed(taken, found, entry, stretch, setting.language)
    value = ""
    if line.counts and any(s.slot and s.text == line.counts for s in stretches):
        value = number(found.taken[line.counts].value or Decimal(0), setting.language)
    words = "".join(r.text for r in runs)
    label = " ".join(words.replace(value, "", 1).split()) if value else words
    return Figure(label=label, value=value, runs=tuple(runs))


def _form(line: Line, found: Found, language: str) -> tuple[Stretch, ...] | str:
    printed = next((p for p in line.prints if p.language == language), None)
    if printed is None:
        return f"it has no print: for {language}"
    forms = dict(printed.forms)
    if "" in forms:
        return forms[""]
    value = found.taken[line.counts].value
    category = plural(value if value is not None else Decimal(0), language)
    return forms.get(category) or forms.get("other") or f"print: has no form for {value}"


def _printed(taken: Taken, found: Found, entry: Entry, stretch: Stretch, language: str) -> Iterator[Run]:
    """Names are joined as the edition's language joins them."""
    text = text_of(entry, found.field)
    extracts = [_extract(entry, found, start, end, text) for start, end in taken.spans]
    if taken.value is not None:
        yield Run(text=number(taken.value, language), strong=stretch.strong, taken=extracts[0])
        return
    from babel.lists import format_list  # 0.1 s: only where a report is printed

    marks = [chr(0xE000 + n) for n in range(len(extracts))]  # private use: no language's list holds them
    rest = str(format_list(marks, locale=_locale(language)))
    for mark, extract in zip(marks, extracts, strict=True):
        before, _, rest = rest.partition(mark)
        if before:
            yield Run(text=before, strong=stretch.strong)
        yield Run(text=extract.text, strong=stretch.strong, taken=extract)
    if rest:
        yield Run(text=rest, strong=stretch.strong)


def _extract(entry: Entry, found: Found, start: int, end: int, text: str) -> Extract:
    span = Span(entry=entry.id, version=entry.version, field=found.field, start=start, end=end)
    return Extract(text=text[start:end], span=span)


def number(value: Decimal, language: str) -> str:
    """As the language writes it: 1,200; 1 200."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=_locale(language), decimal_quantization=False)


def plural(value: Decimal, language: str) -> str:
    """The category of CLDR: one, few, many, other, ..."""
    from babel import Locale

    return str(Locale.parse(_locale(language)).plural_form(value))


def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return "en"
