"""The patrons' pages: leave a review, come back, choose among several, read a published day."""

from __future__ import annotations

from newsletter.public.choose import Offered
from newsletter.public.pages import create_app
from newsletter.public.serve import serve

__all__ = ["Offered", "create_app", "serve"]
