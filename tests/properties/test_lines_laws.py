"""Laws of a report's lines: no text hurts, and every number that is printed stands where it is said to stand."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.config.lines import Wrong, pattern, printed
from newsletter.model.lines import Slot
from newsletter.write import reports
from newsletter.write.lines import find, sentences_of
from newsletter.write.numbers import counting, of_digits, of_words
from newsletter.write.reports import number
from newsletter.write.tongue import WORD
from newsletter.write.words_en import EN
from tests.support import make
from tests.support.lines import line

WORDS = (
    "2 3 two twenty-one 1,200 about no not attacks attack attacked times near by forces Popasna Zolote and , . ;"
    " 10 January"
).split()
sentence = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
LINES = (
    line("{n} attack*", en={"one": "**{n}** attack", "other": "**{n}** attacks"}),
    line("attack* ... {n} times ... near {places:names}", en="{n} times near {places}"),
    line("by {who:words} near {places:names}", en="{who}, near {places}"),
)


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(st.text(max_size=400), sentence), title=st.text(max_size=60))
def test_every_taken_word_stands_in_its_span(text: str, title: str) -> None:
    """Whatever a report says: names and words are verbatim, and a number is what its span says."""
    entry = make.entry(title, source="jfo", text=text, at="2022-01-10T12:00Z", id="report")
    sources = make.sources(make.source("jfo", lines=LINES))
    for report in reports([entry], sources=sources, review=make.review(), window=make.window()):
        for figure in report.figures:
            for run in (r for r in figure.runs if r.taken):
                assert run.taken is not None
                span = run.taken.span
                field = {"title": entry.title or "", "summary": entry.summary_text, "content": entry.content_text}
                assert field[span.field][span.start : span.end] == run.taken.text
                assert run.text in (run.taken.text, _value(run.taken.text))


def _value(text: str) -> str:
    """The number that a text names, as it is printed."""
    rules = counting("en")
    value = of_digits(text, rules)
    if value is None:
        words = of_words(tuple(w.casefold() for w in WORD.findall(text)), rules)
        value = words[0] if words else None
    return number(value, "en") if value is not None else ""


@settings(deadline=None, max_examples=200)
@given(text=sentence)
def test_two_numbers_for_one_slot_are_never_printed(text: str) -> None:
    """If a line is read without doubt, the text holds one number before "attacks" only."""
    found = find(LINES[0], sentences_of((("summary", text, None),), "en", EN), "en")
    if found is not None and not found.trouble:
        again = find(LINES[0], sentences_of((("summary", f"{text} . 77 attacks .", None),), "en", EN), "en")
        assert again is not None and again.trouble


@settings(deadline=None, max_examples=200)
@given(text=st.one_of(st.text(max_size=120), st.text(alphabet="{}*.:|ab 12", max_size=40)))
def test_any_text_is_a_pattern_or_wrong(text: str) -> None:
    """What an editor types never ends in a traceback; and what is a pattern can be looked for in anything."""
    try:
        printed(text)
    except Wrong as wrong:
        assert str(wrong)
    try:
        found = pattern(text)
    except Wrong as wrong:
        assert str(wrong)
        return
    numbers = [s.name for s in found.parts if isinstance(s, Slot)]
    assert len(set(numbers)) == len(numbers)
    find(line(text), sentences_of((("summary", f"{text} {text}", None),), "en", EN), "en")


def test_no_text_takes_long() -> None:
    """The cost is parts times words: a page of 20,000 characters made to hurt takes less than three seconds."""
    hostile = line("a ... a ... a ... a ... {n} ... b ... {m} ... by {who:words} c ... near {places:names}")
    texts = ["a " * 10_000, "a 1 b by c near A and " * 900, "A, A and " * 2_000, "1 " * 10_000, "a. 1. b. " * 2_000]
    start = time.process_time()
    for text in texts:
        find(hostile, sentences_of((("summary", text, None),), "en", EN), "en")
    assert time.process_time() - start < 3
