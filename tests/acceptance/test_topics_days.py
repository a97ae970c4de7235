"""Topics over days: opened, filled, titled by an editor, offered for closing, closed, and back again."""

from __future__ import annotations

from typing import Any

from tests.support.newsroom import Room, piece

DAYS = [f"2022-01-{n:02}T04:30:00Z" for n in range(9, 22)]

FILLER = (
    "Farmers in the south count what the frost has left of their vines",
    "A museum shows letters that were found behind an old cupboard",
    "Bridge over the river stays shut until engineers have looked at it",
    "Choir of pensioners fills the hall for the third evening running",
    "Baker gives his shop to the apprentice who stayed the longest",
    "Lighthouse keeper retires and hands the key to his daughter",
    "School opens a kitchen in which parents cook once every month",
    "Postal office tries deliveries by boat along the flooded lanes",
    "Chess club finds a trophy that had been missing since the war",
    "Gardeners plant four hundred young trees along the ring road",
    "Library lends tools as well as books from this spring onwards",
    "Beekeepers meet to compare notes on a winter without snow",
)


def config(room: Room) -> None:
    """A newsroom with topics."""
    path = room.folder / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    topics = "  - topics: {style: cards, limit: 4, min_stories: 2, quiet_days: 3}\n  - title: Elsewhere"
    path.write_text(text.replace("  - title: Elsewhere", topics), encoding="utf-8")


def build(room: Room, n: int, *titles: str) -> None:
    """The edition of one morning, from these headlines and one of nothing in particular."""
    at = DAYS[n]
    published = DAYS[n - 1].replace("T04:30", "T18:00") if n else "2022-01-08T18:00:00Z"
    fillers = FILLER[(n * 3) % 12 : (n * 3) % 12 + 3]
    pieces = [piece(t, at=published, link=f"https://wire.example/{n}-{k}") for k, t in enumerate((*titles, *fillers))]
    room.feed("wire", *pieces)
    config(room)
    result = room.run("build", at=at)
    assert result.code == 0, result.err


def listed(room: Room, n: int) -> list[Any]:
    found = room.run("topics", "--json", at=DAYS[n].replace("04:30", "05:30"))
    assert found.code == 0, found.err
    return list(found.json)


def sections(room: Room, day: str) -> list[str]:
    return [s["title"] for s in room.edition(day)["sections"] if s["key"].startswith("topic")]


def test_a_topic_opens_fills_is_titled_closed_and_comes_back(room: Room) -> None:
    """One development over a week and a half, as an editor would meet it."""
    build(
        room,
        0,
        "Police in Almaty clear the square while Tokayev speaks of order after protests",
        "Markets shut as Tokayev sends soldiers into Almaty to end protests",
    )
    (one,) = listed(room, 0)
    assert (one["title"], one["first"], one["last"], one["count"]) == ("Almaty protests", "2022-01-09", "2022-01-09", 2)
    assert len(set(one["titles"])) == 3
    assert sections(room, "2022-01-09") == ["Almaty protests"]

    named = room.run("topics", "--by", "Olena", "title", one["id"], "Kazakhstan in January", at=DAYS[0])
    assert named.code == 0, named.err
    build(
        room,
        1,
        "Hospitals in Almaty name the wounded and ask Tokayev for blood",
        "Lawyers look for those whom Tokayev had arrested in Almaty",
    )
    (one,) = listed(room, 1)
    assert (one["title"], one["titled_by"], one["count"]) == ("Kazakhstan in January", "Olena", 4)
    assert (one["first"], one["last"], one["state"]) == ("2022-01-09", "2022-01-10", "open")
    assert sections(room, "2022-01-10") == ["Kazakhstan in January"]

    for n in (2, 3):
        build(room, n)
    assert [o["state"] for o in listed(room, 5)] == ["quiet"]
    assert room.run("topics", "close", one["id"], at=DAYS[5]).code == 0
    assert [o["state"] for o in listed(room, 6)] == ["closed"]

    build(room, 7, "Tokayev returns to Almaty and promises a new start for its traders")
    (back,) = listed(room, 7)
    assert (back["state"], back["title"], back["last"], back["count"]) == (
        "open",
        "Kazakhstan in January",
        "2022-01-16",
        5,
    )
    assert sections(room, "2022-01-16") == []  # one story is no section
    assert back["stood"] == "1 story on 2022-01-16, in News flash: a section takes 2 (min_stories)"
    assert f"no section of its own: {back['stood']}" in room.run("topics", at=DAYS[7]).out


def test_what_the_edition_printed_as_a_topic_is_what_is_remembered(room: Room) -> None:
    """By its title; the next day the same, though one more story then is too few for a section."""
    build(
        room,
        0,
        "Police in Almaty clear the square while Tokayev speaks of order after protests",
        "Markets shut as Tokayev sends soldiers into Almaty to end protests",
        "Envoys of NATO and Russia open talks in Brussels",
        "Russia leaves the NATO talks early",
    )
    printed = sections(room, "2022-01-09")
    assert printed and {one["title"] for one in listed(room, 0)} >= set(printed)
    build(room, 1, "Hospitals in Almaty name the wounded and ask Tokayev for blood")
    assert {one["title"] for one in listed(room, 1)} >= set(printed)


def test_the_list_says_what_is_what_and_a_wrong_id_is_refused(room: Room) -> None:
    """For people; and nothing is chosen for a topic that is not there."""
    build(room, 0, "Envoys of NATO and Russia open talks in Brussels", "Russia leaves the NATO talks early")
    found = room.run("topics", at=DAYS[0])
    assert found.code == 0
    assert found.out.rstrip().endswith(("0 topics", "1 topics"))
    wrong = room.run("topics", "close", "nothing-like-it", at=DAYS[0])
    assert wrong.code == 2
    assert "no topic called" in wrong.err


def test_a_preview_writes_nothing_about_topics(room: Room) -> None:
    """Looking at a draft, or at the list, changes neither the list nor the store."""
    build(room, 0, "Police in Almaty clear the square for Tokayev", "Tokayev sends soldiers into Almaty")
    before = listed(room, 0)
    for _ in range(2):
        assert room.run("draft", "show", at=DAYS[1]).code == 0
        assert room.run("topics", at=DAYS[1]).code == 0
    assert listed(room, 0) == before
