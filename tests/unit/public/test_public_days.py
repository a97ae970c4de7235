"""Published days, straight from the outbox, and nothing else from there."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from newsletter.model.base import MAIN, PatronId, ReviewId, to_json
from newsletter.model.patrons import Patron
from newsletter.model.rendered import Manifest
from newsletter.public import create_app
from newsletter.public.published import patrons_page, published_page

NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)
DAY = dt.date(2022, 1, 11)


class Nobody:
    """ports.Patrons without a patron."""

    def active(self, review: ReviewId) -> Sequence[Patron]:
        return ()

    def everybody(self) -> Sequence[Patron]:
        return ()

    def find(self, key: str) -> Patron | None:
        return None

    def put(self, patron: Patron) -> bool:
        return False

    def leave(self, patron: PatronId, review: ReviewId | None, at: dt.datetime) -> bool:
        return False


def client_of(outbox: Path) -> FlaskClient:
    app = create_app(patrons=Nobody(), secret="s", title="Daily Review", clock=lambda: NOW, outbox=outbox)
    return app.test_client()


def publish(
    outbox: Path,
    *,
    page: bytes = b"<h1>11 January</h1>",
    day: dt.date = DAY,
    said: bytes | None = None,
    name: str = "web.html",
    review: ReviewId = MAIN,
) -> None:
    folder = outbox / DAY.isoformat()
    folder.mkdir(parents=True)
    (folder / name).write_bytes(page)
    (folder / "edition.json").write_text("never public")
    manifest = Manifest(
        review=review,
        day=day,
        state="published",
        number=1,
        revision=1,
        cutoff=NOW,
        stories=1,
        entries=1,
        files={name: hashlib.sha256(page if said is None else said).hexdigest()},
    )
    (folder / "manifest.json").write_text(to_json(Manifest, manifest))


def test_the_patrons_page_is_that_of_the_review_that_the_link_was_signed_for(tmp_path: Path) -> None:
    """With several reviews each has its folder; what another review published under that day is never shown."""
    publish(tmp_path, name="whole.html", page=b"main")
    publish(tmp_path / "uk", name="whole.html", page=b"uk", review=ReviewId("uk"))
    publish(tmp_path / "eve", name="whole.html", page=b"not of eve", review=ReviewId("uk"))
    assert patrons_page(tmp_path, MAIN, DAY) == (b"main", hashlib.sha256(b"main").hexdigest())
    assert patrons_page(tmp_path, ReviewId("uk"), DAY) == (b"uk", hashlib.sha256(b"uk").hexdigest())
    assert patrons_page(tmp_path, ReviewId("eve"), DAY) is None
    assert published_page(tmp_path, DAY) is None  # and no page for patrons is taken for the public one


def test_a_torn_page_of_patrons_is_none(tmp_path: Path) -> None:
    """Bytes that the manifest does not name are nobody's page."""
    publish(tmp_path, name="whole.html", page=b"torn", said=b"whole")
    assert patrons_page(tmp_path, MAIN, DAY) is None


def test_a_published_day_is_served_as_it_stands(tmp_path: Path) -> None:
    """Byte for byte, with a policy that lets nothing run, and asked again it costs nothing."""
    publish(tmp_path)
    client = client_of(tmp_path)
    answer = client.get("/2022-01-11/")
    assert answer.status_code == 200 and answer.data == b"<h1>11 January</h1>"
    assert answer.content_type == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "X-Robots-Tag" not in answer.headers
    again = client.get("/2022-01-11/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""
    assert client.head("/2022-01-11/").status_code == 200


def test_a_page_that_is_not_the_one_published_is_not_served(tmp_path: Path) -> None:
    """The manifest's hash decides."""
    publish(tmp_path, said=b"something else")
    assert client_of(tmp_path).get("/2022-01-11/").status_code == 404


@pytest.mark.parametrize("manifest", [None, "", "{}", "[]", '{"files": {"web.html": 1}}', "\0"])
def test_without_a_whole_manifest_there_is_no_edition(manifest: str | None, tmp_path: Path) -> None:
    """A folder that is being written is not yet one."""
    publish(tmp_path)
    path = tmp_path / "2022-01-11" / "manifest.json"
    path.unlink()
    if manifest is not None:
        path.write_text(manifest)
    assert client_of(tmp_path).get("/2022-01-11/").status_code == 404


def test_another_days_manifest_does_not_open_this_day(tmp_path: Path) -> None:
    """A copied folder is not an edition."""
    publish(tmp_path, day=DAY + dt.timedelta(days=1))
    assert client_of(tmp_path).get("/2022-01-11/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/2022-01-12/",
        "/2022-13-41/",
        "/20220111/",
        "/2022-W02-2/",
        "/٢٠٢٢-٠١-١١/",
        "/2022-01-11/web.html",
        "/2022-01-11/edition.json",
        "/2022-01-11/manifest.json",
        "/../2022-01-11/edition.json",
        "/2022-01-11/../2022-01-11/edition.eml",
        "/2022-01-11%2fedition.json",
        "/%2e%2e/",
        "/2022-01-11%00/",
    ],
)
def test_nothing_else_of_the_outbox_is_served(path: str, tmp_path: Path) -> None:
    """edition.json and edition.eml hold what only patrons have."""
    publish(tmp_path)
    answer = client_of(tmp_path).get(path)
    assert answer.status_code == 404 and "never public" not in answer.text
