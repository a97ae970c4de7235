"""Laws of grouping in other words: news that share words, so that there is something to join."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.group import between, group, maybe
from newsletter.model.feeds import Entry
from tests.support.make import entry

WORDS = [f"{a}{b}" for a in ("kor", "bal", "tim", "ser", "vod", "lun") for b in ("anek", "ekir", "isto", "ovan")]
NAMES = ("Kermanshah", "Bandung", "Tartu", "Lviv", "Львів", "Тарту")


@st.composite
def news(draw: st.DrawFn) -> list[Entry]:
    """Up to fourteen entries whose headlines are drawn from few words, in two languages, with numbers in the texts."""
    made = []
    for n in range(draw(st.integers(0, 14))):
        said = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7))
        name, count = draw(st.sampled_from(NAMES)), draw(st.sampled_from((3, 40, 160, 164, 122_000)))
        text = draw(st.sampled_from(("", f"Near {name} {count} soldiers met on 1{n % 10} January, {said[0]} says.")))
        lang = draw(st.sampled_from(("en", "uk", None)))
        hour = draw(st.integers(0, 71))
        time = f"2022-01-{10 + hour // 24}T{hour % 24:02}:00Z"
        source = draw(st.sampled_from(("wire", "post", "desk", "far")))
        made.append(entry(f"{name} {' '.join(said)}", text=text, lang=lang, source=source, at=time, id=str(n)))
    return made


@settings(deadline=None, max_examples=150)
@given(news(), st.randoms(use_true_random=False))
def test_rewrites_are_a_partition_and_know_no_order(found: list[Entry], rng: random.Random) -> None:
    """Every entry is in one story with a reason; what is offered for merging are stories; order does not matter."""
    stories = group(found, told=(), sources={}, language="en")
    assert sorted(e for s in stories for e in s.entries) == sorted(e.id for e in found)
    assert all(m.why for s in stories for m in s.members)
    offered = maybe(found, stories, sources={})
    assert {i for m in offered for i in m.stories} <= {s.id for s in stories}
    assert all(m.stories[0] != m.stories[1] and m.why for m in offered)
    shuffled = list(found)
    rng.shuffle(shuffled)
    assert group(shuffled, told=(), sources={}, language="en") == stories
    assert maybe(shuffled, stories, sources={}) == offered


@settings(deadline=None, max_examples=100)
@given(news(), st.text(alphabet="xyzqj", min_size=3, max_size=6))
def test_one_more_entry_does_not_reshuffle_the_rest(found: list[Entry], word: str) -> None:
    """Weights depend on nothing but the entries that have a word: other news changes no story and no reason."""
    stranger = entry(f"{word}a {word}b {word}c {word}d", source="elsewhere", at="2022-01-11T00:00Z", id="stranger")
    before = group(found, told=(), sources={}, language="en")
    after = group([*found, stranger], told=(), sources={}, language="en")
    assert [s for s in after if "stranger" not in s.entries] == list(before)


@settings(deadline=None, max_examples=100)
@given(news(), st.randoms(use_true_random=False))
def test_differences_are_between_different_entries(found: list[Entry], rng: random.Random) -> None:
    """Two values at least, no entry says two of them alone, each with its sentence; order does not matter."""
    apart = between(found)
    texts = {e.id: f"{e.title} {e.text}" for e in found}
    for difference in apart:
        assert len(difference.values) >= 2
        assert len({m for v in difference.values for m in v.members}) >= 2
        assert all(v.sentence in texts[v.members[0]] for v in difference.values)
    shuffled = list(found)
    rng.shuffle(shuffled)
    assert between(shuffled) == apart
