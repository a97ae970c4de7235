"""Labels that credits of pictures bring along."""

from __future__ import annotations

import re

#: A credit that brings its own "Photo:"; in the languages that feeds of a newsroom in Europe write.
_OWN_LABEL = re.compile(
    r"(?:(?:photo(?:graph)?|picture|image|foto|bild|crédit|credits?|фото|світлина|знімок|зображення)s?"
    r"(?:\s+(?:credits?|courtesy))?\s*(?::|\bby\b|[–—-]\s|(?=©))\s*)+",
    re.I,
)


def unlabelled(credit: str) -> str:
    """“Photo: Jane” -> “Jane”, for the page says “Picture:” itself; as it is when nothing else would be left."""
    return _OWN_LABEL.sub("", credit, count=1).strip() or credit if _OWN_LABEL.match(credit) else credit
