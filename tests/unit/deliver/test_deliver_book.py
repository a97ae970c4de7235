"""The address book as CSV."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.deliver.book import COLUMNS, decode, patron_id, patron_of, read_csv, write_csv
from newsletter.model.base import MAIN, ReviewId
from newsletter.model.patrons import Patron

NOW = dt.datetime(2022, 1, 11, 5, tzinfo=dt.UTC)
UK = ReviewId("uk")


def read(text: str) -> tuple[tuple[Patron, ...], tuple[str, ...]]:
    return read_csv(text, now=NOW, reviews=(MAIN, UK), default_review=MAIN)


def test_a_table_with_a_header_gives_patrons() -> None:
    """email is needed, name and reviews are not."""
    patrons, problems = read("email,name,reviews\r\nann@Example.org,Ann Lee,main uk\r\nbob@example.org,,\r\n")
    assert problems == ()
    assert [(p.email, p.name, p.reviews, p.joined) for p in patrons] == [
        ("ann@example.org", "Ann Lee", (MAIN, UK), NOW),
        ("bob@example.org", "", (MAIN,), NOW),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Name;E-Mail;Phone\nЛеся;lesya@example.org;1\n", id="semicolons, other columns"),
        pytest.param("name\temail\nЛеся\tlesya@example.org\n", id="tabs"),
        pytest.param("\ufeffsep=;\r\nname;email\r\nЛеся;lesya@example.org\r\n", id="Excel's first line"),
        pytest.param('\n\n"name","Email Address"\n"Леся"," lesya@example.org "\n,\n', id="empty lines, quotes"),
        pytest.param("Ім'я;Електронна пошта\nЛеся;lesya@example.org", id="Ukrainian titles"),
    ],
)
def test_exports_of_other_programs_are_read(text: str) -> None:
    """Separators, byte order marks and titles as they come."""
    patrons, problems = read(text)
    assert [(p.email, p.name) for p in patrons] == [("lesya@example.org", "Леся")]
    assert problems == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode(), id="UTF-8"),
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode("utf-16"), id="UTF-16 with mark"),
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode("utf-16-le"), id="UTF-16 LE"),
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param("email,name\nlesya@example.org,Леся Її\n".encode("cp1251"), id="windows-1251"),
    ],
)
def test_bytes_of_every_office_program_are_decoded(body: bytes) -> None:
    """What Excel writes on a Ukrainian Windows, too."""
    assert [p.name for p in read(decode(body))[0]] == ["Леся Її"]


def test_western_letters_are_not_taken_for_cyrillic() -> None:
    """é between Latin letters is windows-1252."""
    assert decode("email,name\njose@example.org,José Müller\n".encode("cp1252")).endswith("José Müller\n")


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_become_text_and_any_text_patrons_or_problems(body: bytes) -> None:
    """Nothing raises; who is there has an address."""
    patrons, problems = read(decode(body))
    assert problems or all("@" in p.email for p in patrons)


def test_problems_name_their_lines_and_cost_only_those() -> None:
    """Everything else is imported."""
    patrons, problems = read(
        "email,name,reviews\n"
        "ann@example.org,Ann,\n"
        "nonsense,,\n"
        "ANN@example.org,Ann again,\n"
        "bob@example.org,Bob,evening\n"
        '"cat@example.org","two\nlines",\n'
        f"dan@example.org,{'x' * 201},\n"
        "eve@example.org,Eve,uk\n"
    )
    assert [p.email for p in patrons] == ["ann@example.org", "eve@example.org"]
    assert [p.partition(":")[0] for p in problems] == ["line 3", "line 4", "line 5", "line 6", "line 8"]
    assert "line 2" in problems[1]
    assert "evening" in problems[2] and "main, uk" in problems[2]


@pytest.mark.parametrize(
    ("text", "line"), [("ann@example.org\nbob@example.org\n", "line 1"), ("\n\nname,phone\nAnn,1\n", "line 3")]
)
def test_a_table_without_a_header_is_not_guessed_at(text: str, line: str) -> None:
    """The problem says what the first row should be."""
    patrons, problems = read(text)
    assert patrons == ()
    assert len(problems) == 1 and problems[0].startswith(line) and "email" in problems[0]


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_a_problem(text: str) -> None:
    """Nobody imports nothing on purpose."""
    patrons, problems = read(text)
    assert patrons == () and len(problems) == 1


def test_a_cell_that_never_ends_does_not_swallow_the_file_in_silence() -> None:
    """A forgotten quotation mark is reported with the line where it stands."""
    patrons, problems = read('email,name\nann@example.org,"Ann\nbob@example.org,Bob\n' + "x@example.org,x\n" * 20_000)
    assert patrons == ()
    assert len(problems) == 1 and problems[0].startswith("line 2")


def test_who_left_is_exported_as_having_left() -> None:
    """joined and left travel with the row, so that an export is a copy."""
    ann = patron_of("ann@example.org", name="Ann", reviews=(MAIN,), now=NOW)
    gone = Patron(id=ann.id, email=ann.email, name="Ann", reviews=(UK,), joined=NOW, left=NOW + dt.timedelta(days=1))
    assert read(write_csv([gone])) == ((gone,), ())


@pytest.mark.parametrize("joined", ["yesterday", "2022-01-11T05:00:00", "2022-13-01"])
def test_a_time_that_cannot_be_read_is_a_problem(joined: str) -> None:
    """A time without a zone could be any."""
    patrons, problems = read(f"email,joined\nann@example.org,{joined}\n")
    assert patrons == () and len(problems) == 1 and "joined" in problems[0]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "''@x"])
def test_a_name_cannot_become_a_formula(name: str) -> None:
    """The cell gets an apostrophe in front, and loses it when it is read again."""
    patron = patron_of("ann@example.org", name=name, reviews=(MAIN,), now=NOW)
    written = write_csv([patron])
    assert f"'{name}" in written
    assert read(written)[0] == (patron,)


def test_an_address_cannot_become_a_formula() -> None:
    """=cmd@example.org is a valid address."""
    patron = patron_of("=cmd@example.org", reviews=(MAIN,), now=NOW)
    assert write_csv([patron]).splitlines()[1].startswith("'=cmd@")
    assert read(write_csv([patron]))[0] == (patron,)


shown: Any = st.characters(exclude_categories=("C", "Z"))
names = st.lists(st.text(shown, min_size=1, max_size=12), max_size=4).map(" ".join)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.from_regex(r"[a-z'=+-]{1,9}", fullmatch=True), names), max_size=5, unique_by=lambda t: t[0])
)
def test_what_was_written_is_read_again(rows: list[tuple[str, str]]) -> None:
    """Quotes, commas, apostrophes and every alphabet; no cell begins like a formula."""
    patrons = tuple(patron_of(f"{local}@example.org", name=name, reviews=(MAIN, UK), now=NOW) for local, name in rows)
    written = write_csv(patrons)
    assert read(written) == (patrons, ())
    assert not [line for line in written.splitlines() if line[:1] in ("=", "+", "-", "@")]


def test_the_columns_are_the_documented_ones() -> None:
    """An export without patrons is a template for an import."""
    assert write_csv([]) == ",".join(COLUMNS) + "\r\n"


def test_a_patrons_id_does_not_depend_on_case_and_does_not_show_the_address() -> None:
    """Ann and ann are one person; ids fit into links and logs."""
    assert patron_id("Ann@example.org") == patron_id("ann@example.org") != patron_id("bob@example.org")
    assert len(patron_id("ann@example.org")) == 16 and patron_id("ann@example.org").isalnum()


@pytest.mark.parametrize(("email", "name"), [("ann", ""), ("ann@example.org", "x" * 201), ("ann@example.org", "a\nb")])
def test_no_patron_is_made_of_what_cannot_be_one(email: str, name: str) -> None:
    """ValueError, in words."""
    with pytest.raises(ValueError, match=r"\w"):
        patron_of(email, name=name, reviews=(MAIN,), now=NOW)
