"""Entries -> the sentences and quotations that may be printed unattended, by rule.

Words are verbatim and whole, stand alone, keep to the source's terms, and know where they were taken from.
The rules are tables per language (`words_en.py`, `words_uk.py`); an edition in a language without a table has
headlines and credits only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from newsletter.model.base import EntryId, SourceName, primary
from newsletter.model.editions import Extract, House, QuoteBlock, Span, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rules import Review
from newsletter.model.sources import Source, Trust
from newsletter.model.stories import Story, Window
from newsletter.model.written import Ahead, Unwritable, Written
from newsletter.write.ahead import ahead
from newsletter.write.credits import Member, also, credit, foreign
from newsletter.write.extracts import Reading, Refused, Setting, headline, length, read
from newsletter.write.happened import happened
from newsletter.write.once import once
from newsletter.write.reports import matches, reports
from newsletter.write.sensitive import sensitive
from newsletter.write.speech import quotes, same_quote
from newsletter.write.words_en import EN
from newsletter.write.words_uk import UK

__all__ = ["TONGUES", "Unwritable", "Written", "matches", "once", "reports", "write"]

#: Languages with rules for sentences. A further one is one new file and one line here.
TONGUES = {"en": EN, "uk": UK}
#: Has this sentence of that entry nothing that readers have not had?
Known = Callable[[Entry, str], bool]

_LANGUAGES = {"uk": "Ukrainian", "ru": "Russian", "en": "English", "be": "Belarusian", "pl": "Polish", "de": "German"}


def write(
    story: Story,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    review: Review,
    window: Window,
    known: Known | None = None,
) -> Written | Unwritable:
    """What may be printed of a story, all of it; a section's style takes less.

    `entries` holds at least one member of the story. The block's lead is the story's, if it may be printed, else the
    best member that may. A source that is no longer configured supports and is never printed. Sentences and quotations
    that `known` knows are left out: readers had them before.
    """
    setting = Setting.of(review, window, TONGUES.get(primary(review.language)))
    members = [
        Member(entry=entry, source=sources.get(entry.source) or _forgotten(entry))
        for entry in (entries[id] for id in story.entries if id in entries)
    ]
    readings = {m.entry.id: _judge(m, setting, known) for m in members}
    lead = _lead(story, members, readings)
    if lead is None:
        return _unwritable(story, members, readings, setting)
    title, reading = readings[lead.entry.id]
    assert isinstance(title, Extract) and isinstance(reading, Reading)
    block = StoryBlock(
        story=story.id,
        headline=title,
        credit=credit(lead, setting),
        sentences=reading.taken,
        also=also([*members, *_beside(story, entries, sources)], lead, setting, _copies(story, lead)),
        image=lead.entry.image if lead.source.terms.image or lead.source.ours else None,
    )
    if found := sensitive([m.entry for m in members], review.sensitive):
        reason = f"sensitive: needs a person (“{found}”)"
        return Unwritable(block=replace(block, reserved="sensitive"), reason=reason, outcome="held")
    spoken = _quotes(story, [lead, *(m for m in members if m is not lead)], block, setting)
    if known:
        by_id = {m.entry.id: m.entry for m in members}
        spoken = tuple(q for q in spoken if not known(by_id[q.credit.entry], q.quote.text))
    trusted = [m.source.weight for m in members if m.source.trust is Trust.FULL and not m.source.ours]
    return Written(
        block=block,
        quotes=spoken,
        weight=max(trusted, default=lead.source.weight),
        ahead=_ahead([lead, *(m for m in members if m is not lead)], setting),
        happened=happened(lead.entry, (title.text, *(t.text for t in reading.taken[:1])), setting),
    )


def _ahead(members: Iterable[Member], setting: Setting) -> tuple[Ahead, ...]:
    """What the members that may be printed say is to come; one event once."""
    found: list[Ahead] = []
    for member in members:
        if _untrusted(member, setting) or member.source.ours:
            continue
        for one in ahead(member, setting):
            if not any(o.day == one.day and o.names & one.names for o in found):
                found.append(one)
    return tuple(found)


def _beside(story: Story, entries: Mapping[EntryId, Entry], sources: Mapping[SourceName, Source]) -> list[Member]:
    """Who reports it too and was passed over before; they are named and not printed."""
    found = (entries[e] for e in story.support if e in entries)
    return [Member(entry=e, source=source) for e in found if (source := sources.get(e.source)) is not None]


def _forgotten(entry: Entry) -> Source:
    """An entry may outlive its line in sources.yaml."""
    return Source(url="", name=entry.source, publisher=entry.source, trust=Trust.SUPPORT_ONLY)


def _limit(source: Source) -> int:
    """Code points that may be quoted; our own words have no limit."""
    return 1_000_000 if source.ours else source.terms.quote


def _judge(member: Member, setting: Setting, known: Known | None) -> tuple[Extract | Refused, Reading | Refused]:
    """Headline and sentences, or why this member may not stand at the head of a story."""
    title = headline(member.entry, member.source, setting)
    refusal = _untrusted(member, setting)
    if refusal or isinstance(title, Refused):
        return title, refusal or Refused(reason="")
    skip = partial(known, member.entry) if known else None
    reading = read(member.entry, title.text, setting, _limit(member.source), skip)
    return title, reading.overtaken or reading


def _untrusted(member: Member, setting: Setting) -> Refused | None:
    language = foreign(member.entry, setting)
    name = member.source.name
    if language:
        return Refused(reason=f"only in {_LANGUAGES.get(language, 'another language')}")
    match member.source.trust:
        case Trust.LABELLED:
            return Refused(reason=f"only from {name}, which is never printed alone")
        case Trust.SUPPORT_ONLY:
            return Refused(reason=f"only from {name}, which only supports")
        case Trust.FULL:
            pass
    if member.source.terms.link and member.entry.link is None:
        return Refused(reason="has no link, and its source asks for one")
    return None


def _lead(
    story: Story,
    members: Sequence[Member],
    readings: Mapping[EntryId, tuple[Extract | Refused, Reading | Refused]],
) -> Member | None:
    """The story's lead if it may be printed; else the weightiest, fullest, earliest member that may.

    A lead that is a bare headline leaves its place to a member with a sentence: readers want the news, not its title.
    Our own article leads only where nobody else reports the event; who reprints it (same link) is nobody else.
    """
    ours = {_place(m.entry) for m in members if m.source.ours and m.entry.link}
    fit = [
        m
        for m in members
        if isinstance(readings[m.entry.id][0], Extract) and isinstance(readings[m.entry.id][1], Reading)
    ]
    others = [m for m in fit if not m.source.ours and _place(m.entry) not in ours]
    fit = others or [m for m in fit if m.source.ours] or fit
    best = min(fit, key=lambda m: _lead_rank(m, readings[m.entry.id][1]), default=None)
    chosen = next((m for m in fit if m.entry.id == story.lead), best)
    told, could = (m and _taken(readings[m.entry.id][1]) for m in (chosen, best))
    return best if could and not told else chosen


def _taken(reading: Reading | Refused) -> tuple[Extract, ...]:
    return reading.taken if isinstance(reading, Reading) else ()


def _place(entry: Entry) -> str:
    """Where its link leads, whatever the protocol."""
    return (entry.link or "").partition("://")[2].rstrip("/").casefold()


def _lead_rank(member: Member, reading: Reading | Refused) -> tuple[bool, float, int, bool, float, str]:
    taken = _taken(reading)
    at = member.entry.published
    return (
        not taken,
        -member.source.weight,
        -sum(length(t) for t in taken[:3]),
        at is None,
        at.timestamp() if at else 0.0,
        member.entry.id,
    )


def _quotes(story: Story, members: Iterable[Member], block: StoryBlock, setting: Setting) -> tuple[QuoteBlock, ...]:
    """Direct speech of all members in the edition's language, each within its own source's terms, each once.

    A quotation inside a printed sentence takes that sentence's place and so costs nothing more.
    """
    found: list[QuoteBlock] = []
    for member in members:
        source = member.source
        unlinked = source.terms.link and member.entry.link is None
        if foreign(member.entry, setting) or source.ours or source.trust is Trust.SUPPORT_ONLY or unlinked:
            continue
        lead = member.entry.id == block.credit.entry
        printed = [s for s in block.sentences if isinstance(s, Extract)] if lead else []
        used = sum(length(s) + 1 for s in printed)
        for quote in quotes(member.entry, credit(member, setting), story.id, setting):
            cost = 0 if any(_inside(quote.quote, s) for s in printed) else length(quote.quote) + 1
            if used + cost > source.terms.quote + 1 or any(same_quote(quote, other) for other in found):
                continue
            used += cost
            found.append(quote)
    return tuple(found)


def _inside(inner: Extract, outer: Extract) -> bool:
    return (
        inner.span.field == outer.span.field and inner.span.start < outer.span.end and outer.span.start < inner.span.end
    )


def _copies(story: Story, lead: Member) -> AbstractSet[EntryId]:
    """The members that are no second voice beside `lead`: reprints and wire copies, and the agency beside its copy."""
    original = {m.entry: m.copy_of for m in story.members if m.copy_of}
    return {*original, original.get(lead.entry.id, lead.entry.id)}


def _unwritable(
    story: Story,
    members: Sequence[Member],
    readings: Mapping[EntryId, tuple[Extract | Refused, Reading | Refused]],
    setting: Setting,
) -> Unwritable:
    """Why, in at most two reasons: a plan that has passed first, then those of the story's lead."""
    order = sorted(members, key=lambda m: (m.entry.id != story.lead, m.entry.id))
    refusals = [r for m in order for r in readings[m.entry.id] if isinstance(r, Refused) and r.reason]
    refusals.sort(key=lambda r: not r.overtaken)
    block = StoryBlock(
        story=story.id,
        headline=_any_title(order[0].entry),
        credit=credit(order[0], setting),
        also=also(members, order[0], setting, _copies(story, order[0])),
    )
    return Unwritable(
        block=block,
        reason="; ".join(list(dict.fromkeys(r.reason for r in refusals))[:2]),
        outcome="held" if refusals[0].overtaken else "passed",
        foreign=all(foreign(m.entry, setting) for m in members),
    )


def _any_title(entry: Entry) -> Extract | House:
    """A headline for an editor's eyes, as it is."""
    if not (entry.title or "").strip():
        return House(text="(no headline)")
    title = entry.title or ""
    return Extract(text=title, span=Span(entry=entry.id, version=entry.version, field="title", start=0, end=len(title)))
