"""The public pages as files: outbox/site, replaced as a whole.

    outbox/site/            what a web server serves; outbox/site/.state tells which editions it was made from
    outbox/.site.staged/    written and synced, not yet in place; or what was replaced
    outbox/.site.replaced/  only where two folders cannot be exchanged at once

Whoever puts holds the lock `build`. A page that did not change is not written again but linked: it keeps its time, so
that a web server goes on answering 304 for it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from newsletter.errors import OutboxError
from newsletter.outbox.disk import in_words, is_safe, make_folders, place, remove, sync, sync_tree, write

SITE = "site"
STATE = ".state"


class SiteFolder:
    """ports.Site in a folder. OutboxError in words for anything that goes wrong; then the old pages stand."""

    def __init__(self, outbox: Path) -> None:
        self.outbox = outbox
        self.folder = outbox / SITE
        self._staged = outbox / f".{SITE}.staged"
        self._aside = outbox / f".{SITE}.replaced"

    def state(self) -> str:
        """What `put` was told that the pages were made from; "" when there are none."""
        with in_words(self.outbox):
            return (_read(self.folder / STATE) or b"").decode("utf-8", "replace").strip()

    def put(self, files: Mapping[str, bytes], state: str) -> int:
        """Make these files the public pages, and no others; how many changed, came or went. Repeatable after a kill."""
        contents = {**files, STATE: f"{state}\n".encode()}
        if bad := next((name for name in contents if not is_safe(name)), None):
            raise OutboxError(f"no public page can be called {bad!r}")
        with in_words(self.outbox):
            if self.folder.is_symlink() or (self.folder.exists() and not self.folder.is_dir()):
                raise OutboxError(
                    f"{self.outbox.name}/{SITE} is no folder", hint="move it away, then run newsletter site"
                )
            kept = {name for name, body in contents.items() if _read(self.folder / name) == body}
            changed = (contents.keys() - kept) | (set(_names(self.folder)) - contents.keys())
            if changed:
                self._stage(contents, kept)
                place(self._staged, self.folder, self._aside, same=False)
                sync(self.outbox)
            self.tidy()
        return len(changed - {STATE})

    def tidy(self) -> None:
        """Remove what a killed process left; put back what it had moved aside and not replaced."""
        with in_words(self.outbox):
            left = [path for path in (self._staged, self._aside) if path.exists()]
            if self._aside in left and not self.folder.exists():
                self._aside.rename(self.folder)
                left.remove(self._aside)
            for path in left:
                remove(path)

    def _stage(self, contents: Mapping[str, bytes], kept: set[str]) -> None:
        make_folders(self.outbox)
        remove(self._staged)
        try:
            self._staged.mkdir(mode=0o755)
            for name in sorted(contents):
                if name not in kept or not _link(self.folder / name, self._staged / name):
                    write(self._staged, name, contents[name])
            sync_tree(self._staged)
            sync(self.outbox)
        except OSError:
            shutil.rmtree(self._staged, ignore_errors=True)
            raise


def _link(old: Path, new: Path) -> bool:
    """Files here are never written twice, so two names for one file are safe. False where links are not to be had."""
    new.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        return False
    return True


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _names(folder: Path) -> Iterator[str]:
    """Every file below, relative."""
    for path, _, files in os.walk(folder):
        yield from (str((Path(path) / name).relative_to(folder)) for name in files)
