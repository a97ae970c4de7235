"""What is dropped, what is kept, and what is no article at all."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from newsletter.article import read
from newsletter.article.furniture import Kind, kind
from newsletter.article.head import page_address
from newsletter.errors import ParseError
from newsletter.model.articles import Article

SEEN = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)
TEXT = "The council of the town met on Monday evening and agreed on a budget for the year, it said."
BODY = f"<body><h1>Council agrees</h1>{f'<p>{TEXT}</p>' * 3}</body>"
PAGE = f"<html><head><title>Council agrees</title>%s</head>{BODY}</html>"


def html(head: str = "") -> Article:
    return read((PAGE % head).encode(), url="https://town.example/a/b", content_type="text/html", seen=SEEN)


@pytest.mark.parametrize(
    "line",
    [
        "Skip to content",
        "Home | News | Opinion | Sport",
        "Facebook Twitter Telegram",
        "Please, enter correct email address",
        "* indicates required",
        "© 2022 Example River News",
        "Photo: Example River News",
        "Share this article on Facebook",
        "3 min read",
        "Підписуйтесь на наш телеграм-канал",
        "Усі права захищені",
        "We rely on readers like you: become a patron and help us stay independent, for as little as $1 a month.",
        "Please support us by disabling your ad blocker, because advertising revenue pays our journalists.",
        "***",
    ],
)
def test_furniture_is_known_line_by_line(line: str) -> None:
    """Menus, share buttons, sign-up boxes, pleas, notices."""
    assert kind(line) is Kind.FURNITURE


@pytest.mark.parametrize(
    "line",
    [
        "Support for the bill fell to a third on Monday, the council of the lower town said.",
        "Sign-ups for the ferry doubled in January, and the company has bought another boat.",
        "Copyright law is to be changed in the spring, the ministry said on Monday evening in the capital.",
        "The newsletter of the town hall had announced the flood two days before it came.",
        "Home owners on the river may ask for help until Friday, the council of the upper town said.",
        "Search teams found the boat near the old mill on Monday, an hour before the fog came.",
        "He denied it.",
        "Комітет закликав підтримати законопроєкт, за який у понеділок проголосували обидва міста.",
    ],
)
def test_reports_about_such_things_are_no_furniture(line: str) -> None:
    """One word of a label makes no label."""
    assert kind(line) is Kind.PROSE


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"", None, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), None, "no text"),
        (b"%PDF-1.7", "application/pdf", "application/pdf"),
        (b"<rss version='2.0'><channel/></rss>", None, "feed"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "text/html", "no article"),
    ],
)
def test_what_is_no_article_is_refused_in_words(body: bytes, kind: str | None, words: str) -> None:
    """ParseError, one line."""
    with pytest.raises(ParseError, match=words):
        read(body, url=None, content_type=kind, seen=SEEN)


def test_a_naive_time_is_a_fault_of_the_caller() -> None:
    """`seen` decides between readings of dates, so it must be sure."""
    with pytest.raises(ValueError, match="UTC"):
        read(TEXT.encode(), url=None, seen=dt.datetime(2024, 4, 14))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        " JAVASCRIPT:alert(1)",
        "data:image/svg+xml,<svg/>",
        "file:///etc/passwd",
        "\u200bvbscript:x",
        "http://",
        'https://a.example/"onerror="x',
        "",
    ],
)
def test_a_picture_is_on_the_web_or_there_is_none(address: str) -> None:
    """Schemes are checked before and after resolving."""
    assert page_address(address, "https://town.example/a/b") is None


def test_a_relative_picture_starts_at_the_page() -> None:
    """And a name and password in an address are dropped."""
    article = html('<meta property="og:image" content="/c.jpg">')
    assert article.image is not None
    assert article.image.url == "https://town.example/c.jpg"
    assert (
        page_address("//me:secret@pictures.example/c.jpg", "https://town.example/") == "https://pictures.example/c.jpg"
    )


def test_dates_for_machines_go_first_and_are_in_utc() -> None:
    """Published and changed; a change before publication is none, and neither is a time after the visit."""
    stamp = '<meta property="article:published_time" content="{}"><meta property="article:modified_time" content="{}">'
    article = html(stamp.format("2022-01-10T16:20:00+02:00", "2022-01-10T18:00:00+02:00"))
    assert article.published == dt.datetime(2022, 1, 10, 14, 20, tzinfo=dt.UTC)
    assert article.changed == dt.datetime(2022, 1, 10, 16, 0, tzinfo=dt.UTC)
    assert html(stamp.format("2022-01-10T16:20:00Z", "2022-01-09T10:00:00Z")).changed is None
    assert html(stamp.format("2031-01-10T16:20:00Z", "yesterday")).published is None


def test_json_that_is_not_what_it_should_be_is_passed_over() -> None:
    """Broken, deep, of other types; the rest of the page is read all the same."""
    for data in ("{", "[" * 10_000, "null", '{"@type": 3}', '{"@type": "NewsArticle", "headline": ["x"], "author": 7}'):
        article = html(f'<script type="application/ld+json">{data}</script>')
        assert (article.title, len(article.paragraphs)) == ("Council agrees", 3)


HOSTILE = {
    "elements that are never closed": "<div>" * 60_000,
    "comments that are never closed": "<!--" * 60_000,
    "scripts that are never closed": "<script>" * 20_000,
    "headings that are never closed": "<h1>" * 20_000,
    "attributes without end": "<p " + "a=b " * 60_000 + ">",
    "quotes without end": "<meta content='" * 20_000,
    "tables in tables": "<table><tr><td>" * 3_000,
    "nothing but dates": "10/01/2022 " * 20_000,
    "nothing but separators": "| a " * 60_000,
    "nothing but tickers": "10:26\nA thing happened on the river on Monday evening, the council said.\n" * 3_000,
    "a word without end": "a-" * 300_000 + ".",
}


@pytest.mark.parametrize("junk", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_costs_little_and_ends_in_an_article_or_a_parse_error(junk: str) -> None:
    """CPU time; patterns with nested repeats took minutes."""
    start = time.process_time()
    for body in (junk, f"<html><body><h1>Council agrees</h1>{junk}<p>{TEXT}</p>"):
        try:
            assert read(body.encode(), url=None, seen=SEEN).paragraphs
        except ParseError as error:
            assert str(error)
    assert time.process_time() - start < 8


def test_a_windows_1251_page_that_says_it_is_utf_8_is_read_as_what_it_is() -> None:
    """Header and meta element are both wrong, as feeds' labels may be."""
    text = "У понеділок міська рада Луцька ухвалила бюджет на рік, сказав мер після засідання ради."
    page = (
        '<html><head><meta charset="utf-8"><title>Мер Луцька пішов</title></head>'
        f"<body><h1>Мер Луцька пішов</h1>{f'<p>{text}</p>' * 3}</body></html>"
    )
    body, url = page.encode("cp1251"), "https://town.example/a"
    found = read(body, url=url, content_type="text/html; charset=utf-8", seen=SEEN)
    assert found.title == "Мер Луцька пішов" and found.paragraphs[0] == text


def test_a_page_cut_in_the_middle_of_a_character_keeps_its_encoding() -> None:
    """One broken byte is no other encoding."""
    page = (PAGE % '<meta charset="gb18030">').replace("Council agrees", "市议会通过预算")
    found = read(page.encode("gb18030") + b"\x81", url="https://town.example/a", content_type="text/html", seen=SEEN)
    assert found.title == "市议会通过预算"
