"""Pictures with the words that their publisher put beside them."""

from __future__ import annotations

from newsletter.model.base import SourceName
from newsletter.model.feeds import Fetched, Image
from newsletter.parse import parse

MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
WIDE = '<media:content url="https://a.example/b.jpg" medium="image" width="800">'
CLOSE = "</media:content>"


def picture(inside: str, title: str = "Bridge is closed") -> Image:
    """The picture of one entry with these elements."""
    item = (
        f"<item><title>{title}</title><link>https://a.example/1</link><description>Words.</description>{inside}</item>"
    )
    body = f'<rss version="2.0" {MEDIA}><channel><title>t</title>{item}</channel></rss>'
    feed = parse(Fetched(source=SourceName("wire"), body=body.encode(), url="https://a.example/feed"))
    (entry,) = feed.entries
    assert entry.image
    return entry.image


def test_each_picture_keeps_its_own_words() -> None:
    """The widest is taken, with its description and its credit and not those of the first."""
    small = '<media:content url="https://a.example/a.jpg" medium="image" width="600">'
    first = f"{small}<media:description>A quay</media:description><media:credit>Jane</media:credit>{CLOSE}"
    found = picture(f"{first}{WIDE}<media:description>A bridge at dawn</media:description>{CLOSE}")
    assert (found.url, found.alt, found.credit) == ("https://a.example/b.jpg", "A bridge at dawn", None)
    found = picture(f"{first}{WIDE}<media:credit>Joe</media:credit>{CLOSE}")
    assert (found.alt, found.credit) == (None, "Joe")


def test_a_title_describes_where_nothing_else_does() -> None:
    """Unless it is only the entry's own."""
    said = "<media:title>The bridge from the south</media:title>"
    assert picture(f"{WIDE}{said}{CLOSE}").alt == "The bridge from the south"
    assert picture(f"{WIDE}<media:title>Bridge is closed</media:title>{CLOSE}").alt is None
    assert picture(f"{WIDE}{said}<media:description>At dawn</media:description>{CLOSE}").alt == "At dawn"


def test_words_of_a_group_are_those_of_its_pictures() -> None:
    """Whether they stand before or behind; a picture's own go first."""
    words = "<media:description>A bridge</media:description><media:credit>Jane</media:credit>"
    for inside in (f"{words}{WIDE}{CLOSE}", f"{WIDE}{CLOSE}{words}"):
        found = picture(f"<media:group>{inside}</media:group>")
        assert (found.alt, found.credit) == ("A bridge", "Jane")
    own = picture(f"<media:group>{words}{WIDE}<media:credit>Joe</media:credit>{CLOSE}</media:group>")
    assert (own.alt, own.credit) == ("A bridge", "Joe")


def test_the_credit_of_an_entry_is_that_of_all_its_pictures() -> None:
    """As Media RSS says."""
    assert picture(f"<media:credit>Jane</media:credit>{WIDE}{CLOSE}").credit == "Jane"
