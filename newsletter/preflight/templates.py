"""What is wrong with a theme before any edition uses it: traps of the inliner and of mail programs, by file and line.

Two looks: at the templates' own text, where a line can be named, and at a sample edition rendered with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsletter.model.rendered import PLACEHOLDER
from newsletter.preflight.clients import INDEX, support, support_index, used
from newsletter.preflight.colours import faint, faint_rule, palettes

#: Templates by the name that they are included by -> their text.
Files = Mapping[str, str]

ROOTS = ("mail.html", "mail.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One trap that a theme has stepped into."""

    code: str  #: a stable word
    file: str  #: as templates include it: mail.css
    line: int  #: 0 when it concerns the whole file
    message: str  #: one line in words
    remedy: str
    serious: bool = True  #: else it costs some readers something, and the edition nothing


def faults_of_templates(files: Files) -> tuple[Fault, ...]:
    """Faults in the text of the mail's templates and of what they include; other templates are web pages."""
    found: list[Fault] = []
    for name in mail_files(files):
        plain = _without_jinja(files[name])
        if name.endswith(".css"):
            found += _style_faults(name, plain, 1)
            found += [_faint(name, line, words) for line, words in faint(files[name])]
            if name == "mail.css":
                found += _faint_rules(name, plain, palettes(files.get("theme.css", "")).get("day", {}).get("paper", ""))
        elif name.endswith(".html"):
            found += _markup_faults(name, files[name], plain)
    return tuple(found)


def _faint(name: str, line: int, words: str) -> Fault:
    remedy = "choose a darker or a lighter colour (WCAG 2.2, 1.4.3)"
    return Fault(code="contrast", file=name, line=line, message=words, remedy=remedy)


def _faint_rules(name: str, plain: str, paper: str) -> Iterator[Fault]:
    for rule in _RULE.finditer(plain):
        if words := faint_rule(rule[2], paper):
            at = rule.start(2) + len(rule[2]) - len(rule[2].lstrip())
            yield _faint(name, 1 + plain.count("\n", 0, at), f"{' '.join(rule[1].split())[-40:]}: {words}")


def mail_files(files: Files) -> tuple[str, ...]:
    """mail.html, mail.txt and everything that they include, import or extend."""
    found: list[str] = []
    waiting = [name for name in ROOTS if name in files]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            named = re.findall(r"""\{%-?\s*(?:include|import|extends|from)\s+["']([^"']+)["']""", files[name])
            waiting += [n for n in named if n in files]
    return tuple(found)


def _without_jinja(text: str) -> str:
    """The same lines, with comments and statements blank, and a stand-in for what is printed."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match[0])

    text = re.sub(r"\{#.*?#\}|\{%.*?%\}", blank, text, flags=re.S)
    return re.sub(r"\{\{.*?\}\}", lambda m: "x" + "\n" * m[0].count("\n"), text, flags=re.S)


# --- style sheets ---------------------------------------------------------------------------------

_RULE = re.compile(r"([^{};]*)\{([^{}]*)\}")
#: What, the code, why, and what instead. Looked for in declarations.
_VALUES = (
    (
        re.compile(r"\b(?:rgb|hsl)a?\([^),]*[\d%][\s/]+[^),]*\)"),
        "modern-colour",
        "colours without commas are lost when styles are inlined, and Outlook does not know them",
        "write them as #rrggbb",
    ),
    (
        re.compile(r"\bdisplay\s*:\s*(?:inline-)?(?:flex|grid)\b"),
        "flex-or-grid",
        "Outlook and others lay it out as plain blocks",
        "use a table with role=presentation",
    ),
    (
        re.compile(r"\d(?:rem|vw|vh|vmin|vmax)\b"),
        "unit",
        "it is measured by a page that mail programs put their own around",
        "write px",
    ),
    (
        re.compile(r"\bvar\(|--[\w-]+\s*:"),
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
    (re.compile(r"@font-face\b"), "web-font", "most mail programs load no fonts", "name fonts that people have"),
    (re.compile(r"@import\b"), "import", "mail programs load no style sheets", "include it with Jinja"),
)
_SELECTORS = (
    (
        re.compile(r"\[[^\]]*[:.,][^\]]*\]"),
        "attribute-selector",
        "the inliner misreads “:”, “.” and “,” in attribute selectors",
        "give the element a class",
    ),
    (
        re.compile(r":(?:is|where|has|not)\("),
        "selector-function",
        "the inliner drops rules with :is(), :where(), :has() and :not()",
        "write one rule per class",
    ),
    (
        re.compile(r":(?:nth-[a-z-]+\(|(?:first|last|only)-(?:child|of-type)\b|empty\b)"),
        "structural-selector",
        "the inliner counts elements that are not there for every reader, and mail programs drop the rule",
        "give the element a class",
    ),
)


def _style_faults(name: str, text: str, first: int) -> Iterator[Fault]:
    """`text` is CSS without Jinja; its first line is line `first` of the file."""
    text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)

    def fault(code: str, at: int, what: str, why: str, remedy: str) -> Fault:
        line = first + text.count("\n", 0, at)
        return Fault(code=code, file=name, line=line, message=f"{' '.join(what.split())[:60]}: {why}", remedy=remedy)

    for pattern, code, why, remedy in _AT_RULES:
        for hit in pattern.finditer(text):
            yield fault(code, hit.start(), hit[0], why, remedy)
    for rule in _RULE.finditer(text):
        for pattern, code, why, remedy in _SELECTORS:
            if first_hit := pattern.search(rule[1]):
                yield fault(code, rule.start(1) + first_hit.start(), first_hit[0], why, remedy)
        for pattern, code, why, remedy in _VALUES:
            for hit in pattern.finditer(rule[2]):
                yield fault(code, rule.start(2) + hit.start(), hit[0], why, remedy)
        if small := _small(rule[2]):
            why = f"nobody reads it on a phone; {SMALL} px are the least"
            found = fault(
                "small-text", rule.start(2) + small.start(), small[0], why, "write at least 14px for running text"
            )
            yield replace(found, serious=float(small[1]) < TINY)
        for at, short, long in _overridden(rule[2]):
            why = f"it undoes {long} above it, and the inliner orders the two as it likes"
            yield fault("shorthand-after-longhand", rule.start(2) + at, short, why, f"put {short} before {long}")


#: px; below the first a warning, below the second an error.
SMALL, TINY = 12, 10


def _small(declarations: str) -> re.Match[str] | None:
    """Letters that are too small; not those of what is hidden, nor of a bar that only has a ground."""
    bar = "background-color" in declarations and not re.search(r"(?<![\w-])color\s*:", declarations)
    if bar or re.search(r"display\s*:\s*none", declarations):
        return None
    found = re.search(r"font-size\s*:\s*([\d.]+)px", declarations)
    return found if found and float(found[1]) < SMALL else None


def _overridden(declarations: str) -> Iterator[tuple[int, str, str]]:
    """Where, a shorthand, and the longhand of it that stands before it."""
    seen: list[str] = []
    for match in re.finditer(r"(?:^|;)\s*([a-z-]+)\s*:", declarations):
        name = match[1]
        longer = next((s for s in seen if s.startswith(f"{name}-")), None)
        if longer and (name, longer) not in _APART:
            yield match.start(1), name, longer
        seen.append(name)


#: Names that begin alike and are not parts of each other.
_APART = {("border", "border-radius"), ("border", "border-collapse"), ("border", "border-spacing")}


# --- markup ---------------------------------------------------------------------------------------


def _markup_faults(name: str, text: str, plain: str) -> Iterator[Fault]:
    def line(at: int) -> int:
        return 1 + text.count("\n", 0, at)

    for block in re.finditer(r"<style\b[^>]*>(.*?)</style", plain, re.S | re.I):
        yield from _style_faults(name, block[1], 1 + plain.count("\n", 0, block.start(1)))
    for own in re.finditer(r"\sstyle=\"([^\"]*)\"", plain):
        yield from _style_faults(name, f"x {{{own[1]}}}", 1 + plain.count("\n", 0, own.start(1)))
    for hit in re.finditer(r"\{%-?\s*raw\b.*?\bendraw\s*-?%\}", text, re.S):
        if "{{" in hit[0]:
            yield Fault(
                code="merge-field",
                file=name,
                line=line(hit.start()),
                message="a merge field: the inliner encodes its braces in addresses, and nothing here fills it in",
                remedy="print leave_url for the patron's own link",
            )
    for hit in re.finditer(r"<table\b[^>]*>", plain, re.I):
        if "role=" not in hit[0]:
            yield Fault(
                code="table-role",
                file=name,
                line=1 + plain.count("\n", 0, hit.start()),
                message="a table without a role is read aloud cell by cell",
                remedy="role=presentation for layout, th with scope for figures",
                serious=False,
            )
    for hit in re.finditer(r"<(?:img|table|td|tr|body|div)\b[^>]*>", plain, re.I):
        yield from _pictures(name, hit[0], 1 + plain.count("\n", 0, hit.start()))
    for hit in re.finditer(r"<(?:link\b[^>]*stylesheet|script|form|iframe|video|object)\b", plain, re.I):
        yield Fault(
            code="active-element",
            file=name,
            line=1 + plain.count("\n", 0, hit.start()),
            message=f"{hit[0][:30]}: mail programs take it out, or the mail for spam",
            remedy="do without it in a mail",
        )


def _pictures(name: str, tag: str, line: int) -> Iterator[Fault]:
    """What loads from another server, and pictures that show nothing."""
    if re.search(r"\s(?:src|background)\s*=\s*[\"']?(?:https?:)?//", tag, re.I):
        why = "somebody else's server learns who opens the mail, and when"
        remedy = "show only the stories' own pictures: src is {{ image.src }}"
        yield Fault(code="remote-picture", file=name, line=line, message=f"{tag[:60]}: {why}", remedy=remedy)
    sizes = re.findall(r"\s(?:width|height)\s*=\s*[\"']?([01])(?:px)?[\"'\s>/]", tag, re.I)
    if tag[:4].lower() == "<img" and len(sizes) == 2:
        why = "a picture of one pixel counts readers, and mail programs take it for that"
        yield Fault(code="pixel", file=name, line=line, message=f"{tag[:60]}: {why}", remedy="take it out")


# --- what a sample becomes ------------------------------------------------------------------------


def faults_of_sample(files: Files, html: str, text: str) -> tuple[Fault, ...]:
    """Faults of a sample edition rendered with the theme."""
    return (*_ways_out(html, text), *_language(files, html), *_dark(files, html), *_unsupported(files, html))


def _language(files: Files, html: str) -> Iterator[Fault]:
    tag = re.search(r"<html\b[^>]*>", html, re.I)
    for name, why in (("lang", "read it aloud in the wrong language"), ("dir", "may set it from the wrong side")):
        if tag is None or not re.search(rf"\s{name}\s*=\s*[\"']?\w", tag[0], re.I):
            message = f"<html> has no {name}: programs {why}"
            found = _at(files, r"<html\b", code=f"no-{name}", message=message, remedy=f'{name}="{{{{ {name} }}}}"')
            yield replace(found, serious=True)


def _ways_out(html: str, text: str) -> Iterator[Fault]:
    for name, part in (("mail.html", html), ("mail.txt", text)):
        if PLACEHOLDER not in part:
            yield Fault(
                code="no-leave-link",
                file=name,
                line=0,
                message="the patron's own way out is missing",
                remedy="print leave_url once, exactly as it is",
            )
    for hit in re.finditer(r"href=\"[^\"]*(?:\{\{|%7B%7B)", html, re.I):
        yield Fault(
            code="merge-field",
            file="mail.html",
            line=0,
            message=f"{hit[0][:60]}: a merge field in an address, its braces encoded",
            remedy="print leave_url for the patron's own link",
        )


_HOOKS = (
    (
        r"<meta[^>]+name=\"color-scheme\"[^>]+dark",
        "the meta tag color-scheme",
        "Apple Mail keeps the mail light without it",
    ),
    (r"prefers-color-scheme:\s*dark", "a media query for the dark", "Apple Mail and Outlook for Mac show it light"),
    (r"\[data-ogsc\]", "[data-ogsc] rules", "Outlook.com chooses colours of its own in the dark"),
    (r"\[data-ogsb\]", "[data-ogsb] rules", "Outlook.com chooses grounds of its own in the dark"),
)


def _dark(files: Files, html: str) -> Iterator[Fault]:
    """The hooks are there, and every class that is coloured by day is coloured by night."""
    head = html.split("</head>")[0]
    for pattern, what, why in _HOOKS:
        if not re.search(pattern, head):
            yield Fault(
                code="no-dark-hook",
                file="mail.html",
                line=0,
                message=f"there is no {what}: {why}",
                remedy="take mail-dark.css over from the theme that comes with the program",
            )
    sheets = re.findall(r"<style\b[^>]*>(.*?)</style", head, re.S)
    if not sheets or "prefers-color-scheme" not in head:
        return
    night = set(re.findall(r"\.([\w-]+)", " ".join(r[0] for r in _RULE.findall(" ".join(sheets[1:] or sheets)))))
    for selector, body in _RULE.findall(re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheets[0])):
        named = re.findall(r"\.([\w-]+)", selector)
        coloured = re.search(r"(?<![\w-])(?:color|background-color)\s*:", body)
        if named and coloured and not night & set(named) and "display: none" not in body:
            yield _at(
                files,
                rf"\.{re.escape(named[-1])}\b[^{{}}]*\{{",
                code="no-dark-colour",
                message=f".{named[-1]} has a colour by day and none by night: it may be unreadable in the dark",
                remedy=f"name .{named[-1]} in mail-dark.css",
            )


def _unsupported(files: Files, html: str) -> Iterator[Fault]:
    table, seen = support(), used(html)
    for use in seen:
        if table.breaks(use.feature):
            lacking = table.lacking(use.feature)
            written = use.written or f"<{use.element}>"
            prop = use.written.partition(":")[0]
            where = rf"(?<![\w-]){re.escape(prop)}\s*[:=]" if use.written else rf"<{use.element}\b"
            value = use.written.partition(":")[2].strip()
            exact = rf"(?<![\w-]){re.escape(prop)}\s*:\s*" + r"\s*".join(map(re.escape, value.split()))
            there = value and any(re.search(exact, _without_jinja(files[name])) for name in mail_files(files))
            yield _at(
                files,
                exact if there else where,
                code="client-support",
                message=f"{written}: {', '.join(lacking)} do not know it (caniemail.com, {table.date})",
                remedy="do without it, or put it into a style block that only adds",
            )
    if (index := support_index(seen)) < INDEX:
        yield Fault(
            code="low-support",
            file="mail.html",
            line=0,
            message=f"mail programs support {index:.1f} of 100 of what the mail asks of them; {INDEX:.0f} are wanted",
            remedy="use fewer and older features",
            serious=False,
        )


def _at(files: Files, pattern: str, *, code: str, message: str, remedy: str) -> Fault:
    """A fault of the sample, at the first place of the mail's templates that matches."""
    for name in _sheets_first(mail_files(files)):
        plain = _without_jinja(files[name])
        if hit := re.search(pattern, plain):
            line = 1 + plain.count("\n", 0, hit.start())
            return Fault(code=code, file=name, line=line, message=message, remedy=remedy, serious=False)
    return Fault(code=code, file="mail.html", line=0, message=message, remedy=remedy, serious=False)


def _sheets_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: not name.endswith(".css"))
