"""Quotations: which stand below the event that they are about, and how much of a story a line shows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsletter.account import account
from newsletter.layout import ease, lay_out
from newsletter.model.editions import Layout, QuoteBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Style, Take
from newsletter.model.sources import Trust
from newsletter.model.stories import Outcome
from newsletter.write import once, write
from tests.support import make
from tests.support.laying import Day

TALKS = SectionRule(key="talks", title="Talks", style=Style.CARDS, take=Take(words=("Geneva", "Sherman", "Riabkov")))
REST = SectionRule(key="rest", title="Rest", fill="last")

GENEVA = make.entry(
    "Geneva talks bring no breakthrough",
    text="US Deputy Secretary of State Wendy Sherman and Russian Deputy Foreign Minister Sergei Riabkov ended eight "
    "hours of talks in Geneva without agreeing on the future of NATO. Moscow wants the alliance to stop growing to "
    "the east.",
)
DOOR = (
    "“We will not allow anyone to slam closed NATO’s open door policy,” Wendy Sherman, US Deputy Secretary of State, "
)
SHERMAN = make.entry("Sherman: nobody will shut NATO’s door", source="post", text=DOOR + "told reporters on a call.")
STATE = make.entry(
    "Riabkov names three demands",
    source="bulletin",
    text="“NATO must pack its stuff and return to the 1997 boundaries,” Russian Deputy Foreign Minister Sergei Riabkov "
    "said in Moscow.",
)
DEMANDS = make.entry(
    "Riabkov names three demands",
    source="desk",
    text="Sergei Riabkov, Russia’s deputy foreign minister, tied progress in Moscow to a pledge against the growth of "
    "NATO.",
)
SOURCES = make.sources(
    "wire", "post", "desk", make.source("bulletin", trust=Trust.LABELLED, label="Russian state agency")
)


def laid(*stories: Sequence[Entry]) -> Layout:
    """Stories by their entries, the lead first; the Geneva story has a second voice and so comes first."""
    entries = {e.id: e for members in stories for e in members}
    made = [make.story(*members) for members in stories]
    review = make.review(sections=(TALKS, REST))
    written = {s.id: write(s, entries=entries, sources=SOURCES, review=review, window=make.window()) for s in made}
    return lay_out(
        made,
        written=once(written),
        entries=entries,
        sources=SOURCES,
        topics=(),
        review=review,
        window=make.window(),
        asides=(),
    )


EVENT = (GENEVA, make.entry("Geneva talks bring no breakthrough", source="desk"))


def kinds(layout: Layout) -> list[str]:
    return [
        b.headline.printed if isinstance(b, StoryBlock) else b.speaker
        for s in layout.sections
        for b in s.blocks
        if isinstance(b, StoryBlock | QuoteBlock)
    ]


def test_what_takers_of_the_talks_said_stands_below_the_talks() -> None:
    """Not as cards of their own; the state agency's words with its label."""
    layout = laid(EVENT, (SHERMAN,), (DEMANDS, STATE))
    assert kinds(layout)[0] == "Geneva talks bring no breakthrough"
    assert sorted(kinds(layout)[1:]) == ["Sergei Riabkov", "Wendy Sherman"]
    quotes = [b for b in layout.sections[0].blocks if isinstance(b, QuoteBlock)]
    assert all(q.role for q in quotes)
    assert {q.credit.label for q in quotes} == {"", "Russian state agency"}
    talks = layout.sections[0].blocks[0]
    assert isinstance(talks, StoryBlock) and {q.under for q in quotes} == {talks.story}


def test_a_story_told_by_its_quotation_is_told() -> None:
    """The account closes: every entry told or merged, each story once."""
    layout = laid(EVENT, (SHERMAN,), (DEMANDS, STATE))
    entries = {e.id: e for e in (*EVENT, SHERMAN, DEMANDS, STATE)}
    assert {d.outcome for d in account(layout, entries=entries)} <= {Outcome.TOLD, Outcome.MERGED}
    assert len(list(layout.placed())) == 3


def test_a_quotation_that_has_to_go_takes_its_story_off_the_page() -> None:
    """Held with all its words, so that an editor can place it."""
    layout = laid(EVENT, (SHERMAN,))
    story = next(s.id for s in layout.stories if SHERMAN.id in s.entries)
    (held,) = ease(layout, story, reason="too long").unplaced
    assert (held.block.story, held.outcome, held.block.headline.printed) == (story, "held", SHERMAN.title)


@pytest.mark.parametrize(
    "other",
    [
        make.entry("NATO’s door stays open, says Sherman", source="post", text=DOOR + "told reporters on a call."),
        make.entry(
            "Sherman: nobody will shut NATO’s door", source="post", text=DOOR + "told us.", at="2022-01-08T12:00Z"
        ),
        make.entry(
            "Sherman: more money for schools",
            source="post",
            text="“We will build two hundred more schools for our children,” Wendy Sherman, US Deputy Secretary of "
            "State, told reporters on a call.",
        ),
    ],
    ids=["somebody else's headline", "another day", "another matter"],
)
def test_in_doubt_a_statement_is_a_story_of_its_own(other: Entry) -> None:
    """Precision first: a quotation below the wrong event would be a false report."""
    assert other.title in kinds(laid(EVENT, (other,)))


def test_one_quotation_in_two_translations_stands_once() -> None:
    """Same speaker, the same longer words: the second report's version is left out."""
    again = make.entry(
        "Sherman speaks of NATO’s open door",
        source="desk",
        text="“Nobody will be allowed to slam NATO’s open door policy closed in front of anyone,” Wendy Sherman, US "
        "Deputy Secretary of State, told journalists.",
    )
    layout = laid(EVENT, (SHERMAN,), (again,))
    assert kinds(layout).count("Wendy Sherman") == 1


def test_the_same_speaker_may_say_two_things() -> None:
    """Ukraine and the open door are two quotations."""
    review, window = make.review(), make.window()
    text = (
        "“We will not make decisions about Ukraine without Ukraine, or about NATO without NATO,” said Wendy Sherman, "
    )
    other = make.entry("Sherman on Ukraine", source="desk", text=text + "the US deputy secretary of state.")
    written = once(
        {
            s.id: write(s, entries={e.id: e}, sources=SOURCES, review=review, window=window)
            for e in (SHERMAN, other)
            for s in (make.story(e),)
        }
    )
    assert [len(getattr(w, "quotes", ())) for w in written.values()] == [1, 1]


BULLETS = SectionRule(key="front", title="Front", style=Style.BULLETS)


def test_a_bullet_says_what_comes_after_what_its_headline_said() -> None:
    """Not what is quoted further down: the next sentence that may be printed, however short."""
    text = (
        "Dynamo Kyiv beat Shakhtar Donetsk 2-1 in the semi-final of the Ukrainian Cup on 9 January. "
        "Vladyslav Vanat scored both goals for Dynamo. "
        'Coach Oleksandr Shovkovskyi said that his team "suffered for every metre of the pitch".'
    )
    day = Day()
    story = day.add("Dynamo Kyiv beat Shakhtar 2-1 in cup semi-final", text=text)
    entries = {e.id: e for e in day.entries}
    day.written[story.id] = write(
        story, entries=entries, sources=day.sources, review=make.review(sections=(BULLETS,)), window=make.window()
    )
    (block,) = day.out(BULLETS).sections[0].blocks
    assert isinstance(block, StoryBlock)
    assert [s.printed for s in block.sentences] == ["Vladyslav Vanat scored both goals for Dynamo."]


@pytest.mark.parametrize(
    ("headline", "sentence", "shown"),
    [
        (
            "Joint Forces count 2 attacks near Popasna and Katerynivka",
            "Russian-led militants attacked 2 times, near Popasna and near Katerynivka, the Joint Forces command says.",
            0,
        ),
        (
            "Обстріляно Попасну і Катеринівку, поранено військового",
            "Бойовики 10 січня обстріляли Попасну та Катеринівку, поранено одного українського військового.",
            0,
        ),
        (
            "Svitolina beats Gauff to reach Miami quarter-final",
            "Elina Svitolina beat Coco Gauff 6-4, 3-6, 7-5 in Miami on 9 January to reach the quarter-final.",
            1,
        ),
        (
            "Quiet night at the front",
            "Observers counted 35 violations of the ceasefire in Donetsk Oblast on 9 January, their report says.",
            1,
        ),
    ],
)
def test_a_bullet_does_not_say_its_headline_again(headline: str, sentence: str, shown: int) -> None:
    """One line, said once; endings do not matter, in Ukrainian either."""
    language = "uk" if sentence[0] > "\u0400" else "en"
    entry = make.entry(headline, text=sentence, lang=language)
    story = make.story(entry)
    review = make.review(sections=(BULLETS,), language=language)
    written = write(story, entries={entry.id: entry}, sources=SOURCES, review=review, window=make.window())
    layout = lay_out(
        [story],
        written={story.id: written},
        entries={entry.id: entry},
        sources=SOURCES,
        topics=(),
        review=review,
        window=make.window(),
        asides=(),
    )
    (block,) = layout.sections[0].blocks
    assert isinstance(block, StoryBlock) and len(block.sentences) == shown
