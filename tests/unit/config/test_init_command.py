"""`newsletter init`: a new newsroom, whole or not at all."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.cli import init
from newsletter.cli.console import Console
from newsletter.config import load
from newsletter.errors import BadConfig, UsageError

ROOT = Path(__file__).resolve().parents[3]


def call(folder: Path) -> int:
    parser = argparse.ArgumentParser()
    init.arguments(parser)
    return init.run(parser.parse_args([str(folder), "--yes"]), Console())


def answering(*lines: str) -> Callable[[], str]:
    """Somebody at the terminal; after the last line the input ends."""
    rest = iter(lines)
    return lambda: next(rest, "")


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_new_newsroom_loads_and_has_all_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """sources.yaml, templates, words, outbox and .gitignore; enough publishers not to be a quiet day."""
    room = tmp_path / "deep" / "down"
    assert call(room) == 0
    rules = load(room, {})
    (review,) = rules.reviews
    assert not review.deliver
    assert len({s.publisher for s in rules.sources}) >= review.quiet.publishers
    assert {w.slot for w in review.words} == {"opening", "thanks", "call", "support", "corrections", "reuse"}
    assert "(mailto:review@example.org?" in (room / "words" / "call.md").read_text()
    assert (room / "outbox").is_dir()
    assert (room / ".gitignore").read_text().splitlines()[1:] == ["var/", "outbox/"]
    bundled = init.bundled_templates()
    assert {n for n in everything(bundled) if not n.startswith(".")} == set(everything(room / "templates"))
    out = capsys.readouterr().out
    assert "check" in out and "build" in out and str(room) in out
    assert os.listdir(tmp_path / "deep") == ["down"]


def test_what_is_commented_out_loads_as_well(tmp_path: Path) -> None:
    """Every example in the generated file is one that works when its mark is taken away."""
    call(tmp_path / "room")
    path = tmp_path / "room" / "sources.yaml"
    text = path.read_text(encoding="utf-8").replace("# store:", "store:").replace("# mailer:", "mailer:")
    lines = [
        line.replace("# ", "", 1)
        if line.lstrip().startswith(("# ", "#  ")) and (line.startswith(" ") or line.startswith(("# network", "#   ")))
        else line
        for line in text.splitlines()
    ]
    freed = "\n".join(line for line in lines if "sponsor.md" not in line and "also: tags" not in line)
    path.write_text(freed, encoding="utf-8")
    rules = load(tmp_path / "room", {})
    assert [s.name for s in rules.sources][-2:] == ["France 24", "From us"]
    assert "economy" in [s.key for s in rules.reviews[0].sections]


def test_a_newsroom_is_never_overwritten(tmp_path: Path) -> None:
    """Nothing at all is changed."""
    (tmp_path / "sources.yaml").write_text("mine")
    with pytest.raises(UsageError, match="newsroom already"):
        call(tmp_path)
    assert everything(tmp_path) == {"sources.yaml": b"mine"}


def test_a_link_that_leads_nowhere_counts_as_a_newsroom(tmp_path: Path) -> None:
    """Something is meant to be there."""
    (tmp_path / "sources.yaml").symlink_to("gone")
    with pytest.raises(UsageError):
        call(tmp_path)


def test_files_that_stand_in_the_folder_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that exists becomes a newsroom around what is there."""
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "call.md").write_text("mine")
    (tmp_path / ".gitignore").write_text("mine")
    assert call(tmp_path) == 0
    assert (tmp_path / "words" / "call.md").read_text() == (tmp_path / ".gitignore").read_text() == "mine"
    assert "words/call.md" in capsys.readouterr().err
    assert load(tmp_path, {}).sources
    assert not [n for n in os.listdir(tmp_path) if n.startswith(".newsletter")]


def test_a_file_in_the_way_is_an_error_in_words(tmp_path: Path) -> None:
    """As the folder itself, or above it."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / ("n" * 300)):
        with pytest.raises(UsageError):
            call(folder)
    assert os.listdir(tmp_path) == ["file"]


def test_the_six_answers_are_what_loads(tmp_path: Path) -> None:
    """Quotes, backslashes, dollars, colons and hashes in an answer stay in it."""
    said: list[str] = []
    title = 'Review: "the $title" #1 \\ {x}'
    read = answering(title + "\n", "\n", "https://r.example/x/\n", "Europe/Kyiv\n", "uk\n", "8:30\n")
    answers = init.interview(read, said.append)
    init.make(tmp_path / "room", answers)
    (review,) = load(tmp_path / "room", {}).reviews
    assert (review.title, review.site, review.timezone) == (title, "https://r.example/x", "Europe/Kyiv")
    assert (review.language, review.edition_at.hour) == ("uk", 8)
    assert review.sender.endswith("<review@example.org>")
    assert len(said) == 6
    assert "Станьте патроном](mailto:review@example.org?" in (tmp_path / "room" / "words" / "call.md").read_text()


def test_a_wrong_answer_is_asked_again_with_what_is_allowed() -> None:
    """Until it loads."""
    said: list[str] = []
    read = answering("\n", "nobody\n", "Desk <d@r.example>\n", "\n", "Europe/Kiyv\n", "\n", "\n", "25:00\n", "\n")
    answers = init.interview(read, said.append)
    assert answers["sender"] == "Desk <d@r.example>"
    assert answers["timezone"] == "UTC"
    assert any("Name <name@example.org>" in s for s in said)
    assert any("did you mean Europe/Kyiv?" in s for s in said)
    assert len(said) == 6 + 2 * 3


def test_answers_that_end_early_make_nothing() -> None:
    """End of input is no answer."""
    with pytest.raises(UsageError, match="ended early"):
        init.interview(answering("\n", "\n"), lambda text: None)


def test_answers_that_do_not_load_make_nothing(tmp_path: Path) -> None:
    """The folder is not even begun."""
    with pytest.raises(BadConfig):
        init.make(tmp_path / "room", {**init.defaults(), "language": "xx"})
    assert os.listdir(tmp_path) == []


def test_a_terminal_is_asked_and_a_pipe_is_not(tmp_path: Path) -> None:
    """Six questions, on stderr; results on stdout."""
    code = "import sys; from newsletter.cli.main import main; sys.exit(main(['init', sys.argv[1]]))"
    ours, theirs = os.openpty()
    try:
        os.write(ours, b"My Review\n" + b"\n" * 5)
        asked = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "a")],
            stdin=theirs,
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert (asked.returncode, asked.stderr.count("?")) == (0, 6)
    assert "?" not in asked.stdout.splitlines()[0]
    assert load(tmp_path / "a", {}).reviews[0].title == "My Review"
    piped = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "b")],
        input="",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
    )
    assert (piped.returncode, piped.stderr) == (0, "")
    assert load(tmp_path / "b", {}).reviews[0].title == "Daily Review"
