"""The newsroom's standing words: Markdown files below the newsroom."""

from __future__ import annotations

from pathlib import Path

from newsletter.config.wrong import show

#: Bytes. The longest standing words are a page; a mail is cut off at 102 kB by the largest mailbox provider.
MAX_BYTES = 50_000


class NoWords(Exception):
    """The file cannot be used; its arguments are what is wrong, and what is allowed."""


def read_words(folder: Path, name: str) -> str:
    """The Markdown in `name`, a path inside of the newsroom `folder`, line ends as \\n. NoWords."""
    if not name.isprintable() or Path(name).is_absolute():
        raise NoWords(f"{show(name)} is not a path in the newsroom", "a relative path, for example words/opening.md")
    try:
        path, room = (folder / name).resolve(), folder.resolve()
        if not path.is_relative_to(room):  # links are followed first: a link out of the newsroom leads out, too
            raise NoWords(f"{show(name)} leaves the newsroom", "a path inside of the newsroom")
        if not path.is_file():  # nor a folder, nor a pipe that would keep us waiting
            raise NoWords(f"there is no file {show(name)}", 'a Markdown file of the newsroom, or "" for no such words')
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links (Python 3.11)
        reason = getattr(error, "strerror", None) or "its links go round in a circle"
        raise NoWords(f"{show(name)} cannot be read: {reason}", "a Markdown file") from error
    if len(raw) > MAX_BYTES:
        raise NoWords(f"{show(name)} is too long", f"{MAX_BYTES:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NoWords(f"{show(name)} is not UTF-8 in its line {line}", "a Markdown file in UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
