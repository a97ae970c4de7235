"""The shape of the code is itself a test. Each rule of the design has one test here that names it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsletter

ROOT = Path(newsletter.__file__).resolve().parent
REPOSITORY = Path(__file__).resolve().parents[2]
MODULES = sorted(p for p in ROOT.rglob("*.py") if "data" not in p.relative_to(ROOT).parts)
#: Migrations are written once and never touched again.
LIVING = [p for p in MODULES if "versions" not in p.parts]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, node.func.attr


CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter", "time_ns", "localtime", "gmtime"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_app_asks_what_time_it_is(path: Path) -> None:
    """Time is an argument everywhere else, so that a past day can be built again and tests patch nothing."""
    asked = {
        (node.lineno, node.func.attr)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, (ast.Name, ast.Attribute))
        and ast.unparse(node.func.value) in {"dt.datetime", "datetime.datetime", "datetime", "dt.date", "date", "time"}
    }
    if name(path) != "app.py":
        assert not asked


@pytest.mark.parametrize("path", LIVING, ids=name)
def test_functions_stay_under_forty_lines(path: Path) -> None:
    """A function that does not fit on a screen does more than one thing."""
    long = {
        (node.name, node.end_lineno - node.lineno + 1)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and _code_lines(node) > 40
    }
    assert not long


def _code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; signature and docstring are documentation and do not count."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("path", LIVING, ids=name)
def test_files_stay_under_four_hundred_lines(path: Path) -> None:
    """A file holds one verb or one noun."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """The first thing in a file is its purpose."""
    assert ast.get_docstring(tree(path)), "a module docstring is missing"


@pytest.mark.parametrize("path", sorted((ROOT / "model").glob("*.py")), ids=name)
def test_records_are_frozen_slotted_and_keyword_only(path: Path) -> None:
    """A record never changes under somebody's hands, and no field is filled by position."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef) and node.decorator_list:
            decorators = [ast.unparse(d) for d in node.decorator_list]
            assert decorators == ["dataclass(frozen=True, slots=True, kw_only=True)"], node.name


def test_ports_have_at_most_five_methods() -> None:
    """The outside world is a handful of small ports."""
    for node in tree(ROOT / "ports.py").body:
        if isinstance(node, ast.ClassDef):
            methods = [n for n in node.body if isinstance(n, ast.FunctionDef)]
            assert 1 <= len(methods) <= 5, node.name


def test_untyped_libraries_are_imported_by_one_adapter_each() -> None:
    """What the type checker cannot see stays behind one door."""
    for library in ("feedparser", "premailer", "apscheduler"):
        users = {name(p) for p in MODULES if re.search(rf"^\s*(?:from|import) {library}\b", p.read_text(), re.M)}
        assert len(users) == 1, (library, users)


def test_the_layers_name_every_part() -> None:
    """A new room that no contract knows of would be free of all rules."""
    config = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    contract = config["tool"]["importlinter"]["contracts"][0]
    named = {part.strip() for layer in contract["layers"] for part in layer.split("|")}
    present = {p.stem if p.is_file() else p.name for p in ROOT.iterdir() if not p.name.startswith("__")}
    assert present - named <= {"data"}
    assert named - present == set()


WORDS_NOT_SAID = {"subscriber", "campaign", "cluster"}


@pytest.mark.parametrize("path", LIVING, ids=name)
def test_names_use_the_words_of_the_design(path: Path) -> None:
    """One thing has one name: patron, edition, story."""
    names = {n.id for n in ast.walk(tree(path)) if isinstance(n, ast.Name)}
    names |= {n.name for n in ast.walk(tree(path)) if isinstance(n, (ast.FunctionDef, ast.ClassDef))}
    assert not {n for n in names for word in WORDS_NOT_SAID if word in n.lower()}


def test_no_file_names_a_machine_or_a_registry() -> None:
    """The project speaks of itself alone."""
    forbidden = re.compile(r"/(?:work|root)/|python" r"hosted|py" r"pi\.org|registry\.np" r"mjs")
    listed = [p for p in REPOSITORY.rglob("*") if p.is_file() and not _foreign(p)]
    found = [str(p) for p in listed if forbidden.search(p.read_text(encoding="utf-8", errors="ignore"))]
    assert not found


def _foreign(path: Path) -> bool:
    parts = path.relative_to(REPOSITORY).parts
    return (
        any(part.startswith(".") and part != ".ci" for part in parts)
        or parts[0] in ("var", "build", "dist")
        or (parts[0] == "outbox" or "__pycache__" in parts)
    )
