"""Copies of pictures on the disk: what editions show stays for good, what nobody shows goes after a week."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_pictures_days import JPEG, Press, shown
from tests.support.loopback import answer
from tests.support.newsroom import Room
from tests.support.pictures import photo

FERRY = "Upper town buys a second ferry for the river"
PASS = "Snow closes the pass above Borrow for a week"
#: More than a week after Tuesday.
LATER = "2022-01-19T04:30:00Z"


@pytest.fixture
def press(room: Room) -> Iterator[Press]:
    made = Press(room)
    with made.server:
        yield made


def copies(press: Press) -> set[str]:
    return {p.name for p in (press.room.folder / "var" / "pictures").iterdir()}


def dated(press: Press, date: str) -> None:
    feed = press.room.folder / "feeds" / "wire.xml"
    feed.write_text(feed.read_text().replace("10 Jan 2022", date))


def two_days(press: Press) -> tuple[str, Path]:
    """Monday's draft is never approved, Tuesday's edition shows another picture: both copies' names."""
    piece = shown(FERRY, f"{press.server.url}/ferry")
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(piece, settings="approval: required")
    dated(press, "09 Jan 2022")
    assert press.room.run("build", at="2022-01-10T04:30:00Z").code == 0
    (draft,) = copies(press) - {"2022-01-10.json"}
    press.routes["/ferry"] = answer(photo(tint=70), headers=JPEG)
    press.says(piece)
    dated(press, "09 Jan 2022")
    press.build()
    (image,) = press.images
    lists = {"2022-01-10.json", "2022-01-11.json"}
    assert copies(press) == {*lists, draft, image.name}, "a draft of the week may still be published"
    return draft, image


def build_later(press: Press, *prefix: str) -> int:
    press.routes["/later"] = answer(photo(tint=140), headers=JPEG)
    press.says(shown(PASS, f"{press.server.url}/later"))
    dated(press, "18 Jan 2022")
    return press.room.run("-q", "build", at=LATER, prefix=prefix, timeout=200).code


def test_after_a_week_only_what_editions_show_is_kept(press: Press) -> None:
    """The draft's copy and the word on it go; an edition that is lost can be put back with its picture all the same."""
    draft, image = two_days(press)
    assert build_later(press) == 0
    (newest,) = (press.room.folder / "outbox" / "2022-01-19" / "images").iterdir()
    assert copies(press) == {image.name, newest.name, "2022-01-11.json", "2022-01-19.json"} and draft != image.name
    body = image.read_bytes()
    shutil.rmtree(press.folder)
    assert press.room.run("build", "--day", "2022-01-11", at=LATER).code == 0
    assert image.read_bytes() == body


@pytest.mark.kill
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace: apt-get install strace")
def test_killed_while_copies_are_removed_nothing_that_is_shown_is_lost(press: Press) -> None:
    """At every unlink of the build: the next one ends the work, and both editions have their pictures."""
    _, image = two_days(press)
    before = press.room.folder.parent / "before"
    shutil.copytree(press.room.folder, before)
    for nth in (1, 2, 3):
        shutil.rmtree(press.room.folder)
        shutil.copytree(before, press.room.folder)
        inject = f"inject=unlink,unlinkat:signal=KILL:when={nth}"
        killed = build_later(press, "strace", "-f", "-o", "/dev/null", "-e", inject)
        assert press.room.run("build", at=LATER).code == 0 and press.room.run("site", at=LATER).code == 0
        assert image.exists() and image.name in copies(press), (nth, killed)
        site = press.room.folder / "outbox" / "site"
        assert (site / "2022-01-11" / "images" / image.name).read_bytes() == image.read_bytes()
