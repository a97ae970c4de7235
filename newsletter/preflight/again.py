"""One thing printed twice, or out of its time."""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model.base import StoryId
from newsletter.model.editions import StoryBlock
from newsletter.model.rendered import Finding
from newsletter.model.stories import ToldEntry
from newsletter.preflight.case import Case, Piece, fold, same_url, short, warning


def _tellings(case: Case) -> Iterator[Piece]:
    """Headlines and lines that tell news; what we link to of our own and announce may come every day."""
    for piece in case.pieces:
        source = case.source_of(piece.credit.entry)
        if piece.role in ("headline", "line") and not piece.label and not (source and source.ours):
            yield piece


def _updates(case: Case) -> set[StoryId]:
    """What the page itself says was told before, with what is new since."""
    blocks = (b for s in case.edition.sections for b in s.blocks)
    return {b.story for b in blocks if isinstance(b, StoryBlock) and b.since}


def told_again(case: Case) -> Iterator[Finding]:
    """An entry, or its link, that an edition before this one has told. A new report of a story is another entry.

    No telling again are an update, which says from when it goes on, and a text that has grown since.
    """
    before = [t for t in case.beside.told if t.day < case.edition.day and not _grown(t, case)]
    updates = _updates(case)
    days = {t.entry.id: t.day for t in before}
    links = {same_url(url): t.day for t in before if (url := t.entry.link)}
    for piece in _tellings(case):
        if piece.story in updates:
            continue
        entry = piece.credit.entry
        known = case.entries.get(entry)
        url = (known.link if known else None) or piece.credit.url
        if day := days.get(entry) or (links.get(same_url(url)) if url else None):
            yield case.graver(piece)(
                "told-again",
                f"“{short(piece.words.printed)}” was told in the edition of {day.isoformat()}",
                "leave it out, or let a newer report lead",
                piece.story,
            )


def _grown(told: ToldEntry, case: Case) -> bool:
    now = case.entries.get(told.entry.id)
    return now is not None and now.version > told.entry.version


def same_headline(case: Case) -> Iterator[Finding]:
    """The words of a headline of the last editions: perhaps news of the same kind, perhaps the same news."""
    updates = _updates(case)
    before = {fold(t.entry.title): t for t in case.beside.told if t.day < case.edition.day and t.entry.title}
    for piece in _tellings(case):
        words = fold(piece.words.printed)
        told = before.get(words)
        if told and told.entry.id != piece.credit.entry and piece.story not in updates and len(words) >= 20:
            yield warning(
                "same-headline",
                f"“{short(piece.words.printed)}” was also a headline on {told.day.isoformat()}",
                "see whether anything is new, and say it in the headline",
                piece.story,
            )


def told_twice(case: Case) -> Iterator[Finding]:
    """One story in two places of the page: by what it was grouped into, by its link, or by its headline."""
    seen: dict[str, tuple[StoryId, str]] = {}
    for piece in _tellings(case):
        story = case.story_of(piece)
        url = piece.credit.url
        for key in dict.fromkeys((f"story {story}", f"link {same_url(url)}" if url else "", _words(piece))):
            if not key:
                continue
            first, where = seen.setdefault(key, (piece.story, piece.section))
            if (first, where) != (piece.story, piece.section):
                title = case.title_of(where)
                yield case.graver(piece)(
                    "told-twice",
                    f"“{short(piece.words.printed)}” also stands {f'in “{title}”' if title else 'further up'}",
                    "keep it in one place",
                    piece.story,
                )
                break


def _words(piece: Piece) -> str:
    words = fold(piece.words.printed)
    return f"words {words}" if len(words) >= 20 else ""


def outside_window(case: Case) -> Iterator[Finding]:
    """A section that promises the last hours holds what was published in them."""
    window = case.edition.window
    cutoff = window.cutoff
    for piece in case.pieces:
        reach = case.beside.within.get(piece.section)
        at = piece.credit.at
        if reach is None or at is None or piece.role not in ("headline", "line") or piece.label:
            continue
        # After a day without an edition a section reaches back to the last one's cutoff, and its title says so.
        if at < min(cutoff - reach, window.opens) or at > cutoff:
            hours = round(reach.total_seconds() / 3600)
            yield case.graver(piece)(
                "outside-window",
                f"“{short(piece.words.printed)}” is of {at:%d %B %H:%M} UTC; its section holds the last {hours} hours",
                "move it to another section",
                piece.story,
            )
