"""Entries and states of sources as rows, and back. The lists in an entry are JSON."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sqlalchemy import RowMapping

from newsletter.model.feeds import Enclosure, Entry, Image, SourceState, Validators
from newsletter.store.columns import storable
from newsletter.store.schema import entries

#: The columns that an Entry is made from.
ENTRY = [entries.c[f.name] for f in dataclasses.fields(Entry)]
_PLAIN = tuple(f.name for f in dataclasses.fields(Entry) if f.name not in ("authors", "tags", "image", "enclosures"))
_STATE = tuple(f.name for f in dataclasses.fields(SourceState) if f.name != "validators")


def entry_row(entry: Entry) -> dict[str, Any]:
    """All columns of `entries` except version_seen."""
    row = {name: getattr(entry, name) for name in _PLAIN}
    row["authors"], row["tags"] = _json(entry.authors), _json(entry.tags)
    row["image"] = None if entry.image is None else _json(dataclasses.asdict(entry.image))
    row["enclosures"] = _json([dataclasses.asdict(e) for e in entry.enclosures])
    return row


def entry_of(row: RowMapping) -> Entry:
    """The entry of a row that was selected with ENTRY."""
    fields = {name: row[name] for name in _PLAIN}
    return Entry(
        **fields,
        authors=tuple(json.loads(row["authors"])),
        tags=tuple(json.loads(row["tags"])),
        image=None if row["image"] is None else Image(**json.loads(row["image"])),
        enclosures=tuple(Enclosure(**e) for e in json.loads(row["enclosures"])),
    )


def clean(entry: Entry) -> Entry:
    """`entry` as it will come back: without characters that no database holds."""
    changes = {f.name: _clean(getattr(entry, f.name)) for f in dataclasses.fields(Entry)}
    changes = {name: value for name, value in changes.items() if value != getattr(entry, name)}
    return dataclasses.replace(entry, **changes) if changes else entry


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return tuple(_clean(v) for v in value)
    if isinstance(value, Image | Enclosure):
        return type(value)(**{name: _clean(v) for name, v in dataclasses.asdict(value).items()})
    return value


def state_row(state: SourceState) -> dict[str, Any]:
    """All columns of `sources`."""
    row = {name: getattr(state, name) for name in _STATE}
    return row | {"etag": state.validators.etag, "last_modified": state.validators.last_modified}


def state_of(row: RowMapping) -> SourceState:
    validators = Validators(etag=row["etag"], last_modified=row["last_modified"])
    return SourceState(**{name: row[name] for name in _STATE}, validators=validators)


def _json(value: Any) -> str:
    """ASCII, so that no character of it can trouble a database."""
    return json.dumps(value, separators=(",", ":"))
