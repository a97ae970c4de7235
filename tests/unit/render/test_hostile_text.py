"""Hostile text in every field that a feed or a form can fill."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from newsletter.model.editions import (
    Extract,
    ProseBlock,
    Span,
    StoryBlock,
)
from newsletter.model.rendered import PLACEHOLDER, Rendered
from newsletter.render import Renderer
from tests.support import editions
from tests.support.html import Tags

HOSTILE = (
    "{{ 7*7 }} {% x %} <script>alert(1)</script> [x](javascript:alert(1)) \"'><img src=x onerror=1> *|MERGE|* "
    f"=?utf-8?q?=41?= \r\nBcc: evil@example.org\u202e\u2028\x00 &nbsp; <!-- {PLACEHOLDER} \ud800 --> bank.example.com"
)


def _wrecked(record: Any) -> Any:
    """`record` with hostile text in every field of words."""
    if isinstance(record, Extract):
        return replace(record, text=f"{record.text} {HOSTILE}")
    if isinstance(record, ProseBlock):
        return replace(record, markdown=f"{record.markdown}\n\n# {HOSTILE}\n\n{HOSTILE}\n\n- {'W' * 200}")
    if is_dataclass(record) and not isinstance(record, (Span, type)):
        words = {"title", "text", "imprint", "subject", "preheader", "caption", "speaker", "role", "alt", "detail"}
        words |= {"name", "publisher", "label", "value"} if not isinstance(record, StoryBlock) else set()
        changes: dict[str, Any] = {}
        for field in fields(record):
            value = getattr(record, field.name)
            if isinstance(value, tuple):
                changes[field.name] = tuple(_wrecked(v) for v in value)
            elif is_dataclass(value):
                changes[field.name] = _wrecked(value)
            elif field.name in words and isinstance(value, str) and field.name != "notice":
                changes[field.name] = value if value in ("ours", "ahead") else HOSTILE
            elif field.name == "url" and isinstance(value, str):
                changes[field.name] = value + '/{{x}}?a="><script>[]%zz'
        return replace(record, **changes)
    return record


@pytest.fixture(scope="module")
def hostile(render: Renderer) -> Rendered:
    return render(_wrecked(editions.edition(10)))


def test_hostile_text_adds_no_element_and_no_address(hostile: Rendered) -> None:
    """In every field; it arrives as visible characters or not at all."""
    for page in (hostile.html, hostile.web):
        tags = Tags(page)
        assert not {t for t, _ in tags.tags} & {"script", "iframe", "form", "svg", "object"}
        assert not [a for _, attrs in tags.tags for a in attrs if a.startswith("on")]
        assert all(re.match(r"https?://|mailto:", h) for h in tags.of("a", "href") if h)
        assert [s for s in tags.of("img", "src") if not s.startswith(editions.SITE)] == []
        assert "&lt;script&gt;alert(1)" in page


def test_hostile_text_leaves_nothing_for_machines(hostile: Rendered) -> None:
    """No merge field, no direction override, no second placeholder."""
    for part in (hostile.html.split("</head>")[1], hostile.web.split("</head>")[1], hostile.text):
        for bad in ("{{", "{%", "*|", "\u202e", "\u2028", "\x00"):
            assert bad not in part
    assert hostile.html.count(PLACEHOLDER) == hostile.text.count(PLACEHOLDER) == 1
    assert hostile.message.isascii() and b"\r\nBcc:" not in hostile.message.split(b"\r\n\r\n")[0]


def test_hostile_text_still_makes_files_that_can_be_written(hostile: Rendered) -> None:
    """Lone surrogates cannot be encoded; edition.json keeps them as escapes."""
    assert all(hostile.files().values())
    assert "alert(1)" in json.dumps(json.loads(hostile.data))


def test_an_empty_edition_is_a_page(render: Renderer) -> None:
    """No section, no title, no subject: still a message (preflight stops it)."""
    rendered = render(editions.bare(title="", subject="", preheader="", imprint=""))
    assert "<h1" in rendered.html and rendered.message.isascii()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375])
def test_nothing_scrolls_sideways_on_a_phone(hostile: Rendered, width: int) -> None:
    """WCAG 2.1, 1.4.10, also with words of 200 letters."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("no browser: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for html in (hostile.html, hostile.web):
                page = browser.new_page(viewport={"width": width, "height": 800})
                page.route("**/*", lambda route: route.abort())
                page.set_content(html)
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        finally:
            browser.close()
