"""A correction by mail, to those who got the edition: the same claim before each message as an edition has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from email.utils import format_datetime

from newsletter import ports
from newsletter.deliver import prepare
from newsletter.model.base import ReviewId
from newsletter.model.corrections import CORRECTED, EditionCorrection
from newsletter.model.editions import Audience, Edition, Section
from newsletter.model.patrons import Delivery, DeliveryState, SendReport
from newsletter.model.rules import Review, Style
from newsletter.model.shortened import is_shortened
from newsletter.pipeline.correct import owed
from newsletter.pipeline.deliver import Run, Sign, to_all
from newsletter.render.phrases import Phrases


def letter(edition: Edition, correction: EditionCorrection, review: Review) -> Edition:
    """The short mail: the edition's frame around one correction."""
    phrases = Phrases(edition.language, edition.timezone)
    subject = phrases.say("correction_mail", title=edition.title, day=phrases.in_sentence(edition.day))
    audience, note = owed(correction, edition, review.zone)
    section = Section(key=CORRECTED, title="", style=Style.TEXT, blocks=(note,), audience=audience)
    # What the public page does not show is read on the patron's own page, where the edition has one.
    own = edition.later or (audience is Audience.PATRONS and is_shortened(edition))
    return replace(
        edition,
        subject=subject,
        preheader=correction.text,
        sections=(section,),
        revision=correction.revision,
        later=own,
    )


def dated(message: bytes, correction: EditionCorrection) -> bytes:
    """The letter as it was written when the correction was made: not with the edition's own instant."""
    date = f"Date: {format_datetime(correction.at.replace(microsecond=0))}".encode("ascii")
    return re.sub(rb"(?m)^Date: [^\r\n]*", lambda _: date, message, count=1)


def notify(
    review: Review,
    correction: EditionCorrection,
    message: bytes,
    *,
    patrons: ports.Patrons,
    deliveries: ports.Deliveries,
    mailer: ports.Mailer,
    sign: Sign,
    clock: ports.Clock,
    progress: ports.Progress,
    again: bool = False,
) -> SendReport:
    """To everybody who got the edition and is still a patron; a second call sends only what is missing."""
    had = {d.patron for d in deliveries.of(review.id, correction.day) if d.state is DeliveryState.SENT}
    letters = _Letters(deliveries, correction)
    run = Run(
        review=review,
        day=correction.day,
        revision=correction.revision,
        prepared=prepare(dated(message, correction)),
        deliveries=letters,
        mailer=mailer,
        sign=sign,
        clock=clock,
        name=letters.name,
    )
    return to_all(run, [p for p in patrons.active(review.id) if p.id in had], again=again, progress=progress)


class _Letters:
    """Deliveries of one correction, kept among those of editions under a name that no review can have."""

    def __init__(self, deliveries: ports.Deliveries, correction: EditionCorrection) -> None:
        self._deliveries = deliveries
        self.name = ReviewId(f"{correction.review} correction {correction.number}")

    def claim(self, delivery: Delivery) -> bool:
        return self._deliveries.claim(replace(delivery, review=self.name))

    def settle(self, delivery: Delivery) -> None:
        self._deliveries.settle(replace(delivery, review=self.name))

    def of(self, review: ReviewId, day: dt.date) -> Sequence[Delivery]:
        return self._deliveries.of(self.name, day)
