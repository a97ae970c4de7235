"""The shape of the tests is a test as well. Each rule has one test here that names it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted(p for p in TESTS.rglob("*.py") if "data" not in p.relative_to(TESTS).parts)
BENCHMARKS = sorted((TESTS.parent / "benchmarks").rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    return str(path.relative_to(TESTS.parent))


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every test, with its file."""
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield name(path), node


def test_a_test_says_its_behaviour_in_its_docstring() -> None:
    """Its name is a sentence, and the docstring adds one line."""
    assert not [(path, node.name) for path, node in functions() if not ast.get_docstring(node)]


def test_a_test_can_fail() -> None:
    """It asserts, expects an error, or calls something that does; a law may live from nothing being raised."""
    idle = [
        (path, node.name)
        for path, node in functions()
        if not any(
            isinstance(inner, (ast.Assert, ast.Call)) for statement in node.body for inner in ast.walk(statement)
        )
    ]
    assert not idle


def test_files_of_tests_stay_under_four_hundred_lines_and_have_names_of_their_own() -> None:
    """A name is how a failure is found again."""
    assert not [name(p) for p in FILES if len(p.read_text(encoding="utf-8").splitlines()) > 400]
    names = Counter(p.name for p in FILES if p.name.startswith("test_"))
    assert not [n for n, times in names.items() if times > 1]


def test_what_is_skipped_has_a_reason_and_what_should_fail_is_mended() -> None:
    """The reason is the command that would make it run."""
    silent = [
        (name(path), call.lineno)
        for path in FILES
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("pytest.skip", "pytest.mark.skipif", "pytest.mark.skip", "pytest.mark.xfail")
        and not (
            call.args if ast.unparse(call.func) == "pytest.skip" else [k for k in call.keywords if k.arg == "reason"]
        )
    ]
    assert not silent


def test_no_check_of_types_is_silenced_without_a_word() -> None:
    """Only where a library's own types are wrong."""
    silenced = re.compile(r"# type: ignore\[[a-z-]+\](?!  # \w)")
    assert not [name(p) for p in (*FILES, *BENCHMARKS) if silenced.search(p.read_text(encoding="utf-8"))]
