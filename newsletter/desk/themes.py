"""The copy of a page that the preview serves: light or dark whatever the viewer's system prefers. Pure.

A browser answers `prefers-color-scheme` for the person in front of it. To show both answers side by side, the copy
decides the question in its style sheet; nothing else of the page changes, and the outbox never sees the copy.
"""

from __future__ import annotations

import re
from typing import Literal

Theme = Literal["light", "dark"]

#: Media features that are always and never true, so that `and`, `not` and lists around them keep their meaning.
_ALWAYS, _NEVER = "(min-width: 0)", "(max-width: -1px)"

_STYLE = re.compile(r"(<style\b[^>]*>)(.*?)(</style\s*>)", re.IGNORECASE | re.DOTALL)
_PREFERS = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_SCHEME = re.compile(
    r"(?<![\w-])((?:supported-)?color-schemes?\s*:\s*)(?:only\s+)?(?:light|dark)[^;}\"']*", re.IGNORECASE
)
_META = re.compile(r"<meta\b[^>]*\bname=[\"']?(?:supported-)?color-schemes?\b[^>]*>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:html|body)\b[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"(\bcontent=)([\"'])[^\"']*\2", re.IGNORECASE)
_LINK = re.compile(r"<a\b(?![^>]*\btarget=)(?=[^>]*\bhref=[\"'](?:https?|mailto):)", re.IGNORECASE)


def in_theme(html: str, theme: Theme) -> str:
    """`html` as somebody sees it whose system is set to `theme`. Only style sheets and the root's styles change."""

    def decided(match: re.Match[str]) -> str:
        return _ALWAYS if match[1].lower() == theme else _NEVER

    def sheet(match: re.Match[str]) -> str:
        return match[1] + _SCHEME.sub(rf"\g<1>{theme}", _PREFERS.sub(decided, match[2])) + match[3]

    html = _STYLE.sub(sheet, html)
    html = _META.sub(lambda m: _CONTENT.sub(rf"\g<1>\g<2>{theme}\g<2>", m[0]), html)
    return _ROOT.sub(lambda m: _SCHEME.sub(rf"\g<1>{theme}", m[0]), html, count=2)


def links_open_outside(html: str) -> str:
    """`html` whose links open a tab of their own: a frame of the preview is no place to read another site in."""
    return _LINK.sub('<a target="_blank" rel="noopener noreferrer"', html)
