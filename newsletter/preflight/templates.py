"""What is wrong with a theme before any edition uses it: traps of the inliner and of mail programs, by file and line.

Two looks: at the templates' own text, where a line can be named, and at a sample edition rendered with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from newsletter.model.rendered import PLACEHOLDER
from newsletter.preflight.clients import INDEX, support, support_index, used
from newsletter.preflight.colours import palettes
from newsletter.preflight.sheets import RULE, Fault, faults_of_palette, faults_of_sheet

#: Templates by the name that they are included by -> their text.
Files = Mapping[str, str]

ROOTS = ("mail.html", "mail.txt")
#: The sheets whose colours stand on the theme's own paper.
_BY_DAY = ("mail.css", "mail-look.css")


def faults_of_templates(files: Files) -> tuple[Fault, ...]:
    """Faults in the text of the mail's templates and of what they include; other templates are web pages."""
    found: list[Fault] = []
    paper = palettes(files.get("theme.css", "")).get("day", {}).get("paper", "")
    for name in mail_files(files):
        plain = _without_jinja(files[name])
        if name.endswith(".css"):
            found += faults_of_sheet(name, plain, paper=paper if name in _BY_DAY else None)
            found += faults_of_palette(name, files[name])
        elif name.endswith(".html"):
            found += _markup_faults(name, files[name], plain)
    return tuple(found)


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


# --- markup ---------------------------------------------------------------------------------------


#: What runs, asks or loads: elements, handlers in attributes, addresses that are programs.
_ACTIVE = re.compile(
    r"<(?:link\b[^>]*stylesheet|meta\b[^>]*http-equiv\s*=\s*[\"']?refresh|script|form|input|button|select|textarea|iframe"
    r"|frame|video|audio|object|embed|applet|svg|canvas|base)\b|<[a-z][^>]*\son[a-z]+\s*=|(?:href|src)\s*=\s*[\"']?\s*javascript:",
    re.I,
)


def _markup_faults(name: str, text: str, plain: str) -> Iterator[Fault]:
    def line(at: int) -> int:
        return 1 + text.count("\n", 0, at)

    for block in re.finditer(r"<style\b[^>]*>(.*?)</style", plain, re.S | re.I):
        yield from faults_of_sheet(name, block[1], 1 + plain.count("\n", 0, block.start(1)))
    for own in re.finditer(r"\sstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", plain, re.I):
        yield from faults_of_sheet(name, f"x {{{own[1] or own[2] or ''}}}", 1 + plain.count("\n", 0, own.start()))
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
    for hit in _ACTIVE.finditer(plain):
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


def _classes(selector: str) -> list[str]:
    return re.findall(r"\.([\w-]+)", selector)


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
    night = set(re.findall(r"\.([\w-]+)", " ".join(r[0] for r in RULE.findall(" ".join(sheets[1:] or sheets)))))
    rules = RULE.findall(re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", sheets[0]))
    night |= {name for selector, body in rules if "display: none" in body for name in _classes(selector)}
    for selector, body in rules:
        named = next((n for n in map(_classes, selector.split(",")) if n and not night & set(n)), [])
        if named and re.search(r"(?<![\w-])(?:color|background-color)\s*:", body):
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
