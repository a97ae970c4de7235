"""A story that was told before: skipped, or told on as an update. What an editor places is told again in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from newsletter.group import Memory, Recalled, is_roundup
from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import Story, ToldEntry, Window
from newsletter.model.written import Unwritable, Written
from newsletter.write import write

#: What a roundup weighs instead of its source: it tells no event, and stands behind those that do.
_ROUNDUP = -1.0
#: Why a story that was told is passed over.
NOTHING_NEW = "nothing new since"


def tell(
    story: Story,
    memory: Memory,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    review: Review,
    window: Window,
) -> Written | Unwritable:
    """What may be printed of `story`; of one that was told before, what is new since then, or why nothing is. A roundup
    of several events is no subject and weighs little."""
    result = _told(story, memory, entries=entries, sources=sources, review=review, window=window)
    lead = entries.get(result.block.credit.entry)
    if isinstance(result, Unwritable) or lead is None or not is_roundup(lead.title or ""):
        return result
    reserved = result.block.reserved or "reports several events"
    return replace(result, weight=_ROUNDUP, block=replace(result.block, reserved=reserved))


def _told(
    story: Story,
    memory: Memory,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    review: Review,
    window: Window,
) -> Written | Unwritable:
    recalled = memory.of(story)
    # In a text that grew nobody knows from which day "today" speaks.
    timeless = {
        e: replace(entries[e], published=None, updated=None) if memory.told(e) else entries[e]
        for e in story.entries
        if e in entries
    }
    # A story of its own that is linked with a told one: nothing of it in the words that were told.
    had = (lambda _, sentence: memory.printed(sentence)) if recalled is None and story.continues else None
    full = write(story, entries=timeless, sources=sources, review=review, window=window, known=had)
    full = replace(full, block=_dated(full.block, entries))
    if recalled is None:
        return full
    said = f"told on {recalled.day.day} {recalled.day:%B}"
    if isinstance(full, Unwritable):
        return replace(full, reason=f"{said}; {full.reason}", outcome="passed")
    fresh = write(story, entries=timeless, sources=sources, review=review, window=window, known=recalled.knows)
    if isinstance(fresh, Unwritable) or not _news(fresh, recalled, timeless, sources):
        return Unwritable(block=full.block, reason=f"{said}: {NOTHING_NEW}")
    # A new report's headline may be a subject; one whose words were told already may not.
    lead = entries.get(fresh.block.credit.entry)
    again = lead is None or recalled.knows(lead, fresh.block.headline.printed)
    reserved = fresh.block.reserved or (said if again else "")
    return replace(fresh, block=replace(_dated(fresh.block, entries), since=recalled.day, reserved=reserved))


def apart(
    stories: Iterable[Story],
    tell: Callable[[Story], Written | Unwritable],
    *,
    told: Sequence[ToldEntry],
    entries: Mapping[EntryId, Entry],
) -> tuple[Story, ...]:
    """`stories`, where one that would be passed over for a link that rests on little is a story of its own.

    Passed over is what is the same for sure, or all of whose facts were told. A false "nothing new" hides news, and
    that is worse than a repeat. What editors or equal links have joined with a told story stays with it.
    """
    memory = Memory(told)
    return tuple(_own(s) if _hides(s, memory, tell, entries) else s for s in stories)


def _hides(
    story: Story, memory: Memory, tell: Callable[[Story], Written | Unwritable], entries: Mapping[EntryId, Entry]
) -> bool:
    recalled = memory.of(story)
    if recalled is None or story.id in story.continues:
        return False
    members = [entries[e] for e in story.entries if e in entries]
    if any(recalled.is_same(e) for e in members) or not any(recalled.states_new(e) for e in members):
        return False
    result = tell(story)
    return isinstance(result, Unwritable) and result.reason.endswith(NOTHING_NEW)


def _own(story: Story) -> Story:
    """It keeps what it continues, so that none of those words are printed again."""
    return replace(story, told=None)


def _dated(block: StoryBlock, entries: Mapping[EntryId, Entry]) -> StoryBlock:
    """A text that grew is as old as its last change, where its feed says when that was."""
    lead = entries.get(block.credit.entry)
    at: dt.datetime | None = None
    if lead is not None:
        at = max((t for t in (lead.published, lead.updated) if t), default=None) if lead.version > 1 else None
    return replace(block, credit=replace(block.credit, at=block.credit.at or at))


def _news(
    fresh: Written, recalled: Recalled, entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]
) -> bool:
    """Is anything of it new: a sentence, or at least the headline? Own articles are linked, not told on."""
    lead = entries.get(fresh.block.credit.entry)
    source = sources.get(lead.source) if lead else None
    if lead is None or (source is not None and source.ours):
        return False
    return bool(fresh.block.sentences) or not recalled.knows(lead, fresh.block.headline.printed)
