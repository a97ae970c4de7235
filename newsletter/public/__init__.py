"""The patrons' pages: leave a review, come back, read a published day."""

from __future__ import annotations

from newsletter.public.pages import create_app
from newsletter.public.serve import serve

__all__ = ["create_app", "serve"]
