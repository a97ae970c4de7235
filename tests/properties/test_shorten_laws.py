"""Laws of shortening, whatever an edition is made of."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.model.base import StoryId
from newsletter.model.editions import (
    Audience,
    Block,
    Edition,
    Figure,
    FiguresBlock,
    HeadingBlock,
    House,
    LinkItem,
    LinksBlock,
    NoticeBlock,
    ProseBlock,
    QuoteBlock,
    Section,
    StoryBlock,
)
from newsletter.model.shortened import for_mail, left_out, told_in
from newsletter.shorten import leaving, next_count, shorten
from tests.support import editions

STAYS = ("figures", "notice", "prose")


def _block(kind: str, number: int) -> Block:
    items = tuple(
        LinkItem(title=House(text=f"Line {n}"), credit=editions.credit(f"line-{number}-{n}")) for n in range(number % 4)
    )
    made: dict[str, Block] = {
        "story": editions.story(number),
        "quote": QuoteBlock(
            quote=editions.extract("We shall see.", f"entry-{number}"),
            speaker="A speaker",
            role="a role",
            credit=editions.credit(f"entry-{number}"),
            story=StoryId(f"entry-{number - 1}"),
        ),
        "figures": FiguresBlock(figures=(Figure(label="attacks", value="2"),), credit=None),
        "notice": NoticeBlock(notice="no-report"),
        "prose": ProseBlock(markdown="Words of the house."),
        "heading": HeadingBlock(text="A heading"),
        "list": LinksBlock(label="", items=items),
        "ours": LinksBlock(label="ours", items=items),
    }
    return made[kind]


KINDS = st.sampled_from(("story", "story", "story", "quote", "figures", "notice", "prose", "heading", "list", "ours"))


@st.composite
def made_editions(draw: st.DrawFn) -> Edition:
    sections: list[Section] = []
    for at in range(draw(st.integers(0, 4))):
        kinds = draw(st.lists(KINDS, max_size=9))
        blocks = [_block(kind, 100 * at + n) for n, kind in enumerate(kinds)]
        audience = draw(st.sampled_from(Audience))
        place = draw(st.sampled_from(("opening", "body", "body", "body", "closing")))
        sections.append(editions.section(f"s-{at}", *blocks, title="News", audience=audience, place=place))
    return editions.bare(*sections)


def _pieces(sections: tuple[Section, ...]) -> list[object]:
    """What readers see, without notices: blocks, and lines of lists one by one."""
    found: list[object] = []
    for block in (b for s in sections for b in s.blocks):
        if isinstance(block, LinksBlock):
            found += block.items
        elif not isinstance(block, HeadingBlock | NoticeBlock):
            found.append(block)
    return found


@given(made_editions(), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_what_must_stay_stays_and_the_counts_are_what_left(edition: Edition, count: int) -> None:
    """Only the last stories of a section leave, never the first two; each shortened section counts its own."""
    made = shorten(edition, count)
    mail = for_mail(made)
    assert sum(len(left_out(s)) for s in made.sections) == min(count, len(leaving(edition)))
    for before, marked, after in zip(edition.sections, made.sections, mail.sections, strict=True):
        assert replace(marked, mailed=None) == before  # nothing is ever taken from the edition itself
        left = left_out(marked)
        if not left:
            assert after == before
            continue
        assert before.place == "body" and before.audience is not Audience.PUBLIC
        assert len(told_in(before)) - len(left) >= 2
        assert after.blocks[-1] == NoticeBlock(notice="more", detail=str(len(left)))
        assert [b for b in after.blocks[:-1] if b.kind in STAYS] == [b for b in before.blocks if b.kind in STAYS]
        assert told_in(replace(after, blocks=after.blocks[:-1])) != () or not told_in(before)
        stories = [b for b in before.blocks if isinstance(b, StoryBlock)]
        kept = [b for b in after.blocks if isinstance(b, StoryBlock)]
        assert kept == stories[: len(kept)]


@given(made_editions(), st.integers(0, 40))
@settings(max_examples=150, deadline=None)
def test_what_the_mail_shows_and_what_left_it_are_the_whole(edition: Edition, count: int) -> None:
    """Nothing is lost, nothing doubled, and the order of the page stays."""
    made = shorten(edition, count)
    whole, shown = _pieces(made.sections), _pieces(for_mail(made).sections)
    gone: list[object] = []
    for section in made.sections:
        for numbers, line in left_out(section):
            blocks = [section.blocks[n] for n in numbers]
            gone += [b.items[line] for b in blocks if isinstance(b, LinksBlock) and line is not None]
            gone += [b for b in blocks if not isinstance(b, LinksBlock)]
    assert sorted(map(repr, [*shown, *gone])) == sorted(map(repr, whole))
    rest = iter(whole)
    assert all(any(one == other for other in rest) for one in shown)


@given(made_editions(), st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_who_leaves_early_has_left_later_too(edition: Edition, one: int, other: int) -> None:
    """Shortening by more never brings a story back: so that sizes fall, and a few renderings find the right one."""
    fewer, more = sorted((one, other))
    for early, late in zip(shorten(edition, fewer).sections, shorten(edition, more).sections, strict=True):
        assert set(left_out(early)) <= set(left_out(late))


@given(made_editions(), st.lists(st.integers(1, 200_000), min_size=60, max_size=60), st.integers(0, 60))
@settings(max_examples=150, deadline=None)
def test_the_search_ends_and_knows_whether_anything_fits(edition: Edition, steps: list[int], first: int) -> None:
    """At most six renderings, none twice; if the least that there is would fit, something that fits was rendered."""
    total = len(leaving(edition))
    falling = sorted(steps, reverse=True)
    sizes: dict[int, int] = {}
    while (count := next_count(edition, sizes, first=first)) is not None:
        assert count not in sizes and 0 <= count <= total and len(sizes) < 6
        sizes[count] = falling[count]
    assert (min(sizes.values()) <= 90_000) == (falling[total] <= 90_000)
