"""Links: absolute, checked, cleaned, folded."""

from __future__ import annotations

import pytest

from newsletter.parse.urls import LINKS, LONGEST, absolute, clean_url, url_key

BASE = "https://feeds.example/dir/feed.xml"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("x", "https://feeds.example/dir/x"),
        ("/x", "https://feeds.example/x"),
        ("//b.example/x", "https://b.example/x"),
        ("  https://a.example/x\n", "https://a.example/x"),
        ("HTTPS://A.Example:443/x", "https://a.example/x"),
        ("http://a.example:8080/x", "http://a.example:8080/x"),
        ("https://me:secret@a.example/x", "https://a.example/x"),
        ("https://a.example/x y?q=<a>", "https://a.example/x%20y?q=%3Ca%3E"),
        ("https://a.example/стаття", "https://a.example/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F"),
        ("https://a.example/x?a=1&amp;b=2", "https://a.example/x?a=1&b=2"),
        ("http:\\\\a.example\\x", "http://a.example/x"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/", None),
        ("mailto:a@b.example", None),
        ("https://", None),
        ("https:///x", None),
        ("https://a.example:99999/", None),
        ("https://[::1/", None),
        ("https://a b.example/", None),
        ('https://a.example">x/', None),
        ("https://a.example/" + "x" * LONGEST, None),
        ("", None),
        (None, None),
    ],
)
def test_only_sound_pages_survive(url: str | None, expected: str | None) -> None:
    """Resolved against the base; http and https only; nothing hidden behind control characters."""
    assert absolute(url, BASE) == expected


def test_mail_addresses_are_links_only_where_they_are_asked_for() -> None:
    """Of a mailto: only the address is kept."""
    assert absolute("mailto:a@b.example?cc=evil@x.example", BASE, schemes=LINKS) == "mailto:a@b.example"
    assert absolute("mailto:nobody", BASE, schemes=LINKS) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=feed&id=5", "https://a.example/x?id=5"),
        ("https://a.example/x?UTM_Campaign=a&fbclid=1&gclid=2&mc_cid=3&yclid=4", "https://a.example/x"),
        ("https://a.example/x?id=2&a=1#part", "https://a.example/x?id=2&a=1"),
        ("http://A.example:80", "http://a.example/"),
        ("https://a.example/x/?", "https://a.example/x/"),
        (
            "https://a.example/?gallery=5&reference=6&source=7&session=8&page=9",
            "https://a.example/?gallery=5&reference=6&source=7&session=8&page=9",
        ),
        ("https://a.example/utm_source=x", "https://a.example/utm_source=x"),
        ("https://a.example/?q=utm_source", "https://a.example/?q=utm_source"),
        ("https://a.example/?%75tm_source=x", "https://a.example/"),
        ("javascript:alert(1)//https://a.example/", None),
    ],
)
def test_cleaning_takes_away_what_only_tracks(url: str, expected: str | None) -> None:
    """And nothing that could be content."""
    assert clean_url(url) == expected


@pytest.mark.parametrize(
    "other",
    [
        "https://a.example/x?b=2&a=1",
        "http://a.example/x?a=1&b=2",
        "https://www.a.example/x/?a=1&b=2",
        "https://A.example:443/x?a=1&b=2&utm_source=rss#top",
        "https://a.example/%78?a=%31&b=2",
    ],
)
def test_disguises_of_one_page_share_a_key(other: str) -> None:
    """Scheme, www., slash, order, trackers and encoding make no other page."""
    assert url_key(other) == url_key("https://a.example/x?a=1&b=2") == "a.example/x?a=1&b=2"


@pytest.mark.parametrize("other", ["https://a.example/y", "https://b.example/x", "https://a.example/x?a=2", "x:y"])
def test_other_pages_have_other_keys(other: str) -> None:
    """Path, host and parameters count."""
    assert url_key(other) != url_key("https://a.example/x")
