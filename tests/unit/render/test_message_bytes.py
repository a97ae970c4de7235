"""The message as bytes."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from newsletter.errors import TemplateError
from newsletter.model.editions import Edition
from newsletter.model.rendered import PLACEHOLDER
from newsletter.render import Renderer
from tests.support import editions


def _with(edition: Edition, field: str, value: str) -> Edition:
    changes: Any = {field: value}
    return replace(edition, **changes)


def _parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_it_is_text_then_html_and_both_are_the_files(render: Renderer) -> None:
    """RFC 2046, 5.1.4: the plainest first; edition.txt and edition.html are its parts."""
    rendered = render(editions.edition(3))
    text, html = _parsed(rendered.message).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content().replace("\r\n", "\n") == rendered.text
    assert html.get_content().replace("\r\n", "\n") == rendered.html


def test_it_is_seven_bits_with_crlf_and_short_lines(render: Renderer) -> None:
    """RFC 5322, 2.1.1 and 2.3, also for a Ukrainian edition; 78 columns wherever no address is longer."""
    raw = render(editions.edition(10, "uk")).message
    assert raw.isascii()
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_headers_say_who_for_whom_and_how_to_leave(render: Renderer) -> None:
    """RFC 2369, 2919, 8058, and Gmail's Feedback-ID."""
    message = _parsed(render(editions.edition(1)).message)
    assert message["To"] == message["From"] == "Daily Review <review@example.org>"
    assert message["Reply-To"] == "editors@example.org"
    assert message["Date"] == "Tue, 11 Jan 2022 04:30:00 +0000"
    assert message["Message-ID"] == "<main.2022-01-11.r1@review.example.org>"
    assert message["List-Unsubscribe"] == (
        f"<https://review.example.org/u/{PLACEHOLDER}>, <mailto:editors@example.org?subject=unsubscribe>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "Daily Review <main.review.example.org>"
    assert message["List-Archive"] == "<https://review.example.org/>"
    assert message["Feedback-ID"].endswith(":review.example.org")


def test_long_ukrainian_headers_come_back_whole(render: Renderer) -> None:
    """RFC 2047: encoded words of at most 75 characters, folded, decoded to the same words."""
    subject = "Переговори США та Росії у Женеві завершилися без прориву, сторони зустрінуться знову"
    raw = render(editions.edition(1, "uk", subject=subject)).message
    assert _parsed(raw)["Subject"] == subject
    assert str(_parsed(raw)["From"]) == "Щоденний огляд <review@example.org>"
    head = raw.split(b"\r\n\r\n")[0]
    assert all(len(word) <= 75 for word in re.findall(rb"=\?[^?]+\?[bq]\?[^?]*\?=", head))


@pytest.mark.parametrize("field", ["subject", "sender", "reply_to", "title", "review", "language", "preheader"])
def test_no_field_can_add_a_header(render: Renderer, field: str) -> None:
    """Line breaks in any of them end as spaces, or the edition is refused."""
    evil = "x\r\nBcc: evil@example.com\r\n\r\nbody"
    value = f'"{evil}" <review@example.org>' if field in ("sender", "reply_to") else evil
    try:
        message = _parsed(render(_with(editions.edition(1), field, value)).message)
    except TemplateError:
        return
    assert "Bcc" not in message
    assert [p.get_content_type() for p in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("sender", "nobody"), ("sender", "Огляд <огляд@example.org>"), ("site", "review"), ("reply_to", "a b <x>")],
)
def test_addresses_that_cannot_be_written_are_refused_in_words(render: Renderer, field: str, value: str) -> None:
    """One line and a hint, instead of a header that nobody can read."""
    with pytest.raises(TemplateError) as caught:
        render(_with(editions.edition(1), field, value))
    assert "sources.yaml" in caught.value.hint


def test_a_display_name_with_a_comma_is_quoted(render: Renderer) -> None:
    """Else it would be two senders."""
    raw = render(editions.edition(1, sender='"Review, Daily" <review@example.org>')).message
    assert b'\r\nTo: "Review, Daily" <review@example.org>\r\n' in raw
    assert _parsed(raw)["From"].addresses[0].display_name == "Review, Daily"


def test_a_subject_that_is_an_encoded_word_stays_words(render: Renderer) -> None:
    """ "=?utf-8?q?...?=" in a feed's title is text, not a header trick."""
    message = _parsed(render(editions.edition(1, subject="=?utf-8?q?=42=63=63?= arrives")).message)
    assert message["Subject"].replace("\u2060", "") == "=?utf-8?q?=42=63=63?= arrives"


def test_each_placeholder_is_found_in_the_bytes(render: Renderer) -> None:
    """As often as a reader would see it, and in the header once."""
    rendered = render(editions.edition(5, "uk"))
    shown = rendered.html.count(PLACEHOLDER) + rendered.text.count(PLACEHOLDER)
    assert shown == 2
    assert rendered.message.count(PLACEHOLDER.encode()) == shown + 1
