"""Outbox -> patrons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from newsletter import ports
from newsletter.deliver import AnswerLost, Prepared, message_id, prepare
from newsletter.errors import DeliveryError, MailerUnavailable
from newsletter.model.base import PatronId, ReviewId
from newsletter.model.patrons import Delivery, DeliveryState, Envelope, Patron, SendReport
from newsletter.model.rendered import EditionState
from newsletter.model.rules import Review

Sign = Callable[[PatronId, ReviewId], str]


@dataclass(slots=True, kw_only=True)
class _Tally:
    sent: int = 0
    already: int = 0
    refused: int = 0
    deferred: int = 0
    unsure: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What stays the same from patron to patron."""

    review: Review
    day: dt.date
    revision: int
    prepared: Prepared
    deliveries: ports.Deliveries
    mailer: ports.Mailer
    sign: Sign
    clock: ports.Clock
    name: ReviewId | None = None  #: of a letter: its Message-IDs are not the edition's


def deliver(
    review: Review,
    day: dt.date,
    *,
    outbox: ports.Outbox,
    editions: ports.Editions,
    patrons: ports.Patrons,
    deliveries: ports.Deliveries,
    mailer: ports.Mailer,
    sign: Sign,
    clock: ports.Clock,
    progress: ports.Progress,
    again: bool = False,
) -> SendReport:
    """Mail the published edition to everybody who has not had it. A second call sends only what is missing.

    A delivery is claimed, and the claim committed, before it is sent: a process that dies between the two leaves
    a claim that is reported as unsure and sent again only when `again` says so, because nobody can know whether
    the server had taken it. The caller holds the lock, so an open claim is never somebody else's work.
    """
    manifest, files = outbox.read(review.id, day)
    run = Run(
        review=review,
        day=day,
        revision=manifest.revision,
        prepared=prepare(files["edition.eml"]),
        deliveries=deliveries,
        mailer=mailer,
        sign=sign,
        clock=clock,
    )
    editions.finish(review.id, day, manifest.revision, EditionState.SENDING, clock())
    report = to_all(run, patrons.active(review.id), again=again, progress=progress)
    if not report.deferred:
        editions.finish(review.id, day, manifest.revision, EditionState.SENT, clock())
    return report


def to_all(run: Run, patrons: Sequence[Patron], *, again: bool, progress: ports.Progress) -> SendReport:
    """One message to each of these who has not had it, claimed before it is sent."""
    _settle_orphans(run, again=again)
    before = {d.patron: d.state for d in run.deliveries.of(run.review.id, run.day)}
    tally = _Tally()
    run.mailer.open()
    try:
        for patron in patrons:
            if before.get(patron.id) is DeliveryState.UNSURE:
                tally.unsure += 1
            elif before.get(patron.id) is DeliveryState.FAILED:
                tally.refused += 1
            else:
                _to_one(run, patron, tally)
                progress("sent", sent=tally.sent, failed=len(tally.failed), deferred=tally.deferred)
    finally:
        run.mailer.close()
    return SendReport(
        review=run.review.id,
        day=run.day,
        sent=tally.sent,
        already=tally.already,
        failed=tuple(tally.failed),
        refused=tally.refused,
        deferred=tally.deferred,
        unsure=tally.unsure,
    )


def dry_run(review: ReviewId, day: dt.date, *, patrons: ports.Patrons, deliveries: ports.Deliveries) -> SendReport:
    """What `deliver` would do, without doing it."""
    before = {d.patron: d for d in deliveries.of(review, day)}
    counts = Counter(_standing(before.get(p.id)) for p in patrons.active(review))
    return SendReport(
        review=review,
        day=day,
        sent=counts["waiting"],
        already=counts["had"],
        refused=counts["refused"],
        unsure=counts["unsure"],
        dry_run=True,
    )


def _standing(delivery: Delivery | None) -> str:
    """What an earlier call left of one patron's delivery."""
    if delivery is None or (delivery.state is DeliveryState.CLAIMED and delivery.error is not None):
        return "waiting"  # never tried, or put off by the server
    match delivery.state:
        case DeliveryState.SENT:
            return "had"
        case DeliveryState.FAILED:
            return "refused"
        case DeliveryState.CLAIMED | DeliveryState.UNSURE:
            return "unsure"
        case _:
            assert_never(delivery.state)


def _to_one(run: Run, patron: Patron, tally: _Tally) -> None:
    mark = message_id(run.name or run.review.id, run.day, run.revision, patron.id, run.review.site)
    claim = Delivery(
        review=run.review.id,
        day=run.day,
        patron=patron.id,
        state=DeliveryState.CLAIMED,
        message_id=mark,
        at=run.clock(),
    )
    if not run.deliveries.claim(claim):
        tally.already += 1
        return
    try:
        message = run.prepared.for_patron(to=patron.email, token=run.sign(patron.id, run.review.id), message_id=mark)
        run.mailer.send(Envelope(sender=run.review.sender, recipient=patron.email, message=message, message_id=mark))
    except DeliveryError as error:
        state = DeliveryState.FAILED if error.permanent else DeliveryState.CLAIMED
        run.deliveries.settle(replace(claim, state=state, error=str(error), at=run.clock()))
        if error.permanent:
            tally.failed.append((patron.email, str(error)))
        else:
            tally.deferred += 1
    except AnswerLost as error:
        run.deliveries.settle(replace(claim, state=DeliveryState.UNSURE, error=str(error), at=run.clock()))
        raise
    except MailerUnavailable as error:
        run.deliveries.settle(replace(claim, error=str(error), at=run.clock()))  # released: nothing was taken
        raise
    else:
        run.deliveries.settle(replace(claim, state=DeliveryState.SENT, at=run.clock()))
        tally.sent += 1


def _settle_orphans(run: Run, *, again: bool) -> None:
    """Claims that nobody settled become unsure; with `again`, what is unsure is released for another try."""
    for delivery in run.deliveries.of(run.review.id, run.day):
        open_claim = delivery.state is DeliveryState.CLAIMED and delivery.error is None
        if again and (open_claim or delivery.state is DeliveryState.UNSURE):
            state, error = DeliveryState.CLAIMED, "sent again because somebody said so"
        elif open_claim:
            state, error = DeliveryState.UNSURE, "the process that sent it died before it knew"
        else:
            continue
        run.deliveries.settle(replace(delivery, state=state, error=error, at=run.clock()))
