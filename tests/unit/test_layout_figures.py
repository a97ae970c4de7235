"""Reports as figures: whose, where, what they tell, and what is said where none came."""

from __future__ import annotations

from collections.abc import Sequence

from newsletter.layout import lay_out, plan, put_figures, unshown
from newsletter.layout.figures import Plan
from newsletter.model.editions import FiguresBlock, Layout, NoticeBlock, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Style, Take
from newsletter.model.sources import Source, Terms
from newsletter.model.stories import Story
from newsletter.write import reports, write
from tests.support import make
from tests.support.lines import line

ATTACKS = line(
    "{n} attack* near {places:names}",
    en={"one": "**{n}** attack near {places}", "other": "**{n}** attacks near {places}"},
)
WOUNDED = line("{n} soldier* wounded", en={"one": "**{n}** wounded", "other": "**{n}** wounded"})
FRONT = SectionRule(key="front", title="Past {hours} hours", style=Style.BULLETS, take=Take(tags=("front",)))
REST = SectionRule(key="rest", title="Elsewhere", style=Style.LINKS)
TWO, THREE = "2 attacks near Popasna on 10 January.", "3 attacks near Zolote on 10 January."


def source(name: str, **more: object) -> Source:
    return make.source(name, **{"tags": ("front",), "lines": (ATTACKS, WOUNDED), **more})


def day(
    *sources: Source,
    entries: Sequence[Entry],
    stories: Sequence[Story] = (),
    rules: Sequence[SectionRule] = (FRONT, REST),
) -> tuple[Layout, Plan]:
    """The page as compose makes it; without `stories` every entry is one."""
    known, review, window = make.sources(*sources), make.review(sections=rules), make.window()
    stories = stories or [make.story(e) for e in entries]
    by_id = {e.id: e for e in entries}
    written = {s.id: write(s, entries=by_id, sources=known, review=review, window=window) for s in stories}
    found = reports(entries, sources=known, review=review, window=window)
    made = plan(found, stories=stories, written=written, entries=by_id, sources=known, review=review, window=window)
    layout = lay_out(
        [s for s in stories if s.id not in made.stories],
        written=written,
        entries=by_id,
        sources=known,
        topics=(),
        review=review,
        window=window,
        asides=(),
    )
    return put_figures(layout, made, review=review, window=window), made


def front(layout: Layout) -> list[str]:
    """What stands in the section, line by line."""
    said: list[str] = []
    for block in (b for s in layout.sections if s.key == "front" for b in s.blocks):
        if isinstance(block, FiguresBlock):
            said += [f"{f.printed} ({block.credit.name if block.credit else ''})" for f in block.figures]
        elif isinstance(block, NoticeBlock):
            said.append(f"no report: {block.detail}")
        elif isinstance(block, StoryBlock):
            said.append(block.headline.printed)
    return said


def everything(layout: Layout) -> list[str]:
    """Every story's place, to be counted."""
    return sorted([s for _, _, s in layout.placed()] + [u.block.story for u in layout.unplaced])


def test_figures_stand_first_and_their_story_nowhere_else() -> None:
    """The report's entry is told by them."""
    news = make.entry("Shelling reported", source="post", text="A long day.")
    report = make.entry("Morning report", source="jfo", text=TWO)
    layout, _ = day(source("jfo"), make.source("post", tags=("front",)), entries=[news, report])
    assert front(layout) == ["2 attacks near Popasna (jfo)", "Shelling reported"]
    assert everything(layout) == sorted([make.story(news).id, make.story(report).id])


def test_without_a_report_the_section_says_so_and_nothing_else() -> None:
    """Also where it would be empty; and the editor hears whether anything came."""
    layout, made = day(source("jfo"), entries=[make.entry("A statement", source="jfo", text="Nothing to count.")])
    assert front(layout)[0] == "no report: jfo"
    assert "brought 1 entry, and no line fits" in made.findings[0].message
    layout, made = day(source("jfo"), entries=[])
    assert front(layout) == ["no report: jfo"]
    assert "nothing came" in made.findings[0].message
    notice = layout.sections[0].blocks[0]
    assert isinstance(notice, NoticeBlock)
    assert notice.until == make.window().cutoff or notice.until == make.at("2022-01-11T04:30Z")


def test_a_silent_source_says_nothing() -> None:
    """no_report: silent is for reports whose absence is no news."""
    layout, made = day(source("osce", no_report="silent"), entries=[])
    assert front(layout) == [] and made.findings == []


def test_yesterdays_report_is_no_report() -> None:
    """It may be a candidate still, because it came late; its numbers are not this edition's."""
    old = make.entry("Morning report", source="jfo", text=TWO, at="2022-01-09T20:00Z", seen="2022-01-10T12:00Z")
    layout, _ = day(source("jfo"), entries=[old])
    assert front(layout)[0] == "no report: jfo"


def test_of_two_reports_of_one_publisher_the_newest_counts() -> None:
    """Nothing is added up, and the older one is not printed a second time."""
    evening = make.entry("Evening report", source="jfo", text=THREE, at="2022-01-10T16:00Z")
    morning = make.entry("Morning report", source="jfo", text=TWO, at="2022-01-11T03:00Z")
    layout, _ = day(source("jfo"), entries=[evening, morning])
    assert front(layout) == ["2 attacks near Popasna (jfo)"]
    assert [u.reason for u in layout.unplaced] == ["an older report of jfo: the newest one is printed"]


def test_an_earlier_report_with_something_else_is_told_in_its_own_words() -> None:
    """A missing number is not zero: what only the evening knew is not lost."""
    evening = make.entry("One soldier wounded", source="jfo", text="1 soldier wounded.", at="2022-01-10T16:00Z")
    morning = make.entry("Morning report", source="jfo", text=TWO, at="2022-01-11T03:00Z")
    layout, _ = day(source("jfo"), entries=[evening, morning])
    assert front(layout) == ["2 attacks near Popasna (jfo)", "One soldier wounded"]


def test_an_older_report_of_the_series_is_not_printed_below_the_newest() -> None:
    """Its headline differs in the day only: its numbers are overtaken, whether a line fits them or not."""
    for text in ("The enemy attacked 5 times near Zolote.", f"{TWO} {THREE}", "2 attacks near X. 1 soldier wounded."):
        older = make.entry("Joint report of 9 January", source="jfo", text=text, at="2022-01-10T16:00Z")
        newest = make.entry("Joint report of 10 January", source="jfo", text=TWO, at="2022-01-11T03:00Z")
        layout, _ = day(source("jfo"), entries=[older, newest])
        assert front(layout) == ["2 attacks near Popasna (jfo)"]
        assert [u.reason for u in layout.unplaced] == ["an older report of jfo: the newest one is printed"]


def test_a_statement_of_the_same_source_is_no_older_report() -> None:
    """Another headline, and no line fits: it is news."""
    other = make.entry("A bridge is open again", source="jfo", text="Lorries pass.", at="2022-01-10T16:00Z")
    newest = make.entry("Joint report of 10 January", source="jfo", text=TWO, at="2022-01-11T03:00Z")
    layout, _ = day(source("jfo"), entries=[other, newest])
    assert front(layout) == ["2 attacks near Popasna (jfo)", "A bridge is open again"]


def test_two_publishers_stand_one_under_the_other() -> None:
    """Each with its own credit, even in one story; the story is told once."""
    one = make.entry("Morning report", source="jfo", text=TWO)
    other = make.entry("Night report", source="staff", text=THREE)
    layout, _ = day(source("jfo"), source("staff"), entries=[one, other], stories=[make.story(one, other)])
    assert front(layout) == ["2 attacks near Popasna (jfo)", "3 attacks near Zolote (staff)"]
    assert len(everything(layout)) == 1


def test_a_story_that_somebody_else_leads_stays_where_it_was() -> None:
    """The figures stand beside it."""
    words = "Shelling near Popasna has gone on all night and hit two houses, the mayor of the town said on 10 January."
    lead = make.entry("Popasna shelled all night", source="post", text=words)
    report = make.entry("Morning report", source="jfo", text=TWO)
    layout, _ = day(
        source("jfo"), make.source("post", weight=3.0), entries=[lead, report], stories=[make.story(lead, report)]
    )
    assert "2 attacks near Popasna (jfo)" in front(layout)
    assert len(everything(layout)) == 1


def test_an_unread_line_is_a_finding_and_no_number() -> None:
    """Two numbers for one line: nothing is printed of it, and nobody says that no report came."""
    report = make.entry("Morning report", source="jfo", text=f"{TWO} {THREE} 1 soldier wounded.")
    layout, made = day(source("jfo"), entries=[report])
    assert front(layout) == ["1 wounded (jfo)"]
    assert "may be “2” or “3”" in made.findings[0].message


def test_terms_count_only_what_is_taken() -> None:
    """Eight characters of the report stand in this line: 2, Popasna."""
    report = make.entry("Morning report", source="jfo", text=TWO)
    for quote, shown in ((8, ["2 attacks near Popasna (jfo)"]), (7, [])):
        layout, _ = day(source("jfo", terms=Terms(quote=quote)), entries=[report])
        assert [s for s in front(layout) if "attacks" in s] == shown


def test_of_a_report_in_another_language_only_numbers_are_taken() -> None:
    """Names would stand untranslated."""
    numbers = line("{n} обстріл*", en={"one": "{n} shelling", "other": "{n} shellings"})
    places = line("поблизу {places:names}", en="Near {places}")
    report = make.entry("Ранкове зведення", source="jfo", text="За добу 2 обстріли поблизу Попасної.", lang="uk")
    layout, made = day(source("jfo", lines=(numbers, places)), entries=[report])
    assert front(layout) == ["2 shellings (jfo)"]
    assert "another language" in made.findings[0].message


def test_only_bullets_that_take_the_source_show_it() -> None:
    """By tag, name or publisher; a section that asks for words takes stories, not sources."""
    jfo = source("jfo", publisher="Joint Forces")
    for take, shown in (
        (Take(tags=("front",)), True),
        (Take(sources=("JFO",)), True),
        (Take(publishers=("joint forces",), tags=("other",)), False),
        (Take(words=("attacks",)), False),
        (Take(min_publishers=2), False),
    ):
        review = make.review(sections=(SectionRule(key="a", title="A", style=Style.BULLETS, take=take),))
        assert (unshown(review, make.sources(jfo)) == ()) is shown, take
    review = make.review(sections=(SectionRule(key="a", title="A", take=Take(tags=("front",))),))
    assert unshown(review, make.sources(jfo)) == ("jfo",)


def test_a_section_that_was_empty_comes_to_its_place_on_the_page() -> None:
    """Between the others, with its title."""
    first = SectionRule(key="top", title="Top", take=Take(words=("Talks",)), style=Style.BRIEFS)
    news = [make.entry("Talks end", source="wire"), make.entry("Storm comes", source="wire")]
    report = make.entry("Morning report", source="jfo", text=TWO)
    layout, _ = day(source("jfo"), make.source("wire"), entries=[*news, report], rules=(first, FRONT, REST))
    assert [s.title for s in layout.sections] == ["Top", "Past 24 hours", "Elsewhere"]


def test_a_report_without_its_link_is_not_printed() -> None:
    """Its terms ask for one."""
    report = make.entry("Morning report", source="jfo", text=TWO, url=None)
    layout, made = day(source("jfo"), entries=[report])
    assert not any("attacks" in s for s in front(layout))
    assert "no link" in made.findings[0].message
