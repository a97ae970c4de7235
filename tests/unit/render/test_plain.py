"""Lines of the text part."""

from __future__ import annotations

from newsletter.render.plain import WIDTH, columns, fit, underline, wrap


def test_a_long_line_is_hung_behind_its_list_marker() -> None:
    """What follows a "- " starts below its first word."""
    lines = wrap("- " + "word " * 30)
    assert len(lines) == 2
    assert lines[0].startswith("- word") and all(line.startswith("  word") for line in lines[1:])
    assert all(columns(line) <= WIDTH for line in lines)


def test_a_quotation_keeps_its_mark_on_every_line() -> None:
    """So that nobody mistakes its second line for ours."""
    assert all(line.startswith("> ") for line in wrap("> " + "word " * 40))


def test_an_address_is_never_broken() -> None:
    """A broken link is no link."""
    url = "https://wire.example/" + "a" * 200
    assert wrap(f"Words before <{url}> and after")[1] == f"<{url}>"


def test_wide_characters_take_two_columns_and_break_anywhere_but_before_a_stop() -> None:
    """Japanese has no spaces, and no line begins with a full stop."""
    lines = wrap("国" * 38 + "。" + "国" * 40)
    assert all(columns(line) <= WIDTH + 2 for line in lines)
    assert not any(line.startswith("。") for line in lines)
    assert "".join(lines) == "国" * 38 + "。" + "国" * 40


def test_a_word_longer_than_a_line_is_cut() -> None:
    """Nothing but an address may make a line too long."""
    assert [columns(line) for line in wrap("w" * 200)] == [76, 76, 48]


def test_blank_lines_and_trailing_spaces_do_not_pile_up() -> None:
    """Templates may be generous."""
    assert fit("\n\na  \n\n\n\n\nb\n\n") == "a\n\nb\n"


def test_a_heading_is_underlined_at_its_width() -> None:
    """In columns, not characters; and with its address, if it has one."""
    assert underline("Новини", "=") == "Новини\n======"
    assert underline("国国", "-", "https://a.example") == "国国\n----\nhttps://a.example"


def test_an_unbreakable_headline_stands_in_one_piece_with_its_address() -> None:
    """To break it would break words."""
    assert underline("国" * 50, "-", "https://a.example") == "国" * 50 + "<https://a.example>"
