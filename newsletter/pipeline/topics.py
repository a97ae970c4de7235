"""The topics of a review as they are now, and an editor's word on one."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from newsletter import ports
from newsletter.errors import UsageError
from newsletter.group import developments
from newsletter.group.titles import MOST
from newsletter.model.base import StoryId
from newsletter.model.editions import Draft
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review, SectionRule, TopicsRule
from newsletter.model.titles import around_hours
from newsletter.model.topics import Choice, Development

#: How far back a topic's first day is looked for.
REACH = dt.timedelta(days=90)
#: The longest title, in code points, and how many entries are kept to know a topic by.
LONGEST, KEPT = 60, 400


def rule_of(review: Review) -> TopicsRule | None:
    return next((s for s in review.sections if isinstance(s, TopicsRule)), None)


def follow(
    review: Review,
    day: dt.date,
    *,
    decisions: ports.Decisions,
    topics: ports.Topics,
    archive: ports.Archive,
    draft: Draft | None = None,
) -> tuple[Development, ...]:
    """Every topic of the last months, with what today's `draft` adds; stores nothing."""
    told = decisions.told(review.id, day - REACH)
    layout = draft.base if draft is not None and not any(t.day == day for t in told) else None
    placed = {story for _, _, story in layout.placed()} if layout else set()
    stories = [s for s in layout.stories if s.id in placed] if layout else []
    entries: dict[str, Entry] = {e.id: e for e in archive.entries(ids=[s.lead for s in stories])} if stories else {}
    rule = rule_of(review) or TopicsRule()
    found = developments(
        told,
        stories,
        {s.lead: entries[s.lead] for s in stories if s.lead in entries},
        day=day,
        choices=topics.choices(review.id),
        quiet=rule.quiet_days,
    )
    today = {story: section.title for section, _, story in layout.placed()} if layout else {}
    sections: dict[dt.date, Mapping[StoryId, str]] = {day: today} if layout else {}
    for on in {d.last for d in found} - sections.keys():
        rows = decisions.rows(review.id, on)
        sections[on] = {r.story: r.section for r in rows if r.story and r.section}
    printed = [_as_printed(one, review, sections[one.last]) for one in found]
    return tuple(replace(one, stood=_stood(one, review, sections[one.last])) for one in printed)


def _stood(one: Development, review: Review, sections: Mapping[StoryId, str]) -> str:
    """Why the day of its last news made no section of it, in words; "" where it did, or none is wanted."""
    rule = rule_of(review)
    last = [s for on, s in one.stories if on == one.last]
    where = list(dict.fromkeys(t for s in last if (t := sections.get(s))))
    fixed = [r for r in review.sections if isinstance(r, SectionRule)]
    if rule is None or not where or not all(any(_called(r, t) for r in fixed) for t in where):
        return ""
    few = len(last) < rule.min_stories
    why = f"a section takes {rule.min_stories} (min_stories)" if few else "these chose before the topics"
    count = f"{len(last)} {'story' if len(last) == 1 else 'stories'}"
    return f"{count} on {one.last}, in {' and '.join(where)}: {why}"


def _as_printed(one: Development, review: Review, sections: Mapping[StoryId, str]) -> Development:
    """Called as the page called it on the day of its last news: where most of its stories stood in one section that is
    about something. An editor's title goes before."""
    last = [s for on, s in one.stories if on == one.last]
    fixed = [r for r in review.sections if isinstance(r, SectionRule)]
    about = Counter(t for s in last if (t := sections.get(s)) and all(_tells(r, one) for r in fixed if _called(r, t)))
    title = min(about, key=lambda t: (-about[t], t), default="")
    if not title or one.titled_by or about[title] * 2 <= len(last):
        return one
    titles = tuple(dict.fromkeys((title, *one.titles)))[:MOST]
    return replace(one, title=title, titles=titles, section=title if any(_called(r, title) for r in fixed) else "")


def _called(rule: SectionRule, title: str) -> bool:
    """Is that its title as it is printed?"""
    head, *more = around_hours(rule.title)
    return title.startswith(head) and title.endswith(more[-1]) if more else rule.title == title


def _tells(rule: SectionRule, one: Development) -> bool:
    """Says its title what the topic is about? That of a section does that takes by a word the topic goes by."""
    said = " ".join(one.titles).casefold()
    return rule.take is not None and any(word.casefold() in said for word in rule.take.words)


def find(found: Sequence[Development], key: str) -> Development:
    """A topic by id, by the beginning of its id (four characters or more), or by its title. UsageError else."""
    fits = [d for d in found if key in (d.id, d.title)] or [d for d in found if len(key) >= 4 and d.id.startswith(key)]
    if len(fits) != 1:
        many = "no topic" if not fits else f"{len(fits)} topics"
        raise UsageError(f"{many} called {key!r}", hint="newsletter topics prints the ids")
    return fits[0]


def title(review: Review, one: Development, words: str, *, by: str, topics: ports.Topics, now: dt.datetime) -> None:
    """Call a topic so from now on. UsageError for what is no title."""
    words = " ".join(words.split())
    if not words or len(words) > LONGEST or any(unicodedata.category(c)[0] == "C" for c in words):
        raise UsageError("a topic's title is a few words in one line", hint=f"at most {LONGEST} characters")
    topics.choose(replace(_choice(review, one, now), title=words, titled_by=by))


def close(review: Review, one: Development, *, day: dt.date, topics: ports.Topics, now: dt.datetime) -> None:
    """Make no section of it any more, until a later story brings it back."""
    topics.choose(replace(_choice(review, one, now), closed=max(day, one.last)))


def reopen(review: Review, one: Development, *, topics: ports.Topics, now: dt.datetime) -> None:
    topics.choose(replace(_choice(review, one, now), closed=None))


def _choice(review: Review, one: Development, now: dt.datetime) -> Choice:
    """What holds for the topic so far, by all that it holds now."""
    titled: Collection[str] = (one.title,) if one.titled_by else ()
    return Choice(
        review=review.id,
        id=one.id,
        entries=one.entries[:KEPT],
        title=next(iter(titled), ""),
        titled_by=one.titled_by,
        closed=one.closed,
        first=one.first,
        at=now,
    )
