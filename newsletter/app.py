"""A newsroom, wired: the configuration, the store, the outbox and the stages, and what they do together.

The only module that reads the clock. Everything is opened when it is first needed, so that `newsletter check`
can report a broken store and a broken template in one go, and `--help` loads nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from newsletter import __version__, pipeline, ports, timetable
from newsletter.config import load
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
from newsletter.outbox import FolderOutbox, lock
from newsletter.parse import parse
from newsletter.render import Renderer
from newsletter.store import Store, open_store

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
        return Renderer((self.folder / "templates", bundled_templates()))

    @cached_property
    def fetch(self) -> Fetcher:
        # RFC 9110, 10.1.5: say who asks, and where they can be reached.
        agent = f"newsletter/{__version__} (+{self.rules.reviews[0].site})"
        return Fetcher(self.folder, self.rules.network, agent)

    @property
    def sources(self) -> Mapping[SourceName, Source]:
        return {s.name: s for s in self.rules.sources}

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

    def collect(self, *, only: tuple[str, ...] = (), now_please: bool = False) -> CollectReport:
        """Poll what is due, or of that only the sources named."""
        for name in only:
            if name not in self.sources:
                raise UsageError(f"there is no source {name!r}", hint="newsletter status lists them")
        return pipeline.collect(
            [s for s in self.rules.sources if not only or s.name in only],
            fetch=self.fetch,
            parse=parse,
            archive=self.store.archive,
            languages=tuple(dict.fromkeys(r.language for r in self.rules.reviews)),
            clock=self.now,
            progress=self.progress,
            now_please=now_please,
        )

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
