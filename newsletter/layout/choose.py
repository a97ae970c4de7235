"""Sections choose their stories, in their order of choosing; what none took knows why."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from newsletter.layout.ahead import announce, announce_rest
from newsletter.layout.candidate import Candidate
from newsletter.layout.choice import Choice
from newsletter.layout.statements import below
from newsletter.layout.takes import takes
from newsletter.model.base import StoryId
from newsletter.model.rules import PerPublisher, Review, SectionRule, Style, TopicsRule
from newsletter.model.stories import Cause, Topic, Window
from newsletter.model.titles import titled

#: Stories of a topic's section.
TOPIC_STORIES = 6
CAPPED_FROM = 4  #: from this limit on no publisher fills more than half of a section while others wait


@dataclass(frozen=True, slots=True)
class Full:
    """Why a section that would have taken a story did not."""

    why: str
    section: str
    publishers: bool = False  #: its publisher has all of the edition that it may have; else the section is full


@dataclass(slots=True)
class Desk:
    """What is still to be placed, and why it was not so far."""

    window: Window
    caps: PerPublisher
    free: dict[StoryId, Candidate]  #: in order of importance
    ours: dict[StoryId, Candidate]
    full: dict[StoryId, list[Full]] = field(default_factory=dict)
    led: Counter[str] = field(default_factory=Counter)  #: publisher -> stories on the page
    most: Mapping[str, int] = field(default_factory=dict)  #: publisher -> stories that it may lead

    def refuse(self, story: StoryId, why: str, section: str, *, publishers: bool = False) -> None:
        self.full.setdefault(story, []).append(Full(why=why, section=section, publishers=publishers))

    def may_lead(self, publisher: str) -> int:
        """Stories of the whole edition."""
        return self.most.get(publisher, self.caps.edition)

    def left(self, story: StoryId) -> tuple[str, Cause, str]:
        """Reason, kind of reason, whose limit: of a story that nobody took."""
        full = self.full.get(story)
        if not full:
            return "no section takes it", Cause.UNTAKEN, ""
        # A higher limit of a section brings nothing in whose publisher has all that it may have.
        one = next((f for f in reversed(full) if f.publishers), None)
        said = [one] if one else full[:3]
        return f"no room: {'; '.join(f.why for f in said)}", Cause.LIMIT, said[0].section


def choose(desk: Desk, review: Review, topics: Sequence[Topic]) -> list[Choice]:
    """Sections in the order of the page, filled in the order of choosing.

    Announcements hang on the sections about something before those for the rest choose, so that what is told by a
    line there leaves its place to another story.
    """
    chosen: dict[int, list[Choice]] = {}
    keys = {rule.key for rule in review.sections}
    announced = False
    for place, rule in sorted(enumerate(review.sections), key=lambda r: (_turn(r[1]), r[0])):
        if not announced and _turn(rule) > 1:
            announce(_about(chosen), desk.free)
            announced = True
        if isinstance(rule, TopicsRule):
            chosen[place] = _choose_topics(desk, rule, topics, keys, kept=_for_patrons(review) if rule.public else ())
            continue
        choice = Choice(
            key=rule.key,
            title=titled(rule.title, desk.window.hours, review.language),
            style=rule.style,
            take=rule.take,
            leftovers=rule.take is None,
            public=rule.public,
        )
        fits = [c for c in desk.free.values() if takes(rule, c, desk.window)]
        _fill(desk, choice, fits, rule.limit)
        chosen[place] = [choice]
    if not announced:
        announce(_about(chosen), desk.free)
    page = [choice for place in sorted(chosen) for choice in chosen[place]]
    announce_rest([c for c in page if c.leftovers], _about(chosen))
    return page


def _about(chosen: dict[int, list[Choice]]) -> list[Choice]:
    """Sections about something, in the order of the page."""
    return [c for place in sorted(chosen) for c in chosen[place] if not c.leftovers and c.style is not Style.BULLETS]


def _turn(rule: SectionRule | TopicsRule) -> int:
    if isinstance(rule, TopicsRule):
        return 1
    if rule.fill != "normal":
        return 0 if rule.fill == "first" else 2
    return 1 if rule.take is not None else 3


def _for_patrons(review: Review) -> list[SectionRule]:
    """Sections about something that the public page does not show."""
    return [r for r in review.sections if isinstance(r, SectionRule) and not r.public and r.take is not None]


def _choose_topics(
    desk: Desk, rule: TopicsRule, topics: Sequence[Topic], keys: set[str], kept: Sequence[SectionRule]
) -> list[Choice]:
    """The weightiest topics that still have enough stories. What one of the `kept` sections would take stays out: a
    rule shows nobody what the newsroom keeps for its patrons."""

    def left(topic: Topic) -> list[Candidate]:
        of_it = (c for c in desk.free.values() if c.id in topic.stories)
        return [c for c in of_it if not any(takes(r, c, desk.window) for r in kept)]

    made: list[Choice] = []
    for topic in sorted(topics, key=lambda t: (-sum(c.importance for c in left(t)), t.title, t.stories)):
        fits = left(topic)
        if len(made) == rule.limit or len(fits) < max(1, rule.min_stories):
            continue
        key = _free_key("topic-" + re.sub(r"[\W_]+", "-", topic.title.casefold()).strip("-"), keys)
        choice = Choice(
            key=key, title=topic.title, style=rule.style, topic=frozenset(topic.stories), public=rule.public
        )
        _fill(desk, choice, fits, TOPIC_STORIES)
        if choice.stories:
            made.append(choice)
    return made


def _free_key(key: str, taken: set[str]) -> str:
    """Remembers the key that it gives."""
    free, number = key, 1
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    taken.add(free)
    return free


def _fill(desk: Desk, choice: Choice, fits: Sequence[Candidate], limit: int | None) -> None:
    """The most important first; a publisher that has its half waits until the others have been asked, and one that
    has all that it may have stays out. What is only a statement about a story that is in goes below that story."""
    room = len(fits) if limit is None else limit
    half = math.ceil(room / 2) if limit is not None and limit >= CAPPED_FROM else room
    share: Counter[str] = Counter()
    taken: set[StoryId] = set()
    for most in (half, room):
        for candidate in fits:
            if candidate.id in taken or share[candidate.publisher] >= most:
                continue
            if _below(choice, candidate, [c for c in fits if c.id in taken]):
                taken.add(candidate.id)
            elif len(taken) - len(choice.below) < room and not _capped(desk, share, candidate):
                taken.add(candidate.id)
                share[candidate.publisher] += 1
                desk.led[candidate.publisher] += 1
    hanging = {b.candidate.id for b in choice.below}
    for candidate in fits:
        if candidate.id in taken:
            desk.free.pop(candidate.id)
            choice.stories += [candidate] if candidate.id not in hanging else []
        else:
            why, publishers = _full(desk, choice, share, candidate, room)
            desk.refuse(candidate.id, why, choice.title, publishers=publishers)


def _below(choice: Choice, candidate: Candidate, taken: Sequence[Candidate]) -> bool:
    """Is it told by a quotation in this section?"""
    if choice.style is not Style.CARDS:
        return False
    hanging = {b.candidate.id for b in choice.below}
    found = below(candidate, [c for c in taken if c.id not in hanging], choice.below)
    if found:
        choice.below.append(found)
    return found is not None


def _capped(desk: Desk, share: Counter[str], candidate: Candidate) -> bool:
    name = candidate.publisher
    return share[name] >= desk.caps.section or desk.led[name] >= desk.may_lead(name)


def _full(desk: Desk, choice: Choice, share: Counter[str], candidate: Candidate, room: int) -> tuple[str, bool]:
    """Which limit it was, in words; and whether it is one of its publisher's."""
    name, placed = candidate.written.block.credit.publisher, sum(share.values())
    most = desk.may_lead(candidate.publisher)
    if placed < room and desk.led[candidate.publisher] >= most:
        part = most < desk.caps.edition
        reason = f", and one publisher leads no more than {desk.caps.share:.0%} of it" if part else ""
        return f"{name} leads {most} {'story' if most == 1 else 'stories'} of this edition already{reason}", True
    if placed < room and share[candidate.publisher] >= desk.caps.section:
        return f"{name} leads {desk.caps.section} stories of {choice.title} already", True
    return f"{choice.title} takes {room}", False
