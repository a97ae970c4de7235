"""What the documents name exists, and what exists is documented."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from newsletter import errors
from newsletter.cli.main import COMMANDS
from newsletter.model.rules import Style

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_readme_begins_with_the_two_commands() -> None:
    """make demo and make test, before anything else."""
    head = README[:300]
    assert head.index("make demo") < head.index("make test")


def test_every_command_stands_in_the_readme_and_every_command_there_exists() -> None:
    """The table of commands is the program's."""
    table = README[README.index("| command | does |") : README.index("Global options")]
    named = {w for cell in re.findall(r"^\| (.+?) \| ", table, re.M) for w in re.findall(r"`([a-z]+)", cell)}
    assert named == set(COMMANDS) | set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_commands_in_examples_exist(document: Path) -> None:
    """`newsletter COMMAND` anywhere in a document is a command."""
    text = document.read_text(encoding="utf-8")
    for line in re.findall(r"(?:^|`|&& )newsletter ((?:-\w+(?: \w+)? )*)([a-z]+)", text, re.M):
        assert line[1] in COMMANDS, line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_linked_files_exist(document: Path) -> None:
    """No document points into the void."""
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)]+)\)", text):
        assert (document.parent / target).exists(), target


def test_every_section_style_is_explained_to_editors() -> None:
    """docs/editors.md has a line per style and no style that is not there."""
    table = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \| ", table, re.M))
    assert named == {s.value for s in Style}


def test_every_variable_of_the_environment_is_in_the_readme() -> None:
    """A setting that nobody can find is no setting."""
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "newsletter").rglob("*.py"))
    used = set(re.findall(r"\bNEWSLETTER_[A-Z_]+\b", code))
    assert used == set(re.findall(r"\bNEWSLETTER_[A-Z_]+\b", README))


def test_every_exception_stands_in_the_drawn_tree() -> None:
    """The tree in the docstring of errors.py is the tree."""
    classes = {n for n, c in vars(errors).items() if isinstance(c, type) and issubclass(c, errors.NewsletterError)}
    drawn = set(re.findall(r"\b([A-Z]\w+)\b {2,}", errors.__doc__ or ""))
    assert classes == drawn & classes
    assert not {d for d in drawn if d not in classes}


def test_the_recipes_name_files_that_exist() -> None:
    """CONTRIBUTING's paths are the tree's."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:\w+/)+\w+\.(?:py|html|txt|css|md))`", text):
        assert (ROOT / path).exists() or (ROOT / "newsletter" / path).exists(), path


def test_every_command_shows_how_it_is_called() -> None:
    """`--help` without an example leaves the first call to guessing."""
    for name, (module, _) in COMMANDS.items():
        doc = import_module(f"newsletter.cli.{module}").__doc__ or ""
        assert ("\nexample" in doc and f"  newsletter {name}" in doc) or f" {name}" in doc.split("\nexample")[-1], name
