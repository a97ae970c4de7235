"""Text and links from elsewhere, made harmless."""

from __future__ import annotations

import pytest

from newsletter.model.rendered import PLACEHOLDER
from newsletter.render.clean import clean, href, looks_like_address, mailto, visible


def test_line_breaks_and_controls_become_single_spaces() -> None:
    """A title is one line, whatever a feed put into it."""
    assert clean("One\r\nBcc: two\x00three\u2028four\t five") == "One Bcc: two three four five"


def test_direction_overrides_and_zero_width_characters_vanish() -> None:
    """One headline cannot turn the rest of the page around, or hide words."""
    assert clean("a\u202eb\u2066c\u200bd\ufeffe\u00adf\ud800g") == "abcdefg"


def test_joiners_stay_where_scripts_need_them() -> None:
    """Persian words and emoji are shaped by them; a row of them is filler."""
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("a\u200c\u200c\u200cb") == "a\u200cb"


def test_stacked_marks_are_cut_to_three() -> None:
    """Marks that would cover the lines above and below."""
    assert clean("e" + "\u0301" * 40) == "e\u0301\u0301\u0301"


@pytest.mark.parametrize("machine", ["{{", "}}", "{%", "%}", "{#", "#}", "*|", "|*", "<%", "%>", "=?", PLACEHOLDER])
def test_nothing_is_left_that_a_machine_would_act_upon(machine: str) -> None:
    """Merge fields, encoded words and our own placeholder keep their look and lose their power."""
    shown = visible(f"a {machine} b")
    assert machine not in shown
    assert shown.replace("\u2060", "") == f"a {machine} b"


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("https://wire.example/a?b=1&c=2#d", "https://wire.example/a?b=1&c=2#d"),
        (" HTTP://Wire.Example:8080/a ", "http://wire.example:8080/a"),
        ("https://wire.example/Київ", "https://wire.example/%D0%9A%D0%B8%D1%97%D0%B2"),
        ("https://київ.example/", "https://xn--b1alf1j.example/"),
        ('https://wire.example/?a="><b>{{x}}', "https://wire.example/?a=%22%3E%3Cb%3E%7B%7Bx%7D%7D"),
        ("https://wire.example/100%?q=%41%zz", "https://wire.example/100%25?q=%41%25zz"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a"),
        (f"https://wire.example/{PLACEHOLDER}", f"https://wire.example/%50{PLACEHOLDER[1:]}"),
    ],
)
def test_a_web_address_comes_out_ascii_and_quoted(url: str, want: str) -> None:
    """Safe in an attribute, in a header and in plain text."""
    assert href(url) == want


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.org",
        "//wire.example/a",
        "/a",
        "https:///a",
        "https://bank.example@evil.example/",
        "https://wire.example/a b",
        "https://wire.example:99999/",
        "https://[::1",
        "https://a'b.example/",
        "https://wire.example/" + "a" * 2000,
    ],
)
def test_everything_else_is_no_link(url: str | None) -> None:
    """What is no plain http(s) address is never linked."""
    assert href(url) is None


def test_text_that_is_an_address_is_recognised() -> None:
    """Such a headline is not made a link to another place."""
    assert looks_like_address("bank.example.com") and looks_like_address("https://bank.example/login")
    assert not looks_like_address("Talks end at 12.30 in Geneva")


def test_a_mail_link_cannot_be_broken_out_of() -> None:
    """RFC 6068: everything that is not part of the address is percent-encoded."""
    assert (
        mailto('a@example.org">\r\n?bcc=x', "Hi & bye")
        == "mailto:a@example.org%22%3E%20%3Fbcc%3Dx?subject=Hi%20%26%20bye"
    )


def test_a_mail_link_takes_the_first_subject_that_fits_its_room() -> None:
    """Cyrillic takes six characters a letter; where nothing fits, the last is the shortest there is."""
    words, day = "Виправлення 11 січня", "2022-01-11"
    assert mailto("a@example.org", words, day, room=76) == "mailto:a@example.org?subject=2022-01-11"
    assert mailto("a@example.org", "Correction", day, room=76) == "mailto:a@example.org?subject=Correction"
    assert mailto("a" * 80 + "@example.org", words, day, room=76).endswith("@example.org?subject=2022-01-11")
