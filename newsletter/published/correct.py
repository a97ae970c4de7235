"""Correct a published edition, withdraw a story from it, take a correction back, say it by mail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from newsletter import jobs
from newsletter.app import Newsroom
from newsletter.assemble import noticed
from newsletter.errors import DeliveryOff, EditionBlocked, NewsletterError, NotPublished, Refused, UsageError
from newsletter.model.base import EntryId
from newsletter.model.corrections import EditionCorrection
from newsletter.model.editions import Audience, Edition
from newsletter.model.patrons import SendReport
from newsletter.model.rendered import EditionRecord, EditionState, Finding, Rendered, Severity, pictures_in
from newsletter.model.rules import Review
from newsletter.model.stories import Outcome

if TYPE_CHECKING:
    from newsletter.pipeline.correct import Target

#: Characters of a correction: it is a note, not an article.
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What became of a correction."""

    correction: EditionCorrection
    record: EditionRecord  #: of the revision that says it
    sentence: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    """A published edition as it stands."""

    record: EditionRecord
    edition: Edition
    files: Mapping[str, bytes]  #: of its folder; none where that is damaged
    said: frozenset[str] = frozenset()  #: messages of its findings, as they were said when it was published


def correct(
    room: Newsroom,
    review: Review,
    key: str,
    text: str,
    *,
    by: str,
    day: dt.date | None = None,
    withdraw: bool = False,
) -> Corrected:
    """Publish a further revision that says what was wrong with the story of this id or address.

    `withdraw`: the story's words and pictures go, and no page that had them is shown any more.
    Without `day`: the newest edition that has the story.
    """
    text = _checked(text, review.language)
    with room.building():
        before, target = _found(room, review, key, day)
        all_ = room.store.corrections.of(review.id)
        _not_said_yet(all_, before, target, text, withdraw=withdraw)
        correction = EditionCorrection(
            review=review.id,
            number=max((c.number for c in all_), default=0) + 1,
            day=before.record.day,
            revision=before.record.revision + 1,
            story=target.story,
            entry=target.entry,
            text=text,
            by=by,
            at=room.now(),
            withdrawn=withdraw,
            audience=target.audience.value,
        )
        done = _withdraw if withdraw else _note
        record, findings = done(room, review, before, target, correction)
        findings += jobs.public_pages(room, always=True)
    what = "withdrawn from" if withdraw else "corrected in"
    head = f"“{target.title}” is " if target.title and not withdraw else "the story is "
    sentence = f"correction {correction.number}: {head}{what} the edition of {record.day}, revision {record.revision}"
    return Corrected(correction=correction, record=record, sentence=sentence, findings=findings)


_Done = tuple[EditionRecord, tuple[Finding, ...]]


def _note(room: Newsroom, review: Review, before: _Before, target: Target, correction: EditionCorrection) -> _Done:
    """Publish the edition with a note at the story. The page before is shown where everybody may see the story."""
    from newsletter.pipeline.correct import pages_shown, with_note

    shown = 0 if target.audience is Audience.PATRONS else before.record.revision
    edition = with_note(before.edition, target, noticed(correction, review.zone, before=shown))
    edition = replace(edition, revision=correction.revision)
    rendered = _rendered(room, before, edition, pages_shown(edition))
    findings = _looked_at(room, before, edition, rendered, (), frozenset())
    return _publish(room, correction, before, edition, rendered, findings), _new(before, findings)


def _withdraw(room: Newsroom, review: Review, before: _Before, target: Target, correction: EditionCorrection) -> _Done:
    """Publish the edition without the story, and forget what is kept of it."""
    from newsletter.pipeline.correct import pages_shown, urls_of, withdrawn
    from newsletter.published.elsewhere import elsewhere, forget_links, forget_pictures

    made = room.store.corrections.of(review.id, day=correction.day)
    earlier = frozenset(c.number for c in made if c.story == target.story)
    edition, gone = withdrawn(before.edition, target, noticed(correction, review.zone), earlier)
    edition = replace(edition, revision=correction.revision)
    urls = urls_of(before.edition, target)
    rendered = _rendered(room, before, edition, pages_shown(edition))
    findings = _looked_at(room, before, edition, rendered, gone, urls)
    record = _publish(room, correction, before, edition, rendered, findings)
    forget_links(room, urls)
    forget_pictures(room, before.record, target)
    return record, _new(before, findings) + elsewhere(room, review, before.record, target, earlier)


def undo(room: Newsroom, review: Review, number: int) -> Corrected:
    """Take a correction back, in a further revision. What was withdrawn is gone and does not come back."""
    from newsletter.pipeline.correct import pages_shown, without_note

    with room.building():
        correction = _correction(room, review, number)
        if correction.withdrawn:
            raise Refused(
                f"correction {number} is a withdrawal: what it took away is kept nowhere",
                hint="put the story into today's draft again: newsletter clip URL",
            )
        if correction.undone is not None:
            raise Refused(f"correction {number} has been taken back already")
        _still_said(room, review, correction)
        before = _before(room, review, correction.day)
        edition = without_note(before.edition, number)
        edition = replace(edition, revision=before.record.revision + 1)
        correction = replace(correction, undone=edition.revision)
        rendered = _rendered(room, before, edition, pages_shown(edition))
        findings = _looked_at(room, before, edition, rendered, (), frozenset())
        record = _publish(room, correction, before, edition, rendered, findings)
        findings = _new(before, findings) + jobs.public_pages(room, always=True)
    sentence = f"correction {number} is taken back: the edition of {record.day}, revision {record.revision}"
    return Corrected(correction=correction, record=record, sentence=sentence, findings=findings)


def may_notify(review: Review) -> None:
    """DeliveryOff unless the newsroom mails its patrons at all."""
    if not review.deliver:
        raise DeliveryOff(hint="set deliver: yes under newsletter: in sources.yaml when you mean it")


def notify(room: Newsroom, review: Review, number: int, *, again: bool = False) -> SendReport:
    """A short mail with this correction to those who got the edition; once each, however often it is called."""
    from newsletter.deliver import sign
    from newsletter.pipeline.notify import letter, notify

    may_notify(review)
    correction = _correction(room, review, number)
    if correction.undone is not None:
        raise Refused(f"correction {number} has been taken back: nobody is told of it")
    _still_said(room, review, correction)
    record = jobs.published(room, review, correction.day)
    edition, _ = room.store.editions.kept(review.id, record.day, record.revision)
    if edition is None:
        raise NotPublished(f"the edition of {record.day} is not kept", hint="newsletter status")
    message = room.render(letter(edition, correction, review)).message
    with room.sending():
        return notify(
            review,
            correction,
            message,
            patrons=room.store.patrons,
            deliveries=room.store.deliveries,
            mailer=room.mailer(),
            sign=partial(sign, secret=room.secret),
            clock=room.now,
            progress=room.progress,
            again=again,
        )


# --- steps ----------------------------------------------------------------------------------------


def _checked(text: str, language: str) -> str:
    from newsletter.preflight import placeholder

    words = " ".join(text.split())
    if not words:
        raise UsageError("a correction says what was wrong and what is right", hint='newsletter correct URL "…"')
    if found := placeholder(words, language):
        raise UsageError(f"“{found}” is a placeholder, and no correction", hint="write what is right in its place")
    if len(words) > LONGEST:
        raise UsageError(f"a correction is a note of at most {LONGEST} characters; this one has {len(words)}")
    return words


def _not_said_yet(
    made: Sequence[EditionCorrection], before: _Before, target: Target, text: str, *, withdraw: bool
) -> None:
    """Refused where the edition says it already, of the same story in the same words."""
    meant = (before.record.day, target.story, text, withdraw, None)
    same = next((c for c in made if (c.day, c.story, c.text, c.withdrawn, c.undone) == meant), None)
    if same is not None:
        again = f"newsletter correct --notify {same.number} mails it; --undo {same.number} takes it back"
        raise Refused(f"said already as correction {same.number}", hint=again)


def _correction(room: Newsroom, review: Review, number: int) -> EditionCorrection:
    found = next((c for c in room.store.corrections.of(review.id) if c.number == number), None)
    if found is None:
        raise UsageError(f"there is no correction {number}", hint="newsletter correct --list shows them")
    return found


def _still_said(room: Newsroom, review: Review, correction: EditionCorrection) -> None:
    """Refused where the story that it is about was withdrawn: the words of the correction went with it."""
    from newsletter.pipeline.correct import withdrawal

    later = withdrawal(room.store.corrections.of(review.id), correction)
    if later not in (None, correction):
        number = later.number if later else 0
        raise Refused(f"the story of correction {correction.number} was withdrawn (correction {number})")


def _before(room: Newsroom, review: Review, day: dt.date) -> _Before:
    record = jobs.published(room, review, day)
    edition, _ = room.store.editions.kept(review.id, day, record.revision)
    if edition is None:
        raise NotPublished(f"the edition of {day} is not kept in the store", hint="restore a backup that has it")
    try:
        manifest, files = room.outbox.read(review.id, day)
    except NewsletterError:
        return _Before(record=record, edition=edition, files={})
    said = frozenset(f.message for f in manifest.findings)
    return _Before(record=record, edition=edition, files=files, said=said)


def _new(before: _Before, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What was not said when the edition was published."""
    return tuple(f for f in findings if f.message not in before.said)


def _found(room: Newsroom, review: Review, key: str, day: dt.date | None) -> tuple[_Before, Target]:
    """The edition and the story in it. Without a day the newest edition that has it."""
    from newsletter.pipeline.correct import find_target, find_withdrawn

    days = [day] if day else _days(room, review, key)
    for one in days:
        before = _before(room, review, one)
        rows = list(room.store.decisions.rows(review.id, one))
        ids = [r.entry for r in rows if r.outcome in ("told", "merged")]
        urls: dict[EntryId, tuple[str, ...]] = {
            e.id: tuple(filter(None, (e.url, e.clean_url))) for e in room.store.archive.entries(ids=ids)
        }
        target = find_target(before.edition, key, rows, urls)
        if target is not None:
            return before, target
        gone = find_withdrawn(room.store.corrections.of(review.id, day=one), key, rows, urls)
        if gone is not None:
            raise Refused(
                f"the story was withdrawn from the edition of {one} (correction {gone.number})",
                hint="a withdrawal is final; --day D names another edition that tells it",
            )
    where = f"the edition of {day}" if day else "any published edition"
    raise Refused(
        f"{key} is in no story of {where}", hint="newsletter explain URL|ENTRY says where it is; --day D names a day"
    )


def _days(room: Newsroom, review: Review, key: str) -> list[dt.date]:
    """The days whose editions may have told it, the newest first: today's, then those that the ledger names."""
    told = room.store.decisions.told(review.id, dt.date.min)
    wanted = {key.rstrip("/")}
    days = {
        t.day
        for t in told
        if wanted & {(t.entry.url or "").rstrip("/"), t.entry.clean_url or ""}
        or any(i.startswith(key) for i in (t.entry.id, t.story))
    }
    newest = room.store.editions.find(review.id)
    return sorted(days | ({newest.day} if newest else set()), reverse=True)


def _rendered(room: Newsroom, before: _Before, edition: Edition, shown: frozenset[int]) -> Rendered:
    """The edition as bytes, with the pictures that it still shows and the pages that its notes lead to."""
    from newsletter.pipeline.rebuild import PAGE

    pictures = pictures_in(before.files)
    urls = _images(edition)
    rendered = room.render(edition, {n: b for n, b in pictures.items() if any(u.endswith(f"/{n}") for u in urls)})
    pages: dict[str, bytes] = {}
    for revision in sorted(shown):
        name = "web.html" if revision == before.record.revision else PAGE.format(revision)
        if name not in before.files:
            raise EditionBlocked(
                f"the page of the edition of {edition.day} is damaged or lost: what was wrong could not be kept",
                hint=f"newsletter build --day {edition.day} puts it back",
            )
        pages[PAGE.format(revision)] = before.files[name]
    return replace(rendered, beside={**rendered.beside, **pages})


def _images(edition: Edition) -> frozenset[str]:
    """Addresses of the pictures that an edition shows."""
    blocks = (b for s in edition.sections for b in s.blocks)
    return frozenset(i.url for b in blocks if (i := getattr(b, "image", None)) is not None)


def _looked_at(
    room: Newsroom,
    before: _Before,
    edition: Edition,
    rendered: Rendered,
    gone: tuple[str, ...],
    urls: frozenset[str],
) -> tuple[Finding, ...]:
    """Preflight of the corrected edition. What it finds wrong, and was so before, is said and stops nothing: sources
    and their terms are others by now. What the correction itself brings stops it."""
    from newsletter.pipeline.correct import runs_of, traces
    from newsletter.preflight import check

    rows = room.store.decisions.rows(edition.review, edition.day)
    ids = [r.entry for r in rows if r.outcome in (Outcome.TOLD, Outcome.MERGED)]
    entries = {e.id: e for e in room.store.archive.entries(ids=ids)}
    look = partial(check, entries=entries, sources=room.sources)
    pictures = pictures_in(before.files)
    known = {(f.code, f.story) for f in look(before.edition, room.render(before.edition, pictures))}
    found = look(edition, rendered)
    if gone:
        known.add(("no-stories", None))  # it was the only one
    stopping = [f for f in found if f.severity is Severity.BLOCKING and (f.code, f.story) not in known]
    if stopping:
        raise EditionBlocked("; ".join(f.message for f in stopping[:3]), hint=stopping[0].remedy)
    runs = runs_of(gone)
    said = [f for f in found if not (runs & runs_of([f.message])) and not any(u in f.message for u in urls)]
    kept = [replace(f, severity=Severity.WARNING) if f.severity is Severity.BLOCKING else f for f in said]
    printed = {"the mail": _plain(rendered.html), "the public page": _plain(rendered.web)}
    return (*kept, *_traced(edition, traces(gone, urls, printed)))


def _traced(edition: Edition, where: Mapping[str, str]) -> Iterator[Finding]:
    """What still stands of what was withdrawn: which words, and in which story."""
    from newsletter.pipeline.correct import holder

    if where:
        trace = next(iter(where.values()))
        title = holder(edition, trace)
        place = f", in “{title}”" if title else ""
        words = f"“{trace}” of what was withdrawn still stands in {' and '.join(where)}{place}"
        remedy = "withdraw that story as well" if title else "look for it in the newsroom's own words"
        yield Finding(severity=Severity.WARNING, code="withdrawn", message=words, remedy=remedy)


def _plain(html: str) -> str:
    """HTML as words and addresses."""
    from html import unescape

    return unescape(re.sub(r"<(?!a\b|img\b)[^>]*>", " ", html))


def _publish(
    room: Newsroom,
    correction: EditionCorrection,
    before: _Before,
    edition: Edition,
    rendered: Rendered,
    findings: tuple[Finding, ...],
) -> EditionRecord:
    """As an edition is published: staged, begun, put in place, finished; `recover` ends what a kill leaves."""
    from newsletter.pipeline.publish import manifest_of, noted_in

    counted = {"stories": before.record.stories, "entries": before.record.entries}  # the ledger stays
    manifest = replace(manifest_of(edition, rendered, findings, **counted), revised=room.now())
    made = noted_in(room.made(edition.theme), manifest)
    files = room.outbox.stage(manifest, rendered)
    record = replace(
        before.record,
        revision=edition.revision,
        state=EditionState.PUBLISHING,
        files=files,
        subject=edition.subject,
        published_at=None,
    )
    room.store.corrections.begin(correction, record, edition, made)
    room.outbox.put(record.review, record.day, record.revision)
    # What was sent stays sent: a revision that is merely published would look as if its mail were still to go.
    for state in dict.fromkeys((EditionState.PUBLISHED, before.record.state)):
        room.store.editions.finish(record.review, record.day, record.revision, state, room.now())
    return replace(record, state=before.record.state)
