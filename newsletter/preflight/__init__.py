"""What is wrong with a rendered edition. Pure: everything it knows is handed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Edition
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding, Rendered
from newsletter.model.sources import Source
from newsletter.preflight.case import Beside, Case
from newsletter.preflight.checks import CHECKS, TABLE
from newsletter.preflight.links import answering, links_of, may_be_asked
from newsletter.preflight.warn import placeholder

__all__ = ["TABLE", "Beside", "answering", "check", "links_of", "may_be_asked", "placeholder"]


def check(
    edition: Edition,
    rendered: Rendered,
    *,
    entries: Mapping[EntryId, Entry],
    sources: Mapping[SourceName, Source],
    beside: Beside | None = None,
) -> tuple[Finding, ...]:
    """All findings, in the order of the table CHECKS and then of the page; each once, each with its place.

    A blocking finding with a story costs that story; one on the subject or the preheader costs that; any other costs
    the edition. For a line of a list the story is named by the id of the entry that the line is about, which is all
    that the edition knows of it. What is not in `beside` is not checked.
    """
    case = Case(edition, rendered, entries, sources, beside)
    return tuple(dict.fromkeys(_found(case)))


def _found(case: Case) -> Iterator[Finding]:
    for run in CHECKS:
        for finding in run(case):
            place = finding.place or (case.places.get(finding.story, "") if finding.story else "")
            yield finding if place == finding.place else replace(finding, place=place)
