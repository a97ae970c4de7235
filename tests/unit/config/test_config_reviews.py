"""Further reviews: what they change, and what they keep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsletter.errors import Problem
from newsletter.model.rules import Rules

Load = Callable[..., Rules]
Problems = Callable[..., tuple[Problem, ...]]

MAIN = """\
newsletter:
  title: Daily Review
  language: en
  sender: a@review.example
  site: https://review.example
  news_until: 06:00
  skip: [2022-01-07]
  quiet: {below: 9}
sections:
  - title: News
"""


def test_a_review_keeps_what_it_does_not_change(loaded: Load) -> None:
    """Also one that changes nothing; the main review comes first."""
    main, same, sister = loaded(f"{MAIN}reviews:\n  same:\n  sister: {{title: Огляд, language: uk}}\n").reviews
    assert [r.id for r in (main, same, sister)] == ["main", "same", "sister"]
    assert (same.title, same.sections, same.news_until) == (main.title, main.sections, main.news_until)
    assert (sister.title, sister.language) == ("Огляд", "uk")
    assert (sister.skip, sister.quiet, sister.sender) == (main.skip, main.quiet, main.sender)


def test_who_moves_edition_at_moves_the_other_times_with_it(loaded: Load) -> None:
    """An evening edition does not close its news in the morning."""
    _, evening = loaded(f"{MAIN}reviews: {{evening: {{edition_at: '18:00'}}}}\n").reviews
    assert evening.news_until.isoformat("minutes") == "17:30"
    assert evening.approve_by.isoformat("minutes") == "17:55"


def test_keys_may_stand_below_newsletter_or_beside_sections(loaded: Load) -> None:
    """Both mean the same."""
    flat = loaded(f"{MAIN}reviews: {{ev: {{title: E, sections: [{{title: Late}}]}}}}\n").reviews[1]
    nested = loaded(f"{MAIN}reviews: {{ev: {{newsletter: {{title: E}}, sections: [{{title: Late}}]}}}}\n").reviews[1]
    assert flat == nested
    assert [s.key for s in flat.sections] == ["late"]


def test_words_are_replaced_slot_by_slot(loaded: Load, tmp_path: Path) -> None:
    """A path replaces one slot, an empty one takes it away, the others stay."""
    for name in ("call", "reuse", "support", "other"):
        (tmp_path / f"{name}.md").write_text(name)
    text = f"""\
{MAIN}words: {{call: call.md, reuse: reuse.md, support: support.md}}
reviews:
  ev:
    words: {{call: other.md, reuse: ""}}
"""
    assert [(w.slot, w.markdown) for w in loaded(text).reviews[1].words] == [("call", "other"), ("support", "support")]


def test_a_change_that_contradicts_what_is_inherited_is_a_problem_of_the_change(problems: Problems) -> None:
    """The place is the review's own line, and the inherited fault is not told twice."""
    (problem,) = problems(f"{MAIN}reviews:\n  early:\n    draft_at: 05:00\n")
    assert (problem.line, problem.column) == (13, 15)
    assert "the inherited news_until 06:00" in problem.what


def test_reviews_that_share_an_address_have_their_pages_each_in_its_folder(loaded: Load) -> None:
    """As the outbox lays them out; one with an address of its own starts there, and one alone at the root."""
    assert loaded(MAIN).reviews[0].home == "https://review.example"
    further = "reviews: {uk: {language: uk}, ev: {site: https://evening.example}}\n"
    assert [r.home for r in loaded(MAIN + further).reviews] == [
        "https://review.example/main",
        "https://review.example/uk",
        "https://evening.example",
    ]


def test_the_page_for_joining_may_be_anywhere(loaded: Load, problems: Problems) -> None:
    """Also with a question mark; but it is a web page."""
    given = MAIN.replace("  language: en\n", "  language: en\n  join: https://pay.example/join?from=mail\n")
    assert loaded(given).reviews[0].join == "https://pay.example/join?from=mail"
    (problem,) = problems(MAIN.replace("  language: en\n", "  join: 'javascript:alert(1)'\n"))
    assert "no web page" in problem.what
