"""Our own articles: no voice in a story, "From us" below their topic for a week, and never on their own as news."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.newsroom import Room, piece

ARTICLE = "Not yet occupation, but already intervention"
TEXT = "What Tokayev asked of his allies in Almaty goes beyond what their treaty says, our reading of it shows."
DEVELOPMENT = (
    (
        ("Police in Almaty clear the square while Tokayev speaks of order", "Officers pushed the crowd out at dawn."),
        ("Markets of the south shut as Tokayev sends soldiers to Almaty", "Traders in Shymkent closed their stalls."),
    ),
    (
        ("Hospitals in Almaty name the wounded and ask Tokayev for blood", "Doctors published two hundred names."),
        ("Lawyers look for those whom Tokayev had arrested in Almaty", "Relatives waited outside the prison gates."),
    ),
    (
        ("Tokayev promises Almaty shopkeepers new windows for free", "In a speech he spoke of loans, too."),
        ("Airport of Almaty opens again, Tokayev's spokesman tells pilots", "The first plane had medicine on board."),
    ),
)
QUIET = (
    "Beekeepers compare notes",
    "Sailors mend their nets",
    "Library lends hammers",
    "Choir fills a hall",
    "Vines freeze",
)


def build(room: Room, day: int, stories: tuple[tuple[str, str], ...], *ours: Any) -> str:
    """The edition of that day of January; its date."""
    before = f"2022-01-{day - 1:02}T18:00:00Z"
    quiet = [piece(f"{q} on day {day}", before, link=f"https://wire.example/q{day}-{n}") for n, q in enumerate(QUIET)]
    told = [piece(t, before, text=x, link=f"https://wire.example/{day}-{n}") for n, (t, x) in enumerate(stories)]
    room.feed("wire", *told, *quiet)
    room.feed("review", *ours, settings="ours: yes")
    config = room.folder / "sources.yaml"
    topics = "  - topics: {style: cards, limit: 4, min_stories: 2}\n  - title: Elsewhere"
    text = config.read_text(encoding="utf-8").replace("  - title: Elsewhere", topics)
    config.write_text(text, encoding="utf-8")
    done = room.run("build", at=f"2022-01-{day:02}T04:30:00Z")
    assert done.code == 0, done.err
    return f"2022-01-{day:02}"


def from_us(room: Room, day: str) -> dict[str, list[str]]:
    """Section -> our articles below it."""
    return {
        s["title"]: [i["title"]["text"] for i in b["items"]]
        for s in room.edition(day)["sections"]
        for b in s["blocks"]
        if b["kind"] == "links" and b["label"] == "ours"
    }


def test_an_article_of_ours_stands_below_its_topic_for_a_week(room: Room) -> None:
    """On each day that the topic is on the page, from its publication on; not on quiet days, and not after a week."""
    article = piece(ARTICLE, "2022-01-09T15:00:00Z", text=TEXT, link="https://review.example/kz")
    first = build(room, 10, DEVELOPMENT[0], article)
    (section,) = from_us(room, first)
    assert section.startswith("Almaty") and from_us(room, first) == {section: [ARTICLE]}
    assert ARTICLE not in room.told(first)
    assert "From us" in room.html(first)

    assert from_us(room, build(room, 11, (), article)) == {}
    assert from_us(room, build(room, 13, DEVELOPMENT[1], article)) == {section: [ARTICLE]}
    assert from_us(room, build(room, 18, DEVELOPMENT[2], article)) == {}  # the topic is there, the week is over
    rows = room.run("ledger", "--json", "--day", first, at="2022-01-10T05:00:00Z").lines
    assert [(r["outcome"], r["section"]) for r in rows if r["source"] == "review"] == [("told", section)]


def test_an_article_of_ours_is_no_report_of_somebody_elses_story(room: Room) -> None:
    """Headline and words alike: it joins nothing, lends no second voice, and is no headline of the page."""
    title, text = DEVELOPMENT[0][0]
    article = piece(title, "2022-01-09T15:00:00Z", text=text, link="https://review.example/square")
    day = build(room, 10, DEVELOPMENT[0], article)
    blocks = [b for s in room.edition(day)["sections"] for b in s["blocks"] if b["kind"] == "story"]
    (block,) = [b for b in blocks if b["headline"]["text"] == title]
    assert (block["credit"]["name"], block["also"]) == ("wire", [])
    assert [a for some in from_us(room, day).values() for a in some] == [title]


STRIKE = (
    "Miners of Nadiia begin a strike over unpaid wages",
    "A hundred miners of Nadiia stay below, their union says.",
)


def strike_and_ours(room: Room, at: str = "2022-01-09T18:00:00Z") -> tuple[str, str]:
    """Three publishers report it, and we explain it; the ids of one report and of our article."""
    for name in ("post", "desk"):
        room.feed(name, piece(STRIKE[0], at, text=STRIKE[1], link=f"https://{name}.example/strike"))
    text = "Wages of miners have not been paid since autumn. We counted what Nadiia is owed."
    article = piece("Why miners strike: explained", at, text=text, link="https://review.example/why")
    build(room, 10, (STRIKE,), article)
    rows = room.run("entries", "--json", at="2022-01-10T05:00:00Z").lines
    ids = {r["source"]: r["id"] for r in rows if r["title"] in (STRIKE[0], "Why miners strike: explained")}
    return ids["post"], ids["review"]


@pytest.mark.parametrize("told", [False, True], ids=["of today's draft", "of a published edition"])
@pytest.mark.parametrize("turned", [False, True], ids=["theirs first", "ours first"])
def test_no_editor_joins_an_article_of_ours_with_what_others_report(room: Room, told: bool, turned: bool) -> None:
    """A link without words would lead three publishers' story; the refusal says where ours stands."""
    room.settings = "" if told else "approval: required"
    pair = strike_and_ours(room)
    done = room.run("join", *(reversed(pair) if turned else pair), at="2022-01-10T05:00:00Z")
    assert done.code != 0
    assert "joins nobody else's story" in done.err and "From us" in done.err
    assert room.run("join", "--list", at="2022-01-10T05:00:00Z").out == ""


def test_an_article_of_ours_stands_below_a_story_of_the_same_for_a_week_without_any_topic(room: Room) -> None:
    """What explain promises comes true: the strike is on the page again two days later."""
    _, ours = strike_and_ours(room)
    assert from_us(room, "2022-01-10") == {"News flash": ["Why miners strike: explained"]}
    said = room.run("explain", ours, at="2022-01-10T05:00:00Z").out
    assert "offered again until 16 January 2022, with a story of the same" in said
    assert from_us(room, build(room, 11, ())) == {}
    again = ("Miners of Nadiia end their strike after wages are promised", "The last came up to Nadiia's gate at noon.")
    assert from_us(room, build(room, 12, (again,))) == {"News flash": ["Why miners strike: explained"]}
    later = ("Miners of Nadiia threaten another strike in February", "The union of Nadiia has set a new date.")
    assert from_us(room, build(room, 18, (later,))) == {}
