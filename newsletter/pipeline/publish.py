"""Fold -> render -> preflight -> outbox -> ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsletter import ports
from newsletter.account import account
from newsletter.assemble import assemble
from newsletter.edit import fold
from newsletter.errors import EditionBlocked
from newsletter.layout import ease
from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Draft, Edition, Layout
from newsletter.model.rendered import EditionRecord, EditionState, Finding, Manifest, Rendered, Severity
from newsletter.model.rules import Review
from newsletter.model.sources import Source
from newsletter.model.stories import Decision, Outcome
from newsletter.preflight import check

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
    read_by: str = "",
    short: bool = False,
) -> Proof:
    """Fold, assemble, render and check a draft. A blocking finding costs its story, rung by rung, first.

    Stores nothing. A finding on the whole edition stays in `findings`; `publish` refuses it.
    """
    layout = fold(draft).layout
    ids = [e for story in layout.stories for e in story.entries] + [a.entry for a in layout.asides]
    entries = {e.id: e for e in archive.entries(ids=ids)}
    today = editions.find(review.id, day=draft.day)
    last = editions.find(review.id, before=draft.day)
    number = today.number if today and today.number else (last.number if last else 0) + 1
    holder = {e: s.id for s in layout.stories for e in s.entries}
    eased: dict[tuple[object, str], Finding] = {}
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
        )
        rendered = render(edition)
        findings = check(edition, rendered, entries=entries, sources=sources)
        blocking = [f for f in findings if f.severity is Severity.BLOCKING and f.story is not None]
        # A line in a list is known by its entry; what is eased is the story that holds it.
        guilty = {holder.get(EntryId(f.story), f.story): f for f in blocking if f.story is not None}
        if not guilty:
            break
        for story, finding in guilty.items():
            layout = ease(layout, story, reason=finding.message)
            eased.setdefault((story, finding.code), replace(finding, severity=Severity.WARNING))
    decisions = account(layout, entries=entries)
    kept = tuple(dict.fromkeys([*eased.values(), *findings]))
    return Proof(edition=edition, rendered=rendered, layout=layout, findings=kept, decisions=decisions)


def publish(
    proof: Proof, *, editions: ports.Editions, outbox: ports.Outbox, clock: ports.Clock
) -> tuple[EditionRecord, Manifest]:
    """Put the edition into the outbox and its decisions into the ledger: two commits around one rename.

    Killed anywhere, `recover` finishes or undoes it. EditionBlocked leaves everything as it was.
    """
    stopping = [f for f in proof.findings if f.severity is Severity.BLOCKING]
    if stopping:
        raise EditionBlocked("; ".join(f.message for f in stopping), hint=stopping[0].remedy)
    edition, used = proof.edition, [d for d in proof.decisions if d.outcome in (Outcome.TOLD, Outcome.MERGED)]
    manifest = Manifest(
        review=edition.review,
        day=edition.day,
        state=EditionState.PUBLISHED,
        number=edition.number,
        revision=edition.revision,
        cutoff=edition.window.cutoff,
        stories=len({d.story for d in used}),
        entries=len(used),
        files={n: hashlib.sha256(b).hexdigest() for n, b in sorted(proof.rendered.files().items())},
        findings=proof.findings,
    )
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
    editions.begin(record, edition, proof.decisions)
    outbox.put(record.review, record.day, record.revision)
    editions.finish(record.review, record.day, record.revision, EditionState.PUBLISHED, clock())
    return replace(record, state=EditionState.PUBLISHED), manifest


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
