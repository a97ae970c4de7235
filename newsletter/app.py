"""A newsroom, wired: the configuration, the store, the outbox and the stages, and what they do together.

The only module that reads the clock. Everything is opened when it is first needed, so that `newsletter check`
can report a broken store and a broken template in one go, and `--help` loads nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter import __version__, timetable
from newsletter.errors import SecretMissing, UsageError
from newsletter.model.base import SourceName
from newsletter.model.sources import Source
from newsletter.model.stories import MEMORY

# What a command uses is imported where it is used: everything together takes a second to load, `status` a third of it.
if TYPE_CHECKING:
    from newsletter import ports
    from newsletter.fetch import Fetcher
    from newsletter.model.articles import Article
    from newsletter.model.base import EntryId, StoryId
    from newsletter.model.corrections import Made
    from newsletter.model.editions import Audience, Draft, Folded, Layout, NoticeBlock, Section
    from newsletter.model.feeds import CollectReport, Entry
    from newsletter.model.rendered import Finding
    from newsletter.model.rules import Review, Rules
    from newsletter.outbox import FolderOutbox, SiteFolder
    from newsletter.pipeline.articles import Clipped
    from newsletter.pipeline.differing import Apart
    from newsletter.pipeline.gallery import Gallery
    from newsletter.pipeline.meanings import Joining
    from newsletter.pipeline.publish import Proof
    from newsletter.pipeline.site import SiteReport
    from newsletter.pipeline.tryout import Tried
    from newsletter.render import Renderer
    from newsletter.store import Store

#: How long a second build waits for the first one (contract: then "already built", else busy).
PATIENCE = 60.0
#: Entries first seen so long ago get their vectors when they are collected; older ones when they are needed.
FRESH = dt.timedelta(days=3)
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
        from newsletter.config import load

        return load(self.folder, self.env)

    @cached_property
    def store(self) -> Store:
        from newsletter.store import open_store

        return open_store(self.rules.store, self.folder)

    @cached_property
    def outbox(self) -> FolderOutbox:
        from newsletter.outbox import FolderOutbox

        return FolderOutbox(self.folder / "outbox", several_reviews=len(self.rules.reviews) > 1)

    @cached_property
    def render(self) -> Renderer:
        from newsletter.render import Renderer  # with Jinja2 and Markdown: only where something is rendered

        return Renderer((self.folder / "templates", bundled_templates()))

    @cached_property
    def site(self) -> SiteFolder:
        from newsletter.outbox import SiteFolder

        return SiteFolder(self.folder / "outbox")

    @cached_property
    def gallery(self) -> Gallery:
        from newsletter.pipeline.gallery import Gallery

        return Gallery(self.folder, self.rules, archive=self.store.archive, sources=self.sources)

    @cached_property
    def fetch(self) -> Fetcher:
        from newsletter.fetch import Fetcher

        # RFC 9110, 10.1.5: say who asks, and where they can be reached.
        agent = f"newsletter/{__version__} (+{self.rules.reviews[0].site})"
        return Fetcher(self.folder, self.rules.network, agent)

    @cached_property
    def joining(self) -> Joining:
        from newsletter.pipeline.meanings import Joining

        return Joining(self.rules.grouping, self.store.vectors)

    @property
    def sources(self) -> Mapping[SourceName, Source]:
        """Those of sources.yaml, and those of the pages that were clipped."""
        from newsletter.pipeline.articles import clip_sources

        clipped = clip_sources(self.store.archive.sources(), self.rules.sources)
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
        from newsletter.pipeline.collect import collect
        from newsletter.workers import Pages, Readers

        for name in only:
            if name not in {s.name for s in self.rules.sources}:
                raise UsageError(f"there is no source {name!r}", hint="newsletter status lists them")
        report = collect(
            [s for s in self.rules.sources if not only or s.name in only],
            fetch=self.fetch.with_lulls,
            parse=Readers().with_lulls,
            read_pages=Pages(),
            archive=self.store.archive,
            languages=self.languages,
            clock=self.now,
            progress=self.progress,
            now_please=now_please,
            edition=edition,
        )
        new = self.rules.grouping.meaning != "words" and any(s.new or s.changed for s in report.sources)
        if new and (made := self.joining.keep(list(self.store.archive.entries(since=report.at - FRESH)))):
            self.progress("meanings", made=made)
        return report

    def clip(self, url: str) -> Clipped:
        """Read one web page and store it; FetchError or ParseError in words."""
        from newsletter.pipeline.articles import clip
        from newsletter.workers import Pages

        return clip(
            url,
            fetch=self.fetch,
            read_pages=Pages(),
            archive=self.store.archive,
            languages=self.languages,
            now=self.now(),
        )

    def read_page(self, url: str) -> Article:
        """Read one web page, or a file; stores nothing. FetchError or ParseError in words."""
        from newsletter.pipeline.articles import read_page
        from newsletter.workers import Pages

        return read_page(url, fetch=self.fetch, read_pages=Pages(), now=self.now())

    def try_source(self, url: str, format: str | None = None) -> Tried:
        """Ask one address and read what comes; stores nothing. FetchError or ParseError in words."""
        from newsletter.pipeline.tryout import try_source
        from newsletter.workers import Readers

        return try_source(url, fetch=self.fetch, parse=Readers(), format=format)

    def find_feed(self, url: str) -> Tried:
        """The feed at this address, or of the site there."""
        from newsletter.pipeline.tryout import find_feed
        from newsletter.workers import Readers

        return find_feed(url, fetch=self.fetch, parse=Readers())

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
        from newsletter.config import text_of
        from newsletter.config.rewrite import save
        from newsletter.outbox import lock

        with lock(self.folder / "outbox", "sources", PATIENCE):
            save(self.folder, change(text_of(self.folder)), self.env)
        self.__dict__.pop("rules", None)  # read again when it is needed

    def compose(self, review: Review, day: dt.date) -> Draft:
        """The day's draft as it would be now; stores nothing."""
        from newsletter.pipeline.compose import compose

        return compose(
            review,
            day,
            sources=self.sources,
            decisions=self.store.decisions,
            editions=self.store.editions,
            drafts=self.store.drafts,
            cutoff=self.now(),
            bonds=self.store.bonds.all(),
            grouping=self.joining,
            choices=self.store.topics.choices(review.id),
        )

    def differing(self, layout: Layout) -> tuple[Mapping[StoryId, Apart], Mapping[EntryId, Entry]]:
        """Stories whose reports disagree, and the entries that say so."""
        from newsletter.pipeline.differing import differing, entries_of

        entries = {e.id: e for e in self.store.archive.entries(ids=entries_of(layout))}
        return differing(layout, entries, self.sources), entries

    def freeze(self, review: Review, draft: Draft) -> Draft:
        """`draft` as it is before its first edit."""
        from newsletter.pipeline.freeze import freeze

        return freeze(draft, archive=self.store.archive, sources=self.sources, review=review)

    def proof(self, review: Review, draft: Draft, *, read_by: str = "", short: bool = False) -> Proof:
        """`draft` rendered and checked; stores nothing."""
        from newsletter.pipeline.publish import proof

        return proof(
            draft,
            review=review,
            sources=self.sources,
            archive=self.store.archive,
            editions=self.store.editions,
            render=self.render,
            told=self.store.decisions.told(review.id, draft.day - MEMORY),
            read_by=read_by,
            short=short,
            corrected=self.due_corrections(review, draft.day),
            illustrate=partial(self.gallery.illustrate, review),
        )

    def due_corrections(self, review: Review, day: dt.date) -> Sequence[tuple[Audience, NoticeBlock]]:
        """What the edition of `day` has to say of earlier ones."""
        corrections = self.store.corrections.of(review.id)
        if not corrections:
            return ()
        from newsletter.pipeline.corrections import owing

        editions = self.store.editions
        return owing(corrections, review=review, day=day, editions=editions, kept=editions)

    def made(self, theme: str) -> Made:
        """What an edition of this theme is made with now."""
        from newsletter.config import text_of
        from newsletter.model.corrections import Made
        from newsletter.pipeline.rebuild import versions, without_secrets

        config = without_secrets(text_of(self.folder), self.env)
        return Made(versions=versions(), templates=self.render.texts(theme), config=config)

    def publish_site(self, *, always: bool = True) -> SiteReport | None:
        """The public pages of every review, from the outbox. None when they are fresh and it need not be done."""
        from newsletter.pipeline.site import public_editions, publish_site, state_by_name

        reviews, now = self.rules.reviews, self.now()
        if not always and self.site.state() == state_by_name(reviews, outbox=self.outbox, now=now):
            return None
        found = public_editions(reviews, outbox=self.outbox, now=now)
        from newsletter.render.site import SiteRenderer

        render = SiteRenderer((self.folder / "templates", bundled_templates()))
        return publish_site(reviews, found, render=render, site=self.site)

    def ask_links(self, sections: Sequence[Section]) -> tuple[Finding, ...]:
        """Which links there do not answer; asks those of which nothing is remembered. OutboxError in words."""
        from newsletter.fetch import Bounds, Fetcher
        from newsletter.outbox import LinkAnswers
        from newsletter.pipeline.links import SECONDS, ask_links
        from newsletter.preflight import answering, links_of

        agent = f"newsletter/{__version__} (+{self.rules.reviews[0].site})"
        fetch = Fetcher(self.folder, self.rules.network, agent, bounds=Bounds(seconds=SECONDS))
        memory = LinkAnswers(self.folder / "outbox")
        return answering(sections, ask_links(links_of(sections), fetch=fetch, memory=memory, now=self.now()))

    def remembered_links(self, sections: Sequence[Section]) -> tuple[Finding, ...]:
        """The same of what is remembered; asks nobody."""
        from newsletter.outbox import LinkAnswers
        from newsletter.pipeline.links import fresh
        from newsletter.preflight import answering

        return answering(sections, fresh(LinkAnswers(self.folder / "outbox"), self.now()))

    def fold(self, draft: Draft) -> Folded:
        from newsletter.edit import fold

        return fold(draft)

    def mailer(self) -> ports.Mailer:
        from newsletter.deliver import mailer

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
        from newsletter.pipeline.publish import recover

        for line in recover(editions=self.store.editions, outbox=self.outbox, clock=self.now):
            self.progress("recovered", what=line)

    @contextmanager
    def building(self) -> Iterator[None]:
        """Nobody else builds or publishes here meanwhile, and nothing is left half done. Busy after a minute."""
        from newsletter.outbox import lock

        with lock(self.folder / "outbox", "build", PATIENCE):
            self._recover()
            yield

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Nobody else sends from here meanwhile: an open claim is a dead process's. Busy after a minute."""
        from newsletter.outbox import lock

        with lock(self.folder / "outbox", "send", PATIENCE):
            yield
