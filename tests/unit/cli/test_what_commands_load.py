"""Heavy libraries are loaded only by the commands that need them: everything together takes a second."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.newsroom import Room, piece

#: What no command needs that neither renders, fetches, reads a feed nor serves a page.
HEAVY = {
    "aiohttp",
    "alembic",
    "apscheduler",
    "babel",
    "feedparser",
    "flask",
    "jinja2",
    "lxml",
    "markdown",
    "premailer",
    "psycopg",
    "ruamel",
    "trafilatura",
    "waitress",
}
#: What opens the configuration and the store.
STORE = {"pydantic", "sqlalchemy", "yaml"}
AT = "2022-01-11T05:00:00Z"
_CODE = """
import contextlib, io, json, sys
from newsletter.cli.main import main
with contextlib.redirect_stdout(io.StringIO()):
    try:
        code = main(sys.argv[1:])
    except SystemExit as end:
        code = end.code
print(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def loaded(room: Room, *words: str) -> set[str]:
    """All modules of a process that has run this command to its end, and did what it was asked."""
    call = [sys.executable, "-c", _CODE, "-q", "-C", str(room.folder), "--at", AT, *words]
    answer = subprocess.run(call, capture_output=True, text=True, check=True, env=room.environment(), timeout=60)
    found = json.loads(answer.stdout)
    assert found["code"] in (0, None), answer.stderr
    return set(found["modules"])


@pytest.fixture
def newsroom(tmp_path: Path) -> Room:
    """One source, asked just now."""
    room = Room(folder=tmp_path)
    room.feed("wire", piece("The bridge is open again"))
    assert room.run("collect", at=AT).code == 0
    return room


def test_help_opens_neither_the_newsroom_nor_the_store(newsroom: Room) -> None:
    """A person who asks what there is waits for nothing."""
    assert loaded(newsroom, "--help").isdisjoint(HEAVY | STORE | {"newsletter.app"})


def test_collect_with_nothing_due_loads_what_opens_the_store_and_no_more(newsroom: Room) -> None:
    """The most frequent command of all; the schema is current, so that Alembic stays away too."""
    modules = loaded(newsroom, "collect")
    assert modules >= STORE
    others = {"newsletter.group", "newsletter.write", "newsletter.render", "newsletter.model.editions"}
    assert modules.isdisjoint(HEAVY | others | {"sqlalchemy.dialects.postgresql"})


def test_status_reads_the_store_and_draws_nothing(newsroom: Room) -> None:
    """It says how things stand; it neither fetches nor renders."""
    assert loaded(newsroom, "status").isdisjoint(HEAVY | {"newsletter.group", "newsletter.render"})


def test_unchanged_files_are_not_read_as_feeds(newsroom: Room) -> None:
    """Asked again, and nothing in it is new: feedparser has no part in it."""
    assert loaded(newsroom, "collect", "--now").isdisjoint(HEAVY)


def test_what_has_to_be_read_is_read(newsroom: Room) -> None:
    """The other way round: a new entry does bring feedparser, or the tests above would show nothing."""
    newsroom.feed("wire", piece("The bridge is open again"), piece("The bridge is closed again"))
    assert "feedparser" in loaded(newsroom, "collect", "--now")
