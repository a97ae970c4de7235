"""Which files words may come from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsletter.config.words import MAX_BYTES, NoWords, read_words


def test_a_link_that_leads_out_of_the_newsroom_is_refused(tmp_path: Path) -> None:
    """Links are followed before it is decided."""
    (tmp_path / "secret.md").write_text("x")
    room = tmp_path / "room"
    room.mkdir()
    (room / "out.md").symlink_to("../secret.md")
    (room / "in.md").write_text("inside")
    (room / "link.md").symlink_to("in.md")
    with pytest.raises(NoWords, match="leaves the newsroom"):
        read_words(room, "out.md")
    assert read_words(room, "link.md") == "inside"


def test_what_is_no_file_of_text_is_refused_in_words(tmp_path: Path) -> None:
    """A folder, a pipe, a loop of links, a long file, another encoding, an impossible name."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "long.md").write_bytes(b"x" * (MAX_BYTES + 1))
    (tmp_path / "latin.md").write_bytes("ok\ncaf\xe9".encode("latin-1"))
    for name in ("folder", "pipe", "loop", "long.md", "latin.md", "a\0b", "n" * 5000, ".", "missing/x.md"):
        with pytest.raises(NoWords) as caught:
            read_words(tmp_path, name)
        assert all(str(arg).isprintable() for arg in caught.value.args)
    with pytest.raises(NoWords, match="not UTF-8 in its line 2"):
        read_words(tmp_path, "latin.md")
