"""Laws of memory and of topics over days."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.group import Memory, developments, group
from newsletter.model.base import MAIN, StoryId
from newsletter.model.editions import Extract
from newsletter.model.feeds import Entry
from newsletter.model.stories import ToldEntry
from newsletter.model.topics import Choice
from newsletter.model.written import Written
from newsletter.pipeline.telling import tell
from tests.support import make
from tests.support.days import batches
from tests.support.make import at, day, entry, review, sources, window

SENTENCES = (
    "Wendy Sherman met Sergei Riabkov in Geneva for nearly eight hours on the security of Europe.",
    "Russia has massed 122,000 troops at the border of Ukraine, officials in Brussels said.",
    "Russia has massed 100,000 troops at the border of Ukraine, officials in Brussels said.",
    "A further round of security talks will be held in Vienna in front of all members.",
    "Andrei Serdyukov will lead the delegation of the alliance to the talks in Vienna.",
    "Farmers blocked every motorway around the capital with their tractors overnight.",
)
TITLES = ("Security talks of Sherman and Riabkov in Geneva", "Sherman and Riabkov hold security talks in Geneva")
COUNTS = ("dozens", "hundreds", "thousands", "12s", "100,000", "1.2.3", "²", "٣", "2 January", "Sunday")
SOURCES = sources("wire", "post")

texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4, unique=True).map(" ".join)


@settings(deadline=None, max_examples=80)
@given(texts, texts, st.booleans(), st.sampled_from(TITLES))
def test_an_update_never_prints_a_sentence_that_was_printed_before(
    first: str, second: str, same: bool, title: str
) -> None:
    """Whatever was told and whatever comes: the sentences of an update are other ones, and verbatim."""
    old = entry(TITLES[0], at="2022-01-09T20:00Z", text=first, id="old")
    new = entry(title, source="post", at="2022-01-10T20:00Z", text=second, id="new")
    if same:
        new = entry(title, at="2022-01-09T20:00Z", text=second, id="old", version=2)
    before = [ToldEntry(entry=old, story=StoryId("s1"), day=day("2022-01-10"))]
    stories = group([new], told=before, sources=SOURCES, language="en")
    for story in stories:
        made = tell(story, Memory(before), entries={new.id: new}, sources=SOURCES, review=review(), window=window())
        if story.told is None or not isinstance(made, Written):
            continue
        assert made.block.since == day("2022-01-10")
        printed = [s for s in made.block.sentences if isinstance(s, Extract)]
        assert all(s.text not in first for s in printed)
        assert all(second[s.span.start : s.span.end] == s.text for s in printed)
        assert printed or made.block.headline.printed not in (old.title, *SENTENCES)


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=60),
    st.lists(st.one_of(st.text(max_size=8), st.sampled_from(COUNTS)), max_size=8).map(" ".join),
)
def test_memory_never_raises_for_any_text(title: str, text: str) -> None:
    """Whatever a feed says, told or new: "dozens missing" is a text like others."""
    old, new = entry(title, text=text, id="old"), entry(text, source="post", text=title, id="new")
    memory = Memory([ToldEntry(entry=old, story=StoryId("s1"), day=day("2022-01-10"))])
    recalled = memory.of(make.story(new, told="2022-01-10", id="s1"))
    assert recalled is not None
    assert recalled.knows(old, text) in (True, False) and recalled.states_new(new) in (True, False)
    assert recalled.is_same(old) and recalled.is_same(new) in (True, False)
    assert not recalled.states_new(old)


def tellings(found: list[Entry]) -> list[ToldEntry]:
    """Each entry a story of its own, on one of three days."""
    days = [day("2022-01-10") + dt.timedelta(days=n % 3) for n in range(len(found))]
    return [ToldEntry(entry=e, story=StoryId(e.id), day=d) for e, d in zip(found, days, strict=True)]


@settings(deadline=None, max_examples=60)
@given(batches(most=10), st.randoms(use_true_random=False))
def test_topics_over_days_know_no_order_and_share_no_story(found: list[Entry], rng: random.Random) -> None:
    """The same for any order of what was told; a story of one day is in one topic at most."""
    told = tellings(found)
    made = developments(told, day=day("2022-01-13"))
    shuffled = list(told)
    rng.shuffle(shuffled)
    assert developments(shuffled, day=day("2022-01-13")) == made
    held = [s for d in made for s in d.stories]
    assert len(held) == len(set(held))
    for one in made:
        assert one.first <= one.last
        assert 1 <= len(one.titles) <= 3 and len(set(one.titles)) == len(one.titles)


@settings(deadline=None, max_examples=60)
@given(batches(most=10), batches(most=4))
def test_a_title_given_by_an_editor_survives_days(found: list[Entry], more: list[Entry]) -> None:
    """Another day, with whatever it brings, takes no title away."""
    told = tellings(found)
    made = developments(told, day=day("2022-01-12"))
    named = [
        Choice(review=MAIN, id=d.id, entries=d.entries, title=f"Own {n}", titled_by="Olena", at=at("2022-01-12T05:00Z"))
        for n, d in enumerate(made)
    ]
    later = [
        ToldEntry(entry=e, story=StoryId(f"later-{n}"), day=day("2022-01-13"))
        for n, e in enumerate(more)
        if e.id not in {t.entry.id for t in told}
    ]
    after = developments([*told, *later], day=day("2022-01-13"), choices=named)
    assert {d.title for d in after if d.titled_by} == {c.title for c in named}
