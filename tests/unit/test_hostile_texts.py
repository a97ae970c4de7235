"""Texts that are made to cost: what reads feeds and pages takes no more time for them than for others."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest

from newsletter.article.head import read_head
from newsletter.group.names import sentences
from newsletter.model.base import EntryId
from newsletter.model.feeds import Fetched, Version
from newsletter.model.notices import without_notice
from newsletter.parse.cut import cut
from newsletter.parse.limits import check
from newsletter.parse.opml import read_opml
from newsletter.select import changes, corrections
from tests.support import make

#: Seconds of work. Each of these took more than four before it was bounded, and takes a hundredth of that now.
ENOUGH = 2.0
LONG = 100_000
NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)


def version(number: int, text: str) -> Version:
    return Version(entry=EntryId("a"), number=number, seen=NOW, title="Talks end", summary_text=text, content_text="")


def rewritten(unit: str) -> object:
    text = unit * (LONG // len(unit))
    return changes(version(1, f"{text}x"), version(2, f"x{text}"))


def withdrawn(many: int) -> object:
    """As many kills of long texts as there are stories that were told."""
    words = "Nothing of it is to be printed. " * 500
    kills = [make.entry(f"KILL: Story {n}", text=f"{n} {words}") for n in range(many)]
    told = [make.told(make.entry(f"Talks number {n} end in Geneva")) for n in range(many)]
    return corrections(told, kills, (), {})


@pytest.mark.parametrize(
    "read",
    [
        lambda: without_notice(f"Talks end - EMBARGOED {'1' * 27}x"),
        lambda: rewritten("."),
        lambda: rewritten("["),
        lambda: rewritten("https://"),
        lambda: list(sentences("A. " * LONG)),
        lambda: cut(
            Fetched(source=make.source().name, body=b"<!doctype x [" + b"<!--" * 50_000, url="https://a.example/")
        ),
        lambda: check("<rss>" + ("tags>" * 3_999 + "<b/>") * 20),
        lambda: read_opml(b"<opml>" + b"<x>" * 20_000 + b"</x>" * 20_000 + b"</opml>"),
        lambda: read_head('<script type="application/ld+json">' + "[" * 9 + "[]," * 90_000, None, seen=NOW),
        lambda: withdrawn(100),
    ],
    ids=["embargo", "dots", "brackets", "addresses", "initials", "comments", "keywords", "depth", "nodes", "kills"],
)
def test_a_text_that_is_made_to_cost_costs_no_more_than_others(read: Callable[[], object]) -> None:
    """Linear in its length, or nearly."""
    start = time.process_time()
    read()
    assert time.process_time() - start < ENOUGH
