"""Text and links from elsewhere, made harmless before any template sees them.

Feed text is data. Whatever a feed writes arrives as visible characters or not at all: no line breaks, no control or
direction-changing characters, nothing that a mail service, a header decoder or our own delivery would replace.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from newsletter.model.rendered import PLACEHOLDER

#: Shown by nobody, understood by many: soft hyphen, zero-width space, grapheme joiner, direction overrides and
#: isolates (which let one headline turn the rest of the page around), tags, byte-order mark, noncharacters.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
#: Joiners shape Persian and Indic words and emoji, one at a time.
_JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
#: More than three marks on one letter is decoration that covers the lines above and below.
_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
#: U+2060 joins without being seen: the characters stay, and no machine on the way takes them for its own marks.
_JOINER = "\u2060"
#: Merge fields of mailing services (`{{`, `{%`, `<%`, `*|`), RFC 2047 encoded words.
_MARKS_OF_MACHINES = re.compile(
    r"(?<=[{<*])(?=[{%|])|(?<=\{)(?=#)|(?<=[}%|])(?=[}*])|(?<=%)(?=>)|(?<==)(?=\?)|(?<=#)(?=\})"
)
_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[^\W\d_]{2,}(?:[/?#]\S*)?")
_URL_SAFE = "/?#@!$&'()*+,;=:%-._~"


def clean(text: str | None) -> str:
    """One line of visible text, white space collapsed."""
    if not text:
        return ""
    text = _CONTROL.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _JOINERS.sub(r"\1", text)
    text = _MARKS.sub(r"\1", text)
    return " ".join(text.split())


def visible(text: str | None) -> str:
    """`clean`, and free of anything that a machine between us and the reader would act upon."""
    return defuse(clean(text))


def defuse(text: str) -> str:
    """The same characters to the eye; merge fields, encoded words and our own placeholder are none any more."""
    text = _MARKS_OF_MACHINES.sub(_JOINER, text)
    return text.replace(PLACEHOLDER, PLACEHOLDER[:6] + _JOINER + PLACEHOLDER[6:])


def looks_like_address(text: str) -> bool:
    """Is all of this text an address? Linking it elsewhere would be the oldest trick there is."""
    return _ADDRESS.fullmatch(text) is not None


def href(url: str | None) -> str | None:
    """An ASCII http(s) address that is safe in any attribute and in plain text; None for everything else.

    Addresses with a user part are refused (RFC 3986, 7.6: they are made to mislead).
    """
    if not url or len(url) > 2000 or re.search(r"[\x00-\x20\x7f\ud800-\udfff]", url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    name = _host(host)
    if name is None:
        return None
    rest = (_quoted(p) for p in (parts.path, parts.query, parts.fragment))
    built = urlunsplit((parts.scheme.lower(), name + (f":{port}" if port else ""), *rest))
    return built.replace(PLACEHOLDER, "%50" + PLACEHOLDER[1:])


def _host(host: str) -> str | None:
    if ":" in host:
        return f"[{host}]" if re.fullmatch(r"[0-9a-f:.]+", host) else None
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return name if re.fullmatch(r"[A-Za-z0-9._-]+", name) else None


def _quoted(part: str) -> str:
    """Percent-encoded where RFC 3986 wants it; a lone "%" becomes "%25", what is encoded already stays."""
    part = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(part, safe=_URL_SAFE)


def mailto(address: str, *subjects: str, room: int | None = None) -> str:
    """RFC 6068: a link that opens a message to `address`, with the first of `subjects` that fits, or the last one.

    `room`: characters that the link may have, where it stands in a line of its own. In it a letter that is not ASCII
    takes six of them or more.
    """
    to = quote(clean(address), safe="@.+-_")
    links = [f"mailto:{to}?subject={quote(subject, safe='')}" for subject in subjects]
    return next((link for link in links if room is None or len(link) <= room), links[-1])
