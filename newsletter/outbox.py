"""Editions as files: whole or absent, whatever happens in between.

    outbox/2022-01-11/               the edition; with several reviews outbox/REVIEW/2022-01-11/
    outbox/.2022-01-11.r2.staged/    written and synced, not yet in place; or what a revision has replaced
    outbox/.2022-01-11.replaced/     only where two folders cannot be exchanged at once: the revision before

The order that makes this safe: every file, then the manifest, then their folder, then the folder above are synced
before anything takes its final name, and the final name changes in one step.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import errno
import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from threading import Event

from newsletter.errors import Busy, NotPublished, OutboxError
from newsletter.model.base import ReviewId, from_json, to_data
from newsletter.model.rendered import Manifest, Rendered

MANIFEST = "manifest.json"
#: Seconds between two looks at a lock that somebody else holds.
LOCK_POLL = 0.1
#: How often `read` starts again when the edition is exchanged under its hands.
_READS = 5
#: renameat2(2): swap two names in one step.
_EXCHANGE = 2
_AT_FDCWD = -100
#: What says that two folders cannot be exchanged here: no such call, or a file system without it (overlayfs, NFS).
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP}
_STAGED = re.compile(r"\.(\d{4}-\d\d-\d\d)\.r(\d+)\.staged")
_REPLACED = re.compile(r"\.(\d{4}-\d\d-\d\d)\.replaced")


class FolderOutbox:
    """ports.Outbox in a folder. Two processes take turns by `lock`; readers need none."""

    def __init__(self, folder: Path, *, several_reviews: bool) -> None:
        self.folder = folder
        self._several = several_reviews

    def path(self, review: ReviewId, day: dt.date) -> Path:
        """Where the edition of that day stands, whether it is there or not."""
        return self._shelf(review) / day.isoformat()

    def stage(self, manifest: Manifest, rendered: Rendered) -> dict[str, str]:
        """Write and sync everything beside its final place; name -> sha256 of every file, the manifest included.

        What an earlier try left under the same name goes first. `manifest.files` is made from the bytes here.
        """
        staged = self._staged(manifest.review, manifest.day, manifest.revision)
        contents = rendered.files()
        hashes = {name: _sha256(contents[name]) for name in sorted(contents)}
        contents[MANIFEST] = manifest_bytes(replace(manifest, files=hashes))
        with _in_words(self.folder):
            _make_folders(staged.parent)
            _remove(staged)
            try:
                staged.mkdir(mode=0o755)
                for name, content in contents.items():  # the manifest is the last one
                    _write(staged, name, content)
                _sync_tree(staged)
                _sync(staged.parent)
            except OSError:
                shutil.rmtree(staged, ignore_errors=True)
                raise
        return hashes | {MANIFEST: _sha256(contents[MANIFEST])}

    def put(self, review: ReviewId, day: dt.date, revision: int) -> None:
        """Give what was staged its final name in one step, then remove what it replaced. Repeatable after a kill."""
        final, staged = self.path(review, day), self._staged(review, day, revision)
        with _in_words(self.folder):
            if _revision_in(staged) == revision:
                if final.is_symlink() or (final.exists() and not final.is_dir()):
                    raise OutboxError(f"{self._name(final)} is no folder", hint="move it away, then repeat the command")
                _place(staged, final, self._replaced(review, day), same=_revision_in(final) == revision)
                _sync(final.parent)
            elif _revision_in(final) != revision:
                raise OutboxError(
                    f"revision {revision} of the edition of {day} was not staged", hint="build the edition again"
                )
            _remove(staged)
            _remove(self._replaced(review, day))
            _sync(final.parent)

    def holds(self, review: ReviewId, day: dt.date, files: Mapping[str, str]) -> str:
        """Where an edition with exactly these hashes is now: "placed", "staged" or "". Bytes are compared."""
        with _in_words(self.folder):
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
        with _in_words(self.folder):
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
        raise OutboxError(f"the edition in {self._name(final)} is damaged: {fault}", hint="build a further revision")

    def sweep(self, keep: Sequence[tuple[ReviewId, dt.date, int]]) -> None:
        """Remove what was staged and is not in `keep`; put back what was moved aside and never replaced."""
        kept = {self._staged(*which) for which in keep}
        with _in_words(self.folder):
            for shelf in self._shelves():
                for staged, _, _ in _all_staged(shelf):
                    if staged not in kept:
                        _remove(staged)
                for aside in sorted(p for p in shelf.iterdir() if _REPLACED.fullmatch(p.name)):
                    final = shelf / aside.name.split(".")[1]
                    if final.exists():
                        _remove(aside)
                    else:
                        aside.rename(final)
                        _sync(shelf)

    def _shelf(self, review: ReviewId) -> Path:
        if not self._several:
            return self.folder
        if not re.fullmatch(r"\w[\w.-]*", review) or review == "site":
            raise OutboxError(f"no folder can be called after the review {review!r}", hint="letters, digits and - only")
        return self.folder / review

    def _shelves(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        if not self._several:
            return [self.folder]
        return sorted(
            p for p in self.folder.iterdir() if p.is_dir() and not p.name.startswith(".") and p.name != "site"
        )

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


@contextmanager
def lock(folder: Path, name: str, wait: float) -> Iterator[None]:
    """Hold `folder`/.NAME.lock; Busy when somebody else holds it for more than `wait` seconds.

    The kernel lets go when the process dies, so a kill leaves nothing to clean up; the file stays. A process that
    was forked (not spawned) inside holds it too.
    """
    path = folder / f".{name}.lock"
    with _in_words(folder):
        _make_folders(folder)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        with _in_words(folder):
            _wait_for(handle, name, wait)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, name: str, wait: float) -> None:
    pause = Event()
    for left in range(max(0, round(wait / LOCK_POLL)), -1, -1):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if left:
                pause.wait(LOCK_POLL)
    raise Busy(
        f"another process has been at it ({name}) for more than {wait:g} seconds",
        hint="wait until it is done; `newsletter status` tells what it made",
    )


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Whatever the file system says leaves as OutboxError."""
    try:
        yield
    except OSError as error:
        words, hint = _WORDS.get(error.errno or 0, ("cannot be used", "look at the message and at the disk"))
        what = f"{Path(os.fsdecode(error.filename)).name}: " if error.filename else ""
        raise OutboxError(f"the outbox {folder} {words} ({what}{error.strerror or error})", hint=hint) from error


_WORDS: Mapping[int, tuple[str, str]] = {
    errno.ENOSPC: ("cannot be written: the disk is full", "make room, then repeat the command"),
    errno.EDQUOT: ("cannot be written: the disk quota is used up", "make room, then repeat the command"),
    errno.EFBIG: ("cannot be written: a file would be larger than is allowed", "look at ulimit -f"),
    errno.EROFS: ("cannot be written: the disk is mounted read-only", "look at the disk"),
    errno.EACCES: ("may not be written or read", "look at the owner and the permissions of the folder"),
    errno.EPERM: ("may not be written or read", "look at the owner and the permissions of the folder"),
    errno.ENOTDIR: ("is no folder", "move away the file that has its name"),
    errno.EEXIST: ("is no folder, or somebody else writes there", "move away what has its name"),
    errno.EIO: ("cannot be written or read: the disk reports an error", "look at the disk"),
}


def _place(staged: Path, final: Path, aside: Path, *, same: bool) -> None:
    """`staged` becomes `final`. Afterwards what was replaced stands under the staged name or `aside`.

    Two folders of the `same` revision are not exchanged: a repetition after a kill could not tell them apart and
    would change them back. They, and file systems without exchange, take two steps, and between them there is no
    edition under the final name; `sweep` puts the old one back if it stays at that.
    """
    if not final.exists():
        staged.rename(final)
    elif same or not _exchange(staged, final):
        _remove(aside)
        final.rename(aside)
        staged.rename(final)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step (Linux, renameat2); False where that is not to be had."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # glibc before 2.28, musl before 1.2.6, not Linux
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


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
        if not _is_safe(name):
            return None, f"{MANIFEST} names a file outside the folder"
        try:
            contents[name] = _read_at(folder, name)
        except FileNotFoundError:
            return None, f"{name} is missing"
        if _sha256(contents[name]) != digest:
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


def _matches(folder: Path, files: Mapping[str, str]) -> bool:
    if MANIFEST not in files or not all(map(_is_safe, files)):
        return False
    try:
        return all(_sha256((folder / name).read_bytes()) == digest for name, digest in files.items())
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


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def _make_folders(folder: Path) -> None:
    """Make `folder` and what it stands in, each synced into the one above."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(mode=0o755, exist_ok=True)
    _sync(folder.parent)


def _write(folder: Path, name: str, content: bytes) -> None:
    if not _is_safe(name):
        raise OutboxError(f"no file of an edition can be called {name!r}")
    path = folder / name
    if path.parent != folder:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_tree(folder: Path) -> None:
    for path, _, _ in os.walk(folder, topdown=False):
        _sync(Path(path))


def _sync(folder: Path) -> None:
    """Make the names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    """Remove a folder, or a file or link that has its name; fine when it is not there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        # The manifest goes first: what is left of a removal that was killed is no edition.
        (path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
