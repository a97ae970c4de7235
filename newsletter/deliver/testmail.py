"""The edition's message -> a test mail that nobody can take for the edition."""

from __future__ import annotations

import hashlib
import re

from newsletter.deliver.wire import flaw
from newsletter.errors import EditionBlocked
from newsletter.model.rendered import PLACEHOLDER

#: What stands in a test mail's leave link where a patron's token would; the public pages say so.
NOBODY = "test"
MARK = "[TEST] "

_FIELD = re.compile(rb"([!-9;-~]+):((?:[^\r\n]*\r\n)(?:[ \t][^\r\n]*\r\n)*)")


def test_mark(message: bytes) -> bytes:
    """`message` marked: [TEST] before the subject, no list-unsubscribing, a leave link that leads to an explanation.

    Its Message-ID is another than the edition's, or mail programs would show only one of the two. `personalise`
    with NOBODY as token addresses it. EditionBlocked for what is no message.
    """
    if why := flaw(message):
        raise EditionBlocked(f"the edition cannot be sent: {why}")
    head, empty, body = message.partition(b"\r\n\r\n")
    fields = _FIELD.findall(head + b"\r\n")
    if not empty or b"".join(name + b":" + value for name, value in fields) != head + b"\r\n":
        raise EditionBlocked("the edition cannot be sent: its headers cannot be read")
    different = hashlib.sha256(message).hexdigest()[:16]
    lines = [_marked(name, value, different=different) for name, value in fields]
    if not any(name.lower() == b"subject" for name, _ in fields):
        lines.append(f"Subject: {MARK.strip()}\r\n".encode("ascii"))
    return (b"".join(lines) + b"\r\n" + body).replace(PLACEHOLDER.encode("ascii"), NOBODY.encode("ascii"))


def _marked(name: bytes, value: bytes, *, different: str) -> bytes:
    lower = name.lower()
    if lower in (b"list-unsubscribe", b"list-unsubscribe-post"):
        return b""
    if lower == b"subject":
        value = b" " + MARK.encode("ascii") + value.lstrip(b" \t")
        if len(name) + 1 + len(value.partition(b"\r\n")[0]) > 76:  # an encoded word's line: RFC 2047, 2
            value = b" " + MARK.strip().encode("ascii") + b"\r\n " + value[len(MARK) + 1 :]
    elif lower == b"message-id":
        value = value.replace(b"<", f"<test.{different}.".encode("ascii"), 1)
    return name + b":" + value
