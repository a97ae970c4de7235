"""`newsletter check --templates`: every theme before an edition uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import Room


@pytest.fixture
def newsroom(tmp_path: Path) -> Room:
    room = Room(folder=tmp_path)
    room.feed("wire")
    return room


def _lint(room: Room, *more: str) -> tuple[int, list[dict[str, object]]]:
    result = room.run("check", "--templates", "--json", *more)
    return result.code, result.json["checks"]


def _put(room: Room, path: str, text: str) -> None:
    target = room.folder / "templates" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def test_the_themes_that_come_with_the_program_are_right(newsroom: Room) -> None:
    """Three lines, and no more than that."""
    code, lines = _lint(newsroom)
    assert code == 0
    assert [line["state"] for line in lines] == ["ok"] * 3


def test_a_trap_is_named_with_file_and_line_once(newsroom: Room) -> None:
    """The newsroom's own file, though three themes use it."""
    _put(newsroom, "mail-phone.css", "@media (max-width: 480px) {\n.outer { padding-left: 0; padding: 0; }\n}\n")
    code, lines = _lint(newsroom)
    assert code == 2
    wrong = [line for line in lines if line["state"] == "error"]
    assert [(line["file"], line["line"]) for line in wrong] == [("templates/mail-phone.css", 2)]


def test_every_theme_folder_of_the_newsroom_is_looked_at(newsroom: Room) -> None:
    """Also one that no review has chosen yet."""
    _put(
        newsroom,
        "themes/mine/mail-masthead.html",
        '<tr><td><h1>{{ title }}</h1>\n<p style="width: 3rem">x</p></td></tr>',
    )
    code, lines = _lint(newsroom)
    assert code == 2
    assert [(line["file"], line["line"]) for line in lines if line["state"] == "error"] == [
        ("templates/themes/mine/mail-masthead.html", 2)
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "words"),
    [
        ("mail-masthead.html", "<tr>\n{{ nonsense }}</tr>", 2, "nonsense"),
        (
            "site-archive.html",
            "{% extends 'site-base.html' %}\n\n{% block main %}{{ nonsense }}{% endblock %}",
            3,
            "nonsense",
        ),
        ("mail.txt", "{{ title }}", 0, "own link"),
    ],
)
def test_a_theme_that_cannot_be_rendered(newsroom: Room, name: str, text: str, line: int, words: str) -> None:
    """Undefined variables, in the archive's pages too, and a mail without a way out."""
    _put(newsroom, f"themes/mine/{name}", text)
    code, lines = _lint(newsroom)
    assert code == 2
    (wrong,) = [found for found in lines if found["state"] == "error"]
    assert (wrong["file"], wrong["line"]) == (f"templates/themes/mine/{name}", line)
    assert words in str(wrong["message"])


def test_a_feature_that_some_clients_lack_is_a_warning(newsroom: Room) -> None:
    """Exit 0, and 3 with --strict."""
    _put(
        newsroom, "themes/mine/mail-masthead.html", '<tr><td><h1 style="position: relative">{{ title }}</h1></td></tr>'
    )
    code, lines = _lint(newsroom)
    assert code == 0
    assert "position: relative" in str([line for line in lines if line["state"] == "warning"])
    assert _lint(newsroom, "--strict")[0] == 3


def test_the_review_is_rendered_with_its_theme(newsroom: Room) -> None:
    """`theme:` below newsletter:, and an error where there is no such theme."""
    newsroom.settings = "theme: letter"
    newsroom.write()
    assert newsroom.run("check").code in (0, 2)
    newsroom.settings = "theme: lettre"
    newsroom.write()
    result = newsroom.run("check", "--templates")
    assert result.code == 2 and "lettre" in result.err and "letter" in result.err


@pytest.mark.parametrize(
    ("name", "body", "line"),
    [
        ("mail.css", b".p { }\n/* caf\xe9 */\n", 2),
        ("mail-blocks.html", b"<p>\n{% macro %}\n", 2),
        ("mail-blocks.html", b"{# no macros #}\n", 0),
    ],
)
def test_the_file_that_is_at_fault_is_the_one_that_is_named(newsroom: Room, name: str, body: bytes, line: int) -> None:
    """Not the one that includes or imports it."""
    _put(newsroom, f"themes/mine/{name}", "")
    (newsroom.folder / "templates" / "themes" / "mine" / name).write_bytes(body)
    code, lines = _lint(newsroom)
    places = [(found["file"], found["line"]) for found in lines if "is broken" in str(found["message"])]
    assert code == 2 and places == [(f"templates/themes/mine/{name}", line)]
