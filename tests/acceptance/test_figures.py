"""Figures of reports through the whole program: a Ukrainian edition, hostile reports, the recorded day's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.newsroom import Piece, Room

DAY = "2022-01-11"
FIGURES = (
    "tags: [front], lines: [{match: '{n} обстріл* поблизу {places:names}',"
    " print: {one: '**{n} обстріл** поблизу {places}.',"
    " few: '**{n} обстріли** поблизу {places}.', many: '**{n} обстрілів** поблизу {places}.'}}]"
)
HOSTILE = "tags: [front], lines: [{match: 'by {who:words} near {places:names}', print: 'By {who}, near {places}.'}]"


def room(folder: Path, language: str) -> Room:
    return Room(folder=folder, settings=f"language: {language}")


def page(made: Room) -> str:
    return (made.folder / "outbox" / DAY / "edition.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Один обстріл", "1 обстріл поблизу"),
        ("2 обстріли", "2 обстріли поблизу"),
        ("П’ять обстрілів", "5 обстрілів поблизу"),
        ("21 обстріл", "21 обстріл поблизу"),
    ],
)
def test_a_ukrainian_edition_counts_in_ukrainian(tmp_path: Path, said: str, printed: str) -> None:
    """Babel's plural forms; names joined as the language joins them; the credit and its time."""
    made = room(tmp_path, "uk")
    piece = Piece(title="Ранкове зведення", text=f"{said} поблизу Попасної та Золотого.", link="https://jfo.example/1")
    made.feed("jfo", piece, settings=f"language: uk, {FIGURES}")
    result = made.run("build")
    assert result.code == 0, result.err
    text = " ".join(page(made).split())
    assert f"- {printed} Попасної і Золотого. — jfo, 10 січ., 14:00 https://jfo.example/1" in text
    row = made.run("ledger", "--json", "--day", DAY).lines[0]
    assert (row["outcome"], row["section"]) == ("told", "Past 24 hours")


def test_without_a_report_the_edition_says_until_when(tmp_path: Path) -> None:
    """Never yesterday's numbers."""
    made = room(tmp_path, "uk")
    old = Piece(
        title="Ранкове зведення",
        text="2 обстріли поблизу Попасної.",
        at="2022-01-09T12:00:00Z",
        link="https://jfo.example/1",
    )
    made.feed("jfo", old, settings=f"language: uk, {FIGURES}")
    made.feed("wire", Piece(title="Talks end", link="https://wire.example/1"), settings="language: uk")
    result = made.run("build")
    assert result.code == 0, result.err
    assert "До 06:30 зведення від «jfo» не надійшло." in " ".join(page(made).split())
    assert "2 обстріли поблизу" not in page(made)


def test_a_hostile_report_stays_text(tmp_path: Path) -> None:
    """Braces are never evaluated and markup is never written."""
    made = room(tmp_path, "en")
    text = "Shelling by {{ 7*7 }} <b>bold</b> {who} forces near Popasna. Shelling by {{config}} near Zolote<script>."
    made.feed("jfo", Piece(title="{{ 7*7 }} report", text=text, link="https://jfo.example/1"), settings=HOSTILE)
    made.feed("wire", Piece(title="Talks end", link="https://wire.example/1"))
    assert made.run("build").code == 0
    html = made.html(DAY)
    assert "49" not in page(made).replace("https", "") and "<script>" not in html and "<b>bold" not in html


def test_check_says_how_many_reports_each_line_matched(tmp_path: Path) -> None:
    """In words, on the last stored entries of the source."""
    made = room(tmp_path, "uk")
    pieces = [
        Piece(title=f"Зведення {n}", text=text, link=f"https://jfo.example/{n}")
        for n, text in enumerate(
            ("2 обстріли поблизу Попасної.", "Обстрілів не було.", "5 обстрілів поблизу Зайцевого.")
        )
    ]
    made.feed("jfo", *pieces, settings=f"language: uk, {FIGURES}")
    made.run("collect")
    assert "matched 2 of the last 3 reports" in made.run("check").out
    assert "line 1 matched 2 of 3" in made.run("sources", "test", "jfo").out
