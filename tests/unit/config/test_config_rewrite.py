"""sources.yaml rewritten: what is put in is there, and not a byte of the rest has changed."""

from __future__ import annotations

import pytest

from newsletter.config.rewrite import add_sources, remove_source
from newsletter.config.tree import read

NEW = {"url": "https://new.example/feed?a=1&b=2#x", "name": "New"}
FORMS = {
    "indented": "sources:\n  - url: https://a.example/\n    name: A\n",
    "not indented": "sources:\n- url: https://a.example/\n  name: A\nstore: sqlite:///x.db  # after\n",
    "deeply indented": "sources:\n      -   url: https://a.example/\n          name: A\n",
    "with settings of several lines": (
        "sources:\n  - url: https://a.example/\n    terms: {quote: 1,\n      link: required}\n"
        "    tags:\n      - x\n\n# end\n"
    ),
    "without a last line end": "sources:\n  - url: https://a.example/",
    "with Windows line ends": "sources:\r\n  - url: https://a.example/\r\n    name: A\r\nstore: sqlite:///x.db\r\n",
    "first in the file": "sources:\n  - url: https://a.example/   # a\nsections: []\n",
    "with an anchor": "x: &t {quote: 5}\nsources:\n  - url: https://a.example/\n    terms: *t\n",
    "with Cyrillic": "sources:\n  - url: https://a.example/\n    name: 'Пошта: «А»'  # пошта\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_adding_and_removing_gives_the_same_bytes_back(form: str) -> None:
    """And in between the new source stands at the end of the list, everything else in its place."""
    before = FORMS[form]
    after = add_sources(before, [NEW, {"url": "https://b.example/", "tags": ["x", "y: z"]}])
    data, old = read(after, "f").data, read(before, "f").data
    assert data["sources"] == [*old["sources"], NEW, {"url": "https://b.example/", "tags": ["x", "y: z"]}]
    assert {k: v for k, v in data.items() if k != "sources"} == {k: v for k, v in old.items() if k != "sources"}
    again = remove_source(remove_source(after, 2), 1)
    assert again.rstrip("\n") == before.rstrip("\n")
    assert ("\r\n" in before) == ("\r\n" in after) and after.count("\r\n") in (0, after.count("\n"))


@pytest.mark.parametrize(
    "name",
    ["plain", "no", "07:00", "1e3", "a: b", "a #b", "- x", "'q'", '"q"', "{x}", "&a", "*a", "!a", "%", "@", "`", "|",
     ">", "?", "a, b", "ends:", " spaces ", "Пошта", "№ 1", "null", "~", "back\\slash", "a\tb", "\u2028", "🕊 dove",
     "x" * 500],
)  # fmt: skip
def test_any_name_comes_back_as_it_went_in(name: str) -> None:
    """Quoted where YAML would read something else."""
    after = add_sources(FORMS["indented"], [{"url": "https://b.example/", "name": name, "tags": [name]}])
    assert read(after, "f").data["sources"][1] == {"url": "https://b.example/", "name": name, "tags": [name]}


def test_a_list_in_braces_is_written_anew_with_its_comments() -> None:
    """The one form in which blanks may change."""
    before = "# top\nsources: [{url: 'https://a.example/', name: A}, {url: 'https://b.example/'}]  # ours\nstore: 'x'\n"
    after = add_sources(before, [NEW])
    assert read(after, "f").data["sources"][2] == NEW
    assert "# top" in after and "# ours" in after and "store: 'x'" in after
    assert read(remove_source(after, 0), "f").data["sources"][0] == {"url": "https://b.example/"}
