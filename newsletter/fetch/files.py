"""file: sources. A path without a leading slash starts at the newsroom."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from newsletter.fetch.bounds import Reach
from newsletter.model.feeds import Failed, Fetched, FetchOutcome, FetchRequest, Unchanged, Validators


def fetch_files(requests: Sequence[FetchRequest], reach: Reach) -> Iterator[FetchOutcome]:
    """One outcome per request, in order. The validator is a hash of the content: the same file is Unchanged."""
    for request in requests:
        yield _read(request, reach)


def _read(request: FetchRequest, reach: Reach) -> FetchOutcome:
    try:
        path = _path(request.url, reach.newsroom)
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # also pipes and devices, which would never end
            return _failed(request, "is a folder" if stat.S_ISDIR(mode) else "is no regular file")
        with path.open("rb") as file:
            body = file.read(reach.bounds.size + 1)
    except FileNotFoundError:
        return _failed(request, "does not exist")
    except PermissionError:
        return _failed(request, "may not be read by this account")
    except (OSError, ValueError) as error:
        return _failed(request, f"cannot be read ({getattr(error, 'strerror', None) or error})")
    if not body:
        return _failed(request, "is empty")
    if len(body) > reach.bounds.size:
        return _failed(request, f"is larger than {reach.bounds.size // 1024 // 1024} MB")
    validators = Validators(etag=hashlib.sha256(body).hexdigest())
    if request.validators.etag == validators.etag:
        return Unchanged(source=request.source, validators=validators)
    return Fetched(source=request.source, body=body, url=request.url, validators=validators)


def _path(url: str, newsroom: Path) -> Path:
    """The file of a file: URL (RFC 8089; a relative path is our own addition)."""
    parts = urlsplit(url)
    if parts.netloc not in ("", "localhost"):
        raise ValueError("it is on another machine")
    return newsroom / unquote(parts.path)


def _failed(request: FetchRequest, what: str) -> Failed:
    return Failed(source=request.source, error=f"the file {what}")
