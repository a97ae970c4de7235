"""What a mail asks of the programs that show it, against what they are known to support.

The table is caniemail.com's (data/caniemail.json, with its date). What stands in elements, attributes and style
attributes carries the page; style blocks only add to it and are not counted. A feature that some client lacks breaks
the page there, unless its lack costs no more than decoration (GRACEFUL).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from importlib import resources

from newsletter.model.rendered import Finding
from newsletter.preflight.case import Case, warning

#: Mean support in percent, each client and each feature counting the same, under which a mail is asking too much.
INDEX = 92.0

#: Lost without loss of words or order: rounded corners, spacing of letters, where a long word breaks, pointers for
#: screen readers beside words that say the same, line heights, the width limit (which Outlook's own table replaces).
GRACEFUL = frozenset(
    """css-border-radius css-letter-spacing css-word-break css-overflow-wrap css-word-wrap css-line-height css-max-width
    css-text-decoration-color css-list-style-type css-font css-font-weight css-font-size css-height css-opacity
    css-sytem-ui css-important css-color-scheme css-background html-aria-label html-role html-lang html-dir html-body
    html-style html-semantics html-doctype html-meta-color-scheme html-comments html-small html-mailto-links
    html-cellpadding html-cellspacing css-border-collapse css-comments css-white-space""".split()
)
_ALIKE = {
    **{f"h{n}": "h1-h6" for n in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl", "li", "dt", "dd"), "lists"),
    **dict.fromkeys(
        ("article", "aside", "figure", "figcaption", "footer", "header", "main", "mark", "nav", "section", "time"),
        "semantics",
    ),
    **dict.fromkeys(("map", "area"), "image-maps"),
}
_PIECE = re.compile(r"(?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^)]*\))+")
_UNIT = re.compile(r"(?<![\w#.-])-?\.?\d[\d.]*(px|rem|em|pt|vh|vw|vmin|vmax|ch|ex|cm|mm|in|pc|%)", re.I)
_FUNCTIONS = (
    (re.compile(r"\brgba\("), "css-rgba"),
    (re.compile(r"\b(?:rgb|hsl)a?\([^,)]*\)|\b(?:hwb|lab|lch|oklab|oklch|color)\("), "css-modern-color"),
    (re.compile(r"\brgb\("), "css-rgb"),
    (re.compile(r"\bcalc\("), "css-unit-calc"),
    (re.compile(r"\bvar\("), "css-variables"),
    (re.compile(r"\bclamp\("), "css-function-clamp"),
    (re.compile(r"\bmin\("), "css-function-min"),
    (re.compile(r"\bmax\("), "css-function-max"),
    (re.compile(r"\blight-dark\("), "css-function-light-dark"),
    (re.compile(r"\blinear-gradient\("), "css-linear-gradient"),
    (re.compile(r"\bradial-gradient\("), "css-radial-gradient"),
    (re.compile(r"\bconic-gradient\("), "css-conic-gradient"),
)
_PICTURE = re.compile(r"\.(apng|avif|bmp|gif|heif|ico|jpe?g|mp4|png|svg|tiff?|webp)(?:[?#]|$)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """The table: one letter per client and feature, y(es), a (in part), n(o), u(ntested)."""

    date: str
    clients: tuple[str, ...]
    features: dict[str, str]

    def lacking(self, feature: str) -> tuple[str, ...]:
        """The clients that are known not to have it."""
        return tuple(c for c, state in zip(self.clients, self.features[feature], strict=True) if state == "n")

    def share(self, feature: str) -> float:
        """0 to 1 over the clients that were tested; in part counts half."""
        tested = [{"y": 1.0, "a": 0.5, "n": 0.0}[s] for s in self.features[feature] if s != "u"]
        return sum(tested) / len(tested) if tested else 1.0

    def breaks(self, feature: str) -> bool:
        """Does its lack somewhere cost more than decoration?"""
        return feature not in GRACEFUL and bool(self.lacking(feature))


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A feature where a page first uses it."""

    feature: str
    line: int  #: of the HTML
    element: str
    written: str  #: what stands there: "display: flex", or an attribute's name, or "" for the element itself


@cache
def support() -> Support:
    """The table that comes with the program."""
    data = json.loads(resources.files("newsletter").joinpath("data/caniemail.json").read_text("utf-8"))
    return Support(date=data["date"], clients=tuple(data["clients"]), features=data["features"])


def client_support(case: Case) -> Iterator[Finding]:
    """What a mail program would not show as it is meant, each feature once, and the whole mail's index."""
    table, seen = support(), used(case.rendered.html)
    for use in seen:
        if table.breaks(use.feature):
            lacking = table.lacking(use.feature)
            names = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
            what = f"{use.written} of <{use.element}>" if use.written else f"<{use.element}>"
            yield warning(
                "client-support",
                f"edition.html, line {use.line}: {what} is not known to {names}",
                f"do without {use.written or what} there, or put it into a style block",
            )
    index = support_index(seen)
    if index < INDEX:
        yield warning(
            "low-support",
            f"mail programs support {index:.0f} of 100 of what the mail asks of them; {INDEX:.0f} are wanted",
            "newsletter check --templates names what to do without",
        )


def support_index(seen: tuple[Use, ...]) -> float:
    """In percent: the mean of what each feature reaches."""
    shares = [support().share(use.feature) for use in seen]
    return 100 * sum(shares) / len(shares) if shares else 100.0


def used(html: str) -> tuple[Use, ...]:
    """The features that the page's elements, attributes and style attributes use, each where it comes first."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.found.values())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, Use] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(f"html-{_ALIKE.get(tag, tag)}", tag, "")
        for name, value in attrs:
            if name == "style":
                for written, feature in of_style(value or ""):
                    self._note(feature, tag, written)
            else:
                self._note(_attribute(tag, name, value or ""), tag, name)

    def _note(self, feature: str, tag: str, written: str) -> None:
        if feature in support().features and feature not in self.found:
            self.found[feature] = Use(feature=feature, line=self.getpos()[0], element=tag, written=written)


def _attribute(tag: str, name: str, value: str) -> str:
    if name == "href":
        return "html-mailto-links" if value.startswith("mailto:") else "html-anchor-links" if value[:1] == "#" else ""
    if name == "src":
        picture = _PICTURE.search(value)
        kind = (
            picture[1].lower().replace("jpeg", "jpg").replace("tif", "tiff").replace("tifff", "tiff") if picture else ""
        )
        return "image-base64" if value.startswith("data:") else f"image-{kind}"
    # Attributes that share a name with an element are looked up by that name nowhere else.
    return f"html-{name}" if name not in ("style", "form") else ""


def of_style(text: str) -> Iterator[tuple[str, str]]:
    """Each declaration of a style attribute with each feature that it needs.

    What hides (`display: none` and its companions) is left out: of such a set every client knows one.
    """
    pairs = [(n.strip().lower(), v.strip()) for n, c, v in (p.partition(":") for p in _PIECE.findall(text)) if c]
    if ("display", "none") in pairs:
        return
    for name, value in pairs:
        if name.startswith(("mso-", "-webkit-", "-moz-", "-ms-")):
            continue
        written = f"{name}: {value}"
        feature = _property(name)
        if feature:
            yield written, feature
        for more in _value(name, value.lower()):
            yield written, more


def _property(name: str) -> str:
    """border-left-color -> css-border, when the table knows no more of it."""
    if name.startswith("--"):
        return "css-variables"
    if name in ("left", "right", "top", "bottom"):
        return "css-left-right-top-bottom"
    if name.endswith("-radius"):
        return "css-border-radius"
    if name == "display":
        return ""  # which display it is decides
    while name and f"css-{name}" not in support().features:
        name = name.rpartition("-")[0]
    return f"css-{name}" if name else ""


def _value(name: str, value: str) -> Iterator[str]:
    if name == "font-family":
        return
    for unit in dict.fromkeys(u.lower() for u in _UNIT.findall(value)):
        yield "css-unit-percent" if unit == "%" else f"css-unit-{unit}"
    for pattern, feature in _FUNCTIONS:
        if pattern.search(value):
            yield feature
    if "!important" in value:
        yield "css-important"
    if name == "display":
        kind = value.split()[0].removeprefix("inline-") if value else ""
        yield f"css-display-{kind}" if kind in ("flex", "grid") else "css-display"
