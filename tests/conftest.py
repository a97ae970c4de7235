"""Options of the whole suite."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from newsletter import language as languages
from newsletter.embed import PACKAGES, installed

# CI judges a change: the same examples every time, so that red means this change. At home the laws go on searching.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_report_header() -> str:
    """Which of the optional language models the run has."""
    found = [model for model in PACKAGES if installed(model)]
    how = f", and by meaning where a test says so: {', '.join(found)}" if found else " alone"
    told = "declaration, alphabet and py3langid" if languages.installed() else "declaration and alphabet"
    return f"stories are found by words{how}; languages are told by {told}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kill-every-write", action="store_true", help="the long kill loop: a kill at every write")
