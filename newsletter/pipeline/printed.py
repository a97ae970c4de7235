"""A published day as its ledger has it: what fell off the page on the way to the outbox is on it no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from newsletter.edit.places import block_of, without
from newsletter.model.editions import Layout, Unplaced
from newsletter.model.stories import LedgerRow, Outcome

_USED = (Outcome.TOLD, Outcome.MERGED)
_OUT: tuple[Literal["passed", "held", "spiked"], ...] = ("passed", "held", "spiked")


def printed(layout: Layout, rows: Iterable[LedgerRow]) -> Layout:
    """The draft's layout without the stories that the published edition did not print; these are among the unplaced,
    with what the ledger says of them. A draft alone would promise what the last check took away."""
    decided = {row.entry: row for row in rows}
    for story in {s: s for _, _, s in layout.placed()}:
        held = next((s for s in layout.stories if s.id == story), None)
        known = [decided[e] for e in held.entries if e in decided] if held else []
        if held is None or not known or any(row.outcome in _USED for row in known):
            continue
        row = next((r for r in known if r.entry == held.lead), known[0])
        outcome = next((o for o in _OUT if o == row.outcome), None)
        if outcome is None:
            continue
        block = block_of(layout, held)
        left = without(layout, held)
        gone = Unplaced(block=block, reason=row.reason, outcome=outcome, cause=row.cause, rule=row.rule)
        unplaced = (*(u for u in left.unplaced if u.block.story != story), gone)
        layout = replace(left, unplaced=unplaced)
    return layout
