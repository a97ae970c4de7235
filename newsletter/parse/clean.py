"""HTML of strangers -> HTML that is safe to show, and the text that a reader would see of it."""

from __future__ import annotations

import html
import re
from collections import Counter
from functools import lru_cache

import nh3

from newsletter.parse.urls import LINKS, PAGES, absolute

_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_INLINE = set("a abbr b cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split())
_BLOCK = set(
    "blockquote br caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol p pre section article"
    " summary table tbody td tfoot th thead tr ul".split()
)
#: Tags of blocks as the sanitiser writes them.
_USUAL = ("<p>", "</p>", "<br>", "<li>", "</li>")
#: Elements whose content nobody reads on the page.
_UNREAD = set(
    "script style template noscript iframe object embed applet svg math textarea select button title head noembed"
    " noframes audio video canvas".split()
)
_UNNESTED = frozenset(
    "p li dt dd tr td th tbody thead tfoot br hr img wbr input source track col area link meta".split()
)
#: HTML's usual elements: what counts as markup where a format leaves open whether a text is HTML.
_KNOWN = _INLINE | _BLOCK | _UNREAD | {"font", "center", "strike", "tt", "big", "nobr", "form", "input", "html", "body"}

# nh3 takes quadratic time in the depth of the tree (100,000 <div>: 59 s), so depth and work are bounded before it.
_DEEPEST = 200
_MOST_WORK = 2_000_000
_MOST_ATTRIBUTES = 20_000  # code points between < and >
_MOST_REFERENCES = 20_000
_LONGEST_LINE = 1_000
_NUMERIC = re.compile(r"&#(?:1[3-9]\d|[2-9]\d\d|\d{4,7}|[xX](?:[a-fA-F]\w|\w{3,6}));")  # beyond ASCII

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_MOST_ATTRIBUTES}}}")
_MARKUP = re.compile(r"<(/?)([a-z][a-z0-9]*)(?:[^>\"]++|\"[^\"]*\")*>")
_ANY_TAG = re.compile(r"<[^<>]*>")
_SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_LOOKS_CLOSED = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)\s*>")
_LOOKS_OPEN = re.compile(r"<(br|hr|img|script|style|iframe|svg|a|font|p)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LOOKS_REFERRED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

# Invisible characters that turn, join or hide text: marks of direction (Unicode TR 9), zero width space, soft hyphen,
# byte order mark, invisible operators. Joiners (U+200C, U+200D) stay: Persian and emoji need them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """One line of visible characters: control and direction marks gone, white space collapsed. Idempotent."""
    line = " ".join(text.split())
    if line.isprintable():  # nothing below could find anything: all of it is in Unicode's categories C and Z
        return line
    text = _NO_TEXT.sub("\ufffd", _INVISIBLE.sub("", _CONTROL.sub(" ", text)))
    return " ".join(text.split())


def looks_like_html(text: str) -> bool:
    """Was this meant as HTML? Formats that say nothing leave us guessing; "a < b" and "R&D" are no markup."""
    if any(m[1].lower() in _KNOWN for m in _LOOKS_CLOSED.finditer(text)):
        return True
    return bool(_LOOKS_OPEN.search(text) or _LOOKS_REFERRED.search(text))


def sanitise(text: str, base: str = "") -> str:
    """`text` as a fragment of HTML that can do nothing but be read, its links absolute; "" when nothing is left.

    Only http, https and mailto links survive. Idempotent.
    """
    text = _NO_TEXT.sub("\ufffd", text.replace("\x00", ""))
    if text.count("&") > _MOST_REFERENCES:  # nh3 is quadratic in them: 80,000 take 1.3 s, a million 75 s
        text = _NUMERIC.sub(lambda m: html.unescape(m[0]), text)
        text = "&".join(text.split("&", _MOST_REFERENCES + 1)[: _MOST_REFERENCES + 1])
    if _too_deep(text):
        text = f"<p>{html.escape(html.unescape(_ANY_TAG.sub(' ', _SCRIPTS.sub(' ', text))))}</p>"
    # Security: links are resolved inside the sanitiser and sanitising is always last. Nothing may touch it after this.
    return _cleaner(base).clean(text).strip()


@lru_cache(maxsize=32)  # summary and content of an entry are looked at several times
def visible_text(clean_html: str) -> str:
    """What a reader sees of sanitised HTML, as one line; blocks are separated, so that words do not run together."""
    if "<" not in clean_html and "&" not in clean_html:
        return tidy(clean_html)
    for tag in _USUAL:  # most of the tags, at a tenth of the cost; what stands in an attribute goes with it below
        clean_html = clean_html.replace(tag, " ")
    return tidy(html.unescape(_MARKUP.sub(_gap, clean_html)))


def plain(text: str | None, *, kind: str = "text/plain") -> str | None:
    """A title, name or tag as one line of visible characters; None when nothing is left.

    `kind` is the declared media type. What is declared as plain but was plainly meant as HTML is read as HTML.
    """
    if not text:
        return None
    if "html" in kind or looks_like_html(text):
        text = visible_text(sanitise(text))
    return tidy(text)[:_LONGEST_LINE].strip() or None


def from_plain(text: str) -> str:
    """Plain text as HTML, its lines kept."""
    return "<br>".join(html.escape(line, quote=False) for line in _NO_TEXT.sub("\ufffd", text).strip().splitlines())


def _gap(tag: re.Match[str]) -> str:
    return " " if tag[2] in _BLOCK else ""


def _too_deep(text: str) -> bool:
    """Would the tree be deep, or building it quadratic? Counts elements that are open, whatever their order."""
    if text.count("<") > _DEEPEST:
        opened: Counter[str] = Counter()
        depth = work = 0
        for tag in _TAG.finditer(text):
            name = tag[2].lower()
            work += depth
            if name in _UNNESTED:
                continue
            if not tag[1]:
                opened[name] += 1
                depth += 1
            elif opened[name]:
                opened[name] -= 1
                depth -= 1
            if depth > _DEEPEST or work > _MOST_WORK:
                return True
    return len(text) > _MOST_ATTRIBUTES and bool(_LONG_TAG.search(text))


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    def check(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return absolute(value, base, schemes=LINKS)
        if attribute == "src":
            return absolute(value, base, schemes=PAGES)
        return value

    return nh3.Cleaner(
        tags=_INLINE | _BLOCK,
        clean_content_tags=_UNREAD,
        attributes=_ATTRIBUTES,
        attribute_filter=check,
        url_schemes=set(LINKS),
        link_rel=None,
    )
