"""Inlining changes nothing that a reader sees: the mail in Chromium beside the page that it was made from."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.editions import compare, sheet_and_inlined
from newsletter.app import bundled_templates
from newsletter.model.rules import THEMES
from tests.support.editions import edition

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> str:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("needs a browser: apt-get install chromium")
    return program


@pytest.mark.parametrize("theme", THEMES)
def test_no_computed_style_is_wrong(chromium: str, theme: str) -> None:
    """Every property of every element, in light, dark and on a phone."""
    sheet, inlined = sheet_and_inlined(edition(6, theme=theme), bundled_templates())
    seen = compare(sheet, inlined, chromium)
    assert list(seen) == ["light", "dark", "narrow"]
    assert all(view.elements > 60 and view.properties > 10_000 for view in seen.values())
    assert [(name, view.wrong, view.first) for name, view in seen.items() if view.wrong] == []


@pytest.mark.parametrize(
    ("old", "new", "views"),
    [
        ("line-height:25px", "line-height:26px", {"light", "dark", "narrow"}),
        ("prefers-color-scheme: dark", "print", {"dark"}),
        ("max-width: 480px", "max-width: 48px", {"narrow"}),
    ],
)
def test_a_style_that_inlining_loses_is_counted(chromium: str, old: str, new: str, views: set[str]) -> None:
    """A line that went astray; a mail that lost its dark; one that lost its phone."""
    sheet, inlined = sheet_and_inlined(edition(3), bundled_templates())
    assert old in inlined
    seen = compare(sheet, inlined.replace(old, new), chromium)
    assert {name for name, view in seen.items() if view.wrong and view.first} == views
