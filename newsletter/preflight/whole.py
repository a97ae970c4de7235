"""Blocking findings on the whole edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from newsletter.model.base import to_data
from newsletter.model.editions import Edition, FiguresBlock, LinksBlock, StoryBlock
from newsletter.model.rendered import PLACEHOLDER, Finding
from newsletter.preflight.case import Case, blocking, fold
from newsletter.preflight.public import Printed, leak, secrets_of

#: Gmail shows no more of a message's HTML (measured by senders; Google documents no figure).
CLIPPED_AT = 102 * 1024


def no_stories(case: Case) -> Iterator[Finding]:
    for section in case.edition.sections:
        if any(
            isinstance(b, StoryBlock | FiguresBlock) or (isinstance(b, LinksBlock) and b.items) for b in section.blocks
        ):
            return
    yield blocking("no-stories", "there is no story in this edition", "wait for news, or place a story")


def no_subject(case: Case) -> Iterator[Finding]:
    if not fold(case.edition.subject):
        yield blocking("no-subject", "the message has no subject", "give the edition a subject", place="subject")


def patron_words_in_public(case: Case) -> Iterator[Finding]:
    """What only patrons may read stands nowhere in the public page: text, meta tags, links, addresses of pictures."""
    secrets = secrets_of(to_data(Edition, case.edition))
    if secrets and (found := leak(secrets, Printed(case.rendered.web.encode("utf-8", "replace")))):
        yield blocking(
            "leak",
            f"patrons' words are on the public page: “{found}”",
            "mend web.html, or make the section public",
            place="web.html",
        )


def lost_placeholders(case: Case) -> Iterator[Finding]:
    """Delivery replaces bytes: a patron's link must stand whole in them, once for each time that readers see it."""
    raw = case.rendered.message.count(PLACEHOLDER.encode("ascii"))
    parsed = message_from_bytes(case.rendered.message)
    head = str(parsed.get("List-Unsubscribe", "")).count(PLACEHOLDER)
    parts = [_decoded(p).count(PLACEHOLDER) for p in parsed.walk() if p.get_content_maintype() == "text"]
    others = sum(str(v).count(PLACEHOLDER) for k, v in parsed.items() if k.lower() != "list-unsubscribe")
    if not head or len(parts) < 2 or not all(parts):
        yield blocking(
            "no-leave-link",
            "a patron's way out is missing from the header, the text or the HTML",
            "print leave_url in both",
            place="message",
        )
    if raw != head + sum(parts) or others:
        yield blocking(
            "split-placeholder",
            "a patron's own link is torn in the message",
            "print leave_url as it is",
            place="message",
        )
    if PLACEHOLDER in case.rendered.web:
        yield blocking(
            "leak", "the public page holds a patron's link", "take leave_url out of web.html", place="web.html"
        )


def _decoded(part: Message) -> str:
    body = part.get_payload(decode=True)
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else ""


def broken_message(case: Case) -> Iterator[Finding]:
    """RFC 5322, 2.1.1 and 2.3; RFC 2045, 6: CRLF only, lines of at most 998 octets, seven bits."""
    raw = case.rendered.message
    remedy = "this is a fault of the program: report it with this edition's edition.json"
    if any(byte > 127 or byte == 0 for byte in raw):
        yield blocking("not-7bit", "the message holds bytes that not every mail server passes on", remedy)
    if re.search(rb"(?<!\r)\n|\r(?!\n)", raw):
        yield blocking("line-ends", "the message has line ends that are not CRLF", remedy, place="message")
    longest = max(map(len, raw.split(b"\r\n")))
    if longest > 998:
        yield blocking(
            "long-lines", f"the message has a line of {longest} bytes; 998 are allowed", remedy, place="message"
        )


def too_large(case: Case) -> Iterator[Finding]:
    size = len(case.rendered.html.encode("utf-8", "replace"))
    if size > CLIPPED_AT:
        yield blocking(
            "too-large",
            f"the HTML part has {size // 1024} KB; mail services cut it off at {CLIPPED_AT // 1024} KB",
            "set a limit on sections, or shorten the house's words",
            place="edition.html",
        )
