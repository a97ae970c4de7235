"""Laws of reading pages."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.article import new_parts, read
from newsletter.errors import ParseError
from newsletter.model.articles import Article
from newsletter.model.base import from_json, to_json

SEEN = dt.datetime(2024, 4, 14, 9, 0, tzinfo=dt.UTC)

SENTENCES = st.sampled_from(
    [
        "The council of the town met on Monday evening and agreed on a budget for the year.",
        "The ferry left an hour late, because the fog on the river did not lift.",
        "“We have tested every bollard twice,” the port authority said in a statement.",
        "Водна служба двох міст повідомила, що рівень води впав на два сантиметри.",
    ]
)
FURNITURE = st.sampled_from(["Share this", "Home", "© 2022 Example", "Subscribe", "Facebook Twitter", "Реклама", "***"])
LINES = st.one_of(
    SENTENCES,
    FURNITURE,
    st.sampled_from(["UPDATE 13/01/2022", "Leave a Reply", "News Feed", "10:26 PM", "Related Post", "by Night Desk"]),
    st.text(max_size=60),
)
PAGES = st.lists(LINES, max_size=30).map("\n\n".join)


def outcome(body: bytes, kind: str | None = None) -> Article | ParseError:
    try:
        return read(body, url="https://town.example/", content_type=kind, seen=SEEN)
    except ParseError as error:
        return error


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([None, "text/html", "text/plain; charset=koi8-u", "text/html; charset=zip"]),
)
def test_any_bytes_are_an_article_or_a_parse_error(body: bytes, kind: str | None) -> None:
    """Nothing else, whatever a server says that they are."""
    found = outcome(body, kind)
    assert str(found) if isinstance(found, ParseError) else found.paragraphs


@settings(max_examples=60, deadline=None)
@given(PAGES, st.booleans())
def test_every_paragraph_stands_on_the_page(page: str, as_html: bool) -> None:
    """Nothing is invented or joined; parts hold the same paragraphs as the whole; the record round-trips."""
    text = "<html><body>" + "".join(f"<p>{p}</p>" for p in page.split("\n\n")) + "</body></html>" if as_html else page
    found = outcome(text.encode("utf-8", "replace"))
    if isinstance(found, ParseError):
        return
    if not as_html:
        flat = " ".join(page.split())
        assert all(p in flat or any(ord(c) > 0x2000 or ord(c) < 32 for c in page) for p in found.paragraphs)
    if found.parts:
        assert sorted("\n\n".join(p.text for p in found.parts).split("\n\n")) == sorted(found.paragraphs)
    assert from_json(Article, to_json(Article, found)) == found
    assert new_parts(found.text, found) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(SENTENCES, min_size=2, max_size=8, unique=True), st.lists(FURNITURE, max_size=6))
def test_furniture_around_the_text_changes_nothing(sentences: list[str], furniture: list[str]) -> None:
    """Above and below."""
    bare = "\n\n".join(["Council agrees on a budget", *sentences])
    furnished = "\n\n".join([*furniture, bare, *furniture])
    with_it, without = outcome(furnished.encode()), outcome(bare.encode())
    assert isinstance(with_it, Article) and isinstance(without, Article)
    assert (with_it.title, with_it.paragraphs) == (without.title, without.paragraphs)
