"""Which entry is which: the same piece of a source gets the same id, on every machine and every day."""

from __future__ import annotations

import hashlib

from newsletter.model.base import EntryId, SourceName
from newsletter.model.feeds import ParsedEntry
from newsletter.parse.urls import url_key


def identify(source: SourceName, parsed: ParsedEntry) -> EntryId:
    """16 hex digits from the source and the guid, else the link as it is compared, else title and texts."""
    key = url_key(parsed.url)
    if parsed.guid:
        parts = ("guid", parsed.guid)
    elif key:
        parts = ("link", key)
    else:
        parts = ("text", "\x1f".join((parsed.title or "", parsed.summary_text, parsed.content_text)))
    return EntryId(hashlib.sha256("\x1e".join((source, *parts)).encode("utf-8")).hexdigest()[:16])
