"""What agencies say to editors joins no stories."""

from __future__ import annotations

import pytest

from newsletter.group import group
from newsletter.group.traits import traits
from newsletter.model.notices import without_notice
from tests.support.make import entry


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("EMBARGOED UNTIL 0600 GMT 12 January 2022: Prize for the poet", "Prize for the poet"),
        ("EMBARGOED: Prize for the poet", "Prize for the poet"),
        ("Embargoed until 6 a.m. ET Jan. 12: Prize for the poet", "Prize for the poet"),
        ("(EMBARGOED UNTIL 2022-01-12T08:30+02:00) Prize", "Prize"),
        ("EMBARGOED UNTIL 12 January 06:00 GMT. The council said: no", "The council said: no"),
        ("ЕМБАРГО ДО 12 січня 06:00 за Києвом. Звіт", "Звіт"),
        ("Report on prices - EMBARGOED UNTIL 0600 GMT", "Report on prices"),
        ("ADVISORY: briefing at noon", "briefing at noon"),
        ("CORRECTION (Jan. 10): Minister resigns", "Minister resigns"),
        ("CORRECTED-Minister resigns", "Minister resigns"),
        ("EMBARGO: the Union bans oil", "EMBARGO: the Union bans oil"),
        ("Embargoed goods seized at the port", "Embargoed goods seized at the port"),
        ("Advisory board resigns", "Advisory board resigns"),
        ("EMBARGOED UNTIL 0600 GMT:", "EMBARGOED UNTIL 0600 GMT:"),
    ],
)
def test_a_notice_goes_and_news_with_the_same_words_stays(text: str, left: str) -> None:
    """Before a headline or a text, or an embargo behind it."""
    assert without_notice(text) == left


def test_two_embargoes_of_one_hour_are_two_stories() -> None:
    """They share the notice in headline and text, and nothing else."""
    said = "EMBARGOED UNTIL 12 January 2022 0600 GMT"
    prize = entry(f"{said}: Prize for the poet", source="a", text=f"{said}. A jury chose the poet from Kharkiv.")
    bridge = entry(f"{said}: Bridge in Odesa closed", source="b", text=f"{said}. Engineers found cracks in a pillar.")
    found = group([prize, bridge], told=(), sources={}, language="en")
    assert [len(s.members) for s in found] == [1, 1]
    assert traits(prize, None).words == ("prize", "for", "the", "poet")
    assert not {"embargoed", "january", "0600"} & traits(prize, None).opening
