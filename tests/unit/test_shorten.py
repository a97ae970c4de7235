"""What leaves a mail that would be too long, and what is said in its place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from newsletter.model.editions import (
    Audience,
    Edition,
    HeadingBlock,
    House,
    LinkItem,
    LinksBlock,
    NoticeBlock,
    ProseBlock,
    StoryBlock,
)
from newsletter.model.rendered import PLACEHOLDER, Rendered
from newsletter.model.rules import THEMES
from newsletter.model.shortened import for_mail, is_shortened, left_out, told_in
from newsletter.pipeline.fitted import fitted
from newsletter.preflight import check
from newsletter.render import Renderer
from newsletter.shorten import LIMIT, ROUNDS, leaving, next_count, shorten, size_of
from tests.support import editions

RENDER = Renderer([Path(__file__).resolve().parents[2] / "templates"])
PAGE = f"https://review.example.org/p/{PLACEHOLDER}/2022-01-11/"


@cache
def four_hundred(theme: str = THEMES[0]) -> tuple[Edition, Rendered]:
    return fitted(editions.edition(400, theme=theme), RENDER)


def headlines(edition: Edition) -> list[str]:
    return [b.headline.printed for s in edition.sections for b in s.blocks if isinstance(b, StoryBlock)]


def counted(text: str) -> int:
    """What the notices of a page add up to."""
    return sum(map(int, re.findall(r"(\d+) more stor(?:y|ies)\s+on\s+your\s+page", text)))


@pytest.mark.parametrize("theme", THEMES)
def test_four_hundred_stories_become_a_mail_below_the_limit(theme: str) -> None:
    """Every story is in the mail or on the patrons' page; both parts say the same; the counts are right."""
    made, rendered = four_hundred(theme)
    assert 0.9 * LIMIT < size_of(rendered.html) <= LIMIT
    in_mail = headlines(for_mail(made))
    # The last in brackets tells them apart: "(7)" is in no other headline.
    assert all(h in rendered.html for h in in_mail if "'" not in h)
    missing = [h for h in headlines(made) if h not in in_mail]
    assert len(in_mail) + len(missing) == 400 and missing
    assert not any(h in rendered.html or h in " ".join(rendered.text.split()) for h in missing if h.endswith(")"))
    assert all(h in rendered.whole for h in headlines(made) if "'" not in h)
    assert counted(rendered.html) == counted(rendered.text) == len(missing)
    assert rendered.html.count(PAGE) == rendered.text.count(PAGE) == sum(map(bool, map(left_out, made.sections)))


def test_preflight_finds_nothing_but_says_what_was_shortened() -> None:
    """What left the mail has its credit and link on the patrons' page, so that no story is lost to a check."""
    made, rendered = four_hundred()
    entries, sources = editions.archive_of(made)
    found = check(made, rendered, entries=entries, sources=sources)
    assert {f.code for f in found} == {"shortened"}
    total = sum(len(left_out(s)) for s in made.sections)
    assert f"only on the patrons' own page: {total} (" in found[0].message


def test_a_story_that_is_on_neither_page_is_found() -> None:
    """A theme whose page loses what the mail does not show costs these stories, and no others."""
    made, rendered = fitted(editions.edition(200, "uk"), RENDER)
    entries, sources = editions.archive_of(made)
    lost = left_out(made.sections[4])[-1]
    block = made.sections[4].blocks[lost[0][0]]
    assert isinstance(block, StoryBlock) and block.credit.url
    torn = replace(rendered, whole=rendered.whole.replace(block.credit.url, "https://elsewhere.example/"))
    found = check(made, torn, entries=entries, sources=sources)
    assert {(f.code, f.story) for f in found if f.code == "no-link"} == {("no-link", block.story)}


def test_an_edition_that_fits_is_rendered_once_and_left_alone() -> None:
    """No notice, no page, no mark in edition.json."""
    calls: list[Edition] = []

    def render(edition: Edition) -> Rendered:
        calls.append(edition)
        return RENDER(edition)

    edition = editions.edition(40)
    made, rendered = fitted(edition, render)
    assert (made, len(calls)) == (edition, 1)
    assert rendered.whole == "" and "whole.html" not in rendered.files()
    assert '"mailed"' not in rendered.data and "on your page" not in rendered.html


def test_the_patrons_page_has_their_sections_and_no_way_into_search_engines() -> None:
    """What only patrons see is on it; the call to become one, their links and the notices are not."""
    secret = editions.section("secret", editions.story(900), title="For patrons", audience=Audience.PATRONS)
    edition = editions.edition(170)
    made, rendered = fitted(replace(edition, sections=(*edition.sections, secret)), RENDER)
    (headline,) = headlines(editions.bare(secret))
    assert headline in rendered.whole and headline not in rendered.web
    assert "Thank you for being a patron" in rendered.whole
    assert "Our patrons find this review in their mail" not in rendered.whole
    assert '<meta name="robots" content="noindex, nofollow">' in rendered.whole
    assert '<meta name="referrer" content="no-referrer">' in rendered.whole
    assert 'rel="canonical"' not in rendered.whole and 'rel="canonical"' in rendered.web
    assert PLACEHOLDER not in rendered.whole and "on your page" not in rendered.whole
    assert is_shortened(made) and "noindex" not in rendered.web


def test_the_public_page_and_the_record_are_those_of_the_whole_edition() -> None:
    """Shortening touches the mail alone; for machines the sections say how many of their stories it shows."""
    plain, (made, rendered) = RENDER(editions.edition(400)), four_hundred()
    assert rendered.web == plain.web
    assert all(f"entry-{n}" in rendered.data for n in range(400))
    shown = [int(n) for n in re.findall(r'"mailed": (\d+)', rendered.data)]
    assert shown == [s.mailed for s in made.sections if s.mailed is not None]


def test_the_same_edition_gives_the_same_bytes() -> None:
    """Also from what it was marked with, as a rebuild has it."""
    edition = editions.edition(150, "uk")
    made, rendered = fitted(edition, RENDER)
    assert fitted(edition, RENDER)[1].files() == rendered.files()
    assert RENDER(made).files() == rendered.files()


def test_a_page_that_was_linked_stays_when_what_stood_only_there_is_withdrawn() -> None:
    """The mail that patrons have leads to it; a notice has nothing left to count."""
    section = editions.section("s", *(editions.story(n) for n in range(4)), title="News", mailed=3)
    withdrawn = replace(section, blocks=section.blocks[:3])
    made = RENDER(editions.bare(withdrawn))
    assert made.whole and "on your page" not in made.html


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Ще 1 новина на вашій сторінці"),
        (3, "Ще 3 новини на вашій сторінці"),
        (12, "Ще 12 новин на вашій сторінці"),
        (21, "Ще 21 новина на вашій сторінці"),
    ],
)
def test_numbers_take_the_form_that_the_language_asks_for(count: int, words: str) -> None:
    """CLDR's one, few and many."""
    section = editions.section("s", *(editions.story(n, "uk") for n in range(30)), title="Новини")
    text = RENDER(editions.bare(replace(section, mailed=30 - count), language="uk")).text
    assert words in " ".join(text.split())


def test_figures_notices_headings_in_use_and_labelled_lists_stay() -> None:
    """Only stories leave; a heading goes when nothing is left under it."""
    full = editions.edition(60)
    made = shorten(full, len(leaving(full)))
    kept = [(b.kind, s.key) for s in for_mail(made).sections for b in s.blocks if b.kind not in ("story", "quote")]
    before = [(b.kind, s.key) for s in full.sections for b in s.blocks if b.kind not in ("story", "quote")]
    assert [k for k in kept if k[0] != "notice"] == [k for k in before if k[0] != "notice"]
    assert all(len(told_in(s)) >= 2 for s in for_mail(made).sections if s.place == "body")
    alone = editions.section(
        "s",
        *(editions.story(n) for n in range(3)),
        HeadingBlock(text="In other countries"),
        editions.story(4),
        title="News",
    )
    (section,) = for_mail(editions.bare(replace(alone, mailed=3))).sections
    assert [b.kind for b in section.blocks] == ["story", "story", "story", "notice"]


def test_a_quotation_goes_where_its_story_goes() -> None:
    """Nobody reads an answer to what is not there."""
    (cards,) = (s for s in editions.edition(40).sections if s.key == "body-2")
    quote = next(b for b in cards.blocks if b.kind == "quote")
    story = editions.story(77, story=quote.story)
    section = replace(cards, blocks=(editions.story(50), editions.story(51), story, quote), mailed=2)
    (shown,) = for_mail(editions.bare(section)).sections
    assert [b.kind for b in shown.blocks] == ["story", "story", "notice"]
    assert shown.blocks[-1] == NoticeBlock(notice="more", detail="1")


def test_lines_of_a_plain_list_leave_one_by_one_and_labelled_lists_never() -> None:
    """A list with ten lines is ten stories; "From us" is none."""
    items = tuple(LinkItem(title=House(text=f"Line {n}"), credit=editions.credit(f"line-{n}")) for n in range(10))
    ours = LinksBlock(label="ours", items=items)
    section = editions.section("s", LinksBlock(label="", items=items), ours, title="Elsewhere", mailed=4)
    (shown,) = for_mail(editions.bare(section)).sections
    plain, labelled, notice = shown.blocks
    assert isinstance(plain, LinksBlock) and [i.title.printed for i in plain.items] == [f"Line {n}" for n in range(4)]
    assert labelled == ours and notice == NoticeBlock(notice="more", detail="6")


def test_the_longest_section_gives_first() -> None:
    """A short one keeps everything as long as a long one has more than it."""
    long = editions.section("long", *(editions.story(n) for n in range(30)), title="Long")
    brief = editions.section("brief", *(editions.story(n) for n in range(100, 104)), title="Brief")
    made = shorten(editions.bare(long, brief), 20)
    assert [s.mailed for s in made.sections] == [10, None]


def test_where_not_even_the_fewest_fit_the_shortest_comes_back_and_preflight_speaks() -> None:
    """House words that are too long by themselves are nobody's story: beyond 102 KB nothing is published."""
    words = ProseBlock(markdown="Words of the house. " * 6000, slot="opening")
    huge = editions.section("opening", words, place="opening")
    edition = editions.edition(20)
    made, rendered = fitted(replace(edition, sections=(huge, *edition.sections)), RENDER)
    assert all(len(told_in(s)) <= 2 or s.mailed == 2 for s in made.sections if s.place == "body")
    entries, sources = editions.archive_of(made)
    codes = {f.code: f.severity for f in check(made, rendered, entries=entries, sources=sources)}
    assert codes["too-large"] == "blocking" and codes["long-mail"] == "warning"


def test_at_most_six_renderings_whatever_they_weigh() -> None:
    """Also where the estimate is far off, and the last one is certain to be the least that there is."""
    edition = editions.edition(400)
    total = len(leaving(edition))
    for weigh in (lambda n: 200_000, lambda n: 95_000 - n, lambda n: 10**7 // (n + 1), lambda n: 90_001 - (n == total)):
        sizes: dict[int, int] = {}
        while (count := next_count(edition, sizes)) is not None:
            assert count not in sizes and 0 <= count <= total
            sizes[count] = weigh(count)
        assert len(sizes) <= ROUNDS
        assert min(sizes.values()) <= LIMIT or total in sizes
