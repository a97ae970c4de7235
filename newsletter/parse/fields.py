"""Small fields that both adapters read alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsletter.parse.clean import plain

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")


def language_tag(declared: object) -> str | None:
    """A language tag (BCP 47) as declared, if it is one."""
    if not isinstance(declared, str) or not _LANGUAGE.fullmatch(declared.strip()):
        return None
    return declared.strip().replace("_", "-")


def number(value: object) -> int | None:
    """A length in bytes or a size in pixels; None for what is none."""
    text = str(value).strip() if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def unique(texts: Iterable[object], most: int) -> tuple[str, ...]:
    """Each text once, as one line of visible characters, at most `most`."""
    lines = (plain(text[:500]) for text in texts if isinstance(text, str))
    return tuple(dict.fromkeys(line for line in lines if line))[:most]
