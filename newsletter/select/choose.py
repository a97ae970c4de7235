"""Which of the undecided entries an edition may use, and what becomes of the rest.

The rules are those of contract.md, "Days, cutoffs, states". They are asked in the order in which they stand in
`_aside`, and every entry that was seen up to the cutoff ends in exactly one place: candidate or aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from newsletter.model.base import EntryId, SourceName, day_in_words
from newsletter.model.feeds import Entry
from newsletter.model.stories import Aside, Cause, Outcome, Selection, ToldEntry, Window
from newsletter.select.notices import Kind, Notice, notice_of, repeats, speaks_of

#: News that a source still shows at our first visit, and that is older than this, was before our time.
BEFORE_OUR_TIME = dt.timedelta(hours=48)
#: What one first visit brings may be stored over this long.
FIRST_VISIT = dt.timedelta(hours=1)
#: What was published longer than this before the window opens has reached us late.
LATE = dt.timedelta(hours=36)
#: How many days an editor has to take what came late or without a date.
PATIENCE = dt.timedelta(days=3)
#: Flags of what an agency has withdrawn, and of what another publisher reports of it.
KILLED, COPIED = "killed", "withdrawn"
#: The window of a review whose editions come daily.
_DAY = dt.timedelta(days=1)


def select(
    entries: Sequence[Entry],
    *,
    window: Window,
    day: dt.date,
    held_since: Mapping[EntryId, dt.date],
    told: Sequence[ToldEntry] = (),
    publishers: Mapping[SourceName, str] | None = None,
) -> Selection:
    """Sort the undecided `entries` into candidates and asides, both in order of first_seen, then id.

    What was first seen after the cutoff belongs to a later edition and is in neither. `held_since` says on which
    day an entry was first held, for those that are held now. `told` is what earlier editions told, so that a
    correction can say what it corrects. `publishers` say by which names an agency is called beside its source's.
    """
    candidates: list[Entry] = []
    asides: list[Aside] = []
    notices = [(n, e) for e in entries if e.first_seen <= window.cutoff and (n := notice_of(e))]
    kills = [(n, e) for n, e in notices if n.kind is Kind.KILL]
    said = {e.id: n for n, e in notices}
    before = {t.entry.id for t in told}
    for entry in sorted(entries, key=lambda e: (e.first_seen, e.id)):
        if entry.first_seen > window.cutoff:
            continue
        held = held_since.get(entry.id)
        notice = said.get(entry.id)
        aside = _noticed(entry, notice, kills, window, day, held, told, publishers or {}) or _aside(
            entry, notice, window, day, held, again=entry.id in before
        )
        if aside is None:
            candidates.append(entry)
        else:
            asides.append(aside)
    return Selection(candidates=tuple(candidates), asides=tuple(asides))


def without_withdrawn(
    chosen: Selection,
    stories: Iterable[Sequence[Entry]],
    *,
    undecided: Sequence[Entry],
    day: dt.date,
    held_since: Mapping[EntryId, dt.date],
) -> Selection:
    """`chosen` without what is one story with a piece that an agency has withdrawn, and was written before it did.

    `stories` are those of the candidates and of the withdrawn pieces. What came after the kill knows better, unless
    it names the agency: see `repeats`.
    """
    kills = [(n, e) for e in undecided if (n := notice_of(e)) and n.kind is Kind.KILL]
    there = {e.id for e in chosen.candidates}
    held: dict[EntryId, Aside] = {}
    for story in stories:
        for by in [by for kill, by in kills if any(speaks_of(kill, by, e) for e in story)]:
            for entry in story:
                if entry.id in there and (_said(entry) or by.first_seen) <= (_said(by) or by.first_seen):
                    what = f"{by.source} has withdrawn what it reports"
                    held[entry.id] = _waiting(entry, COPIED, what, day, held_since.get(entry.id))
    return Selection(
        candidates=tuple(e for e in chosen.candidates if e.id not in held), asides=(*chosen.asides, *held.values())
    )


def _said(entry: Entry) -> dt.datetime | None:
    return entry.published or entry.updated


def _noticed(
    entry: Entry,
    notice: Notice | None,
    kills: Sequence[tuple[Notice, Entry]],
    window: Window,
    day: dt.date,
    held: dt.date | None,
    told: Sequence[ToldEntry],
    publishers: Mapping[SourceName, str],
) -> Aside | None:
    """What its agency wants of an entry comes before everything else."""
    for kill, by in kills:
        if speaks_of(kill, by, entry):
            return _waiting(entry, KILLED, f"{by.source} has withdrawn it", day, held)
        if repeats(kill, by, entry, (by.source, publishers.get(by.source, ""))):
            return _waiting(entry, COPIED, f"{by.source} has withdrawn what it reports", day, held)
    match notice.kind if notice else None:
        case Kind.ADVISORY:
            reason = "an advisory to editors, no news"
            return Aside(entry=entry.id, outcome=Outcome.PASSED, reason=reason, cause=Cause.NOTICE)
        case Kind.ADVERT:
            return Aside(entry=entry.id, outcome=Outcome.PASSED, reason="marked as advertising", cause=Cause.ADVERT)
        case Kind.CORRECTION | Kind.KILL if notice:
            what = "withdraws" if notice.kind is Kind.KILL else "corrects"
            uses = [t for t in told if speaks_of(notice, entry, t.entry) or t.entry.id == entry.id]
            used = f", told on {day_in_words(uses[-1].day)}" if uses else ""
            headline = (uses[-1].entry.title if uses else "") or notice.about or "an earlier piece"
            return _waiting(entry, notice.kind, f"{entry.source} {what} “{headline}”{used}", day, held)
        case Kind.EMBARGO if notice and notice.until is None:
            return _waiting(entry, "embargo", "embargoed, until when cannot be read", day, held)
        case Kind.EMBARGO if notice and notice.until and notice.until > window.cutoff:
            reason = f"embargoed until {day_in_words(notice.until)}, {notice.until:%H:%M} UTC"
            return Aside(entry=entry.id, outcome=Outcome.HELD, reason=reason, flag="embargo")
        case _:
            return None


def _aside(
    entry: Entry, notice: Notice | None, window: Window, day: dt.date, held: dt.date | None, *, again: bool = False
) -> Aside | None:
    """`again`: it was told, and its text has changed since; what changed is neither late nor undated."""
    if again and held is None:
        return None
    at = entry.published or entry.updated
    if at is not None and notice is not None and notice.until is not None:
        at = max(at, notice.until)  # nobody could have told it before
    if at is None:
        return _waiting(entry, "undated", "no date", day, held)
    if _before_our_time(entry, at):
        reason = f"before our time: published {day_in_words(at)}"
        return Aside(entry=entry.id, outcome=Outcome.PASSED, reason=reason, cause=Cause.EARLY)
    if at > window.cutoff:
        reason = f"dated {day_in_words(at)}, {at:%H:%M} UTC, which is after the cutoff"
        return Aside(entry=entry.id, outcome=Outcome.HELD, reason=reason, flag="future")
    if at < _in_time_from(entry, window, day, held):
        return _waiting(entry, "late", f"came late: published {day_in_words(at)}", day, held)
    return None


def _before_our_time(entry: Entry, at: dt.datetime) -> bool:
    first_visit = entry.first_seen - entry.source_since <= FIRST_VISIT
    return first_visit and at < entry.source_since - BEFORE_OUR_TIME


def _in_time_from(entry: Entry, window: Window, day: dt.date, held: dt.date | None) -> dt.datetime:
    """The earliest publication that is not late.

    For an entry that is judged for the first time: 36 hours before the window opens. One that was held and comes
    back is measured as on the day on which it was first held, or waiting would make it late. When that day's window
    opened is not remembered, but it was never later than

    - `first_seen`, because whatever had been seen before an earlier cutoff was decided then;
    - a day before that day's cutoff, where the review was new and had older entries in its archive.

    The later of the two is a bound that cannot turn what was late into a candidate: late news is never placed by
    itself, at the price that something an editor held at the very edge may come back with the flag.
    """
    if held is None or held >= day:
        return window.opens - LATE
    its_cutoff = window.cutoff - (day - held)
    opened_by = max(entry.first_seen, its_cutoff - _DAY)
    return min(opened_by, window.opens) - LATE


def _waiting(entry: Entry, flag: str, what: str, day: dt.date, held: dt.date | None) -> Aside:
    """Held for an editor, for so many days."""
    if held is not None and day - held > PATIENCE:
        reason = f"{flag}, and no editor took it in three days"
        return Aside(entry=entry.id, outcome=Outcome.PASSED, reason=reason, cause=Cause.WAITED)
    return Aside(entry=entry.id, outcome=Outcome.HELD, reason=f"{what}; kept for an editor", flag=flag)
