"""Laws of rendering, whatever a feed writes."""

from __future__ import annotations

import email
import email.policy
import quopri
from dataclasses import replace
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsletter.model.editions import House, ProseBlock
from newsletter.model.rendered import PLACEHOLDER, PLACEHOLDER_MAX
from newsletter.preflight import check
from newsletter.render import Renderer
from newsletter.render.clean import clean, href, visible
from newsletter.render.plain import WIDTH, columns, fit
from newsletter.render.prose import to_html
from newsletter.render.quoted import encode
from tests.support import editions

RENDER = Renderer([Path(__file__).resolve().parents[2] / "templates"])

#: Text with a good share of what breaks things.
BREAKERS = "{{ }} {% %} <script> </td> ]]> <!-- &amp; \" ' \r\n =?utf-8?q?x?= \x00 \u202e \ud800 javascript:alert(1)"
BREAKERS += f" https://a.example/ [x](data:x) *|X|* 国 {PLACEHOLDER}"
nasty = st.lists(st.text(max_size=12) | st.sampled_from(BREAKERS.split(" ")), max_size=8).map("".join)


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.hrefs += [v or "" for k, v in attrs if k == "href"]


@given(nasty)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """And what is clean is one line that can be encoded."""
    assert clean(clean(text)) == clean(text)
    assert visible(visible(text)) == visible(text)
    assert PLACEHOLDER not in visible(text) and "{{" not in visible(text)
    assert "\n" not in clean(text) and clean(text).encode("utf-8") is not None


@given(nasty)
@settings(max_examples=200, deadline=None)
def test_a_link_is_ascii_and_cannot_leave_its_attribute(url: str) -> None:
    """Or it is none."""
    for given_url in (url, "https://wire.example/" + url, "https://" + url):
        made = href(given_url)
        if made is not None:
            assert made.isascii() and made.startswith(("http://", "https://"))
            assert not set(made) & set('"<>{}\\^`| \r\n') and PLACEHOLDER not in made
            assert href(made) == made


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400), st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_quoted_printable_round_trips_in_short_lines(text: str, marks: int) -> None:
    """And every placeholder stays whole, with room for the longest token."""
    text = text.replace("\r", "")
    body = text + (PLACEHOLDER + text[:5]) * marks
    coded = encode(body)
    assert coded.isascii() and max(map(len, coded.split(b"\r\n"))) <= 76
    assert quopri.decodestring(coded) == (body.removesuffix("\n") + "\n").replace("\n", "\r\n").encode()
    filled = coded.replace(PLACEHOLDER.encode(), b"T" * PLACEHOLDER_MAX)
    assert max(map(len, filled.split(b"\r\n"))) <= 76


@given(st.text(alphabet="ab 国。-> \n", max_size=300))
@settings(max_examples=200, deadline=None)
def test_wrapping_loses_no_character(text: str) -> None:
    """Lines are short (one hanging stop aside), and the words are all there."""
    fitted = fit(text)
    assert all(columns(line) <= WIDTH + 2 for line in fitted.split("\n"))
    kept = [c for c in text if c not in " \n>"]
    assert [c for c in fitted if c not in " \n>"] == kept


@given(nasty)
@settings(max_examples=200, deadline=None)
def test_markdown_never_becomes_active(text: str) -> None:
    """Whatever an editor pastes."""
    page = _Elements(to_html(text))
    assert set(page.seen) <= {
        "p", "a", "strong", "em", "b", "i", "ul", "ol", "li", "blockquote", "br", "code", "s", "hr",
    }  # fmt: skip
    assert all(h.split(":")[0].lower() in ("http", "https", "mailto") or ":" not in h.split("/")[0] for h in page.hrefs)


@given(nasty, nasty, nasty)
@example("", "PATRONTOKENPATRONTOKEN00", "")
@settings(max_examples=25, deadline=None)
def test_an_edition_of_any_words_renders_and_keeps_its_shape(headline: str, own: str, subject: str) -> None:
    """The same elements' kinds, two parts, no new header, each placeholder whole; preflight reads it."""
    plain = editions.edition(2, kinds=False)
    story = editions.story(0, headline=House(text=headline))
    wild: Any = replace(
        plain,
        subject=subject,
        title=own,
        sections=(
            editions.section("o", ProseBlock(markdown=own), place="opening", title=headline),
            editions.section("s", story, title=subject),
            *plain.sections,
        ),
    )
    rendered = RENDER(wild)
    for page in (rendered.html, rendered.web):
        assert not set(_Elements(page).seen) & {"script", "form", "iframe", "svg", "object", "base"}
    message = email.message_from_bytes(rendered.message, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert set(message.keys()) == set(
        email.message_from_bytes(RENDER(plain).message, policy=email.policy.default).keys()
    )
    text, html = message.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == rendered.text
    assert html.get_content().replace("\r\n", "\n") == rendered.html
    assert rendered.message.count(PLACEHOLDER.encode()) == 3
    entries, sources = editions.archive_of(wild)
    assert all(f.remedy for f in check(wild, rendered, entries=entries, sources=sources))
