"""A theme is a folder of templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsletter.errors import TemplateError
from newsletter.model.rules import THEMES, Style
from newsletter.render import Renderer
from newsletter.render.inline import inline
from tests.support import editions
from tests.support.html import Tags


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_prints_every_kind_of_block(render: Renderer, theme: str) -> None:
    """The same words as the theme of the newsroom's own templates, whatever it looks like."""
    made, main = render(editions.edition(10, theme=theme)), render(editions.edition(10))
    assert sorted(set(_words(made.html))) == sorted(set(_words(main.html)))
    assert sorted(set(_words(made.web))) == sorted(set(_words(main.web)))
    assert sorted(made.text.split()) == sorted(main.text.split())


def _words(html: str) -> list[str]:
    body = re.sub(r"<style.*?</style>|<!--.*?-->|<[^>]*>", " ", "<body" + html.split("<body", 1)[1], flags=re.S)
    return re.findall(r"\w+", body)


def test_themes_that_are_folders_are_those_that_settings_name(templates: Path) -> None:
    """The first needs no folder: it is what the others start from."""
    assert {p.name for p in (templates / "themes").iterdir()} == set(THEMES[1:])


@pytest.mark.parametrize("theme", THEMES[1:])
def test_a_theme_holds_only_what_it_changes(templates: Path, theme: str) -> None:
    """Each of its files replaces one of the main theme, and differs from it."""
    for path in (templates / "themes" / theme).iterdir():
        assert (templates / path.name).read_bytes() != path.read_bytes(), path.name


@pytest.mark.parametrize("sheet", ["mail", "web"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_look_repeats_nothing_of_the_sheet_that_themes_share(templates: Path, theme: str, sheet: str) -> None:
    """Selector by selector, property by property: it adds or says otherwise."""
    folder = templates if theme == THEMES[0] else templates / "themes" / theme
    shared, own = _declared(templates / f"{sheet}.css"), _declared(folder / f"{sheet}-look.css")
    assert len(own) > 20
    assert [place for place, value in own.items() if shared.get(place) == value] == []


def _declared(path: Path) -> dict[tuple[str, str], str]:
    """(selector, property) -> value, outside media queries and without templates' own statements."""
    css = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", path.read_text(encoding="utf-8"), flags=re.S
    )
    css = re.sub(r"\{\{\s*(.*?)\s*\}\}", r"\1", css)
    return {
        (selector.strip(), name.strip()): value.strip()
        for rule in re.finditer(r"([^{}]+)\{([^{}]*)\}", css)
        for selector in rule[1].split(",")
        for name, _, value in (d.partition(":") for d in rule[2].split(";") if d.strip())
    }


def test_the_compact_theme_tells_the_briefs_first(render: Renderer) -> None:
    """In the mail, in its text and on the page alike."""
    cards = editions.section("a", editions.story(0), title="In depth", style=Style.CARDS)
    briefs = editions.section("b", editions.story(1), title="In short", style=Style.BRIEFS)
    for theme, first in (("daily", "In depth"), ("compact", "In short")):
        made = render(editions.bare(cards, briefs, theme=theme))
        for part in (made.html, made.text, made.web.split("<main>")[1]):
            assert min(("In depth", "In short"), key=part.index) == first, theme


def test_a_newsrooms_own_theme_is_one_file(tmp_path: Path, templates: Path) -> None:
    """Searched in the newsroom's theme, the program's, the newsroom's templates, the program's."""
    own = tmp_path / "themes" / "red"
    own.mkdir(parents=True)
    colours = (templates / "theme.css").read_text(encoding="utf-8").replace("#f0ede6", "#aa0000")
    (own / "theme.css").write_text(colours, encoding="utf-8")
    render = Renderer([tmp_path, templates])
    red, daily = render(editions.edition(3, theme="red")), render(editions.edition(3))
    assert 'bgcolor="#aa0000"' in red.html and "#aa0000" in red.web
    assert "#aa0000" not in daily.html
    assert [tag for tag, _ in Tags(red.html).tags] == [tag for tag, _ in Tags(daily.html).tags]
    letter = tmp_path / "themes" / "letter"
    letter.mkdir()
    (letter / "mail-masthead.html").write_text("<tr><td><h1>Ours</h1></td></tr>", encoding="utf-8")
    (tmp_path / "mail-look.css").write_text("body { color: #00bb00; }", encoding="utf-8")
    (tmp_path / "mail.css").write_text("body { background-color: #0000bb; }", encoding="utf-8")
    made = render(editions.edition(1, theme="letter"))
    assert ">Ours</h1>" in made.html
    assert "#00bb00" not in made.html  # the program's letter comes before the newsroom's look
    assert "#0000bb" in made.html and "font-style:italic" in made.html  # what themes share, and the letter's look on it


@pytest.mark.parametrize("name", ["none", "../daily", "", "A", "themes/letter"])
def test_a_theme_that_is_not_there_is_said(render: Renderer, name: str) -> None:
    """With the themes that are; and nothing outside the folder of themes is one."""
    with pytest.raises(TemplateError, match="there is no theme") as caught:
        render(editions.edition(1, theme=name))
    assert "letter" in (caught.value.hint or "")


@pytest.mark.parametrize("text", ["\n{{ nonsense }}", "\n{% if %}"])
def test_a_fault_in_a_theme_names_its_file(tmp_path: Path, templates: Path, text: str) -> None:
    """With the folder, because the same name is in the main theme."""
    folder = tmp_path / "themes" / "own"
    folder.mkdir(parents=True)
    (folder / "mail-masthead.html").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        Renderer([tmp_path, templates])(editions.edition(1, theme="own"))
    assert (caught.value.template, caught.value.line) == ("themes/own/mail-masthead.html", 2)


@pytest.mark.parametrize("theme", THEMES)
def test_ten_stories_take_less_than_forty_kilobytes(render: Renderer, theme: str) -> None:
    """Gmail cuts a mail off at 102 KB; ten stories with every kind of block are far from that."""
    assert len(render(editions.edition(10, theme=theme)).html.encode()) <= 40 * 1024


def test_inlining_keeps_one_encoding_and_adds_no_line(render: Renderer) -> None:
    """The inliner's library adds a declaration of its own."""
    page = '<html><head><meta charset="utf-8"><style>p { color: #000000 }</style></head><body><p>x</p></body></html>'
    assert inline(page).count("charset") == 1
