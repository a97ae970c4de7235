"""A published edition made again, from what was stored with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from newsletter import jobs
from newsletter.app import Newsroom
from newsletter.errors import OutboxError, TemplateError
from newsletter.model.base import from_json
from newsletter.model.rendered import PICTURES, EditionRecord, Manifest, Rendered
from newsletter.model.rules import Review
from newsletter.pipeline.rebuild import Again, as_rendered, make_again, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What came of making a published edition again."""

    record: EditionRecord
    sentence: str
    differs: tuple[str, ...] = ()  #: files that are not made as they were published
    changed: tuple[str, ...] = ()  #: versions that are others now, in words
    damaged: tuple[str, ...] = ()  #: files of the outbox that were not what was published
    restored: bool = False
    needs: bool = False  #: a person has to look


def rebuild(room: Newsroom, review: Review, day: dt.date) -> Rebuilt:
    """Make a published edition again from what was stored with it, and compare. What is kept stays as it is; a folder
    that is lost or damaged is put back, if every byte of it can be had again."""
    with room.building():
        record = jobs.published(room, review, day)
        there, damaged = room.outbox.salvage(record.review, day, record.files)
        absent = room.outbox.absent(record.review, day, record.files)
        pictures = _pictures(room, record, there)
        gone = sum(n.startswith(PICTURES) for n in record.files) > len(pictures)
        again, how = _again(room, record, pictures, gone=gone)
        files, missing = whole(record, there, again.files, _named(pictures))
        restored = bool(damaged) and not missing
        if restored:
            _put_back(room, record, as_rendered(files), files["manifest.json"])
            jobs.public_pages(room, always=False)
    if damaged:
        how += _lost(damaged, absent) + (
            ", and put back" if restored else f", and cannot be had again: {', '.join(missing)}"
        )
    if gone:
        how += f"; the pictures of {day} are gone (var/pictures): put them back from a backup"
    return Rebuilt(
        record=record,
        sentence=f"already built: {review.title} No. {record.number} of {day}: {how}",
        differs=again.differs,
        changed=again.changed,
        damaged=damaged,
        restored=restored,
        needs=bool(again.differs or (damaged and not restored)),
    )


def _lost(damaged: Sequence[str], absent: Sequence[str]) -> str:
    """What was wrong in the outbox: files that are missing, and files that are there as something else."""
    other = [n for n in damaged if n not in absent]
    said = ""
    if absent:
        said += f"; {', '.join(absent)} {'was' if len(absent) == 1 else 'were'} missing from the outbox"
    if other:
        said += f"; {', '.join(other)} in the outbox {'is' if len(other) == 1 else 'are'} not what was published"
    return said


def _again(room: Newsroom, record: EditionRecord, pictures: Mapping[str, bytes], *, gone: bool) -> tuple[Again, str]:
    """What came of it this time, and that in words."""
    from newsletter.render import Renderer

    nothing = Again(files={}, differs=tuple(sorted(record.files)), changed=())
    try:
        again = make_again(
            record,
            kept=room.store.editions,
            render_with=lambda texts: partial(Renderer.of_texts(texts), pictures=pictures),
        )
    except TemplateError as error:
        return nothing, f"it cannot be made again ({error}); what was published is left alone"
    if again is None:
        return (
            nothing,
            "it cannot be made again, for what it was made with is not kept; what was published is left alone",
        )
    if not again.differs:
        return again, "made again, the same bytes" + (
            f", though with {', '.join(again.changed)}" if again.changed else ""
        )
    why = f"because of {', '.join(again.changed)}" if again.changed else "although every version is the same"
    if gone:  # without them a mail that brings its pictures is another mail
        why = "without its pictures"
    one = len(again.differs) == 1
    return again, f"made again, {', '.join(again.differs)} {'differs' if one else 'differ'}, {why}; left alone"


def _pictures(room: Newsroom, record: EditionRecord, there: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the folder, or of our own copies; by the name behind images/."""
    found: dict[str, bytes] = {}
    for name in (n.removeprefix(PICTURES) for n in record.files if n.startswith(PICTURES)):
        body = there.get(PICTURES + name) or room.gallery.shelf.read(name)
        if body is not None:
            found[name] = body
    return found


def _named(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    return {PICTURES + name: body for name, body in pictures.items()}


def _put_back(room: Newsroom, record: EditionRecord, rendered: Rendered, manifest: bytes) -> None:
    """The very files; their hashes were compared, and are once more before anything is moved."""
    if room.outbox.stage(from_json(Manifest, manifest), rendered) != record.files:
        raise OutboxError(
            f"the edition of {record.day} would be put back with other bytes", hint="restore the folder from a backup"
        )
    room.outbox.put(record.review, record.day, record.revision)
