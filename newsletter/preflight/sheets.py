"""Style sheets of a mail: what inliners misread, what mail programs do not know, and what nobody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.preflight.colours import faint, faint_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One trap that a theme has stepped into."""

    code: str  #: a stable word
    file: str  #: as templates include it: mail.css
    line: int  #: 0 when it concerns the whole file
    message: str  #: one line in words
    remedy: str
    serious: bool = True  #: else it costs some readers something, and the edition nothing


RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
#: What, the code, why, and what instead. Looked for in declarations.
_VALUES = (
    (
        re.compile(r"\b(?:rgb|hsl)a?\([^),]*[\d%][\s/]+[^),]*\)", re.I),
        "modern-colour",
        "colours without commas are lost when styles are inlined, and Outlook does not know them",
        "write them as #rrggbb",
    ),
    (
        re.compile(r"\bdisplay\s*:\s*(?:inline-)?(?:flex|grid)\b", re.I),
        "flex-or-grid",
        "Outlook and others lay it out as plain blocks",
        "use a table with role=presentation",
    ),
    (
        re.compile(r"[\d.]*\d(?:rem|vw|vh|vmin|vmax)\b", re.I),
        "unit",
        "it is measured by a page that mail programs put their own around",
        "write px",
    ),
    (
        re.compile(r"\bvar\(|--[\w-]+\s*:", re.I),
        "variables",
        "many mail programs drop the whole declaration",
        "write the value",
    ),
    (
        re.compile(r"\burl\(\s*[\"']?(?:https?:)?//[^)]*", re.I),
        "remote-picture",
        "somebody else's server learns who opens the mail, and when",
        "do without it, or show a picture of your own pages",
    ),
    (
        re.compile(
            r"(?<![\w-])(?:[a-z-]*color\s*:\s*(?!inherit|transparent|currentcolor|initial|unset|x\b)[a-z]+(?=\s*(?:[;!]|$))"
            r"|(?:background|border[a-z-]*)\s*:[^;]*\b(?:black|white|gray|grey|silver|red|maroon|orange|yellow|olive|green|lime"
            r"|teal|aqua|cyan|blue|navy|purple|fuchsia|magenta|pink|brown|gold)\b)",
            re.I,
        ),
        "named-colour",
        "programs that darken a mail do not recognise every colour by name",
        "write it as #rrggbb",
    ),
)
_AT_RULES = (
    (re.compile(r"@font-face\b", re.I), "web-font", "most mail programs load no fonts", "name fonts that people have"),
    (re.compile(r"@import\b", re.I), "import", "mail programs load no style sheets", "include it with Jinja"),
)
_SELECTORS = (
    (
        re.compile(r"\[[^\]]*[:.,][^\]]*\]"),
        "attribute-selector",
        "the inliner misreads “:”, “.” and “,” in attribute selectors",
        "give the element a class",
    ),
    (
        re.compile(r":(?:is|where|has|not)\(", re.I),
        "selector-function",
        "the inliner drops rules with :is(), :where(), :has() and :not()",
        "write one rule per class",
    ),
    (
        re.compile(r":(?:nth-[a-z-]+\(|(?:first|last|only)-(?:child|of-type)\b|empty\b)", re.I),
        "structural-selector",
        "the inliner counts elements that are not there for every reader, and mail programs drop the rule",
        "give the element a class",
    ),
)


def faults_of_sheet(name: str, text: str, first: int = 1, *, paper: str | None = None) -> Iterator[Fault]:
    """`text` is CSS without Jinja; its first line is line `first` of the file.

    `paper` is the ground of colours without one of their own, "" where it is not known; None: they are not judged.
    """
    text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
    found = [(code, hit.start(), hit[0], why, remedy) for p, code, why, remedy in _AT_RULES for hit in p.finditer(text)]
    for rule in RULE.finditer(text):
        found += _of_selector(rule[1], rule.start(1))
        found += _of_declarations(rule[2], rule.start(2))
        if paper is not None and (words := faint_rule(rule[2], paper)):
            at = rule.start(2) + len(rule[2]) - len(rule[2].lstrip())
            found.append(("contrast", at, rule[1][-40:], words, CONTRAST))
    for code, at, what, why, remedy in found:
        message = f"{' '.join(what.split())[:60]}: {why}"
        serious = code != "small-text" or float(re.sub(r"[^\d.]", "", what)) < TINY
        line = first + text.count("\n", 0, at)
        yield Fault(code=code, file=name, line=line, message=message, remedy=remedy, serious=serious)


#: Code, where, what stands there, why not, what instead.
_Found = tuple[str, int, str, str, str]


def _of_selector(selector: str, start: int) -> Iterator[_Found]:
    for pattern, code, why, remedy in _SELECTORS:
        if hit := pattern.search(selector):
            yield code, start + hit.start(), hit[0], why, remedy


def _of_declarations(body: str, start: int) -> Iterator[_Found]:
    for pattern, code, why, remedy in _VALUES:
        for hit in pattern.finditer(body):
            yield code, start + hit.start(), hit[0], why, remedy
    if small := _small(body):
        why = f"nobody reads it on a phone; {SMALL} px are the least"
        yield "small-text", start + small.start(), small[0], why, "write at least 14px for running text"
    for at, short, long in _overridden(body):
        why = f"it undoes {long} above it, and the inliner orders the two as it likes"
        yield "shorthand-after-longhand", start + at, short, why, f"put {short} before {long}"


def faults_of_palette(name: str, text: str) -> Iterator[Fault]:
    """Colours of a theme.css, Jinja and all, that are hard to read on its grounds."""
    for line, words in faint(text):
        yield Fault(code="contrast", file=name, line=line, message=words, remedy=CONTRAST)


CONTRAST = "choose a darker or a lighter colour (WCAG 2.2, 1.4.3)"
#: px; below the first a warning, below the second an error.
SMALL, TINY = 12, 10


def _small(declarations: str) -> re.Match[str] | None:
    """Letters that are too small; not those of what is hidden, nor of a bar that only has a ground."""
    bar = "background-color" in declarations and not re.search(r"(?<![\w-])color\s*:", declarations)
    if bar or re.search(r"display\s*:\s*none", declarations):
        return None
    found = re.search(r"font-size\s*:\s*([\d.]+)px", declarations, re.I)
    return found if found and float(found[1]) < SMALL else None


def _overridden(declarations: str) -> Iterator[tuple[int, str, str]]:
    """Where, a shorthand, and the longhand of it that stands before it."""
    seen: list[str] = []
    for match in re.finditer(r"(?:^|;)\s*([a-z-]+)\s*:", declarations, re.I):
        name = match[1].lower()
        longer = next((s for s in seen if s.startswith(f"{name}-")), None)
        if longer and (name, longer) not in _APART:
            yield match.start(1), name, longer
        seen.append(name)


#: Names that begin alike and are not parts of each other.
_APART = {("border", "border-radius"), ("border", "border-collapse"), ("border", "border-spacing")}
