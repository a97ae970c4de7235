"""What mail programs support, and what a mail asks of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.model.rendered import Rendered
from newsletter.model.rules import THEMES
from newsletter.preflight.case import Case
from newsletter.preflight.clients import INDEX, client_support, of_style, support, support_index, used
from newsletter.render import Renderer
from tests.support import editions

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


@pytest.fixture(scope="module")
def render() -> Renderer:
    return Renderer([TEMPLATES])


def _codes(render: Renderer, plant: str) -> list[tuple[str, str]]:
    edition = editions.edition(10)
    rendered: Rendered = render(edition)
    rendered = replace(rendered, html=rendered.html.replace("<h1 ", f"{plant}<h1 ", 1))
    return [(f.code, f.message) for f in client_support(Case(edition, rendered, {}, {}))]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("stories", [1, 10, 40])
def test_every_theme_breaks_nothing_anywhere(render: Renderer, theme: str, stories: int) -> None:
    """No feature that a client lacks, and an index of 92 or more."""
    edition = editions.edition(stories, theme=theme)
    assert list(client_support(Case(edition, render(edition), {}, {}))) == []
    assert support_index(used(render(edition).html)) >= INDEX


@pytest.mark.parametrize(
    ("plant", "written"),
    [
        ('<p style="display: flex">x</p>', "display: flex of <p>"),
        ('<p style="position: absolute">x</p>', "position: absolute of <p>"),
        ('<p style="margin: calc(1px + 2px)">x</p>', "margin: calc(1px + 2px) of <p>"),
        ('<p style="background-image: url(a;b.png)">x</p>', "background-image: url(a;b.png) of <p>"),
        ('<video src="a.mp4">x</video>', "<video>"),
        ('<img src="https://review.example.org/a.avif" alt="">', "src of <img>"),
    ],
)
def test_a_feature_that_breaks_is_said_with_its_line(render: Renderer, plant: str, written: str) -> None:
    """Where it stands, what it is, and who does not know it."""
    found = _codes(render, plant)
    assert {code for code, _ in found} <= {"client-support", "low-support"}
    assert any(written in message and "edition.html, line " in message for _, message in found), found


def test_many_unsupported_features_are_said_in_one_number(render: Renderer) -> None:
    """The index falls under 92."""
    styles = "filter: blur(1px); mask-image: none; shape-outside: none; clip-path: none; gap: 1vh; inset: 1vmin"
    assert "low-support" in {code for code, _ in _codes(render, f'<p style="{styles}">x</p>')}


def test_what_hides_is_not_counted() -> None:
    """Of `display: none` and its companions every client knows one."""
    assert list(of_style("display: none; opacity: 0; position: absolute")) == []


def test_a_longhand_is_looked_up_by_what_the_table_knows_of_it() -> None:
    """border-left-color is border; a semicolon inside an address ends nothing; vendors' own words are left alone."""
    found = dict(of_style("border-left-color: #000000; background: url(a;b.png); mso-hide: all"))
    assert list(found.values()) == ["css-border", "css-background"]


def test_the_table_says_where_it_comes_from() -> None:
    """Date, ten clients, one letter for each of them per feature."""
    table = support()
    assert len(table.clients) == 10 and table.date >= "2025-09-09"
    assert all(len(states) == 10 and set(states) <= set("yanu") for states in table.features.values())
