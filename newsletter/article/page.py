"""An HTML page -> the lines of its main text, by trafilatura. Nothing is fetched; links and pictures stay behind."""

from __future__ import annotations

import re
from typing import Any

from newsletter.article.lines import LONGEST_LINE, MOST_LINES, tidy

#: trafilatura walks trees recursively and compares texts pairwise; beyond this only our own rules read a page.
MOST_TAGS = 24_000  # both ends; the longest news pages we know have half as many
DEEPEST = 200

_OPEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr p li td tr th dt dd option".split())


def main_lines(text: str) -> list[str]:
    """Headings, paragraphs and list entries of what is most likely the article; [] when nothing is found."""
    if _too_much(text):
        return []
    from trafilatura import bare_extraction  # 0.2 s and 30 MB: only where a page is read

    try:
        # Without metadata: htmldate asks the clock, and takes the day of the visit for the article's.
        document: Any = bare_extraction(
            text, include_comments=False, include_images=False, include_links=False, with_metadata=False
        )
    except Exception:  # the one place where a foreign library's failure on a hostile page becomes "found nothing"
        return []
    return _lines(document.body) if document is not None else []


def _too_much(text: str) -> bool:
    depth = deepest = count = 0
    for tag in _OPEN.finditer(text):
        count += 1
        if tag[2].lower() not in _VOID:
            depth = max(0, depth + (-1 if tag[1] else 1))
            deepest = max(deepest, depth)
    return count > MOST_TAGS or deepest > DEEPEST


def _lines(body: Any) -> list[str]:
    """One line per block element; trafilatura's names are TEI's: head, p, list with item, quote, table, lb."""
    lines: list[str] = []
    for element in body.iter():
        if element.tag not in ("p", "head", "item", "quote", "cell", "ab", "code"):
            continue
        mark = "• " if element.tag == "item" else ""
        for row in _own(element).split("\n"):
            line = tidy(row)[:LONGEST_LINE]
            if line:
                lines.append(mark + line)
    return lines[:MOST_LINES]


def _own(element: Any) -> str:
    """The text of `element` without that of blocks inside it, which come by themselves."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            parts.append("\n")
        elif child.tag not in ("p", "head", "item", "quote", "cell", "ab", "list", "table", "row"):
            parts.append(_own(child))
        parts.append(child.tail or "")
    return "".join(parts)
