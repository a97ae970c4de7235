"""Entries and states of sources as rows, and back. The lists in an entry are JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from itertools import chain
from typing import Any

from sqlalchemy import RowMapping

from newsletter.model.feeds import Enclosure, Entry, Image, SourceState, Validators, Wishes
from newsletter.store.columns import storable
from newsletter.store.schema import entries

#: The columns that an Entry is made from.
ENTRY = [entries.c[f.name] for f in dataclasses.fields(Entry)]
_TEXTS = tuple(f.name for f in dataclasses.fields(Entry) if f.type in ("str", "str | None"))
_PLAIN = tuple(f.name for f in dataclasses.fields(Entry) if f.name not in ("authors", "tags", "image", "enclosures"))
#: Fields of a state that are no columns as they stand.
_CODED = ("validators", "entry_hashes", "wishes", "rhythm", "unprompted")
_STATE = tuple(f.name for f in dataclasses.fields(SourceState) if f.name not in _CODED)


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
    texts = "".join(
        chain(
            (t for name in _TEXTS if (t := getattr(entry, name))), (entry.id, entry.source), entry.authors, entry.tags
        )
    )
    if storable(texts) == texts and not entry.image and not entry.enclosures:
        return entry  # nearly all
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
    """All columns of `sources` except warned, which outlives polls."""
    row = {name: getattr(state, name) for name in _STATE}
    row["rhythm"] = None if state.rhythm is None else round(state.rhythm.total_seconds())
    plain = state.wishes == Wishes() and not state.unprompted
    row["wishes"] = None if plain else _json(_wishes_data(state.wishes) | {"unprompted": state.unprompted})
    row["entry_hashes"] = state.entry_hashes or None
    return row | {"etag": state.validators.etag, "last_modified": state.validators.last_modified}


def state_of(row: RowMapping) -> SourceState:
    wishes = {} if row["wishes"] is None else json.loads(row["wishes"])
    return SourceState(
        **{name: row[name] for name in _STATE},
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        entry_hashes=row["entry_hashes"] or "",
        rhythm=None if row["rhythm"] is None else dt.timedelta(seconds=row["rhythm"]),
        wishes=_wishes(wishes) if wishes else Wishes(),
        unprompted=bool(wishes.get("unprompted")),  # rows of earlier versions do not say
    )


def _wishes_data(wishes: Wishes) -> dict[str, Any]:
    ttl = None if wishes.ttl is None else wishes.ttl.total_seconds()
    return {"ttl": ttl, "hours": wishes.skip_hours, "days": wishes.skip_days}


def _wishes(data: dict[str, Any]) -> Wishes:
    ttl = None if data["ttl"] is None else dt.timedelta(seconds=data["ttl"])
    return Wishes(ttl=ttl, skip_hours=tuple(data["hours"]), skip_days=tuple(data["days"]))


def _json(value: Any) -> str:
    """ASCII, so that no character of it can trouble a database."""
    return json.dumps(value, separators=(",", ":"))
