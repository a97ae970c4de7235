"""A throwaway PostgreSQL server, and new empty databases on it and on SQLite.

The server listens on a socket in its own folder and on no port; it is stopped when the test run ends.
"""

from __future__ import annotations

import getpass
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

INSTALL = "apt-get install postgresql && pip install 'psycopg[binary]'"


@dataclass
class Server:
    """A running PostgreSQL server."""

    programs: Path
    folder: Path
    owner: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"newsletter_{os.getpid()}_{next(self.numbers)}"
        self.run("createdb", "-h", str(self.folder), name)
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgresql://{self.owner}@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the owner of the server, which root may not be."""
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            user=self.owner if os.geteuid() == 0 else None,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")
        return done.stdout


def missing() -> str:
    """What to do before tests can use PostgreSQL; empty when nothing is missing."""
    if _programs() is None or importlib.util.find_spec("psycopg") is None:
        return f"needs PostgreSQL: {INSTALL}"
    if os.geteuid() == 0 and _owner() is None:
        return f"needs an account that the server may run as: {INSTALL}"
    return ""


@contextmanager
def server() -> Iterator[Server]:
    """Start a server in a new folder; stop it and remove the folder."""
    programs, owner = _programs(), _owner()
    assert programs is not None and owner is not None
    folder = Path(tempfile.mkdtemp(prefix="newsletter-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, owner)
    made = Server(programs=programs, folder=folder, owner=owner)
    data = folder / "data"
    try:
        made.run("initdb", "-D", str(data), "-A", "trust", "-U", owner, "-E", "UTF8", "--no-sync")
        options = f"-F -c listen_addresses='' -k {folder}"  # -F: no fsync, it is thrown away
        made.run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield made
        finally:
            made.run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    path = shutil.which("pg_ctl")
    return Path(path).resolve().parent if path else None


def _owner() -> str | None:
    if os.geteuid() != 0:
        return getpass.getuser()
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None
