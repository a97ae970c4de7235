"""Nothing that only patrons may see stands in a public file, whatever its format.

What is secret comes from edition.json, which holds everything with its audience; what is public comes as bytes. The
bytes are read in every way in which words can hide in them: as text, as HTML in XML, as HTML in JSON, as JSON in HTML,
percent-encoded. Five words in a row are enough to be recognised, so that a headline cut short is found as well.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from newsletter.model.editions import Audience
from newsletter.preflight.case import collapse, fold, same_url, short
from newsletter.preflight.read import read_html
from newsletter.preflight.secrets import prose_pieces

#: Words in a row that are recognised, and the characters that a shorter text must have.
RUN, SHORTEST = 5, 12
#: Fields of a block that a reader would see.
_WORDS = frozenset({"title", "text", "caption", "alt", "label", "detail", "speaker"})
#: Also of addresses inside others, such as those behind a redirect.
_URL = re.compile(r"(?=(https?://[^\s\"'<>\\)\]]+))")
_PAGE = re.compile(r"\s*<!doctype html", re.I)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script", re.S | re.I)
_PICTURE = re.compile(r"/(images/[^/?#]+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What only patrons may see of one edition, as it is looked for."""

    words: frozenset[str]  #: folded, at most RUN words each
    urls: frozenset[str]  #: normalised

    def __bool__(self) -> bool:
        return bool(self.words or self.urls)

    def holds(self, one: str) -> bool:
        return one in self.words or one in self.urls


class Printed:
    """Public bytes, as everything that they could be taken for."""

    def __init__(self, *bodies: bytes) -> None:
        texts, links = [], set()
        for body in bodies:
            raw = body.decode("utf-8", "replace")
            # Of a page the tags are read once; what stands escaped in it is looked for in its plain text.
            once = _PAGE.match(raw) is not None
            forms = list(dict.fromkeys(_forms(raw)))
            pages = [read_html(form) for form in (forms[:1] if once else forms)]
            texts += [*(page.text for page in pages), *(" \n ".join(page.values) for page in pages)]
            texts += forms[1:] if once and len(forms) > 1 else forms
            links |= {url for form in forms for url in _URL.findall(form)}
        self.text = " \n ".join(fold(text) for text in texts)
        self.urls = frozenset(map(_spelled, links))

    def found(self, secrets: Secrets) -> Iterator[str]:
        """Those of the secrets that stand here, in order of the alphabet."""
        yield from (words for words in sorted(secrets.words) if words in self.text)
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
    public = Printed(*(_bytes(s) for s in sections if s.get("audience") != Audience.PATRONS), _bytes(_frame(edition)))
    phrases = [words for s in hidden for words in _words(s)]
    # Subject and preheader are made from headlines, and may hold one cut short.
    told = {fold(p) for p in phrases}
    for teaser in (edition.get("subject"), edition.get("preheader")):
        parts = [fold(p).strip(" …") for p in re.split(r"[·;]", str(teaser or ""))]
        phrases += [p for p in parts if len(p) >= SHORTEST and any(p in words for words in told)]
    urls = frozenset(_spelled(url) for s in hidden for url in _urls(s)) - public.urls
    phrases += [name for url in urls for name in _PICTURE.findall(url)]  # a page may name it from where it stands
    runs = frozenset(run for phrase in phrases for run in _runs(phrase))
    return Secrets(words=frozenset(r for r in runs if r not in public.text), urls=urls)


def leak(secrets: Secrets, printed: Printed) -> str:
    """The first of `secrets` that stands in `printed`, short enough for a message; "" when there is none."""
    return short(next(printed.found(secrets), ""))


def _spelled(url: str) -> str:
    return same_url(html.unescape(url).rstrip(".,;:!?")).rstrip("?#/")


def _frame(edition: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": edition.get("title")}


def _bytes(value: object) -> bytes:
    """A part of edition.json as the words that it prints."""
    return "\n".join([*_words(value), *_urls(value)]).encode("utf-8", "replace")


def _words(value: object, key: str = "") -> Iterator[str]:
    """Every text of a part of edition.json that a reader would see, as it is printed."""
    if isinstance(value, str):
        if key == "markdown":
            yield from (piece for piece in prose_pieces(value) if not piece.startswith("http"))
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


def _with_inserts(extract: Mapping[str, Any]) -> str:
    text, done, parts = str(extract.get("text") or ""), 0, []
    for insert in extract["inserts"]:
        parts += [text[done : insert["at"]], f" [{insert['text']}]"]
        done = insert["at"]
    return "".join([*parts, text[done:]])


def _urls(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from _URL.findall(value)
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _urls(one)


def _runs(phrase: str) -> Iterator[str]:
    words = fold(phrase).split()
    if len(words) <= RUN:
        yield from [whole] if len(whole := " ".join(words)) >= SHORTEST else []
    else:
        yield from (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def _forms(text: str) -> Iterator[str]:
    """The text itself, and what it becomes where programs read it once more, or twice."""
    yield text
    yield unquote(html.unescape(html.unescape(text)), errors="replace")
    whole = _json(text)
    # JSON may write any letter as an escape, and JSON in a page is in scripts.
    pieces = [whole] if whole else [_json(script) for script in _SCRIPT.findall(text)]
    if any(pieces):
        yield html.unescape("\n".join(pieces))


def _json(text: str) -> str:
    try:
        return "\n".join(_strings(json.loads(text)))
    except ValueError:
        return ""


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)
