"""Can a theme be read? Contrast of its own colours (WCAG 2.2, 1.4.3): 4.5 for text, 3 for large text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

#: Least contrast of text; of large text (24 px, or 18.66 px and bold).
TEXT, LARGE = 4.5, 3.0
_WORDS = ("text", "soft", "link", "ink", "accent", "lead")
_GROUNDS = ("paper", "box")
_NAMED = re.compile(r"[\"'](\w+)[\"']\s*:\s*[\"'](#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)[\"']")
_SET = re.compile(r"\{%-?\s*set\s+(day|night)\s*=\s*\{(.*?)\}\s*-?%\}", re.S)


def contrast(one: str, other: str) -> float:
    """1 to 21, of two colours as #rgb or #rrggbb."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def palettes(text: str) -> Mapping[str, Mapping[str, str]]:
    """day and night of a theme.css -> name -> colour; what is no hexadecimal colour is left out."""
    return {m[1]: dict(_NAMED.findall(m[2])) for m in _SET.finditer(text)}


def faint(text: str) -> Iterator[tuple[int, str]]:
    """Of a theme.css: the line of a colour that is hard to read, and which pair it is, in words."""
    for found in _SET.finditer(text):
        colours = dict(_NAMED.findall(found[2]))
        for word in _WORDS:
            for ground in _GROUNDS:
                if word in colours and ground in colours and (got := contrast(colours[word], colours[ground])) < TEXT:
                    where = re.search(rf"[\"']{word}[\"']\s*:", found[2])
                    line = 1 + text.count("\n", 0, found.start(2) + (where.start() if where else 0))
                    pair = f"{word} {colours[word]} on {ground} {colours[ground]} by {found[1]}"
                    yield line, f"{pair} has a contrast of {got:.1f}; text needs {TEXT}"


def faint_rule(body: str, paper: str) -> str:
    """Of one rule's declarations with a colour of its own: what is hard to read, in words; "" when nothing is."""
    colour = re.search(r"(?<![\w-])color\s*:\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\b", body)
    ground = re.search(r"background(?:-color)?\s*:\s*(#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?)\b", body)
    under = ground[1] if ground else paper
    if not colour or not under or re.search(r"display\s*:\s*none", body):
        return ""
    size = re.search(r"font-size\s*:\s*([\d.]+)px", body)
    bold = re.search(r"font-weight\s*:\s*(?:bold|[7-9]00)", body)
    least = LARGE if size and float(size[1]) >= (18.66 if bold else 24) else TEXT
    got = contrast(colour[1], under)
    return f"{colour[1]} on {under} has a contrast of {got:.1f}; it needs {least}" if got < least else ""


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
