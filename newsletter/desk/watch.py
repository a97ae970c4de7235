"""Looks again when something changed, and only then: templates, sources.yaml, words, the draft, what was collected.

A page asks every second, so asking is cheap: a few dozen `stat` calls and four small queries.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Lock

from newsletter.app import Newsroom, bundled_templates
from newsletter.desk.look import look
from newsletter.desk.shown import Line, Shown, Trouble
from newsletter.errors import BadConfig, NewsletterError, OutboxError, StoreError, TemplateError
from newsletter.model.rules import Review

#: Lines shown above and below the one that an error names.
AROUND = 2
#: More files than a theme has; a link to / among the templates must not stop the preview.
FILES = 500

Mark = tuple[object, ...]


class Watch:
    """The newest look at one day of one review. Safe to use from several threads.

    A changed file means a fresh Newsroom, so that nothing that was read before it changed is used again; the room
    that was handed in stays open, as it belongs to the caller.
    """

    def __init__(self, room: Newsroom, review: Review, day: dt.date) -> None:
        self._room = room
        self._own: Newsroom | None = None
        self._review = review
        self._day = day
        # One at a time: SQLite's connections, Jinja's caches and cached properties are not made for several threads.
        self._lock = Lock()
        self._database = _database(room)
        self._files: Mark = self._stat()
        self._mark: Mark | None = None
        self._shown = Shown(
            title=review.title, day=day, kind="nothing", state="nothing yet", sentence="", language=review.language
        )

    def shown(self) -> Shown:
        """The newest look; a trouble is in it, with the last good look below."""
        with self._lock:
            try:
                self._update()
            except (StoreError, OutboxError) as error:
                # These pass by themselves (a locked database), so they are tried again at the next call.
                self._mark = None
                self._shown = self._troubled(error)
            except Exception as error:  # the last net: a person gets words, and mending a template goes on
                self._shown = self._troubled(error)
            return self._shown

    def close(self) -> None:
        """Close what was opened here."""
        with self._lock:
            if self._own is not None:
                self._own.close()

    def _update(self) -> None:
        mark = self._changes()
        if mark != self._mark:
            self._mark = mark  # before looking: what fails would fail again until something changes
            self._shown = look(self._room, self._review, self._day)

    def _changes(self) -> Mark:
        """Equal marks mean that looking again would show the same."""
        files = self._stat()
        if files != self._files:
            self._renew()
            self._files = files
        room, day = self._room, self._day
        self._database = _database(room)
        if self._database is not None and not self._database.exists():
            # Opening the store would make one, and a preview makes nothing.
            raise StoreError("nothing has been collected yet", hint="newsletter collect fetches what the sources have")
        self._review = review = room.review(self._review.id)
        draft = room.store.drafts.get(review.id, day)
        today, last = (room.store.editions.find(review.id, **at) for at in ({"day": day}, {"before": day}))
        return (
            files,
            draft and (draft.revision, draft.approved, draft.approved_by),
            today and (today.revision, today.state),
            last and (last.day, last.revision),
            *((s.name, s.body_hash, s.last_new, s.error, s.gone) for s in room.store.archive.sources().values()),
        )

    def _renew(self) -> None:
        old, room = self._own, self._room
        self._own = self._room = Newsroom(room.folder, room.env, at=room.at, progress=room.progress)
        if old is not None:
            old.close()

    def _stat(self) -> Mark:
        folder = self._room.folder
        words = {folder / w.path for w in self._review.words}
        trees = (folder / "templates", folder / "words", bundled_templates())
        found = {folder / "sources.yaml", *words, *(p for tree in trees for p in _below(tree))}
        # A database that was made anew is another file, and who has the old one open would never see it.
        made = _inode(self._database) if self._database else 0
        return (made, *((str(path), *_touched(path)) for path in sorted(found)))

    def _troubled(self, error: Exception) -> Shown:
        return replace(self._shown, trouble=trouble(error, self._room.folder))


def trouble(error: Exception, folder: Path) -> Trouble:
    """`error` in words, with the lines of the file that it names. `folder` is the newsroom's."""
    if isinstance(error, BadConfig) and error.problems:
        lines = tuple(
            line for p in error.problems if p.file == "sources.yaml" for line in _lines(folder / p.file, p.line, 0)
        )
        return Trouble(messages=tuple(map(str, error.problems)), hint=error.hint, file="sources.yaml", lines=lines)
    if isinstance(error, TemplateError) and error.template:
        file, path = _template(folder, error.template)
        return Trouble(
            messages=(str(error),), hint=error.hint, file=file, lines=tuple(_lines(path, error.line, AROUND))
        )
    if isinstance(error, NewsletterError):
        return Trouble(messages=(str(error),), hint=error.hint)
    words = f"a fault in the program: {type(error).__name__}: {error}".splitlines()[0]
    return Trouble(messages=(words,), hint="newsletter -v build shows where it comes from")


def _template(folder: Path, name: str) -> tuple[str, Path]:
    own = folder / "templates" / name
    if own.is_file() and own.resolve().is_relative_to(folder):
        return f"templates/{name}", own
    theirs = bundled_templates() / name
    inside = theirs.resolve().is_relative_to(bundled_templates())
    return f"{name}, which came with the program", theirs if inside else bundled_templates() / Path(name).name


def _lines(path: Path, number: int, around: int) -> Iterator[Line]:
    """The lines of `path` about line `number`; none when there is no such line."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for at in range(max(1, number - around), min(len(text), number + around) + 1):
        if number > 0:
            yield Line(number=at, text=text[at - 1][:200], guilty=at == number)


def _below(folder: Path) -> Iterator[Path]:
    left = FILES
    for base, _, names in os.walk(folder):
        for name in names:
            if left <= 0:
                return
            left -= 1
            yield Path(base, name)


def _database(room: Newsroom) -> Path | None:
    """The file that the store is kept in; None for a server's."""
    kind, _, path = room.rules.store.partition(":///")
    path = path.partition("?")[0]
    return room.folder / path if kind.startswith("sqlite") and path not in ("", ":memory:") else None


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _touched(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return 0, -1
    return stat.st_mtime_ns, stat.st_size
