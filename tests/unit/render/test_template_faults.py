"""Templates that are at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.errors import TemplateError
from newsletter.render import Renderer
from tests.support import editions


def _theme(tmp_path: Path, templates: Path, name: str, text: str) -> Renderer:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return Renderer([tmp_path, templates])


def test_the_newsrooms_templates_come_first(tmp_path: Path, templates: Path) -> None:
    """One file is enough; the rest is the program's."""
    render = _theme(tmp_path, templates, "web.html", "<p>{{ title }}</p>")
    assert render(editions.edition(1)).web == "<p>Daily Review</p>\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n{{ nonsense }}", 2, "nonsense"),
        ("a\nb\n{% if %}", 3, "broken"),
        ("{{ title.__class__.__mro__ }}", 1, "broken"),
        ("\n{{ 1 / 0 }}", 2, "ZeroDivisionError"),
        ("\n{{ sections() }}", 2, "sections"),
        ("\n\n{% include 'gone.html' %}", 0, "gone.html"),
    ],
)
def test_a_broken_template_is_named_with_its_line(
    tmp_path: Path, templates: Path, text: str, line: int, words: str
) -> None:
    """In one line of words and a hint, never a traceback of Jinja2's."""
    with pytest.raises(TemplateError) as caught:
        _theme(tmp_path, templates, "web.html", text)(editions.edition(1))
    assert caught.value.line == line
    assert words in str(caught.value) and "\n" not in str(caught.value) and caught.value.hint


def test_a_missing_or_unreadable_template_is_said(tmp_path: Path, templates: Path) -> None:
    """No templates at all, and one that is no UTF-8."""
    with pytest.raises(TemplateError, match=r"mail\.html is missing"):
        Renderer([tmp_path / "none"])(editions.edition(1))
    (tmp_path / "web.html").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateError, match=r"web\.html"):
        Renderer([tmp_path, templates])(editions.edition(1))


def test_a_theme_without_a_way_out_is_refused(tmp_path: Path, templates: Path) -> None:
    """Every patron can leave from every mail, in both parts."""
    for name in ("mail.html", "mail.txt"):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        text = (templates / name).read_text(encoding="utf-8").replace("{{ leave_url }}", "#")
        with pytest.raises(TemplateError) as caught:
            _theme(folder, templates, name, text)(editions.edition(1))
        assert caught.value.template == name


def test_styles_that_cannot_be_inlined_are_said(tmp_path: Path, templates: Path) -> None:
    """A selector that premailer cannot read is the theme's fault, in words."""
    with pytest.raises(TemplateError, match="cannot be inlined"):
        _theme(tmp_path, templates, "mail.css", "p[class='a,b'] { color: #000000 }")(editions.edition(1))
