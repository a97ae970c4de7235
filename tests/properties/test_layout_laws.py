"""Laws of laying out: every story in exactly one place, whatever the order, and easing comes to an end."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.layout import QUOTES, SENTENCES, ease, lay_out
from newsletter.layout.ahead import AHEAD
from newsletter.model.base import StoryId
from newsletter.model.editions import Extract, House, Layout, LinkItem, LinksBlock, QuoteBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import PerPublisher, SectionRule, Style, Take, TopicsRule
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Story, Topic
from newsletter.model.written import Ahead, Unwritable, Written
from tests.support import make

SOURCES: dict[str, Source] = {
    "wire": make.source("wire", weight=1.2, tags=("front",)),
    "post": make.source("post", publisher="Post"),
    "post-eu": make.source("post-eu", publisher="Post"),
    "state": make.source("state", trust=Trust.LABELLED),
    "review": make.source("review", ours=True),
}
WORDS = ("Kazakhstan", "Geneva", "storm", "court", "Lee", "May")
SPEAKERS = ("Ann Lee", "Bob May", "Cy Orr")
#: What every sentence says, so that statements find an event that names their speakers.
SAID = "Ann Lee and Bob May met in Vienna and Geneva"
CAPS = PerPublisher(section=3, edition=5)

News = tuple[list[Story], dict[StoryId, Written | Unwritable], list[Entry], list[Topic]]
Rules = list[SectionRule | TopicsRule]

rules = st.lists(
    st.one_of(
        st.builds(
            SectionRule,
            key=st.just("s"),
            title=st.sampled_from(("A {hours}", "B", "C")),
            style=st.sampled_from(Style),
            take=st.one_of(
                st.none(),
                st.builds(
                    Take,
                    words=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
                    tags=st.sampled_from(((), ("front",))),
                    within=st.sampled_from((None, dt.timedelta(hours=12))),
                    min_publishers=st.integers(1, 2),
                ),
            ),
            limit=st.one_of(st.none(), st.integers(1, 5)),
            fill=st.sampled_from(("first", "normal", "last")),
        ),
        st.builds(TopicsRule, limit=st.integers(1, 3), min_stories=st.integers(1, 3)),
    ),
    max_size=5,
)


@st.composite
def days(draw: st.DrawFn) -> News:
    """Stories of one to three entries: printable, not printable, told before, our own."""
    stories: list[Story] = []
    written: dict[StoryId, Written | Unwritable] = {}
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, 12))):
        title = f"{draw(st.sampled_from(WORDS))} {draw(st.sampled_from(('', 'says', 'waits')))} {number}"
        names = draw(st.lists(st.sampled_from(sorted(SOURCES)), min_size=1, max_size=3, unique=True))
        hour = draw(st.integers(0, 23))
        members = [make.entry(title, source=n, at=f"2022-01-10T{hour:02}:00Z") for n in names]
        story = make.story(*members, told=draw(st.sampled_from((None, None, None, "2022-01-10"))))
        bare = make.block(*members, story=story.id)
        block = StoryBlock(
            story=story.id,
            headline=bare.headline,
            credit=bare.credit,
            sentences=tuple(House(text=f"{n} {SAID}") for n in range(draw(st.integers(0, 4)))),
        )
        quote = make.headline(members[0])
        assert isinstance(quote, Extract)
        quotes = tuple(
            QuoteBlock(quote=quote, speaker=s, role="envoy", credit=bare.credit, story=story.id)
            for s in draw(st.lists(st.sampled_from(SPEAKERS), max_size=2, unique=True))
        )
        coming = tuple(
            Ahead(
                day=dt.date(2022, 1, day),
                item=LinkItem(title=make.headline(members[0]), credit=bare.credit),
                names=frozenset(draw(st.lists(st.sampled_from(("nato", "osce")), min_size=1, max_size=2))),
                whole=draw(st.booleans()),
                headline=draw(st.booleans()),
            )
            for day in draw(st.lists(st.integers(12, 20), max_size=3, unique=True))
        )
        entries += members
        stories.append(story)
        results: list[Written | Unwritable] = [
            Written(block=block, quotes=quotes, ahead=coming),
            Written(block=block, quotes=quotes, happened=make.at("2022-01-09T12:00Z")),
            Written(block=block),
            Unwritable(block=block, reason="no headline"),
        ]
        written[story.id] = draw(st.sampled_from(results))
    ids = [s.id for s in stories]
    groups = draw(st.lists(st.lists(st.sampled_from(ids), unique=True), max_size=3)) if ids else []
    topics = [Topic(title=f"Topic {i % 2}", stories=tuple(g), why="") for i, g in enumerate(groups)]
    return stories, written, entries, topics


def laid(day: News, made: Rules) -> Layout:
    stories, written, entries, topics = day
    numbered = [
        SectionRule(key=f"s{i}", title=r.title, style=r.style, take=r.take, limit=r.limit, fill=r.fill)
        if isinstance(r, SectionRule)
        else r
        for i, r in enumerate(made)
    ]
    return lay_out(
        stories,
        written=written,
        entries={e.id: e for e in entries},
        sources=make.sources(*SOURCES.values()),
        topics=topics,
        review=make.review(sections=tuple(numbered), per_publisher=CAPS),
        window=make.window(),
        asides=(),
    )


def places(layout: Layout) -> list[StoryId]:
    return [story for _, _, story in layout.placed()] + [u.block.story for u in layout.unplaced]


@settings(max_examples=150, deadline=None)
@given(days(), rules)
def test_every_story_is_placed_or_unplaced_exactly_once(day: News, made: Rules) -> None:
    """Nothing is lost and nothing is printed twice; what is unplaced says why."""
    layout = laid(day, made)
    assert sorted(places(layout)) == sorted(s.id for s in day[0])
    assert all(u.reason for u in layout.unplaced)
    assert len({s.key for s in layout.sections}) == len(layout.sections)


@settings(max_examples=60, deadline=None)
@given(days(), rules, st.randoms(use_true_random=False))
def test_the_order_in_which_stories_come_does_not_matter(day: News, made: Rules, rng: random.Random) -> None:
    """The same news gives the same page."""
    stories, written, entries, topics = day
    other = list(stories), written, list(entries), topics
    rng.shuffle(other[0])
    rng.shuffle(other[2])
    assert laid(other, made) == laid(day, made)


@settings(max_examples=60, deadline=None)
@given(days(), rules)
def test_sections_keep_to_limits_and_styles(day: News, made: Rules) -> None:
    """No section is empty or over its limit; sentences and quotations are as many as the style allows."""
    layout = laid(day, made)
    limits = {f"s{i}": r.limit for i, r in enumerate(made) if isinstance(r, SectionRule)}
    for section in layout.sections:
        shown = [b for b in section.blocks if isinstance(b, StoryBlock)]
        assert shown or any(isinstance(b, LinksBlock) for b in section.blocks)
        assert len(shown) <= (limits.get(section.key) or 99)
        assert all(len(b.sentences) <= SENTENCES[section.style] for b in shown)
        quotes = [b for b in section.blocks if isinstance(b, QuoteBlock)]
        assert len(quotes) <= (QUOTES if section.style is Style.CARDS else 0)


@settings(max_examples=60, deadline=None)
@given(days(), rules)
def test_easing_a_story_ends_with_it_held_and_loses_no_other(day: News, made: Rules) -> None:
    """At most one step for announcements, one per sentence, one for quotations, one to leave the page."""
    layout = laid(day, made)
    for _, _, story in list(layout.placed()):
        eased = layout
        for _ in range(7):
            eased = ease(eased, story, reason="too long")
        assert sorted(places(eased)) == sorted(places(layout))
        (gone,) = [u for u in eased.unplaced if u.block.story == story]
        assert (gone.outcome, gone.reason) == ("held", "too long")
        assert ease(eased, story, reason="again") == eased


@settings(max_examples=60, deadline=None)
@given(days(), rules)
def test_no_publisher_has_more_than_its_share_and_every_line_stands_once(day: News, made: Rules) -> None:
    """Of a section and of the edition, where another publisher could be there; a quotation once, with its role; a day
    to come once, four a section."""
    layout = laid(day, made)
    own = {s.publisher for s in SOURCES.values() if s.ours}
    led: Counter[str] = Counter()
    most = 0
    for section in layout.sections:
        here = Counter(b.credit.publisher for b in section.blocks if isinstance(b, StoryBlock))
        most = max(most, *here.values(), 0)
        led += here
        ahead = [b for b in section.blocks if isinstance(b, LinksBlock) and b.label == "ahead"]
        assert all(len(b.items) <= AHEAD for b in ahead)
        quoted = [b for b in section.blocks if isinstance(b, QuoteBlock)]
        assert len({q.speaker for q in quoted}) == len(quoted)
        assert all(q.role for q in quoted)
    if len(led.keys() - own) > 1:
        assert most <= CAPS.section
        assert max(led.values()) <= CAPS.edition
    lines = [i for s in layout.sections for b in s.blocks if isinstance(b, LinksBlock) for i in b.items]
    assert len({(i.title.printed, i.credit.entry) for i in lines if i.stands_for}) == len(
        [i for i in lines if i.stands_for]
    )


@settings(max_examples=60, deadline=None)
@given(days(), rules)
def test_a_section_of_hours_holds_nothing_from_before_its_window(day: News, made: Rules) -> None:
    """However it takes its stories."""
    layout = laid(day, made)
    hours = {f"s{i}" for i, r in enumerate(made) if isinstance(r, SectionRule) and "{hours}" in r.title}
    written, window = day[1], make.window()
    for section, part, story in layout.placed():
        if section.key in hours and isinstance(part, StoryBlock):
            result = written[story]
            assert isinstance(result, Written)
            at = result.happened or part.credit.at
            assert at is not None and window.opens <= at <= window.cutoff
