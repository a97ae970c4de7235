"""How entries are joined in this newsroom: by which figures, and by what a language model makes of them, if any."""

from __future__ import annotations

from collections.abc import Sequence

from newsletter import ports
from newsletter.embed import embed, installed, meanings, texts_of
from newsletter.group import Thresholds, thresholds
from newsletter.model.feeds import Entry
from newsletter.model.meanings import Meanings, Model
from newsletter.model.rules import Grouping


class Joining:
    """`grouping:` of sources.yaml, ready for use. A model that is asked for and not installed costs no edition:
    then words alone decide, as without it."""

    def __init__(self, rules: Grouping, vectors: ports.Vectors) -> None:
        self._vectors = vectors
        model: Model | None = None if rules.meaning == "words" else rules.meaning
        self.missing = model if model is not None and not installed(model) else None
        self.model = None if self.missing else model
        self.by: Thresholds = thresholds(rules, self.model or "words")

    def meanings(self, entries: Sequence[Entry]) -> Meanings | None:
        """What the model makes of these entries; None where words alone decide. Stores nothing."""
        if self.model is None:
            return None
        known = dict(self._vectors.of(self.model, entries))
        missing = [e for e in entries if e.id not in known]
        known |= dict(zip((e.id for e in missing), embed(self.model, texts_of(missing)), strict=True))
        return meanings(self.model, {e.id: known[e.id] for e in entries})

    def keep(self, entries: Sequence[Entry]) -> int:
        """One vector for every version of every entry, made once and stored; how many were made now."""
        if self.model is None:
            return 0
        known = self._vectors.of(self.model, entries)
        missing = [e for e in entries if e.id not in known]
        if missing:
            self._vectors.put(self.model, list(zip(missing, embed(self.model, texts_of(missing)), strict=True)))
        return len(missing)
