"""Words that are wider than the narrowest column: only an edition that has one needs to break them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from newsletter.render.plain import columns
from newsletter.render.views import SectionView

#: Columns of the widest word that fits beside a bullet on a phone of 320 px.
WIDE = 24
#: Not printed as words: where links lead, and what a section is called inside.
_ADDRESSES = {"url", "src", "key"}
_MARKUP = re.compile(r"<[^>]*>")


def wide_words(sections: Sequence[SectionView], *others: str) -> bool:
    """Is there a word that a narrow column would have to break? Between two ideographs every line may end by itself."""
    texts = (_MARKUP.sub(" ", text) for text in (*others, *_texts(sections)))
    return any(columns(word) > WIDE for text in texts for word in _apart(text).split())


def _apart(text: str) -> str:
    """Wide characters are words of their own (UAX 14, class ID)."""
    return text if text.isascii() else "".join(c if columns(c) < 2 else f" {c} " for c in text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _ADDRESSES:
                yield from _texts(getattr(value, field.name))
