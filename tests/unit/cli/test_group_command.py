"""newsletter group FILE.jsonl."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsletter.cli.main import main

ITEMS: list[dict[str, Any]] = [
    {"id": 1, "title": "Strong earthquake shakes Kermanshah, dozens of houses collapse", "source": "wire"},
    {"id": "2", "title": "Houses collapse in Kermanshah after an earthquake", "source": "post", "lang": "en"},
    {"id": "3", "title": "У Керманшаху землетрус: зруйновані будинки", "summary": "Kermanshah", "source": "kontynent"},
    {"id": "4", "title": "Court frees two captains", "text": "Nobody says why.", "published": "2022-01-10T12:00:00Z"},
]


def written(folder: Path, *lines: str) -> Path:
    file = folder / "items.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def grouped(file: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["group", str(file), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_is_one_document_of_stories_topics_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every item is in one story, with a reason for each member; the keys are the contract's."""
    found = grouped(written(tmp_path, *map(json.dumps, ITEMS)), capsys)
    assert set(found) == {"stories", "topics", "differences", "maybe"}
    assert sorted(m for s in found["stories"] for m in s["members"]) == ["1", "2", "3", "4"]
    assert all(len(s["members"]) == len(s["why"]) and all(s["why"]) and s["title"] for s in found["stories"])
    assert ["1", "2"] in [s["members"][:2] for s in found["stories"]]


def test_differences_name_value_members_and_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two numbers of soldiers near one border."""
    text = "The ministry counts {} soldiers near the northern border of the country, its spokesman says."
    lines = [json.dumps({"id": n, "title": f"Part {n}", "text": text.format(n)}) for n in ("122,000", "90,000")]
    (found,) = grouped(written(tmp_path, *lines), capsys)["differences"]
    assert found["kind"] == "number"
    assert {v["value"]: v["members"] for v in found["values"]} == {
        "122,000 soldiers": ["122,000"],
        "90,000 soldiers": ["90,000"],
    }
    assert all("northern border" in v["sentence"] for v in found["values"])


def test_people_read_stories_with_their_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The largest first."""
    assert main(["group", str(written(tmp_path, *map(json.dumps, ITEMS)))]) == 0
    said = capsys.readouterr().out
    assert said.startswith("   ") and "shares Kermanshah" in said
    assert said.splitlines()[-1].startswith("4 items in ")


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor do empty lines and a byte order mark."""
    first = grouped(written(tmp_path, *map(json.dumps, ITEMS)), capsys)
    assert grouped(written(tmp_path, "\ufeff", "", *map(json.dumps, ITEMS[::-1]), ""), capsys) == first


def test_no_items_are_no_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file is no error."""
    assert grouped(written(tmp_path, ""), capsys)["stories"] == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "this is no JSON"),
        ("[1]", "an object with an id"),
        ('{"title": "x"}', "an object with an id"),
        ('{"id": "b", "title": 7}', "title must be text"),
        ('{"id": "b", "published": "yesterday"}', "is no instant"),
        ('{"id": "a", "title": "x"}', "was there before"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    """Exit code 2, file and line, and what would be right."""
    file = written(tmp_path, '{"id": "a", "title": "x"}', line)
    assert main(["group", str(file)]) == 2
    error = capsys.readouterr().err
    assert ":2: " in error and said in error and "hint:" in error


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And one that is no text."""
    assert main(["group", str(tmp_path / "none.jsonl")]) == 2
    (tmp_path / "items.jsonl").write_bytes(b"\xff\xfe\x00")
    assert main(["group", str(tmp_path / "items.jsonl")]) == 2
    assert "not UTF-8" in capsys.readouterr().err
