"""What stands before and around the elements of an XML document, made harmless and well-formed.

The parser behind us never sees a document type definition: entities are expanded here, one level deep and within
a bound, so that neither a bomb nor an external entity can reach it; what it does not know of HTML's names and of
stray ampersands is written out, so that its strict half can read what would otherwise fall to its lenient half.
"""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass

#: All expanded entities of one document together, in code points.
EXPANSION = 1_000_000
_LONGEST = 500
_MOST = 1_000

_DOCTYPE = re.compile(r"<!doctype", re.IGNORECASE)
# A comment that is never closed ends with the document: looked for from each beginning it would cost quadratic time.
_DOCTYPE_PART = re.compile(r"""<!--.*?(?:-->|\Z)|"[^"]*"|'[^']*'|[^"'\[\]><]+|.""", re.DOTALL)
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_PLAIN_VALUE = re.compile(r"(?:[^&<]|&#\d{1,7};|&#x[0-9a-fA-F]{1,6};)*")
_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?)([A-Za-z_][\w.-]*)")
_FEED_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|rdf|channel)(?=[\s>/])", re.IGNORECASE)

# XML 1.0, section 2.2: what is no character of XML, raw or as a reference. NUL would also stop PostgreSQL.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])"
    r"|0*5(?:5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3])"  # 55296 to 57343: surrogates
    r"|\d{8,}|[xX][0-9a-fA-F]{7,});"
)
_ODD_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:([A-Za-z_][\w.-]{0,99});)?")


@dataclass(frozen=True, slots=True)
class Document:
    """XML that holds no document type, no illegal character and no unknown entity."""

    text: str
    root: str  #: local name of the first element in lower case; "" when there is none
    line: int = 1  #: where it stood in the whole document
    warnings: tuple[str, ...] = ()


def prepare(text: str) -> Document:
    """`text` from its root element on. Linear in the length of `text`."""
    warnings: list[str] = []
    cleaned = _NO_REFERENCE.sub("", _NO_CHARACTER.sub("", text))
    if len(cleaned) != len(text):
        warnings.append("characters that XML does not allow were left out")
    start, doctype = _skip_prolog(cleaned)
    root = _ROOT.match(cleaned, start)
    if not (root and _FEED_ROOT.match(cleaned, start)) and not is_html(cleaned[start : start + 200]):
        junk = _FEED_ROOT.search(cleaned, 0, start + 65_536)
        if junk:
            start, root = junk.start(), _ROOT.match(cleaned, junk.start())
            warnings.append("there was something else before the feed")
    entities, bad = _entities(doctype)
    if bad:
        warnings.append("entities that expand to others or to markup were left as they stand")
    body, odd = _outside_cdata(cleaned[start:], _Expander(entities))
    if odd:
        warnings.append("ampersands or entities that XML does not know were read as text")
    line = cleaned.count("\n", 0, start) + 1
    return Document(text=body, root=root[2].lower() if root else "", line=line, warnings=tuple(warnings))


def is_html(start: str) -> bool:
    """Does a page begin here?"""
    return bool(re.match(r"\s*<(?:!doctype\s+html|html|head|body)\b", start, re.IGNORECASE))


def _skip_prolog(text: str) -> tuple[int, str]:
    """Where the root element begins, and the document type declaration before it."""
    at, doctype = 0, ""
    while True:
        at = next((i for i in (text.find("<", at),) if i >= 0), len(text))
        if text.startswith("<?", at):
            end, skip = text.find("?>", at), 2
        elif text.startswith("<!--", at):
            end, skip = text.find("-->", at + 4), 3
        elif _DOCTYPE.match(text, at):
            end, skip = _doctype_end(text, at), 0
            doctype = text[at:end]
        else:
            return at, doctype
        if end < 0:
            return at, doctype
        at = end + skip


def _doctype_end(text: str, at: int) -> int:
    depth = 0
    for part in _DOCTYPE_PART.finditer(text, at + 9):
        if part[0] == "[":
            depth += 1
        elif part[0] == "]":
            depth -= 1
        elif part[0] == ">" and depth <= 0:
            return part.end()
    return -1


def _entities(doctype: str) -> tuple[dict[str, str], bool]:
    """Declared entities that are plain text, and whether there were others."""
    plain: dict[str, str] = {}
    bad = False
    for name, double, single in _ENTITY.findall(doctype):
        value = double or single
        if len(value) <= _LONGEST and len(plain) < _MOST and _PLAIN_VALUE.fullmatch(value):
            plain.setdefault(name, value)
        else:
            bad = True
    return plain, bad


class _Expander:
    """Writes out one odd ampersand after the other, within the bound."""

    def __init__(self, entities: dict[str, str]) -> None:
        self.entities = entities
        self.left = EXPANSION
        self.odd = False

    def __call__(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in self.entities and self.left >= 0:
            self.left -= len(self.entities[name])
            return self.entities[name]
        self.odd = True
        if name and (known := html.entities.html5.get(name + ";")):
            return "".join(f"&#{ord(c)};" for c in known)
        return "&amp;" + found[0][1:]


def _outside_cdata(text: str, expand: _Expander) -> tuple[str, bool]:
    """`text` with odd ampersands written out, except in CDATA sections, where they are not odd."""
    if not _ODD_AMPERSAND.search(text):
        return text, False
    parts: list[str] = []
    at = 0

    def replace(part: str) -> str:
        return _ODD_AMPERSAND.sub(expand, part)

    while (begin := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", begin)) >= 0:
        parts += [replace(text[at:begin]), text[begin : end + 3]]
        at = end + 3
    parts.append(replace(text[at:]))
    return "".join(parts), expand.odd
