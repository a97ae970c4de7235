"""What is kept of a withdrawn story beside its edition: answers of links, copies of pictures, other editions."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.app import Newsroom
from newsletter.model.editions import Edition, NoticeBlock
from newsletter.model.rendered import PICTURES, EditionRecord, Finding, Severity
from newsletter.model.rules import Review
from newsletter.pipeline.correct import Target


def forget_links(room: Newsroom, urls: frozenset[str]) -> None:
    """What links answered is kept beside the editions, and names them."""
    from newsletter.outbox import LinkAnswers

    memory = LinkAnswers(room.folder / "outbox")
    answers = memory.answers()
    if urls & answers.keys():
        memory.keep({url: answer for url, answer in answers.items() if url not in urls})


def forget_pictures(room: Newsroom, before: EditionRecord, target: Target) -> None:
    """Our copies of the story's pictures, unless an edition that is kept shows them."""
    shelf = room.gallery.shelf
    entries = room.store.archive.entries(ids=sorted(target.entries))
    known = shelf.of(before.day)
    names = {known[e.image.url].name for e in entries if e.image and e.image.url in known}
    names |= {n.removeprefix(PICTURES) for n in before.files if n.startswith(PICTURES)}
    for other in shelf.days():
        for review in room.rules.reviews:
            record = room.store.editions.find(review.id, day=other)
            names -= {n.removeprefix(PICTURES) for n in record.files} if record else set()
    shelf.forget(names - {""})


def elsewhere(
    room: Newsroom, review: Review, record: EditionRecord, target: Target, earlier: frozenset[int]
) -> tuple[Finding, ...]:
    """Other editions that still print the story, or a correction of it (`earlier`): each is for a person to judge."""
    found = room.store.editions.holding([*target.gone, f'"of":"{record.day}"'])
    others = ((r, e) for r, e in found if (r.review, r.day) != (review.id, record.day))
    return tuple(f for other, edition in others for f in _of(other, edition, review, record, target, earlier))


def _of(
    other: EditionRecord,
    edition: Edition,
    review: Review,
    record: EditionRecord,
    target: Target,
    earlier: frozenset[int],
) -> Iterator[Finding]:
    blocks = [b for s in edition.sections for b in s.blocks]
    notes = [b.noted for b in blocks if isinstance(b, NoticeBlock) and b.noted]
    where = f"the edition of {other.day}" + (f" of the review {other.review}" if other.review != review.id else "")
    if any(target.names(b) for b in blocks):
        again = f"--review {other.review} " if other.review != review.id else ""
        remedy = f'newsletter {again}correct {target.entry} --day {other.day} --withdraw "…"'
        yield _finding(f"{where} tells the story as well", remedy)
    if other.review == review.id and any(n.of == record.day and n.number in earlier for n in notes):
        yield _finding(f"{where} prints the earlier correction of it", "see whether its words may stay there")


def _finding(message: str, remedy: str) -> Finding:
    return Finding(severity=Severity.WARNING, code="withdrawn", message=message, remedy=remedy)
