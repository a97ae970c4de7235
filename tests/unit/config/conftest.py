"""A newsroom on disk for texts of sources.yaml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from newsletter.config import load
from newsletter.errors import BadConfig, Problem
from newsletter.model.rules import Rules

#: What is required, and nothing else.
HEAD = "newsletter: {title: Review, sender: a@review.example, site: https://review.example}\n"

Load = Callable[..., Rules]
Problems = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    """loaded(text) -> Rules; with head=True what is required stands before the text."""

    def load_text(text: str, env: Mapping[str, str] | None = None, *, head: bool = False) -> Rules:
        (tmp_path / "sources.yaml").write_text((HEAD if head else "") + text, encoding="utf-8")
        return load(tmp_path, env or {})

    return load_text


@pytest.fixture
def problems(loaded: Load) -> Problems:
    """problems(text) -> what BadConfig says of it."""

    def problems_of(text: str, env: Mapping[str, str] | None = None, *, head: bool = False) -> tuple[Problem, ...]:
        with pytest.raises(BadConfig) as caught:
            loaded(text, env, head=head)
        return caught.value.problems

    return problems_of
