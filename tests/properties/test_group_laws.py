"""Laws of grouping."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.group import group, topics
from newsletter.model.base import EntryId, StoryId
from newsletter.model.feeds import Entry
from newsletter.model.sources import Trust
from newsletter.model.stories import ToldEntry
from tests.support.days import batches
from tests.support.make import day, entry, source

KNOWN = {
    s.name: s for s in (source("wire", weight=1.2), source("post", trust=Trust.LABELLED), source("review", ours=True))
}


def split(found: list[Entry], told: int) -> tuple[list[Entry], list[ToldEntry]]:
    """The first so many of a batch were told, two of them to a story."""
    before = [
        ToldEntry(entry=e, story=StoryId(found[n - n % 2].id), day=day("2022-01-09") + dt.timedelta(days=n // 2 % 2))
        for n, e in enumerate(found[:told])
    ]
    return found[told:], before


@settings(deadline=None, max_examples=120)
@given(batches(), st.integers(0, 6), st.randoms(use_true_random=False))
def test_grouping_is_a_partition_and_knows_no_order(found: list[Entry], told: int, rng: random.Random) -> None:
    """Every entry is in one story, ids are unique, told ones are not listed, and the input's order does not matter."""
    new, before = split(found, told)
    stories = group(new, told=before, sources=KNOWN, language="en")
    assert sorted(e for s in stories for e in s.entries) == sorted(e.id for e in new)
    assert len({s.id for s in stories}) == len(stories)
    shuffled, reversed_told = list(new), before[::-1]
    rng.shuffle(shuffled)
    assert group(shuffled, told=reversed_told, sources=KNOWN, language="en") == stories
    days = {b.story: b.day for b in before}
    for story in stories:
        assert story.lead in story.entries
        assert all(m.why for m in story.members)
        if story.told is None:
            assert str(story.id) == story.entries[0]
        else:
            assert max(days[s] for s in story.continues) == story.told
            assert story.id in (*story.continues, story.entries[0])


@settings(deadline=None, max_examples=60)
@given(batches())
def test_an_unrelated_entry_changes_no_story(found: list[Entry]) -> None:
    """Something of which nobody else has a word does not reshuffle the rest."""
    stranger = entry("Xylophone quartet tours Zanzibar", source="far", at="2022-01-11T00:00Z")
    before = group(found, told=(), sources=KNOWN, language="en")
    after = group([*found, stranger], told=(), sources=KNOWN, language="en")
    assert {s.entries for s in after} == {s.entries for s in before} | {(stranger.id,)}


@settings(deadline=None, max_examples=60)
@given(batches(), st.integers(0, 4), st.integers(1, 4))
def test_a_story_is_in_one_topic_at_most(found: list[Entry], limit: int, least: int) -> None:
    """Within the limits, and whatever the order of the stories."""
    stories = group(found, told=(), sources=KNOWN, language="en")
    by_id: dict[EntryId, Entry] = {e.id: e for e in found}
    made = topics(stories, by_id, limit=limit, min_stories=least)
    held = [s for t in made for s in t.stories]
    assert len(held) == len(set(held)) and set(held) <= {s.id for s in stories}
    assert len(made) <= limit and all(len(t.stories) >= max(2, least) and t.title for t in made)
    assert topics(stories[::-1], by_id, limit=limit, min_stories=least) == made


words = st.text(alphabet="abcdefgh “”'’|–-:.,!?0123іїАБ\u202e\u00a0\n", max_size=40)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.tuples(words, words, st.sampled_from(("wire", "post", "far"))), max_size=8))
def test_any_text_can_be_grouped(said: list[tuple[str, str, str]]) -> None:
    """Titles and texts are hostile; nothing raises, nothing is lost."""
    found = [
        entry(title, text=text, source=name, id=str(n), url=None, lang=("en", "uk")[n % 2])
        for n, (title, text, name) in enumerate(said)
    ]
    stories = group(found, told=(), sources={}, language="en")
    assert sum(len(s.entries) for s in stories) == len(found)
