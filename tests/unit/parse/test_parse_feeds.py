"""What parsing does beyond single files: formats, bases, encodings, identity, hostile documents."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from pathlib import Path

import pytest

from newsletter.errors import PageInstead, ParseError
from newsletter.model.base import SourceName
from newsletter.model.feeds import Feed, Fetched, ParsedEntry
from newsletter.parse import FORMATS, identify, parse
from newsletter.parse.dates import from_text

WIRE = SourceName("wire")


def read(body: str | bytes, *, url: str = "https://a.example/feed", kind: str | None = None, format: str = "") -> Feed:
    """The feed that a body is."""
    data = body.encode() if isinstance(body, str) else body
    return parse(Fetched(source=WIRE, body=data, url=url, content_type=kind), format=format or None)


def rss(entry: str, *, head: str = "", before: str = "") -> str:
    """One entry in a feed."""
    return f"{before}<rss version='2.0'><channel><title>t</title>{head}<item>{entry}</item></channel></rss>"


def only(feed: Feed) -> ParsedEntry:
    (entry,) = feed.entries
    return entry


def test_a_source_can_say_which_format_it_is() -> None:
    """`format:` overrides what the bytes say; an unknown one is refused."""
    with pytest.raises(ParseError, match="JSON"):
        read(rss("<title>a</title>"), format="json")
    with pytest.raises(ParseError, match="not a feed"):
        read('{"version": "https://jsonfeed.org/version/1.1", "items": []}', format="feed")
    with pytest.raises(ParseError, match="no format 'xml'") as caught:
        read("<rss/>", format="xml")
    assert all(name in caught.value.hint for name in FORMATS)


def test_a_file_source_leaks_no_path_into_its_entries() -> None:
    """Relative links of a file start at the site that the feed names; guids stay as they stand."""
    entry = (
        "<title>a</title><link>/news/1</link><guid>4711</guid><description>&lt;a href='x'&gt;x&lt;/a&gt;</description>"
    )
    feed = read(rss(entry, head="<link>https://site.example/</link>"), url="file:///home/me/feeds/a.xml")
    assert only(feed).url == "https://site.example/news/1"
    assert only(feed).guid == "4711"
    assert only(feed).summary_html == '<a href="https://site.example/x">x</a>'
    bare = only(read(rss(entry), url="file:feeds/a.xml"))
    assert (bare.url, bare.guid, bare.summary_html) == (None, "4711", "<a>x</a>")


def test_a_guid_does_not_change_when_the_feed_moves() -> None:
    """feedparser would resolve it against the feed's own address."""
    first, second = (
        only(read(rss("<title>a</title><guid>n-1</guid>"), url=u)) for u in ("https://a.x/f", "https://b.x/f")
    )
    assert first.guid == second.guid == "n-1"
    assert identify(WIRE, first) == identify(WIRE, second)


def test_a_password_in_the_address_of_a_feed_reaches_no_link() -> None:
    """Links are resolved against that address."""
    entry = only(read(rss("<link>/x</link>"), url="https://me:secret@a.example/feed"))
    assert entry.url == "https://a.example/x"


@pytest.mark.parametrize(
    ("kind", "declared", "actual"),
    [
        ("text/xml", "utf-8", "utf-8"),
        ("text/xml; charset=iso-8859-1", "windows-1251", "windows-1251"),
        ("text/xml; charset=windows-1251", "utf-8", "windows-1251"),
        ("application/xml; charset=utf-8", "koi8-u", "utf-8"),
        (None, "koi8-u", "koi8-u"),
        (None, "utf-8", "windows-1251"),
        (None, "windows-1251", "utf-8"),
        (None, "utf-16", "utf-16"),
        ("application/rss+xml", "UTF-32", "utf-32"),
        ("text/html; charset=nonsense", "also-nonsense", "utf-8"),
        (None, "zlib", "utf-8"),
        (None, "unicode_escape", "utf-8"),
    ],
)
def test_an_encoding_is_what_it_is_whatever_is_declared(kind: str | None, declared: str, actual: str) -> None:
    """As sent, as declared, or as the bytes are."""
    text = f'<?xml version="1.0" encoding="{declared}"?>' + rss("<title>Їхні переговори тривають</title>")
    assert only(read(text.encode(actual), kind=kind)).title == "Їхні переговори тривають"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Mon, 10 Jan 2022 18:10:00 +0200", dt.datetime(2022, 1, 10, 16, 10, tzinfo=dt.UTC)),
        ("2022-01-10T18:10:00Z", dt.datetime(2022, 1, 10, 18, 10, tzinfo=dt.UTC)),
        ("10 Jan 22 18:10 GMT", dt.datetime(2022, 1, 10, 18, 10, tzinfo=dt.UTC)),
        ("Mon, 10 Jan 2999 18:10:00 GMT", dt.datetime(2999, 1, 10, 18, 10, tzinfo=dt.UTC)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Mon, 10 Jan 9999 23:59:59 -1200", None),
        ("0000-00-00T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_are_utc_and_absurd_ones_are_none(date: str, expected: dt.datetime | None) -> None:
    """The entry is kept without its date."""
    assert only(read(rss(f"<title>a</title><pubDate>{date}</pubDate>"))).published == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-01-10T18:10:00Z", dt.datetime(2022, 1, 10, 18, 10, tzinfo=dt.UTC)),
        ("2022-01-10t18:10:00.123456789+02:00", dt.datetime(2022, 1, 10, 16, 10, tzinfo=dt.UTC)),
        ("2022-01-10", dt.datetime(2022, 1, 10, tzinfo=dt.UTC)),
        ("2022-01-10T18:10:00", dt.datetime(2022, 1, 10, 18, 10, tzinfo=dt.UTC)),
        ("2022-02-30T00:00:00Z", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("1900-01-01T00:00:00Z", None),
        ("10 Jan 2022", None),
        (1641838200, None),
        (None, None),
    ],
)
def test_json_dates_are_rfc_3339(text: object, expected: dt.datetime | None) -> None:
    """Without a zone they are UTC."""
    assert from_text(text) == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("<author>desk@post.example (The Desk)</author>", ("The Desk",)),
        ("<author>The Desk &lt;desk@post.example&gt;</author>", ("The Desk",)),
        ("<author>desk@post.example</author>", ("desk@post.example",)),
        ("<dc:creator>One</dc:creator><dc:creator>Two</dc:creator>", ("One", "Two")),
        ("<author></author>", ()),
    ],
)
def test_authors_are_names(author: str, expected: tuple[str, ...]) -> None:
    """An address only where there is no name."""
    body = rss(f"<title>a</title>{author}").replace("<rss ", "<rss xmlns:dc='http://purl.org/dc/elements/1.1/' ")
    assert only(read(body)).authors == expected


# --- identity ------------------------------------------------------------------------------------


def test_an_entry_is_known_by_guid_then_link_then_words() -> None:
    """What does not identify may change."""
    entry = ParsedEntry(guid="g", url="https://a.example/1", title="a")
    assert re.fullmatch(r"[0-9a-f]{16}", identify(WIRE, entry))
    assert identify(WIRE, entry) == identify(WIRE, ParsedEntry(guid="g", url="https://a.example/2", title="b"))
    assert identify(WIRE, ParsedEntry(url="https://a.example/1?utm_source=x", title="a")) == identify(
        WIRE, ParsedEntry(url="http://www.a.example/1/", title="b")
    )
    assert identify(WIRE, ParsedEntry(title="a", summary_text="b")) != identify(WIRE, ParsedEntry(title="a"))


def test_the_same_guid_in_two_sources_is_two_entries() -> None:
    """A guid is unique in its feed only (RSS 2.0); and a guid is no title."""
    entry = ParsedEntry(guid="1")
    assert identify(WIRE, entry) != identify(SourceName("post"), entry)
    assert identify(WIRE, entry) != identify(WIRE, ParsedEntry(title="1"))


def test_ids_are_the_same_on_every_machine() -> None:
    """Written down: a change here would forget every entry that was ever told."""
    assert identify(WIRE, ParsedEntry(guid="g")) == "b458030636c1860d"


def test_a_page_that_breaks_the_parser_names_the_feeds_before_that() -> None:
    """A malformed marked section ends the search, and nothing else."""
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    page = f"<html><head>{link}<![a </ x</head><body>{link}</body></html>".encode()
    with pytest.raises(PageInstead) as caught:
        parse(Fetched(source=WIRE, body=page, url="https://wire.example/"))
    assert caught.value.feeds == ("https://wire.example/feed",)


# --- hostile -------------------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE x [<!ENTITY l 'lol'>" + "".join(
    f"<!ENTITY l{i} '{f'&l{i - 1 if i else str()};' * 10}'>" for i in range(10)
)
DESCRIPTION = "<title>a</title><description>{}</description>"
HOSTILE = {
    "billion laughs": rss(DESCRIPTION.format("&l9;"), before=LAUGHS + "]>"),
    "laughs behind a comment": rss(DESCRIPTION.format("&l9;"), before="<!-- <a -->" + LAUGHS + "]>"),
    "quadratic blow-up": rss(DESCRIPTION.format("&a;" * 50_000), before=f"<!DOCTYPE x [<!ENTITY a '{'x' * 50_000}'>]>"),
    "many small expansions": rss(
        DESCRIPTION.format("&a;" * 200_000), before=f"<!DOCTYPE x [<!ENTITY a '{'x' * 400}'>]>"
    ),
    "external entity": rss(DESCRIPTION.format("&f;"), before="<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"),
    "external parameters": rss("", before="<!DOCTYPE x [<!ENTITY % f SYSTEM 'file:///etc/passwd'> %f;]>"),
    "external definition": rss("<title>a</title>", before="<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"),
    "30,000 attributes": rss("<link " + " ".join(f"a{i}='1'" for i in range(30_000)) + "/>"),
    "30,000 namespaces": rss("<x " + " ".join(f"xmlns:a{i}='u:{i}'" for i in range(30_000)) + "/>"),
    "10,000 deep": rss("<a>" * 10_000 + "</a>" * 10_000),
    "a million open": rss("<a>" * 1_000_000),
    "20,000 categories": rss("".join(f"<category>{i}</category>" for i in range(20_000))),
    "an endless author": rss(f"<title>a</title><author>{'a.' * 300_000}</author>"),
    "an endless address": rss(f"<title>a</title><link>http://{'a.' * 300_000}</link>"),
    "an endless date": rss(f"<title>a</title><pubDate>{'Mon, ' * 100_000}</pubDate>"),
    "unclosed sections": "<rss><channel>&x " + "<![CDATA[" * 20_000,
    "an endless declaration": "<?xml " * 100_000,
    "an endless doctype": "<!DOCTYPE x " + "[" * 500_000,
    "nested JSON": '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 500_000,
    "a long number": '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + "9" * 500_000 + "}]}",
    "no characters": '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"\\ud800\\u0000","title":"\\udfff"}]}',
    "nothing but zeros": "\0" * 100_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_document_ends_as_feed_or_error_within_seconds(case: str) -> None:
    """No crash, no file read, no memory filled, nothing longer than a document may be."""
    start = time.monotonic()
    try:
        feed = read(HOSTILE[case])
    except ParseError as error:
        assert "\n" not in str(error)
    else:
        words = repr(feed)
        assert "root:" not in words and len(words) < 5_000_000
        words.encode("utf-8")
    assert time.monotonic() - start < 8


def shared(folder: str) -> Path:
    here = Path(os.environ.get("NEWSLETTER_SHARED") or Path(__file__).resolve().parents[4] / "shared")
    if not (here / "feeds" / folder).is_dir():
        pytest.skip("needs real feeds: set NEWSLETTER_SHARED to a folder with feeds/")
    return here / "feeds" / folder


@pytest.mark.parametrize(("folder", "with_entries"), [("real", 36), ("feedparser", 975)])
def test_every_known_feed_gives_entries_or_a_named_error(folder: str, with_entries: int) -> None:
    """No other exception, none over five seconds, and no fewer with entries than there were."""
    found = 0
    for path in sorted(p for p in shared(folder).rglob("*") if p.is_file()):
        start = time.monotonic()
        try:
            found += bool(read(path.read_bytes()).entries)
        except ParseError as error:
            assert str(error), path
        assert time.monotonic() - start < 5, path
    assert found >= with_entries
