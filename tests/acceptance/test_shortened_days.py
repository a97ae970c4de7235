"""A day with more news than a mail may hold: built, sent, read on the patron's own page, and never public."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from newsletter.app import Newsroom
from newsletter.public import create_app
from tests.support.newsroom import Room, piece

DAY = "2022-01-11"
STORIES = 400
SECRET = "a long secret of this test only"


def words(number: int, start: int, stop: int) -> str:
    """Words that no other story has: what has nothing in common stays apart."""
    made = []
    for at in range(start, stop):
        digest = hashlib.sha256(f"{number}.{at}".encode()).digest()
        made.append("".join("bdfgklmnprstvz"[one % 14] + "aeiou"[one % 5] for one in digest[:4]))
    return " ".join(made).capitalize()


def news(number: int) -> str:
    return words(number, 0, 5)


def said(number: int) -> str:
    return words(number, 5, 17) + "."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Room:
    """Four hundred stories of which the first section's are for patrons only; one patron has the mail."""
    room = Room(folder=tmp_path_factory.mktemp("day") / "room", settings="deliver: yes", elsewhere=STORIES)
    room.env = {"NEWSLETTER_MAILER": "maildir:sent", "NEWSLETTER_SECRET": SECRET}
    for feed in range(8):
        pieces = [piece(news(n), text=said(n)) for n in range(feed, STORIES, 8)]
        room.feed(f"wire{feed}", *pieces, settings="tags: [front]" if feed == 0 else "")
    config = room.folder / "sources.yaml"
    text = config.read_text().replace("    limit: 6\n", "    limit: 100\n    public: no\n")
    config.write_text(text.replace("    limit: 10\n", "    limit: 150\n"))
    result = room.run("build")
    assert result.code == 0, result.err
    (room.folder / "list.csv").write_text("email,name\nann@patrons.example,Ann\n")
    assert room.run("patrons", "import", str(room.folder / "list.csv")).code == 0
    sent = room.run("send")
    assert "1 sent" in sent.out, sent.err
    return room


def folder(room: Room) -> Path:
    return room.folder / "outbox" / DAY


def mail(room: Room) -> EmailMessage:
    (found,) = (p for p in (room.folder / "sent").rglob("*") if p.is_file())
    return email.message_from_bytes(found.read_bytes(), policy=email.policy.default)


def part(room: Room, kind: str) -> str:
    (found,) = (p for p in mail(room).walk() if p.get_content_type() == kind)
    assert isinstance(found, EmailMessage)
    return str(found.get_content())


def counted(text: str) -> int:
    return sum(map(int, re.findall(r"(\d+) more stor(?:y|ies)\s+on\s+your\s+page", text)))


@pytest.fixture
def client(built: Room) -> Iterator[FlaskClient]:
    """The public pages, as `newsletter public` serves them."""
    with Newsroom(built.folder, built.env, at=dt.datetime.fromisoformat("2022-01-11T06:00:00Z")) as opened:
        app = create_app(
            patrons=opened.store.patrons,
            secret=SECRET,
            title="Daily Review",
            clock=opened.now,
            editions=built.folder / "outbox",
            files=built.folder / "outbox" / "site",
        )
        yield app.test_client()


def address(room: Room) -> str:
    """Of the patron's page, as it stands in the mail."""
    (one,) = set(re.findall(r'href="(https://review\.example\.org/p/[^"]+)"', part(room, "text/html")))
    return urlsplit(str(one)).path


def test_the_mail_is_short_and_every_story_is_in_it_or_on_the_page(built: Room) -> None:
    """Below 90 KB with the patron's own token in it; both parts have the same stories and count the same."""
    html, text = part(built, "text/html"), " ".join(part(built, "text/plain").split())
    told = built.told(DAY)
    assert len(told) == STORIES
    assert 80_000 < len(html.encode()) <= 90_000
    shown = [t for t in told if t in html]
    assert shown == [t for t in told if t in text]
    assert counted(html) == counted(text) == STORIES - len(shown) > 0
    assert all(t in (folder(built) / "whole.html").read_text() for t in told)


def test_the_patron_reads_the_rest_behind_their_own_link(built: Room, client: FlaskClient) -> None:
    """Served as private, to nobody's index and without a referrer; byte for byte what the outbox holds."""
    path = address(built)
    answer = client.get(path)
    assert answer.status_code == 200 and answer.data == (folder(built) / "whole.html").read_bytes()
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert f"/p/{_token(path)}/" in part(built, "text/plain") and "PATRONTOKEN" not in path
    assert f"/u/{_token(path)}" in mail(built)["List-Unsubscribe"]
    assert client.post(path).status_code == 405


def _token(path: str) -> str:
    return path.split("/")[2]


def test_nobody_else_gets_in(built: Room, client: FlaskClient) -> None:
    """A forged token, somebody else's, another day, a day that is none, a way out of the folder: not found."""
    path = address(built)
    token = _token(path)
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    for wrong in (
        f"/p/{forged}/{DAY}/",
        f"/p/test/{DAY}/",
        f"/p/{token}.x/{DAY}/",
        f"/p/{token}/2022-01-10/",
        f"/p/{token}/2022-02-30/",
        f"/p/{token}/..%2Fsite/",
        f"/p/{token}/",
        f"/p//{DAY}/",
        f"/{DAY}/whole.html",
        "/whole.html",
    ):
        answer = client.get(wrong)
        assert answer.status_code == 404, wrong
        assert news(0) not in answer.text and news(1) not in answer.text


def test_nothing_of_it_is_public(built: Room) -> None:
    """The public pages have the public stories, and no patrons' words, page, or link."""
    site = built.folder / "outbox" / "site"
    files = [p for p in site.rglob("*") if p.is_file()]
    assert files and not any(p.name == "whole.html" for p in files)
    public = (site / DAY / "index.html").read_text()
    hidden = [news(n) for n in range(0, STORIES, 8)]
    told = set(built.told(DAY))
    assert set(hidden) <= told
    assert all(title in public for title in told - set(hidden))
    for file in files:
        text = file.read_text(errors="replace")
        assert not any(title in text for title in hidden) and "/p/" not in text, file.name


def test_the_ledger_closes_over_what_left_the_mail(built: Room) -> None:
    """Told is told, in the mail or on the patron's page; the manifest has the page's hash and says what was done."""
    rows = built.run("ledger", "--json").lines
    assert len(rows) == STORIES and {row["outcome"] for row in rows} == {"told"}
    manifest = json.loads((folder(built) / "manifest.json").read_bytes())
    assert manifest["stories"] == STORIES and "whole.html" in manifest["files"]
    (said,) = (f for f in manifest["findings"] if f["code"] == "shortened")
    assert f"own page: {counted(part(built, 'text/html'))} (" in said["message"]


def test_who_has_left_is_told_so_and_sees_nothing(built: Room, client: FlaskClient) -> None:
    """A link in an old mail opens no page of a review that is not theirs any more."""
    path = address(built)
    client.post(f"/u/{_token(path)}")
    answer = client.get(path)
    assert answer.status_code == 404 and "This page is for patrons" in answer.text
    assert news(1) not in answer.text
    client.post(f"/u/{_token(path)}", data={"action": "back"})
    assert client.get(path).status_code == 200
