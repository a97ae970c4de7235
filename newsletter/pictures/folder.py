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
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from newsletter.errors import OutboxError
from newsletter.model.base import from_json, to_json
from newsletter.model.pictures import Copied, Picture

_NAME = re.compile(r"[0-9a-f]{32}\.(?:jpg|png)")


def name_of(made: Copied) -> str:
    """What its file is called, everywhere: 32 digits of the sha256 and what it is."""
    return f"{hashlib.sha256(made.body).hexdigest()[:32]}.{made.kind}"


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
        text = to_json(tuple[Picture, ...], tuple(known[url] for url in sorted(known)))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, body in copies.items():
                self._write(self._folder / name, body)
            self._write(self._list(day), text.encode("utf-8", "replace"))
        except OSError as error:
            raise OutboxError(
                f"pictures cannot be kept in {self._folder.name}/: {error.strerror or error}",
                hint="look at the disk and at the folder's owner",
            ) from error

    def days(self) -> tuple[dt.date, ...]:
        """Those of whose pictures something is known, the first one first."""
        return tuple(sorted(dt.date.fromisoformat(p.stem) for p in self._folder.glob("????-??-??.json")))

    def forget(self, names: Collection[str]) -> None:
        """Remove these copies, and every word on where they came from. OutboxError in words."""
        try:
            for day in self.days() if names else ():
                known = self.of(day).values()
                left = tuple(p for p in known if p.name not in names)
                if len(left) < len(known):
                    self._write(self._list(day), to_json(tuple[Picture, ...], left).encode("utf-8", "replace"))
            for name in filter(_NAME.fullmatch, names):
                (self._folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise OutboxError(
                f"copies of withdrawn pictures cannot be removed from {self._folder.name}/: {error.strerror or error}",
                hint="remove them by hand: " + ", ".join(sorted(names)),
            ) from error

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
