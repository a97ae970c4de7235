"""`lines:` of a source: what may stand there, and what is said where something else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.config.load import load_text
from newsletter.errors import BadConfig, Problem
from newsletter.model.lines import Gap, Line, Slot, Word

HEAD = """newsletter: {title: Review, sender: a@example.org, site: https://review.example.org, language: LANG}
sources:
  - url: https://jfo.example/feed
    name: Joint Forces
    lines:
"""


def lines(text: str, language: str = "en") -> tuple[Line, ...]:
    return load_text(HEAD.replace("LANG", language) + text, Path(), {}).sources[0].lines


def problem(text: str, language: str = "en") -> Problem:
    with pytest.raises(BadConfig) as caught:
        lines(text, language)
    assert len(caught.value.problems) == 1, caught.value
    return caught.value.problems[0]


def test_a_pattern_is_words_slots_and_gaps() -> None:
    """A slot without a kind takes a number; punctuation means nothing; a star and a bar are endings and choices."""
    (line,) = lines(
        '      - match: "{n} attack*, ... was|were near {places:names}."\n        print: "**{n}** near {places}"\n'
    )
    assert line.match[0].parts == (
        Slot(name="n", takes="number"),
        Word(forms=("attack*",)),
        Gap(),
        Word(forms=("was", "were")),
        Word(forms=("near",)),
        Slot(name="places", takes="names"),
    )
    assert line.counts == "n"
    assert [(s.text, s.slot, s.strong) for s in line.prints[0].forms[0][1]] == [
        ("n", True, True),
        (" near ", False, False),
        ("places", True, False),
    ]


def test_a_line_is_printed_in_every_language_that_it_is_given_in() -> None:
    """Tags of languages and plural categories are never the same words, so both may stand below print:."""
    (line,) = lines(
        '      - match: "{n} shot"\n'
        '        print: {en: {one: "{n} shot", other: "{n} shots"}, uk: {one: "{n} постріл", few: "{n} постріли",'
        ' many: "{n} пострілів"}}\n'
    )
    assert [(p.language, [f for f, _ in p.forms]) for p in line.prints] == [
        ("en", ["one", "other"]),
        ("uk", ["one", "few", "many"]),
    ]


@pytest.mark.parametrize(
    ("match", "what"),
    [
        ('"{a"', "has no meaning in a pattern"),
        ('"{a:nmbr} shots"', "did you mean number"),
        ('"... shots"', "begins or ends with ..."),
        ('"{a} {b} shots"', "touch"),
        ('"by {who:words}"', "begin and end"),
        ('"{a}"', "holds no word"),
        ('"{a} shots at {a}"', "stands in it twice"),
        ('""', "is empty"),
        ("3", "is not text"),
        ('["{n} shot", "{n} shots, {m} hits"]', "stands in another pattern"),
        (f'"{"shot " * 50}"', "holds 50 words"),
        (f'"{"shots " * 80}"', "is too long"),
        (f"[{', '.join(['a shot'] * 11)}]", "holds 11 patterns"),
    ],
)
def test_a_faulty_pattern_is_named_with_its_place(match: str, what: str) -> None:
    """Line and column of the pattern, and what would be right."""
    found = problem(f"      - match: {match}\n        print: shots\n")
    assert what in found.what
    assert (found.line, found.column >= 16, bool(found.allowed)) == (6, True, True)


@pytest.mark.parametrize(
    ("printed", "what"),
    [
        ('"{m} shots"', "no pattern has {m}"),
        ('"**{n} shots"', "without its pair"),
        ('"{{ n }} shots"', "brace without its pair"),
        ('"{n"', "brace without its pair"),
        ('{one: "{n} shot"}', "the form other is missing"),
        ('{one: "{n} shot", other: "{n} shots", lots: "x"}', "the key 'lots' is unknown"),
        ('{xx: {one: "{n} shot"}}', "no known language"),
    ],
)
def test_a_faulty_line_is_named_with_its_place(printed: str, what: str) -> None:
    """Braces hold names of slots and nothing else, so nothing in them is ever evaluated."""
    found = problem(f'      - match: "{{n}} shot"\n        print: {printed}\n')
    assert what in found.what
    assert found.line == 7


def test_plural_forms_need_a_number() -> None:
    """A line without one has one form."""
    text = '      - match: no attacks\n        print: {one: "No attack", other: "No attacks"}\n'
    assert "no number to choose by" in problem(text).what


def test_ukrainian_needs_three_forms() -> None:
    """One, few and many; "other" is for fractions and may be left out (CLDR)."""
    text = '      - match: "{n} обстріл*"\n        print: {one: "a", few: "b"}\n'
    assert "the form many is missing" in problem(text, "uk").what


def test_figures_are_not_taken_from_who_never_stands_alone() -> None:
    """A block of figures stands alone, and a labelled source must not."""
    text = (
        "newsletter: {title: Review, sender: a@example.org, site: https://review.example.org}\n"
        "sources: [{url: https://b.example/f, trust: labelled, label: State agency,"
        ' lines: [{match: "{n} shots", print: "{n} shots"}]}]\n'
    )
    with pytest.raises(BadConfig, match="would stand alone"):
        load_text(text, Path(), {})
