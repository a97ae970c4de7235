"""The few moves on a disk that make whole or absent: write and sync, exchange, remove, and errors in words."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from newsletter.errors import OutboxError

MANIFEST = "manifest.json"
#: renameat2(2): swap two names in one step.
_EXCHANGE = 2
_AT_FDCWD = -100
#: What says that two folders cannot be exchanged here: no such call, or a file system without it (overlayfs, NFS).
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP}


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
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


def place(staged: Path, final: Path, aside: Path, *, same: bool) -> None:
    """`staged` becomes `final`. Afterwards what was replaced stands under the staged name or `aside`.

    Two folders of the `same` revision are not exchanged: a repetition after a kill could not tell them apart and
    would change them back. They, and file systems without exchange, take two steps, and between them there is no
    edition under the final name; `sweep` puts the old one back if it stays at that.
    """
    if not final.exists():
        staged.rename(final)
    elif same or not exchange(staged, final):
        remove(aside)
        final.rename(aside)
        staged.rename(final)


def exchange(one: Path, other: Path) -> bool:
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


def is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def make_folders(folder: Path) -> None:
    """Make `folder` and what it stands in, each synced into the one above."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    folder.mkdir(mode=0o755, exist_ok=True)
    sync(folder.parent)


def write(folder: Path, name: str, content: bytes) -> None:
    if not is_safe(name):
        raise OutboxError(f"no file of an edition can be called {name!r}")
    path = folder / name
    if path.parent != folder:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_tree(folder: Path) -> None:
    for path, _, _ in os.walk(folder, topdown=False):
        sync(Path(path))


def sync(folder: Path) -> None:
    """Make the names in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a folder, or a file or link that has its name; fine when it is not there."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        # The manifest goes first: what is left of a removal that was killed is no edition.
        (path / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(path)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
