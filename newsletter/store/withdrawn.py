"""What was withdrawn from a published edition is kept nowhere for publishing: no revision, draft, edit or headline.

What sources sent stays in the archive, with the ledger that says what became of it: both tell what was collected, and
neither is published.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, select, update

from newsletter.model.base import ReviewId, from_json, to_json
from newsletter.model.editions import Edit, Layout, StoryBlock
from newsletter.model.stories import MEMORY, Outcome
from newsletter.model.withdrawn import edit_without, layout_without, names
from newsletter.store.schema import bonds, corrections, decisions, drafts, editions, edits

_Edit: Any = Edit  # a union is no type[T] to mypy
_Arrivals: Any = tuple[StoryBlock, ...]


def forget_withdrawn(connection: Connection, review: ReviewId, day: dt.date, revision: int) -> bool:
    """Take away what this revision of an edition has withdrawn, as far as it is kept; False when it withdrew nothing.

    Repeatable: a kill before the revision counts as published lets it be done again.
    """
    made = and_(_of(corrections, review, day), corrections.c.revision == revision, corrections.c.withdrawn.is_(True))
    row = connection.execute(select(corrections.c.story, corrections.c.entry).where(made)).first()
    if row is None:
        return False
    of_story = and_(_of(decisions, review, day), decisions.c.valid.is_(True), decisions.c.story == row.story)
    entries = set(connection.execute(select(decisions.c.entry).where(of_story)).scalars()) | {row.entry}
    _forget_revisions(connection, review, day, revision, row.story)
    _forget_drafts(connection, review, day, frozenset({row.story, *entries}))
    connection.execute(delete(bonds).where(bonds.c.kind == "title", bonds.c.one.in_(entries)))
    return True


def _forget_revisions(connection: Connection, review: ReviewId, day: dt.date, revision: int, story: str) -> None:
    """Revisions before, and what earlier corrections said of the story."""
    before = and_(_of(editions, review, day), editions.c.revision < revision)
    connection.execute(update(editions).where(before).values(edition=None, manifest=None, subject=""))
    said = and_(_of(corrections, review, day), corrections.c.story == story, corrections.c.revision < revision)
    connection.execute(update(corrections).where(said).values(text=""))


def _forget_drafts(connection: Connection, review: ReviewId, day: dt.date, gone: frozenset[str]) -> None:
    """Drafts of the days around, one after the other: each may have megabytes."""
    near = and_(drafts.c.review == review, drafts.c.day.between(day - MEMORY, day + MEMORY))
    for other in connection.execute(select(drafts.c.day).where(near)).scalars().all():
        here = _of(drafts, review, other)
        row = connection.execute(select(drafts.c.base, drafts.c.arrivals).where(here)).one()
        if any(i in row.base or i in row.arrivals for i in gone):
            layout = layout_without(
                from_json(Layout, row.base),
                gone,
                outcome=Outcome.TOLD if other == day else Outcome.PASSED,
                reason=f"withdrawn from the edition of {day}",
            )
            arrivals = tuple(b for b in from_json(_Arrivals, row.arrivals) if not names(b, gone))
            values = {"base": to_json(Layout, layout), "arrivals": to_json(_Arrivals, arrivals)}
            connection.execute(update(drafts).where(here).values(values))
        _forget_edits(connection, review, other, gone)


def _forget_edits(connection: Connection, review: ReviewId, day: dt.date, gone: frozenset[str]) -> None:
    here = _of(edits, review, day)
    for row in connection.execute(select(edits.c.revision, edits.c.edit).where(here)).all():
        edit = from_json(_Edit, row.edit)
        if (left := edit_without(edit, gone)) != edit:
            there = and_(here, edits.c.revision == row.revision)
            connection.execute(update(edits).where(there).values(edit=to_json(_Edit, left)))


def _of(table: Table, review: ReviewId, day: dt.date) -> ColumnElement[bool]:
    return and_(table.c.review == review, table.c.day == day)
