"""What is known beside an edition when it is checked, and a subject instead of one that may not stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsletter.assemble import SUBJECT, one_line, plain_subject
from newsletter.config.addresses import registered_name
from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Draft, Edition, Layout, StoryBlock
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Severity
from newsletter.model.rules import Review, SectionRule
from newsletter.model.sources import Source
from newsletter.model.stories import ToldEntry
from newsletter.preflight import Beside

#: Codes of findings that cost the subject or the preheader, and nothing else.
TEASERS = frozenset({"sensitive-teaser", "disputed-teaser", "placeholder-teaser"})


def beside(
    draft: Draft,
    layout: Layout,
    *,
    review: Review,
    entries: Mapping[EntryId, Entry],
    told: Sequence[ToldEntry],
    sources: Mapping[SourceName, Source] | None = None,
) -> Beside:
    """Of `layout`, the draft with its edits; what an editor's edit names was placed by hand."""
    from newsletter.group import differences  # loaded only where an edition is checked

    holder = {e: s.id for s in layout.stories for e in s.entries}
    placed = {story for _, _, story in layout.placed()}
    named = {holder.get(e) for signed in draft.edits if (e := getattr(signed.edit, "entry", None))}
    rules = (r for r in review.sections if isinstance(r, SectionRule) and r.take)
    return Beside(
        told=told,
        differences=tuple(d for s in layout.stories if s.id in placed for d in differences(s, entries, sources)),
        stories=holder,
        within={r.key: r.take.within for r in rules if r.take and r.take.within},
        by_hand=frozenset(e for e, story in holder.items() if story in named),
        registered=registered_name,
    )


def refused(edition: Edition, findings: Sequence[Finding]) -> frozenset[str]:
    """The subject and the preheader, each if a blocking finding is about it alone."""
    found = {f.place for f in findings if f.severity is Severity.BLOCKING and f.code in TEASERS}
    words = {"subject": edition.subject, "preheader": edition.preheader}
    return frozenset(words[place] for place in found if place in words)


def reworded(edition: Edition, refused: frozenset[str]) -> Edition:
    """The edition with another subject, or without its preheader, where these were refused.

    The next headline that fits; at last the review's title and the day, which say nothing and so nothing wrong.
    """
    if edition.preheader in refused:
        edition = replace(edition, preheader="")
    if edition.subject not in refused:
        return edition
    blocks = (b for s in edition.sections for b in s.blocks if isinstance(b, StoryBlock))
    heads = (one_line(b.headline.printed) for b in blocks if not b.reserved)
    taken = (*refused, *edition.preheader.split(" · "))
    fits = (h for h in heads if h and len(h) <= SUBJECT and "?" not in h and h not in taken)
    return replace(edition, subject=next(fits, plain_subject(edition)))


def settled(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What is said of a subject or a preheader never costs the edition: when nothing is left to try, a warning."""
    return tuple(replace(f, severity=Severity.WARNING) if f.code in TEASERS else f for f in findings)
