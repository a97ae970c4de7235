"""Forty-three real feeds, from files and from a loopback server: collected, an edition built, none crashed.

Thirty-six are feeds; seven are pieces of one, and are named for what they are.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.support.loopback import Loopback, answer
from tests.support.newsroom import Room

#: The morning after the day on which most of their entries were published.
AT = "2022-04-07T04:30:00Z"


def sources_yaml(room: Room, urls: dict[str, str], network: str = "") -> None:
    lines = "\n".join(f"  - {{url: '{url}', name: '{name}', publisher: '{name}'}}" for name, url in urls.items())
    room.folder.mkdir(parents=True, exist_ok=True)
    (room.folder / "sources.yaml").write_text(
        "newsletter: {title: Daily Review, sender: review@example.org, site: 'https://review.example.org',\n"
        "  quiet: {below: 0, publishers: 0}}\n"
        f"{network}sections: [{{title: Elsewhere, style: links}}]\nsources:\n{lines}\n"
    )


@pytest.fixture(scope="session")
def real(shared: Path) -> list[Path]:
    return sorted((shared / "feeds" / "real").iterdir())


def test_real_feeds_from_files_are_collected_and_none_crashes(room: Room, real: list[Path]) -> None:
    """Each is read, or named for what it is."""
    sources_yaml(room, {p.name: p.as_uri() for p in real})
    report = room.run("collect", "--json", at=AT).json
    counts = Counter(s["status"] for s in report["sources"])
    assert sum(counts.values()) == len(real) == 43
    assert counts == {"new": 36, "failed": 7}, [s for s in report["sources"] if s["status"] != "new"]
    # Seven of the files are no feeds: six fragments of an entry's HTML, and one web page.
    errors = [s["error"] for s in report["sources"] if s["status"] == "failed"]
    assert sum("no feed" in e for e in errors) == 6
    assert sum("HTML page" in e for e in errors) == 1


def test_real_feeds_over_http_become_an_edition(room: Room, real: list[Path]) -> None:
    """The same from a loopback server, then an edition at a time when some of them were fresh."""
    with Loopback({f"/{p.name}": answer(p.read_bytes()) for p in real}) as server:
        network = "network: {allow: [127.0.0.0/8], per_host: {connections: 8, gap: 0s}}\n"
        sources_yaml(room, {p.name: f"{server.url}/{p.name}" for p in real}, network)
        first = room.run("collect", "--json", at=AT).json
        assert Counter(s["status"] for s in first["sources"]) == {"new": 36, "failed": 7}
        result = room.run("build", "--offline", "--json", at=AT)
    assert result.code == 0, result.err
    assert result.json["state"] == "published"
    assert result.json["stories"] >= 20
    rows = room.run("ledger", "--json", at=AT).lines
    assert {r["outcome"] for r in rows} == {"told", "passed", "held"}
