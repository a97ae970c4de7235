"""Who sees a section is decided where it is laid out."""

from __future__ import annotations

from newsletter.model.editions import Audience
from newsletter.model.rules import Take, TopicsRule
from newsletter.model.stories import Topic
from tests.unit.test_layout_sections import Day, rule


def test_a_section_that_is_not_public_is_for_patrons() -> None:
    """It takes stories as ever; topics too may be for patrons."""
    day = Day()
    talks = [day.add(title).id for title in ("Talks in Geneva begin", "Talks in Geneva end")]
    day.add("Troops leave Kazakhstan")
    day.add("Court rules")
    topics = (Topic(title="Geneva talks", stories=tuple(talks), why="Geneva"),)
    hidden = rule("Analysis", public=False, take=Take(words=("Kazakhstan",)))
    layout = day.out(hidden, TopicsRule(public=False), rule("Elsewhere"), topics=topics)
    seen = {s.title: s.audience for s in layout.sections}
    assert seen == {"Analysis": Audience.PATRONS, "Geneva talks": Audience.PATRONS, "Elsewhere": Audience.ALL}
