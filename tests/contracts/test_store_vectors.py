"""What every store owes of vectors: one for each model and entry, of the version that was read."""

from __future__ import annotations

from dataclasses import replace

from newsletter.ports import Vectors
from newsletter.store import Store
from tests.support.make import entry


def test_a_vector_belongs_to_a_model_and_a_version(store: Store) -> None:
    """A text that changed is read again, and another model knows nothing of it."""
    vectors: Vectors = store.vectors
    one, other = entry("one"), entry("other")
    vectors.put("semantic", [(one, b"\x00\x01"), (other, b"")])
    assert vectors.of("semantic", [one, other, entry("third")]) == {one.id: b"\x00\x01", other.id: b""}
    assert vectors.of("multilingual", [one]) == {}
    changed = replace(one, version=2)
    assert vectors.of("semantic", [changed]) == {}
    vectors.put("semantic", [(changed, b"\x02\x03")])
    assert vectors.of("semantic", [changed]) == {one.id: b"\x02\x03"}
    assert vectors.of("semantic", [one]) == {}


def test_many_are_asked_for_at_once(store: Store) -> None:
    """More than a statement has parameters for."""
    many = [entry(f"n{n}") for n in range(12_000)]
    store.vectors.put("semantic", [(many[0], b"a"), (many[-1], b"z")])
    assert list(store.vectors.of("semantic", many).values()) == [b"a", b"z"]
