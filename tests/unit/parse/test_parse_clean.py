"""HTML made safe, and the text that a reader sees of it."""

from __future__ import annotations

import time

import pytest

from newsletter.parse.clean import from_plain, plain, sanitise, tidy, visible_text

BASE = "https://a.example/dir/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p style="x" class="y" id="z" onclick="e()">a</p>', "<p>a</p>"),
        ('<a href="javascript:e()">a</a>', "<a>a</a>"),
        ('<a href="&#106;avascript:e()">a</a>', "<a>a</a>"),
        ('<a href="x">a</a>', '<a href="https://a.example/dir/x">a</a>'),
        ('<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example">a</a>'),
        ('<img src="mailto:a@b.example">', "<img>"),
        ('<img src="x.png" srcset="javascript:e()" onerror="e()">', '<img src="https://a.example/dir/x.png">'),
        ("a<script>e()</script>b<style>c{}</style>", "ab"),
        ('<svg><a xlink:href="javascript:e()">a</a></svg>', ""),
        ('<form action="x"><button>a</button>b</form>', "b"),
        ('<iframe src="x">a</iframe><object data="x">b</object><embed src="x">', ""),
        ("<!-- a --><![CDATA[ b ]]>", ""),
        ('<math><mtext><table><mglyph><style><img src=x onerror="e()">', ""),
        ("<b>unclosed", "<b>unclosed</b>"),
        ('<base href="https://evil.example/"><a href="x">a</a>', '<a href="https://a.example/dir/x">a</a>'),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("\x00\ud800a", "\ufffda"),
    ],
)
def test_html_can_do_nothing_but_be_read(html: str, expected: str) -> None:
    """Elements and attributes that act are gone, links are absolute and http(s) or mailto."""
    assert sanitise(html, BASE) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("one<br>two<hr>three", "one two three"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("w<b>or</b>d <em>and</em> more", "word and more"),
        ('a<img src="x.png" alt="not read">b', "a b"),
        ("&lt;b&gt; &amp;amp; &nbsp; x", "<b> &amp; x"),
        ("a\n\t b\u00a0c\u2028d", "a b c d"),
        ("wo\u00adrd\u200b \u202eturned\u202c", "word turned"),
        ('<abbr title="a > b">c</abbr>', "c"),
        ("<div>a</div>b<div>c</div>", "a b c"),
    ],
)
def test_text_is_what_a_reader_sees(html: str, expected: str) -> None:
    """Blocks are separated, inline elements are not; entities become characters once."""
    assert visible_text(sanitise(html)) == expected


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("R&D < 5 & more", "text/plain", "R&D < 5 & more"),
        ("R&amp;D", "text/plain", "R&D"),
        ("<b>Bold</b> move", "text/plain", "Bold move"),
        ("<script>alert(1)</script>After", "text/plain", "After"),
        ("<SCRIPT SRC=x>After", "text/plain", None),
        ("How to use <b> well", "text/plain", "How to use <b> well"),
        ("<unknown>x</unknown>", "text/plain", "<unknown>x</unknown>"),
        ("a <b> c", "text/html", "a c"),
        ("{{ x }} [a](javascript:b)", "text/html", "{{ x }} [a](javascript:b)"),
        ("a\r\nBcc: x", "text/plain", "a Bcc: x"),
        (" \n ", "text/plain", None),
        ("", "text/plain", None),
        (None, "text/plain", None),
        ("<p></p>", "text/html", None),
        ("x" * 5000, "text/plain", "x" * 1000),
    ],
)
def test_a_title_is_one_line_of_visible_characters(title: str | None, kind: str, expected: str | None) -> None:
    """Whatever it was meant as."""
    assert plain(title, kind=kind) == expected


def test_plain_text_keeps_its_lines_as_html() -> None:
    """And no character of it is a tag."""
    assert from_plain(" a < b\n\nc ") == "a &lt; b<br><br>c"


def test_joiners_that_words_need_stay() -> None:
    """Persian and emoji are built with U+200C and U+200D."""
    assert tidy("می\u200cخواهم 👨\u200d👩") == "می\u200cخواهم 👨\u200d👩"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "deep",
        "".join(f"<b id={i}>" for i in range(5_000)) + "<p>deep" * 5_000,
        "".join(f"<b id={i}></i>" for i in range(5_000)) + "<p>deep" * 5_000,
        "<table><tr><td>" * 20_000 + "deep",
        "deep &amp; " * 200_000,
        "deep<p " + " ".join(f"a{i}=1" for i in range(30_000)) + ">",
    ],
    ids=["nested", "formatted", "misnested", "tables", "references", "attributes"],
)
def test_html_that_would_take_minutes_takes_seconds(html: str) -> None:
    """The tree builder is quadratic in depth and references: both are bounded, and the words stay."""
    start = time.monotonic()
    assert "deep" in visible_text(sanitise(html))
    assert time.monotonic() - start < 5
