"""What a draft needs before its first edit, and the headlines that editors gave in earlier drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsletter import ports
from newsletter.edit import own_headline
from newsletter.model.base import SourceName
from newsletter.model.bonds import Bond
from newsletter.model.editions import Draft, House, Layout, OwnTitle, Piece
from newsletter.model.rules import Review
from newsletter.model.sources import Source, Trust
from newsletter.model.written import Unwritable
from newsletter.pipeline.offers import alone
from newsletter.write import write


def titled(layout: Layout, bonds: Sequence[Bond]) -> Layout:
    """With the newsroom's own headlines on stories that hold the entries they were given to, and are not told yet."""
    open_ones = {e for story in layout.stories if story.told is None for e in story.entries}
    for bond in bonds:
        if bond.kind == "title" and bond.one in open_ones:
            layout = own_headline(layout, OwnTitle(entry=bond.one, headline=House(text=bond.text, by=bond.by)))
    return layout


def freeze(draft: Draft, *, archive: ports.Archive, sources: Mapping[SourceName, Source], review: Review) -> Draft:
    """The draft with what each entry of its stories would be by itself, so that stories can be regrouped later."""
    ids = [e for story in draft.base.stories for e in story.entries]
    entries = {e.id: e for e in archive.entries(ids=ids)}
    found: list[tuple[tuple[bool, bool, bool, float, dt.datetime, str], Piece]] = []
    for entry in entries.values():
        made = write(
            alone(entry, "the only report"), entries=entries, sources=sources, review=review, window=draft.window
        )
        source, refusal = sources.get(entry.source), made.reason if isinstance(made, Unwritable) else ""
        piece = Piece(
            block=made.block,
            seen=entry.first_seen,
            refusal=refusal,
            voice=not (source and source.ours),
            never_leads=source is not None and source.trust is not Trust.FULL,
        )
        foreign, labelled = made.block.credit.language is not None, bool(made.block.credit.label)
        weight = source.weight if source else 0.0
        found.append(((foreign, labelled, bool(refusal), -weight, entry.first_seen, entry.id), piece))
    pieces = tuple(piece for _, piece in sorted(found, key=lambda f: f[0]))
    return replace(draft, base=replace(draft.base, pieces=pieces))
