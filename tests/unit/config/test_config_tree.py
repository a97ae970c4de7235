"""YAML text -> data with places."""

from __future__ import annotations

import pytest

from newsletter.config.tree import MAX_ALIASED, read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("07:00", "07:00"),
        ("1:30", "1:30"),
        ("2022-01-07", "2022-01-07"),
        ("1_000", "1_000"),
        ("true", True),
        ("~", None),
        ("", None),
        ("7", 7),
        ("0o17", 15),
        ("-1.5e2", -150.0),
        ("'7'", "7"),
        ('"true"', "true"),
        ("!!str 7", "7"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(written: str, value: object) -> None:
    """No sexagesimal numbers, no dates, and `no` is a word."""
    tree = read(f"a: {written}\n", "f.yaml")
    assert tree.data == {"a": value}
    assert type(tree.data["a"]) is type(value)


def test_places_count_lines_and_characters_from_one() -> None:
    """Columns are characters, not bytes; a key and its value have a place each."""
    tree = read("# слово\nновини: [один, {два: три}]\n", "f.yaml")
    assert tree.at(("новини",), key=True) == (2, 1)
    assert tree.at(("новини",)) == (2, 9)
    assert tree.at(("новини", 1, "два")) == (2, 22)


def test_what_is_missing_has_the_place_of_the_mapping_it_is_missing_from() -> None:
    """In a mapping below a key that is the key, in a list the element."""
    tree = read("a:\n  b: 1\nc:\n  - d: 2\n", "f.yaml")
    assert tree.at(("a", "x")) == (1, 1)
    assert tree.at(("c", 0, "x")) == (4, 5)
    assert tree.at(("x",)) == (1, 1)


def test_a_key_given_twice_is_refused_and_the_first_one_counts() -> None:
    """The message names the line of the first."""
    tree = read("a: 1\nb: 2\na: {x: 3}\n", "f.yaml")
    assert tree.data == {"a": 1, "b": 2}
    assert [(p.line, p.column, p.what) for p in tree.problems] == [(3, 1, "the key 'a' is given twice")]


def test_anchors_and_aliases_share_a_value() -> None:
    """An alias stands for what it names; problems in it have the place where it was written."""
    tree = read("a: &terms {quote: 5}\nb: *terms\n", "f.yaml")
    assert tree.data == {"a": {"quote": 5}, "b": {"quote": 5}}
    assert tree.at(("b",)) == (2, 4)
    assert tree.at(("b", "quote")) == (1, 19)


def test_aliases_that_multiply_are_refused() -> None:
    """A billion laughs costs as much as its text."""
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 25))
    tree = read(laughs, "f.yaml")
    assert tree.data is None
    assert tree.problems[-1].allowed == f"{MAX_ALIASED:,} values by aliases"


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("a: [1, 2\nb: 3\n", 2, 2, "not YAML"),
        ("a: b: c\n", 1, 5, "mapping values"),
        ("a: 1\n\tb: 2\n", 2, 1, "tab character"),
        ("a: @b\n", 1, 4, "cannot start any token"),
        ("a: 'x\n", 2, 1, "unexpected end"),
        ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
        ("a: *nothing\n", 1, 4, "alias"),
        ("a: &a [1, *a]\n", 1, 11, "alias"),
        ("a: !!python/object:os.system x\n", 1, 4, "tag"),
        ("a: !x [1]\n", 1, 4, "tag"),
        ("x: &x {y: 1}\na:\n  <<: *x\n", 3, 3, "merge"),
        ("? [a]\n: b\n", 1, 3, "key"),
        ("a: &k b\n*k : c\n", 2, 1, "key"),
        ("ключ: \x07\n", 1, 7, "forbids"),
        ("a: \x00\n", 1, 4, "forbids"),
        ("[" * 100_000, 1, 31, "too deeply"),
        ("- " * 100_000, 1, 61, "too deeply"),
    ],
)
def test_faults_of_form_are_named_with_their_place(text: str, line: int, column: int, word: str) -> None:
    """What is no YAML, and what YAML allows but this file does not."""
    problem = read(text, "f.yaml").problems[-1]
    assert (problem.line, problem.column) == (line, column)
    assert word in problem.what


def test_a_file_that_is_too_long_is_not_parsed() -> None:
    """Eight million characters are ten times the largest newsroom that was measured."""
    assert "too long" in read("#" * 8_000_001, "f.yaml").problems[0].what
