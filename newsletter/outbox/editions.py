"""Editions as files: whole or absent, whatever happens in between.

    outbox/2022-01-11/               the edition; with several reviews outbox/REVIEW/2022-01-11/
    outbox/.2022-01-11.r2.staged/    written and synced, not yet in place; or what a revision has replaced
    outbox/.2022-01-11.replaced/     only where two folders cannot be exchanged at once: the revision before

The order that makes this safe: every file, then the manifest, then their folder, then the folder above are synced
before anything takes its final name, and the final name changes in one step.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from newsletter.errors import NotPublished, OutboxError
from newsletter.model.base import ReviewId, from_json, to_data
from newsletter.model.rendered import Manifest, Rendered
from newsletter.outbox.disk import (
    MANIFEST,
    in_words,
    is_safe,
    make_folders,
    place,
    remove,
    sha256,
    sync,
    sync_tree,
    write,
)
from newsletter.outbox.site import SITE, SiteFolder

#: How often `read` starts again when the edition is exchanged under its hands.
_READS = 5
_STAGED = re.compile(r"\.(\d{4}-\d\d-\d\d)\.r(\d+)\.staged")
_REPLACED = re.compile(r"\.(\d{4}-\d\d-\d\d)\.replaced")


class FolderOutbox:
    """ports.Outbox in a folder. Two processes take turns by `lock`; readers need none."""

    def __init__(self, folder: Path, *, several_reviews: bool) -> None:
        self.folder = folder
        self._several = several_reviews

    def path(self, review: ReviewId, day: dt.date) -> Path:
        """Where the edition of that day stands, whether it is there or not.

        What was published while the newsroom had one review stays where it was published.
        """
        path = self._shelf(review) / day.isoformat()
        before = self.folder / day.isoformat()
        return before if self._several and not path.exists() and _of_review(before, review) else path

    def days(self, review: ReviewId) -> tuple[dt.date, ...]:
        """The days that have a folder, in order; whether it holds a whole edition only `read` knows."""
        with in_words(self.folder):
            shelf = self._shelf(review)
            names = {p.name for p in shelf.iterdir()} if shelf.is_dir() else set()
            if self._several and self.folder.is_dir():
                names |= {p.name for p in self.folder.iterdir() if _is_day(p.name) and _of_review(p, review)}
        return tuple(dt.date.fromisoformat(name) for name in sorted(names) if _is_day(name))

    def stage(self, manifest: Manifest, rendered: Rendered) -> dict[str, str]:
        """Write and sync everything beside its final place; name -> sha256 of every file, the manifest included.

        What an earlier try left under the same name goes first. `manifest.files` is made from the bytes here.
        """
        staged = self._staged(manifest.review, manifest.day, manifest.revision)
        contents = rendered.files()
        hashes = {name: sha256(contents[name]) for name in sorted(contents)}
        contents[MANIFEST] = manifest_bytes(replace(manifest, files=hashes))
        with in_words(self.folder):
            make_folders(staged.parent)
            remove(staged)
            try:
                staged.mkdir(mode=0o755)
                for name, content in contents.items():  # the manifest is the last one
                    write(staged, name, content)
                sync_tree(staged)
                sync(staged.parent)
            except OSError:
                shutil.rmtree(staged, ignore_errors=True)
                raise
        return hashes | {MANIFEST: sha256(contents[MANIFEST])}

    def put(self, review: ReviewId, day: dt.date, revision: int) -> None:
        """Give what was staged its final name in one step, then remove what it replaced. Repeatable after a kill."""
        final, staged = self.path(review, day), self._staged(review, day, revision)
        with in_words(self.folder):
            if _revision_in(staged) == revision:
                if final.is_symlink() or (final.exists() and not final.is_dir()):
                    raise OutboxError(f"{self._name(final)} is no folder", hint="move it away, then repeat the command")
                place(staged, final, self._replaced(review, day), same=_revision_in(final) == revision)
                sync(final.parent)
            elif _revision_in(final) != revision:
                raise OutboxError(
                    f"revision {revision} of the edition of {day} was not staged", hint="build the edition again"
                )
            remove(staged)
            remove(self._replaced(review, day))
            sync(final.parent)

    def holds(self, review: ReviewId, day: dt.date, files: Mapping[str, str]) -> str:
        """Where an edition with exactly these hashes is now: "placed", "staged" or "". Bytes are compared."""
        with in_words(self.folder):
            if _matches(self.path(review, day), files):
                return "placed"
            for staged, its_day, _ in _all_staged(self._shelf(review)):
                if its_day == day and _matches(staged, files):
                    return "staged"
        return ""

    def read(self, review: ReviewId, day: dt.date) -> tuple[Manifest, dict[str, bytes]]:
        """A whole edition, every hash checked: manifest, and name -> bytes of every file that it names.

        NotPublished when there is none, OutboxError when it is torn. An edition that is exchanged meanwhile is
        read again, so that never two revisions are mixed.
        """
        final = self.path(review, day)
        fault = ""
        with in_words(self.folder):
            for _ in range(_READS):
                try:
                    folder = os.open(final, os.O_RDONLY | os.O_DIRECTORY)
                except (FileNotFoundError, NotADirectoryError):
                    if final.exists():
                        raise
                    raise NotPublished(
                        f"there is no edition of {day} in the outbox", hint=f"newsletter build --day {day}"
                    ) from None
                try:
                    found, fault = _read_whole(folder)
                    if found is not None:
                        return found
                    if _same_folder(folder, final):
                        break
                finally:
                    os.close(folder)
        raise OutboxError(
            f"the edition in {self._name(final)} is damaged: {fault}", hint=f"newsletter build --day {day} --verify"
        )

    def manifest(self, review: ReviewId, day: dt.date) -> Manifest:
        """What the edition says of itself; whether its files are what it says only `read` knows."""
        final = self.path(review, day)
        with in_words(self.folder):
            try:
                return from_json(Manifest, (final / MANIFEST).read_bytes())
            except (FileNotFoundError, NotADirectoryError, ValueError):
                hint = f"newsletter build --day {day}"
                raise NotPublished(f"there is no edition of {day} in the outbox", hint=hint) from None

    def salvage(
        self, review: ReviewId, day: dt.date, files: Mapping[str, str]
    ) -> tuple[dict[str, bytes], tuple[str, ...]]:
        """Of the files that were published what is still there, by hash; and the names of those that are not."""
        final = self.path(review, day)
        found: dict[str, bytes] = {}
        with in_words(self.folder):
            for name, digest in files.items():
                path = final / name
                if is_safe(name) and path.is_file() and sha256(content := path.read_bytes()) == digest:
                    found[name] = content
        return found, tuple(sorted(files.keys() - found.keys()))

    def absent(self, review: ReviewId, day: dt.date, files: Iterable[str]) -> tuple[str, ...]:
        """Of the files that were published those that are not there at all."""
        final = self.path(review, day)
        return tuple(sorted(n for n in files if is_safe(n) and not (final / n).is_file()))

    def sweep(self, keep: Sequence[tuple[ReviewId, dt.date, int]]) -> None:
        """Remove what was staged and is not in `keep`; put back what was moved aside and never replaced."""
        kept = {self._staged(*which) for which in keep}
        with in_words(self.folder):
            for shelf in self._shelves():
                for staged, _, _ in _all_staged(shelf):
                    if staged not in kept:
                        remove(staged)
                for aside in sorted(p for p in shelf.iterdir() if _REPLACED.fullmatch(p.name)):
                    final = shelf / aside.name.split(".")[1]
                    if final.exists():
                        remove(aside)
                    else:
                        aside.rename(final)
                        sync(shelf)
        SiteFolder(self.folder).tidy()

    def _shelf(self, review: ReviewId) -> Path:
        if not self._several:
            return self.folder
        if not re.fullmatch(r"\w[\w.-]*", review) or review == SITE:
            raise OutboxError(f"no folder can be called after the review {review!r}", hint="letters, digits and - only")
        return self.folder / review

    def _shelves(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        if not self._several:
            return [self.folder]
        return sorted(p for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name != SITE)

    def _staged(self, review: ReviewId, day: dt.date, revision: int) -> Path:
        return self._shelf(review) / f".{day.isoformat()}.r{revision}.staged"

    def _replaced(self, review: ReviewId, day: dt.date) -> Path:
        return self._shelf(review) / f".{day.isoformat()}.replaced"

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self.folder.parent))


def manifest_bytes(manifest: Manifest) -> bytes:
    """manifest.json: the same record gives the same bytes, and a person can read it."""
    import json

    data = to_data(Manifest, replace(manifest, files=dict(sorted(manifest.files.items()))))
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()


def _read_whole(folder: int) -> tuple[tuple[Manifest, dict[str, bytes]] | None, str]:
    """The edition in an open folder, or None and what is wrong with it."""
    try:
        manifest = from_json(Manifest, _read_at(folder, MANIFEST))
    except FileNotFoundError:
        return None, f"{MANIFEST} is missing"
    except ValueError:
        return None, f"{MANIFEST} cannot be read"
    contents: dict[str, bytes] = {}
    for name, digest in manifest.files.items():
        if not is_safe(name):
            return None, f"{MANIFEST} names a file outside the folder"
        try:
            contents[name] = _read_at(folder, name)
        except FileNotFoundError:
            return None, f"{name} is missing"
        if sha256(contents[name]) != digest:
            return None, f"{name} is not what {MANIFEST} says"
    return (manifest, contents), ""


def _revision_in(folder: Path) -> int | None:
    """The revision of a whole edition; None for anything else."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found, _ = _read_whole(handle)
    finally:
        os.close(handle)
    return found[0].revision if found else None


def _is_day(name: str) -> bool:
    try:
        return dt.date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def _matches(folder: Path, files: Mapping[str, str]) -> bool:
    if MANIFEST not in files or not all(map(is_safe, files)):
        return False
    try:
        return all(sha256((folder / name).read_bytes()) == digest for name, digest in files.items())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _read_at(folder: int, name: str) -> bytes:
    """A file of an open folder: also when the folder has lost its name meanwhile."""
    with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()


def _same_folder(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _all_staged(shelf: Path) -> list[tuple[Path, dt.date, int]]:
    """Everything staged on a shelf: path, day, revision."""
    if not shelf.is_dir():
        return []
    found = ((path, _STAGED.fullmatch(path.name)) for path in sorted(shelf.iterdir()))
    return [(path, dt.date.fromisoformat(m[1]), int(m[2])) for path, m in found if m]


def _of_review(folder: Path, review: ReviewId) -> bool:
    """Does the manifest there name this review?"""
    try:
        return bool(json.loads((folder / "manifest.json").read_bytes())["review"] == review)
    except (OSError, ValueError, KeyError, TypeError):
        return False
