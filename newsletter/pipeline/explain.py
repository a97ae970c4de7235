"""Why an entry is where it is: how it came, what it was joined with, which rule took it, what would change that.

Everything is worked out with the stages themselves. What would have changed it is tried: the same day is laid out
once more with another limit, another bond, another section, and what comes of it is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from newsletter.group import differences
from newsletter.layout.candidate import Candidate
from newsletter.layout.takes import takes, word
from newsletter.layout.weigh import candidate, importance, topic_sizes
from newsletter.model.base import EntryId, SourceName
from newsletter.model.bonds import Bond, bonds_between
from newsletter.model.editions import FiguresBlock, Layout, LinksBlock, QuoteBlock, Section, StoryBlock, Unplaced
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, SectionRule
from newsletter.model.sources import Source
from newsletter.model.stories import Cause, Story, Topic, Window
from newsletter.model.written import Written
from newsletter.pipeline.differing import Apart, summed
from newsletter.pipeline.telling import NOTHING_NEW
from newsletter.write import write

#: Lays the day out once more, as another review or with further bonds would have it.
Again = Callable[[Review, Sequence[Bond]], Layout]

#: So many members are listed, and so far a limit is raised to see whether a story comes in.
_MEMBERS, _FURTHER = 5, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of an explanation."""

    about: str  #: came, joined, differ, place, weight, change
    words: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """One edition's day as it is explained."""

    review: Review
    layout: Layout  #: with the editors' edits
    window: Window
    entries: Mapping[EntryId, Entry]  #: of every story
    told: Mapping[EntryId, str]  #: entries of earlier editions -> the story that they told
    sources: Mapping[SourceName, Source]
    again: Again
    topics: Sequence[Topic] = ()
    open: bool = True  #: not published yet

    def story(self, entry: EntryId, layout: Layout | None = None) -> Story | None:
        return next((s for s in (layout or self.layout).stories if entry in s.entries), None)

    def place(self, entry: EntryId, layout: Layout | None = None) -> tuple[Section, int] | Unplaced | None:
        """Its section and which story of it, from 1; or its place among the unplaced."""
        layout = layout or self.layout
        story = self.story(entry, layout)
        if story is None:
            return None
        for section in layout.sections:
            held = [s for sec, _, s in layout.placed() if sec is section]
            if story.id in held:
                return section, held.index(story.id) + 1
        return next((u for u in layout.unplaced if u.block.story == story.id), None)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        return {str(k): n for k, n in topic_sizes(self.topics).items()}

    def weighed(self, story: Story) -> Candidate | None:
        """What sections ask of it; None where nothing of it may be printed."""
        made = write(story, entries=self.entries, sources=self.sources, review=self.review, window=self.window)
        if not isinstance(made, Written):
            return None
        size = self.sizes.get(story.id, 0)
        return candidate(story, made, entries=self.entries, sources=self.sources, window=self.window, topic=size)


def explain(day: Day, entry: Entry) -> tuple[Reason, ...]:
    """Why the entry is where it is that day; nothing for one that the day does not know."""
    aside = next((a for a in day.layout.asides if a.entry == entry.id), None)
    if aside is not None:
        where = Reason(about="place", words=f"not on the page, {aside.outcome}: {aside.reason}")
        early = "only what came out in the 48 hours before our first visit to its source, or later, can be told"
        return (where, Reason(about="change", words=early)) if aside.cause is Cause.EARLY else (where,)
    story = day.story(entry.id)
    if story is None:
        return ()
    place = day.place(entry.id)
    reasons = [*_joined(day, story, entry), *_differ(day, story), *_placed(day, story, entry, place)]
    found = day.weighed(story)
    asked = not isinstance(place, Unplaced) or place.cause in (Cause.LIMIT, Cause.UNTAKEN)
    asked = asked and not (isinstance(place, tuple) and _how(place[0], story, entry.id)[1])
    if found is not None and story.told is None and asked:
        reasons.append(_weight(day, found))
    return (*reasons, *_changes(day, story, entry, place))


def _joined(day: Day, story: Story, entry: Entry) -> list[Reason]:
    others = [m for m in story.members if m.entry != entry.id]
    own = next(m.why for m in story.members if m.entry == entry.id)
    if not others:
        plain = own == "the only report" or any(u.reason == own for u in day.layout.unplaced)
        alone = "alone in its story" if plain else f"alone in its story today: {own}"
        return [Reason(about="joined", words=alone)]
    lead = "leads its story" if story.lead == entry.id else f"in the story of {_named(day, story.lead)}: {own}"
    by = f" (chosen by {story.lead_by})" if story.lead_by and story.lead == entry.id else ""
    made = [Reason(about="joined", words=f"{lead}{by}")]
    for member in others[:_MEMBERS]:
        if member.entry != story.lead:
            made.append(Reason(about="joined", words=f"with {_named(day, member.entry)}: {member.why}"))
    if len(others) > _MEMBERS:
        made.append(Reason(about="joined", words=f"and {len(others) - _MEMBERS} more"))
    return made


def _differ(day: Day, story: Story) -> list[Reason]:
    """What its reports disagree on, each in a line."""
    found = differences(story, day.entries, day.sources)
    if not found:
        return []
    said = summed(Apart(story=story, differences=found), day.entries)
    return [Reason(about="differ", words=words) for words in said]


def _named(day: Day, entry: EntryId) -> str:
    known = day.entries.get(entry)
    return f"{known.source}, “{known.title or '(no title)'}”" if known else str(entry)


def _placed(day: Day, story: Story, entry: Entry, place: tuple[Section, int] | Unplaced | None) -> list[Reason]:
    if isinstance(place, Unplaced):
        said = place.reason if place.reason.startswith(place.outcome) else f"{place.outcome}: {place.reason}"
        return [Reason(about="place", words=f"not on the page, {said}")]
    if place is None:
        return []
    section, number = place
    of = len([s for sec, _, s in day.layout.placed() if sec is section])
    how, own = _how(section, story, entry.id)
    made = [Reason(about="place", words=f"{how} in “{section.title}”, story {number} of {of}")]
    since = next((b.since for _, b, s in day.layout.placed() if s == story.id and isinstance(b, StoryBlock)), None)
    if since:
        made.append(Reason(about="place", words=f"told before: the edition prints what is new since {_date(since)}"))
    if own:
        return [*made, Reason(about="place", words="an article of ours goes with the development that it is about")]
    rule = next((r for r in day.review.sections if isinstance(r, SectionRule) and r.key == section.key), None)
    found = day.weighed(story)
    if rule is None:
        made.append(Reason(about="place", words="its section was opened for a topic of several stories"))
    elif rule.take is None:
        made.append(Reason(about="place", words="that section takes what others leave"))
    elif found is not None and takes(rule, found, day.window):
        words = [w for w in rule.take.words if word(w).search(found.text)]
        tags = sorted(found.tags & {t.casefold() for t in rule.take.tags})
        asked = [f"words: {', '.join(words)}"] if words else []
        asked += [f"tags: {', '.join(tags)}"] if tags else []
        made.append(Reason(about="place", words=f"taken by {'; '.join(asked) or 'its other keys'}"))
    else:
        made.append(Reason(about="place", words="an editor placed it there"))
    return made


def _date(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _how(section: Section, story: Story, entry: EntryId) -> tuple[str, bool]:
    """What of the entry is printed there; and whether it stands there as an article of ours."""
    said, ours = [], False
    for block in section.blocks:
        if isinstance(block, LinksBlock):
            if any(i.credit.entry == entry for i in block.items):
                ours = ours or block.label == "ours"
                said.append({"ours": "a link “From us”", "ahead": "a line “Still ahead”"}.get(block.label, "a link"))
        elif isinstance(block, StoryBlock | QuoteBlock | FiguresBlock) and block.credit and block.credit.entry == entry:
            if isinstance(block, StoryBlock) and block.story == story.id:
                said.append("its words are printed")
            elif not isinstance(block, StoryBlock):
                said.append(
                    "its figures are printed" if isinstance(block, FiguresBlock) else "its quotation is printed"
                )
    if "its words are printed" in said:
        return "its words are printed", False
    led = any(isinstance(b, StoryBlock) and b.story == story.id for b in section.blocks)
    also = ["under “also reported by”"] if led or not said else []
    return ", ".join(dict.fromkeys([*also, *said])), ours


def _weight(day: Day, found: Candidate) -> Reason:
    """Its importance in parts, each measured by leaving it out."""
    block = found.written.block
    given = {
        "publishers": found.publishers,
        "weight": found.written.weight,
        "age": day.window.cutoff - found.published if found.published else None,
        "sentences": len(block.sentences),
        "topic": day.sizes.get(found.id, 0),
        "must": any(s.must_read for n, s in day.sources.items() if n.casefold() in found.sources),
    }
    nothing = {"publishers": 0, "weight": 0.0, "age": None, "sentences": 0, "topic": 0, "must": False}
    names = {
        "publishers": f"{found.publishers} {'publisher' if found.publishers == 1 else 'publishers'}",
        "weight": "source's weight",
        "age": "freshness",
        "sentences": "words that may be printed",
        "topic": "its topic",
        "must": "must be read",
    }

    def points(fields: Mapping[str, object]) -> float:
        return importance(window=day.window, **fields)  # type: ignore[arg-type]

    total = points(given)
    parts = [(names[k], total - points(given | {k: nothing[k]})) for k in given]
    said = ", ".join(f"{name} {part:.1f}" for name, part in parts if part >= 0.05)
    return Reason(about="weight", words=f"importance {total:.1f}: {said}")


# --- what would have changed it ------------------------------------------------------------------


def _changes(day: Day, story: Story, entry: Entry, place: tuple[Section, int] | Unplaced | None) -> list[Reason]:
    made: list[str] = []
    if isinstance(place, Unplaced):
        made += [_higher_limit(day, entry, place), _open_section(day, entry, place)]
    elif place is not None:
        made.append(_lower_limit(day, entry, *place))
    made.append(_alone(day, story, entry))
    if isinstance(place, Unplaced) and story.told and place.reason.endswith(NOTHING_NEW):
        made.append(f"a number, name or day that was not told by {_date(story.told)} would make it an update")
    if isinstance(place, Unplaced) and place.outcome == "held":
        by_hand = f"an editor may place it: newsletter draft place {entry.id[:12]} SECTION"
        made.append(by_hand if day.open else "it comes back: an editor may place it in a later edition")
    return [Reason(about="change", words=words) for words in made if words]


def _with_limit(review: Review, key: str, limit: int) -> Review:
    sections = tuple(
        replace(s, limit=limit) if isinstance(s, SectionRule) and s.key == key else s for s in review.sections
    )
    return replace(review, sections=sections)


def _higher_limit(day: Day, entry: Entry, place: Unplaced) -> str:
    """The smallest limit of the section that refused it with which it comes in; found by halving."""
    wanted = [
        s
        for s in day.review.sections
        if isinstance(s, SectionRule) and s.limit and s.title.replace("{hours}", str(day.window.hours)) == place.rule
    ]
    if not wanted:
        return ""
    rule, low = wanted[0], wanted[0].limit or 0
    high = low + _FURTHER

    def comes_in(limit: int) -> bool:
        return isinstance(day.place(entry.id, day.again(_with_limit(day.review, rule.key, limit), ())), tuple)

    if not comes_in(high):
        there = day.place(entry.id, day.again(_with_limit(day.review, rule.key, high), ()))
        why = there.reason.removeprefix("no room: ") if isinstance(there, Unplaced) else ""
        said = f"a higher limit of “{place.rule}” alone would not bring it in"
        return f"{said}: {why}" if why and why != place.reason.removeprefix("no room: ") else said
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if comes_in(middle) else (middle, high)
    layout = day.again(_with_limit(day.review, rule.key, high), ())
    return f"with a limit of {high} for “{place.rule}” (it is {rule.limit}) {_where(day, entry, layout)}"


def _lower_limit(day: Day, entry: Entry, section: Section, number: int) -> str:
    rule = next((s for s in day.review.sections if isinstance(s, SectionRule) and s.key == section.key), None)
    if rule is None or rule.limit is None or number < 2:
        return ""
    layout = day.again(_with_limit(day.review, rule.key, number - 1), ())
    where = day.place(entry.id, layout)
    if isinstance(where, tuple) and where[0].key == section.key:
        return ""  # a line of our own below the section is not counted
    return f"with a limit of {number - 1} there (it is {rule.limit}) {_where(day, entry, layout)}"


def _open_section(day: Day, entry: Entry, place: Unplaced) -> str:
    """Where no section takes it: what one that takes everything would do."""
    if place.reason != "no section takes it":
        return ""
    rule = SectionRule(key="explain-what-is-left", title="what is left")
    layout = day.again(replace(day.review, sections=(*day.review.sections, rule)), ())
    where = day.place(entry.id, layout)
    taken = isinstance(where, tuple) and where[0].key == rule.key
    return "a section without `take:` at the end of the page would take it" if taken else ""


def _alone(day: Day, story: Story, entry: Entry) -> str:
    """Where it would stand by itself."""
    rest = [e for e in story.entries if e != entry.id]
    if story.told:
        rest += [e for e, told in day.told.items() if told in (story.id, *story.continues)]
    if not rest:
        return ""
    at = dt.datetime.max.replace(tzinfo=dt.UTC)
    layout = day.again(day.review, bonds_between("apart", [entry.id], [EntryId(e) for e in rest], by="", at=at))
    now, then = day.place(entry.id), day.place(entry.id, layout)
    if isinstance(now, Unplaced) and isinstance(then, Unplaced) and now.reason == then.reason:
        return ""  # it would change nothing
    where = _where(day, entry, layout)
    return f"split off (newsletter split {entry.id[:12]}) {where}"


def _where(day: Day, entry: Entry, layout: Layout) -> str:
    place = day.place(entry.id, layout)
    if isinstance(place, Unplaced):
        return f"it would not be on the page: {place.reason}"
    return f"it would be story {place[1]} of “{place[0].title}”" if place else "it would be in no story"
