"""The editors' pages on 127.0.0.1. So far: the preview, which writes and freezes nothing."""

from __future__ import annotations

from newsletter.desk.pages import create_preview
from newsletter.desk.serve import serve

__all__ = ["create_preview", "serve"]
