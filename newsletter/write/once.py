"""One quotation stands once in an edition, however many stories report it and whoever translated it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from newsletter.model.base import StoryId
from newsletter.model.editions import QuoteBlock
from newsletter.model.written import Unwritable, Written
from newsletter.write.speech import same_quote

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def once(written: Mapping[StoryId, Written | Unwritable]) -> dict[StoryId, Written | Unwritable]:
    """Every quotation left in one story only: one with a role, whose headline names the speaker, the first report."""
    offers = [(_order(q, w), q) for w in written.values() if isinstance(w, Written) for q in w.quotes]
    kept: list[QuoteBlock] = []
    for _, quote in sorted(offers, key=lambda o: o[0]):
        if not any(same_quote(quote, other) for other in kept):
            kept.append(quote)
    left: dict[StoryId, Written | Unwritable] = {}
    for story, result in written.items():
        if isinstance(result, Written):
            result = replace(result, quotes=tuple(q for q in result.quotes if any(q is k for k in kept)))
        left[story] = result
    return left


def _order(quote: QuoteBlock, written: Written) -> tuple[bool, bool, dt.datetime, StoryId, str, int]:
    surname = quote.speaker.split()[-1].casefold()
    unnamed = surname not in written.block.headline.printed.casefold()
    at = quote.credit.at or _NEVER
    return not quote.role, unnamed, at, quote.story, quote.credit.entry, quote.quote.span.start
