"""What a topic may be called: true of every story in it, and no part of a name."""

from __future__ import annotations

from newsletter.group.titles import titles
from tests.support.make import entry

QUAKE = entry("Earthquake shakes Ostland", text="An earthquake hit Ostland.")
RESCUE = entry("Ostland digs after the earthquake", text="Soldiers dig in Ostland.")
TENNIS = entry("Ostland wins the tennis cup", text="The final in Ostland took three hours.")
COURT = entry("Ostland court hears a case on the constitution", text="The judges of Ostland sat.")
AID = entry("Ostland asks for tents", text="Mayor Orla Brandt of Vesborg in Ostland asks for tents.")
RUBBLE = entry("Ostland searches the rubble", text="After the earthquake Orla Brandt spoke in Vesborg, Ostland.")


def test_a_country_is_no_earthquake() -> None:
    """Stories that share only the country's name take the broader title."""
    assert titles(["Ostland"], "Ostland", [QUAKE, RESCUE, TENNIS, COURT])[0] == "Ostland"
    assert not any("earthquake" in t for t in titles(["Ostland"], "Ostland", [QUAKE, RESCUE, TENNIS, COURT]))


def test_a_title_of_two_words_stands_where_every_story_has_them() -> None:
    """Or two names of those that have the word."""
    assert titles(["Ostland"], "Ostland", [QUAKE, RESCUE])[0] == "Ostland earthquake"
    assert titles(["Ostland"], "Ostland", [QUAKE, RUBBLE, AID])[0] == "Ostland earthquake"


def test_a_name_of_two_words_is_never_taken_apart() -> None:
    """Neither "Jens" nor "Stoltenberg" nor "General Jens" is offered."""
    one = entry("Secretary General Jens Stoltenberg warns", text="He said so.")
    two = entry("Secretary General Jens Stoltenberg speaks", text="He said so.")
    offered = titles(["Jens", "Stoltenberg"], "Jens Stoltenberg", [one, two])
    assert offered[0] == "Jens Stoltenberg"
    assert all("Jens Stoltenberg" in t for t in offered)
    alone = titles(["Jens"], "Jens", [one, two])
    assert all("Jens Stoltenberg" in t for t in alone)
