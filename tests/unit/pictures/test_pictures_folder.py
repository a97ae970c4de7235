"""Our copies on the disk: by content, whole, and by day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from newsletter.errors import OutboxError
from newsletter.model.pictures import Copied, Picture
from newsletter.pictures import PictureFolder, name_of

NOW = dt.datetime(2022, 1, 11, 4, 30, tzinfo=dt.UTC)
DAY, NEXT = dt.date(2022, 1, 11), dt.date(2022, 1, 12)
COPY = Copied(body=b"\xff\xd8\xff picture", kind="jpg", width=600, height=400)
NAME = name_of(COPY)
FERRY = Picture(url="https://wire.example/ferry.jpg", name=NAME, width=600, height=400, asked=NOW)
GONE = Picture(url="https://wire.example/gone.jpg", failed="could not be had: 404", asked=NOW)


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    """By day and address; another day knows nothing of it."""
    shelf = PictureFolder(tmp_path / "var" / "pictures")
    assert shelf.of(DAY) == {} and not (tmp_path / "var").exists()
    shelf.keep(DAY, [FERRY], {NAME: COPY.body})
    shelf.keep(DAY, [GONE], {})
    assert PictureFolder(tmp_path / "var" / "pictures").of(DAY) == {FERRY.url: FERRY, GONE.url: GONE}
    assert shelf.read(NAME) == COPY.body and shelf.of(NEXT) == {}


def test_a_later_word_on_an_address_counts(tmp_path: Path) -> None:
    """It failed at five and came at six."""
    shelf = PictureFolder(tmp_path)
    shelf.keep(DAY, [GONE], {})
    came = Picture(url=GONE.url, name=NAME, width=600, height=400, asked=NOW)
    shelf.keep(DAY, [came], {NAME: COPY.body})
    assert shelf.of(DAY) == {GONE.url: came}


@pytest.mark.parametrize("name", ["../../sources.yaml", "/etc/passwd", "x.jpg", f"{NAME}/", f"{'0' * 32}.jpg", ""])
def test_only_copies_are_read(tmp_path: Path, name: str) -> None:
    """A name is digits of a hash, and nothing that leads elsewhere."""
    (tmp_path / "sources.yaml").write_text("x")
    assert PictureFolder(tmp_path / "var" / "pictures").read(name) is None


def test_a_copy_that_changed_is_not_shown(tmp_path: Path) -> None:
    """Its name is its content."""
    shelf = PictureFolder(tmp_path)
    shelf.keep(DAY, [FERRY], {NAME: COPY.body})
    (tmp_path / NAME).write_bytes(b"something else")
    assert shelf.read(NAME) is None


def test_a_broken_list_is_an_empty_one(tmp_path: Path) -> None:
    """Pictures are advice; an edition does not stop for them."""
    (tmp_path / "2022-01-11.json").write_bytes(b'[{"url": 1')
    assert PictureFolder(tmp_path).of(DAY) == {}


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """In words, with what to look at."""
    (tmp_path / "pictures").write_text("a file")
    with pytest.raises(OutboxError, match="pictures cannot be kept"):
        PictureFolder(tmp_path / "pictures").keep(DAY, [FERRY], {NAME: COPY.body})


def copy(number: int) -> tuple[str, bytes]:
    """A copy, called by its content."""
    made = Copied(body=b"\xff\xd8\xff picture %d" % number, kind="jpg", width=600, height=400)
    return name_of(made), made.body


def fetched(name: str, number: int) -> Picture:
    return Picture(url=f"https://wire.example/{number}.jpg", name=name, width=600, height=400, asked=NOW)


def shelf_of_three(folder: Path) -> tuple[PictureFolder, list[str]]:
    """Two copies of Tuesday and a failure, one of Wednesday."""
    shelf, names = PictureFolder(folder), []
    for number, day in enumerate((DAY, DAY, NEXT)):
        name, body = copy(number)
        shelf.keep(day, [fetched(name, number)], {name: body})
        names.append(name)
    shelf.keep(DAY, [GONE], {})
    return shelf, names


def test_what_no_edition_shows_and_no_recent_day_needs_is_removed(tmp_path: Path) -> None:
    """The copy, the word on where it came from, and the word on what failed; a day without words has no list."""
    shelf, (shown, unused, recent) = shelf_of_three(tmp_path)
    (tmp_path / "2022-99-99.json").write_text("mine")
    assert shelf.prune({shown}, since=NEXT) == 1
    assert shelf.read(shown) and shelf.read(recent) and shelf.read(unused) is None
    assert [p.name for p in shelf.of(DAY).values()] == [shown] and [p.name for p in shelf.of(NEXT).values()] == [recent]
    assert shelf.prune((), since=NEXT + dt.timedelta(days=1)) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["2022-99-99.json"]


def test_what_a_kill_left_of_a_removal_goes_with_the_next_one(tmp_path: Path) -> None:
    """Lists without their copies' names, copies without a list, and a file that was being written."""
    shelf, (shown, unused, recent) = shelf_of_three(tmp_path)
    (tmp_path / "2022-01-11.json").unlink()
    (tmp_path / f".{unused}.4711").write_bytes(b"half")
    assert shelf.prune({shown}, since=NEXT) == 1
    assert {p.name for p in tmp_path.iterdir()} == {shown, recent, "2022-01-12.json"}


def test_without_a_folder_nothing_is_removed_and_none_is_made(tmp_path: Path) -> None:
    """Most newsrooms have no pictures."""
    assert PictureFolder(tmp_path / "pictures").prune((), since=DAY) == 0
    assert not list(tmp_path.iterdir())
