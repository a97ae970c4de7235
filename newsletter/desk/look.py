"""One look at a newsroom: the draft as it would be published now, or what has been published. Stores nothing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parseaddr

from newsletter.account import too_quiet
from newsletter.app import Newsroom
from newsletter.desk.shown import Differs, Down, Piece, Rendition, Shown, Value, pile_up
from newsletter.errors import OutboxError
from newsletter.model.base import StoryId
from newsletter.model.editions import Draft, Edition, Folded, Layout, StoryBlock
from newsletter.model.rendered import EditionRecord, EditionState, Finding, Severity, pictures_in
from newsletter.model.rules import Approval, Review
from newsletter.model.stories import Outcome, Window

_LEFT_OUT = (Outcome.PASSED, Outcome.HELD, Outcome.SPIKED)


def look(room: Newsroom, review: Review, day: dt.date) -> Shown:
    """What a reader would get of `day`. Any NewsletterError that composing, rendering or reading raises."""
    record = room.store.editions.find(review.id, day=day)
    if record is not None and record.state is not EditionState.QUIET:
        return _published(room, review, record)
    return _draft(room, review, day)


def _draft(room: Newsroom, review: Review, day: dt.date) -> Shown:
    draft = room.compose(review, day)
    quiet = not draft.approved_by and too_quiet(draft.base, review.quiet)
    short = quiet and review.quiet.then == "short"
    proof = room.proof(review, draft, read_by=draft.approved_by, short=short)
    folded = room.fold(draft)
    state, sentence = _standing(draft, review, quiet, proof.findings)
    return Shown(
        title=review.title,
        day=day,
        kind="draft",
        state=state,
        sentence=sentence,
        language=review.language,
        sender=_sender(review),
        subject=proof.edition.subject,
        preheader=proof.edition.preheader,
        facts=_draft_facts(draft, proof.edition, proof.layout, review),
        rendition=Rendition(
            html=proof.rendered.html,
            text=proof.rendered.text,
            web=proof.rendered.web,
            message_size=len(proof.rendered.message),
            pictures=proof.rendered.pictures,
        ),
        findings=_worst_first((*proof.findings, *room.remembered_links(proof.edition.sections))),
        named=_headlines(proof.layout, proof.findings),
        unplaced=pile_up(_piece(u.block, reason=u.reason, outcome=u.outcome) for u in proof.layout.unplaced),
        asides=pile_up(_asides(room, proof.layout)),
        arrivals=tuple(_piece(block) for block in draft.arrivals),
        differs=tuple(_differs(room, review, proof.layout)),
        failed_edits=_failed_edits(folded),
        down=_down(room, review),
    )


def _standing(draft: Draft, review: Review, quiet: bool, findings: Sequence[Finding]) -> tuple[str, str]:
    """The draft's state in a word or two, and what a build would do with it."""
    if any(f.severity is Severity.BLOCKING for f in findings):
        return "draft, blocked", "A build would stop: see the blocking findings."
    if draft.approved_by:
        return "draft, approved", f"Approved by {draft.approved_by}, not yet published."
    if quiet:
        then = {"hold": "publish nothing", "short": "publish it marked as short", "send": "publish it all the same"}
        return "draft, quiet", f"Too little news for an edition: a build would {then[review.quiet.then]}."
    if review.approval is Approval.REQUIRED:
        return "draft", "Waits for approval: nothing is published before somebody approves it."
    return "draft", "Not published yet: this is what a build would publish from what is collected now."


def _draft_facts(draft: Draft, edition: Edition, layout: Layout, review: Review) -> tuple[tuple[str, str], ...]:
    stories = len(list(layout.placed()))
    edits = f"{draft.revision}, the last by {draft.edits[-1].by}" if draft.edits else "none"
    return (
        ("Number", f"{edition.number}, revision {edition.revision}"),
        ("News", _stretch(draft.window, review)),
        ("Stories", f"{stories} in {len(layout.sections)} sections, {edition.minutes} minutes to read"),
        ("Edits", edits),
    )


def _published(room: Newsroom, review: Review, record: EditionRecord) -> Shown:
    manifest, files = room.outbox.read(review.id, record.day)
    if manifest.revision != record.revision:
        raise OutboxError(
            f"the outbox holds revision {manifest.revision} of {record.day}, the store is at {record.revision}",
            hint="an interrupted run is put right by the next newsletter build",
        )
    data = json.loads(files["edition.json"])
    rows = room.store.decisions.rows(review.id, record.day)
    left = (
        Piece(title=r.title or "", source=r.source, reason=r.reason, outcome=r.outcome)
        for r in rows
        if r.outcome in _LEFT_OUT
    )
    at = f"{_clock(record.published_at, review)}, " if record.published_at else ""
    return Shown(
        title=review.title,
        day=record.day,
        kind="published",
        state=str(record.state),
        sentence="This day is published: what you see are the files in the outbox, not a draft.",
        language=review.language,
        sender=_sender(review),
        subject=str(data.get("subject", record.subject)),
        preheader=str(data.get("preheader", "")),
        facts=(
            ("Number", f"{record.number}, revision {record.revision}"),
            ("Published", f"{at}read by {record.by}" if record.by else f"{at}not read by an editor"),
            ("News up to", _clock(record.cutoff, review)),
            ("Stories", f"{record.stories} from {record.entries} entries"),
        ),
        rendition=_rendition(files),
        findings=_worst_first(manifest.findings),
        unplaced=pile_up(left),
        down=_down(room, review),
    )


def _rendition(files: Mapping[str, bytes]) -> Rendition:
    """Of an edition in the outbox."""
    return Rendition(
        html=files["edition.html"].decode("utf-8", "replace"),
        text=files["edition.txt"].decode("utf-8", "replace"),
        web=files["web.html"].decode("utf-8", "replace"),
        message_size=len(files["edition.eml"]),
        pictures=pictures_in(files),
    )


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda f: order.index(f.severity)))


def _headlines(layout: Layout, findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    wanted: set[StoryId] = {f.story for f in findings if f.story is not None}
    return tuple((s.id, s.title or "(no headline)") for s in layout.stories if s.id in wanted)


def _piece(block: StoryBlock, *, reason: str = "", outcome: str = "") -> Piece:
    credit = block.credit
    return Piece(title=block.headline.printed, source=credit.name, url=_web(credit.url), reason=reason, outcome=outcome)


def _asides(room: Newsroom, layout: Layout) -> Iterator[Piece]:
    entries = {e.id: e for e in room.store.archive.entries(ids=[a.entry for a in layout.asides])}
    for aside in layout.asides:
        entry = entries.get(aside.entry)
        yield Piece(
            title=(entry.title or entry.text[:100]) if entry else "",
            source=entry.source if entry else "",
            url=_web(entry.link) if entry else None,
            reason=aside.reason,
            outcome=aside.outcome,
            flag=aside.flag,
        )


def _differs(room: Newsroom, review: Review, layout: Layout) -> Iterator[Differs]:
    found, entries = room.differing(layout)
    for apart in found.values():
        for number, one in enumerate(apart.differences, 1):
            values = tuple(
                Value(
                    value=v.value,
                    sentence=v.sentence,
                    said=tuple(
                        Piece(
                            title=e.title or "", source=e.source, url=_web(e.link), reason=_clock(e.published, review)
                        )
                        for e in (entries[m] for m in v.members if m in entries)
                    ),
                )
                for v in one.values
            )
            which = f" {number}" if len(apart.differences) > 1 else ""
            command = f"newsletter draft differ {apart.story.lead[:12]}{which}"
            yield Differs(title=apart.story.title, what=one.what, values=values, command=command)


def _failed_edits(folded: Folded) -> tuple[str, ...]:
    return tuple(f"revision {s.revision} ({s.edit.kind}, {s.by}): {why}" for s, why in folded.failed)


def _down(room: Newsroom, review: Review) -> tuple[Down, ...]:
    states = room.store.archive.sources()
    asked = [states[s.name] for s in room.rules.sources if s.name in states]
    return tuple(
        Down(
            name=s.name,
            error=s.error or "it is gone for good",
            last_success=_clock(s.last_success, review),
            next_at="" if s.gone else _clock(s.next_at, review),
        )
        for s in asked
        if s.error or s.gone
    )


def _web(url: str | None) -> str | None:
    """Parsing lets nothing else through; a link on this page is worth a second look."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _sender(review: Review) -> str:
    name, address = parseaddr(review.sender)
    return name or address or review.sender


def _stretch(window: Window, review: Review) -> str:
    return f"{_clock(window.opens, review)} to {_clock(window.cutoff, review)}, {window.hours} hours"


def _clock(time: dt.datetime | None, review: Review) -> str:
    return f"{time.astimezone(review.zone):%d %b %H:%M}" if time else ""
