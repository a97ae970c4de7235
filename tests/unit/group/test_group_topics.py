"""The day's larger developments."""

from __future__ import annotations

from newsletter.group import topics
from newsletter.model.feeds import Entry
from newsletter.model.stories import Topic
from tests.support.make import entry, story

ALMATY = entry("Troops patrol Almaty", text="Soldiers under President Tokayev guard Almaty.")
REFORM = entry("Reform promised", text="In Almaty, President Tokayev promised reform.")
BLAME = entry("Activist blames Kazakhstan for the riots", text="He was there.")
CRACKDOWN = entry("Leaders reject the Kazakhstan crackdown", text="They said so.")
TREATY = entry("Allies stay in Kazakhstan", text="For how long?")
COURT = entry("Court freezes property", text="The owner denies it.")
RAIN = entry("Rain stops the harvest", text="Farmers complain.")
CUP = entry("The cup goes north", text="Fans cheer.")
QUIET = (COURT, RAIN, CUP)


def found(*entries: Entry, limit: int = 4, min_stories: int = 2) -> tuple[Topic, ...]:
    return topics([story(e) for e in entries], {e.id: e for e in entries}, limit=limit, min_stories=min_stories)


def test_stories_that_share_two_names_are_a_topic() -> None:
    """Its title is the names."""
    (topic,) = found(ALMATY, REFORM, *QUIET)
    assert topic == Topic(
        title="Almaty and Tokayev",
        stories=tuple(sorted((story(ALMATY).id, story(REFORM).id))),
        why="its stories share Almaty and Tokayev",
        titles=("Almaty and Tokayev", "Almaty", "Tokayev"),
        names=topic.names,
        together="Almaty and Tokayev",
    )


def test_one_name_is_enough_in_three_headlines() -> None:
    """Not in two, and not where it stands in the text only."""
    (topic,) = found(BLAME, CRACKDOWN, TREATY, *QUIET, ALMATY, REFORM, limit=1)
    assert (topic.title, len(topic.stories)) == ("Kazakhstan", 3)
    assert found(BLAME, CRACKDOWN, *QUIET) == ()


def test_the_days_background_is_no_topic() -> None:
    """A name in more than two fifths of all stories says nothing."""
    assert found(BLAME, CRACKDOWN, TREATY, *QUIET) == ()


def test_names_side_by_side_are_one_name() -> None:
    """Hong Kong, not "Hong and Kong"."""
    one = entry("March in Hong Kong cancelled", text="The organisers of the march blame the rain.")
    two = entry("Mall in Hong Kong closed", text="The march had ended in a clash with its organisers.")
    assert [t.title for t in found(one, two, *QUIET)] == ["Hong Kong"]


def test_a_person_alone_is_no_development() -> None:
    """What a president does all day has nothing in common but him."""
    one = entry("Anna Kovalenko signs the budget", text="It was late.")
    two = entry("Prisoners are free, says Anna Kovalenko", text="They came by bus.")
    assert found(one, two, *QUIET) == ()


def test_a_city_alone_is_no_development() -> None:
    """An exhibition, a match and a race are all in Kyiv."""
    three = (
        entry("Retrospective opens in Kyiv", text="The painter left many works."),
        entry("Dynamo Kyiv win the semi-final", text="The coach praised his team."),
        entry("The Kyiv marathon has a route", text="Runners pass the river."),
    )
    assert found(*three, *QUIET, ALMATY, REFORM) == found(*QUIET, ALMATY, REFORM)


def test_who_reports_is_no_topic() -> None:
    """Both were told to the agency; that is all they share."""
    bank = entry("Bank keeps its rate", text="The rate stays, analysts told Example Wire.", source="Example Wire")
    post = entry("Envoy resigns", text="The envoy has gone, Example Wire reported.", source="Example Post")
    assert found(bank, post, *QUIET) == ()


def test_a_story_is_in_one_topic_and_the_limits_hold() -> None:
    """The largest topic takes first."""
    both = found(BLAME, CRACKDOWN, TREATY, ALMATY, REFORM, *QUIET)
    assert [t.title for t in both] == ["Kazakhstan", "Almaty and Tokayev"]
    assert len({s for t in both for s in t.stories}) == 5
    assert found(BLAME, CRACKDOWN, TREATY, ALMATY, REFORM, *QUIET, limit=0) == ()
    assert [t.title for t in found(BLAME, CRACKDOWN, TREATY, ALMATY, REFORM, *QUIET, min_stories=3)] == ["Kazakhstan"]


def test_stories_told_before_open_no_topic() -> None:
    """Nor do those whose lead is not here, or in another language than most."""
    made = [story(ALMATY, told="2022-01-09"), story(REFORM), *(story(e) for e in QUIET)]
    entries = {e.id: e for e in (ALMATY, REFORM, *QUIET)}
    assert topics(made, entries, limit=4, min_stories=2) == ()
    assert topics(made, {}, limit=4, min_stories=2) == ()
    foreign = entry("Токаєв в Алмати", lang="uk", text="Президент Токаєв прибув до Алмати.")
    assert found(ALMATY, foreign, *QUIET) == ()
