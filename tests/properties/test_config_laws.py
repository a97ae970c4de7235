"""Laws of sources.yaml: any text is Rules or a ConfigError, and a value that is wrong is found where it stands."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.config import load
from newsletter.config.tree import read, scalar
from newsletter.errors import BadConfig, ConfigError
from newsletter.model.rules import Rules

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "sources.yaml").read_text(encoding="utf-8")
SCRAPS = (
    *"'\"[]{}:,#&*!|>%@`?-~\\\t\n\0\x85\u2028\ufeff",
    ": ",
    "- ",
    "\n  ",
    "&a ",
    "*a",
    "!!int ",
    "<<: *a",
    "null",
    "1e999",
    "-1",
    "24:00",
    "9999999w",
    "0o9",
    "http://[",
    "file:",
    "../",
    '"\\0"',
    '"\\ud800"',
    "{}",
    "[]",
)


def outcome(raw: bytes) -> Rules | ConfigError:
    """What `load` makes of a file; every problem must be one line, with a place in the file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources.yaml").write_bytes(raw)
        try:
            return load(Path(folder), {})
        except ConfigError as caught:
            error = caught
    lines = raw.decode("utf-8", "replace").splitlines() or [""]
    for problem in error.problems if isinstance(error, BadConfig) else ():
        assert 1 <= problem.line <= len(lines) + 1
        assert problem.column >= 1
        assert str(problem).isprintable()
        assert problem.what
    assert str(error)
    return error


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_rules_or_a_config_error(raw: bytes) -> None:
    """No other exception, whatever the file holds."""
    outcome(raw)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_a_damaged_reference_is_rules_or_a_config_error(data: st.DataObject) -> None:
    """Pieces cut out, doubled, or replaced by what YAML gives a meaning to."""
    text = REFERENCE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 30))
        text = text[:start] + data.draw(st.sampled_from(SCRAPS) | st.just(text[start:end] * 2)) + text[end:]
    outcome(text.encode())


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(SCRAPS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths(data: Any, so_far: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a file."""
    found = [so_far] if so_far else []
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        found += paths(value, (*so_far, step))
    return found


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_value_in_any_place_is_rules_or_a_config_error(data: st.DataObject) -> None:
    """Also values of every wrong kind, each in every place of the reference."""
    tree = yaml.safe_load(REFERENCE)
    path = data.draw(st.sampled_from(paths(tree)))
    place = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = data.draw(anything)
    outcome(yaml.safe_dump(tree, allow_unicode=True).encode("utf-8", "replace"))


WRONG = {
    "title": "[1]",
    "timezone": "Nowhere/Land",
    "edition_at": "25:00",
    "deliver": "perhaps",
    "limit": "none",
    "style": "loud",
    "url": "gopher://x.example",
    "weight": "much",
    "every": "often",
    "quote": "all",
    "connections": "-3",
}


@pytest.mark.parametrize("key", WRONG)
@settings(deadline=None, max_examples=10)
@given(above=st.lists(st.sampled_from(["", "# коментар", "   # x"]), max_size=5), crlf=st.booleans(), bom=st.booleans())
def test_a_wrong_value_is_found_where_it_stands(key: str, above: list[str], crlf: bool, bom: bool) -> None:
    """Whatever comments stand above it, however lines end, with or without a byte order mark."""
    text = """\
newsletter:
  title: Review
  sender: a@r.example
  site: https://r.example
  timezone: Europe/Kyiv
  edition_at: 07:00
  deliver: no
network: {per_host: {connections: 2}}
sections:
  - {title: Огляд, limit: 5, style: cards}
sources:
  - {url: https://a.example, weight: 1.0, every: 1h, terms: {quote: 300}}
"""
    lines = [*above, *text.splitlines()]
    number = next(n for n, line in enumerate(lines) if f"{key}: " in line)
    before, _, rest = lines[number].partition(f"{key}: ")
    ends = [rest.find(c) for c in ",}" if rest.find(c) >= 0]
    lines[number] = f"{before}{key}: {WRONG[key]}{rest[min(ends) :] if ends else ''}"
    end = "\r\n" if crlf else "\n"
    error = outcome(("\ufeff" * bom + end.join(lines)).encode())
    assert isinstance(error, BadConfig)
    (problem,) = error.problems
    assert (problem.line, problem.column) == (number + 1, len(f"{before}{key}: ") + 1)


# JSON escapes what lies above U+FFFF as two surrogates, which YAML does not join, and leaves U+007F as it is
shared = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\x7f"), max_size=8)


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(shared, st.integers(-(10**17), 10**17) | st.booleans() | st.none() | st.floats(0, 1) | shared))
def test_reading_gives_back_what_a_yaml_1_2_writer_wrote(data: dict[str, object]) -> None:
    """JSON is YAML 1.2: the writer is another program's."""
    tree = read(json.dumps(data), "f.yaml")
    assert (tree.data, tree.problems) == (data, [])


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="0123456789+-.eExob_:~nul", max_size=12))
def test_a_plain_scalar_is_itself_or_a_value_of_the_core_schema(text: str) -> None:
    """A number only where every character counts."""
    value = scalar(text)
    assert value is None or isinstance(value, (bool, int, float)) or value == text
    if isinstance(value, float):
        assert value == float(text)
