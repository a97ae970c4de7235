"""What reading leaves out because it is not needed: it must be done all the same where it is."""

from __future__ import annotations

import html
import re

import pytest

from newsletter.model.base import SourceName
from newsletter.model.feeds import Fetched
from newsletter.parse import parse
from newsletter.parse.clean import sanitise, visible_text


def links(head: str, entry: str) -> list[str | None]:
    """Addresses of the entries of an Atom feed at https://wire.example/dir/feed."""
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {head}><title>Wire</title>{entry}</feed>'
    fetched = Fetched(source=SourceName("wire"), body=text.encode(), url="https://wire.example/dir/feed")
    return [e.url for e in parse(fetched).entries]


@pytest.mark.parametrize(
    ("head", "attribute", "expected"),
    [
        ("", "", "https://wire.example/dir/one"),
        ('xml:base="https://other.example/"', "", "https://other.example/one"),
        ('xml:base="/a/"', 'xml:base="b/"', "https://wire.example/a/b/one"),
        ("xml:base = 'sub/'", "", "https://wire.example/dir/sub/one"),
    ],
    ids=["the feed's own", "absolute", "inside each other", "written apart"],
)
def test_a_relative_link_starts_at_the_nearest_base(head: str, attribute: str, expected: str) -> None:
    """feedparser is told of the feed's address only where the document sets another one."""
    assert links(head, f'<entry {attribute}><title>One</title><link href="one"/></entry>') == [expected]


def test_characters_of_windows_1252_are_mended_in_any_script() -> None:
    """Only texts that hold one are looked through."""
    text = "<rss><channel><title>Wire</title><item><title>Рада \x93сказала\x94</title></item></channel></rss>"
    fetched = Fetched(source=SourceName("wire"), body=text.encode(), url="https://wire.example/feed")
    title = parse(fetched).entries[0].title
    assert title is not None and "“сказала”" in title


@pytest.mark.parametrize(
    "text",
    [
        "<p>One</p><p>two<br>three</p><ul><li>four</li></ul>",
        '<abbr title="a <p> and </li>">One</abbr> two',
        '<abbr title="<p ">One</abbr>two<b>three</b>"',
        "one &lt;p&gt; two<p>three",
        "<p>un</p>likely <b>wo</b>rd",
    ],
)
def test_usual_tags_go_as_all_tags_go(text: str) -> None:
    """They are taken out first; the outcome is that of taking out one after the other."""
    clean = sanitise(text)
    block = re.compile(r"p|br|li|ul")
    one_by_one = re.sub(
        r"<(/?)([a-z][a-z0-9]*)(?:[^>\"]|\"[^\"]*\")*>", lambda m: " " if block.fullmatch(m[2]) else "", clean
    )
    assert visible_text(clean) == " ".join(html.unescape(one_by_one).split())
