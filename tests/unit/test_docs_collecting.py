"""docs/collecting.md names a test for every rule, and the tests exist; its table of seeds is what is extracted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsletter.article import read
from newsletter.model.articles import Article
from tests.unit.article.test_article_seeds import FACTS, SEEN, Facts, seed_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "collecting.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| (.+?) \| (.+?) \| (`test_.+?) \|$", PAGE, re.M)


def test_every_rule_names_tests_that_exist() -> None:
    """A row without one, or one that was renamed, is a promise that nobody keeps."""
    there = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)\(", file.read_text(encoding="utf-8"), re.M)
    }
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(RULES) >= 50
    assert named - there == set()


def test_every_row_of_a_table_of_rules_is_whole() -> None:
    """Rule, what happens, and only names of tests."""
    rows = [
        line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| rule |", "| seed |"))
    ]
    rules = [line for line in rows if not re.match(r"\| `00[1-4]` \|", line)]
    assert len(rules) == len(RULES)
    for _, _, tests in RULES:
        assert re.fullmatch(r"`test_\w+`(?:, `test_\w+`)*", tests), tests


def rows(facts: Facts, found: Article | None) -> list[tuple[str, str, str]]:
    """(field, what a person takes, what was extracted; "" without the page)."""

    def both(name: str, person: object, extracted: object) -> tuple[str, str, str]:
        return name, str(person), "" if found is None else str(extracted)

    lengths = [len(p.split()) for p in found.paragraphs] if found else [0]
    made = [
        both("headline, words", facts.title_words, len((found.title or "").split()) if found else 0),
        both("published", facts.published or "—", _stamp(found.published) if found else 0),
        both("changed", facts.changed or "—", _stamp(found.changed) if found else 0),
        both("authors", facts.authors, len(found.authors) if found else 0),
        both("agencies", ", ".join(facts.agencies) or "—", ", ".join(found.agencies) or "—" if found else 0),
        both("paragraphs", facts.paragraphs, len(lengths)),
        both("first paragraph, words", facts.first, lengths[0]),
        both("last paragraph, words", facts.last, lengths[-1]),
        both("dated parts", len(facts.parts), len(found.parts) if found else 0),
    ]
    furniture = sum(word in found.text for word in facts.never) if found else 0
    return [*made, both(f"of {len(facts.never)} words that stand only in furniture", 0, furniture)]


def _stamp(time: object) -> str:
    return f"{time:%Y-%m-%dT%H:%M}" if time else "—"


def test_the_table_of_the_seeds_states_what_a_person_takes() -> None:
    """The same facts as the tests of the articles; without the pages too."""
    for facts in FACTS:
        for field, person, _ in rows(facts, None):
            assert f"| `{facts.seed}` | {field} | {person} | {person} |" in PAGE, (facts.seed, field)


@pytest.mark.parametrize("facts", FACTS, ids=lambda f: f.seed)
def test_the_table_of_the_seeds_is_what_is_extracted(facts: Facts) -> None:
    """Read from the pages themselves."""
    found = read(seed_of(facts).read_bytes(), url=None, seen=SEEN)
    for field, person, extracted in rows(facts, found):
        assert f"| `{facts.seed}` | {field} | {person} | {extracted} |" in PAGE, (facts.seed, field, extracted)
