"""What published editions told and is not so any more: agencies' notices and silent rewrites, in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from newsletter import ports
from newsletter.model.base import ReviewId
from newsletter.model.corrections import EditionCorrection
from newsletter.model.editions import Audience, NoticeBlock
from newsletter.model.rules import Review
from newsletter.pipeline.correct import due, owed
from newsletter.select import Correction, corrections


def corrected(
    review: ReviewId,
    *,
    day: dt.date,
    now: dt.datetime,
    reach: dt.timedelta,
    decisions: ports.Decisions,
    archive: ports.Archive,
    versions: ports.Versions,
) -> tuple[Correction, ...]:
    """Of editions of the last `reach` before `day`; what sources said up to `now`."""
    told = decisions.told(review, day - reach)
    if not told:
        return ()
    rewritten = versions.rewritten(review, day - reach)
    earlier = versions.versions([one.entry.id for one in rewritten])
    return corrections(told, list(archive.entries(since=now - reach)), rewritten, earlier)


def uncorrected(
    found: tuple[Correction, ...], review: ReviewId, *, made: ports.EditionCorrections
) -> tuple[Correction, ...]:
    """Those that nobody has corrected in the edition yet, each with the command that would."""
    days = [c.day for c in found if c.day]
    done = (
        {(c.day, i) for c in made.of(review, since=min(days)) if c.undone is None for i in (c.entry, c.story)}
        if days
        else set()
    )
    open_ones = (c for c in found if (c.day, c.entry) not in done and (c.day, c.story) not in done)
    return tuple(
        replace(c, words=f'{c.words} (newsletter correct {c.entry} --day {c.day} "…")') if c.entry else c
        for c in open_ones
    )


def unsaid(
    found: tuple[Correction, ...], review: ReviewId, *, versions: ports.Versions, now: dt.datetime
) -> tuple[str, ...]:
    """The words of what a person has not been told yet, and of what is said as long as it holds."""
    keys = {c.key: f"{review} {c.key}" for c in found if c.key}
    fresh = versions.say(tuple(keys.values()), now)
    return tuple(c.words for c in found if not c.key or keys[c.key] in fresh)


def owing(
    made: Sequence[EditionCorrection],
    *,
    review: Review,
    day: dt.date,
    editions: ports.Editions,
    kept: ports.Kept,
) -> Sequence[tuple[Audience, NoticeBlock]]:
    """What the edition of `day` says of those `made` of earlier ones, each with the headline that was printed."""
    last = editions.find(review.id, before=day)
    first = kept.revisions(review.id, last.day)[0] if last else None
    found: list[tuple[Audience, NoticeBlock]] = []
    for one in due([c for c in made if c.day < day], last, first):
        record = editions.find(review.id, day=one.day)
        edition = kept.kept(review.id, one.day, record.revision)[0] if record else None
        found.append(owed(one, edition, review.zone))
    return found
