"""Laws for stories of which only a line is printed: a quotation below another story, a line "Still ahead"."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.account import account
from newsletter.layout import QUOTES, ease, lay_out
from newsletter.layout.ahead import AHEAD
from newsletter.model.editions import Layout, LinksBlock, QuoteBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import PerPublisher, SectionRule, Style, Take
from newsletter.write import once, write
from tests.support import make

EVENT = (
    "Envoys Ann Lee and Bob May and Cy Orr ended eight hours of talks in Geneva without agreeing on the future of NATO "
)
EVENT += "and of Ukraine."


def said(name: str, role: str, source: str) -> Entry:
    """A statement about the event."""
    words = f"“{role}s of all of NATO will stand by Ukraine as long as it takes,” {role} {name} told reporters."
    return make.entry(f"{name.split()[1]} speaks of NATO and Ukraine {source}", source=source, text=words)


def meets(place: str, day: int, source: str) -> Entry:
    """An announcement."""
    words = f"Representatives of NATO and Russia meet in {place} on {day} January for a further round of talks."
    return make.entry(f"NATO and Russia meet in {place} on {day} January", source=source, text=words)


POOL = (
    make.entry("Geneva talks end without result", text=EVENT),
    make.entry("Geneva talks end", source="desk", text=EVENT + " Diplomats in Geneva wait for NATO on 12 January."),
    said("Ann Lee", "Minister", "wire"),
    said("Ann Lee", "Minister", "post"),
    said("Bob May", "President", "post"),
    said("Cy Orr", "Ambassador", "desk"),
    meets("Geneva", 13, "wire"),
    meets("Vienna", 13, "post"),
    *(meets("Brussels", day, "desk") for day in (12, 14, 15, 16)),
    make.entry("Storm hits Odesa", source="post", text="A storm has cut the power of three hundred homes in Odesa."),
)
SOURCES = make.sources("wire", "post", "desk")
RULES = (
    SectionRule(key="flash", title="Flash", fill="last", limit=3),
    SectionRule(key="talks", title="Talks", style=Style.CARDS, take=Take(words=("Geneva", "speaks")), limit=4),
)


def laid(entries: Sequence[Entry], two: bool) -> Layout:
    """Every entry a story of its own; with `two` the first two are one."""
    known = {e.id: e for e in entries}
    first = [tuple(entries[:2])] if two else [(e,) for e in entries[:2]]
    stories = [make.story(*g) for g in (*first, *((e,) for e in entries[2:])) if g]
    review = make.review(sections=RULES, per_publisher=PerPublisher(section=2, edition=4))
    written = {s.id: write(s, entries=known, sources=SOURCES, review=review, window=make.window()) for s in stories}
    return lay_out(
        stories,
        written=once(written),
        entries=known,
        sources=SOURCES,
        topics=(),
        review=review,
        window=make.window(),
        asides=(),
    )


pools = st.lists(st.sampled_from(POOL), unique=True, min_size=1, max_size=len(POOL))


def places(layout: Layout) -> list[str]:
    return sorted([s for _, _, s in layout.placed()] + [u.block.story for u in layout.unplaced])


@settings(max_examples=60, deadline=None)
@given(pools, st.booleans())
def test_a_story_told_by_a_line_is_told_once(entries: list[Entry], two: bool) -> None:
    """In no section twice, in the account once; two quotations and four announcements a section."""
    layout = laid(entries, two)
    assert places(layout) == sorted(s.id for s in layout.stories)
    decisions = account(layout, entries={e.id: e for e in entries})
    assert [d.entry for d in decisions] == sorted(e.id for e in entries)
    for section in layout.sections:
        assert sum(isinstance(b, QuoteBlock) for b in section.blocks) <= QUOTES
        assert all(len(b.items) <= AHEAD for b in section.blocks if isinstance(b, LinksBlock))


@settings(max_examples=40, deadline=None)
@given(st.permutations(POOL))
def test_the_order_of_the_feeds_does_not_matter_to_lines(entries: list[Entry]) -> None:
    """All of the pool, each a story of its own."""
    assert laid(entries, False) == laid(POOL, False)


@settings(max_examples=40, deadline=None)
@given(pools, st.booleans())
def test_easing_a_story_told_by_a_line_holds_it_whole(entries: list[Entry], two: bool) -> None:
    """And loses no other."""
    layout = laid(entries, two)
    for _, _, story in list(layout.placed()):
        eased = layout
        for _ in range(7):
            eased = ease(eased, story, reason="too long")
        assert places(eased) == places(layout)
        (gone,) = [u for u in eased.unplaced if u.block.story == story]
        assert gone.outcome == "held"


def test_the_pool_holds_what_the_laws_are_about() -> None:
    """Quotations that stand for a story, and announcements that do."""
    layout = laid(POOL, True)
    blocks = [b for s in layout.sections for b in s.blocks]
    assert [b for b in blocks if isinstance(b, QuoteBlock) and b.stands_for]
    assert [i for b in blocks if isinstance(b, LinksBlock) for i in b.items if i.stands_for]
