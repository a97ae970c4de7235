"""`newsletter sources`: shown, tried, added and taken out, with every comment of sources.yaml in its place."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.loopback import Loopback, Route, answer, redirect
from tests.support.newsroom import Room, piece
from tests.support.polling import Polling, body, feed

T = "2022-01-11T06:00:00+00:00"
TALKS = piece("Talks end in Geneva", at="2022-01-11T05:00:00Z")
HEAD = """\
# our newsroom
newsletter:
  title: Daily Review   # as printed
  sender: Daily Review <review@example.org>
  site: https://review.example.org
network: {allow: [127.0.0.0/8], per_host: {gap: 0s}}
sections:
  - {title: News flash, style: briefs}   # the flash

"""
LIST = """\
sources:   # whom we read
  # agencies
  - url: https://wire.example/feed   # the wire
    name: Wire
    terms: {quote: 300}

  # papers
  - url: https://post.example/feed
    name: Post
# the end
"""


def newsroom(room: Room, sources: str = LIST) -> Path:
    room.folder.mkdir(parents=True, exist_ok=True)
    path = room.folder / "sources.yaml"
    path.write_text(HEAD + sources, encoding="utf-8")
    return path


def site(*links: str) -> bytes:
    head = "".join(links)
    return answer(f"<!doctype html><html><head>{head}</head><body>Hello</body></html>".encode())


def link(href: str, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def names(room: Room) -> list[str]:
    return [row["name"] for row in room.run("sources", "list", "--json").lines]


# --- add -----------------------------------------------------------------------------------------


def test_add_finds_the_feed_of_a_sites_address(room: Room) -> None:
    """Through <link rel=alternate>, relative to <base>; the feed of comments comes last; the file's comments stay."""
    path = newsroom(room)
    page = site('<base href="/blog/">', link("/comments", title="Comments"), link("feed.xml", title="News"))
    with Loopback({"/": page, "/comments": feed(TALKS), "/blog/feed.xml": feed(TALKS)}) as server:
        result = room.run("sources", "add", server.url + "/")
        assert result.code == 0, result.err
        added = f"  - url: {server.url}/blog/feed.xml\n    name: Wire 2\n"
    assert path.read_text() == HEAD + LIST.replace("# the end", added + "# the end")
    assert "1 entry" in result.out
    assert server.paths == ["/", "/blog/feed.xml"]


def test_add_takes_the_address_of_a_feed_as_it_is(room: Room) -> None:
    """With a name and tags of one's own; a permanent redirect is followed into the file."""
    path = newsroom(room)
    with Loopback({"/old": redirect("/new", status=301), "/new": feed(TALKS)}) as server:
        assert room.run("sources", "add", server.url + "/old", "--name", "My: #1", "--tag", "front").code == 0
        assert f'  - url: {server.url}/new\n    name: "My: #1"\n    tags: [front]\n' in path.read_text()
    assert names(room) == ["Wire", "Post", "My: #1"]


def test_add_looks_where_feeds_usually_are(room: Room) -> None:
    """A page that names none."""
    newsroom(room)
    with Loopback({"/": site(), "/rss.xml": feed(TALKS)}) as server:
        assert room.run("sources", "add", server.url).code == 0
    assert len(names(room)) == 3


BAD: dict[str, tuple[dict[str, Route], str]] = {
    "nothing there": ({}, "nothing at this address (404)"),
    "no feed anywhere": ({"/": site()}, "no feed of it could be found"),
    "links to scripts and files": (
        {"/": site(link("javascript:alert(1)"), link("file:///etc/passwd"), link("data:,x"))},
        "no feed of it could be found",
    ),
    "a private network": ({"/": site(link("http://10.0.0.1/feed"))}, "no feed of it could be found"),
    "a broken feed": ({"/": answer(b"<rss><channel><item><ti")}, "no feed of it could be found"),
}


@pytest.mark.parametrize("case", BAD)
def test_add_says_what_is_wrong_and_changes_nothing(room: Room, case: str) -> None:
    """One line in words."""
    routes, words = BAD[case]
    path = newsroom(room)
    before = path.read_bytes()
    with Loopback(routes) as server:
        result = room.run("sources", "add", server.url + "/")
    assert result.code == 1 and words in result.err
    assert path.read_bytes() == before


def test_add_twice_is_once(room: Room) -> None:
    """The second call says so and is no failure."""
    path = newsroom(room)
    with Loopback({"/feed": feed(TALKS)}) as server:
        room.run("sources", "add", server.url + "/feed")
        before = path.read_bytes()
        again = room.run("sources", "add", server.url + "/feed")
    assert again.code == 0 and "already" in again.out
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "sources",
    ["sources: []   # none yet\n", "sources:\n", "", "sources: [{url: 'https://wire.example/feed'}]  # in braces\n"],
    ids=["an empty list", "nothing", "no key", "in braces"],
)
def test_add_works_with_every_form_of_the_list(room: Room, sources: str) -> None:
    """What was there is there, comments included."""
    path = newsroom(room, sources)
    with Loopback({"/feed": feed(TALKS)}) as server:
        result = room.run("sources", "add", server.url + "/feed", "--name", "New")
    assert result.code == 0, result.err
    text = path.read_text()
    assert all(comment in text for comment in ("# our newsroom", "# as printed", "# the flash"))
    assert ("#" not in sources) or sources.split("#")[1].strip() in text
    assert "New" in names(room)


def test_a_link_to_the_file_stays_a_link_and_its_mode_stays(room: Room, tmp_path: Path) -> None:
    """Nothing half written is ever there."""
    path = newsroom(room)
    real = tmp_path / "real.yaml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    assert room.run("sources", "remove", "Post").code == 0
    assert path.is_symlink() and real.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in room.folder.iterdir() if p.name.startswith(".sources")] == []


def test_add_says_when_it_only_tried_usual_addresses(room: Room) -> None:
    """No page has named that feed."""
    newsroom(room)
    with Loopback({"/a.html": site(), "/feed": feed(TALKS)}) as server:
        result = room.run("sources", "add", server.url + "/a.html")
        assert f"found at {server.url}/feed by trying usual addresses" in result.err
    assert "names" not in result.err


def test_add_names_a_list_of_feeds_and_guesses_nothing(room: Room) -> None:
    """With how to take it."""
    path = newsroom(room)
    before = path.read_bytes()
    with Loopback({"/opml": answer(OPML.encode()), "/feed": feed(TALKS)}) as server:
        result = room.run("sources", "add", server.url + "/opml")
        assert server.paths == ["/opml"]
    assert result.code == 1 and path.read_bytes() == before
    assert "this is an OPML list of 3 sources" in result.err and "newsletter sources import FILE" in result.err


def test_add_without_a_scheme_asks_https_and_then_http(room: Room) -> None:
    """And says which answered; where neither does, both."""
    path = newsroom(room)
    with Loopback({"/feed": feed(TALKS)}) as server:
        bare = server.url.removeprefix("http://")
        result = room.run("sources", "add", bare + "/feed")
        assert result.code == 0 and f"https does not answer there: asked {server.url}/feed" in result.err
        assert f"url: {server.url}/feed" in path.read_text()
        result = room.run("sources", "add", bare + "/nothing")
    assert result.code == 1 and f"https://{bare}/nothing" in result.err and f"http://{bare}/nothing" in result.err


# --- remove --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Post", LIST.replace("  - url: https://post.example/feed\n    name: Post\n", "")),
        (
            "Wire",
            LIST.replace(
                "  - url: https://wire.example/feed   # the wire\n    name: Wire\n    terms: {quote: 300}\n", ""
            ),
        ),
    ],
)
def test_remove_takes_out_its_lines_and_no_others(room: Room, name: str, left: str) -> None:
    """Comments around it stay."""
    path = newsroom(room)
    assert room.run("sources", "remove", name).code == 0
    assert path.read_text() == HEAD + left


def test_the_last_source_may_go_and_another_may_come(room: Room) -> None:
    """An empty list in between."""
    newsroom(room)
    assert [room.run("sources", "remove", n).code for n in ("Wire", "Post")] == [0, 0]
    assert names(room) == []
    with Loopback({"/feed": feed(TALKS)}) as server:
        assert room.run("sources", "add", server.url + "/feed").code == 0
    assert names(room) == ["Wire"]


def test_remove_refuses_what_would_break_the_file(room: Room) -> None:
    """A section takes from it; and a name that nobody has."""
    path = newsroom(room)
    path.write_text(path.read_text().replace("style: briefs}", "style: briefs, take: {sources: [Wire]}}"))
    before = path.read_bytes()
    result = room.run("sources", "remove", "Wire")
    assert result.code == 2 and "there is no source 'Wire'" in result.err
    assert room.run("sources", "remove", "Nobody").code == 2
    assert path.read_bytes() == before


# --- OPML ----------------------------------------------------------------------------------------

OPML = """<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="Papers"><outline text="Gazette" xmlUrl="https://gazette.example/feed" category="/europe"/>
<outline title="Post, again" xmlUrl="http://www.post.example/feed"/></outline>
<outline text="Script" xmlUrl="javascript:alert(1)"/><outline text="Gazette" xmlUrl="https://g2.example/&amp;x"/>
</body></opml>"""


def test_import_adds_what_is_not_there(room: Room, tmp_path: Path) -> None:
    """Folders become tags; a feed that is here already, and an address that is none, are counted; names are unique."""
    newsroom(room)
    (tmp_path / "list.opml").write_text(OPML)
    dry = room.run("sources", "import", str(tmp_path / "list.opml"), "--dry-run")
    assert dry.out.startswith("2 would be added") and len(names(room)) == 2
    result = room.run("sources", "import", str(tmp_path / "list.opml"))
    assert result.out.strip() == "2 added, 1 were here already, 1 without a usable address"
    rows = {r["name"]: r for r in room.run("sources", "list", "--json").lines}
    assert rows["Gazette"]["tags"] == ["Papers", "europe"]
    assert rows["Gazette 2"]["url"] == "https://g2.example/&x"
    assert room.run("sources", "import", str(tmp_path / "list.opml")).out.startswith("0 added")


def test_import_reads_subscription_links_and_names_what_it_cannot_use(room: Room, tmp_path: Path) -> None:
    """feed:// is http://, feed:https:// is https://."""
    newsroom(room)
    outlines = (
        '<outline text="A" xmlUrl="feed://a.example/f"/><outline text="B" xmlUrl="feed:https://b.example/f"/>'
        '<outline text="Script" xmlUrl="javascript:alert(1)"/><outline text="Empty" xmlUrl=""/>'
    )
    (tmp_path / "list.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    result = room.run("sources", "import", str(tmp_path / "list.opml"))
    assert result.out.startswith("2 added") and "2 without a usable address" in result.out
    assert "not usable: Script: javascript:alert(1)" in result.err and "not usable: Empty: no address" in result.err
    urls = {r["name"]: r["url"] for r in room.run("sources", "list", "--json").lines}
    assert (urls["A"], urls["B"]) == ("http://a.example/f", "https://b.example/f")


def test_import_of_a_file_that_is_not_there_does_not_blame_the_disk(room: Room) -> None:
    """It is the name."""
    newsroom(room)
    result = room.run("sources", "import", "nosuch.opml")
    assert result.code == 1 and "nosuch.opml: No such file" in result.err and "spelled right" in result.err
    assert "disk" not in result.err


@pytest.mark.parametrize(
    "text",
    [
        "<rss/>",
        "<opml><body><outline",
        "not at all",
        '<!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body>&b;<outline xmlUrl="&b;"/>',
    ],
    ids=["a feed", "cut off", "no XML", "a bomb"],
)
def test_import_refuses_what_is_no_list(room: Room, tmp_path: Path, text: str) -> None:
    """In words, and nothing is changed."""
    path = newsroom(room)
    before = path.read_bytes()
    (tmp_path / "list.opml").write_text(text)
    result = room.run("sources", "import", str(tmp_path / "list.opml"))
    assert result.code == 1 and "Traceback" not in result.err
    assert path.read_bytes() == before


def test_export_and_import_give_the_same_sources(room: Room, tmp_path: Path) -> None:
    """OPML 2.0; what is escaped comes back; a file of one's own stays at home."""
    newsroom(room, LIST.replace("name: Post", "name: 'Post & <Sons>'\n    tags: [a b, europe]"))
    with (room.folder / "sources.yaml").open("a") as file:
        file.write("  - url: file:feeds/own.xml\n")
    result = room.run("sources", "export")
    root = ElementTree.fromstring(result.out)
    assert root.tag == "opml" and root.get("version") == "2.0"
    assert [o.get("text") for o in root.iter("outline")] == ["Wire", "Post & <Sons>"]
    assert "1 are files" in result.err
    other = Room(folder=tmp_path / "other")
    newsroom(other, "sources: []\n")
    (tmp_path / "list.opml").write_text(result.out)
    assert other.run("sources", "import", str(tmp_path / "list.opml")).code == 0
    rows = other.run("sources", "list", "--json").lines
    assert [(r["name"], r["url"], r["tags"]) for r in rows] == [
        ("Wire", "https://wire.example/feed", []),
        ("Post & <Sons>", "https://post.example/feed", ["a b", "europe"]),
    ]


# --- test ----------------------------------------------------------------------------------------


def test_test_shows_what_a_source_would_give_and_stores_nothing(room: Room) -> None:
    """By name and by address; no store is even made."""
    with Loopback({"/feed": feed(TALKS)}) as server:
        Polling(room, server)
        by_name, by_url = room.run("sources", "test", "wire"), room.run("sources", "test", server.url + "/feed")
        data = room.run("sources", "test", "wire", "--json").json
    assert by_name.code == by_url.code == 0
    assert by_name.out == by_url.out
    assert "2022-01-11 05:00  Talks end in Geneva" in by_name.out
    assert data["entries"][0]["title"] == "Talks end in Geneva"
    assert not (room.folder / "var").exists()


def test_test_says_what_is_wrong(room: Room) -> None:
    """A page instead of a feed, a server that refuses, a word that is no source."""
    with Loopback({"/page": site(), "/no": answer(status=403), "/cut": answer(body(TALKS, end="<item>"))}) as server:
        Polling(room, server)
        assert "HTML page" in room.run("sources", "test", server.url + "/page").err
        assert "refuses to let us read" in room.run("sources", "test", server.url + "/no").err
        assert "warning: its XML is broken" in room.run("sources", "test", server.url + "/cut").out
        assert room.run("sources", "test", "nobody").code == 2
