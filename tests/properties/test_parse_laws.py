"""Laws of parsing: whatever comes, it is a Feed or a ParseError, and what is in a Feed is safe."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.errors import ParseError
from newsletter.language import detect
from newsletter.model.base import SourceName, from_json, to_json
from newsletter.model.feeds import Feed, Fetched
from newsletter.parse import FORMATS, clean_url, identify, parse, url_key
from newsletter.parse.clean import plain, sanitise, tidy, visible_text
from newsletter.parse.urls import absolute

PIECES = st.sampled_from(
    (
        "<rss version='2.0'> <channel> <item> </item> <title> </title> <link> </link> <guid> <description>"
        " </description> <feed xmlns='http://www.w3.org/2005/Atom'> <entry> </entry> <content type='xhtml'>"
        " <![CDATA[ ]]> <!-- --> & &amp; &lt;script&gt; &#0; &#xD800; <a href='javascript:x'> <svg> <x:y> {"
        " <!DOCTYPE x [<!ENTITY a 'b'>]> &a;"
        ' <?xml version="1.0" encoding="utf-16"?> <category> <author> <pubDate> 2022 "items":[ } ] \ud7ff \x00'
    ).split(" ")
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join)
BODIES = st.one_of(st.binary(max_size=300), TEXT.map(lambda t: t.encode("utf-8", "replace")))
FEEDISH = TEXT.map(lambda t: f"<rss version='2.0'><channel><item><title>{t}".encode("utf-8", "replace"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "id url title author authors name tags image attachments content_html date_published".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=15,
)


def check(feed: Feed) -> None:
    """What every Feed promises."""
    assert from_json(Feed, to_json(Feed, feed)) == feed
    for entry in feed.entries:
        for link in (
            entry.url,
            entry.clean_url,
            *(e.url for e in entry.enclosures),
            entry.image.url if entry.image else None,
        ):
            assert link is None or re.match(r"https?://[^/]", link)
        for text in (entry.title, entry.summary_text, entry.content_text, *entry.authors, *entry.tags):
            assert text is None or tidy(text) == text
        for html, text in ((entry.summary_html, entry.summary_text), (entry.content_html, entry.content_text)):
            assert visible_text(html or "") == text
            assert not re.search(r"<(?:script|svg|style|form|iframe)|\son\w+=|href=\"(?!https?:|mailto:)", html or "")
        assert len(identify(SourceName("s"), entry)) == 16


@settings(max_examples=200, deadline=None)
@given(body=st.one_of(BODIES, FEEDISH), kind=st.sampled_from([None, "text/xml; charset=utf-7", "x"]))
def test_any_bytes_are_a_feed_or_a_parse_error(body: bytes, kind: str | None) -> None:
    """And nothing else."""
    for name in (None, *FORMATS):
        try:
            feed = parse(
                Fetched(source=SourceName("s"), body=body, url="https://a.example/f", content_type=kind), format=name
            )
        except ParseError as error:
            assert str(error) and "\n" not in str(error)
        else:
            check(feed)


@settings(max_examples=200, deadline=None)
@given(items=st.lists(JSON, max_size=3), head=st.dictionaries(st.sampled_from(["title", "author", "language"]), JSON))
def test_any_json_is_a_feed_or_a_parse_error(items: list[object], head: dict[str, object]) -> None:
    """Wrong types in any place cost that place only."""
    import json

    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", **head, "items": items}).encode()
    check(parse(Fetched(source=SourceName("s"), body=body, url="https://a.example/f")))


@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """`sanitise`, `tidy` and `plain` are idempotent, or safe to repeat."""
    once = sanitise(text, "https://a.example/")
    assert sanitise(once, "https://a.example/") == once
    assert tidy(tidy(text)) == tidy(text)
    line = plain(text)
    assert line is None or (line == tidy(line) and "\n" not in line)


URLS = st.builds(
    lambda scheme, host, path, query: f"{scheme}{host}/{path}?{query}",
    st.sampled_from(["http://", "https://", "//", "javascript:", "HTTPS://www.", "mailto:a@"]),
    st.sampled_from(["a.example", "A.example:443", "u:p@b.example:8080", "[::1]", "ж.example", ""]),
    st.text(max_size=8),
    st.lists(st.sampled_from(["utm_source=x", "a=1", "b", "=c", "fbclid=", "%zz", "q=ж"]), max_size=4).map("&".join),
)


@settings(max_examples=200, deadline=None)
@given(url=st.one_of(URLS, st.text(max_size=40)))
def test_cleaned_addresses_are_stable_and_safe(url: str) -> None:
    """Idempotent, http(s) only, ASCII after the host; and the key does not depend on having been cleaned."""
    for made in (absolute(url), clean_url(url)):
        assert made is None or re.match(r"https?://[^/?#]", made)
    whole = absolute(url)
    assert whole is None or absolute(whole) == whole
    cleaned = clean_url(url)
    if cleaned is not None:
        assert clean_url(cleaned) == cleaned
        assert url_key(cleaned) == url_key(url)


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(max_size=50),
    declared=st.none() | st.sampled_from(["en", "uk-UA", "x", ""]),
    among=st.lists(st.sampled_from(["en", "uk", "ru", "de"]), max_size=3),
)
def test_a_language_is_a_primary_tag_or_none(text: str, declared: str | None, among: list[str]) -> None:
    """Whatever the text."""
    found = detect(text, declared=declared, among=among)
    assert found is None or re.fullmatch("[a-z]{2,3}", found)
