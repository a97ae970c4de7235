"""A review whose pages follow later: until then nothing of an edition is public, and patrons read it all the same."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from newsletter.app import Newsroom
from newsletter.public import create_app
from tests.acceptance.test_pictures_days import FERRY, JPEG, Press, shown
from tests.acceptance.test_site_days import CALL, FRONT, SAID, TALKS, for_patrons, pages, words
from tests.support.loopback import answer
from tests.support.newsroom import Room, piece
from tests.support.pictures import photo

DAYS = ("2021-12-31", "2022-01-07", "2022-02-01")
SECRET = "a long secret of this test only"


@pytest.fixture
def press(room: Room) -> Iterator[Press]:
    made = Press(room)
    with made.server:
        yield made


def news(room: Room, day: str) -> str:
    """The day's only story."""
    title = f"Envoys open round {day.replace('-', '')} of talks in Geneva"
    before = dt.date.fromisoformat(day) - dt.timedelta(days=1)
    room.feed("wire", piece(title, at=f"{before}T10:00:00Z"))
    return title


def test_before_its_time_no_path_leads_to_an_edition(room: Room) -> None:
    """No page, feed, sitemap, month or count knows of it; a month appears with its first edition that is public."""
    room.settings = "public_delay: 6h"
    for number, day in enumerate(DAYS):
        title = news(room, day)
        assert room.run("build", at=f"{day}T04:30:00Z").code == 0
        for at in ("04:30:00", "10:29:59"):
            assert room.run("site", at=f"{day}T{at}Z").code == 0
            found = pages(room)
            everything = "\n".join([*found, *(body.decode() for body in found.values())])
            assert day not in everything and title not in everything and day.replace("-", "") not in everything
            assert len([n for n in found if n[:10] in DAYS]) == number
            assert f"archive/{day[:7]}/" not in everything or day == "2022-01-07"
        assert room.run("site", at=f"{day}T10:30:00Z").code == 0
        assert title in pages(room)[f"{day}/index.html"].decode()
    assert sorted(n for n in pages(room) if n.startswith("archive/2")) == [
        "archive/2021-12/index.html",
        "archive/2022-01/index.html",
        "archive/2022-02/index.html",
    ]


def mail(room: Room) -> EmailMessage:
    (sent,) = (room.folder / "sent").rglob("new/*")
    message = email.message_from_bytes(sent.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def sent_to_ann(room: Room) -> None:
    room.env = {"NEWSLETTER_MAILER": "maildir:sent", "NEWSLETTER_SECRET": SECRET}
    assert room.run("build").code == 0
    assert room.run("patrons", "add", "ann@patrons.example").code == 0
    assert room.run("send").code == 0


def test_the_mail_leads_to_a_page_that_is_there_at_once(press: Press) -> None:
    """The patron's own, with everything that the mail has; its pictures stand on no public page, so they are in it."""
    room = press.room
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="public_delay: 6h\npictures: embed\ndeliver: yes")
    sent_to_ann(room)
    for part in mail(room).walk():
        if part.get_content_maintype() == "text":
            assert "https://review.example.org/2022-01-11/" not in part.get_content()
            (link,) = set(re.findall(r"https://review\.example\.org(/p/[\w.-]+/2022-01-11/)", part.get_content()))
    opened = Newsroom(room.folder, env=room.env)
    app = create_app(
        patrons=opened.store.patrons,
        secret=SECRET,
        title="Daily Review",
        clock=lambda: dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC),
        editions=room.folder / "outbox",
        files=room.folder / "outbox" / "site",
    )
    own = app.test_client().get(urlsplit(link).path)
    assert own.status_code == 200 and FERRY in own.text and 'src="data:image/jpeg;base64,' in own.text
    assert app.test_client().get("/2022-01-11/").status_code == 404
    opened.close()


def test_without_a_delay_the_mail_leads_to_the_public_page(room: Room) -> None:
    """And no page of the patrons' own is made."""
    room.settings = "deliver: yes"
    news(room, "2022-01-11")
    sent_to_ann(room)
    text = mail(room).get_body(("plain",))
    assert text is not None and "https://review.example.org/2022-01-11/" in text.get_content()
    assert not (room.folder / "outbox" / "2022-01-11" / "whole.html").exists()


def test_a_page_is_called_by_its_own_first_headline(room: Room) -> None:
    """Where the mail's subject tells what only patrons are told; the archive is no list of mere dates."""
    room.feed("wire", piece(FRONT, at="2022-01-10T10:00:00Z", text=SAID), settings="tags: [front]")
    room.feed("post", piece(TALKS, at="2022-01-10T11:00:00Z", link="https://post.example/talks"))
    words(room, call=CALL)
    for_patrons(room)
    config = room.folder / "sources.yaml"
    config.write_text(config.read_text().replace("    style: bullets\n", "    style: cards\n"))
    assert room.run("build").code == 0
    assert room.edition("2022-01-11")["subject"] == FRONT
    found = pages(room)
    assert f"<title>{TALKS} · Daily Review</title>" in found["2022-01-11/index.html"].decode()
    assert f">{TALKS}</a>" in found["archive/2022-01/index.html"].decode()
    assert FRONT not in b"".join(found.values()).decode()
