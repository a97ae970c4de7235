"""Pages behind links: `clip URL`, and sources with `article: fetch`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.support.loopback import Loopback, Request, Route, answer, redirect
from tests.support.newsroom import Room, piece

MORNING = "2022-01-11T04:30:00Z"
SENTENCE = "The council of the upper town agreed on Monday to buy a second ferry, which will run from the spring."
MORE = "The boat costs four million and carries sixty lorries, twice as many as the one that has crossed so far."
LAST = "The shipyard on the coast has promised to deliver the boat in March, a month before the fog season ends."
TEASER = "A second ferry is coming."


def page(*paragraphs: str, title: str = "Upper town buys a second ferry", at: str = "2022-01-10T16:20:00Z") -> bytes:
    """An article among furniture."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    html = (
        f'<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{at}"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1><p>By River Desk</p>{body}</article>"
        "<section><h3>Leave a Reply</h3><p>First! I have always said that we need another ferry here.</p></section>"
        "<footer>© 2022 Example River News</footer></body></html>"
    )
    return answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


class Site:
    """A loopback site whose pages change."""

    def __init__(self) -> None:
        self._routes: dict[str, Route] = {}
        self.server = Loopback(self._routes)

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def requests(self) -> list[Request]:
        return self.server.requests

    def shows(self, path: str, route: Route) -> None:
        """What `path` answers from now on."""
        self._routes[path] = route


@pytest.fixture
def site(room: Room) -> Iterator[Site]:
    """The room may fetch from 127.0.0.1."""
    site = Site()
    with site.server:
        room.feed("wire", piece("Envoys open a round of talks in Geneva"))
        allow(room)
        yield site


def allow(room: Room) -> None:
    room.write()
    file = room.folder / "sources.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "network: {allow: [127.0.0.0/8], per_host: {connections: 8, gap: 0s}}\n", encoding="utf-8")


def entries(room: Room, source: str, at: str = MORNING) -> list[Mapping[str, str]]:
    return room.run("entries", "--json", "--source", source, at=at).lines


def test_a_clip_is_read_and_stored_under_its_publisher(room: Room, site: Site) -> None:
    """What was read is said; the entry holds the text without its furniture."""
    site.shows("/ferry", page(SENTENCE, MORE, LAST))
    result = room.run("clip", f"{site.url}/ferry", at=MORNING)
    assert result.code == 0, result.err
    assert "Upper town buys a second ferry" in result.out
    assert "10 January 2022, 16:20 UTC" in result.out
    assert "River Desk" in result.out
    (entry,) = entries(room, "clips: 127.0.0.1")
    assert entry["content_html"] == f"<p>{SENTENCE}</p><p>{MORE}</p><p>{LAST}</p>"
    assert entry["published"] == "2022-01-10T16:20:00Z"


def test_a_clip_can_be_placed_and_is_credited_to_its_publisher(room: Room, site: Site) -> None:
    """At the top of the section; published with the edition, within the usual terms."""
    site.shows("/ferry", page(SENTENCE, MORE, LAST))
    room.run("collect", at=MORNING)
    result = room.run("clip", f"{site.url}/ferry", "--section", "news-flash", at=MORNING)
    assert result.code == 0, result.err
    assert room.run("build", "--offline", at=MORNING).code == 0
    sections = room.edition("2022-01-11")["sections"]
    (flash,) = [s for s in sections if s["key"] == "news-flash"]
    first = next(b for b in flash["blocks"] if b["kind"] == "story")
    assert first["headline"]["text"] == "Upper town buys a second ferry"
    assert (first["credit"]["name"], first["credit"]["publisher"]) == ("127.0.0.1", "127.0.0.1")
    assert first["sentences"][0]["text"] == SENTENCE


def test_an_old_page_without_a_date_can_be_placed_by_the_one_who_clipped_it(room: Room, site: Site) -> None:
    """No machine would place it; an editor may."""
    site.shows("/ferry", page(SENTENCE, MORE, LAST, at="never"))
    site.shows("/mill", page(SENTENCE, MORE, title="Mill wheel turns again after years", at="2021-12-01T10:00:00Z"))
    room.run("collect", at=MORNING)
    for path in ("/ferry", "/mill"):
        result = room.run("clip", site.url + path, "--section", "news-flash", at=MORNING)
        # The second comes after the first edit, which froze the draft: it is stored and waits.
        assert result.code == (0 if path == "/ferry" else 4), result.err
    assert "no date on the page" in room.run("clip", f"{site.url}/ferry", at=MORNING).out
    assert "arrival" in result.err or "no story" in result.err
    assert len(entries(room, "clips: 127.0.0.1")) == 2


def test_a_page_that_was_continued_is_the_same_entry(room: Room, site: Site) -> None:
    """A new part is a new version of it, with the newest part first."""
    update = "<b>UPDATE 11/01/2022</b></p><p>Ferry bought</p><p>"
    site.shows("/ferry", page(SENTENCE, MORE))
    first = room.run("clip", f"{site.url}/ferry", at=MORNING)
    again = room.run("clip", f"{site.url}/ferry", at=MORNING)
    site.shows("/ferry", page(SENTENCE, MORE, update + LAST))
    later = room.run("clip", f"{site.url}/ferry", at="2022-01-11T05:00:00Z")
    assert ["new:" in first.out, "unchanged:" in again.out, "changed:" in later.out] == [True, True, True]
    assert "continued: 2 parts, the newest of 11 January 2022: Ferry bought" in later.out
    (entry,) = entries(room, "clips: 127.0.0.1", at="2022-01-11T05:00:00Z")
    assert entry["content_html"].startswith(f"<p>{LAST}</p>")


@pytest.mark.parametrize(
    ("address", "code", "words"),
    [
        ("javascript:alert(1)", 2, "no address of a web page"),
        ("file:///etc/passwd", 2, "no address of a web page"),
        ("/gone", 1, "could not be read"),
        ("/menu", 1, "no article"),
        ("/out", 1, "could not be read"),
    ],
)
def test_what_cannot_be_clipped_is_said_in_words(room: Room, site: Site, address: str, code: int, words: str) -> None:
    """One line and a hint; nothing is stored. The fetcher's guard holds on redirects too."""
    site.shows("/gone", answer(b"", status=410))
    site.shows("/menu", answer(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"))
    site.shows("/out", redirect("http://169.254.169.254/latest/meta-data/"))
    result = room.run("clip", site.url + address if address.startswith("/") else address, at=MORNING)
    assert (result.code, words in result.err, "hint:" in result.err) == (code, True, True), result.err
    assert entries(room, "clips: 127.0.0.1") == []


# --- article: fetch ------------------------------------------------------------------------------


def teaser(room: Room, site: Site, *paths: str, text: str = TEASER) -> None:
    pieces = [piece(f"Ferry news {p.strip('/')}", text=text, link=site.url + p) for p in paths]
    room.feed("teasers", *pieces, settings="article: fetch")
    allow(room)


def asked(site: Site) -> list[str]:
    return [r.path for r in site.requests]


def test_the_page_of_a_new_entry_is_read_once(room: Room, site: Site) -> None:
    """Its text takes the teaser's place, and stays when the feed is read again."""
    site.shows("/a", page(SENTENCE, MORE))
    teaser(room, site, "/a")
    room.run("collect", at=MORNING)
    site.shows("/b", page(LAST))
    teaser(room, site, "/b", "/a")
    room.run("collect", "--now", at="2022-01-11T05:00:00Z")
    found = {e["title"]: e for e in entries(room, "teasers", at="2022-01-11T05:00:00Z")}
    assert found["Ferry news a"]["content_html"] == f"<p>{SENTENCE}</p><p>{MORE}</p>"
    assert found["Ferry news b"]["content_html"] == f"<p>{LAST}</p>"
    assert TEASER in found["Ferry news a"]["summary_html"]
    assert asked(site) == ["/a", "/b"]


def test_a_page_that_cannot_be_had_costs_only_its_text(room: Room, site: Site) -> None:
    """404, no article, broken HTML, another network: the entry keeps its teaser."""
    site.shows("/menu", answer(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"))
    site.shows("/out", redirect("http://169.254.169.254/"))
    site.shows("/picture", answer(b"\x89PNG", headers={"Content-Type": "image/png"}))
    site.shows("/a", page(SENTENCE, MORE))
    teaser(room, site, "/none", "/menu", "/out", "/picture", "/a")
    report = room.run("collect", "--json", at=MORNING).json
    assert [s["status"] for s in report["sources"]] == ["new", "new"]
    texts = {e["title"]: e["content_html"] for e in entries(room, "teasers")}
    assert [title for title, text in texts.items() if text] == ["Ferry news a"]
    assert len(texts) == 5


def test_one_poll_asks_for_twenty_pages_at_most_and_for_none_of_old_news(room: Room, site: Site) -> None:
    """A first visit may bring hundreds of entries."""
    links = [f"/{n}" for n in range(30)]
    pieces = [piece(f"Ferry news {p}", text=TEASER, link=site.url + p) for p in links]
    old = piece("Old ferry news", at="2021-12-01T10:00:00Z", text=TEASER, link=f"{site.url}/old")
    room.feed("teasers", *pieces, old, settings="article: fetch")
    allow(room)
    assert room.run("collect", at=MORNING).code == 0
    assert len(asked(site)) == 20
    assert "/old" not in asked(site)


def test_without_the_setting_no_page_is_asked_for(room: Room, site: Site) -> None:
    """A feed is read as it is."""
    room.feed("plain", piece("Ferry news", text=TEASER, link=f"{site.url}/a"))
    allow(room)
    room.run("collect", at=MORNING)
    assert asked(site) == []


def test_a_feed_that_says_more_than_the_page_keeps_its_own_text(room: Room, site: Site) -> None:
    """A page behind a wall shows less."""
    site.shows("/a", page("The council of the upper town agreed on Monday to buy a second ferry."))
    teaser(room, site, "/a", text=" ".join([SENTENCE, MORE, LAST]))
    room.run("collect", at=MORNING)
    (entry,) = entries(room, "teasers")
    assert not entry["content_html"]
    assert asked(site) == ["/a"]


def test_the_request_is_honest_and_lean(room: Room, site: Site) -> None:
    """Our own User-Agent, no cookies, no referrer."""
    seen: list[Request] = []

    def watch(request: Request) -> bytes:
        seen.append(request)
        return page(SENTENCE, MORE)

    site.shows("/a", watch)
    room.run("clip", f"{site.url}/a", at=MORNING)
    (request,) = seen
    assert "newsletter/" in request.headers["User-Agent"]
    assert not {"Cookie", "Referer"} & set(request.headers)
