"""The pictures of a newsroom, wired: who fetches them, who makes them small, where our copies are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from newsletter import __version__, ports
from newsletter.edit import fold
from newsletter.fetch import Bounds, Fetcher
from newsletter.model.base import EntryId, SourceName
from newsletter.model.editions import Draft, Edition
from newsletter.model.feeds import Entry
from newsletter.model.rendered import Finding
from newsletter.model.rules import Review, Rules
from newsletter.model.sources import Source
from newsletter.pictures import PictureFolder, Studio
from newsletter.pipeline import pictures
from newsletter.pipeline.pictures import Fetching, Illustrated, allowed
from newsletter.render.phrases import Phrases

#: Where copies are kept, beside the store; below the newsroom.
FOLDER = "var/pictures"
#: For so long what was fetched for a draft is kept, though no edition has shown it yet.
RECENT = dt.timedelta(days=7)


class Gallery:
    """Fetches the pictures of drafts, and puts them into editions."""

    def __init__(
        self, newsroom: Path, rules: Rules, *, archive: ports.Archive, sources: Mapping[SourceName, Source]
    ) -> None:
        self._newsroom, self._rules = newsroom, rules
        self._archive, self._sources = archive, sources
        self.shelf = PictureFolder(newsroom / FOLDER)

    @cached_property
    def _fetch(self) -> Fetcher:
        # RFC 9110, 10.1.5: say who asks, and where they can be reached.
        agent = f"newsletter/{__version__} (+{self._rules.reviews[0].site})"
        bounds = Bounds(seconds=pictures.SECONDS, size=pictures.LARGEST)
        return Fetcher(self._newsroom, self._rules.network, agent, bounds=bounds)

    def fetch(self, review: Review, draft: Draft, now: dt.datetime) -> tuple[Finding, ...]:
        """Get and keep the pictures that the edition may show. Whatever goes wrong costs the pictures alone."""
        try:
            layout = fold(draft).layout
            ids = [e for story in layout.stories for e in story.entries]
            entries = {e.id: e for e in self._archive.entries(ids=ids)}
            by = Fetching(fetch=self._fetch, shrink=Studio(), shelf=self.shelf, now=now)
            may = allowed(entries, self._sources)
            pictures.fetch_pictures(layout.sections, day=draft.day, review=review, may=may, by=by)
        except Exception as error:  # the news goes out without
            return (pictures.not_fetched(error),)
        return ()

    def prune(self, day: dt.date, kept: ports.Kept) -> tuple[Finding, ...]:
        """Remove copies that no edition shows, be it kept or in the outbox, and no draft of the days before `day` may
        still need. Whatever goes wrong costs room on the disk alone."""
        try:
            shown = {name.removeprefix("images/") for name in kept.files()}
            shown |= {path.name for path in (self._newsroom / "outbox").glob("**/images/*")}
            self.shelf.prune(shown, day - RECENT)
        except Exception as error:  # the edition is published
            return (pictures.not_removed(error),)
        return ()

    def illustrate(self, review: Review, edition: Edition, entries: Mapping[EntryId, Entry]) -> Illustrated:
        """`edition` with the pictures that are kept and may be shown; asks nobody."""
        return pictures.illustrate(
            edition,
            review=review,
            may=allowed(entries, self._sources),
            shelf=self.shelf,
            undescribed=Phrases(edition.language, edition.timezone).say("undescribed"),
        )
