"""The public pages after every build: they follow the outbox, hold no patrons' words, and never cost an edition."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest

from tests.support.newsroom import Result, Room, piece

MONDAY = "2022-01-10T04:30:00Z"
TUESDAY = "2022-01-11T04:30:00Z"
TALKS = "Envoys open a round of talks in Geneva"
FRONT = "Monitors stopped at a checkpoint near the bridge"
SAID = "Guards at the bridge turned the monitors back on Monday after a long argument about their papers."
CALL = "Our patrons find this review in their mail at seven."


def site(room: Room) -> Path:
    return room.folder / "outbox" / "site"


def pages(room: Room) -> dict[str, bytes]:
    """Every public file."""
    files = (p for p in site(room).rglob("*") if p.is_file() and p.name != ".state")
    return {str(p.relative_to(site(room))): p.read_bytes() for p in files}


def build(room: Room, at: str) -> Result:
    result = room.run("build", at=at)
    assert result.code == 0, result.err
    return result


def words(room: Room, **slots: str) -> None:
    """The newsroom's standing words."""
    folder = room.folder / "words"
    folder.mkdir(parents=True, exist_ok=True)
    for slot, text in slots.items():
        (folder / f"{slot}.md").write_text(text, encoding="utf-8")
    config = room.folder / "sources.yaml"
    lines = "".join(f"  {slot}: words/{slot}.md\n" for slot in slots)
    config.write_text(config.read_text() + f"words:\n{lines}")


def for_patrons(room: Room) -> None:
    """The first section, the front's, is for patrons only."""
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text().replace("    style: bullets\n", "    style: bullets\n    public: no\n"))


@pytest.fixture
def secret(room: Room) -> Room:
    """Tuesday is published: one story for everybody, one for patrons only."""
    room.feed("wire", piece(FRONT, at="2022-01-10T10:00:00Z", text=SAID), settings="tags: [front]")
    room.feed("post", piece(TALKS, at="2022-01-10T11:00:00Z", link="https://post.example/talks"))
    words(room, thanks="You carry this review for all the others who read it.", call=CALL)
    for_patrons(room)
    build(room, TUESDAY)
    return room


def plant(room: Room, old: str, new: str) -> None:
    """As a theme would have it that gives too much away: the page is another, and its manifest holds."""
    folder = room.folder / "outbox" / "2022-01-11"
    page = (folder / "web.html").read_text(encoding="utf-8")
    assert old in page
    (folder / "web.html").write_text(page.replace(old, new, 1), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["web.html"] = hashlib.sha256((folder / "web.html").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_the_pages_follow_every_edition(room: Room) -> None:
    """Newest at the root, both under their days, both in the feeds."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    assert TALKS in pages(room)["index.html"].decode()
    room.feed("wire", piece(FRONT, at="2022-01-10T10:00:00Z"))
    build(room, TUESDAY)
    files = pages(room)
    assert FRONT in files["index.html"].decode() and TALKS in files["2022-01-10/index.html"].decode()
    feed = feedparser.parse(io.BytesIO(files["feed.xml"]))
    assert [e.title for e in feed.entries] == [FRONT, TALKS]
    assert [e.updated for e in feed.entries] == [TUESDAY, MONDAY]


def test_rebuilding_gives_the_same_bytes(room: Room) -> None:
    """The same state, whatever the clock says, and also from nothing."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    before = pages(room)
    again = room.run("site", "--json", at="2023-03-03T03:03:03Z")
    assert again.code == 0 and (again.json["editions"], again.json["changed"]) == (1, 0)
    shutil.rmtree(site(room))
    assert room.run("site", at=None).code == 0
    assert pages(room) == before


def test_what_only_patrons_may_see_is_in_no_public_file(secret: Room) -> None:
    """Their mail has it; the page says that there is more and calls twice."""
    assert FRONT in secret.html("2022-01-11")
    everything = b"\n".join(pages(secret).values()).decode()
    for hidden in (FRONT, SAID, "monitors-stopped", "You carry this review", "Past 24 hours"):
        assert hidden.casefold() not in everything.casefold(), hidden
    page = pages(secret)["index.html"].decode()
    assert page.count(CALL) == 2 and "have more of this edition in their mail" in page
    assert page.index(TALKS) < page.rindex(CALL)
    assert CALL not in secret.html("2022-01-11")


LEAKS = {
    "words": ("</main>", f"<p>{SAID}</p></main>"),
    "a headline in a meta tag": ("</head>", f'<meta name="twitter:title" content="{FRONT}"></head>'),
    "the preheader": ('"og:description" content="', f'"og:description" content="{FRONT} '),
    "a subject cut short": ("<title>", f"<title>{FRONT[:36]}… "),
    "a link": ("</main>", '<a href="https://wire.example/monitors-stopped-at-a-checkpoint-near-the-bridge">x</a></main>'),
    "what patrons are thanked with": ("</main>", "<p>You carry this review for all the others who read it.</p></main>"),
    "schema.org": ("</head>", f'<script type="application/ld+json">{{"headline": "{FRONT}"}}</script></head>'),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_planted_leak_keeps_the_old_pages(secret: Room, leak: tuple[str, str]) -> None:
    """Each of them alone: exit 1, in words, and not a byte of it is public."""
    before = pages(secret)
    plant(secret, *leak)
    result = secret.run("site")
    assert result.code == 1 and "patrons' words would be public" in result.err and "hint:" in result.err
    assert pages(secret) == before


@pytest.mark.parametrize(
    "template", ["site-head.html", "site-nav.html", "site-archive.html", "site-month.html"], ids=lambda name: name[5:]
)
def test_a_leak_in_a_theme_of_the_archive_is_caught(secret: Room, template: str) -> None:
    """Its templates know nothing of patrons, so that only an editor's own hand can plant one."""
    (secret.folder / "templates").mkdir(exist_ok=True)
    (secret.folder / "templates" / template).write_text(f"<p>{FRONT}</p>")
    result = secret.run("site")
    assert result.code == 1 and "patrons' words would be public" in result.err


def test_a_picture_of_patrons_does_not_come_along(secret: Room) -> None:
    """Of what lies with an edition only what its public page names becomes public."""
    folder = secret.folder / "outbox" / "2022-01-11"
    (folder / "images").mkdir()
    (folder / "images" / "secret.jpg").write_bytes(b"jpeg")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"]["images/secret.jpg"] = hashlib.sha256(b"jpeg").hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert secret.run("site").code == 0
    assert not [name for name in pages(secret) if name.endswith(".jpg")]


def test_pages_that_cannot_be_built_cost_no_edition(room: Room) -> None:
    """Exit 0, a warning that names the remedy, the old pages; mended, the next build brings them up to date."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    before = pages(room)
    (room.folder / "templates").mkdir(exist_ok=True)
    (room.folder / "templates" / "site-nav.html").write_text("{{ nothing_of_that_name }}")
    room.feed("wire", piece(FRONT, at="2022-01-10T10:00:00Z"))
    result = room.run("build", "--strict", at=TUESDAY)
    assert result.code == 3 and "the public pages are not up to date" in result.err
    assert room.told("2022-01-11") == [FRONT] and pages(room) == before
    (room.folder / "templates" / "site-nav.html").unlink()
    again = build(room, TUESDAY)
    assert "already built" in again.out and "public pages are not" not in again.err
    assert FRONT in pages(room)["index.html"].decode()


def test_a_file_in_the_way_costs_no_edition(room: Room) -> None:
    """outbox/site is somebody's file: said, and left alone."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    (room.folder / "outbox").mkdir()
    site(room).write_text("mine")
    result = build(room, MONDAY)
    assert "outbox/site is no folder" in result.err and room.told("2022-01-10") == [TALKS]
    assert site(room).read_text() == "mine"
    assert room.run("site").code == 1


def test_a_damaged_edition_is_left_out_and_named(room: Room) -> None:
    """Only editions whose hashes hold are public."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    room.feed("wire", piece(FRONT, at="2022-01-10T10:00:00Z"))
    build(room, TUESDAY)
    (room.folder / "outbox" / "2022-01-10" / "edition.txt").write_text("torn")
    result = room.run("site", "--strict", at=TUESDAY)
    assert result.code == 3 and "2022-01-10 is damaged" in result.err
    assert not [name for name in pages(room) if name.startswith("2022-01-10")]
    assert TALKS not in pages(room)["feed.xml"].decode()


def test_the_pages_may_follow_later(room: Room) -> None:
    """public_delay: patrons first."""
    room.settings = "public_delay: 6h"
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    build(room, MONDAY)
    assert TALKS not in b"".join(pages(room).values()).decode()
    early = room.run("site", at="2022-01-10T10:29:59Z")
    assert early.code == 0 and "wait until public_delay" in early.out
    build(room, "2022-01-10T10:30:00Z")
    assert TALKS in pages(room)["index.html"].decode()


def test_with_several_reviews_each_has_its_own_folder(room: Room) -> None:
    """And above them stands the way to each."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    config = room.folder / "sources.yaml"
    evening = "  evening: {title: Evening Review, site: https://evening.example.org}\n"
    config.write_text(config.read_text() + "reviews:\n" + evening)
    build(room, MONDAY)
    assert room.run("--review", "evening", "build", at=MONDAY).code == 0
    files = pages(room)
    assert {"index.html", "robots.txt", "main/2022-01-10/index.html", "evening/feed.xml"} <= set(files)
    assert "https://evening.example.org/" in files["index.html"].decode()
    feed: Any = feedparser.parse(io.BytesIO(files["evening/feed.xml"]))
    assert feed.entries[0].id == "https://evening.example.org/2022-01-10/"


def test_the_mail_leads_to_the_page_where_the_page_is(room: Room) -> None:
    """Several reviews at one address have a folder each, and the links in their mails say so."""
    room.feed("wire", piece(TALKS, at="2022-01-09T10:00:00Z"))
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text() + "reviews:\n  evening: {title: Evening Review}\n")
    assert room.run("--review", "evening", "build", at=MONDAY).code == 0
    mail = (room.folder / "outbox" / "evening" / "2022-01-10" / "edition.txt").read_text()
    (link,) = (line for line in mail.splitlines() if line.endswith("/2022-01-10/"))
    assert f"{urlsplit(link).path.strip('/')}/index.html" in pages(room)


def test_a_newsroom_without_an_edition_has_pages_all_the_same(room: Room) -> None:
    """They say so."""
    room.feed("wire")
    assert room.run("site").code == 0
    assert "There is no edition yet." in pages(room)["index.html"].decode()
