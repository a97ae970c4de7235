"""Pictures of stories in mail, message and page."""

from __future__ import annotations

import email.policy
import re
from dataclasses import replace
from email import message_from_bytes
from typing import Any

import pytest

from newsletter.model.editions import Edition
from newsletter.model.feeds import Image
from newsletter.model.rules import Style
from newsletter.render import Renderer
from newsletter.render.labels import unlabelled
from tests.support import editions

NAME = "0123456789abcdef0123456789abcdef.jpg"
BODY = b"\xff\xd8\xff" + bytes(range(256)) * 40


def pictured(width: int = 1200, height: int = 800, alt: str = "The quay", **more: Any) -> Edition:
    """One card with a picture."""
    url = f"{editions.SITE}/2022-01-11/images/{NAME}"
    image = Image(url=url, width=width, height=height, alt=alt, credit="Example Wire")
    section = editions.section("news", editions.story(2, image=image), title="News", style=Style.CARDS)
    return editions.bare(section, **more)


def tag(page: str) -> str:
    found = re.search(r"<img[^>]*>", page)
    assert found
    return found[0]


def test_a_theme_without_pictures_has_none_in_either_part(render: Renderer) -> None:
    """Compact prints cards as lists: no picture, and no words about one."""
    rendered = render(pictured(theme="compact"))
    assert "<img" not in rendered.html + rendered.web and "Picture" not in rendered.text


@pytest.mark.parametrize("theme", ["daily", "letter"])
def test_a_picture_has_its_size_and_is_never_made_larger(render: Renderer, theme: str) -> None:
    """Attributes for Outlook, a limit for everybody else; 300 pixels stay 300 pixels."""
    rendered = render(pictured(300, 200, theme=theme))
    for page in (rendered.html, rendered.web):
        assert 'width="300"' in tag(page) and 'height="200"' in tag(page)
        assert re.search(r"max-width:\s*300px", tag(page))
    assert 'width="536"' in tag(render(pictured(theme=theme)).html)


@pytest.mark.parametrize("theme", ["daily", "letter"])
def test_a_portrait_does_not_fill_the_screen(render: Renderer, theme: str) -> None:
    """Two to three, 480 pixels high, in both outlets; on paper it takes no page either."""
    rendered = render(pictured(800, 1200, theme=theme))
    for page in (rendered.html, rendered.web):
        assert 'width="320"' in tag(page) and 'height="480"' in tag(page)
        assert re.search(r"max-width:\s*320px", tag(page))
    assert re.search(r"@media print \{.*?img \{[^}]*max-height: 70mm", rendered.web, re.S)


@pytest.mark.parametrize(("language", "words"), [("en", "does not describe"), ("uk", "не описало")])
def test_without_a_description_that_is_what_the_alt_says(render: Renderer, language: str, words: str) -> None:
    """And the text part, where nobody sees a picture, says only whose it would be."""
    said = {"en": "A picture that its source does not describe", "uk": "Світлина, яку джерело не описало"}[language]
    rendered = render(pictured(alt=said, language=language))
    assert f'alt="{said}"' in tag(rendered.html) and words in said
    assert words not in rendered.text and "Example Wire]" in rendered.text


def test_a_message_brings_the_pictures_that_it_names(render: Renderer) -> None:
    """RFC 2387, 2392: related parts inside the alternative; the page links them; the same gives the same bytes."""
    edition = pictured(pictures="embed")
    rendered = render(edition, {NAME: BODY, "f" * 32 + ".png": b"\x89PNG"})
    parts = list(message_from_bytes(rendered.message, policy=email.policy.default).walk())
    kinds = ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/jpeg"]
    assert [p.get_content_type() for p in parts] == kinds, "what the mail does not name does not come along"
    assert parts[2].get_param("type") == "text/html"
    assert parts[4].get_content() == BODY and parts[4]["Content-ID"] == f"<{NAME[:32]}@review.example.org>"
    assert parts[4].get_content_disposition() == "inline"
    assert f'src="cid:{NAME[:32]}@review.example.org"' in tag(rendered.html)
    assert f"/images/{NAME}" in tag(rendered.web)
    assert render(edition, {NAME: BODY}).message == rendered.message
    assert max(map(len, rendered.message.split(b"\r\n"))) <= 78 and rendered.message.isascii()


def test_a_picture_that_is_not_at_hand_is_linked(render: Renderer) -> None:
    """No cid: without its part."""
    rendered = render(pictured(pictures="embed"))
    assert "cid:" not in rendered.html and b"multipart/related" not in rendered.message


def test_linked_pictures_stay_out_of_the_message(render: Renderer) -> None:
    """They are files of the edition."""
    rendered = render(pictured(), {NAME: BODY})
    assert b"image/jpeg" not in rendered.message
    assert rendered.files()[f"images/{NAME}"] == BODY
    assert "images/" not in "".join(render(replace(pictured(), sections=())).files())


@pytest.mark.parametrize(
    ("credit", "printed"),
    [
        ("Photo: Jane", "Jane"),
        ("Photo by Jane", "Jane"),
        ("Photo credit: Jane", "Jane"),
        ("Photograph: Jane/Wire", "Jane/Wire"),
        ("Фото: Wire", "Wire"),
        ("Photographers' Union", "Photographers' Union"),
        ("Bild", "Bild"),
        ("Photo:", "Photo:"),
        ("Jane", "Jane"),
    ],
)
def test_a_credit_that_brings_its_own_label_is_not_labelled_twice(credit: str, printed: str) -> None:
    """A name that only begins like a label stays whole."""
    assert unlabelled(credit) == printed
