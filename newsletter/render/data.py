"""edition.json: the edition for machines, each extract with the characters that it was taken from."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from newsletter.model.editions import Edition, Extract


def data(edition: Edition) -> str:
    """JSON with keys in a fixed order, indented by 1, closed by a line end; never public."""
    record = {
        "day": edition.day.isoformat(),
        "review": edition.review,
        "number": edition.number,
        "revision": edition.revision,
        "title": edition.title,
        "language": edition.language,
        "subject": edition.subject,
        "preheader": edition.preheader,
        "cutoff": _plain(edition.window.cutoff),
        "window": {"opens": _plain(edition.window.opens), "cutoff": _plain(edition.window.cutoff)},
        "read_by": edition.read_by,
        "sections": [_plain(section) for section in edition.sections],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    # A lone surrogate is no UTF-8; as a JSON escape (RFC 8259, 7) it is what the source sent.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _plain(value: Any) -> Any:
    """Records as objects in the order of their fields, `kind` and `voice` first; times as RFC 3339."""
    if isinstance(value, Extract):
        span = {f.name: getattr(value.span, f.name) for f in fields(value.span)}
        inserts = {"inserts": [_plain(i) for i in value.inserts]} if value.inserts else {}
        return {"voice": value.voice, **span, "text": value.text, **inserts}
    if is_dataclass(value):
        names = sorted((f.name for f in fields(value)), key=lambda n: {"kind": 0, "voice": 1}.get(n, 2))
        return {n: _plain(v) for n in names if (v := getattr(value, n)) is not None or n != "mailed"}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
