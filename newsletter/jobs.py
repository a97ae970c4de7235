"""What people ask of a newsroom: build, approve, reject, revise, send, and how it stands today."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from newsletter import timetable
from newsletter.account import summary, too_quiet
from newsletter.app import Newsroom
from newsletter.errors import Busy, DayOver, DeliveryOff, NewsletterError, NotPublished, Refused, UsageError
from newsletter.model.base import PatronId
from newsletter.model.editions import Draft, Edit, Layout
from newsletter.model.patrons import Envelope, SendReport
from newsletter.model.rendered import BuildReport, EditionRecord, EditionState, Finding, Severity
from newsletter.model.rules import Approval, Review

if TYPE_CHECKING:
    from newsletter.pipeline.site import SiteReport

#: For how long a correction of what was told is shown.
NOTICED = dt.timedelta(days=7)


def build(room: Newsroom, review: Review, day: dt.date | None = None, *, offline: bool = False) -> BuildReport:
    """The main job. One at a time per newsroom; a second one waits, then finds the edition built."""
    day = room.day(review, day)
    try:
        with room.building():
            built = _built(room, review, day)
            if built:
                return replace(built, findings=(*built.findings, *public_pages(room, always=False)))
            _open_day(room, review, day)
            failed = () if offline else tuple(s.name for s in room.collect(edition=True).failed)
            report = _edition(room, review, day, failed, offline=offline)
    except Busy:
        built = _built(room, review, day)
        if built:
            return built
        raise
    # What servers say now is no news of a past instant.
    if offline or room.at:
        return report
    return replace(report, findings=(*report.findings, *dead_links(room, review, day)))


def dead_links(room: Newsroom, review: Review, day: dt.date) -> tuple[Finding, ...]:
    """Links of the stored draft that do not answer. Advice: whatever goes wrong in asking costs nothing."""
    draft = room.store.drafts.get(review.id, day)
    if draft is None:
        return ()
    try:
        return room.ask_links(room.fold(draft).layout.sections)
    except Exception as error:
        room.progress("links", error=f"{type(error).__name__}: {error}")
        return ()


def approve(
    room: Newsroom, review: Review, day: dt.date | None = None, *, by: str, revision: int | None = None
) -> BuildReport:
    """Publish the stored draft; `revision` is the one that was read, and must still be the newest."""
    day = room.day(review, day)
    with room.building():
        built = _built(room, review, day)
        if built:
            return built
        draft = room.store.drafts.get(review.id, day)
        if draft is None:
            raise NotPublished(f"there is no draft of {day}", hint="newsletter build makes one")
        read = draft.revision if revision is None else revision
        room.store.drafts.approve(review.id, day, read, by, room.now())
        return _publish(room, review, draft, read_by=by)


def reject(room: Newsroom, review: Review, day: dt.date | None = None) -> None:
    """Take an approval back; a published edition stays published."""
    day = room.day(review, day)
    if _built(room, review, day):
        raise Refused(f"the edition of {day} is published", hint="a published edition can only be corrected")
    room.store.drafts.unapprove(review.id, day)


def send(
    room: Newsroom, review: Review, day: dt.date | None = None, *, again: bool = False, dry_run: bool = False
) -> SendReport:
    """Mail the published edition to the patrons who have not had it."""
    from newsletter.deliver import sign
    from newsletter.pipeline import deliver as posts

    day = room.day(review, day)
    record = published(room, review, day)
    if not review.deliver and not dry_run:
        raise DeliveryOff(hint="set deliver: yes under newsletter: in sources.yaml when you mean it")
    if dry_run:
        return posts.dry_run(review.id, day, patrons=room.store.patrons, deliveries=room.store.deliveries)
    with room.sending():
        return posts.deliver(
            review,
            record.day,
            outbox=room.outbox,
            editions=room.store.editions,
            patrons=room.store.patrons,
            deliveries=room.store.deliveries,
            mailer=room.mailer(),
            sign=partial(sign, secret=room.secret),
            clock=room.now,
            progress=room.progress,
            again=again,
        )


def send_test(room: Newsroom, review: Review, day: dt.date | None = None, *, to: str) -> None:
    """One marked test mail of the published edition, or of the draft; it counts for nothing."""
    from newsletter.deliver import check_address, message_id, personalise, test_mark
    from newsletter.deliver.testmail import NOBODY

    day = room.day(review, day)
    record = room.store.editions.find(review.id, day=day)
    if record and record.state is not EditionState.QUIET:
        message = room.outbox.read(review.id, day)[1]["edition.eml"]
    else:
        message = room.proof(review, room.compose(review, day)).rendered.message
    try:
        recipient = check_address(to)
    except ValueError as error:
        raise UsageError(str(error)) from None
    # Another one each time, or a mail program shows only the first of several test mails.
    mark = message_id(review.id, day, 0, PatronId(f"test {room.now().isoformat()}"), review.site)
    marked = personalise(test_mark(message), to=recipient, token=NOBODY, message_id=mark)
    envelope = Envelope(sender=review.sender, recipient=recipient, message=marked, message_id=mark)
    backend = room.mailer()
    backend.open()
    try:
        backend.send(envelope)
    finally:
        backend.close()


def revise(room: Newsroom, review: Review, day: dt.date, edit: Edit, *, by: str) -> Draft:
    """One more edit of today's draft."""
    from newsletter.pipeline.compose import revise as one_more

    if _built(room, review, day):
        raise Refused(f"the edition of {day} is published", hint="a published edition can only be corrected")
    draft = room.compose(review, day)
    frozen = partial(room.freeze, review)
    return one_more(draft, edit, by=by, drafts=room.store.drafts, now=room.now(), freeze=frozen)


def rebuild_site(room: Newsroom) -> SiteReport:
    """All public pages anew from the outbox, those of every review."""
    with room.building():
        report = room.publish_site()
    assert report is not None, "it was to be done always"
    return report


def refresh_site(room: Newsroom) -> None:
    """The public pages, where an edition has become public since; nothing happens when they are fresh."""
    with room.building():
        room.publish_site(always=False)


def notices(room: Newsroom, review: Review, *, once: bool = False) -> tuple[str, ...]:
    """What editions of the last week told and an agency has corrected or withdrawn, or its source rewritten, since.

    `once`: a person reads it, so a rewritten text is remembered as said and left out from now on.
    """
    from newsletter.pipeline.corrections import corrected, uncorrected, unsaid

    store, now = room.store, room.now()
    found = corrected(
        review.id,
        day=room.day(review),
        now=now,
        reach=NOTICED,
        decisions=store.decisions,
        archive=store.archive,
        versions=store.versions,
    )
    found = uncorrected(found, review.id, made=store.corrections)
    return unsaid(found, review.id, versions=store.versions, now=now) if once else tuple(c.words for c in found)


def attention(room: Newsroom) -> tuple[str, ...]:
    """What a person should know of the sources and has not been told yet. Each trouble comes once, then never again."""
    states = room.store.archive.sources()
    found = []
    for source in room.rules.sources:
        state = states.get(source.name)
        wrong = timetable.trouble(state, room.now()) if state is not None else None
        if wrong is not None and room.store.archive.warned(source.name, wrong.key):
            found.append(f"{source.name} {wrong.words}")
    moved = {
        f"{source.name} {where.key}": f"{source.name} {where.words}"
        for source in room.rules.sources
        if (state := states.get(source.name)) and (where := timetable.found_elsewhere(state))
    }
    fresh = room.store.versions.say(tuple(moved), room.now())
    return (*found, *(words for key, words in moved.items() if key in fresh))


def today(room: Newsroom, review: Review) -> tuple[str, bool]:
    """Today's edition in one sentence, and whether it needs a person."""
    day = room.day(review)
    record = room.store.editions.find(review.id, day=day)
    if record and record.state is not EditionState.QUIET:
        words = f"{review.title} No. {record.number} of {day} is {record.state}: {record.stories} stories"
        return f"{words}, {record.entries} entries", False
    if not timetable.has_edition(day, review):
        return f"{day} has no edition by the calendar in sources.yaml", False
    draft = room.store.drafts.get(review.id, day)
    if draft and review.approval is Approval.REQUIRED:
        return f"a draft of {day} (revision {draft.revision}) waits for approval", True
    late = room.now() >= timetable.at(day, review.edition_at, review)
    when = f"is late: it should have been ready at {review.edition_at:%H:%M}" if late else "is not built yet"
    return f"the edition of {day} {when}", late


def _built(room: Newsroom, review: Review, day: dt.date) -> BuildReport | None:
    record = room.store.editions.find(review.id, day=day)
    if record is None or record.state in (EditionState.QUIET, EditionState.PUBLISHING):
        return None
    sentence = f"already built: {review.title} No. {record.number} of {day}"
    # Asked again, it says again what needs a person: the first call may have been cron's.
    states = room.store.archive.sources()
    failed = tuple(s.name for s in room.rules.sources if (state := states.get(s.name)) and state.error)
    return _report(room, record, sentence, already=True, failed=failed, findings=_found(room, record))


def _found(room: Newsroom, record: EditionRecord) -> tuple[Finding, ...]:
    """What was found in an edition when it was published; of one that is damaged nobody can tell."""
    try:
        return room.outbox.read(record.review, record.day)[0].findings
    except NewsletterError as error:
        damaged = Finding(severity=Severity.WARNING, code="damaged", message=str(error), remedy=error.hint)
        return (damaged,)


def published(room: Newsroom, review: Review, day: dt.date) -> EditionRecord:
    record = room.store.editions.find(review.id, day=day)
    if record is None or record.state is EditionState.QUIET:
        raise NotPublished(f"there is no published edition of {day}", hint="newsletter build makes it")
    return record


def _open_day(room: Newsroom, review: Review, day: dt.date) -> None:
    """Only today is built. What was missed is in the next edition, whose window reaches back."""
    today = timetable.day_of(room.now(), review)
    newest = room.store.editions.find(review.id, before=dt.date.max)
    if day > today:
        raise Refused(f"{day} has not begun in {review.timezone}", hint="leave --day out to build today's")
    if day < today or (newest and newest.day > day):
        hint = "what it missed is in the next edition, which reaches back to the last cutoff"
        raise DayOver(f"{day} has ended: it is not built afterwards", hint=hint)


def _edition(room: Newsroom, review: Review, day: dt.date, failed: tuple[str, ...], *, offline: bool) -> BuildReport:
    draft = room.store.drafts.put_base(room.compose(review, day))
    room.progress("composed", stories=len(draft.base.stories), unplaced=len(draft.base.unplaced))
    if review.approval is Approval.REQUIRED and not _no_answer(room, review, day):
        troubles = () if offline else room.gallery.fetch(review, draft, room.now())
        placed = len(list(draft.base.placed()))
        return BuildReport(
            day=day,
            review=review.id,
            number=None,
            revision=draft.revision,
            state="draft",
            folder=None,
            stories=placed,
            entries=0,
            sources_failed=failed,
            findings=troubles,
            sentence=f"a draft of {day} with {placed} stories waits for approval",
        )
    return _publish(room, review, draft, failed=failed, offline=offline)


def _no_answer(room: Newsroom, review: Review, day: dt.date) -> bool:
    """Approval was asked for, nobody gave it in time, and the newsroom has said that it goes out all the same."""
    late = room.now() >= timetable.at(day, review.approve_by, review)
    return late and review.no_answer != "hold"


def _publish(
    room: Newsroom,
    review: Review,
    draft: Draft,
    *,
    read_by: str = "",
    failed: tuple[str, ...] = (),
    offline: bool = False,
) -> BuildReport:
    from newsletter.pipeline.publish import publish

    short = not read_by and review.approval is Approval.REQUIRED and review.no_answer == "short"
    if not read_by and too_quiet(draft.base, review.quiet):
        if review.quiet.then == "hold":
            return _quiet(review, draft, draft.base, failed)
        short = short or review.quiet.then == "short"
    troubles = () if offline else room.gallery.fetch(review, draft, room.now())
    proof = room.proof(review, draft, read_by=read_by, short=short)
    # What preflight holds back may leave too little.
    if not read_by and review.quiet.then == "hold" and too_quiet(proof.layout, review.quiet):
        return _quiet(review, draft, proof.layout, failed)
    made = room.made(proof.edition.theme)
    record, manifest = publish(proof, editions=room.store.editions, outbox=room.outbox, clock=room.now, made=made)
    sentence = (
        f"{review.title} No. {record.number} of {record.day}: {record.stories} stories from {record.entries} entries"
    )
    troubles += room.gallery.prune(record.day, room.store.editions)
    findings = (*manifest.findings, *troubles, *public_pages(room, always=True))
    return _report(room, record, sentence, failed=failed, findings=findings)


def public_pages(room: Newsroom, *, always: bool) -> tuple[Finding, ...]:
    """The public pages follow the outbox. Whatever goes wrong there costs them alone, never the edition."""
    try:
        report = room.publish_site(always=always)
    except NewsletterError as error:
        return (_stale_pages(str(error), error.hint),)
    except Exception as error:  # the edition is published: a fault of the program must not say otherwise
        return (_stale_pages(f"a fault in the program: {type(error).__name__}: {error}", "newsletter -v site"),)
    if report is None:
        return ()
    room.progress("public pages", editions=report.editions, files=report.files, changed=report.changed)
    return tuple(_stale_pages(words, "newsletter site, when it is mended") for words in report.damaged)


def _stale_pages(what: str, remedy: str) -> Finding:
    message = f"the public pages are not up to date: {' '.join(what.split())}"
    return Finding(severity=Severity.WARNING, code="public-pages", message=message, remedy=remedy or "newsletter site")


def _quiet(review: Review, draft: Draft, layout: Layout, failed: tuple[str, ...]) -> BuildReport:
    stories = len({story for _, _, story in layout.placed()})
    whose = f" of fewer than {review.quiet.publishers} publishers" if stories >= review.quiet.below else ""
    few = f"1 story{whose} is" if stories == 1 else f"{stories} stories{whose} are"
    sentence = f"quiet: {few} too few for an edition of {draft.day}"
    if failed:
        sentence += f"; {len(failed)} {'source' if len(failed) == 1 else 'sources'} could not be had"
    return BuildReport(
        day=draft.day,
        review=review.id,
        number=None,
        revision=None,
        state=EditionState.QUIET,
        folder=None,
        stories=stories,
        entries=0,
        sources_failed=failed,
        sentence=sentence,
    )


def _report(
    room: Newsroom,
    record: EditionRecord,
    sentence: str,
    *,
    already: bool = False,
    failed: tuple[str, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> BuildReport:
    folder = room.outbox.path(record.review, record.day).relative_to(room.folder)
    return BuildReport(
        day=record.day,
        review=record.review,
        number=record.number,
        revision=record.revision,
        state=record.state,
        folder=str(folder),
        stories=record.stories,
        entries=record.entries,
        already=already,
        sources_failed=failed,
        findings=findings,
        sentence=sentence,
        account=summary(room.store.decisions.rows(record.review, record.day)),
    )
