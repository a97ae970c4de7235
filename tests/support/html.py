"""Reading what was rendered."""

from __future__ import annotations

from html.parser import HTMLParser


class Tags(HTMLParser):
    """Elements and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, name: str, attribute: str) -> list[str]:
        return [attrs.get(attribute) or "" for tag, attrs in self.tags if tag == name]
