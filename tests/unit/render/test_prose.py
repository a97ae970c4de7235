"""The newsroom's Markdown."""

from __future__ import annotations

from newsletter.model.rendered import PLACEHOLDER
from newsletter.render.prose import to_html, to_text


def test_emphasis_links_and_lists_arrive() -> None:
    """What an editor writes is what a reader sees."""
    html = to_html("**Thanks**, *all*: [join](https://review.example.org/join)\n\n- one\n- two")
    assert "<strong>Thanks</strong>" in html
    assert '<a href="https://review.example.org/join">join</a>' in html
    assert html.count("<li>") == 2


def test_nothing_active_survives() -> None:
    """nh3 has the last word, also over HTML inside Markdown."""
    html = to_html(
        '<script>alert(1)</script>[x](javascript:alert(1)) <a href="data:x" onclick="y()">z</a><img src=x><form></form>'
        "\n\n<style>p{}</style><iframe></iframe>"
    )
    for bad in ("script", "javascript", "data:", "onclick", "<img", "<form", "<style", "<iframe"):
        assert bad not in html


def test_headings_become_bold_paragraphs() -> None:
    """The page's order of headings is the page's."""
    assert to_html("# Big\n\nsmall") == "<p><strong>Big</strong></p>\n<p>small</p>"


def test_merge_fields_and_placeholders_lose_their_power() -> None:
    """A mailing service must not fill them in, and neither must we."""
    html = to_html(f"{{{{ name }}}} {PLACEHOLDER}")
    assert "{{" not in html and PLACEHOLDER not in html


def test_the_text_part_has_every_word_and_address() -> None:
    """Lists keep their markers, addresses stand behind their words, quotations their mark."""
    html = to_html("Write [to us](mailto:a@example.org) at <https://b.example>\n\n1. one\n2. two\n\n> said")
    text = to_text(html)
    assert "Write to us <mailto:a@example.org> at" in text
    assert "1. one\n2. two" in text
    assert "> said" in text
    assert "<p>" not in text


def test_one_converter_serves_all_texts() -> None:
    """Reference links of one text do not leak into the next."""
    to_html("[a][1]\n\n[1]: https://a.example")
    assert "https://a.example" not in to_html("[a][1]")
