"""Pictures in editions: fetched only where the terms say yes, from a real server, and never at an edition's cost."""

from __future__ import annotations

import email.policy
import hashlib
import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.support.loopback import Loopback, Route, answer, redirect
from tests.support.newsroom import Piece, Result, Room
from tests.support.pictures import bomb, photo, size_of
from tests.support.preview import Preview
from tests.support.warm import Warm

DAY, MAY = "2022-01-11", "2022-05-10T09:00:00Z"
FERRY = "Upper town buys a second ferry for the river"
BRIDGE = "Monitors stopped at a checkpoint near the bridge"
JPEG = {"Content-Type": "image/jpeg"}


@dataclass(frozen=True, kw_only=True)
class Illustrated(Piece):
    """An entry with a picture."""

    picture: str = ""
    alt: str = ""

    def rss(self) -> str:
        if self.alt:
            said = f"&lt;img src='{self.picture}' alt='{self.alt}'&gt;"
            return super().rss().replace("<description>", f"<description>{said}")
        return (
            super().rss().replace("</item>", f'<enclosure url="{self.picture}" type="image/jpeg" length="1"/></item>')
        )


def shown(title: str, picture: str, alt: str = "") -> Illustrated:
    slug = title.lower().replace(" ", "-")
    said = f"{title} on Monday, and everybody along the river has heard of it since."
    return Illustrated(title=title, text=said, link=f"https://wire.example/{slug}", guid=slug, picture=picture, alt=alt)


@dataclass
class Press:
    """A newsroom and the server whose pictures its source names."""

    room: Room
    routes: dict[str, Route] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = Loopback(self.routes)

    def says(self, *pieces: Piece, terms: str = "image: yes", settings: str = "") -> None:
        """The feed, its terms, and further lines below `newsletter:`."""
        self.room.settings = settings
        self.room.feed("wire", *pieces, settings=f"terms: {{{terms}}}")
        file = self.room.folder / "sources.yaml"
        text = file.read_text().replace("style: briefs", "style: cards")
        file.write_text(text + "network: {allow: [127.0.0.1/32], per_host: {connections: 8, gap: 0s}}\n")

    def build(self, *more: str) -> Result:
        result = self.room.run("build", *more)
        assert result.code == 0, result.err
        return result

    @property
    def folder(self) -> Path:
        return self.room.folder / "outbox" / DAY

    @property
    def images(self) -> list[Path]:
        return sorted((self.folder / "images").glob("*"))

    @property
    def html(self) -> str:
        return (self.folder / "edition.html").read_text()

    @property
    def manifest(self) -> Any:
        return json.loads((self.folder / "manifest.json").read_bytes())

    def notes(self) -> list[str]:
        return [f["message"] for f in self.manifest["findings"] if f["code"] == "no-picture"]


@pytest.fixture
def press(room: Room) -> Iterator[Press]:
    made = Press(room)
    with made.server:
        yield made


def test_a_picture_comes_into_the_edition_and_onto_the_public_page(press: Press) -> None:
    """Our own copy: in images/, in the manifest, with size, alt and credit in mail, page and text, and on the site."""
    press.routes["/ferry"] = answer(photo(1800, 1000), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry", alt="The new ferry at the quay"))
    press.build()
    (image,) = press.images
    body = image.read_bytes()
    assert image.name == hashlib.sha256(body).hexdigest()[:32] + ".jpg" and size_of(body) == (1200, 667)
    assert press.manifest["files"][f"images/{image.name}"] == hashlib.sha256(body).hexdigest()
    address = f"https://review.example.org/{DAY}/images/{image.name}"
    web, text = (press.folder / "web.html").read_text(), (press.folder / "edition.txt").read_text()
    for page in (press.html, web):
        assert f'src="{address}"' in page and 'alt="The new ferry at the quay"' in page
        assert 'width="536"' in page and 'height="298"' in page and "Picture: wire" in page
    assert "[The new ferry at the quay · Picture: wire]" in text
    assert (press.room.folder / "outbox" / "site" / DAY / "images" / image.name).read_bytes() == body
    assert press.server.url not in press.html + web + text, "no reader is sent to a third party's server"
    assert not press.notes()


@pytest.mark.parametrize(("terms", "settings"), [("image: no", ""), ("quote: 300", ""), ("image: yes", "pictures: no")])
def test_without_terms_nobody_is_asked_for_a_picture(press: Press, terms: str, settings: str) -> None:
    """The default is no picture; `pictures: no` is for all sources."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), terms=terms, settings=settings)
    press.build()
    assert not press.images and "<img" not in press.html and not press.server.requests
    assert not (press.room.folder / "var" / "pictures").exists()


HOSTILE: dict[str, Route] = {
    "a PNG of ten gigapixels": answer(bomb(100_000, 100_000)),
    "a PNG of 39 megapixels whose data breaks off": answer(bomb(39_000, 1_000)[:20_000]),
    "a JPEG that breaks off": answer(photo(1200, 800)[:20_000], headers=JPEG),
    "a web page named .jpg": answer(b"<!DOCTYPE html><html><script>alert(1)</script></html>", headers=JPEG),
    "a drawing with a script": answer(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><script>alert(1)</script></svg>',
        headers={"Content-Type": "image/svg+xml"},
    ),
    "fifty megabytes": lambda _: (b"HTTP/1.1 200 OK\r\n\r\n\xff\xd8\xff", *(bytes(1_000_000) for _ in range(50))),
    "a redirect to the machine's own metadata": redirect("http://169.254.169.254/latest/meta-data/"),
    "a redirect to another port of this machine": redirect("http://127.0.0.2:9/secret"),
    "a redirect to a file": redirect("file:///etc/passwd"),
    "nothing": answer(b"", status=404),
    "one pixel": answer(photo(1, 1, "PNG")),
}


HEADLINES = (
    FERRY,
    "Council of Arden opens its library after years of work",
    "Snow closes the pass above Borrow for a week",
    "Denholm miners end their strike with a rise in pay",
    "Judges in Elsing free the editor of a weekly",
)


@pytest.mark.parametrize("first", [0, 4, 7])
def test_a_failing_picture_costs_only_itself(press: Press, first: int) -> None:
    """The good one is there, the other stories stand without a hole, and a note says why of each."""
    cases = list(HOSTILE)[first : first + 4]
    press.routes |= {f"/{n}": HOSTILE[case] for n, case in enumerate(cases)}
    press.routes["/good"] = answer(photo(), headers=JPEG)
    bad = [shown(HEADLINES[n], f"{press.server.url}/{n}") for n in range(len(cases))]
    press.says(*bad, shown(BRIDGE, f"{press.server.url}/good"))
    press.build()
    assert len(press.images) == 1 and press.html.count("<img") == 1
    assert all(str(p.title) in press.html for p in bad) and BRIDGE in press.html
    assert len(press.notes()) == len(cases), press.notes()
    assert (press.folder / "edition.txt").read_text().count("Picture: wire") == 1


def test_pictures_can_come_inside_the_mail(press: Press) -> None:
    """`pictures: embed`: multipart/related beside the text part, found by Content-ID, seven bits, CRLF."""
    press.routes["/ferry"] = answer(photo(tint=90), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="pictures: embed")
    press.build()
    raw = (press.folder / "edition.eml").read_bytes()
    assert raw.isascii() and b"\n" not in raw.replace(b"\r\n", b"") and max(map(len, raw.split(b"\r\n"))) <= 998
    message = message_from_bytes(raw, policy=email.policy.default)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/jpeg"]
    assert not any(part.defects for part in message.walk())
    picture = list(message.walk())[-1]
    cid = str(picture["Content-ID"]).strip("<>")
    assert f'src="cid:{cid}"' in press.html and picture.get_content() == press.images[0].read_bytes()
    assert f"images/{press.images[0].name}" in (press.folder / "web.html").read_text()


def test_an_embedded_picture_reaches_a_patron(press: Press, tmp_path: Path) -> None:
    """Personalising leaves the parts as they are."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="pictures: embed\ndeliver: yes")
    press.build()
    room = press.room
    room.env |= {
        "NEWSLETTER_MAILER": f"maildir:{tmp_path / 'mails'}",
        "NEWSLETTER_SECRET": "a long secret for tests " * 3,
    }
    assert room.run("patrons", "add", "reader@example.org").code == 0
    assert room.run("send").code == 0
    (mail,) = (tmp_path / "mails").rglob("new/*")
    (picture,) = (
        p
        for p in message_from_bytes(mail.read_bytes(), policy=email.policy.default).walk()
        if p.get_content_type() == "image/jpeg"
    )
    assert picture.get_content() == press.images[0].read_bytes()


def test_what_was_fetched_once_is_not_asked_again(press: Press) -> None:
    """A draft that waits for approval has its pictures already: the approved edition asks nobody."""
    press.routes |= {"/ferry": answer(photo(), headers=JPEG), "/bad": answer(b"", status=404)}
    pieces = (shown(FERRY, f"{press.server.url}/ferry"), shown(BRIDGE, f"{press.server.url}/bad"))
    press.says(*pieces, settings="approval: required")
    press.build()
    assert sorted(press.server.paths) == ["/bad", "/ferry"] and not press.images
    press.routes["/ferry"] = answer(photo(tint=50), headers=JPEG)
    assert press.room.run("approve", "--by", "Editor").code == 0
    assert len(press.server.paths) == 2 and size_of(press.images[0].read_bytes()) == (900, 600)


def test_an_offline_build_shows_what_is_kept_and_asks_nobody(press: Press) -> None:
    """The same bytes from the stored inputs, with the server gone."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="approval: required")
    press.build()
    press.says(shown(FERRY, f"{press.server.url}/ferry"))
    press.routes["/ferry"] = answer(b"", status=500)
    press.build("--offline")
    assert len(press.images) == 1 and press.server.paths == ["/ferry"]


def test_terms_that_were_changed_since_count(press: Press) -> None:
    """A publisher that says no in the morning is not shown because a draft of the night had its picture."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    piece = shown(FERRY, f"{press.server.url}/ferry")
    press.says(piece, settings="approval: required")
    press.build()
    press.says(piece, terms="image: no", settings="approval: required")
    assert press.room.run("approve", "--by", "Editor").code == 0
    assert not press.images and "<img" not in press.html


def test_a_picture_that_would_stand_on_no_public_page_is_left_out(press: Press) -> None:
    """A link into a page that patrons alone, or nobody yet, may see would be a hole; the note names the way out."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    piece = shown(FERRY, f"{press.server.url}/ferry")
    press.says(piece, settings="public_delay: 6h")
    press.build()
    assert not press.images and "<img" not in press.html and not press.server.requests
    assert press.notes() == ["1 picture is left out: a link would lead to a page that is not public"]


def test_at_most_six_pictures_and_each_once(press: Press) -> None:
    """The first six cards of the page; who fails leaves its place to the next; one picture stands there once."""
    towns = "Arden Borrow Culver Denholm Elsing Farley Gorley Hatfield Ilford".split()
    deeds = "ferry bridge school harbour mill station theatre library market".split()
    pieces = []
    for n, (town, deed) in enumerate(zip(towns, deeds, strict=True)):
        press.routes[f"/{town}"] = answer(photo(tint=20 * n), headers=JPEG)
        pieces.append(shown(f"{town} opens its {deed} after years of work", f"{press.server.url}/{town}"))
    press.routes["/Arden"] = answer(b"", status=404)
    press.routes["/Borrow"] = press.routes["/Culver"]
    press.says(*pieces)
    press.build()
    sources = [line for line in press.html.split() if line.startswith('src="https://review.example.org/')]
    assert len(press.images) == len(sources) == len(set(sources)) <= 6
    assert len(press.images) >= 5


@pytest.mark.parametrize("pictures", ["link", "embed"])
def test_the_preview_shows_kept_pictures_and_fetches_none(press: Press, pictures: str) -> None:
    """By looking nobody is asked; what a build has kept stands in the page itself, for nothing else may be loaded."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings=f"approval: required\npictures: {pictures}")
    assert press.room.run("collect").code == 0
    with Preview.of(press.room) as running:
        before = running.get("/mail").text
    assert FERRY in before and "<img" not in before and not press.server.requests
    press.build()
    with Preview.of(press.room) as running:
        mail, web = running.get("/mail").text, running.get("/web").text
    assert 'src="data:image/jpeg;base64,' in mail and 'src="data:image/jpeg;base64,' in web
    assert press.server.paths == ["/ferry"]


@pytest.mark.kill
@pytest.mark.parametrize("at", ["rename:1", "rename:2", "rename:3"])
def test_killed_with_pictures_nothing_is_torn(press: Press, at: str, warm: Warm) -> None:
    """While a copy is kept, its list, or the edition put in place: the next build is whole, pictures and all."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"))
    call, nth = at.split(":")
    inject = f"inject={call}:signal=KILL:when={nth}"
    killed = warm.run(press.room, "-q", "build", strace=("-e", f"trace={call}", "-e", inject))
    assert killed.code == -signal.SIGKILL
    if press.folder.exists():
        assert set(press.manifest["files"]) <= {str(p.relative_to(press.folder)) for p in press.folder.rglob("*")}
    press.build()
    (image,) = press.images
    digest = hashlib.sha256(image.read_bytes()).hexdigest()
    assert press.manifest["files"][f"images/{image.name}"] == digest
    assert not list((press.room.folder / "outbox").glob(".*.staged"))


def test_a_kept_copy_that_was_damaged_is_not_shown(press: Press) -> None:
    """Bytes that are not what their name says never reach an edition."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="approval: required")
    press.build()
    (kept,) = (press.room.folder / "var" / "pictures").glob("*.jpg")
    kept.write_bytes(b"<script>alert(1)</script>")
    assert press.room.run("approve", "--by", "Editor").code == 0
    assert not press.images and "<img" not in press.html


def test_where_pictures_cannot_be_kept_the_edition_goes_out_without(press: Press) -> None:
    """A full disk, or a file in the folder's place, costs the pictures and says so."""
    press.routes["/ferry"] = answer(photo(), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"))
    (press.room.folder / "var").mkdir()
    (press.room.folder / "var" / "pictures").write_text("a file")
    result = press.build("--json")
    assert FERRY in press.html and not press.images
    assert any("pictures cannot be kept" in f["message"] for f in result.json["findings"])


def test_a_withdrawn_story_takes_our_copy_of_its_picture_along(press: Press) -> None:
    """The other story's copy stays; a shared credit is no trace of the withdrawn one."""
    press.routes["/ferry"] = answer(photo(1800, 1000), headers=JPEG)
    press.routes["/bridge"] = answer(photo(900, 700), headers=JPEG)
    other = replace(shown(BRIDGE, f"{press.server.url}/bridge"), text="The patrol waited for two hours, then it left.")
    press.says(shown(FERRY, f"{press.server.url}/ferry"), other)
    press.build()
    copies = press.room.folder / "var" / "pictures"
    assert len(press.images) == len(list(copies.glob("*.jpg"))) == 2
    url = f"https://wire.example/{FERRY.lower().replace(' ', '-')}"
    result = press.room.run("correct", url, "It was not so.", "--withdraw", "--by", "Olena")
    assert result.code == 0 and "still stand" not in result.err + result.out
    assert [p.name for p in copies.glob("*.jpg")] == [p.name for p in press.images] and len(press.images) == 1
    assert "/ferry" not in (copies / f"{DAY}.json").read_text()


def test_lost_pictures_are_said_when_an_edition_is_made_again(press: Press) -> None:
    """Files that are not there were missing; what cannot be had again is to come from a backup."""
    press.routes["/ferry"] = answer(photo(1800, 1000), headers=JPEG)
    press.says(shown(FERRY, f"{press.server.url}/ferry"), settings="pictures: embed")
    press.build()
    shutil.rmtree(press.folder)
    shutil.copytree(press.room.folder / "var" / "pictures", press.room.folder / "copies")
    shutil.rmtree(press.room.folder / "var" / "pictures")
    lost = press.room.run("build", "--day", DAY, "--strict", at=MAY).out
    assert f"the pictures of {DAY} are gone (var/pictures): put them back from a backup" in lost
    assert "were missing" in lost and "every version is the same" not in lost and "not what was published" not in lost
    shutil.copytree(press.room.folder / "copies", press.room.folder / "var" / "pictures")
    again = press.room.run("build", "--day", DAY, "--strict", at=MAY)
    assert again.code == 0 and "were missing from the outbox, and put back" in again.out and press.images
