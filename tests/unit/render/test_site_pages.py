"""The public pages of a review: which files there are, and what stands in them."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from newsletter.model.base import MAIN, ReviewId
from newsletter.model.rules import Review, StandingWords
from newsletter.render import Renderer
from newsletter.render.site import PublicEdition, SiteRenderer
from tests.support import editions
from tests.support.html import Tags

CALL = StandingWords(
    slot="call", path="words/call.md", markdown="Our patrons have it at seven. [Join](https://j.example/)."
)
REVIEW = Review(
    id=MAIN,
    title="Daily Review",
    timezone="Europe/Kyiv",
    sender="Daily Review <review@example.org>",
    site=editions.SITE,
    words=(CALL,),
)
HOSTILE = "</script><script>alert(1)</script> & \"quoted\" 'too' ]]> {{ x }}"
DC = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="session")
def site(templates: Path) -> SiteRenderer:
    return SiteRenderer([templates])


def published(render: Renderer, day: str, **more: Any) -> PublicEdition:
    """An edition as it stands in the outbox: closed at 04:30 UTC."""
    civil = dt.date.fromisoformat(day)
    made = replace(editions.edition(6, more.pop("language", "en")), day=civil, **more)
    cutoff = dt.datetime.combine(civil, dt.time(4, 30), dt.UTC)
    return PublicEdition(
        day=civil, number=made.number, revision=made.revision, cutoff=cutoff, page=render(made).web.encode()
    )


@pytest.fixture(scope="module")
def three(render: Renderer) -> list[PublicEdition]:
    return [published(render, day) for day in ("2021-12-31", "2022-01-10", "2022-01-11")]


@pytest.fixture(scope="module")
def files(site: SiteRenderer, three: list[PublicEdition]) -> dict[str, bytes]:
    return site(REVIEW, three)


def data(page: bytes) -> Any:
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.S)
    return json.loads(text)


def test_there_is_a_file_for_every_page_and_no_other(files: dict[str, bytes]) -> None:
    """The newest edition at the root, each under its day, the archive by month, feeds, sitemap, robots."""
    assert sorted(files) == sorted(
        [
            "index.html",
            "2021-12-31/index.html",
            "2022-01-10/index.html",
            "2022-01-11/index.html",
            "archive/index.html",
            "archive/2021-12/index.html",
            "archive/2022-01/index.html",
            "feed.xml",
            "feed.json",
            "sitemap.xml",
            "robots.txt",
        ]
    )


def test_an_editions_page_is_the_published_one_with_additions(
    files: dict[str, bytes], three: list[PublicEdition]
) -> None:
    """Not a byte of it is changed: what the site adds are two pieces."""
    page, own = files["2022-01-10/index.html"].decode(), three[1].page.decode()
    head, rest = own.split("</head>")
    body, foot = rest.split("</main>")
    assert page.startswith(head) and page.endswith(foot)
    assert f"</head>{body}</main>" in page


def test_an_edition_leads_to_its_neighbours_and_to_the_archive(files: dict[str, bytes]) -> None:
    """By addresses that work at every place where the folder may stand."""
    middle = Tags(files["2022-01-10/index.html"].decode()).of("a", "href")
    assert {"../2021-12-31/", "../2022-01-11/", "../feed.xml", "../feed.json"} <= set(middle)
    assert f"{editions.SITE}/archive/" in middle  # the theme's own
    newest = Tags(files["index.html"].decode()).of("a", "href")
    assert "2022-01-10/" in newest and "2022-01-11/" not in newest


def test_every_way_within_the_site_leads_somewhere(files: dict[str, bytes]) -> None:
    """No link into the void, from any page."""
    for name, body in files.items():
        if name.endswith(".html"):
            folder = name.removesuffix("index.html")
            for link in Tags(body.decode()).of("a", "href"):
                if "://" not in link and not link.startswith("mailto:"):
                    target = str((Path("/") / folder / link).resolve())[1:]
                    assert target in files or f"{target}/index.html".removeprefix("/") in files, (name, link)


def test_every_page_has_its_words_for_other_programs(files: dict[str, bytes]) -> None:
    """Open Graph once each, the canonical address, feeds, schema.org."""
    for name, body in files.items():
        if not name.endswith(".html"):
            continue
        page = Tags(body.decode())
        names = [a.get("property") or a.get("name") for t, a in page.tags if t == "meta"]
        assert {"og:title", "og:type", "og:url", "og:description", "og:site_name", "og:locale"} <= set(names)
        assert len(names) == len(set(names)), name
        assert f"{editions.SITE}/feed.xml" in page.of("link", "href")
        assert data(body)["@context"] == "https://schema.org"


def test_an_edition_is_a_news_article(files: dict[str, bytes]) -> None:
    """headline, dates from the cutoff, publisher."""
    article = data(files["2022-01-11/index.html"])
    assert (article["@type"], article["headline"]) == ("NewsArticle", editions.NEWS["en"][0][0])
    assert article["datePublished"] == article["dateModified"] == "2022-01-11T04:30:00Z"
    assert article["url"] == f"{editions.SITE}/2022-01-11/" == data(files["index.html"])["url"]
    assert article["publisher"]["name"] == "Daily Review" and article["inLanguage"] == "en"


def test_nothing_runs_and_nothing_is_loaded(files: dict[str, bytes]) -> None:
    """The only script elements are data."""
    for name, body in files.items():
        if name.endswith(".html"):
            page = Tags(body.decode())
            assert page.of("script", "type") == ["application/ld+json"]
            assert all(src.startswith(editions.SITE) for src in page.of("img", "src"))
            assert not {t for t, _ in page.tags} & {"iframe", "object", "embed", "form"}
            assert not [r for r in page.of("link", "rel") if r in ("stylesheet", "preload", "icon")]
            assert "url(" not in body.decode() and "@import" not in body.decode()


def test_the_call_stands_on_every_page(files: dict[str, bytes]) -> None:
    """Also in the archive, where people come from elsewhere."""
    for name, body in files.items():
        if name.startswith("archive/"):
            assert "Our patrons have it at seven." in body.decode(), name
        elif name.endswith(".html"):
            assert editions.HOUSE["en"]["call"][:30] in body.decode(), name


def test_every_story_can_be_corrected(files: dict[str, bytes]) -> None:
    """A mail to the editors that says which edition and which headline; not in the feeds."""
    links = [h for h in Tags(files["2022-01-11/index.html"].decode()).of("a", "href") if h.startswith("mailto:")]
    for number in range(6):
        start = editions.story(number).headline.printed.split()[0]
        assert any(f"Correction%2011%20January%202022%3A%20{start}" in link for link in links)
    assert b"Correct this" not in files["feed.json"] and b"Correct this" not in files["feed.xml"]


def test_the_archive_names_every_edition_in_its_month(files: dict[str, bytes]) -> None:
    """Newest first, with headline and date."""
    assert (
        "January 2022" in files["archive/index.html"].decode() and "2 editions" in files["archive/index.html"].decode()
    )
    month = files["archive/2022-01/index.html"].decode()
    assert month.index("Tuesday, 11 January 2022") < month.index("Monday, 10 January 2022")
    assert month.count(editions.NEWS["en"][0][0]) == 2 and "December" not in month


def test_a_ukrainian_review_has_ukrainian_pages(site: SiteRenderer, render: Renderer) -> None:
    """Months, counts, ways."""
    review = replace(REVIEW, language="uk", title="Щоденний огляд")
    files = site(review, [published(render, "2022-01-11", language="uk")])
    archive = files["archive/index.html"].decode()
    assert '<html lang="uk" dir="ltr">' in archive and "Січень 2022" in archive and "1 випуск" in archive
    assert "Усі випуски" in files["index.html"].decode()
    assert ElementTree.fromstring(files["feed.xml"]).get("{http://www.w3.org/XML/1998/namespace}lang") == "uk"


def test_before_the_first_edition_the_pages_say_so(site: SiteRenderer) -> None:
    """No feeds yet, and no link to one."""
    files = site(REVIEW, [])
    assert sorted(files) == ["archive/index.html", "index.html", "robots.txt", "sitemap.xml"]
    assert "There is no edition yet." in files["index.html"].decode() and b"feed.xml" not in files["index.html"]


def test_the_order_of_the_editions_does_not_matter(
    site: SiteRenderer, three: list[PublicEdition], files: dict[str, bytes]
) -> None:
    """The same state, the same bytes."""
    assert site(REVIEW, three[::-1]) == files


def test_a_headline_cannot_break_out_of_anything(site: SiteRenderer, render: Renderer) -> None:
    """JSON-LD, attributes, XML, JSON: it arrives as the characters that it is."""
    files = site(REVIEW, [published(render, "2022-01-11", subject=HOSTILE)])
    page = files["index.html"].decode()
    assert "<script>alert" not in page and "alert(1)" in page
    assert "</script><script>alert(1)" in data(files["index.html"])["headline"]
    assert page.count("<script") == 1
    feed = ElementTree.fromstring(files["feed.xml"])
    title = feed.findtext(f"{DC}entry/{DC}title") or ""
    assert title.startswith('</script><script>alert(1)</script> & "quoted"')
    assert json.loads(files["feed.json"])["items"][0]["title"] == title
    assert "<script" not in (feed.findtext(f"{DC}entry/{DC}content") or "")
    ElementTree.fromstring(files["sitemap.xml"])


@pytest.mark.parametrize("page", ["", "plain words", "<html><body><p>No head, no main</p></body></html>", "\x00\xff"])
def test_a_page_of_a_strange_theme_is_still_shown(site: SiteRenderer, page: str) -> None:
    """Without head, main or meta tags; its title is then its date."""
    cutoff = dt.datetime(2022, 1, 11, 4, 30, tzinfo=dt.UTC)
    edition = PublicEdition(day=dt.date(2022, 1, 11), number=1, revision=1, cutoff=cutoff, page=page.encode("latin-1"))
    files = site(REVIEW, [edition])
    assert "Tuesday, 11 January 2022" in files["archive/2022-01/index.html"].decode()
    ElementTree.fromstring(files["feed.xml"])


def test_a_picture_comes_along_with_its_page(site: SiteRenderer, three: list[PublicEdition]) -> None:
    """And is what other programs show for it."""
    edition = replace(three[2], pictures={"images/talks.jpg": b"jpeg"})
    files = site(REVIEW, [edition])
    assert files["2022-01-11/images/talks.jpg"] == b"jpeg"
    address = f"{editions.SITE}/2022-01-11/images/talks.jpg"
    assert data(files["2022-01-11/index.html"])["image"] == [address]
    assert json.loads(files["feed.json"])["items"][0]["image"] == address


def test_above_several_reviews_stands_the_way_to_each(site: SiteRenderer) -> None:
    """In each one's own language."""
    second = replace(REVIEW, id=ReviewId("uk"), language="uk", title="Щоденний огляд", site=f"{editions.SITE}/uk")
    files = site.root([REVIEW, second])
    page = Tags(files["index.html"].decode())
    assert {f"{editions.SITE}/", f"{editions.SITE}/uk/"} <= set(page.of("a", "href"))
    assert files["robots.txt"].decode().count("Sitemap: ") == 2


def test_a_theme_without_a_way_to_the_archive_gets_one(site: SiteRenderer) -> None:
    """Behind what the page is about, or at its end."""
    cutoff = dt.datetime(2022, 1, 11, 4, 30, tzinfo=dt.UTC)
    page = b"<!DOCTYPE html><html><body><p>Plain</p></body></html>"
    edition = PublicEdition(day=dt.date(2022, 1, 11), number=1, revision=1, cutoff=cutoff, page=page)
    assert "archive/" in Tags(site(REVIEW, [edition])["index.html"].decode()).of("a", "href")
