"""Published editions -> public pages: read -> render -> no leak -> replace."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from newsletter import __version__, ports
from newsletter.errors import EditionBlocked, NotPublished, OutboxError
from newsletter.model.base import ReviewId
from newsletter.model.rendered import PICTURES, Manifest
from newsletter.model.rules import Review
from newsletter.preflight.public import Printed, Secrets, leak, secrets_of

if TYPE_CHECKING:
    from newsletter.render.site import PublicEdition

#: The page as it stood before a correction.
_EARLIER = re.compile(r"revision-(\d+)/web\.html")


class RenderSite(Protocol):
    """A review's public pages: path from its root -> bytes."""

    def __call__(self, review: Review, editions: Sequence[PublicEdition]) -> Mapping[str, bytes]: ...

    def root(self, reviews: Sequence[Review]) -> Mapping[str, bytes]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteReport:
    """What became of the public pages."""

    editions: int
    files: int
    changed: int  #: files that are another now, new, or gone
    waiting: int = 0  #: editions whose public_delay is not over
    damaged: tuple[str, ...] = ()  #: why an edition was left out, in words


class _Read:
    """One whole edition of the outbox; of its files only what the public pages are made from is kept in mind."""

    def __init__(self, manifest: Manifest, files: Mapping[str, bytes]) -> None:
        self.manifest = manifest
        self.page = files["web.html"]
        self._data = files.get("edition.json", b"")
        self._earlier = {int(hit[1]): files[n] for n in files if (hit := _EARLIER.fullmatch(n))}
        # Pictures come along by name, and only where the public page names them.
        pages = b"\n".join((self.page, *self._earlier.values()))
        self._pictures = {n: b for n, b in files.items() if n.startswith(PICTURES) and n.encode() in pages}

    @property
    def public(self) -> PublicEdition:
        """Its public part."""
        from newsletter.render.site import PublicEdition  # with Jinja2: only where something is rendered

        m = self.manifest
        return PublicEdition(
            day=m.day,
            number=m.number,
            revision=m.revision,
            cutoff=m.cutoff,
            revised=m.revised,
            page=self.page,
            pictures=self._pictures,
            earlier=self._earlier,
        )

    @cached_property
    def printed(self) -> Printed:
        return Printed(self.page)

    @cached_property
    def secrets(self) -> Secrets:
        try:
            return secrets_of(json.loads(self._data))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise EditionBlocked(
                f"nobody can tell what is for patrons only in the edition of {self.manifest.day}",
                hint="its edition.json cannot be read; put the edition back from a backup",
            ) from error


@dataclass(slots=True)
class Found:
    """The editions that the public pages are made from."""

    editions: dict[ReviewId, list[_Read]]
    damaged: list[str]
    waiting: int = 0

    @property
    def state(self) -> str:
        return state_of(read.manifest for reads in self.editions.values() for read in reads)


def state_of(manifests: Iterable[Manifest]) -> str:
    """The same editions in the same order give the same state."""
    rows = [[m.review, m.day.isoformat(), m.revision, sorted(m.files.items())] for m in manifests]
    return hashlib.sha256(json.dumps([__version__, rows]).encode()).hexdigest()


def state_by_name(reviews: Sequence[Review], *, outbox: ports.Shelves, now: dt.datetime) -> str:
    """What `Found.state` would be, by what the editions' manifests say, without reading the editions themselves: of a
    thousand that takes a tenth of the time."""
    found = []
    for review in reviews:
        for day in outbox.days(review.id):
            try:
                manifest = outbox.manifest(review.id, day)
            except (NotPublished, OutboxError):
                continue
            if _is_public(review, manifest, now):
                found.append(manifest)
    return state_of(found)


def _is_public(review: Review, manifest: Manifest, now: dt.datetime) -> bool:
    return not review.public_delay or manifest.cutoff + review.public_delay <= now


def public_editions(reviews: Sequence[Review], *, outbox: ports.Shelves, now: dt.datetime) -> Found:
    """Every whole edition whose time to be public has come, in order of day; torn ones are named and left out."""
    found = Found({}, [])
    for review in reviews:
        reads = found.editions.setdefault(review.id, [])
        for day in outbox.days(review.id):
            try:
                manifest, files = outbox.read(review.id, day)
            except NotPublished:
                continue
            except OutboxError as error:
                found.damaged.append(str(error))
                continue
            if (manifest.review, manifest.day) != (review.id, day) or "web.html" not in files:
                found.damaged.append(f"what stands in the folder of {day} is another edition")
            elif not _is_public(review, manifest, now):
                found.waiting += 1
            else:
                reads.append(_Read(manifest, files))
    return found


def publish_site(reviews: Sequence[Review], found: Found, *, render: RenderSite, site: ports.Site) -> SiteReport:
    """All public pages anew, in one step. With one review they stand at the root, with several each in its folder.

    EditionBlocked when anything for patrons only would be public; then, and after any other error, the old pages stand.
    """
    files: dict[str, bytes] = {}
    for review in reviews:
        reads = found.editions[review.id]
        pages = render(review, [read.public for read in reads])
        refuse_leaks(pages, reads)
        folder = f"{review.id}/" if len(reviews) > 1 else ""
        files |= {folder + name: body for name, body in pages.items()}
    if len(reviews) > 1:
        files |= render.root(reviews)
    changed = site.put(files, found.state)
    total = sum(map(len, found.editions.values()))
    return SiteReport(
        editions=total, files=len(files), changed=changed, waiting=found.waiting, damaged=tuple(found.damaged)
    )


def refuse_leaks(pages: Mapping[str, bytes], reads: Sequence[_Read]) -> None:
    """EditionBlocked for the first words, link or picture of patrons that stands in any public file.

    An edition's own files may not say what that edition hides. Files of several editions may, where another of them
    has told it to everybody.
    """
    by_day = {read.manifest.day.isoformat(): read for read in reads}
    names: dict[str, list[str]] = {}
    for name in pages:
        if (day := name[:10]) in by_day:
            names.setdefault(day, []).append(name)
    for day, own in names.items():
        read = by_day[day]
        if read.secrets:
            bodies = [pages[n] for n in own if not n.startswith(f"{day}/{PICTURES}")]
            # What stands in the names of files is public as well.
            _refuse(read.secrets, Printed(*bodies, "\n".join(own).encode()), f"the page of {day}")
    hidden = [read.secrets for read in reads if read.secrets]
    if hidden:
        words = frozenset(chain.from_iterable(secrets.words for secrets in hidden))
        urls = frozenset(chain.from_iterable(secrets.urls for secrets in hidden))
        all_ = Secrets(words=words, urls=urls)
        for name in sorted(n for n in pages if n[:10] not in by_day):
            printed = Printed(pages[name], name.encode())
            for one in printed.found(all_):
                # The newest first: what most of these pages say is theirs.
                open_to_all = (r for r in reversed(reads) if not r.secrets.holds(one) and r.printed.says(one))
                if not any(open_to_all):
                    _refuse(Secrets(words=frozenset({one}), urls=frozenset({one})), printed, name)


def _refuse(secrets: Secrets, printed: Printed, where: str) -> None:
    if found := leak(secrets, printed):
        raise EditionBlocked(
            f"patrons' words would be public, in {where}: “{found}”",
            hint="the public pages stay as they were; mend the template, or make the section public",
        )
