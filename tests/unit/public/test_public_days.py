"""Of the outbox itself only the patrons' own page of an edition is read, and nothing is served without their link."""

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
from newsletter.public.published import patrons_page

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
    site = outbox / "site"
    app = create_app(patrons=Nobody(), secret="s", title="Daily Review", clock=lambda: NOW, editions=outbox, files=site)
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


def test_a_torn_page_of_patrons_is_none(tmp_path: Path) -> None:
    """Bytes that the manifest does not name are nobody's page."""
    publish(tmp_path, name="whole.html", page=b"torn", said=b"whole")
    assert patrons_page(tmp_path, MAIN, DAY) is None


@pytest.mark.parametrize("manifest", [None, "", "{}", "[]", '{"files": {"whole.html": 1}}', "\0"])
def test_without_a_whole_manifest_there_is_no_edition(manifest: str | None, tmp_path: Path) -> None:
    """A folder that is being written is not yet one."""
    publish(tmp_path, name="whole.html")
    path = tmp_path / "2022-01-11" / "manifest.json"
    path.unlink()
    if manifest is not None:
        path.write_text(manifest)
    assert patrons_page(tmp_path, MAIN, DAY) is None


def test_another_days_manifest_does_not_open_this_day(tmp_path: Path) -> None:
    """A copied folder is not an edition."""
    publish(tmp_path, name="whole.html", day=DAY + dt.timedelta(days=1))
    assert patrons_page(tmp_path, MAIN, DAY) is None


@pytest.mark.parametrize(
    "path",
    [
        "/2022-01-11/",
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
def test_nothing_of_the_outbox_is_served_but_what_the_site_has(path: str, tmp_path: Path) -> None:
    """edition.json holds what only patrons have, and a public page that waits, or was refused, is not public."""
    publish(tmp_path)
    answer = client_of(tmp_path).get(path)
    assert answer.status_code == 404 and "never public" not in answer.text and "11 January" not in answer.text
