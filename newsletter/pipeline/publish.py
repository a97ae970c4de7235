"""Fold -> render -> preflight -> outbox -> ledger."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from newsletter import ports
from newsletter.account import account
from newsletter.assemble import assemble, filled
from newsletter.edit import fold
from newsletter.errors import EditionBlocked
from newsletter.layout import ease, unread
from newsletter.model.base import EntryId, SourceName, StoryId
from newsletter.model.corrections import Made
from newsletter.model.editions import Audience, Draft, Edition, Layout, NoticeBlock
from newsletter.model.feeds import Entry
from newsletter.model.rendered import EditionRecord, EditionState, Finding, Manifest, Rendered, Severity
from newsletter.model.rules import Review
from newsletter.model.shortened import left_out
from newsletter.model.sources import Source
from newsletter.model.stories import Decision, Outcome, ToldEntry
from newsletter.outbox import manifest_bytes
from newsletter.pipeline.beside import beside, refused, reworded, settled
from newsletter.pipeline.fitted import fitted
from newsletter.pipeline.pictures import Illustrated
from newsletter.preflight import check
from newsletter.render.phrases import Phrases

#: More rungs than a story has sentences and quotes; each costs one rendering.
RUNGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An edition as it would be published: rendered, checked, and what that does to every entry."""

    edition: Edition
    rendered: Rendered
    layout: Layout
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]


def proof(
    draft: Draft,
    *,
    review: Review,
    sources: Mapping[SourceName, Source],
    archive: ports.Archive,
    editions: ports.Editions,
    render: ports.Render,
    told: Sequence[ToldEntry] = (),
    read_by: str = "",
    short: bool = False,
    corrected: Sequence[tuple[Audience, NoticeBlock]] = (),
    illustrate: Callable[[Edition, Mapping[EntryId, Entry]], Illustrated] = lambda edition, _: Illustrated(
        edition=edition
    ),
) -> Proof:
    """Fold, assemble, render and check a draft. A blocking finding costs its story, rung by rung, first.

    Stores nothing. A finding on the whole edition stays in `findings`; `publish` refuses it.
    """
    layout = fold(draft).layout
    last = editions.find(review.id, before=draft.day)
    review = _worded(review, draft.day, last, len(corrected))
    entries = {e.id: e for e in archive.entries(ids=_named(layout))}
    today = editions.find(review.id, day=draft.day)
    number = today.number if today and today.number else (last.number if last else 0) + 1
    holder = {e: s.id for s in layout.stories for e in s.entries}
    eased: dict[tuple[object, str], Finding] = {}
    known = beside(draft, layout, review=review, entries=entries, told=told, sources=sources)
    left = 0  # stories that the mail does not show
    not_these: frozenset[str] = frozenset()  # subjects and preheaders that may not stand
    for _ in range(RUNGS):
        edition = assemble(
            layout,
            review=review,
            window=draft.window,
            day=draft.day,
            number=number,
            revision=(today.revision if today else 0) + 1,
            read_by=read_by,
            short=short,
            corrected=corrected,
        )
        shown = illustrate(reworded(edition, not_these), entries)
        edition, rendered = fitted(shown.edition, partial(render, pictures=shown.files), first=left)
        left = sum(len(left_out(s)) for s in edition.sections)
        findings = check(edition, rendered, entries=entries, sources=sources, beside=known)
        guilty = _guilty(findings, holder)
        teasers = refused(edition, findings)
        if not guilty and teasers <= not_these:
            break
        not_these |= teasers
        for story, finding in guilty.items():
            layout = ease(layout, story, reason=finding.message)
            eased.setdefault((story, finding.code), replace(finding, severity=Severity.WARNING))
    decisions = account(layout, entries=entries)
    cost = _cost(eased, layout)
    said = [*layout.findings, *unread(layout), *cost, *settled(findings), *shown.findings]
    kept = tuple(dict.fromkeys(said))
    return Proof(edition=edition, rendered=rendered, layout=layout, findings=kept, decisions=decisions)


def _guilty(findings: Sequence[Finding], holder: Mapping[EntryId, StoryId]) -> dict[StoryId, Finding]:
    """Which stories may not be printed as they are, and why.

    A line in a list is known by its entry; what is eased is the story that holds it.
    """
    blocking = [f for f in findings if f.severity is Severity.BLOCKING]
    return {holder.get(EntryId(f.story), StoryId(f.story)): f for f in blocking if f.story is not None}


def _cost(eased: Mapping[tuple[object, str], Finding], layout: Layout) -> Iterator[Finding]:
    """What each finding cost: a part of its story, or its place, which is then said."""
    placed = {story for _, _, story in layout.placed()}
    for (story, _), finding in eased.items():
        yield replace(finding, message=f"{'left out' if story in placed else 'held back'}: {finding.message}")


def _worded(review: Review, day: dt.date, last: EditionRecord | None, corrected: int) -> Review:
    """The review whose standing words know the edition before."""
    phrases = Phrases(review.language, review.timezone)
    return filled(review, phrases.corrections(last.day if last else None, corrected, day))


def _named(layout: Layout) -> list[EntryId]:
    """Every entry that the edition may name."""
    ids = [e for story in layout.stories for e in story.entries] + [a.entry for a in layout.asides]
    before = [EntryId(told) for story in layout.stories for told in story.continues]
    return [*ids, *layout.pointed(), *(e for story in layout.stories for e in story.support), *before]


def publish(
    proof: Proof,
    *,
    editions: ports.Editions,
    outbox: ports.Outbox,
    clock: ports.Clock,
    made: Made | None = None,
) -> tuple[EditionRecord, Manifest]:
    """Put the edition into the outbox and its decisions into the ledger: two commits around one rename.

    `made` is what it is made with, to be kept beside it.
    Killed anywhere, `recover` finishes or undoes it. EditionBlocked leaves everything as it was.
    """
    stopping = [f for f in proof.findings if f.severity is Severity.BLOCKING]
    if stopping:
        more = f"; and {len(stopping) - 3} more" if len(stopping) > 3 else ""
        raise EditionBlocked("; ".join(f.message for f in stopping[:3]) + more, hint=stopping[0].remedy)
    edition, used = proof.edition, [d for d in proof.decisions if d.outcome in (Outcome.TOLD, Outcome.MERGED)]
    stories = len({d.story for d in used})
    manifest = manifest_of(edition, proof.rendered, proof.findings, stories=stories, entries=len(used))
    files = outbox.stage(manifest, proof.rendered)
    record = EditionRecord(
        review=edition.review,
        day=edition.day,
        number=edition.number,
        revision=edition.revision,
        state=EditionState.PUBLISHING,
        cutoff=edition.window.cutoff,
        stories=manifest.stories,
        entries=manifest.entries,
        files=files,
        subject=edition.subject,
        by=edition.read_by,
    )
    editions.begin(record, edition, proof.decisions, noted_in(made, manifest))
    outbox.put(record.review, record.day, record.revision)
    editions.finish(record.review, record.day, record.revision, EditionState.PUBLISHED, clock())
    return replace(record, state=EditionState.PUBLISHED), manifest


def manifest_of(
    edition: Edition, rendered: Rendered, findings: tuple[Finding, ...], *, stories: int, entries: int
) -> Manifest:
    """What makes these files an edition."""
    return Manifest(
        review=edition.review,
        day=edition.day,
        state=EditionState.PUBLISHED,
        number=edition.number,
        revision=edition.revision,
        cutoff=edition.window.cutoff,
        stories=stories,
        entries=entries,
        files={n: hashlib.sha256(b).hexdigest() for n, b in sorted(rendered.files().items())},
        findings=findings,
    )


def noted_in(made: Made | None, manifest: Manifest) -> Made | None:
    """What an edition is made with, its manifest included."""
    return None if made is None else replace(made, manifest=manifest_bytes(manifest).decode())


def recover(*, editions: ports.Editions, outbox: ports.Outbox, clock: ports.Clock) -> tuple[str, ...]:
    """Finish or undo whatever an interrupted process left; what was done, in words. Repeatable."""
    done = []
    for record in editions.unfinished():
        where = outbox.holds(record.review, record.day, record.files)
        if where == "staged":
            outbox.put(record.review, record.day, record.revision)
        if where:
            editions.finish(record.review, record.day, record.revision, EditionState.PUBLISHED, clock())
            done.append(f"finished the edition of {record.day}, which an earlier run had begun to publish")
        else:
            editions.undo(record.review, record.day, record.revision)
            done.append(f"took back an unfinished edition of {record.day}: its files are not in the outbox")
    outbox.sweep(())
    return tuple(done)
