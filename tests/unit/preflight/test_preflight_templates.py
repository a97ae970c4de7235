"""Traps of the inliner and of mail programs: each planted once, each found with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.model.rules import THEMES
from newsletter.preflight.templates import faults_of_sample, faults_of_templates, mail_files
from newsletter.render import Renderer
from tests.support import editions

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
FILES = {p.name: p.read_text(encoding="utf-8") for p in TEMPLATES.glob("*.*")}


def _css(line: str) -> dict[str, str]:
    return {"mail.html": '<style>\n{% include "mail.css" %}\n</style>', "mail.css": f"{{# a comment #}}\n\n{line}\n"}


@pytest.mark.parametrize("theme", THEMES)
def test_the_themes_that_come_with_the_program_have_no_fault(theme: str) -> None:
    """In their text and in what they become."""
    own = {p.name: p.read_text(encoding="utf-8") for p in (TEMPLATES / "themes" / theme).glob("*.*")}
    files = FILES | own
    rendered = Renderer([TEMPLATES])(editions.edition(10, theme=theme))
    assert faults_of_templates(files) == ()
    assert faults_of_sample(files, rendered.html, rendered.text) == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (".a { margin-left: 4px; margin: 0; }", "shorthand-after-longhand"),
        (".a { border-top: 1px solid {{ c.line }}; border: 0; }", "shorthand-after-longhand"),
        ('a[href="https://example.org"] { color: #000000; }', "attribute-selector"),
        ("a[title='a,b'] { color: #000000; }", "attribute-selector"),
        (":is(p, li) { color: #000000; }", "selector-function"),
        ("p:not(.a) { color: #000000; }", "selector-function"),
        (".a { color: rgb(0 0 0 / 50%); }", "modern-colour"),
        (".a { display: flex; }", "flex-or-grid"),
        (".a { DISPLAY: Flex; }", "flex-or-grid"),
        (".a { color: RGB(0 0 0 / 50%); }", "modern-colour"),
        (".a { padding: 2REM; }", "unit"),
        (".a { Margin-Left: 4px; MARGIN: 0; }", "shorthand-after-longhand"),
        ("@IMPORT url(other.css);", "import"),
        (".a { display: inline-grid; }", "flex-or-grid"),
        (".a { font-size: 1.2rem; }", "unit"),
        (".a { width: 50vw; }", "unit"),
        (".a { color: var(--ink); }", "variables"),
        ("@font-face { font-family: Own; src: url(own.woff2); }", "web-font"),
        ("@import url(other.css);", "import"),
    ],
)
def test_a_trap_in_a_style_sheet(line: str, code: str) -> None:
    """Named with its file and line, and with what to do instead."""
    faults = faults_of_templates(_css(line))
    assert [(f.code, f.file, f.line) for f in faults] == [(code, "mail.css", 3)]
    assert faults[0].message and faults[0].remedy and faults[0].serious


@pytest.mark.parametrize(
    "line",
    [
        ".a { margin: 0; margin-{{ start }}: 20px; border-radius: 4px; border: 0; }",
        ".a { color: rgb(0, 0, 0); font: bold 16px/20px Georgia, serif; }",
        "@media (max-width: 480px) { .a { padding: 0 !important; } }",
        "/* display: flex; 1rem; a:is(b) */ {# :is( {{ rem #}",
        "[data-ogsc] .a { color: #000000; }",
    ],
)
def test_what_is_no_trap_is_left_alone(line: str) -> None:
    """Shorthands first, commas, comments, hooks."""
    assert faults_of_templates(_css(line)) == ()


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ('<a href="{% raw %}{{ unsubscribe }}{% endraw %}">Leave</a>', "merge-field"),
        ("<table><tr><td>x</td></tr></table>", "table-role"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "active-element"),
        ("<script>1</script>", "active-element"),
        ('<LINK href="https://example.org/a.css" rel="stylesheet">', "active-element"),
        ('<meta http-equiv="refresh" content="0">', "active-element"),
        ('<base href="https://example.org/">', "active-element"),
        ('<p onclick="x()">x</p>', "active-element"),
        ('<a href="javascript:x()">x</a>', "active-element"),
        ("<svg></svg>", "active-element"),
        ('<input name="q">', "active-element"),
        ("<p style='display: grid'>x</p>", "flex-or-grid"),
        ('<p style="display: flex">x</p>', "flex-or-grid"),
        ("<style>p { width: 2rem }</style>", "unit"),
    ],
)
def test_a_trap_in_the_markup(markup: str, code: str) -> None:
    """In mail.html and in whatever it includes or imports, and nowhere else."""
    files = {"mail.html": '{% include "part.html" %}', "part.html": f"<p>\n</p>\n{markup}", "web.html": markup}
    assert mail_files(files) == ("mail.html", "part.html")
    assert [(f.code, f.file, f.line) for f in faults_of_templates(files)] == [(code, "part.html", 3)]


def _sample(old: str, new: str, text: str = "") -> list[tuple[str, str, int]]:
    rendered = Renderer([TEMPLATES])(editions.edition(5))
    assert not old or old in rendered.html
    html = rendered.html.replace(old, new) if old else rendered.html
    return [(f.code, f.file, f.line) for f in faults_of_sample(FILES, html, text or rendered.text)]


def test_a_sample_without_the_patrons_own_link() -> None:
    """In either part."""
    assert _sample("PATRONTOKENPATRONTOKEN00", "x") == [("no-leave-link", "mail.html", 0)]
    assert _sample("", "", text="nothing") == [("no-leave-link", "mail.txt", 0)]


@pytest.mark.parametrize("hook", ["prefers-color-scheme: dark", "[data-ogsc]", "[data-ogsb]", 'name="color-scheme"'])
def test_a_sample_without_a_hook_for_the_dark(hook: str) -> None:
    """Media query, both hooks of Outlook.com, and the meta tag."""
    assert ("no-dark-hook", "mail.html", 0) in _sample(hook, "x")


def test_a_colour_by_day_without_one_by_night_is_named_where_it_stands() -> None:
    """A class of its own that mail-dark.css does not know."""
    files = FILES | {"mail.css": FILES["mail.css"] + ".extra { color: #123456; }\n"}
    rendered = Renderer([TEMPLATES])(editions.edition(5))
    html = rendered.html.replace("</style>", ".extra { color: #123456; }\n</style>", 1)
    found = [(f.code, f.file, f.line) for f in faults_of_sample(files, html, rendered.text)]
    assert found == [("no-dark-colour", "mail.css", files["mail.css"].count("\n"))]


def test_of_a_list_of_selectors_the_one_without_a_colour_by_night_is_named() -> None:
    """The other has one."""
    line = ".p, .extra { color: #123456; }\n"
    files = FILES | {"mail.css": FILES["mail.css"] + line}
    rendered = Renderer([TEMPLATES])(editions.edition(5))
    html = rendered.html.replace("</style>", f"{line}</style>", 1)
    (fault,) = faults_of_sample(files, html, rendered.text)
    assert (fault.code, fault.line, fault.message.split()[0]) == (
        "no-dark-colour",
        files["mail.css"].count("\n"),
        ".extra",
    )


def test_a_feature_that_a_client_lacks_is_named_where_it_stands() -> None:
    """By the table of caniemail.com, in the template that holds it."""
    files = FILES | {"mail.css": FILES["mail.css"] + ".extra { position: relative; }\n"}
    rendered = Renderer([TEMPLATES])(editions.edition(5))
    html = rendered.html.replace("<h1 ", '<p style="position: relative">x</p><h1 ', 1)
    faults = faults_of_sample(files, html, rendered.text)
    first = faults[0]
    assert (first.code, first.file, first.line) == ("client-support", "mail.css", files["mail.css"].count("\n"))
    assert not first.serious


@pytest.mark.parametrize(
    ("line", "code", "serious"),
    [
        (".a { font-size: 9px; }", "small-text", True),
        (".a { font-size: 11px; }", "small-text", False),
        (".a { background-image: url('https://t.example/x.png'); }", "remote-picture", True),
        (".a { color: red; }", "named-colour", True),
        (".a { border: 1px solid navy; }", "named-colour", True),
        ("td:nth-child(2) { color: #000000; }", "structural-selector", True),
        ("p:first-child { color: #000000; }", "structural-selector", True),
        (".a { color: #cccccc; background-color: #ffffff; }", "contrast", True),
    ],
)
def test_what_a_theme_asks_of_its_readers(line: str, code: str, serious: bool) -> None:
    """Small letters, foreign pictures, names of colours, rules that count elements, faint colours."""
    assert [(f.code, f.line, f.serious) for f in faults_of_templates(_css(line))] == [(code, 3, serious)]


@pytest.mark.parametrize(
    "line",
    [
        ".a { font-size: 24px; color: #888888; background-color: #ffffff; }",
        ".a { font-size: 6px; background-color: {{ c.bar }}; }",
        ".a { font-size: 1px; display: none; }",
        ".a { color: inherit; background-color: transparent; border: 0; }",
    ],
)
def test_what_can_be_read_or_is_not_to_be_read_is_no_fault(line: str) -> None:
    """Large letters, bars, hidden words."""
    assert faults_of_templates(_css(line)) == ()


def test_a_faint_colour_of_a_theme_is_named_with_its_ground() -> None:
    """By day and by night."""
    theme = FILES["theme.css"].replace('"text": "#2b333d"', '"text": "#dddddd"')
    found = [f for f in faults_of_templates(FILES | {"theme.css": theme}) if f.code == "contrast"]
    assert [(f.file, f.line) for f in found] == [("theme.css", 4)] * 2
    assert found[0].message.startswith("text #dddddd on paper #fffdf9 by day has a contrast of 1.3")


@pytest.mark.parametrize(
    ("tag", "codes"),
    [
        ('<img src="https://t.example/p.gif" width="1" height="1">', ["remote-picture", "pixel"]),
        ('<img src="{{ image.src }}" width="{{ image.width }}" height="{{ image.height }}">', []),
        ('<td background="//t.example/p.gif">', ["remote-picture"]),
    ],
)
def test_pictures_from_elsewhere_and_pixels(tag: str, codes: list[str]) -> None:
    """Only a story's own pictures are shown."""
    assert [f.code for f in faults_of_templates({"mail.html": tag})] == codes


def test_a_page_says_its_language_and_a_trap_is_found_where_it_stands() -> None:
    """<html lang dir>; a value that comes later than its property's first use."""
    rendered = Renderer([TEMPLATES])(editions.edition(3))
    head = "<html>" + rendered.html.partition("<html")[2].partition(">")[2]
    assert {f.code for f in faults_of_sample(FILES, head, rendered.text)} >= {"no-lang", "no-dir"}
    css = FILES["mail.css"] + "\n.late { width: calc(100% - 9px); }\n"
    html = rendered.html.replace("</body>", '<p style="width:calc(100% - 9px)">x</p></body>')
    found = [f for f in faults_of_sample(FILES | {"mail.css": css}, html, rendered.text) if "calc" in f.message]
    assert [(f.file, f.line) for f in found] == [("mail.css", css.count("\n"))]
