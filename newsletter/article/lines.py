"""Bytes -> characters -> the lines that a reader sees."""

from __future__ import annotations

import html
import re
import unicodedata

from newsletter.errors import ParseError
from newsletter.model import decode as encodings

#: Longer pages are cut: no article is, and what follows costs time.
LONGEST = 3_000_000  # code points
MOST_LINES = 6_000
LONGEST_LINE = 20_000

_TAGS = re.compile(r"<(?:!doctype html|html|head|body|p|div|article|br|meta|title|h1)\b", re.IGNORECASE)
_FEED = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*)?<(rss|feed|rdf:RDF)\b", re.DOTALL)
_KINDS = ("html", "plain", "xml", "text/x-", "octet-stream", "markdown")

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")

_UNREAD = re.compile(r"<(?:(script|style|template|noscript|svg|head|select|textarea|button)\b|!--)", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|section|article|header|footer|nav|aside|main|figure|figcaption"
    r"|blockquote|pre|hr|form|label|address|dl|dt|dd|title|body|html|time)\b[^<>]{0,5000}>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]{0,5000}>")


def tidy(text: str) -> str:
    """One line of visible characters: control and direction marks gone, white space collapsed, NFC. Idempotent."""
    text = _NO_TEXT.sub("\ufffd", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return " ".join(unicodedata.normalize("NFC", text).split())


def decode(body: bytes, content_type: str | None) -> str:
    """The characters of a page; ParseError when it is none (a picture, a feed, nothing at all).

    Bytes that are valid UTF-8 are UTF-8 whatever a label says, and bytes that are not are not; then the page's own
    label, then the server's, then what the bytes look like.
    """
    kind = (content_type or "").partition(";")[0].strip().casefold()
    if kind and not any(known in kind for known in _KINDS):
        raise ParseError(f"this is no page but {kind[:60]}", hint="clip the page that shows it")
    text, _ = encodings.decode(body, content_type, page=True)
    if not text.strip("\x00 \t\r\n"):
        raise ParseError("the page is empty")
    if text.count("\x00") or sum(c in "\ufffd\x01\x02\x03\x04\x05\x06" for c in text[:2000]) > 40:
        raise ParseError("this is no text", hint="clip the page that shows it")
    if feed := _FEED.match(text[:3000]):
        raise ParseError(f"this is a feed ({feed[1]}), no page", hint="name it as a source in sources.yaml")
    return text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")


def is_html(text: str, content_type: str | None) -> bool:
    """Tags decide: a server's text/html is often a guess, and text/plain never holds a body element."""
    found = len(_TAGS.findall(text[:50_000]))
    return found >= 3 or (found >= 1 and "html" in (content_type or "").casefold())


def plain_lines(text: str) -> list[str]:
    """The lines of a page that was saved as text; hard-wrapped paragraphs are joined again."""
    blocks: list[list[str]] = [[]]
    for row in text.split("\n")[:MOST_LINES]:
        line = tidy(row)[:LONGEST_LINE]
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    wrapped = any(_wrapped(rows) for rows in blocks if len(rows) >= 3)
    lines: list[str] = []
    for rows in blocks:
        lines += [" ".join(rows)] if wrapped and _wrapped(rows) else rows
    return lines


def _wrapped(rows: list[str]) -> bool:
    """Was one paragraph broken at a column? All rows but the last are about equally long, and none ends a sentence."""
    if len(rows) < 2:
        return False
    lengths = [len(row) for row in rows[:-1]]
    open_ended = sum(row[-1].isalnum() or row[-1] in ",-–" for row in rows[:-1])
    return min(lengths) >= 45 and max(lengths) <= 100 and open_ended * 3 >= len(lengths) * 2


def html_lines(text: str) -> list[str]:
    """What stands on an HTML page, line by line, menus and all: where by-lines and dates are looked for."""
    seen = _TAG.sub("", _BREAK.sub("\n", _read_part(text)))
    lines = (tidy(html.unescape(row))[:LONGEST_LINE] for row in seen.split("\n"))
    return [line for line in lines if line][:MOST_LINES]


def _read_part(text: str) -> str:
    """`text` without scripts, comments and the like. What is never closed is left standing, as its tag alone.

    One walk: a pattern with .*? takes three minutes for 100,000 comments that are never closed.
    """
    folded = text.lower() if len(text.lower()) == len(text) else text
    kept: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for match in _UNREAD.finditer(text):
        mark = f"</{match[1].lower()}" if match[1] else "-->"
        if match.start() < done or mark in unclosed:
            continue
        end = folded.find(mark, match.end())
        if end < 0:
            unclosed.add(mark)
            continue
        kept += [text[done : match.start()], "\n"]
        done = end + len(mark) if mark == "-->" else (text.find(">", end) + 1 or len(text))
    return "".join([*kept, text[done:]])
