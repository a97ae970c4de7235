"""The public pages as `newsletter site` made them, and the patrons' own page of an edition; nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from pathlib import Path

from newsletter.model.base import ReviewId, from_json
from newsletter.model.rendered import Manifest

#: A page beyond this is not one of ours; bytes.
PAGE_MAX = 8_000_000
MANIFEST_MAX = 1_000_000
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
#: Every address that the site has -> its file and its type. What matches none is not there: no path leads out.
_FILES = (
    (
        rf"(?:{_DAY}/(?:revision-[0-9]{{1,6}}/)?|archive/(?:[0-9]{{4}}-[0-9]{{2}}/)?)?",
        "{}index.html",
        "text/html; charset=utf-8",
    ),
    (r"feed\.xml", "{}", "application/atom+xml; charset=utf-8"),
    (r"feed\.json", "{}", "application/feed+json"),
    (r"sitemap\.xml", "{}", "application/xml"),
    (r"robots\.txt", "{}", "text/plain; charset=utf-8"),
    (rf"{_DAY}/images/[A-Za-z0-9_-]{{1,100}}\.jpe?g", "{}", "image/jpeg"),
    (rf"{_DAY}/images/[A-Za-z0-9_-]{{1,100}}\.png", "{}", "image/png"),
    (rf"{_DAY}/images/[A-Za-z0-9_-]{{1,100}}\.gif", "{}", "image/gif"),
    (rf"{_DAY}/images/[A-Za-z0-9_-]{{1,100}}\.webp", "{}", "image/webp"),
)


def site_file(site: Path, address: str) -> tuple[bytes, str] | None:
    """The bytes and the media type of what `newsletter site` put at this address (without its first slash), or None."""
    for pattern, name, kind in _FILES:
        if re.fullmatch(pattern, address):
            try:
                return _read(site / name.format(address), PAGE_MAX), kind
            except (OSError, ValueError):
                return None
    return None


def patrons_page(outbox: Path, review: ReviewId, day: dt.date) -> tuple[bytes, str] | None:
    """The bytes of whole.html and their sha256, all of an edition whose mail was shortened; else None.

    With several reviews each has its own folder; what was published before that stays in the outbox itself.
    """
    for folder in (outbox / review / day.isoformat(), outbox / day.isoformat()) * 2:
        page = _page_of(folder, day, "whole.html", review)
        if page is not None:
            return page
    return None


def _page_of(folder: Path, day: dt.date, name: str, review: ReviewId | None = None) -> tuple[bytes, str] | None:
    try:
        manifest = from_json(Manifest, _read(folder / "manifest.json", MANIFEST_MAX))
        body = _read(folder / name, PAGE_MAX)
    except (OSError, ValueError):
        return None
    digest = hashlib.sha256(body).hexdigest()
    other = review is not None and manifest.review != review
    if other or manifest.day != day or manifest.files.get(name) != digest:
        return None
    return body, digest


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        body = file.read(limit + 1)
    if len(body) > limit:
        raise ValueError("too large")
    return body
