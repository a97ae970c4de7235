"""What entries mean, as vectors from a language model: an optional help for grouping, never required."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from newsletter.model.base import EntryId

#: words: no model; semantic: Latin script only; multilingual: any language, one vector per entry kept in the store.
MeaningKind = Literal["words", "semantic", "multilingual"]
#: A language model that can be installed.
Model = Literal["semantic", "multilingual"]


class Vector(Protocol):
    """A numpy array, of which grouping knows no more than this."""

    def __matmul__(self, other: Self, /) -> float: ...

    def __add__(self, other: Self, /) -> Self: ...

    def __mul__(self, other: float, /) -> Self: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What a model makes of the entries at hand. An entry without a vector is compared by its words alone."""

    model: Model
    vectors: Mapping[EntryId, Vector]  #: of length 1, with what all of them have in common taken out
    near: tuple[tuple[EntryId, EntryId], ...]  #: pairs to be compared though they may share no word; sorted
