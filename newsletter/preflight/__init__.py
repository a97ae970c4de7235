"""What is wrong with a rendered edition. Pure: everything it knows is handed in."""

from __future__ import annotations

from collections.abc import Mapping

from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Edition
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Rendered
from newsletter.model.sources import Source
from newsletter.preflight.case import Case
from newsletter.preflight.checks import CHECKS

__all__ = ["check"]


def check(
    edition: Edition,
    rendered: Rendered,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
) -> tuple[Finding, ...]:
    """All findings, in the order of the table CHECKS and then of the page; each once.

    A blocking finding with a story costs that story; one without a story costs the edition. For a line of a list the
    story is named by the id of the entry that the line is about, which is all that the edition knows of it.
    """
    case = Case(edition, rendered, entries, sources)
    return tuple(dict.fromkeys(finding for one in CHECKS for finding in one(case)))
