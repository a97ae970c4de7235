"""What would have changed the place of an entry: tried, not guessed.

In a draft that is still open the edit is tried that the command would make; a day that is published is laid out once
more as other rules, or another word of an editor, would have had it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from newsletter.errors import EditRefused
from newsletter.model.base import EntryId, day_in_words
from newsletter.model.bonds import bonds_between
from newsletter.model.editions import FiguresBlock, Layout, Section, Unplaced
from newsletter.model.edits import Edit, Hold, Place, Spike, Split, Undo
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, SectionRule, TopicsRule
from newsletter.model.stories import Aside, Cause, Story
from newsletter.model.titles import titled
from newsletter.pipeline.day import Day
from newsletter.pipeline.offers import OFFERED
from newsletter.pipeline.telling import NOTHING_NEW

#: So far a limit is raised to see whether a story comes in.
_FURTHER = 64
_LANGUAGES = {"en": "English", "uk": "Ukrainian", "ru": "Russian"}


def of_aside(aside: Aside) -> Iterator[str]:
    """What would have brought in an entry that no section was offered."""
    if aside.cause is Cause.EARLY:
        yield "only what came out in the 48 hours before our first visit to its source, or later, can be told"
    elif aside.cause is Cause.WAITED:
        yield "on any of the days on which it waited an editor could have placed it"
    elif aside.cause is Cause.NOTICE:
        yield "nothing: an agency wrote it for editors, and readers get none of that"
    elif aside.cause is Cause.ADVERT:
        yield "nothing: it says of itself that it was paid for"


def of_story(day: Day, story: Story, entry: Entry, place: tuple[Section, int] | Unplaced | None) -> Iterator[str]:
    """What would have changed where the story of `entry` stands; nothing where it would stay as it is."""
    made: list[str] = []
    if isinstance(place, Unplaced):
        made += [_taken_back(day, story, entry, place), _higher_limit(day, entry, place)]
        made += [_open_section(day, entry, place), _another_report(day, place), _without_newer(day, entry, place)]
    elif place is not None:
        made += [_lower_limit(day, entry, *place), _without_topics(day, entry, place[0]), _offered(day, entry)]
    made.append(_alone(day, story, entry))
    if isinstance(place, Unplaced):
        if story.told and place.reason.endswith(NOTHING_NEW):
            made.append(
                f"a number, name or day that was not told by {day_in_words(story.told)} would make it an update"
            )
        made.append(_by_hand(day, entry, place))
    yield from (words for words in made if words)


def _where(day: Day, entry: Entry, layout: Layout) -> str:
    place = day.place(entry.id, layout)
    if isinstance(place, Unplaced):
        return f"it would not be on the page: {place.reason}"
    return f"it would be story {place[1]} of “{place[0].title}”" if place else "it would be in no story"


def _tried(day: Day, edit: Edit) -> Layout | None:
    """The open draft after one more edit; None where it would be refused."""
    if day.edited is None:
        return None
    try:
        return day.edited(edit)
    except EditRefused:
        return None


# --- other rules ---------------------------------------------------------------------------------


def _with_limit(review: Review, key: str, limit: int) -> Review:
    sections = tuple(
        replace(s, limit=limit) if isinstance(s, SectionRule) and s.key == key else s for s in review.sections
    )
    return replace(review, sections=sections)


def _higher_limit(day: Day, entry: Entry, place: Unplaced) -> str:
    """The smallest limit of the section that refused it with which it comes in; found by halving."""
    hours, language = day.window.hours, day.review.language
    limited = [s for s in day.review.sections if isinstance(s, SectionRule) and s.limit]
    wanted = [s for s in limited if titled(s.title, hours, language) == place.rule]
    if not wanted or day.frozen:
        return ""
    rule, low = wanted[0], wanted[0].limit or 0
    high = low + _FURTHER

    def with_limit(limit: int) -> Layout:
        return day.again(_with_limit(day.review, rule.key, limit), (), frozenset())

    there = day.place(entry.id, with_limit(high))
    if not isinstance(there, tuple):
        why = there.reason.removeprefix("no room: ") if isinstance(there, Unplaced) else ""
        said = f"a higher limit of “{place.rule}” alone would not bring it in"
        return f"{said}: {why}" if why and why != place.reason.removeprefix("no room: ") else said
    while high - low > 1:
        middle = (low + high) // 2
        comes_in = isinstance(day.place(entry.id, with_limit(middle)), tuple)
        low, high = (low, middle) if comes_in else (middle, high)
    return f"with a limit of {high} for “{place.rule}” (it is {rule.limit}) {_where(day, entry, with_limit(high))}"


def _lower_limit(day: Day, entry: Entry, section: Section, number: int) -> str:
    rule = next((s for s in day.review.sections if isinstance(s, SectionRule) and s.key == section.key), None)
    if rule is None or rule.limit is None or number < 2 or day.frozen:
        return ""
    layout = day.again(_with_limit(day.review, rule.key, number - 1), (), frozenset())
    where = day.place(entry.id, layout)
    if isinstance(where, tuple) and where[0].key == section.key:
        return ""  # a line of our own below the section is not counted
    return f"with a limit of {number - 1} there (it is {rule.limit}) {_where(day, entry, layout)}"


def _open_section(day: Day, entry: Entry, place: Unplaced) -> str:
    """Where no section takes it: what one that takes everything would do."""
    if place.cause is not Cause.UNTAKEN or day.frozen:
        return ""
    rule = SectionRule(key="explain-what-is-left", title="what is left")
    layout = day.again(replace(day.review, sections=(*day.review.sections, rule)), (), frozenset())
    where = day.place(entry.id, layout)
    taken = isinstance(where, tuple) and where[0].key == rule.key
    return "a section without `take:` at the end of the page would take it" if taken else ""


def _without_topics(day: Day, entry: Entry, section: Section) -> str:
    """Where a topic's section took it: what would without one."""
    rules = [s for s in day.review.sections if not isinstance(s, TopicsRule)]
    if day.frozen or len(rules) == len(day.review.sections) or any(s.key == section.key for s in rules):
        return ""
    layout = day.again(replace(day.review, sections=tuple(rules)), (), frozenset())
    return f"without `topics:` {_where(day, entry, layout)}"


# --- another report ------------------------------------------------------------------------------


def _another_report(day: Day, place: Unplaced) -> str:
    """Where nothing of it may be printed: whose words could be."""
    if place.outcome != "passed":
        return ""
    if place.cause is Cause.LANGUAGE:
        language = day.review.language.replace("_", "-").partition("-")[0].casefold()
        name = _LANGUAGES.get(language, "the edition's language")
        return f"if somebody reported it in {name}, that report could be printed and this one named below it"
    if place.cause is Cause.WORDS:
        return "if another source reported it, that report could be printed and this one named below it"
    return ""


def _without_newer(day: Day, entry: Entry, place: Unplaced) -> str:
    """Where a newer report of its source is printed: where it would stand without that."""
    if place.cause is not Cause.OVERTAKEN or day.frozen:
        return ""
    blocks = (b for s in day.layout.sections for b in s.blocks)
    newer = {b.credit.entry for b in blocks if isinstance(b, FiguresBlock) and b.credit}
    newer = {e for e in newer if e in day.entries and day.entries[e].source == entry.source}
    if not newer:
        return ""
    return f"without the newer report {_where(day, entry, day.again(day.review, (), newer))}"


def _offered(day: Day, entry: Entry) -> str:
    """How long one of our own articles is offered."""
    source = day.sources.get(entry.source)
    if source is None or not source.ours or entry.published is None:
        return ""
    last = (entry.published + OFFERED).astimezone(day.review.zone).date()
    return f"it is offered again until {day_in_words(last)}, with a story of the same or in a section that takes it"


# --- an editor's word ----------------------------------------------------------------------------


def _alone(day: Day, story: Story, entry: Entry) -> str:
    """Where it would stand by itself."""
    rest = [e for e in story.entries if e != entry.id]
    if story.told:
        rest += [EntryId(e) for e, told in day.told.items() if told in (story.id, *story.continues)]
    if not rest:
        return ""
    if day.open:
        said = f"split off (newsletter split {entry.id[:12]})"
        layout = _tried(day, Split(entry=entry.id, apart=tuple(rest)))
    else:
        said = "kept apart from the others" if len(story.entries) > 1 else "kept apart from what was told"
        at = dt.datetime.max.replace(tzinfo=dt.UTC)
        layout = day.again(day.review, bonds_between("apart", [entry.id], rest, by="", at=at), frozenset())
    if layout is None:
        return ""
    now, then = day.place(entry.id), day.place(entry.id, layout)
    if isinstance(now, Unplaced) and isinstance(then, Unplaced) and now.reason == then.reason:
        return ""  # it would change nothing
    if not day.open and isinstance(then, tuple):
        return _stands(day, said, then[0])
    return f"{said} {_where(day, entry, layout)}"


def _stands(day: Day, said: str, section: Section) -> str:
    """The section alone: an edit keeps a story's place, and makes no topic of the two reports that it takes apart."""
    there = section.title in {s.title for s in day.layout.sections}
    return f"{said} it would stand in “{section.title}”" if there else ""


def _taken_back(day: Day, story: Story, entry: Entry, place: Unplaced) -> str:
    """Where an editor took it out: where it would stand without that."""
    if place.cause is not Cause.HAND:
        return ""
    out = [s for s in day.edits if isinstance(s.edit, Spike | Hold) and s.edit.entry in story.entries]
    if not out:
        return ""
    if not day.open:
        return f"left alone by the editor {_where(day, entry, day.again(day.review, (), frozenset()))}"
    revision = out[-1].revision
    layout = _tried(day, Undo(revision=revision))
    return f"taken back (newsletter draft undo {revision}) {_where(day, entry, layout)}" if layout else ""


def _by_hand(day: Day, entry: Entry, place: Unplaced) -> str:
    if not day.open:
        return "it comes back: an editor may place it in a later edition" if place.outcome == "held" else ""
    sections = day.layout.sections
    if sections and _tried(day, Place(entry=entry.id, section=sections[0].key)) is None:
        return ""
    return f"an editor may place it: newsletter draft place {entry.id[:12]} SECTION"
