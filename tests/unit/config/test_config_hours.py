"""A section's title with its hours in words, as sources.yaml says and as it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.config import load
from newsletter.errors import BadConfig
from newsletter.model.rules import SectionRule
from newsletter.model.titles import around_hours, holds_hours, titled

HEAD = "newsletter:\n  title: R\n  sender: a@r.example\n  site: https://r.example\n"
WEATHER = "Погода за {hours: годину|години|годин}"


def read(folder: Path, text: str) -> tuple[str, str]:
    """Title and key of the last section of the last review."""
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    rule = load(folder, {}).reviews[-1].sections[-1]
    assert isinstance(rule, SectionRule)
    return rule.title, rule.key


@pytest.mark.parametrize(
    ("hours", "printed"),
    [(1, "1 годину"), (21, "21 годину"), (23, "23 години"), (24, "24 години"), (25, "25 годин"), (71, "71 годину")],
)
def test_a_title_counts_its_hours_as_the_language_does(hours: int, printed: str) -> None:
    """One, few and many in Ukrainian."""
    assert titled(WEATHER, hours, "uk") == f"Погода за {printed}"


def test_every_language_has_its_own_forms_and_the_number_alone_stays() -> None:
    """One and other in English, a single form in Japanese; without forms nothing but the number is put in."""
    assert [titled("Past {hours: hour|hours}", n, "en-GB") for n in (1, 24)] == ["Past 1 hour", "Past 24 hours"]
    assert [titled("{hours: heure|heures}", n, "fr") for n in (1, 24)] == ["1 heure", "24 heures"]
    assert titled("{hours:時間}", 24, "ja") == "24 時間"
    assert titled("Past {hours} hours {0}", 24, "uk") == "Past 24 hours {0}"


def test_what_stands_around_the_hours_is_known_without_them() -> None:
    """By that a printed title is known again."""
    assert around_hours(WEATHER) == ("Погода за ", "")
    assert around_hours("Past {hours} hours") == ("Past ", " hours")
    assert around_hours("Weather") == ("Weather",)
    assert [holds_hours(t) for t in (WEATHER, "Past {hours} hours", "Weather")] == [True, True, False]


def test_the_forms_are_read_and_are_no_part_of_the_key(tmp_path: Path) -> None:
    """The key is made from the other words."""
    text = f'{HEAD}  language: uk\nsections:\n  - title: "{WEATHER}"\n'
    assert read(tmp_path, text) == (WEATHER, "погода-за")


@pytest.mark.parametrize(
    ("title", "language", "said", "allowed"),
    [
        ("{hours: годину|годин}", "uk", "has 2 forms, and 'uk' has 3", "{hours: one|few|many}"),
        ("{hours: a|b|c}", "en", "has 3 forms, and 'en' has 2", "{hours: one|other}"),
        ("{hours: hours}", "en", "has 1 form, and 'en' has 2", "{hours: one|other}"),
        ("{hours: hour|}", "en", "leaves a form of {hours: ...} empty", "{hours: hour|hours}"),
        ("{hours hour|hours}", "en", "braces", "{hours}"),
    ],
)
def test_a_wrong_number_of_forms_is_told_with_its_place(
    tmp_path: Path, title: str, language: str, said: str, allowed: str
) -> None:
    """Line and column of the title, and the forms that the edition's language has."""
    with pytest.raises(BadConfig) as caught:
        read(tmp_path, f'{HEAD}  language: {language}\nsections:\n  - title: "{title}"\n')
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (7, 12)
    assert said in problem.what
    assert allowed in problem.allowed


def test_a_further_review_counts_in_its_own_language(tmp_path: Path) -> None:
    """Its sections are checked by its language, not by the main review's."""
    further = 'reviews:\n  kyiv:\n    title: K\n    language: uk\n    sections: [{title: "{hours: a|b|c}"}]\n'
    assert read(tmp_path, HEAD + further)[0] == "{hours: a|b|c}"
    with pytest.raises(BadConfig):
        read(tmp_path, HEAD + further.replace("a|b|c", "a|b"))
