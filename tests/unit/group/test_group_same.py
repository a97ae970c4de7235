"""The same article: links, repeats, headlines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsletter.group import group
from newsletter.model.feeds import Entry
from newsletter.model.sources import Source
from newsletter.model.stories import Story, ToldEntry
from tests.support.make import day, entry, sources, told

WORDS = "envoys leave geneva after long security talks without agreeing anything binding on missiles or troops".split()


def grouped(
    *entries: Entry, before: Sequence[ToldEntry] = (), known: Sequence[Source | str] = ("wire", "post", "desk")
) -> tuple[Story, ...]:
    return group(entries, told=before, sources=sources(*known), language="en")


def joined(*entries: Entry) -> bool:
    """Are all of them one story?"""
    return len(grouped(*entries)) == 1


def test_one_entry_is_one_story() -> None:
    """Its id is the entry's, its title the headline."""
    only = entry("Talks end in Geneva")
    (story,) = grouped(only)
    assert (str(story.id), story.lead, story.title) == (only.id, only.id, "Talks end in Geneva")
    assert story.told is None
    assert [m.why for m in story.members] == ["the only report"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/a", "http://post.example/a"),
        ("https://post.example/a", "https://www.post.example/a/"),
        ("https://post.example:443/a?b=1", "https://POST.example/a?b=1"),
    ],
)
def test_the_same_link_in_disguise_is_one_story(one: str, other: str) -> None:
    """Scheme, www., port, case of the host and a trailing slash do not count."""
    (story,) = grouped(entry("Talks end", source="wire", url=one), entry("No result", source="post", url=other))
    assert [m.why for m in story.members] == ["same link as wire's", "same link as post's"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://post.example/a", "https://post.example/b"),
        ("https://post.example/a?id=1", "https://post.example/a?id=2"),
        ("https://post.example/a", "https://post.example/A"),
        ("https://post.example/", "https://post.example"),  # a front page names no piece
        ("http://[", "http://["),
        (None, None),
    ],
)
def test_other_links_are_other_stories(one: str | None, other: str | None) -> None:
    """Nor is a front page, a broken address or none the same as another."""
    assert not joined(entry("Talks end here", source="wire", url=one), entry("Court frees", source="post", url=other))


def test_a_page_that_one_source_gives_to_several_headlines_names_none() -> None:
    """A rolling page: its parts are different news."""
    page = "https://wire.example/live"
    stories = grouped(
        entry("Talks begin in Geneva", url=page),
        entry("Court freezes property", url=page),
        entry("Delegates leave early", source="post", url=page),
    )
    assert len(stories) == 3


def test_a_repeat_belongs_to_what_it_repeats() -> None:
    """Whatever its headline says; two repeats of one that is not here belong together as well."""
    first = entry("Talks end in Geneva")
    again = entry("Corrected: no result", source="post", at="2022-01-10T13:00Z", repeat_of=first.id)
    (story,) = grouped(first, again)
    assert [m.why for m in story.members] == ["repeated by post's", "repeats wire's"]
    other = entry("Once more the talks", source="desk", repeat_of=first.id)
    assert joined(again, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talks end without result", "TALKS END – without result!"),
        ("Talks end: “no result”", "Talks end: 'no result'"),
        ("Sherman: NATO’s door is open", "Sherman: NATO's door is open"),
        ("Talks end without result", "Talks end without result | Post"),
        ("Talks end without result", "Talks end without result - post"),
        ("Talks end without result", "Talks end without result — BBC News"),
        ("Talks end without result", "Talks end without result | World | Some Site"),
        ("Talks end without result", "BREAKING: Talks end without result"),
        ("Two killed in a blast in Odesa", "2 killed in a blast in Odesa"),
        ("U.S. and Russia end talks", "US and Russia end talks"),
        ("Army counts 100,000 troops", "Army counts 100\u00a0000 troops"),
    ],
)
def test_headlines_that_read_the_same_are_one_story(one: str, other: str) -> None:
    """Case, punctuation, quotation marks, the site's name, numbers in words."""
    assert joined(entry(one, source="wire"), entry(other, source="post"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Talks were useful – Sherman", "Talks were useful – Riabkov"),  # who spoke is no site
        ("Two killed in a blast in Odesa", "Five killed in a blast in Odesa"),
        (
            "Shelling wounds one near Popasna, army says in its report",
            "Shelling wounds one near Avdiivka, army says in its report",
        ),
        (
            "Russia will take part in the Geneva talks on security",
            "Russia will not take part in the Geneva talks on security",
        ),
        (
            "Stocks rise as traders weigh the talks in Geneva again",
            "Stocks fall as traders weigh the talks in Geneva again",
        ),
        ("Russia's war in Ukraine: live updates", "Russia's war in Ukraine: live updates"),
        ("OSCE report of 9 January on the contact line", "OSCE report of 10 January on the contact line"),
        (
            "Joint Forces morning report on the war zone in the east",
            "Joint Forces evening report on the war zone in the east",
        ),
        ("Live updates", "Live updates"),
        ("Daily briefing: 10 January", "Daily briefing: 10 January"),
        ("News in brief", "News in brief"),
        ("What we know so far", "What we know so far"),
        ("Новини дня", "Новини дня"),
        ("Ukraine live updates", "Ukraine live updates"),
        ("Talks end", "Talks end"),  # two words are too few
        (None, None),
        ("", ""),
        ("!!!", "???"),
    ],
)
def test_headlines_that_tell_different_things_are_different_stories(one: str | None, other: str | None) -> None:
    """Numbers, names, negation, times of day; and headlines that name a kind of piece only."""
    first = entry(one, source="wire", id="a", url="https://wire.example/1")
    assert not joined(first, entry(other, source="post", id="b", url="https://post.example/2"))


TEN = "Germany arrests former Georgian general whom Russia has long wanted"


@pytest.mark.parametrize(
    "other",
    [
        TEN.replace("has long", "long"),
        TEN.replace("wanted", "sought"),
        TEN.replace("arrests", "arrested"),
        "Former Georgian general whom Russia has long wanted Germany arrests",
    ],
)
def test_headlines_that_share_nine_tenths_of_their_words_are_one_story(other: str) -> None:
    """In any order; a word more, another ending, another word that is no name."""
    (story,) = grouped(entry(TEN, source="wire"), entry(other, source="post", at="2022-01-10T13:00Z"))
    assert story.members[1].why == "nine tenths of the headline's words are those of wire's"


def test_another_word_needs_texts_that_open_alike() -> None:
    """Where both have a text; and a name needs the same text."""

    def both(one: str, other: str, text: str, rest: str) -> bool:
        return joined(entry(one, source="wire", text=text), entry(other, source="post", text=rest))

    text = "The former general was arrested on Monday at the airport of Berlin, on a warrant from Moscow."
    rest = "Rain has ruined most of this year's harvest between the two rivers, farmers said in a letter."
    assert both(TEN, TEN.replace("wanted", "sought"), text, text.replace("on Monday", "this week"))
    assert not both(TEN, TEN.replace("wanted", "sought"), text, rest)
    assert not both(TEN, TEN.replace("Germany", "Austria"), text, rest)
    assert both(TEN, TEN.replace("Germany", "Berlin"), text, text)


def test_alike_headlines_of_different_days_are_different_stories() -> None:
    """36 hours for alike ones, 72 for equal ones."""
    first = entry(TEN, source="wire", at="2022-01-08T12:00Z")
    assert not joined(first, entry(TEN.replace("has ", ""), source="post", at="2022-01-10T12:00Z"))
    assert joined(first, entry(TEN, source="post", at="2022-01-10T12:00Z"))
    assert not joined(first, entry(TEN, source="post", at="2022-01-11T13:00Z"))


def test_likeness_does_not_chain() -> None:
    """Each is alike to the next one, the first and the last have no word in common: they are not one story."""
    heads = [" ".join(WORDS[n : n + 5]) for n in range(0, 13, 3)]
    stories = grouped(*(entry(h, source=f"source {n}") for n, h in enumerate(heads)))
    assert len(stories) > 1
    assert not any(
        {f"source-0:{heads[0].replace(' ', '-')}", f"source-4:{heads[4].replace(' ', '-')}"} <= {*s.entries}
        for s in stories
    )


def test_a_series_of_one_source_is_not_one_article() -> None:
    """One source, one headline, other texts: two reports."""
    morning = entry(
        "Joint Forces count attacks",
        text="Two attacks near Popasna in the night.",
        id="a",
        url="https://wire.example/1",
    )
    later = entry(
        "Joint Forces count attacks",
        text="Five attacks near Avdiivka since noon.",
        id="b",
        url="https://wire.example/2",
    )
    assert not joined(morning, later)
    again = entry(
        "Joint Forces count attacks",
        text="Two attacks near Popasna in the night.",
        id="c",
        url="https://wire.example/3",
    )
    assert joined(morning, again)


# --- told before ---------------------------------------------------------------------------------


def test_what_was_told_takes_part_and_is_not_listed() -> None:
    """The story has the told one's id and day, and today's entries only."""
    before = told(entry("Talks end in Geneva"), day="2022-01-10", story="s1")
    (story,) = grouped(entry("Talks end in Geneva", source="post", at="2022-01-10T20:00Z"), before=[before])
    assert (story.id, story.told, len(story.members)) == ("s1", day("2022-01-10"), 1)
    assert story.members[0].why == "same headline as wire's, told on 10 January 2022"


def test_what_was_told_alone_makes_no_story() -> None:
    """Only today's entries are partitioned."""
    assert grouped(before=[told(entry("Talks end in Geneva"))]) == ()


def test_entries_that_meet_different_members_of_a_told_story_are_one_story() -> None:
    """Two stories never have one id."""
    before = [
        told(entry("Talks end in Geneva"), story="s1"),
        told(entry("No result after eight hours", source="post"), story="s1"),
    ]
    stories = grouped(
        entry("Talks end in Geneva", source="desk"), entry("No result after eight hours", source="desk"), before=before
    )
    assert [(s.id, len(s.members)) for s in stories] == [("s1", 2)]


def test_a_neighbour_of_a_repeat_may_be_news() -> None:
    """Only what is itself alike to a told entry is that story; a neighbour is one of its own that continues it."""
    words = (
        "envoys leave geneva after long security talks without agreeing anything binding on missiles or troops".split()
    )
    old, near, far = (" ".join(words[n : n + 11]) for n in range(3))
    stories = grouped(
        entry(near, source="post"), entry(far, source="desk"), before=[told(entry(old, source="wire"), story="s1")]
    )
    assert {s.title: s.id == "s1" for s in stories} == {near: True, far: False}
    assert {s.continues for s in stories} == {("s1",)}


def test_of_two_told_stories_the_later_is_meant() -> None:
    """An entry that joins them continues what readers remember."""
    link = "https://wire.example/geneva"
    before = [
        told(entry("Talks begin in Geneva", source="a", url=link), day="2022-01-09", story="s1"),
        told(entry("Talks end in Geneva", source="b", url=link), day="2022-01-10", story="s2"),
    ]
    (story,) = grouped(entry("What Geneva brought", source="wire", url=link), before=before)
    assert (story.id, story.told) == ("s2", day("2022-01-10"))


# --- hostile -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    ["{{ 7*7 }}", "[x](javascript:1)", "\u202e\u0000", "𝕿𝖆𝖑𝖐𝖘 𝖊𝖓𝖉 𝖓𝖔𝖜", "½ ² ٣ Ⅳ " * 3, "a" * 20_000, "| - | - |", "—"],
)
def test_any_headline_can_be_grouped(title: str) -> None:
    """Titles are data."""
    assert len(grouped(entry(title, source="wire", id="a"), entry(title, source="post", id="b"))) in (1, 2)
