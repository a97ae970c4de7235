"""Bytes -> characters, as declared, as sent, or as they actually are.

The order is RFC 7303's (byte order mark, the server's charset, the XML declaration) with two exceptions that
practice teaches: bytes that are valid UTF-8 *are* UTF-8 whatever a label says, because other encodings practically
never look like it; and a server's Latin-1 is a default, so a declaration inside the document beats it.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
# Where the zero bytes stand around an ASCII first character (XML 1.0, appendix F; RFC 4627, section 3).
_ZEROS = (
    (re.compile(rb"\x00\x00\x00[^\x00]"), "utf-32-be"),
    (re.compile(rb"[^\x00]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[^\x00]"), "utf-16-be"),
    (re.compile(rb"[^\x00]\x00"), "utf-16-le"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm" in EBCDIC
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)

#: Labels that servers send without having looked at the document.
_DEFAULTS = {"ascii", "iso8859-1", "cp1252"}
#: Python codecs that are no character encoding of documents, or cost quadratic time.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "unicode-escape", "undefined", "utf-7"}
#: As browsers read them (WHATWG Encoding Standard): the label's superset.
_SUPERSETS = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
#: Encodings whose bytes are all ASCII.
_STATEFUL = ("iso2022", "hz")

_STRAY = re.compile("[\udc80-\udcff]")


def decode(body: bytes, content_type: str | None, *, page: bool = False) -> tuple[str, tuple[str, ...]]:
    """The characters of `body`, without byte order mark, and what was odd about them. Never fails.

    `page`: an HTML page, whose own label is its meta element's and goes before the server's; zero bytes in it are no
    sign of UTF-16 but of something that is no text.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), ()
    if page:
        return _by_label(body, _page_labels(body, content_type))
    for pattern, name in _ZEROS:
        if pattern.match(body):
            return body.decode(name, "replace"), ()
    if body.startswith(_EBCDIC):
        return body.decode("cp037", "replace"), ()
    return _by_label(body, _labels(body, content_type))


def _labels(body: bytes, content_type: str | None) -> list[str]:
    """Python's names of the encodings that server and document claim, the likelier first."""
    sent = _CHARSET.search(content_type or "")
    declared = _DECLARED.search(body[:1024])
    found = [_known(m) for m in (sent and sent[1], declared and declared[1].decode("ascii")) if m]
    labels = [name for name in found if name]
    if len(labels) == 2 and labels[0] in _DEFAULTS:
        labels.reverse()
    return labels


def _page_labels(body: bytes, content_type: str | None) -> list[str]:
    inside = _CHARSET.search(body[:4096].decode("ascii", "replace"))
    sent = _CHARSET.search(content_type or "")
    return [name for m in (inside, sent) if m and (name := _known(m[1]))]


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return None if name in _REFUSED else name


def _by_label(body: bytes, labels: list[str]) -> tuple[str, tuple[str, ...]]:
    if body.isascii() and not any(label.startswith(_STATEFUL) for label in labels):
        return body.decode("ascii"), ()
    if not body.isascii() and (sound := _utf_8(body)) is not None:
        wrong = labels[:1] if labels and labels[0] not in ("utf-8", *_DEFAULTS) else []
        return sound, tuple(f"labelled {label}, but it is UTF-8" for label in wrong)
    text = body.decode("utf-8", "surrogateescape")
    strays = len(_STRAY.findall(text))
    # A few bytes of Windows-1252 pasted into UTF-8, or UTF-8 cut in the middle of a character.
    mostly = sum(1 for c in text if "\x7f" < c < "\ud800" or c > "\udfff") >= 3 * max(strays, 1)
    if not mostly:
        for label in labels:
            try:
                return body.decode(_SUPERSETS.get(label, label)), ()
            except (UnicodeError, LookupError):
                continue
        if (broken := _nearly(body, labels)) is not None:
            return broken, ("some bytes are not what its label says",)
    if mostly:
        return _STRAY.sub(_as_cp1252, text), ("some bytes are not UTF-8 and were read as Windows-1252",)
    name = "cp1251" if _looks_cyrillic(body) else "cp1252"
    return body.decode(name, "replace"), (f"labelled {labels[0] if labels else 'UTF-8'}, but read as {name}",)


def _nearly(body: bytes, labels: list[str]) -> str | None:
    """A few broken bytes, or a cut in the middle of a character, make no other encoding. A wrong label of UTF-8 does:
    what is mostly UTF-8 has been told before."""
    for label in labels:
        if label != "utf-8":
            with suppress(UnicodeError, LookupError):
                text = body.decode(_SUPERSETS.get(label, label), "replace")
                if text.count("\ufffd") * 50 < len(text):
                    return text
    return None


def _utf_8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _as_cp1252(stray: re.Match[str]) -> str:
    return bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace")


def _looks_cyrillic(body: bytes) -> bool:
    """Cyrillic words are runs of high bytes; in Western text high bytes stand alone between ASCII letters."""
    high = re.findall(rb"[\xa5-\xff]+", body[:200_000])
    return sum(len(run) for run in high if len(run) >= 3) * 2 > sum(map(len, high))
