"""The feeds of editions, against RFC 4287 and jsonfeed.org/version/1.1."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from newsletter.model.base import MAIN
from newsletter.model.rules import Review
from newsletter.render.site import PublicEdition, SiteRenderer

SITE = "https://review.example.org"
REVIEW = Review(id=MAIN, title="Daily Review", sender="review@example.org", site=SITE)
ATOM = "{http://www.w3.org/2005/Atom}"
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks fail · Daily Review</title>
<meta property="og:title" content="Talks fail"><meta property="og:description" content="Court acts &amp; more">
</head><body><header>Masthead</header><main><section class="x"><h2 style="color:red">News</h2>
<p onclick="x()">Talks <a href="https://wire.example/a" class="b">failed</a>. <a href="javascript:x()">no</a></p>
<script>alert(1)</script></section></main><footer>Foot</footer></body></html>"""


def edition(day: dt.date, revision: int = 1, page: str = PAGE) -> PublicEdition:
    cutoff = dt.datetime.combine(day, dt.time(4, 30), dt.UTC)
    return PublicEdition(day=day, number=1, revision=revision, cutoff=cutoff, page=page.encode())


@pytest.fixture(scope="module")
def site(templates: Path) -> SiteRenderer:
    return SiteRenderer([templates])


@pytest.fixture(scope="module")
def files(site: SiteRenderer) -> dict[str, bytes]:
    """Forty days in a row; the last one corrected once."""
    first = dt.date(2022, 1, 1)
    days = [first + dt.timedelta(days=n) for n in range(40)]
    return site(REVIEW, [edition(day, revision=2 if day == days[-1] else 1) for day in days])


def test_a_feed_reader_finds_thirty_editions(files: dict[str, bytes]) -> None:
    """Newest first, and nothing to complain about."""
    feed = feedparser.parse(io.BytesIO(files["feed.xml"]))
    assert not feed.bozo and feed.version == "atom10"
    assert [e.id for e in feed.entries][:2] == [f"{SITE}/2022-02-09/", f"{SITE}/2022-02-08/"]
    assert len(feed.entries) == 30 and feed.entries[0].title == "Talks fail"
    assert feed.entries[0].summary == "Court acts & more"


def test_atom_has_what_rfc_4287_asks_for(files: dict[str, bytes]) -> None:
    """4.1.1 and 4.1.2: exactly one id, title and updated each, an author, one alternate link; ids unique."""
    root = ElementTree.fromstring(files["feed.xml"])
    assert root.tag == f"{ATOM}feed" and root.findtext(f"{ATOM}author/{ATOM}name") == "Daily Review"
    for element in (root, *root.iter(f"{ATOM}entry")):
        assert [len(element.findall(ATOM + tag)) for tag in ("id", "title", "updated")] == [1, 1, 1]
        links = [link.attrib for link in element.findall(f"{ATOM}link")]
        assert len([a for a in links if a["rel"] == "alternate"]) == 1
        for time in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time.text or "")
    ids = [e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert {c.get("type") for c in root.iter(f"{ATOM}content")} == {"html"}
    assert [a.get("href") for a in root.findall(f"{ATOM}link") if a.get("rel") == "self"] == [f"{SITE}/feed.xml"]


def test_a_corrected_edition_is_updated_and_published_as_before(site: SiteRenderer, files: dict[str, bytes]) -> None:
    """So that feed readers fetch it again: at the time of the correction, or, of an old one, a second later."""
    first = next(ElementTree.fromstring(files["feed.xml"]).iter(f"{ATOM}entry"))
    assert first.findtext(f"{ATOM}published") == "2022-02-09T04:30:00Z"
    assert first.findtext(f"{ATOM}updated") == "2022-02-09T04:30:01Z"
    known = replace(edition(dt.date(2022, 2, 9), revision=2), revised=dt.datetime(2022, 2, 10, 12, 34, tzinfo=dt.UTC))
    again = next(ElementTree.fromstring(site(REVIEW, [known])["feed.xml"]).iter(f"{ATOM}entry"))
    assert again.findtext(f"{ATOM}published") == "2022-02-09T04:30:00Z"
    assert again.findtext(f"{ATOM}updated") == "2022-02-10T12:34:00Z"


def test_json_feed_has_what_its_version_asks_for(files: dict[str, bytes]) -> None:
    """version, title, items with id and content; addresses absolute; the same editions as Atom's."""
    feed = json.loads(files["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"] == "Daily Review"
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{SITE}/", f"{SITE}/feed.json")
    assert len(feed["items"]) == 30
    for item in feed["items"]:
        assert item["id"] == item["url"] and item["content_html"] and item["language"] == "en"
    atom = [e.findtext(f"{ATOM}id") for e in ElementTree.fromstring(files["feed.xml"]).iter(f"{ATOM}entry")]
    assert [item["id"] for item in feed["items"]] == atom


def test_what_a_feed_carries_is_words_and_links_only(files: dict[str, bytes]) -> None:
    """No styles, classes, handlers, scripts, masthead or foot."""
    content = json.loads(files["feed.json"])["items"][0]["content_html"]
    assert "<h2>News</h2>" in content and '<a href="https://wire.example/a">failed</a>' in content
    for unwanted in ("style", "class", "onclick", "javascript", "alert", "Masthead", "Foot", "section"):
        assert unwanted not in content


def test_what_xml_cannot_hold_is_replaced(site: SiteRenderer) -> None:
    """A control character in a page must not cost the feed."""
    files = site(REVIEW, [edition(dt.date(2022, 1, 11), page=PAGE.replace("Talks <a", "Talks \x0b\x00\ufffe <a"))])
    assert not feedparser.parse(io.BytesIO(files["feed.xml"])).bozo


def test_the_sitemap_names_every_page_once(files: dict[str, bytes]) -> None:
    """Home, archive, months, editions, with the time of their last change; robots.txt names the sitemap."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ElementTree.fromstring(files["sitemap.xml"])
    pages = [e.text for e in root.iter(f"{space}loc")]
    assert len(pages) == len(set(pages)) == 2 + 2 + 40
    assert {f"{SITE}/", f"{SITE}/archive/", f"{SITE}/archive/2022-02/", f"{SITE}/2022-01-01/"} <= set(pages)
    assert len(list(root.iter(f"{space}lastmod"))) == len(pages)
    assert files["robots.txt"].decode().splitlines() == [
        "User-agent: *",
        "Disallow: /u/",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
