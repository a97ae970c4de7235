"""Nothing that only patrons may see stands in a public file, whatever its format.

What is secret comes from edition.json, which holds everything with its audience; what is public comes as bytes. The
bytes are read in every way in which words can hide in them: as text, as HTML in XML, as HTML in JSON, as JSON in HTML,
percent-encoded, in base64. Of all that only the words count, so that a headline is found in an anchor or the name of a
file as well. Five words in a row are enough to be recognised, so that a headline cut short is found, too.
"""

from __future__ import annotations

import binascii
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from newsletter.model.editions import Audience
from newsletter.preflight.case import collapse, same_url, short
from newsletter.preflight.tokens import is_spaceless, tokens

#: Words in a row that are recognised, and the characters that a shorter text must have.
RUN, SHORTEST = 5, 12
#: The same in signs, where no blanks stand between words (Chinese, Japanese, Thai).
SIGNS, FEWEST = 10, 6
#: Fields of a block that a reader would see.
_WORDS = frozenset({"title", "text", "caption", "alt", "label", "detail", "speaker", "role"})
#: Also of addresses inside others, such as those behind a redirect.
_URL = re.compile(r"(?=(https?://[^\s\"'<>\\)\]]+))")
_INLINE = re.compile(r"</?(?:a|abbr|b|strong|em|i|u|s|span|font|small|mark|code|time|wbr)\b[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")
#: Letters as JSON, scripts and style sheets may write them.
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|([0-9a-f]{2,6})\s?|[nrt])", re.I)
_BASE64 = re.compile(r"data:[^,\s\"']*;base64,([A-Za-z0-9+/]{16,}={0,2})")
_PICTURE = re.compile(r"/(images/[^/?#]+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What only patrons may see of one edition, as it is looked for."""

    words: frozenset[str]  #: as `tokens`, at most RUN words or SIGNS signs each
    urls: frozenset[str]  #: normalised
    #: The first one or two of their tokens -> words: of a hundred thousand hardly any need to be looked for.
    heads: Mapping[str, tuple[str, ...]] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        heads: dict[str, tuple[str, ...]] = {}
        for words in sorted(self.words):
            head = " ".join(words.split(" ", 2)[:2])
            heads[head] = (*heads.get(head, ()), words)
        object.__setattr__(self, "heads", heads)

    def __bool__(self) -> bool:
        return bool(self.words or self.urls)

    def holds(self, one: str) -> bool:
        return one in self.words or one in self.urls


class Printed:
    """Public bytes, as everything that they could be taken for."""

    def __init__(self, *bodies: bytes) -> None:
        forms = [form for body in bodies for form in _forms(body.decode("utf-8", "replace"))]
        self.text = "\n".join(" ".join(tokens(text)) for text in dict.fromkeys(forms))
        self.urls = frozenset(map(_spelled, {url for form in forms for url in _URL.findall(form)}))

    def found(self, secrets: Secrets) -> Iterator[str]:
        """Those of the secrets that stand here, in order of the alphabet."""
        all_ = self.text.split()
        heads = {*all_, *map(" ".join, pairwise(all_))} & secrets.heads.keys()
        yield from sorted(words for head in heads for words in secrets.heads[head] if words in self.text)
        yield from sorted(secrets.urls & self.urls)

    def says(self, words: str) -> bool:
        """Is this one of `found`?"""
        return words in self.text or words in self.urls


def secrets_of(edition: Mapping[str, Any]) -> Secrets:
    """The secrets of an edition, from the data of its edition.json. ValueError when that is not what it should be."""
    sections = edition.get("sections")
    if not isinstance(sections, list):
        raise ValueError("edition.json has no sections")
    hidden = [s for s in sections if s.get("audience") == Audience.PATRONS]
    seen = [*(s for s in sections if s.get("audience") != Audience.PATRONS), {"title": edition.get("title")}]
    open_words = "\n".join(" ".join(tokens(words)) for words in (*_words(seen), *_urls(seen)))
    open_urls = set(map(_spelled, _urls(seen)))
    phrases = list(_words(hidden))
    # Subject and preheader are made from headlines, and may hold one cut short.
    told = [" ".join(tokens(p)) for p in phrases]
    for teaser in (edition.get("subject"), edition.get("preheader")):
        parts = [" ".join(tokens(p)) for p in re.split(r"[·;]", str(teaser or ""))]
        phrases += [p for p in parts if p and any(p in words for words in told)]
    urls = frozenset(map(_spelled, _urls(hidden))) - open_urls
    phrases += [name for url in urls for name in _PICTURE.findall(url)]  # a page may name it from where it stands
    runs = frozenset(run for phrase in phrases for run in _runs(phrase))
    return Secrets(words=frozenset(r for r in runs if r not in open_words), urls=urls)


def leak(secrets: Secrets, printed: Printed) -> str:
    """The first of `secrets` that stands in `printed`, short enough for a message; "" when there is none."""
    return short(next(printed.found(secrets), ""))


def _spelled(url: str) -> str:
    return same_url(html.unescape(url).rstrip(".,;:!?")).rstrip("?#/")


def _words(value: object, key: str = "") -> Iterator[str]:
    """Every text of a part of edition.json that a reader would see, as it is printed."""
    if isinstance(value, str):
        if key == "markdown":
            yield from _pieces(value)
        elif key in _WORDS:
            yield collapse(value)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _words(one, name)
        if value.get("inserts"):
            yield collapse(_with_inserts(value))


def _pieces(markdown: str) -> list[str]:
    """Markdown in pieces that stand unbroken on a page: split at marks, links and sentence ends."""
    words = re.sub(r"https?://[^\s)>\]]+", " ", re.sub(r"\]\([^)]*\)", "]", markdown))
    return re.split(r"[*_`#>\[\]\n]+|(?<=[.!?])\s", words)


def _with_inserts(extract: Mapping[str, Any]) -> str:
    text, done, parts = str(extract.get("text") or ""), 0, []
    for insert in extract["inserts"]:
        parts += [text[done : insert["at"]], f" [{insert['text']}]"]
        done = insert["at"]
    return "".join([*parts, text[done:]])


def _urls(value: object) -> set[str]:
    """Every address in a part of edition.json."""
    return set(_URL.findall(json.dumps(value, ensure_ascii=False)))


def _runs(phrase: str) -> Iterator[str]:
    words = tokens(phrase)
    signs = 2 * sum(map(is_spaceless, words)) > len(words)
    run, whole = SIGNS if signs else RUN, " ".join(words)
    if len(words) > run:
        yield from (" ".join(words[at : at + run]) for at in range(len(words) - run + 1))
    elif len(words) >= FEWEST if signs else len(whole) >= SHORTEST:
        yield whole


def _forms(raw: str) -> Iterator[str]:
    """The text as its readers see it, and with all that stands in tags, or that programs find who read it once more."""
    once = unquote(html.unescape(html.unescape(raw)), errors="replace")
    if "\\" in once:
        once = _ESCAPED.sub(_letter, once)
    yield from (_seen(raw), once, _seen(once))
    for hidden in _BASE64.findall(once):
        try:
            body = binascii.a2b_base64(hidden)
        except binascii.Error:
            continue
        digest = hashlib.sha256(body).hexdigest()[:32]
        yield f"images/{digest}.jpg images/{digest}.png"
        yield body.decode("utf-8", "ignore")


def _seen(text: str) -> str:
    """Without tags; those within a line part no words."""
    return html.unescape(_TAG.sub(" ", _INLINE.sub("", text)))


def _letter(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2] or "20", 16)
    return chr(code) if code < 0x110000 else " "
