"""The preview's copy of a page decides what a browser would ask its viewer: light or dark."""

from __future__ import annotations

import pytest

from newsletter.desk.themes import in_theme, links_open_outside

SHEET = """<html><head><meta name="color-scheme" content="light dark">
<style>:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) { p { color: white !important; } }
@media screen and (prefers-color-scheme:light) { p { color: black; } }</style></head><body><p>News</p></body></html>"""


def test_dark_rules_hold_in_the_dark_copy_and_light_rules_do_not() -> None:
    """The feature is replaced inside its query, so that `screen and` keeps its meaning."""
    dark = in_theme(SHEET, "dark")
    assert "@media (min-width: 0) { p { color: white !important; } }" in dark
    assert "@media screen and (max-width: -1px) { p { color: black; } }" in dark


def test_light_rules_hold_in_the_light_copy_and_dark_rules_do_not() -> None:
    """Also on an editor's machine that is set to dark."""
    light = in_theme(SHEET, "light")
    assert "@media (max-width: -1px) { p { color: white !important; } }" in light
    assert "@media screen and (min-width: 0) { p { color: black; } }" in light


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_scheme_of_canvas_and_controls_follows(theme: str) -> None:
    """In the style sheet, in the meta element, and where an inliner has copied it to the root."""
    page = SHEET.replace("<html>", '<html style="margin: 0; color-scheme: light dark; padding: 0">')
    copy = in_theme(page, "dark" if theme == "dark" else "light")
    assert f":root {{ color-scheme: {theme}; supported-color-schemes: {theme}; }}" in copy
    assert f'<meta name="color-scheme" content="{theme}">' in copy
    assert f'<html style="margin: 0; color-scheme: {theme}; padding: 0">' in copy
    assert "prefers-color-scheme" not in copy


def test_words_about_style_sheets_are_left_alone() -> None:
    """A story may be about CSS; only style sheets and the root's styles change."""
    page = (
        "<body><p title='color-scheme: light'>@media (prefers-color-scheme: dark) color-scheme: light dark</p></body>"
    )
    assert in_theme(page, "dark") == page


def test_a_page_without_styles_comes_back_as_it_is() -> None:
    """Nothing to decide."""
    assert in_theme("<p>News</p>", "dark") == "<p>News</p>"


def test_deciding_twice_changes_nothing() -> None:
    """The copy has nothing left to decide."""
    once = in_theme(SHEET, "dark")
    assert in_theme(once, "dark") == once


def test_links_to_elsewhere_open_a_tab_and_links_inside_the_page_do_not() -> None:
    """A frame is no place to read another site in; an anchor is."""
    page = (
        '<a href="https://wire.example/1">out</a> <a href="#top">in</a> <a target="x" href="https://a.example/">own</a>'
    )
    assert links_open_outside(page) == (
        '<a target="_blank" rel="noopener noreferrer" href="https://wire.example/1">out</a> <a href="#top">in</a> '
        '<a target="x" href="https://a.example/">own</a>'
    )
