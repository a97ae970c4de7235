"""What `newsletter site` made, served; and nothing else from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from newsletter.public import create_app
from tests.unit.public.test_public_days import NOW, Nobody, publish

FILES = {
    "index.html": "text/html; charset=utf-8",
    "2022-01-11/index.html": "text/html; charset=utf-8",
    "2022-01-11/revision-1/index.html": "text/html; charset=utf-8",
    "2022-01-11/images/talks.jpg": "image/jpeg",
    "archive/index.html": "text/html; charset=utf-8",
    "archive/2022-01/index.html": "text/html; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "sitemap.xml": "application/xml",
    "robots.txt": "text/plain; charset=utf-8",
}


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    site = tmp_path / "outbox" / "site"
    for name in (*FILES, ".state", "2022-01-11/notes.txt"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    publish(tmp_path / "outbox")
    outbox = tmp_path / "outbox"
    app = create_app(patrons=Nobody(), secret="s", title="Daily Review", clock=lambda: NOW, editions=outbox, files=site)
    return app.test_client()


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_every_kind_of_file_is_served(name: str, kind: str, client: FlaskClient) -> None:
    """With its type, an ETag, and a policy under which nothing runs."""
    address = "/" + name.removesuffix("index.html")
    answer = client.get(address)
    assert (answer.status_code, answer.content_type, answer.text) == (200, kind, name)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/.state",
        "/index.html",
        "/2022-01-11/index.html",
        "/2022-01-11/notes.txt",
        "/2022-01-11/images/../notes.txt",
        "/2022-01-11/images/%2e%2e%2fnotes.txt",
        "/2022-01-11/edition.json",
        "/../2022-01-11/edition.json",
        "/%2e%2e/2022-01-11/edition.json",
        "/archive/..%2f..%2f2022-01-11/edition.json",
        "/archive/../../2022-01-11/edition.json",
        "/archive/2022-13-01/",
        "/archive",
        "/site/index.html",
        "//etc/passwd",
        "/feed.xml%00",
        "/feed.xml/",
        "/2022-01-11/images/x.svg",
        "/2022-01-11/revision-1/web.html",
        "/2022-01-11/revision-x/",
        "/2022-01-11/images/",
    ],
)
def test_nothing_else_is_served(path: str, client: FlaskClient) -> None:
    """What an address may be is written down; no path is put together from it."""
    answer = client.get(path)
    assert answer.status_code in (404, 400), answer.text
    assert "never public" not in answer.text


def test_a_day_that_the_site_has_not_is_not_public(client: FlaskClient, tmp_path: Path) -> None:
    """It waits for its time, or its page was refused because of patrons' words."""
    (tmp_path / "outbox" / "site" / "2022-01-11" / "index.html").unlink()
    answer = client.get("/2022-01-11/")
    assert answer.status_code == 404 and "11 January" not in answer.text
