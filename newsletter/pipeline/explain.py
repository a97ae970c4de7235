"""Why an entry is where it is: how it came, what it was joined with, which rule took it, what would change that.

Everything is worked out with the stages themselves, and what would have changed it is tried (otherwise.py).
"""

from __future__ import annotations

from functools import partial

from newsletter.group import differences
from newsletter.layout.candidate import Candidate
from newsletter.layout.takes import takes, word
from newsletter.layout.weigh import importance
from newsletter.model.base import EntryId, day_in_words, primary
from newsletter.model.editions import FiguresBlock, LinkItem, LinksBlock, QuoteBlock, Section, StoryBlock, Unplaced
from newsletter.model.edits import Place, Undo
from newsletter.model.feeds import Entry
from newsletter.model.rules import SectionRule, Take
from newsletter.model.stories import Cause, Story
from newsletter.pipeline.day import Day, Reason
from newsletter.pipeline.differing import Apart, summed
from newsletter.pipeline.otherwise import of_aside, of_story

#: Before the place that a story would have in an edition.
QUIET = "not printed so far: too little has come for an edition, and everything waits; in the draft"
#: So many members are listed.
_MEMBERS = 5


def explain(day: Day, entry: Entry) -> tuple[Reason, ...]:
    """Why the entry is where it is that day; nothing for one that the day does not know."""
    aside = next((a for a in day.layout.asides if a.entry == entry.id), None)
    if aside is not None:
        where = Reason(about="place", words=f"not on the page, {aside.outcome}: {aside.reason}")
        return (where, *(Reason(about="change", words=words) for words in of_aside(aside)))
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
    return (*reasons, *(Reason(about="change", words=words) for words in of_story(day, story, entry, place)))


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
    # What it continues stands beside one of the members, which may be the one that is asked about.
    continued = next((part for m in story.members for part in m.why.split("; ") if part.startswith("continues ")), "")
    if continued and not any(continued in r.words for r in made):
        made.append(Reason(about="joined", words=f"its story {continued}"))
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
    made = [Reason(about="place", words=QUIET)] if day.quiet else []
    made.append(Reason(about="place", words=f"{how} in “{section.title}”, story {number} of {of}"))
    since = next((b.since for _, b, s in day.layout.placed() if s == story.id and isinstance(b, StoryBlock)), None)
    if since:
        made.append(
            Reason(about="place", words=f"told before: the edition prints what is new since {day_in_words(since)}")
        )
    if own:
        return [*made, Reason(about="place", words="an article of ours goes with the development that it is about")]
    taken = _taken(day, story, section)
    return [*made, Reason(about="place", words=taken)] if taken else made


def _taken(day: Day, story: Story, section: Section) -> str:
    """Why it stands in this section; "" where nothing is known."""
    undone = {s.edit.revision for s in day.edits if isinstance(s.edit, Undo)}
    for signed in day.edits:
        if isinstance(signed.edit, Place) and signed.edit.entry in story.entries and signed.revision not in undone:
            return f"placed there by {signed.by or 'an editor'}"
    whole = any(isinstance(b, StoryBlock) and b.story == story.id for b in section.blocks)
    for block in () if whole else section.blocks:
        if isinstance(block, FiguresBlock) and block.stands_for and block.stands_for.story == story.id:
            return "the figures of its source stand first in that section"
        if isinstance(block, QuoteBlock) and block.stands_for and block.stands_for.story == story.id:
            return "what somebody said of an event stands below that event"
        if isinstance(block, LinksBlock) and block.label == "ahead" and any(_told_by(i, story) for i in block.items):
            return "what it announces stands below what is told of the same event"
    rule = next((r for r in day.review.sections if isinstance(r, SectionRule) and r.key == section.key), None)
    if rule is None:
        return "its section was opened for a topic of several stories"
    if rule.take is None:
        return "that section takes what others leave"
    found = day.weighed(story)
    return _by_keys(rule.take, found) if found is not None and takes(rule, found, day.window) else ""


def _told_by(item: LinkItem, story: Story) -> bool:
    return item.stands_for is not None and item.stands_for.story == story.id


def _by_keys(take: Take, found: Candidate) -> str:
    """Which values of `take:` it has."""
    values = {
        "words": [w for w in take.words if word(w).search(found.text)],
        "tags": [t for t in take.tags if t.casefold() in found.tags],
        "sources": [s for s in take.sources if s.casefold() in found.sources],
        "publishers": [p for p in take.publishers if p.casefold() in found.voices],
        "languages": [x for x in take.languages if primary(x) in found.languages],
    }
    asked = [f"{key}: {', '.join(dict.fromkeys(some))}" for key, some in values.items() if some]
    if take.min_publishers > 1:
        asked.append(f"min_publishers: {take.min_publishers} (it has {found.publishers})")
    if not asked and take.within is not None:
        asked.append("within: it is new enough")
    return f"taken by {'; '.join(asked)}" if asked else "that section takes what others leave"


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
    points = partial(
        importance,
        window=day.window,
        publishers=found.publishers,
        weight=found.written.weight,
        age=day.window.cutoff - found.published if found.published else None,
        sentences=len(found.written.block.sentences),
        topic=day.sizes.get(found.id, 0),
        must=any(s.must_read for n, s in day.sources.items() if n.casefold() in found.sources),
    )
    total = points()
    parts = (
        (f"{found.publishers} {'publisher' if found.publishers == 1 else 'publishers'}", total - points(publishers=0)),
        ("source's weight", total - points(weight=0.0)),
        ("freshness", total - points(age=None)),
        ("words that may be printed", total - points(sentences=0)),
        ("its topic", total - points(topic=0)),
        ("must be read", total - points(must=False)),
    )
    said = ", ".join(f"{name} {part:.1f}" for name, part in parts if part >= 0.05)
    return Reason(about="weight", words=f"importance {total:.1f}: {said}")
