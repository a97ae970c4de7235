"""Findings that other parts than the table make, while an edition is built, published or corrected."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import newsletter
from newsletter.preflight import TABLE

PROGRAM = Path(newsletter.__file__).resolve().parent
PAGE = PROGRAM.parent / "docs" / "preflight.md"
#: What makes a finding, and the severity that its name says.
MAKERS = {"Finding": "", "_finding": "", "blocking": "blocking", "warning": "warning", "note": "note"}


def made(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every code that a module writes down, with its severity."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    severities = {ast.unparse(k.value) for c in calls for k in c.keywords if k.arg == "severity"}
    for call in calls:
        name = ast.unparse(call.func)
        said = [k.value for k in call.keywords if k.arg == "code"] or call.args[:1]
        for code in said if name in MAKERS else ():
            if isinstance(code, ast.Constant) and re.fullmatch(r"[a-z0-9-]+", str(code.value)):
                own = {ast.unparse(k.value) for k in call.keywords if k.arg == "severity"} or severities
                yield str(code.value), MAKERS[name] or "/".join(sorted(own)).removeprefix("Severity.").lower()


def test_the_page_in_words_has_every_finding_of_the_other_parts() -> None:
    """Code and severity, and none that nobody makes."""
    trees = [
        ast.parse(p.read_text(encoding="utf-8"))
        for p in sorted(PROGRAM.glob("[!d]*/**/*.py")) + sorted(PROGRAM.glob("*.py"))
    ]
    table = {line.code for line in TABLE}
    elsewhere = {code: severity for tree in trees for code, severity in made(tree) if code not in table}
    assert elsewhere
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| .+? \| (.+?) \| .+? \|$", PAGE.read_text(encoding="utf-8"), re.M)
    assert {code: severity for code, severity in rows if code not in table} == elsewhere
