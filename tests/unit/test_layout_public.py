"""Who sees a section is decided where it is laid out."""

from __future__ import annotations

from newsletter.model.editions import Audience
from newsletter.model.rules import Take, TopicsRule
from newsletter.model.stories import Topic
from tests.support.laying import Day, page, rule


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


def test_a_topic_shows_nobody_what_a_section_keeps_for_patrons() -> None:
    """What a section that is not public would take stays out of a public topic, also where that section is full; a
    topic for patrons holds it."""
    day = Day()
    both = [
        day.add(title).id for title in ("Talks in Kazakhstan begin", "Talks in Geneva begin", "Talks in Geneva end")
    ]
    topics = (Topic(title="The talks", stories=tuple(both), why="talks"),)
    hidden = rule("Analysis", public=False, take=Take(words=("Kazakhstan",)))
    assert page(day.out(TopicsRule(), hidden, topics=topics)) == {
        "The talks": ["Talks in Geneva begin", "Talks in Geneva end"],
        "Analysis": ["Talks in Kazakhstan begin"],
    }
    assert len(page(day.out(TopicsRule(public=False), hidden, topics=topics))["The talks"]) == 3
