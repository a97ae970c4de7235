"""Which words of Media RSS belong to which picture. feedparser reads them, and forgets inside what they stood.

The rule is that of the Media RSS specification: an element inside `media:content` outweighs the same one inside the
`media:group` around it, and that one the one of the entry.
"""

from __future__ import annotations

from typing import Any

#: Key of a picture's attributes -> what it says; no feed can write attributes with a space in their names.
TITLE, DESCRIPTION, CREDIT = "own title", "own description", "own credit"
#: Marks a credit that belongs to one picture or group, and not to the whole entry.
INSIDE = "own"


class OwnWords:
    """A mixin before feedparser's handlers: notes titles, descriptions and credits at the picture they stand in."""

    _group: dict[str, str] | None = None
    _grouped: list[Any]
    _content: Any = None

    @property
    def _behind(self) -> Any:
        """feedparser's own handlers, which stand behind this class."""
        return super()

    def _start_media_group(self, attrs: Any) -> None:
        self._group, self._grouped = {}, []

    def _end_media_group(self) -> None:
        for content in self._grouped:
            for key, words in (self._group or {}).items():
                content.setdefault(key, words)
        self._group, self._grouped = None, []

    def _start_media_content(self, attrs: Any) -> None:
        self._behind._start_media_content(attrs)
        self._content = attrs
        if self._group is not None:
            self._grouped.append(attrs)

    def _end_media_content(self) -> None:
        self._content = None

    def _start_media_thumbnail(self, attrs: Any) -> None:
        self._behind._start_media_thumbnail(attrs)
        if self._group is not None:
            self._grouped.append(attrs)

    def _start_media_credit(self, attrs: Any) -> None:
        self._behind._start_media_credit(attrs)
        if self._owner() is not None:
            attrs[INSIDE] = "yes"

    def _end_media_credit(self) -> None:
        self._note(CREDIT)
        self._behind._end_media_credit()

    def _end_media_title(self) -> None:
        self._note(TITLE)
        self._behind._end_media_title()

    def _end_media_description(self) -> None:
        self._note(DESCRIPTION)
        self._behind._end_media_description()

    def _owner(self) -> Any:
        return self._content if self._content is not None else self._group

    def _note(self, key: str) -> None:
        """The text that has been collected for the element that now ends; the first one counts."""
        owner, stack = self._owner(), getattr(self, "elementstack", None)
        words = "".join(stack[-1][2]).strip() if stack else ""
        if owner is not None and words:
            owner.setdefault(key, words)
