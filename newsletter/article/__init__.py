"""A web page -> Article: its text without furniture, its by-line and dates, the dated parts of a rolling one. Pure."""

from __future__ import annotations

from newsletter.article.parts import new_parts
from newsletter.article.read import read

__all__ = ["new_parts", "read"]
