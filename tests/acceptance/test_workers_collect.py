"""Collecting with bodies that are large, hostile or mostly known, by the command that people call."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.newsroom import Room, piece

LATER = "2022-01-11T09:30:00Z"
NEXT_DAY = "2022-01-12T09:30:00Z"


def write(room: Room, name: str, body: str) -> None:
    room.feed(name)
    (room.folder / "feeds" / f"{name}.xml").write_text(body, encoding="utf-8")


def statuses(room: Room, at: str) -> dict[str, tuple[str, int, str | None]]:
    report = room.run("collect", "--json", "--now", at=at).json
    return {s["name"]: (s["status"], s["new"], s["error"]) for s in report["sources"]}


HOSTILE = {
    "laughs": "<!DOCTYPE r [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
    + "]><rss version='2.0'><channel><item><title>&j;</title></item></channel></rss>",
    "attributes": "<rss version='2.0'><channel "
    + " ".join(f"a{n}='1'" for n in range(30_000))
    + "><item><title>x</title></item></channel></rss>",
    "deep": "<rss version='2.0'><channel><item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item></channel></rss>",
    "divs": "<rss version='2.0'><channel><item><description>"
    + "&lt;div&gt;" * 100_000
    + "</description></item></channel></rss>",
    "outside": "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><channel><item><title>&a;</title></item></channel></rss>",
}


def test_hostile_feeds_cost_themselves(room: Room) -> None:
    """Each is read or refused in words; the others are stored, and nothing of the machine is in what was stored."""
    for name, body in HOSTILE.items():
        write(room, name, body)
    room.feed("wire", piece("Snow falls"))
    found = statuses(room, LATER)
    assert found["wire"] == ("new", 1, None)
    for name in HOSTILE:
        status, _, error = found[name]
        assert status in ("new", "unchanged", "failed") and (status != "failed") == (error is None)
    assert "root:" not in room.run("entries", "--json", at=LATER).out


def test_twenty_thousand_entries_are_read_or_refused_in_words(room: Room) -> None:
    """5 MB in one feed."""
    items = "".join(f"<item><title>Entry number {n}</title><guid>{n}</guid></item>" for n in range(20_000))
    write(room, "flood", f"<rss version='2.0'><channel>{items}</channel></rss>")
    room.feed("wire", piece("Snow falls"))
    found = statuses(room, LATER)
    assert found["wire"] == ("new", 1, None)
    assert found["flood"][0] == "new" or "longer than" in str(found["flood"][2])


@pytest.mark.parametrize("words", [3, 3_000], ids=["small", "large"])
def test_only_what_is_new_is_stored_and_the_rest_stays(room: Room, words: int) -> None:
    """Whether it is read here or elsewhere; a corrected entry is one that changed, not a new one."""
    text = "Words of a report. " * words
    room.feed("wire", piece("Snow falls", text=text), piece("Ice melts", text=text))
    assert statuses(room, LATER)["wire"] == ("new", 2, None)
    room.feed(
        "wire",
        piece("Rain comes", text=text),
        piece("Snow falls", text=text + "Corrected."),
        piece("Ice melts", text=text),
    )
    report = room.run("collect", "--json", "--now", at=NEXT_DAY).json["sources"][0]
    assert (report["new"], report["changed"]) == (1, 1)
    entries = room.run("entries", "--json", at=NEXT_DAY).lines
    assert sorted(e["title"] for e in entries) == ["Ice melts", "Rain comes", "Snow falls"]


def test_a_feed_that_brings_only_new_beside_known_entries_has_not_overrun(room: Room) -> None:
    """Known entries are not read again, but they are there: nothing can have been missed."""
    room.feed("wire", *(piece(f"Report {n}") for n in range(5)))
    statuses(room, LATER)
    room.feed("wire", *(piece(f"Report {n}") for n in range(3, 9)))
    assert statuses(room, NEXT_DAY)["wire"] == ("new", 4, None)
    state = next(s for s in room.run("status", "--json", at=NEXT_DAY).json["sources"] if s["name"] == "wire")
    assert "overran" not in str(state) or '"overran": "2022' not in str(state).replace("'", '"')
    room.feed("wire", *(piece(f"Report {n}") for n in range(20, 26)))
    report = room.run("-v", "collect", "--json", "--now", at="2022-01-13T09:30:00Z").json["sources"][0]
    assert report["new"] == 6


def test_status_loads_nothing_that_reads_or_renders(room: Room) -> None:
    """It is asked often, and from scripts."""
    room.feed("wire", piece("Snow falls"))
    statuses(room, LATER)
    script = (
        "import sys; from newsletter.cli.main import main; main(sys.argv[1:]);"
        "print(*{'feedparser', 'markdown', 'premailer', 'jinja2', 'babel', 'aiohttp', 'alembic'} & set(sys.modules))"
    )
    words = room.command("status", at=LATER)[3:]
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, env=room.environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == ""
