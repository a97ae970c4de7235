"""Our copies by content hash, and for each day which address became which: var/pictures/.

    var/pictures/0d3a…7c.jpg         a copy, called by its sha256
    var/pictures/2022-01-11.json     what became of every address that was asked on that day

So a second build of a day, and a rebuild months later, shows the same pictures without asking anybody.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from newsletter.errors import OutboxError
from newsletter.model.base import from_json, to_json
from newsletter.model.pictures import Copied, Picture

_NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")


def name_of(made: Copied) -> str:
    """What its file is called, everywhere: 32 digits of the sha256 and what it is."""
    return f"{hashlib.sha256(made.body).hexdigest()[:32]}.{made.kind}"


@contextmanager
def _in_words(folder: Path, what: str, hint: str = "look at the disk and at the folder's owner") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutboxError(f"{what} {folder.name}/: {error.strerror or error}", hint=hint) from error


class PictureFolder:
    """A `pipeline.pictures.Shelf`. Nothing is written, not even the folder, before there is a picture to keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, day: dt.date) -> Mapping[str, Picture]:
        """What is known of that day's pictures, by address; nothing where it cannot be read."""
        try:
            kept = from_json(tuple[Picture, ...], self._list(day).read_bytes())
        except (OSError, ValueError):
            return {}
        return {p.url: p for p in kept}

    def read(self, name: str) -> bytes | None:
        """The copy of that name; None when it is not there, or is not what its name says."""
        if not _NAME.fullmatch(name):
            return None
        try:
            body = (self._folder / name).read_bytes()
        except OSError:
            return None
        return body if hashlib.sha256(body).hexdigest()[:32] == name[:32] else None

    def keep(self, day: dt.date, pictures: Sequence[Picture], copies: Mapping[str, bytes]) -> None:
        """Add to what is known of the day; a later word on an address takes the place of the earlier one.

        The copies are there, synced, before the list names them. OutboxError in words.
        """
        known = dict(self.of(day)) | {p.url: p for p in pictures}
        with _in_words(self._folder, "pictures cannot be kept in"):
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, body in copies.items():
                self._write(self._folder / name, body)
            self._rewrite(day, [known[url] for url in sorted(known)])

    def days(self) -> tuple[dt.date, ...]:
        """Those of whose pictures something is known, the first one first."""
        days = []
        for path in self._folder.glob("????-??-??.json"):
            with suppress(ValueError):  # somebody else's file
                days.append(dt.date.fromisoformat(path.stem))
        return tuple(sorted(days))

    def forget(self, names: Collection[str]) -> None:
        """Remove these copies, and every word on where they came from. OutboxError in words."""
        by_hand = "remove them by hand: " + ", ".join(sorted(names))
        with _in_words(self._folder, "copies of withdrawn pictures cannot be removed from", by_hand):
            for day in self.days() if names else ():
                known = self.of(day).values()
                left = tuple(p for p in known if p.name not in names)
                if len(left) < len(known):
                    self._rewrite(day, left)
            for name in filter(_NAME.fullmatch, names):
                (self._folder / name).unlink(missing_ok=True)

    def prune(self, keep: Collection[str], since: dt.date) -> int:
        """Remove every copy that is neither in `keep` nor known of a day from `since` on; how many there were.

        Killed anywhere it has removed less: lists go first, and copies are looked for on the disk, not in lists.
        """
        left = set(keep)
        removed = 0
        with _in_words(self._folder, "copies that no edition shows cannot be removed from"):
            for day in self.days():
                known = self.of(day).values()
                if day >= since:
                    left |= {p.name for p in known}
                elif (shown := tuple(p for p in known if p.name in left)) != tuple(known) or not shown:
                    self._rewrite(day, shown)
            for path in self._folder.glob("*") if self._folder.is_dir() else ():
                begun = path.name.startswith(".")  # by a process that was killed: who writes now holds the lock
                if begun or (_NAME.fullmatch(path.name) and path.name not in left):
                    path.unlink(missing_ok=True)
                    removed += not begun
        return removed

    def _rewrite(self, day: dt.date, pictures: Sequence[Picture]) -> None:
        """What is known of the day, and nothing else; a day of which nothing is known has no list."""
        if pictures:
            self._write(self._list(day), to_json(tuple[Picture, ...], tuple(pictures)).encode("utf-8", "replace"))
        else:
            self._list(day).unlink(missing_ok=True)

    def _list(self, day: dt.date) -> Path:
        return self._folder / f"{day.isoformat()}.json"

    def _write(self, path: Path, content: bytes) -> None:
        """Whole or absent."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
