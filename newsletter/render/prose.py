"""The newsroom's own words: Markdown -> safe HTML, and that HTML -> lines of text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3
from markdown import Markdown
from markupsafe import Markup

from newsletter.render.clean import clean, defuse

_TAGS = {"p", "a", "strong", "em", "b", "i", "ul", "ol", "li", "blockquote", "br", "code", "s", "hr"}
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_MARKDOWN = Markdown(output_format="html")  # one converter: a new one per text costs 1.8 times as much


def to_html(markdown: str) -> Markup:
    """Sanitised HTML: paragraphs, lists, quotations, emphasis, links to http, https and mailto; nothing else.

    Headings become bold paragraphs, so that the page's own order of headings stays whole.
    """
    source = "\n".join(_line(line) for line in markdown.splitlines())
    raw = _MARKDOWN.reset().convert(source)
    raw = _HEADING.sub(lambda m: "</strong></p>" if m[1] else "<p><strong>", raw)
    # Sanitising is always last: nothing may touch the HTML after this.
    safe = nh3.clean(
        raw,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )
    return Markup(safe.strip())  # noqa: S704 -- nh3 has just made it safe


def _line(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    trail = "  " if line.endswith("  ") else ""  # Markdown's own line break
    return " " * indent + defuse(clean(line)) + trail


def to_text(html: str) -> str:
    """What `to_html` made, as logical lines: list markers kept, each address behind its words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.out))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._links: list[tuple[str, int]] = []
        self._lists: list[int] = []  # the next number of each open list; 0 for a list without numbers
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.out)))
        elif tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else 0)
            self.out.append("\n")
        elif tag == "li":
            number = self._lists[-1] if self._lists else 0
            self.out.append("\n" + (f"{number}. " if number else "- "))
            if number:
                self._lists[-1] += 1
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "p" and not self._lists:
            self.out.append("\n\n" + "> " * self._quotes)
        elif tag == "br":
            self.out.append("\n" + "> " * self._quotes)
        elif tag == "hr":
            self.out.append("\n\n* * *\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            url, start = self._links.pop()
            words = "".join(self.out[start:]).strip()
            if url and words not in (url, url.removeprefix("mailto:")):
                self.out.append(f" <{url}>")
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self.out.append("\n\n")
        elif tag == "blockquote":
            self._quotes -= 1

    def handle_data(self, data: str) -> None:
        self.out.append(re.sub(r"\s+", " ", data))
