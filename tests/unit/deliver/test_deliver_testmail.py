"""Test mails."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage

import pytest

from newsletter.deliver import personalise
from newsletter.deliver import test_mark as mark
from newsletter.deliver.wire import flaw
from newsletter.errors import EditionBlocked
from newsletter.model.rendered import PLACEHOLDER

LINK = f"https://review.example.org/u/{PLACEHOLDER}"


def message(subject: str = "Subject: Talks end") -> bytes:
    return (
        "From: review@example.org\r\nTo: review@example.org\r\n"
        f"{subject}\r\n"
        "Message-ID: <main.1@review.example.org>\r\n"
        f"List-Unsubscribe:\r\n <{LINK}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        "List-Id: <main.review.example.org>\r\n\r\n"
        f"Subject: this is text\r\nLeave: {LINK}\r\n"
    ).encode()


def read(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def test_a_test_mail_says_so_and_leads_nowhere() -> None:
    """Marked subject, nothing to unsubscribe from, a link that the public pages explain."""
    made = read(mark(message()))
    assert made["Subject"] == "[TEST] Talks end"
    assert made["List-Unsubscribe"] is None and made["List-Unsubscribe-Post"] is None
    assert made["List-Id"] == "<main.review.example.org>"
    assert "Subject: this is text" in made.get_content()
    assert "https://review.example.org/u/test" in made.get_content()
    assert made["Message-ID"] != "<main.1@review.example.org>"


@pytest.mark.parametrize(
    "subject",
    [
        "Subject: =?utf-8?q?=D0=A0=D0=B0=D0=BD=D0=BE=D0=BA?=",
        "subject:=?utf-8?q?=D0=A0=D0=B0=D0=BD=D0=BE=D0=BA?=",
        "SUBJECT: =?utf-8?b?0KDQsNC9?=\r\n =?utf-8?b?0L7Qug==?=",
    ],
)
def test_a_subject_in_encoded_words_stays_readable(subject: str) -> None:
    """The mark stands before them, in plain letters."""
    assert read(mark(message(subject)))["Subject"] == "[TEST] Ранок"


def test_a_long_subject_is_folded() -> None:
    """A line with an encoded word has at most 76 characters (RFC 2047, 2)."""
    words = "=?utf-8?q?" + "=D0=A0" * 9 + "?="
    made = mark(message(f"Subject: {words}"))
    assert read(made)["Subject"] == "[TEST] " + "Р" * 9
    assert max(len(line) for line in made.split(b"\r\n") if b"utf-8" in line) <= 76


def test_a_message_without_a_subject_gets_one() -> None:
    """Nobody should take it for the edition."""
    made = mark(message().replace(b"Subject: Talks end\r\n", b""))
    assert read(made)["Subject"] == "[TEST]"


def test_a_test_mail_can_be_addressed() -> None:
    """personalise takes it although it has no leave link, for the test token only."""
    made = personalise(mark(message()), to="ann@example.org", token="test", message_id="<t.1@review.example.org>")
    assert read(made)["To"] == "ann@example.org" and flaw(made) == ""
    with pytest.raises(EditionBlocked):
        personalise(mark(message()), to="ann@example.org", token="real", message_id="<t.1@review.example.org>")


@pytest.mark.parametrize("data", [b"", b"x\r\n", b"no header\r\n\r\nbody\r\n", b"Subject: x\n\nbody\n"])
def test_what_is_no_message_is_refused_in_words(data: bytes) -> None:
    """Nothing half marked goes out."""
    with pytest.raises(EditionBlocked, match="cannot be sent"):
        mark(data)
