"""The renderer with the templates that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.render import Renderer

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def render() -> Renderer:
    return Renderer([TEMPLATES])
