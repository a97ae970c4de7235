"""Cutting a body into entries: only the unknown ones are read, and what is read is what the whole body would give."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from newsletter.errors import ParseError
from newsletter.model.base import SourceName
from newsletter.model.feeds import Feed, Fetched, ParsedEntry
from newsletter.parse import cut, parse, parse_rest
from newsletter.parse.cut import DIGITS

ROOT = Path(__file__).resolve().parents[3]
OURS = ROOT / "tests" / "data" / "feeds"
SHARED = Path(os.environ.get("NEWSLETTER_SHARED", ROOT.parent / "shared")) / "feeds"
HEAD = '<rss version="2.0"><channel><title>Wire</title><language>en</language>'


def fetched(body: str | bytes) -> Fetched:
    data = body.encode() if isinstance(body, str) else body
    return Fetched(source=SourceName("wire"), body=data, url="https://wire.example/dir/feed")


def item(name: str, *, link: str = "", text: str = "Text.") -> str:
    link = link or f"https://wire.example/{name}"
    return f"<item><title>{name}</title><guid>{name}</guid><link>{link}</link><description>{text}</description></item>"


def rss(*items: str) -> Fetched:
    return fetched(HEAD + "\n".join(items) + "</channel></rss>")


def titles(feed: Feed) -> list[str | None]:
    return [entry.title for entry in feed.entries]


def test_only_unknown_entries_are_read() -> None:
    """And the feed says how many were left out, and what the body holds now."""
    before = cut(rss(item("a"), item("b")))
    left = cut(rss(item("c"), item("a"), item("b")), before.hashes)
    feed = parse_rest(left)
    assert titles(feed) == ["c"]
    assert (feed.known, feed.language, len(feed.entry_hashes)) == (2, "en", 3 * DIGITS)
    assert b"<guid>a" not in left.rest.body


def test_an_entry_that_was_changed_is_read_again() -> None:
    """Its bytes are not the ones that were read."""
    before = cut(rss(item("a"), item("b")))
    assert titles(parse_rest(cut(rss(item("a"), item("b", text="Corrected.")), before.hashes))) == ["b"]


def test_what_is_known_in_whole_gives_a_feed_without_entries() -> None:
    """Its head is read all the same: it may ask to be polled less often."""
    before = cut(rss(item("a")))
    feed = parse_rest(cut(fetched(HEAD + "<ttl>120</ttl>" + item("a") + "</channel></rss>"), before.hashes))
    assert (feed.entries, feed.known, feed.ttl and feed.ttl.total_seconds()) == ((), 1, 7200)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (item("a", link="https://wire.example/live"), item("b", link="http://www.wire.example/live#2")),
        (item("a"), item("b").replace("<guid>b", "<guid>a")),
        (item("a"), item("b").replace("<title>b", "<title> A ")),
    ],
    ids=["link", "guid", "headline"],
)
def test_who_shares_a_name_with_a_new_entry_is_read_too(old: str, new: str) -> None:
    """The store tells a live page from a changed headline by seeing all that is listed under one link."""
    before = cut(rss(old, item("z")))
    left = cut(rss(new, old, item("z")), before.hashes)
    assert len(parse_rest(left).entries) == 2
    assert left.known == 1


@pytest.mark.parametrize(
    "body",
    [
        HEAD + "<item><title>a</title></channel></rss>",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]>" + HEAD + item("&a;") + item("c") + "<x>" + "</channel></rss>",
        HEAD + "<item><title>a</title><item><title>b</title></item></item></channel></rss>",
        HEAD + "<wrap>" + item("a") + "</wrap></channel></rss>",
        HEAD + "<x:y>unbound</x:y>" + item("a") + "</channel></rss>",
        HEAD + "<item/>" + item("a") + "</channel></rss>",
        "<rss",
        "no feed at all",
        "",
    ],
    ids=["cut off", "broken entity", "nested", "wrapped", "unbound", "empty", "start", "text", "nothing"],
)
def test_what_cannot_be_cut_stays_whole(body: str) -> None:
    """Whatever is claimed to be known."""
    left = cut(fetched(body), "0" * DIGITS)
    assert (left.rest, left.hashes, left.known) == (fetched(body), "", 0)


def test_a_document_that_needs_mending_is_cut_after_it() -> None:
    """Entities of HTML and bare ampersands are the commonest faults of all."""
    body = HEAD + item("a", text="R&D &nbsp; &mdash;") + item("b") + "</channel></rss>"
    before = cut(fetched(HEAD + item("b") + "</channel></rss>"))
    left = cut(fetched(body), before.hashes)
    assert (left.known, titles(parse_rest(left))) == (1, ["a"])
    assert parse_rest(left).entries == parse(fetched(body)).entries[:1]


def test_json_feeds_are_cut_too() -> None:
    """By the values of an entry, whatever the order of its fields."""

    def body(*items: dict[str, str]) -> Fetched:
        return fetched(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": items}))

    one = {"id": "1", "content_text": "One."}
    before = cut(body(one))
    left = cut(body({"content_text": "One.", "id": "1"}, {"id": "2", "content_text": "Two."}), before.hashes)
    assert [e.guid for e in parse_rest(left).entries] == ["2"]
    assert left.known == 1


def test_another_encoding_is_read_as_the_whole_body_is() -> None:
    """What is left is UTF-8, whatever the body was."""
    text = '<?xml version="1.0" encoding="windows-1251"?>' + HEAD + item("Київ") + item("Львів") + "</channel></rss>"
    whole = parse(fetched(text.encode("cp1251")))
    first = cut(fetched(text.encode("cp1251"))).hashes[:DIGITS]
    assert parse_rest(cut(fetched(text.encode("cp1251")), first)).entries == whole.entries[1:]


# --- both ways give equal entries ----------------------------------------------------------------


def cases() -> list[Path]:
    files = [*OURS.iterdir(), *(SHARED.rglob("*") if SHARED.is_dir() else ())]
    return sorted(p for p in files if p.is_file() and not p.name.endswith(".expected.json"))


def whole(body: Fetched) -> tuple[ParsedEntry, ...] | None:
    try:
        return parse(body).entries
    except ParseError:
        return None


def test_cut_and_whole_bodies_give_equal_entries() -> None:
    """Over every feed that we have: every other entry is known, then the ones between."""
    tried, different = 0, []
    for path in cases():
        body = fetched(path.read_bytes())
        hashes = cut(body).hashes
        if not hashes:
            continue
        tried += 1
        expected = whole(body) or ()
        pieces = [hashes[i : i + DIGITS] for i in range(0, len(hashes), DIGITS)]
        covered: set[ParsedEntry] = set()
        for known in (set(pieces[::2]), set(pieces[1::2])):
            left = cut(body, "".join(known))
            found = whole(left.rest) or ()
            covered |= set(found)
            in_order = list(found) == [e for e in expected if e in found]
            every_one = len(expected) != len(pieces) or len(found) == len(pieces) - left.known
            if not in_order or not every_one:
                different.append(path.name)
        if covered != set(expected):
            different.append(path.name)
    assert tried > (1_000 if SHARED.is_dir() else 15)
    assert sorted(set(different)) == []


def test_of_very_many_the_newest_are_read_first_whichever_way_they_stand() -> None:
    """By the dates of the first and the last; a hash is remembered only of those that were read."""
    many = [
        item(f"n{n}", text=f"x<pubDate>{n % 28 + 1} Jan {2000 + n // 28} 06:00:00 GMT</pubDate>") for n in range(2_100)
    ]
    for turned in (False, True):
        left = cut(rss(*(many[::-1] if turned else many)))
        assert (left.left_over, len(left.hashes)) == (100, 2_000 * 16)
        read = set(titles(parse_rest(left)))
        assert "n2099" in read and "n0" not in read
