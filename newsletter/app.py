"""A newsroom, wired: the configuration, the store, the outbox and the stages, and what they do together.

The only module that reads the clock. Everything is opened when it is first needed, so that `newsletter check`
can report a broken store and a broken template in one go, and `--help` loads nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter import __version__, pipeline, ports, timetable
from newsletter.config import load, text_of
from newsletter.deliver import mailer
from newsletter.edit import fold
from newsletter.errors import (
    SecretMissing,
    UsageError,
)
from newsletter.fetch import Fetcher
from newsletter.model.base import SourceName
from newsletter.model.editions import Draft, Folded
from newsletter.model.feeds import CollectReport
from newsletter.model.rules import Review, Rules
from newsletter.model.sources import Source
from newsletter.outbox import FolderOutbox, SiteFolder, lock
from newsletter.store import Store, open_store
from newsletter.workers import Readers

if TYPE_CHECKING:
    from newsletter.render import Renderer

#: How long a second build waits for the first one (contract: then "already built", else busy).
PATIENCE = 60.0
SECRET = "NEWSLETTER_SECRET"  # noqa: S105  the variable's name, not its value


def silent(step: str, **fields: object) -> None:
    """Progress that nobody watches."""


def bundled_templates() -> Path:
    """The templates that came with the program: in the installed package, or beside it in a checkout."""
    here = Path(__file__).resolve().parent
    packaged = here / "data" / "templates"
    return packaged if packaged.is_dir() else here.parent / "templates"


class Newsroom:
    """The folder with sources.yaml, and what can be done in it."""

    def __init__(
        self,
        folder: Path,
        env: Mapping[str, str],
        *,
        at: dt.datetime | None = None,
        progress: ports.Progress = silent,
    ) -> None:
        self.folder = folder.resolve()
        self.env = env
        self.at = at
        self.progress = progress

    def now(self) -> dt.datetime:
        """The instant to treat as now: `--at` if it was given, else the real one."""
        return self.at or dt.datetime.now(dt.UTC)

    # --- what it is made of, opened when needed ---------------------------------------------------

    @cached_property
    def rules(self) -> Rules:
        return load(self.folder, self.env)

    @cached_property
    def store(self) -> Store:
        return open_store(self.rules.store, self.folder)

    @cached_property
    def outbox(self) -> FolderOutbox:
        return FolderOutbox(self.folder / "outbox", several_reviews=len(self.rules.reviews) > 1)

    @cached_property
    def render(self) -> Renderer:
        from newsletter.render import Renderer  # with Jinja2 and Markdown: only where something is rendered

        return Renderer((self.folder / "templates", bundled_templates()))

    @cached_property
    def site(self) -> SiteFolder:
        return SiteFolder(self.folder / "outbox")

    @cached_property
    def fetch(self) -> Fetcher:
        # RFC 9110, 10.1.5: say who asks, and where they can be reached.
        agent = f"newsletter/{__version__} (+{self.rules.reviews[0].site})"
        return Fetcher(self.folder, self.rules.network, agent)

    @property
    def sources(self) -> Mapping[SourceName, Source]:
        """Those of sources.yaml, and those of the pages that were clipped."""
        clipped = pipeline.clip_sources(self.store.archive.sources(), self.rules.sources)
        return clipped | {s.name: s for s in self.rules.sources}

    @property
    def languages(self) -> tuple[str, ...]:
        """Of the reviews, in their order."""
        return tuple(dict.fromkeys(r.language for r in self.rules.reviews))

    def review(self, name: str | None = None) -> Review:
        """The review called `name`; the first one without a name. UsageError for an unknown one."""
        if name is None:
            return self.rules.reviews[0]
        for review in self.rules.reviews:
            if review.id == name:
                return review
        known = ", ".join(r.id for r in self.rules.reviews)
        raise UsageError(f"there is no review {name!r}", hint=f"this newsroom has: {known}")

    def day(self, review: Review, day: dt.date | None = None) -> dt.date:
        """`day`, or the civil date that it is now in the review's zone."""
        return day or timetable.day_of(self.now(), review)

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # --- what can be done -------------------------------------------------------------------------

    def collect(self, *, only: tuple[str, ...] = (), now_please: bool = False, edition: bool = False) -> CollectReport:
        """Poll what is due, or of that only the sources named; `edition`: because one is about to be made."""
        for name in only:
            if name not in {s.name for s in self.rules.sources}:
                raise UsageError(f"there is no source {name!r}", hint="newsletter status lists them")
        return pipeline.collect(
            [s for s in self.rules.sources if not only or s.name in only],
            fetch=self.fetch,
            parse=Readers(),
            archive=self.store.archive,
            languages=self.languages,
            clock=self.now,
            progress=self.progress,
            now_please=now_please,
            edition=edition,
        )

    def clip(self, url: str) -> pipeline.Clipped:
        """Read one web page and store it; FetchError or ParseError in words."""
        return pipeline.clip(
            url,
            fetch=self.fetch,
            archive=self.store.archive,
            languages=self.languages,
            now=self.now(),
        )

    def try_source(self, url: str, format: str | None = None) -> pipeline.Tried:
        """Ask one address and read what comes; stores nothing. FetchError or ParseError in words."""
        return pipeline.try_source(url, fetch=self.fetch, parse=Readers(), format=format)

    def find_feed(self, url: str) -> pipeline.Tried:
        """The feed at this address, or of the site there."""
        return pipeline.find_feed(url, fetch=self.fetch, parse=Readers())

    def add_sources(self, lines: Sequence[Mapping[str, str | Sequence[str]]]) -> None:
        """Write further sources into sources.yaml; everything else in it stays."""
        from newsletter.config.rewrite import add_sources  # ruamel.yaml costs 50 ms: only where something is written

        self._rewrite(lambda text: add_sources(text, lines))

    def remove_source(self, name: str) -> None:
        """Take a source out of sources.yaml; what it has brought stays."""
        from newsletter.config.rewrite import remove_source

        names = [s.name for s in self.rules.sources]
        if name not in names:
            raise UsageError(f"there is no source {name!r}", hint="newsletter sources list shows them")
        self._rewrite(lambda text: remove_source(text, names.index(SourceName(name))))

    def _rewrite(self, change: Callable[[str], str]) -> None:
        from newsletter.config.rewrite import save

        with lock(self.folder / "outbox", "sources", PATIENCE):
            save(self.folder, change(text_of(self.folder)), self.env)
        self.__dict__.pop("rules", None)  # read again when it is needed

    def compose(self, review: Review, day: dt.date) -> Draft:
        """The day's draft as it would be now; stores nothing."""
        return pipeline.compose(
            review,
            day,
            sources=self.sources,
            decisions=self.store.decisions,
            editions=self.store.editions,
            drafts=self.store.drafts,
            cutoff=self.now(),
        )

    def proof(self, review: Review, draft: Draft, *, read_by: str = "", short: bool = False) -> pipeline.Proof:
        """`draft` rendered and checked; stores nothing."""
        return pipeline.proof(
            draft,
            review=review,
            sources=self.sources,
            archive=self.store.archive,
            editions=self.store.editions,
            render=self.render,
            read_by=read_by,
            short=short,
        )

    def publish_site(self, *, always: bool = True) -> pipeline.SiteReport | None:
        """The public pages of every review, from the outbox. None when they are fresh and it need not be done."""
        found = pipeline.public_editions(self.rules.reviews, outbox=self.outbox, now=self.now())
        if not always and found.state == self.site.state():
            return None
        from newsletter.render.site import SiteRenderer

        render = SiteRenderer((self.folder / "templates", bundled_templates()))
        return pipeline.publish_site(self.rules.reviews, found, render=render, site=self.site)

    def fold(self, draft: Draft) -> Folded:
        return fold(draft)

    def mailer(self) -> ports.Mailer:
        return mailer(self.rules.mailer, self.env, self.folder)

    @property
    def secret(self) -> str:
        """What signs the patrons' links. From the environment only."""
        try:
            return self.env[SECRET]
        except KeyError:
            hint = "set it to a long random text and keep it: links in mails that were sent depend on it"
            raise SecretMissing(SECRET, hint=hint) from None

    def _recover(self) -> None:
        """Finish or take back what an interrupted process left."""
        for line in pipeline.recover(editions=self.store.editions, outbox=self.outbox, clock=self.now):
            self.progress("recovered", what=line)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Nobody else builds or publishes here meanwhile, and nothing is left half done. Busy after a minute."""
        with lock(self.folder / "outbox", "build", PATIENCE):
            self._recover()
            yield

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Nobody else sends from here meanwhile: an open claim is a dead process's. Busy after a minute."""
        with lock(self.folder / "outbox", "send", PATIENCE):
            yield
