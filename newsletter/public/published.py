"""One published day's public page, straight from the outbox, and never anything else from there."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from newsletter.model.base import from_json
from newsletter.model.rendered import Manifest

#: A page beyond this is not one of ours; bytes.
PAGE_MAX = 8_000_000
MANIFEST_MAX = 1_000_000


def published_page(outbox: Path, day: dt.date) -> tuple[bytes, str] | None:
    """The bytes of web.html and their sha256; None unless the folder is a whole edition of that day.

    The folder may be exchanged for the next revision's between two reads, so one mismatch is looked at again.
    """
    for _ in range(2):
        page = _whole_page(outbox / day.isoformat(), day)
        if page is not None:
            return page
    return None


def _whole_page(folder: Path, day: dt.date) -> tuple[bytes, str] | None:
    try:
        manifest = from_json(Manifest, _read(folder / "manifest.json", MANIFEST_MAX))
        body = _read(folder / "web.html", PAGE_MAX)
    except (OSError, ValueError):
        return None
    digest = hashlib.sha256(body).hexdigest()
    if manifest.day != day or manifest.files.get("web.html") != digest:
        return None
    return body, digest


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        body = file.read(limit + 1)
    if len(body) > limit:
        raise ValueError("too large")
    return body
