"""The message: multipart/alternative, 7-bit clean, the same bytes for the same edition (RFC 5322, 2045, 2047, 8058)."""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Mapping, Sequence
from email.header import Header
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from types import MappingProxyType
from urllib.parse import urlsplit

from newsletter.errors import TemplateError
from newsletter.model.editions import Edition
from newsletter.model.rendered import PLACEHOLDER
from newsletter.render.clean import clean, href, mailto, visible
from newsletter.render.context import address_of, leave_url
from newsletter.render.quoted import encode
from newsletter.render.views import content_id

#: RFC 5322, 2.1.1: a header line should have no more characters than this.
_FOLD = 78
_ADDRESS = re.compile(r"[^\s@<>\",;:\\\[\]()\x00-\x20\x7f-\U0010ffff]+@[A-Za-z0-9.-]+")


def message(edition: Edition, html: str, text: str, pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The whole message to the list's own address; a placeholder stands where a patron's token will.

    `pictures` come along beside the HTML that names them (RFC 2387); the text part stays an alternative to both.
    """
    shown = {name: body for name, body in sorted(pictures.items()) if content_id(name, _host(edition)) in html}
    parts = [_text_part("plain", text), _text_part("html", html)]
    if shown:
        related = [parts[1], *(_picture_part(name, body, _host(edition)) for name, body in shown.items())]
        parts[1] = _multipart("related", related, ';\r\n type="text/html"')
    whole = "\r\n".join(_headers(edition)).encode("ascii") + b"\r\n" + _multipart("alternative", parts)
    _count_placeholders(whole, html, text)
    return whole


def _multipart(kind: str, parts: Sequence[bytes], more: str = "") -> bytes:
    """Parts with their own headers -> one part. The boundary follows from them, so that the same gives the same."""
    boundary = f"=_{sha256(bytes(0).join(parts)).hexdigest()[:32]}"
    out = [f'Content-Type: multipart/{kind}{more};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")]
    for part in parts:
        out += [f"--{boundary}\r\n".encode("ascii"), part, b"\r\n"]
    return b"".join([*out, f"--{boundary}--\r\n".encode("ascii")])


def _text_part(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode("ascii") + encode(text)


def _picture_part(name: str, body: bytes, host: str) -> bytes:
    """Inline and with a name, for programs that list what they cannot show in its place."""
    kind = "png" if name.endswith(".png") else "jpeg"
    head = (
        f'Content-Type: image/{kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-ID: <{content_id(name, host)}>\r\nContent-Disposition: inline; filename="{name}"\r\n\r\n'
    )
    return head.encode("ascii") + encodebytes(body).replace(b"\n", b"\r\n")


def _headers(edition: Edition) -> list[str]:
    """Header lines in a fixed order. What people see is folded; list headers are ASCII, and none is folded inside an
    address, because readers of those take a fold or an encoded word for a part of it. Between its two addresses
    List-Unsubscribe is folded, as in RFC 8058, 8.1."""
    host = _host(edition)
    review = re.sub(r"[^A-Za-z0-9_-]+", "-", edition.review).strip("-") or "review"
    day = edition.day.isoformat()
    reply = address_of(edition)
    seen = [
        _person("From", edition.sender),
        _person("To", edition.sender),
        *([_person("Reply-To", edition.reply_to)] if edition.reply_to.strip() else []),
        _words("Subject", visible(edition.subject)),
        f"Date: {format_datetime(edition.window.cutoff)}",
        f"Message-ID: <{review}.{day}.r{edition.revision}@{host}>",
        "MIME-Version: 1.0",
        f"Content-Language: {re.sub(r'[^A-Za-z0-9-]', '', edition.language) or 'en'}",
    ]
    lists = [
        f"List-Id: {_list_phrase(edition)}<{review}.{host}>",
        f"List-Unsubscribe: <{leave_url(edition)}>, <{mailto(reply, 'unsubscribe')}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        f"List-Archive: <{href(edition.home + '/')}>",
        f"Feedback-ID: {day}:{review}:daily:{host}",
    ]
    for line in lists:
        if not line.isascii() or re.search(r"[\x00-\x1f\x7f]", line) or len(line) > 990:
            raise TemplateError(
                f"the header {line.split(':')[0]} cannot be written: site or address is not plain ASCII",
                template="edition.eml",
                hint="write site: and reply_to: in sources.yaml with ASCII characters only",
            )
    return [*seen, *(line.replace(">, <", ">,\r\n <") for line in lists)]


def _host(edition: Edition) -> str:
    host = urlsplit(href(edition.site) or "").hostname
    if not host:
        raise TemplateError(
            f"the site {clean(edition.site)[:80]!r} is no web address",
            template="edition.eml",
            hint="write site: in sources.yaml as https://review.example.org",
        )
    return host


def _list_phrase(edition: Edition) -> str:
    title = visible(edition.title)  # a title that imitates the placeholder is no plain phrase any more
    return f"{title} " if re.fullmatch(r"[A-Za-z0-9 '-]{1,60}", title) else ""


def _person(name: str, value: str) -> str:
    """A mailbox: display name (quoted or encoded) and ASCII address; nothing in it can start another line."""
    shown, address = parseaddr(re.sub(r"[\r\n\0]+", " ", value))
    if not _ADDRESS.fullmatch(address):
        raise TemplateError(
            f"{name}: {clean(value)[:80]!r} is no mail address",
            template="edition.eml",
            hint="write sender: and reply_to: in sources.yaml as Name <name@example.org>",
        )
    shown = visible(shown)
    if not shown:
        return f"{name}: {address}"
    if shown.isascii() and len(shown) < 60:
        phrase = shown if re.fullmatch(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+", shown) else '"' + _quoted(shown) + '"'
        line = f"{name}: {phrase} <{address}>"
        return line if len(line) <= _FOLD else f"{name}: {phrase}\r\n <{address}>"
    encoded = Header(shown, "utf-8", header_name=name, maxlinelen=74).encode(linesep="\r\n")
    return f"{name}: {encoded}\r\n <{address}>"


def _quoted(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)


def _words(name: str, text: str) -> str:
    """Free text, folded at 78; as encoded words (RFC 2047, at most 75 characters each) where it is not ASCII."""
    plain = text.isascii() and max(map(len, text.split()), default=0) < _FOLD - len(name) - 2
    header = Header(text, "us-ascii" if plain else "utf-8", header_name=name, maxlinelen=76)
    return f"{name}: {header.encode(linesep=chr(13) + chr(10))}"


def _count_placeholders(whole: bytes, html: str, text: str) -> None:
    """Each placeholder must stand whole in the bytes, for the bytes are where delivery looks for it."""
    wanted = html.count(PLACEHOLDER) + text.count(PLACEHOLDER) + 1  # and the one in List-Unsubscribe
    found = whole.count(PLACEHOLDER.encode("ascii"))
    if wanted != found or PLACEHOLDER not in html or PLACEHOLDER not in text:
        raise TemplateError(
            f"the patron's own link stands {found} times in the message and should stand {wanted} times",
            template="mail.html" if PLACEHOLDER not in html else "mail.txt",
            hint="print leave_url once in mail.html and once in mail.txt, exactly as it is",
        )
